// Package applications is the portal's side of an application: the draft, its answers and checklist, the signature and the seal.
//
// A sitting is what one account does over one service: a principal and, where the service allows it, family members with a linked
// application each (XAusländer: verbundenerAntrag). It keeps the version of the service with which it began. Answers are kept as they
// were typed, faults and all, so that nothing is lost; only a complete set can be handed in. Missing papers don't stand in the way
// (the office asks for them, AufenthG §82(1)); refused ones do, because the person believes to have given them.
//
// Review yields the exact bytes that are about to be signed and their SHA-256. Submit takes that digest back: if anything changed since,
// nothing is signed. Seal, people, cases, receipt, audit and events are one transaction, opened cases included (port [Office]), so there is
// no application without a case and no second case for one application, however often somebody presses the button.
//
// A file that is still being inspected at the review has no hash yet. The content then says null, and stays valid when the inspection
// ends before the signature: Submit finds the state that was reviewed by taking back the latest inspections one by one.
package applications
