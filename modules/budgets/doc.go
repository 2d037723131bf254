// Package budgets keeps the money of a year for a team and a cost centre: what of it was bound, freed and spent, for any purpose.
//
// Entries are only added. The row of the budget is locked while money is bound, so that no two bindings pass the ceiling together. Over it is only bound what
// somebody with the right has approved by name and with a reason.
package budgets
