package appointments

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/capacity"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
)

// Propose finds for each step of a series the first free time in its days (capacity.Series.Propose).
func (s *Service) Propose(ctx context.Context, series *capacity.Series, site string, people int, a capacity.Anchors, chosen map[string]string) ([]capacity.Proposal, error) {
	if a.Appointment.IsZero() {
		a.Appointment = s.today()
	}
	first, last := s.Horizon()
	cells := func(st *capacity.Step) int {
		c, _ := s.Rules.Concern(st.Concern) // checked when the rules were read
		return c.Cells(people)
	}
	return series.Propose(a, chosen, capacity.Days{First: first, Last: last}, cells, func(st *capacity.Step, in capacity.Days, after capacity.Until) (string, error) {
		q := capacity.Query{Site: site, Concern: st.Concern, People: people}
		c, faults := s.Check(&q)
		if err := faults.As(ErrInput); err != nil {
			return "", err
		}
		plan, taken, err := s.look(ctx, q, in.First, in.Last)
		if err != nil {
			return "", err
		}
		return plan.FirstFree(q, c, in, after, taken, s.DB.Clock.Now()), nil
	})
}

// Choice is a step of a series and the time that was chosen for it.
type Choice struct {
	Step  string
	Start string // "2026-12-01T08:20", wall time of the city
}

// SeriesIn asks for all the times of a series, or some of them.
type SeriesIn struct {
	Series string
	Site   string
	People int
	Steps  []Choice
	Key    string
}

// seat is one of the times that are wanted together.
type seat struct {
	wanted
	appointment *Appointment
	slots       []capacity.Slot // where it can be, the first that was not yet lost
}

// lostError says that somebody else was faster at a seat.
type lostError struct{ seat *seat }

func (e lostError) Error() string { return "somebody else was faster at " + e.seat.path }

// BookSeries books all of the times or none, in one transaction. The person gets one mail, and one file for their calendar with all. Whoever loses
// one of the times hears which (steps[1].start) and what is free near it. The same key again is answered with the same.
func (s *Service) BookSeries(ctx context.Context, to Party, in SeriesIn, by uuid.UUID) ([]*Appointment, error) {
	seats, err := s.seats(to, in, by)
	if err != nil {
		return nil, err
	}
	for swept := false; ; {
		if booked, err := s.answeredAll(ctx, seats); booked != nil || err != nil {
			return booked, err
		}
		plan, err := s.settle(ctx, seats)
		if err != nil {
			return nil, err
		}
		err = s.bookSeats(ctx, to, in, seats, plan)
		var lost lostError
		switch {
		case err == nil:
			return appointmentsOf(seats), nil
		case errors.Is(err, ErrPlan):
			continue
		case errors.Is(err, errAnswered):
			if booked, err := s.answeredAll(ctx, seats); booked != nil || err != nil {
				return booked, err
			}
			return nil, ErrConflict // under this key something else was asked for
		case !errors.As(err, &lost):
			return nil, err
		}
		if !swept { // what nobody came back for may be in the way
			swept = true
			if n, err := s.sweepDay(ctx, lost.seat.Site, lost.seat.day); err != nil || n > 0 {
				if err != nil {
					return nil, err
				}
				continue
			}
		}
		return nil, s.refuse(ctx, plan, lost.seat.wanted, s.DB.Clock.Now())
	}
}

func appointmentsOf(seats []*seat) []*Appointment {
	list := make([]*Appointment, len(seats))
	for i, one := range seats {
		list[i] = one.appointment
	}
	return list
}

// seats reads what is wanted, and tells all that is wrong with it.
func (s *Service) seats(to Party, in SeriesIn, by uuid.UUID) ([]*seat, error) {
	series, ok := s.Rules.FindSeries(in.Series)
	if !ok || len(in.Steps) == 0 || in.Key == "" {
		return nil, ErrInput.With(errs.Field{Path: "steps", Code: "missing"})
	}
	var faults errs.Faults
	seats, id := make([]*seat, 0, len(in.Steps)), ids.New()
	for i, choice := range in.Steps {
		path := fmt.Sprintf("steps[%d].start", i)
		step, ok := series.Step(choice.Step)
		if !ok || slices.ContainsFunc(in.Steps[:i], func(c Choice) bool { return c.Step == choice.Step }) {
			faults.Need(false, fmt.Sprintf("steps[%d].step", i), "unknown")
			continue
		}
		w, err := s.wanted(capacity.Query{Site: in.Site, Concern: step.Concern, People: in.People, Purpose: capacity.Booking}, choice.Start,
			"series", by.String(), in.Key+"\x00"+choice.Step)
		if found := errs.Of(err); found != nil {
			faults = append(faults, errs.Field{Path: path, Code: found.Fields[0].Code})
			continue
		}
		w.path = path
		one := &seat{wanted: w, appointment: s.forParty(to)}
		one.appointment.Purpose, one.appointment.Site, one.appointment.Concern, one.appointment.People = w.Purpose, w.Site, w.Concern, w.People
		one.appointment.SeriesID, one.appointment.Series, one.appointment.SeriesStep = &id, series.Key, step.Key
		for _, other := range seats {
			faults.Need(!one.meets(other), path, "overlaps")
		}
		seats = append(seats, one)
	}
	return seats, faults.As(ErrInput)
}

