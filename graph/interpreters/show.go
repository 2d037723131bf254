package interpretersgql

import (
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/interpreters"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/platform/clock"
)

// What the office is shown.
type (
	// InterpreterCandidate is somebody who can.
	InterpreterCandidate struct {
		Interpreter             uuid.UUID
		Kind                    linguists.InterpreterKind
		Name                    string
		Rank                    int
		People                  []uuid.UUID
		Cents                   int64
		WayMinutes, LoadMinutes int
		Reasons                 []interpreters.Reason
	}
	// InterpreterRequestPage is one page of requests.
	InterpreterRequestPage struct {
		Items []InterpreterRequest
		Next  *string
	}
	// InterpreterRequest is a request with whom it asks and who comes.
	InterpreterRequest struct {
		ID                                                         uuid.UUID
		AboutKind                                                  string
		AboutID                                                    uuid.UUID
		Language, LanguageName, Dialect                            string
		Form                                                       linguists.Form
		Gender                                                     string
		Sworn                                                      bool
		Mode                                                       linguists.Mode
		Site, Place, Topic                                         string
		From, To                                                   time.Time
		Urgent                                                     bool
		Manner, Team, CostCentre, Necessity, Client, State, Reason string
		Version                                                    int
		AskedAt                                                    time.Time
		Offers                                                     []InterpreterOffer
		Assignments                                                []InterpreterAssignment
		Permitted                                                  []string
	}
	// InterpreterOffer asks somebody.
	InterpreterOffer struct {
		ID, Interpreter   uuid.UUID
		Name              string
		Rank              int
		State             string
		Cents             int64
		Until, AnsweredAt *time.Time
		Reason            string
	}
	// InterpreterAssignment is a booking.
	InterpreterAssignment struct {
		ID, Interpreter                                  uuid.UUID
		Name, Phone, State                               string
		From, To                                         time.Time
		Cents                                            int64
		FreeUntil                                        *clock.Date
		ArrivedAt, StartedAt, EndedAt, AloneAt           *time.Time
		OfficeSignedAt, InterpreterSignedAt, CancelledAt *time.Time
		CancelledBy                                      *string
		Reason                                           string
		Version                                          int
	}
	// InterpreterCancellation is what calling off costs.
	InterpreterCancellation struct {
		FreeUntil clock.Date
		Cents     int64
	}
	// InterpreterTimes are when somebody can.
	InterpreterTimes struct {
		Hours   []interpreters.Hours
		Away    []InterpreterAway
		Version string
	}
	// InterpreterAway is a time at which they cannot.
	InterpreterAway struct{ From, To time.Time }
)

const german = "de"

func candidates(list []interpreters.Candidate) []InterpreterCandidate {
	shown := make([]InterpreterCandidate, len(list))
	for i, c := range list {
		shown[i] = InterpreterCandidate{c.Interpreter, c.Kind, c.Name, c.Rank, c.People, c.Cents, int(c.Way / time.Minute), c.LoadMinutes, c.Reasons}
	}
	return shown
}

func request(v *identity.Viewer, r *interpreters.Request) *InterpreterRequest {
	shown := &InterpreterRequest{
		ID: r.ID, AboutKind: r.AboutKind, AboutID: r.AboutID, Language: r.Language, LanguageName: linguists.LanguageName(r.Language, german), Dialect: r.Dialect,
		Form: r.Form, Gender: string(r.Gender), Sworn: r.Sworn, Mode: r.Mode, Site: r.Site, Place: r.Place, Topic: r.Subject, From: r.During.From, To: r.During.To,
		Urgent: r.Urgent, Manner: string(r.Manner), Team: r.Team, CostCentre: r.CostCentre, Necessity: r.Necessity, Client: r.Client, State: string(r.State),
		Reason: r.Reason, Version: r.Version, AskedAt: r.AskedAt, Offers: make([]InterpreterOffer, len(r.Offers)), Assignments: make([]InterpreterAssignment, len(r.Assignments)),
		Permitted: []string{},
	}
	for i, o := range r.Offers {
		shown.Offers[i] = InterpreterOffer{o.ID, o.InterpreterID, o.Interpreter.Name, o.Rank, string(o.State), o.Cents, o.Until, o.AnsweredAt, o.Reason}
	}
	begun := false
	for i, a := range r.Assignments {
		shown.Assignments[i] = InterpreterAssignment{
			a.ID, a.InterpreterID, a.Interpreter.Name, a.Interpreter.Phone, string(a.State), a.During.From, a.During.To, a.Cents, freeUntil(a), a.ArrivedAt, a.StartedAt, a.EndedAt, a.AloneAt,
			a.OfficeSignedAt, a.InterpreterSignedAt, a.CancelledAt, a.CancelledBy, a.Reason, a.Version,
		}
		begun = begun || a.State == interpreters.Arrived || a.State == interpreters.Started
	}
	if !v.CanInTeam("interpreters.book", r.Team) {
		return shown
	}
	if r.State != interpreters.RequestCancelled && r.State != interpreters.RequestEnded && !begun {
		shown.Permitted = append(shown.Permitted, "cancelInterpreterRequest")
	}
	for _, a := range r.Assignments {
		if a.Unmarkable() {
			shown.Permitted = append(shown.Permitted, "unmarkInterpreter")
		}
		switch a.State {
		case interpreters.Booked, interpreters.Arrived, interpreters.Started:
			shown.Permitted = append(shown.Permitted, "markInterpreter")
		case interpreters.Ended, interpreters.ClientMissed:
			if a.OfficeSignedAt == nil {
				shown.Permitted = append(shown.Permitted, "signInterpreterTimes")
			}
		}
	}
	return shown
}

// freeUntil is the last day on which a booking can be called off for nothing, while that is a question.
func freeUntil(a *interpreters.Assignment) *clock.Date {
	if a.State != interpreters.Booked || a.FreeUntil.IsZero() {
		return nil
	}
	return &a.FreeUntil
}

func times(t interpreters.Times) *InterpreterTimes {
	shown := &InterpreterTimes{Hours: t.Hours, Away: make([]InterpreterAway, len(t.Away)), Version: t.Version}
	for i, a := range t.Away {
		shown.Away[i] = InterpreterAway(a.During)
	}
	return shown
}
