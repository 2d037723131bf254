// Package feeds lets clerks read their appointments, and interpreters their bookings and duty, in a calendar program of their own.
//
// A feed is a secret address: shown once, kept as a hash, renewed or revoked by whose it is at any time, and dead with their account. Whoever has the address
// reads what they may read at that moment. A calendar program is outside the house: a feed says what for, when, where and for how many, and
// leads into the app of whose it is. It knows no name, no number of a case, nothing of why.
package feeds
