// Package onboarding leads somebody new through their first months: a plan for their role, a mentor, steps with days until when, and what opens with them.
//
// Rights grow with the plan: a step may open something (to propose a decision, to approve one), and until the mentor has signed it off the newcomer's deed is refused by a veto that the
// modules above ask. A plan is copied when somebody begins, so that who is under way is not surprised by a change of it.
package onboarding
