// Package interpreters knows who speaks what, who can, who was asked and who comes.
//
// The directory holds people and agencies with their languages, proofs and ties. Without the proofs that the city requires nobody is asked, and who is tied to a
// party does not interpret for them (VwVfG §§20, 21). The need of an interpreter stands on a record that lies above (a person, an appointment, a ticket): the
// module knows its kind and id and nothing else of it.
//
// Offers name no client. What an interpreter is paid stands in remuneration, what the year has left in budgets.
package interpreters
