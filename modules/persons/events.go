package persons

import "github.com/google/uuid"

// Merged tells that From turned out to be Into: whoever points to From points to Into from now on.
type Merged struct{ From, Into uuid.UUID }

// EventName implements events.Event.
func (Merged) EventName() string { return "persons.merged" }

// Recognised tells that an account speaks for a person from now on; what is on file may be reused and shown to it.
type Recognised struct{ AccountID, PersonID uuid.UUID }

// EventName implements events.Event.
func (Recognised) EventName() string { return "persons.recognised" }

// Proposed tells that a clerk has to say whether somebody is already on file.
type Proposed struct{ ProposalID uuid.UUID }

// EventName implements events.Event.
func (Proposed) EventName() string { return "persons.proposed" }
