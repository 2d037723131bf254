package clearing

import (
	"context"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/platform/clock"
)

// Action is what a member of staff must be allowed to do, in the team of a case, to serve its person at the desk.
const Action = "clearing.serve"

// Cases tells the desk of cases: whose they are and how their list stands, and nothing of notes, messages and decisions. The module above
// that owns cases fills it, with the rights of the viewer behind ctx (Action): a stranger's case is of kind NotFound.
type Cases interface {
	// Matter reads a case and records that it was opened.
	Matter(ctx context.Context, id uuid.UUID) (*Matter, error)
	// Find lists at most ten open cases by a number, also one inside a scanned code, or by the beginnings of names.
	Find(ctx context.Context, text string) ([]Found, error)
}

// Found is a case as a search shows it.
type Found struct {
	ID        uuid.UUID
	Number    string
	Person    string
	BirthDate string
	Service   string
}

// Matter is a case as the desk sees it.
type Matter struct {
	ID             uuid.UUID
	Number         string
	Person         string // the name as letters write it
	BirthDate      string
	Language       string
	Service        string
	ServiceVersion int
	Team           string
	Undecided      bool // papers can still matter
	Papers         []Paper
}

// Paper is how the office stands to one item of a case's list.
type Paper struct {
	Item       string
	Required   bool
	State      ItemState // all but Taken
	Reason     *string   // a code, or the office's words
	Requested  bool
	ValidUntil clock.Date
}