// meets says that somebody would have to be at two places at once.
func (one *seat) meets(other *seat) bool {
	return one.day == other.day && one.cell < other.cell+other.concern.Cells(other.People) && other.cell < one.cell+one.concern.Cells(one.People)
}

// answeredAll is what the same request was answered with before: all of it, for all of it was booked in one transaction.
func (s *Service) answeredAll(ctx context.Context, seats []*seat) ([]*Appointment, error) {
	list := make([]*Appointment, 0, len(seats))
	for _, one := range seats {
		a, err := s.answered(ctx, one.key)
		if err != nil || a == nil {
			return nil, err
		}
		list = append(list, a)
	}
	return list, nil
}

// settle finds where each of the seats can be.
func (s *Service) settle(ctx context.Context, seats []*seat) (*capacity.Plan, error) {
	var plan *capacity.Plan
	now := s.DB.Clock.Now()
	for _, one := range seats {
		p, taken, err := s.look(ctx, one.Query, one.day, one.day)
		if err != nil {
			return nil, err
		}
		plan, one.slots = p, p.Slots(one.Query, one.concern, one.day, one.cell, taken, now, int(one.appointment.ID[15]))
		if len(one.slots) == 0 {
			return nil, s.refuse(ctx, p, one.wanted, now)
		}
	}
	return plan, nil
}

// bookSeats tries until all seats have a slot or one has none left.
func (s *Service) bookSeats(ctx context.Context, to Party, in SeriesIn, seats []*seat, plan *capacity.Plan) error {
	order := slices.Clone(seats) // all take them in one order, so that two never wait for one another crosswise
	slices.SortFunc(order, func(a, b *seat) int {
		return cmp.Or(a.day.Time(time.UTC).Compare(b.day.Time(time.UTC)), cmp.Compare(a.cell, b.cell))
	})
	for {
		err := again(func() error {
			return s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error { return s.bookSeatsTx(ctx, tx, to, in, order, plan.Version) })
		})
		var lost lostError
		if !errors.As(err, &lost) {
			return err
		}
		if lost.seat.slots = lost.seat.slots[1:]; len(lost.seat.slots) == 0 {
			return err
		}
	}
}

func (s *Service) bookSeatsTx(ctx context.Context, tx *db.Tx, to Party, in SeriesIn, seats []*seat, plan int) error {
	for _, one := range seats {
		a := one.appointment
		until := tx.Now.Add(minutes(s.Rules.HoldMinutes))
		a.State, a.Version, a.HeldUntil = Held, 1, &until // as on the first try
		err := s.takeTx(ctx, tx, a, one.slots[0], one.wanted, plan)
		if errors.Is(err, errSlot) {
			return lostError{one}
		}
		if err != nil {
			return err
		}
		if err := s.nameTx(ctx, tx, a, to, "series_id", "series", "series_step"); err != nil {
			return err
		}
		if err := s.certainTx(ctx, tx, a); err != nil {
			return err
		}
	}
	list := appointmentsOf(seats)
	if err := s.mailSeriesTx(ctx, tx, list); err != nil || to.About.ID == uuid.Nil {
		return err
	}
	return s.Audit.RecordTx(ctx, tx, to.About, "appointment.series_booked",
		audit.Details{"series": in.Series, "id": list[0].SeriesID.String(), "appointments": strconv.Itoa(len(list))})
}

// SeriesOf are the appointments of a series as they stand now, in order.
func (s *Service) SeriesOf(ctx context.Context, id uuid.UUID) ([]*Appointment, error) {
	var list []*Appointment
	err := s.DB.NewSelect().Model(&list).Where("series_id = ?", id).OrderExpr("starts_at, id").Scan(ctx)
	if err == nil && len(list) == 0 {
		err = ErrNone
	}
	return list, err
}

// LookSeries shows the appointments of a series to whoever has its link.
func (s *Service) LookSeries(ctx context.Context, token string) ([]*Managed, error) {
	id, err := s.open(toSeries, token)
	if err != nil {
		return nil, err
	}
	list, err := s.SeriesOf(ctx, id)
	if err != nil {
		return nil, err
	}
	mine := make([]*Managed, len(list))
	for i, a := range list {
		mine[i] = s.Managed(a)
	}
	return mine, nil
}
