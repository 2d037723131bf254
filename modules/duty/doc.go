// Package duty plans interpreters into shifts, in the house or at the phone, whether or not anybody is booked then.
//
// Who is given a shift is asked: the money is bound when it is given to them, and freed when they decline, do not come, or it is called off. What is booked within a shift is
// paid by it; the room above that books says whether anything is (Booked, see Connect).
package duty
