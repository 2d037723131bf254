package partners

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
)

// Shift is duty of a member in a house.
type Shift struct {
	bun.BaseModel `bun:"table:partners.shift,alias:s"`

	ID          uuid.UUID `bun:",pk"`
	MemberID    uuid.UUID
	Site        string
	StartsAt    time.Time
	EndsAt      time.Time
	Sequence    int // iCalendar (RFC 5545 §3.8.7.4)
	CancelledAt *time.Time

	Member *Member `bun:"rel:belongs-to,join:member_id=id"`
}

// PlanDuty plans shifts by the clocks of the city: minutes after midnight. A shift that ends at or before the minute at which it began ends on the next day.
type PlanDuty struct {
	Member     uuid.UUID
	Site       string
	Day        clock.Date
	FromMinute int
	ToMinute   int
	Until      *clock.Date // the same each week, up to this day
}

const (
	day         = 1440 // minutes
	longest     = 14 * time.Hour
	mostRepeats = 53
)

// PlanDuty plans one shift, or one for each week: all or none. ErrShift where the member is on duty then; no access on that day and in that house is a fault.
func (s *Service) PlanDuty(ctx context.Context, in PlanDuty) ([]*Shift, error) {
	list, err := s.plan(ctx, in)
	if err != nil {
		return nil, err
	}
	err = s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := holdTx(ctx, tx, in.Member); err != nil {
			return err
		}
		for _, sh := range list {
			may, err := s.May(ctx, tx, in.Member, Shifts, in.Site, clock.DateOf(sh.StartsAt.In(clock.Berlin)))
			if err != nil {
				return err
			}
			if !may {
				return ErrInput.With(field("member", "no_access"))
			}
		}
		if _, err := tx.NewInsert().Model(&list).Exec(ctx); err != nil {
			return db.MapConstraints(fmt.Errorf("plan shifts: %w", err), constraints)
		}
		for _, sh := range list {
			if err := s.record(ctx, tx, ShiftRecord(sh.ID), "planned", audit.Details{"member": in.Member.String(), "site": in.Site}); err != nil {
				return err
			}
		}
		return nil
	})
	return list, err
}

// plan works the days out, and tells all that is wrong.
func (s *Service) plan(ctx context.Context, in PlanDuty) ([]*Shift, error) {
	var f Form
	_, is, err := s.site(ctx, in.Site)
	if err != nil {
		return nil, err
	}
	f.Need(is, "site", "unknown")
	f.Need(sensible(in.Day), "day", "out_of_range")
	f.Need(in.FromMinute >= 0 && in.FromMinute < day, "fromMinute", "out_of_range")
	f.Need(in.ToMinute >= 0 && in.ToMinute <= day, "toMinute", "out_of_range")
	until := in.Day
	if in.Until != nil && !in.Until.IsZero() {
		until = *in.Until
		f.Need(sensible(until) && !until.Before(in.Day) && in.Day.DaysUntil(until) < 7*mostRepeats, "until", "out_of_range")
	}
	if err := f.As(ErrInput); err != nil {
		return nil, err
	}
	end := in.ToMinute
	if end <= in.FromMinute {
		end += day
	}
	list := []*Shift{}
	for on := in.Day; !until.Before(on); on = on.AddDays(7) {
		sh := &Shift{ID: ids.New(), MemberID: in.Member, Site: in.Site, StartsAt: clock.Wall(on, in.FromMinute, false), EndsAt: clock.Wall(on, end, true)}
		f.Need(sh.StartsAt.Before(sh.EndsAt) && sh.EndsAt.Sub(sh.StartsAt) <= longest, "toMinute", "too_long")
		f.Need(s.DB.Clock.Now().Before(sh.EndsAt), "day", "past")
		list = append(list, sh)
	}
	return list, f.As(ErrInput)
}

// CancelDuty takes a shift back.
type CancelDuty struct{ Shift uuid.UUID }

// CancelDuty takes a shift back; again is as before.
func (s *Service) CancelDuty(ctx context.Context, in CancelDuty) (*Shift, error) {
	sh := new(Shift)
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := db.NoRows(tx.NewSelect().Model(sh).Where("s.id = ?", in.Shift).For("UPDATE").Scan(ctx), ErrNone, "read shift"); err != nil {
			return err
		}
		if sh.CancelledAt != nil {
			return nil
		}
		sh.CancelledAt = &tx.Now
		sh.Sequence++
		if _, err := tx.NewUpdate().Model(sh).Column("cancelled_at", "sequence").WherePK().Exec(ctx); err != nil {
			return fmt.Errorf("cancel shift: %w", err)
		}
		return s.record(ctx, tx, ShiftRecord(sh.ID), "cancelled", audit.Details{"member": sh.MemberID.String()})
	})
	return sh, err
}

