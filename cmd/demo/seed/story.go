package seed

import (
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/applications"
	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/decisions"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/clock"
)

// story is one application from its submit to where it stands today: what was planned, and what has come of it.
type story struct {
	person
	claims  identity.Claims // of the account that applies
	service string
	state   cases.CaseState // where it stands today
	twist   twist
	members []member
	filed   clock.Date
	ends    clock.Date // of the title
	answers answers
	missing int    // papers that are not given in at first
	staff   string // who works it, by user name; chosen when the team is known
	portal  bool   // agrees to delivery in the portal
	named   bool   // the papers bear the person's name
	refused bool
	until   clock.Date // a grant that ends before the longest lawful day; zero: the longest
	steps   []step

	viewer  *identity.Viewer
	sitting *applications.Sitting
	cases   []*applications.OpenedCase
}

// member applies in the same sitting.
type member struct {
	person
	relation applications.MemberRelation
	signedAs applications.SignedAs
	answers  answers
}

// step is something that happens on a day.
type step struct {
	day int           // from today, 0 or less
	at  time.Duration // after midnight
	do  func(h *hand, s *story) error
}

// on adds a step after the ones before; a day that lies before theirs is moved to theirs.
func (s *story) on(day int, do func(h *hand, s *story) error) {
	if n := len(s.steps); n > 0 {
		day = max(day, s.steps[n-1].day)
	}
	day = min(day, 0)
	at := 9*time.Hour + time.Duration(len(s.steps)*17%300)*time.Minute + time.Duration(s.born.Day)*time.Minute
	if n := len(s.steps); n > 0 && s.steps[n-1].day == day && s.steps[n-1].at >= at {
		at = s.steps[n-1].at + 11*time.Minute
	}
	s.steps = append(s.steps, step{day, at, do})
}

// decisive is the case whose way through the office the story tells; a family's others stay with it.
func (s *story) decisive() uuid.UUID { return s.cases[0].CaseID }

// closed says that nobody works on it any more. Its papers are few and small; the rest lay in the paper file of those days.
func (s *story) closed() bool {
	return !s.named && (s.state == cases.Delivered || s.state == cases.Withdrawn)
}

// outcome is what is decided in the end.
func (s *story) outcome() decisions.Outcome {
	if s.refused {
		return "refusal"
	}
	return "grant"
}
