// Package elearning plays courses: packages of SCORM 1.2 and xAPI, which somebody else has made and which may hold anything.
//
// The life of a package:
//
//	uploading  the browser sends pieces of the archive straight to the store, as papers are sent
//	scanning   a job has it scanned, looks at each name in it, reads its manifest, unpacks it under limits, has each file scanned
//	ready      its files lie in the store by number; a table says which path is which
//	refused    with all faults; nothing of it is kept
//
// The newest that is ready is what a course plays; whoever has begun an earlier one plays that to its end. Who plays has an attempt, and for twelve hours a ticket to it:
// the address at which the package is shown, on an origin of its own that knows no logins (docs/decisions/0134). What the package says of the result, by SCORM or by
// xAPI, decides the attempt; a passed or completed one completes the course, once.
package elearning
