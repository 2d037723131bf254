package appointmentsgql

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/appointments"
	"github.com/ankunft/ankunft/modules/capacity"
	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/errs"
)

// The types of series.
type (
	// CaseSeries are appointments that belong together by the city's rules, as they would be for a case.
	CaseSeries struct {
		Key, Title string
		Steps      []SeriesStep
	}
	// SeriesStep is one of them.
	SeriesStep struct {
		Key, Concern, ConcernKey, Text, Law, From string
		Minutes, OffsetDays                       int
		Custom                                    bool
		Anchor, First, Last                       clock.Date
		Start, Why                                *string
	}
	// ChosenStep is a time that was chosen for a step.
	ChosenStep struct{ Step, Start string }
	// BookSeries books them, all or none.
	BookSeries struct {
		Case              uuid.UUID
		Series, Site, Key string
		Together          []uuid.UUID
		Steps             []ChosenStep
	}
	// SeriesAppointments are appointments that were booked together, in the hands of their person.
	SeriesAppointments struct {
		Items    []SeriesAppointment
		Calendar string
	}
	// SeriesAppointment is one of them.
	SeriesAppointment struct {
		Appointment ManagedAppointment

		series, step string
		r            Resolver
	}
)

// party is whom a case is about, together with further cases of its sitting. To have those come, the viewer must be allowed to book for each.
func (r Resolver) party(ctx context.Context, id uuid.UUID, together []uuid.UUID) (*Matter, error) {
	matter, err := r.Cases.Matter(ctx, id, "appointments.book")
	if err != nil || len(together) == 0 {
		return matter, err
	}
	family, err := r.Cases.Family(ctx, id)
	if err != nil {
		return nil, err
	}
	for i, one := range together {
		may := slices.ContainsFunc(family, func(f FamilyCase) bool { return f.Permitted && *f.Case == one })
		if !may || slices.Contains(together[:i], one) {
			return nil, appointments.ErrInput.With(errs.Field{Path: "together", Code: "unknown"})
		}
	}
	matter.Together = together
	return matter, nil
}

// CaseSeries are the series that suit a case.
func (q Query) CaseSeries(ctx context.Context, caseArg uuid.UUID, site string, together []uuid.UUID, chosen []ChosenStep) ([]CaseSeries, error) {
	s, err := q.service()
	if err != nil {
		return nil, err
	}
	matter, err := q.party(ctx, caseArg, together)
	if err != nil {
		return nil, err
	}
	anchors := capacity.Anchors{Decision: matter.Decided, TitleEnd: matter.TitleEnd}
	if anchors.Appointment, err = q.present(ctx, s, caseArg); err != nil {
		return nil, err
	}
	starts := map[string]string{}
	for _, c := range chosen {
		starts[c.Step] = c.Start
	}
	list := []CaseSeries{}
	for _, series := range s.Rules.SeriesOf(matter.Service) {
		steps, err := s.Propose(ctx, series, site, 1+len(together), anchors, starts)
		if err != nil {
			return nil, err
		}
		shown := CaseSeries{Key: series.Key, Title: s.Rules.SeriesTitle(catalogue.German, series.Key)}
		for i := range steps {
			shown.Steps = append(shown.Steps, stepOf(s.Rules, series.Key, &steps[i], 1+len(together)))
		}
		list = append(list, shown)
	}
	return list, nil
}

// present is the day of the appointment at which a series is booked: today's, else the next that is booked; none: zero.
func (q Query) present(ctx context.Context, s *appointments.Service, id uuid.UUID) (day clock.Date, err error) {
	list, err := s.About(ctx, caseRecord(id))
	today := clock.Today(s.DB.Clock.Now())
	for _, a := range list {
		ahead := a.State == appointments.Booked || a.State == appointments.Arrived || a.State == appointments.Done
		if ahead && !a.Day().Before(today) && (day.IsZero() || a.Day().Before(day)) {
			day = a.Day()
		}
	}
	return day, err
}

func stepOf(r *capacity.Rules, series string, p *capacity.Proposal, people int) SeriesStep {
	shown := SeriesStep{
		Key: p.Step.Key, ConcernKey: p.Step.Concern, Text: r.StepText(catalogue.German, series, p.Step.Key), Law: p.Step.Law, Custom: p.Step.Custom,
		From: string(p.Step.From), OffsetDays: p.Step.After - p.Step.Before, Anchor: p.Anchor, First: p.First, Last: p.Last,
	}
	shown.Concern, _ = r.ConcernWords(catalogue.German, p.Step.Concern)
	if c, ok := r.Concern(p.Step.Concern); ok {
		shown.Minutes = c.Cells(people) * capacity.CellMinutes
	}
	if p.Start != "" {
		shown.Start = &p.Start
	}
	if p.Why != "" {
		shown.Why = &p.Why
	}
	return shown
}

// BookSeries books the times of a series.
func (m Mutation) BookSeries(ctx context.Context, in BookSeries) (*CaseAppointments, error) {
	s, err := m.service()
	if err != nil {
		return nil, err
	}
	matter, err := m.party(ctx, in.Case, in.Together)
	if err != nil {
		return nil, err
	}
	wish := appointments.SeriesIn{Series: in.Series, Site: in.Site, People: 1 + len(in.Together), Key: in.Key}
	for _, c := range in.Steps {
		wish.Steps = append(wish.Steps, appointments.Choice(c))
	}
	if _, err := s.BookSeries(ctx, matter.Party, wish, identity.ViewerFrom(ctx).AccountID); err != nil {
		return nil, err
	}
	return m.about(ctx, in.Case, "cases.read")
}

// AppointmentSeries are the appointments of a link to several.
func (q Query) AppointmentSeries(ctx context.Context, token string) (*SeriesAppointments, error) {
	s, err := q.service()
	if err != nil {
		return nil, err
	}
	mine, err := s.LookSeries(ctx, token)
	if err != nil {
		return nil, err
	}
	shown := &SeriesAppointments{}
	list := make([]*appointments.Appointment, len(mine))
	for i, m := range mine {
		one, err := q.shownTo(ctx, s, m)
		if err != nil {
			return nil, err
		}
		list[i] = m.Appointment
		shown.Items = append(shown.Items, SeriesAppointment{*one, m.Appointment.Series, m.Appointment.SeriesStep, q.Resolver})
	}
	shown.Calendar = string(s.CalendarOf(ctx, list))
	return shown, nil
}

// Why is why there is this step, and why then.
func (a *SeriesAppointment) Why(language *string) string {
	return a.r.Appointments.Rules.StepText(speak(language), a.series, a.step)
}
