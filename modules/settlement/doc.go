// Package settlement is what happens between a booking that is over and money at the treasury: claims, invoices that come in, batches, the figures of a year.
//
//	open       the work is over: worked out from what was noted (JVEG §§5–9); confirmed as it is once both have signed
//	proposed   the interpreter sees other times: the office confirms or refuses with a reason
//	disputed   refused with a reason; they may propose again, or the office confirms what it has worked out
//	rejected   they said nothing new for two weeks and the office ended it; what was bound is free. More time opens it again
//	confirmed  what was bound in the budget is spent; an invoice may name it
//	invoiced   an accepted invoice names it
//	paid       the treasury has said on which day
//	lapsed     nobody claimed it within three months (JVEG §2), unless the office extends that; what was bound is free
//
// A claim is made once for what it is about, by the database. An invoice is looked at whole: all that is wrong with it is told at once. What the treasury was given
// is kept byte by byte and never made again.
package settlement
