// Package outlook looks ahead for the house: how long one waits for an appointment, how full the coming weeks are, when the doors are open, and what
// would be if there were a counter more or a clerk less.
//
// The lead time is measured once a day as the public sees it: until the next and until the third free time, for one free time may be chance. The load is
// the plan against what is booked. The what-if is a simulation of the past weeks' days, with the people who really came and the times they
// really took; the same question has the same answer, and where too few days are known it answers nothing. Nothing here knows a name.
package outlook
