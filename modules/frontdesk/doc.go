// Package frontdesk is the house on the day: who has come, whose turn it is, at which counter.
//
// A ticket is a place in a queue: of somebody who walked in, or of somebody whose appointment it is and who has said at the door that they are
// there. It has a number and no name. Counters call the next; two counters never call the same (FOR UPDATE SKIP LOCKED). What the hall's
// display and a phone show is read from the same rows and told by a live topic; it is never kept apart.
package frontdesk
