package interpretersgql

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/budgets"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/interpreters"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/page"
)

// The inputs of the office.
type (
	// RecordInput names a record that lies elsewhere.
	RecordInput struct {
		Kind string
		ID   uuid.UUID
	}
	// InterpreterWanted says whom one looks for.
	InterpreterWanted struct {
		Language         string
		Dialect          string
		Form             linguists.Form
		Gender           string
		Sworn            bool
		Mode             linguists.Mode
		Site             string
		From, To         time.Time
		Subject, About   *RecordInput
		Topic, Necessity string
	}
	// InterpreterRequestFilter narrows a list.
	InterpreterRequestFilter struct {
		States   []string
		Team     string
		About    *RecordInput
		From, To clock.Date
	}
	// AskInterpreter asks somebody.
	AskInterpreter struct {
		Key              string
		About            RecordInput
		Wanted           InterpreterWanted
		Place            string
		Manner           string
		Chosen           []uuid.UUID
		OfferMinutes     int
		Team, CostCentre string
		Client, Approval string
	}
	// ReplaceInterpreter calls a request off and asks others.
	ReplaceInterpreter struct {
		Request uuid.UUID
		Reason  string
		Cents   int64
		Ask     AskInterpreter
	}
	// CallInterpreter calls somebody now.
	CallInterpreter struct {
		Key                     string
		About                   RecordInput
		Language, Dialect       string
		Form                    linguists.Form
		Gender                  string
		Mode                    linguists.Mode
		Site                    string
		Minutes                 int
		Subject                 *RecordInput
		Team, CostCentre, Place string
		Client, Approval        string
	}
	// CancelInterpreterRequest calls a request off.
	CancelInterpreterRequest struct {
		ID     uuid.UUID
		Reason string
		Cents  int64
	}
	// MarkInterpreter notes how far a booking is.
	MarkInterpreter struct {
		Assignment uuid.UUID
		Version    int
		State      string
		At         *time.Time
	}
	// UnmarkInterpreter takes the last step back.
	UnmarkInterpreter struct {
		Assignment uuid.UUID
		Version    int
	}
	// InterpretersCalledOff is what falls with records that lie elsewhere.
	InterpretersCalledOff struct {
		Booked int
		Cents  int64
	}
	// SignInterpreterTimes signs for the office.
	SignInterpreterTimes struct{ Assignment uuid.UUID }
	// SetInterpreterTimes says when somebody can.
	SetInterpreterTimes struct {
		Interpreter uuid.UUID
		Hours       []InterpreterHoursInput
		Away        []InterpreterAwayInput
		Version     string
	}
	// InterpreterHoursInput is a time of each week.
	InterpreterHoursInput struct {
		Weekday, FromMinute, ToMinute int
		Modes                         []linguists.Mode
		ValidFrom, ValidTo            clock.Date
	}
	// InterpreterAwayInput is a time at which they cannot.
	InterpreterAwayInput struct{ From, To time.Time }
)

func (r *RecordInput) record() *audit.Record {
	if r == nil {
		return nil
	}
	return &audit.Record{Kind: r.Kind, ID: r.ID}
}

func (w *InterpreterWanted) wanted() interpreters.Wanted {
	return interpreters.Wanted{
		Language: w.Language, Dialect: w.Dialect, Form: w.Form, Gender: linguists.Gender(w.Gender), Sworn: w.Sworn, Mode: w.Mode, Site: w.Site,
		During: interpreters.Span{From: w.From.UTC(), To: w.To.UTC()}, Subject: w.Subject.record(), About: w.About.record(), Topic: w.Topic, Necessity: w.Necessity,
	}
}

// WhoCan finds who can.
func (q Query) WhoCan(ctx context.Context, wanted InterpreterWanted) ([]InterpreterCandidate, error) {
	s, err := q.service()
	if err != nil {
		return nil, err
	}
	w := wanted.wanted()
	if err := q.concerned(ctx, &w); err != nil {
		return nil, err
	}
	list, err := s.WhoCan(ctx, w)
	return candidates(list), err
}

