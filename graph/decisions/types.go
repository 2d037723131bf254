package decisionsgql

import "github.com/ankunft/ankunft/modules/decisions"

// The types of the schema are the module's own; these are those whose names other modules use too, or that are named otherwise there.
type (
	Decision = decisions.DecisionRow
	Delivery = decisions.Delivery
	Hearing  = decisions.HearingRow
	Outcome  = decisions.Outcome
)
