package surveys

import (
	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/clock"
)

// State is how far a survey is.
type State string

// The states.
const (
	Planned   State = "planned"   // nobody is asked yet
	Open      State = "open"      // signatures and answers
	Closing   State = "closing"   // answers that are under way
	Counted   State = "counted"   // the result is there, or there were too few
	Withdrawn State = "withdrawn" // all answers are gone unread
)

// Kind says how a question is answered.
type Kind string

// The kinds of questions.
const (
	Scale  Kind = "scale"  // 1 to 5
	Choice Kind = "choice" // one of its options
	Text   Kind = "text"   // in words
)

// What a survey may hold.
const (
	Least          = 7 // people and answers, below which nothing is told
	mostMinimum    = 100
	mostQuestions  = 15
	mostOptions    = 10
	steps          = 5 // of a scale
	longestTitle   = 120
	longestIntro   = 1000
	longestText    = 300
	longestOption  = 120
	longestRemark  = 500
	longestDays    = 90
	underWay       = 3 // days after the last signature in which answers still come
	remindedBefore = 2 // days before the last day
)

// Survey is some questions to some people at some time.
type Survey struct {
	bun.BaseModel `bun:"table:surveys.survey,alias:s"`

	ID          uuid.UUID `bun:",pk"`
	Title       string
	Intro       string
	Teams       []string `bun:",array"` // empty: all
	Minimum     int
	People      int // who are asked
	OpensOn     clock.Date
	ClosesOn    clock.Date // the last day on which somebody can take part
	CountsOn    clock.Date
	PublicKey   []byte
	PrivateKey  []byte
	AnswerKey   []byte
	SealKey     []byte // public; nil: of before, until the next hour
	Invited     bool
	Reminded    bool
	Counted     bool
	Answers     *int // at least so many
	WithdrawnOn *clock.Date
	AskedBy     uuid.UUID
	Version     int

	Questions []Question `bun:"-"`
	Measures  []Measure  `bun:"-"`
	Asker     string     `bun:",scanonly"` // name
	Mine      bool       `bun:",scanonly"` // the viewer is asked
	Signed    bool       `bun:",scanonly"` // and has a signature
}

// Question is one of them; its place counts from 1.
type Question struct {
	bun.BaseModel `bun:"table:surveys.question,alias:q"`

	SurveyID uuid.UUID `bun:",pk"`
	Place    int       `bun:",pk"`
	Kind     Kind
	Text     string
	Options  []string `bun:",array"`

	Shares  []int    `bun:"-"` // in percent of those who answered, of "rather not say" and then of each value; nil without a result
	Remarks []string `bun:"-"` // in an order that tells nothing
}

// values is how many a question has besides "rather not say".
func (q *Question) values() int {
	switch q.Kind {
	case Scale:
		return steps
	case Choice:
		return len(q.Options)
	}
	return 0
}

// asked is that somebody is.
type asked struct {
	bun.BaseModel `bun:"table:surveys.asked,alias:a"`

	SurveyID  uuid.UUID `bun:",pk"`
	AccountID uuid.UUID `bun:",pk"`
	Blinded   []byte
}

// StateOn is how far the survey is on a day.
func (s *Survey) StateOn(today clock.Date) State {
	switch {
	case s.WithdrawnOn != nil:
		return Withdrawn
	case s.Counted:
		return Counted
	case today.Before(s.OpensOn):
		return Planned
	case !s.ClosesOn.Before(today):
		return Open
	}
	return Closing
}

// takes says whether answers are taken on a day.
func (s *Survey) takes(today clock.Date) bool {
	state := s.StateOn(today)
	return (state == Open || state == Closing) && today.Before(s.CountsOn)
}

// Permitted are the mutations that the viewer may do to a survey as it stands.
func (s *Survey) Permitted(v *identity.Viewer, today clock.Date) []string {
	list := []string{}
	state := s.StateOn(today)
	if s.Mine && !s.Signed && state == Open {
		list = append(list, "signSurvey")
	}
	if !v.Can(ActionAsk) {
		return list
	}
	switch state {
	case Planned, Open, Closing:
		list = append(list, "withdrawSurvey")
	case Counted:
		list = append(list, "keepSurveyMeasure")
	}
	return list
}
