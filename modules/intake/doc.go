// Package intake stands beside the cases and watches over their papers.
//
// What the clearing desk took in becomes the person's own in their case, by the rules of what they hand in themselves; what somebody without
// a case left there they take over into a draft. And when every paper that a case needs is accepted, the person is told so, with the day; if
// one of them does not hold after all, they are told that too, and why. (VwVfG §25(2))
package intake
