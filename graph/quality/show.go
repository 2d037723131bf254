package qualitygql

import (
	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/quality"
	"github.com/ankunft/ankunft/platform/clock"
)

// The inputs.
type (
	// FeedbackAnswer answers a question.
	FeedbackAnswer = quality.Answer
	// GiveFeedback says how it went, by a link.
	GiveFeedback struct {
		Token   string
		Answers []FeedbackAnswer
		Remark  string
	}
	// GiveAssignmentFeedback says it as the clerk.
	GiveAssignmentFeedback struct {
		Assignment uuid.UUID
		Answers    []FeedbackAnswer
		Remark     string
	}
	// ComplaintFilter narrows a list.
	ComplaintFilter struct {
		States      []string
		Interpreter *uuid.UUID
		Overdue     bool
	}
	// Complain complains by a link.
	Complain struct{ Token, Text, Name, Email string }
	// TakeComplaint writes a complaint down.
	TakeComplaint struct {
		Key, Interpreter                  uuid.UUID
		From, Text, Name, Email, Language string
	}
	// HearComplaint keeps what the interpreter says.
	HearComplaint = quality.HearComplaint
	// SettleComplaint ends a complaint.
	SettleComplaint struct {
		ID               uuid.UUID
		Version          int
		Outcome, Measure string
	}
)

// What is shown.
type (
	// FeedbackForm is what somebody is asked.
	FeedbackForm struct {
		Side      string
		Questions []string
		Most      int
		Day       clock.Date
		Language  string
	}
	// QualityHalfYear is what one side said in a half-year.
	QualityHalfYear struct {
		From      clock.Date
		Side      string
		Answers   int
		Questions []QualityQuestion
		Remarks   []string
	}
	// QualityQuestion is how often each value was said.
	QualityQuestion = quality.Counts
	// ComplaintPage is one page of complaints.
	ComplaintPage struct {
		Items []Complaint
		Next  *string
	}
	// Complaint is a complaint as the office sees it.
	Complaint struct {
		ID, Interpreter         uuid.UUID
		Name, From, Complainant string
		Text, State             string
		ReceivedOn, DueOn       clock.Date
		Overdue                 bool
		Said, Outcome, Measure  string
		SettledOn               clock.Date
		Version                 int
		Permitted               []string
	}
)

func form(f *quality.Form) *FeedbackForm {
	return &FeedbackForm{Side: string(f.Side), Questions: f.Questions, Most: f.Most, Day: f.Day, Language: f.Language}
}

func complaint(v *identity.Viewer, c *quality.Complaint, today clock.Date) *Complaint {
	shown := &Complaint{
		ID: c.ID, Interpreter: c.InterpreterID, From: string(c.FromSide), Complainant: c.Name, Text: c.Text, State: string(c.State), ReceivedOn: c.ReceivedOn, DueOn: c.DueOn,
		Overdue: c.Overdue(today), Said: c.Said, Outcome: string(c.Outcome), Measure: c.Measure, SettledOn: c.SettledOn, Version: c.Version, Permitted: c.Permitted(v),
	}
	if c.Interpreter != nil {
		shown.Name = c.Interpreter.Name
	}
	return shown
}
