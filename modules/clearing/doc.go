// Package clearing is the desk at which somebody is told, without an appointment, which papers are missing, and where papers are taken in.
//
// A visit is about a case, or about a service for which the person has none yet: then the questions on which its checklist depends are
// answered here. While it is open, papers are taken in as documents of the visit, and originals are marked as seen. Its end is one
// transaction: the visit is over, its papers are sealed, the confirmation is written (VwVfG §25(2)), the ticket ends, and the event Ended
// tells whoever keeps cases: they take the papers over.
//
// What somebody without a case leaves here waits for them: with the link on their confirmation they take answers and papers over into
// their own application. After Config.KeepDays it is erased (GDPR Art. 5(1)(e)).
//
// Cases lie above. What the desk may know of one, the port Cases tells: the list with its states, no notes and no decision.
package clearing
