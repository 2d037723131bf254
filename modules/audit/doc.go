// Package audit keeps who did what to which record, and who opened what, in the transaction that did it.
//
// Each record has a chain of its own: an entry's hash covers the hash before it, so that changing, removing or slipping in an
// entry breaks all that follow. Writers to different records never wait for one another. A periodic checkpoint lists the heads
// of all chains that have grown, is signed with a key that lies outside the database, covers the checkpoint before it, and is
// exported to locked storage. [Service.Verify] recomputes everything. What no checkpoint covers yet, the tail, is protected by
// its chain alone: who can write to the database could rewrite it as a whole, so Verify tells how long it is.
//
// Entries hold ids, digests and codes, never personal data: a person can be erased without breaking a chain.
package audit
