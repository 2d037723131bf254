// Package surveys asks staff how they work, shortly and without knowing who answers, and keeps what follows from it.
//
// Everybody who is asked has one answer. The browser makes a token, hands it over blinded, and the office signs it once for each account (RSA blind signatures,
// RFC 9474); the answer comes later, without a login, with the token and the signature that nobody has seen before. Answers lie sealed until the end, are counted once, by
// rounded shares, and destroyed (decision 0131).
package surveys
