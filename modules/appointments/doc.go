// Package appointments gives people times with the office, and keeps whose they are.
//
// What could be given is the plan's matter (package capacity). What is taken is kept twice: in occupation, where an exclusion constraint refuses to
// give anything twice whatever the code does, and as bits for each counter and day, which a trigger keeps at the very end of each transaction, so
// that free times are found quickly. An appointment takes all that it needs (counter, person, room) in one statement, or nothing.
//
// A time is held first, for minutes; becomes pending while its person goes to their mailbox; then it is booked. What is not confirmed in
// time ends by itself. What is given back is offered to those who wait for something earlier.
package appointments
