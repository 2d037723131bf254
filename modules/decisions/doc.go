// Package decisions is how a case is decided: the draft with its letter, the hearing before a refusal, the second pair of eyes, the decision itself and
// how it reaches its person.
//
// What is proposed is frozen under a digest together with its letter; whoever approves hands the digest back. The database refuses the same
// person in both places and any change of what was proposed or made. The state of the case is cases' own; this module moves it.
package decisions
