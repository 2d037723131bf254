package appointmentsgql

import (
	"context"
	"encoding/json"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/appointments"
	"github.com/ankunft/ankunft/modules/capacity"
	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/feeds"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/invitations"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/errs"
)

// Resolver resolves the part; it is Query and Mutation. Where a city gives no appointments, Appointments is nil and everything is not found.
type Resolver struct {
	Appointments *appointments.Service
	Catalogue    *catalogue.Service
	Cases        Cases
	Identity     *identity.Service
	Invitations  *invitations.Service // nil where Appointments is, as is the next
	Feeds        *feeds.Service
	Interpreters Interpreters // nil where the city works with none
	// Away tells when members of staff are away within a time; nil: nobody says so.
	Away func(ctx context.Context, accounts []uuid.UUID, within clock.Span) (map[uuid.UUID][]clock.Span, error)
}

// Query resolves the queries.
type Query struct{ Resolver }

// Mutation resolves the mutations.
type Mutation struct{ Resolver }

// ErrOff says that this city gives no appointments here.
var ErrOff = errs.New(errs.NotFound, "appointments.off")

// The types of the schema that are not the module's own.
type (
	// AppointmentOffer is what there is to book.
	AppointmentOffer struct {
		Sites                                  []BookingSite
		Concerns                               []BookingConcern
		Questions                              []UrgencyQuestion
		Release                                []capacity.Release
		EmergencyOpensAt, EmergencyFlowsBackAt string
		EmergencyDays, HorizonDays, MostPeople int
		HoldMinutes, ConfirmMinutes            int
		Challenge                              appointments.Challenge
	}
	// BookingSite is a house of the office.
	BookingSite struct{ Key, Name, Street, Place, Hint string }
	// BookingConcern is what somebody comes for, in a language.
	BookingConcern struct {
		Key, Title, Hint, Picture string
		Minutes, MoreMinutes      int
		Booking                   string
		Purposes, Services        []string
	}
	// UrgencyQuestion is asked of who says that it cannot wait.
	UrgencyQuestion struct{ Key, Kind, Text string }
	// FreeSearch asks for free times.
	FreeSearch struct {
		Site, Concern string
		People        int
		Purpose       *string
	}
	// FreeDays is the calendar of free days.
	FreeDays struct {
		From        clock.Date
		Days        []int
		Next, Third clock.Date
	}
	// AppointmentNeed is how urgent something is.
	AppointmentNeed struct {
		Urgent            bool
		Rank              int
		Reason, Text, Law string
	}
)

func (r Resolver) service() (*appointments.Service, error) {
	if r.Appointments == nil {
		return nil, ErrOff
	}
	return r.Appointments, nil
}

// AppointmentOffer is what there is to book.
func (q Query) AppointmentOffer(ctx context.Context, language *string) (*AppointmentOffer, error) {
	s, err := q.service()
	if err != nil {
		return nil, err
	}
	plan, err := s.Plan(ctx)
	if err != nil {
		return nil, err
	}
	lang, r := speak(language), s.Rules
	o := &AppointmentOffer{
		Release: r.Release, EmergencyOpensAt: r.Emergency.OpensAt, EmergencyFlowsBackAt: r.Emergency.FlowsBackAt, EmergencyDays: r.Emergency.Days,
		HorizonDays: r.HorizonDays, MostPeople: r.Limits.People, HoldMinutes: r.HoldMinutes, ConfirmMinutes: r.ConfirmMinutes, Challenge: s.Challenge(),
		Questions: []UrgencyQuestion{},
	}
	for i := range plan.Sites {
		if plan.Sites[i].Active {
			o.Sites = append(o.Sites, siteOf(&plan.Sites[i]))
		}
	}
	for i := range r.Concerns {
		o.Concerns = append(o.Concerns, concernOf(r, &r.Concerns[i], lang))
	}
	for _, question := range r.Emergency.Questions {
		o.Questions = append(o.Questions, UrgencyQuestion{question.Key, question.Kind, r.QuestionText(lang, question.Key)})
	}
	return o, nil
}

func siteOf(s *capacity.Site) BookingSite {
	return BookingSite{s.Key, s.Name, s.Street, s.Place, s.Hint}
}

func concernOf(r *capacity.Rules, c *capacity.Concern, lang string) BookingConcern {
	title, hint := r.ConcernWords(lang, c.Key)
	return BookingConcern{
		Key: c.Key, Title: title, Hint: hint, Picture: c.Picture, Minutes: c.Minutes, MoreMinutes: c.MoreMinutes, Booking: c.Booking,
		Purposes: c.Purposes, Services: c.Services,
	}
}

func speak(language *string) string {
	if language == nil {
		return catalogue.German
	}
	return *language
}

func (f FreeSearch) query() capacity.Query {
	q := capacity.Query{Site: f.Site, Concern: f.Concern, People: f.People}
	if f.Purpose != nil {
		q.Purpose = capacity.Purpose(*f.Purpose)
	}
	return q
}

// FreeDays tells for each day whether there is a free time.
func (q Query) FreeDays(ctx context.Context, search FreeSearch) (*FreeDays, error) {
	s, err := q.search(ctx)
	if err != nil {
		return nil, err
	}
	return freeDays(ctx, s, search)
}

func freeDays(ctx context.Context, s *appointments.Service, search FreeSearch) (*FreeDays, error) {
	found, err := s.FreeDays(ctx, search.query())
	if err != nil {
		return nil, err
	}
	f := &FreeDays{From: found.From, Days: found.Days}
	f.Next, _ = found.Next(1)
	f.Third, _ = found.Next(3)
	return f, nil
}

// FreeTimes are the free times of a day.
func (q Query) FreeTimes(ctx context.Context, search FreeSearch, day clock.Date) ([]string, error) {
	s, err := q.search(ctx)
	if err != nil {
		return nil, err
	}
	return s.FreeTimes(ctx, search.query(), day)
}

// search is the service, unless the network asks too fast.
func (q Query) search(ctx context.Context) (*appointments.Service, error) {
	s, err := q.service()
	if err != nil {
		return nil, err
	}
	return s, s.MaySearch(identity.NetworkFrom(ctx))
}

// AppointmentNeed ranks a need.
func (q Query) AppointmentNeed(_ context.Context, answers json.RawMessage, language *string) (*AppointmentNeed, error) {
	s, err := q.service()
	if err != nil {
		return nil, err
	}
	given, err := urgent(answers)
	if err != nil {
		return nil, err
	}
	need := s.Judge(given)
	return &AppointmentNeed{
		Urgent: need.Rank >= s.Rules.Emergency.Needed, Rank: need.Rank, Reason: need.Reason, Text: s.Rules.RankText(speak(language), need.Reason), Law: need.Law,
	}, nil
}

// urgent reads answers: an object with texts and yes or no.
func urgent(answers json.RawMessage) (map[string]any, error) {
	if len(answers) == 0 || string(answers) == "null" {
		return nil, nil // not asked for the emergency counter
	}
	given := map[string]any{}
	if err := json.Unmarshal(answers, &given); err != nil {
		return nil, appointments.ErrInput.With(errs.Field{Path: "urgent", Code: "type"})
	}
	return given, nil
}
