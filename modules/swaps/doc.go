// Package swaps lets an interpreter give a booking to a colleague who can.
//
// Colleagues are asked all together and see when, where, in which language and for how much, never for whom. The first who accepts has it: one transaction ends the old
// booking and makes the new one, so that somebody comes at every moment. The office is told, and may undo it.
package swaps
