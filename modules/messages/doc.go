// Package messages brings word to people: mails that say that there is something, and threads in which it stands.
//
// A mail is a notice with a link and nothing more; what it is about is read after logging in. Mails are written in the
// transaction that wants them and leave after its commit, as often as it takes, under the same Message-ID, so that a second
// copy, possible only if the office dies between the mail server's yes and its own commit, can be told from a second mail.
// Each mail and message bears a key: wanting it twice sends it once.
package messages
