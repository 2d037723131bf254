// Package documents keeps the papers that people give in.
//
// A document answers one item of a checklist and holds files in an order. The life of a file:
//
//	uploading   the browser sends pieces straight to the store; the office only signs addresses
//	received    whole, in quarantine; nobody can look at it
//	inspecting  a job compares size and content, asks the virus scanner, has pictures made of the pages
//	ready       the pictures can be seen; the original is kept and can be downloaded by staff
//	unscanned   as ready, in a city that configured "scanner: none"
//	refused     for a reason that tells the person what to do; never shown, removed after a while
//
// Nobody waits for the inspection: an application can be submitted while its files are received or inspecting. What is shown
// is always a picture that the office made, never the file that somebody sent.
//
// A document hangs on an application, from the submit on on the case (AdoptTx), and knows the person only when it is certain
// who that is. A paper checked once counts for later cases of that person until it expires (ReuseTx).
package documents
