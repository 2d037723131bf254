// Package linguists is the directory of people and agencies who interpret and translate: their languages, proofs, ties, and what they changed themselves.
//
// The need of an interpreter stands here too. It is on a record that lies above (a person, an appointment, a ticket): the package knows its kind and id and nothing
// else of it. Who can at a time, is asked and comes is known by interpreters, above.
package linguists
