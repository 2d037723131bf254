// Package training knows what staff must and may learn: trainings, who must have done which and how often, what everybody has completed and until when it counts.
//
// A requirement is asked of people by their roles, teams or tasks. Its versions stand side by side with the days from which they count, so that it can be said later by
// which one somebody was measured. Whether a duty is met follows from the records and is reckoned when it is asked for; nothing has to run for it to be true.
// Rooms above write records by RecordTx: a course was attended, a lesson passed. Who may see whose stands in the SQL.
package training
