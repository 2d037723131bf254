// Package presence says when an interpreter on duty would be worth it: a duty rota from the real demand of the past weeks.
//
// Demand is what was asked for and who came without an appointment, in a language and a house, by weekday and hour. For each weekday one shift is proposed where somebody
// would have been needed often enough; beside it stands what it would have cost against the single bookings that it would have replaced, how much of the need it would
// have met, and how much waiting it would have spared. It is arithmetic without a table of its own: the same weeks give the same proposal. The lead takes it over as shifts of interpreters.
// It also says who is in a house now: on duty, or come for an appointment.
package presence
