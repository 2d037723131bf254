// Package appointments gives people times with the office: which there are, for whom they are free, and whose they are.
//
// The plan says when which counter is open for what. A day at a counter is 288 cells of five minutes, one bit each (Mask): the plan makes
// a mask of what is open, the database keeps one of what is taken, and what is free is the difference. So free times of sixty days are some
// hundred short rows and a few operations on words, however many appointments there are.
//
// That no time is given twice is no matter of these masks: occupation_once, an exclusion constraint, refuses it whatever the code does. An
// appointment takes all that it needs (counter, person, room) in one statement, or nothing.
//
// A time is held first, for minutes; becomes pending while its person goes to their mailbox; then it is booked. What is not confirmed in
// time ends by itself.
package appointments