// holdTx holds a member: while their shifts are planned, their tasks do not end, and the other way round.
func holdTx(ctx context.Context, tx *db.Tx, member uuid.UUID) error {
	return db.NoRows(tx.NewSelect().Model(new(Member)).Where("m.id = ?", member).For("UPDATE").Scan(ctx), ErrNone, "hold member")
}

// unstaffTx takes back the shifts to come for which a member has no task any more.
func (s *Service) unstaffTx(ctx context.Context, tx *db.Tx, member uuid.UUID) (int, error) {
	var list []*Shift
	if err := tx.NewSelect().Model(&list).Where("member_id = ? AND cancelled_at IS NULL AND ends_at > ?", member, tx.Now).For("UPDATE").Scan(ctx); err != nil {
		return 0, fmt.Errorf("read shifts to come: %w", err)
	}
	n := 0
	for _, sh := range list {
		may, err := s.May(ctx, tx, member, Shifts, sh.Site, clock.DateOf(sh.StartsAt.In(clock.Berlin)))
		if err != nil {
			return 0, err
		}
		if may {
			continue
		}
		sh.CancelledAt, sh.Sequence, n = &tx.Now, sh.Sequence+1, n+1
		if _, err := tx.NewUpdate().Model(sh).Column("cancelled_at", "sequence").WherePK().Exec(ctx); err != nil {
			return 0, fmt.Errorf("take shift back: %w", err)
		}
	}
	return n, nil
}

const mostShifts = 1000

// Duty lists the shifts that begin on so many days from a day on, for who plans.
func (s *Service) Duty(ctx context.Context, from clock.Date, days int) ([]*Shift, error) {
	list := []*Shift{}
	if !sensible(from) {
		return list, nil
	}
	days = min(max(days, 1), 62)
	err := s.DB.NewSelect().Model(&list).Relation("Member").Relation("Member.Organisation").
		Where("s.starts_at >= ? AND s.starts_at < ? AND s.cancelled_at IS NULL", clock.Wall(from, 0, false), clock.Wall(from.AddDays(days), 0, false)).
		OrderExpr("s.starts_at, s.site, s.id").Limit(mostShifts).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("list shifts: %w", err)
	}
	return list, nil
}

// MyShifts are the viewer's own of yesterday and of the coming weeks.
func (s *Service) MyShifts(ctx context.Context) ([]*Shift, error) {
	m, err := s.Own(ctx, Shifts)
	if err != nil {
		return nil, err
	}
	list := []*Shift{}
	err = s.DB.NewSelect().Model(&list).Where("s.member_id = ? AND s.cancelled_at IS NULL AND s.ends_at > ?", m.ID, s.DB.Clock.Now().AddDate(0, 0, -1)).
		OrderExpr("s.starts_at, s.id").Limit(200).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("list own shifts: %w", err)
	}
	return list, nil
}

// Visitor is somebody who comes to the house today. Why they come is not known here.
type Visitor struct {
	At      time.Time // of the appointment, or when the number was drawn
	Number  string    // of the appointment or the ticket
	Booked  bool      // with an appointment
	People  int
	Arrived bool
	Name    string // only where the city says so
}

// VisitorList is who comes to the house of the present shift.
type VisitorList struct {
	Shift *Shift
	List  []Visitor
}

// MyVisitors is the list of the house in which the viewer is on duty now; nil when they are not. Each look is on the record of the shift.
func (s *Service) MyVisitors(ctx context.Context) (*VisitorList, error) {
	m, err := s.Own(ctx, Visitors)
	if err != nil {
		return nil, err
	}
	now := s.DB.Clock.Now()
	var list []*Shift
	err = s.DB.NewSelect().Model(&list).Where("s.member_id = ? AND s.cancelled_at IS NULL AND s.starts_at <= ? AND s.ends_at > ?", m.ID,
		now.Add(time.Duration(s.Rules.EarlyMinutes)*time.Minute), now).
		Where("EXISTS (?)", s.holding(s.DB.NewSelect().Model((*Access)(nil)).ColumnExpr("1"), Visitors, s.today()).
			Where("access.member_id = s.member_id AND (access.sites = '{}' OR s.site = ANY(access.sites))")).
		OrderExpr("s.starts_at").Limit(1).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("find present shift: %w", err)
	}
	if len(list) == 0 || s.Today == nil {
		return nil, nil // nobody is on duty: there is no list
	}
	if err := s.Audit.Opened(ctx, ShiftRecord(list[0].ID), "visitors"); err != nil {
		return nil, err
	}
	coming, err := s.Today(ctx, list[0].Site)
	if err != nil {
		return nil, err
	}
	visitors := slices.Clone(coming)
	for i := range visitors {
		if !s.Rules.VisitorNames {
			visitors[i].Name = ""
		}
	}
	slices.SortStableFunc(visitors, func(a, b Visitor) int { return a.At.Compare(b.At) })
	return &VisitorList{Shift: list[0], List: visitors}, nil
}
