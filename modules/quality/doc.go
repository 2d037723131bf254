// Package quality asks those who were there how interpreting went, and hears complaints.
//
// Who answers stays unknown also to the house: it is kept that somebody was asked and has answered, and apart from it how often what was answered in a half-year.
// Nothing joins the two but the order in which a database writes, and that is blended each night (decision 0110). A complaint is the opposite: somebody wants
// something to be looked into. The interpreter is heard before it is settled (the thought of VwVfG §28), and whoever gave a name hears that it was.
package quality
