// Package courses is the catalogue of what staff can learn: courses and who gives them, sessions with their places, and who takes part.
//
// The row of a session is locked while somebody enrols, is approved or cancels, so that its places are given once and in the order in which people asked. Who waits
// moves up by itself. Money is set aside when a paid place is approved and spent when the session is finished. Who attended on all days has completed the training
// that the course teaches.
package courses