// InterpreterRequests lists requests.
func (q Query) InterpreterRequests(ctx context.Context, filter *InterpreterRequestFilter, first *int, after *string) (*InterpreterRequestPage, error) {
	s, err := q.service()
	if err != nil {
		return nil, err
	}
	f, args := interpreters.RequestFilter{}, page.Args{}
	if filter != nil {
		f = interpreters.RequestFilter{Team: filter.Team, About: filter.About.record(), From: filter.From, To: filter.To}
		for _, state := range filter.States {
			f.States = append(f.States, interpreters.RequestState(state))
		}
	}
	if first != nil {
		args.First = *first
	}
	if after != nil {
		args.After = *after
	}
	found, err := s.Requests(ctx, f, args)
	if err != nil {
		return nil, err
	}
	shown := &InterpreterRequestPage{Items: make([]InterpreterRequest, len(found.Items))}
	if found.Next != "" {
		shown.Next = &found.Next
	}
	for i, r := range found.Items {
		shown.Items[i] = *request(identity.ViewerFrom(ctx), r)
	}
	return shown, nil
}

// InterpreterRequest is one of them.
func (q Query) InterpreterRequest(ctx context.Context, id uuid.UUID) (*InterpreterRequest, error) {
	return q.requested(ctx, func(s *interpreters.Service) (*interpreters.Request, error) { return s.Request(ctx, id) })
}

func (r Resolver) requested(ctx context.Context, do func(*interpreters.Service) (*interpreters.Request, error)) (*InterpreterRequest, error) {
	s, err := r.service()
	if err != nil {
		return nil, err
	}
	found, err := do(s)
	if err != nil {
		return nil, err
	}
	return request(identity.ViewerFrom(ctx), found), nil
}

// InterpreterCancellation is what calling off costs now.
func (q Query) InterpreterCancellation(ctx context.Context, id uuid.UUID) (*InterpreterCancellation, error) {
	s, err := q.service()
	if err != nil {
		return nil, err
	}
	r, err := s.Request(ctx, id)
	if err != nil {
		return nil, err
	}
	for _, a := range r.Assignments {
		if a.State == interpreters.Booked {
			late, err := s.Late(ctx, a)
			return &InterpreterCancellation{late.FreeUntil, late.Cents}, err
		}
	}
	return &InterpreterCancellation{FreeUntil: r.During.Day()}, nil
}

// InterpretersCalledOff is what calling records off costs by their interpreters; nothing where the city works without.
func (q Query) InterpretersCalledOff(ctx context.Context, kind string, list []uuid.UUID) (*InterpretersCalledOff, error) {
	if q.Interpreters == nil {
		return &InterpretersCalledOff{}, nil
	}
	booked, cents, err := q.Interpreters.LateAbout(ctx, kind, list)
	return &InterpretersCalledOff{booked, cents}, err
}

// InterpreterTimes are when somebody can.
func (q Query) InterpreterTimes(ctx context.Context, interpreter uuid.UUID) (*InterpreterTimes, error) {
	s, err := q.service()
	if err != nil {
		return nil, err
	}
	t, err := s.TimesOf(ctx, interpreter)
	return times(t), err
}

func approval(ctx context.Context, reason string) *budgets.Approval {
	if reason == "" {
		return nil
	}
	return &budgets.Approval{By: identity.ViewerFrom(ctx).AccountID, Reason: reason}
}

// AskInterpreter asks somebody.
func (m Mutation) AskInterpreter(ctx context.Context, in AskInterpreter) (*InterpreterRequest, error) {
	return m.asking(ctx, in.ask(ctx), func(s *interpreters.Service, ask interpreters.Ask) (*interpreters.Request, error) {
		return s.Ask(ctx, ask)
	})
}

func (in *AskInterpreter) ask(ctx context.Context) interpreters.Ask {
	ask := interpreters.Ask{
		Wanted: in.Wanted.wanted(), Key: in.Key, Place: in.Place, Manner: interpreters.Manner(in.Manner), Chosen: in.Chosen, Limit: time.Duration(in.OfferMinutes) * time.Minute,
		Team: in.Team, CostCentre: in.CostCentre, Client: in.Client, Approval: approval(ctx, in.Approval),
	}
	ask.About = in.About.record()
	return ask
}

