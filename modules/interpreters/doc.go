// Package interpreters knows who can, who was asked and who comes.
//
// Who speaks what stands in the directory below (linguists). Without the proofs that the city requires nobody is asked, and who is tied to a party does not
// interpret for them (VwVfG §§20, 21). Offers name no client. What an interpreter is paid stands in remuneration, what the year has left in budgets.
package interpreters