// asking asks for what the viewer may see.
func (m Mutation) asking(ctx context.Context, ask interpreters.Ask, do func(*interpreters.Service, interpreters.Ask) (*interpreters.Request, error)) (*InterpreterRequest, error) {
	return m.requested(ctx, func(s *interpreters.Service) (*interpreters.Request, error) {
		if err := m.concerned(ctx, &ask.Wanted); err != nil {
			return nil, err
		}
		return do(s, ask)
	})
}

// ReplaceInterpreter calls a request off and asks others.
func (m Mutation) ReplaceInterpreter(ctx context.Context, in ReplaceInterpreter) (*InterpreterRequest, error) {
	return m.asking(ctx, in.Ask.ask(ctx), func(s *interpreters.Service, ask interpreters.Ask) (*interpreters.Request, error) {
		return s.Replace(ctx, in.Request, in.Reason, in.Cents, ask)
	})
}

// CallInterpreter calls somebody now.
func (m Mutation) CallInterpreter(ctx context.Context, in CallInterpreter) (*InterpreterRequest, error) {
	ask := interpreters.Ask{
		Wanted: interpreters.Wanted{
			Language: in.Language, Dialect: in.Dialect, Form: in.Form, Gender: linguists.Gender(in.Gender), Mode: in.Mode, Site: in.Site, Subject: in.Subject.record(), About: in.About.record(),
		},
		Key: in.Key, Urgent: true, Minutes: in.Minutes, Place: in.Place, Team: in.Team, CostCentre: in.CostCentre, Client: in.Client, Approval: approval(ctx, in.Approval),
	}
	return m.asking(ctx, ask, func(s *interpreters.Service, ask interpreters.Ask) (*interpreters.Request, error) {
		return s.Ask(ctx, ask)
	})
}

// CancelInterpreterRequest calls a request off.
func (m Mutation) CancelInterpreterRequest(ctx context.Context, in CancelInterpreterRequest) (*InterpreterRequest, error) {
	return m.requested(ctx, func(s *interpreters.Service) (*interpreters.Request, error) {
		return s.Cancel(ctx, in.ID, in.Reason, in.Cents)
	})
}

// MarkInterpreter notes how far a booking is.
func (m Mutation) MarkInterpreter(ctx context.Context, in MarkInterpreter) (*InterpreterRequest, error) {
	mark := interpreters.MarkAssignment{Assignment: in.Assignment, Version: in.Version, State: interpreters.AssignmentState(in.State), At: in.At}
	return m.requested(ctx, func(s *interpreters.Service) (*interpreters.Request, error) { return s.Mark(ctx, mark) })
}

// UnmarkInterpreter takes the last step back.
func (m Mutation) UnmarkInterpreter(ctx context.Context, in UnmarkInterpreter) (*InterpreterRequest, error) {
	return m.requested(ctx, func(s *interpreters.Service) (*interpreters.Request, error) {
		return s.Unmark(ctx, interpreters.UnmarkAssignment(in))
	})
}

// SignInterpreterTimes signs for the office.
func (m Mutation) SignInterpreterTimes(ctx context.Context, in SignInterpreterTimes) (*InterpreterRequest, error) {
	return m.requested(ctx, func(s *interpreters.Service) (*interpreters.Request, error) {
		return s.SignForOffice(ctx, in.Assignment)
	})
}

// SetInterpreterTimes says when somebody can.
func (m Mutation) SetInterpreterTimes(ctx context.Context, in SetInterpreterTimes) (*InterpreterTimes, error) {
	s, err := m.service()
	if err != nil {
		return nil, err
	}
	t, err := s.SetTimes(ctx, in.set())
	return times(t), err
}

func (in *SetInterpreterTimes) set() interpreters.SetTimes {
	set := interpreters.SetTimes{Interpreter: in.Interpreter, Version: in.Version}
	for _, h := range in.Hours {
		set.Hours = append(set.Hours, interpreters.Hours{
			Weekday: h.Weekday, FromMinute: h.FromMinute, ToMinute: h.ToMinute, Modes: h.Modes, ValidFrom: h.ValidFrom, ValidTo: h.ValidTo,
		})
	}
	for _, a := range in.Away {
		set.Away = append(set.Away, interpreters.Span{From: a.From.UTC(), To: a.To.UTC()})
	}
	return set
}
