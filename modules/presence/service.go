package presence

import (
	"context"
	"crypto/sha256"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/duty"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/modules/remuneration"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

// ErrInput says that the input is at fault; its fields say where.
var ErrInput = errs.New(errs.Invalid, "presence.input")

// WalkIn is somebody who came without an appointment and needs an interpreter.
type WalkIn struct {
	Language  string // ISO 639-3
	Site      string
	DrawnAt   time.Time
	CalledAt  *time.Time // nil: never called
	ServedFor int        // minutes; 0: not known
}

// Deps is what the module stands on.
type Deps struct {
	DB      *db.DB
	Duty    *duty.Service
	Tariffs *remuneration.Tariffs
	// Holiday says whether the office is shut on a day.
	Holiday func(clock.Date) bool
	// WalkIns are those of days from one to another, both included; nil: nobody walks in.
	WalkIns func(ctx context.Context, from, to clock.Date) ([]WalkIn, error)
	// Counter is where a visitor or an appointment is served now, "" nowhere; nil: nobody knows.
	Counter func(ctx context.Context, kind string, id uuid.UUID) (string, error)
}

// Service proposes duty.
type Service struct{ Deps }

// New makes the Service.
func New(d Deps) *Service { return &Service{d} }

// Weeks that are looked at.
const (
	fewest = 4
	most   = 12
)

// Proposals are those for the language needs in the house during the last full weeks, up to the Sunday before this week.
func (s *Service) Proposals(ctx context.Context, weeks int) ([]Proposal, error) {
	var f errs.Faults
	f.Need(weeks >= fewest && weeks <= most, "weeks", "out_of_range")
	if err := f.As(ErrInput); err != nil {
		return nil, err
	}
	today := clock.Today(s.DB.Clock.Now())
	monday := today.AddDays(1 - wallOf(today.Time(clock.Berlin)).weekday)
	from := monday.AddDays(-7 * weeks)
	needs, err := s.needs(ctx, from, monday.AddDays(-1))
	if err != nil {
		return nil, err
	}
	tariff, err := s.Tariffs.Of("", today)
	if err != nil {
		return nil, fmt.Errorf("find tariff: %w", err)
	}
	return Propose(needs, weeks, tariff), nil
}

// needs are those of days from one to another, both included.
func (s *Service) needs(ctx context.Context, from, to clock.Date) ([]Need, error) {
	var asked []struct {
		Language, Site   string
		StartsAt, EndsAt time.Time
		Cents            int64
	}
	err := s.DB.NewSelect().TableExpr("interpreters.demand_v1 AS d").Column("language", "site", "starts_at", "ends_at", "cents").
		Where("mode = ? AND form = ? AND starts_at >= ? AND starts_at < ?", linguists.OnSite, linguists.Spoken, from.Time(clock.Berlin), to.AddDays(1).Time(clock.Berlin)).
		OrderExpr("starts_at, id").Scan(ctx, &asked)
	if err != nil {
		return nil, fmt.Errorf("read what was asked for: %w", err)
	}
	needs := []Need{}
	for _, a := range asked {
		needs = append(needs, Need{Language: a.Language, Site: a.Site, From: a.StartsAt, To: a.EndsAt, Cents: a.Cents})
	}
	if s.WalkIns == nil {
		return needs, nil
	}
	came, err := s.WalkIns(ctx, from, to)
	if err != nil {
		return nil, fmt.Errorf("read who walked in: %w", err)
	}
	for _, w := range came {
		takes := walkInTakes
		if w.ServedFor > 0 {
			takes = min(w.ServedFor, 120)
		}
		n := Need{Language: w.Language, Site: w.Site, From: w.DrawnAt, To: w.DrawnAt.Add(time.Duration(takes) * time.Minute), WalkedIn: true}
		if w.CalledAt != nil {
			n.Waited = max(0, w.CalledAt.Sub(w.DrawnAt))
		}
		needs = append(needs, n)
	}
	return needs, nil
}

// Window is a time of each week.
type Window struct {
	Weekday              int
	FromMinute, ToMinute int
}

// TakeOver plans shifts of a proposal for the weeks to come.
type TakeOver struct {
	Language string
	Site     string
	Shifts   []Window
	Weeks    int        // so many
	From     clock.Date // from this day on
	Preview  bool       // only say what would be planned
	// Team is whose budget bears it.
	Team, CostCentre string
}

// PlannedState says what becomes of a day.
type PlannedState string

// The states.
const (
	Fresh   PlannedState = "new"
	There   PlannedState = "there"   // somebody is on duty then, or planned
	Holiday PlannedState = "holiday" // nobody works
)

// Planned is one shift of a plan.
type Planned struct {
	Day                  clock.Date
	FromMinute, ToMinute int
	State                PlannedState
}

const (
	mostWeeks  = 8
	mostShifts = 14
)

func (in *TakeOver) check(today clock.Date) error {
	var f errs.Faults
	f.Need(linguists.KnownLanguage(in.Language), "language", "unknown")
	f.Need(in.Site != "" && len(in.Site) <= 60, "site", "required")
	f.Need(in.Team != "", "team", "required")
	f.Need(len(in.Shifts) > 0, "shifts", "required")
	f.Need(len(in.Shifts) <= mostShifts, "shifts", "too_many")
	for i, w := range in.Shifts {
		ok := w.Weekday >= 1 && w.Weekday <= 7 && w.FromMinute >= 0 && w.ToMinute <= 24*60 && w.FromMinute < w.ToMinute && w.ToMinute-w.FromMinute <= 16*60
		f.Need(ok, fmt.Sprintf("shifts[%d]", i), "no_time")
	}
	f.Need(in.Weeks >= 1 && in.Weeks <= mostWeeks, "weeks", "out_of_range")
	f.Need(!in.From.IsZero() && today.Before(in.From), "from", "too_early")
	f.Need(in.From.IsZero() || in.From.Before(today.AddDays(366)), "from", "too_late")
	return f.As(ErrInput)
}

// TakeOver plans open shifts, one for each time of each week that nobody has yet; holidays are left out. Doing it again plans nothing twice, so that what broke off is gone on with.
func (s *Service) TakeOver(ctx context.Context, in TakeOver) ([]Planned, error) {
	if err := in.check(clock.Today(s.DB.Clock.Now())); err != nil {
		return nil, err
	}
	last := in.From.AddDays(7*in.Weeks - 1)
	there, err := s.Duty.Shifts(ctx, in.Site, in.From, last)
	if err != nil {
		return nil, err
	}
	plan := []Planned{}
	for day := in.From; !last.Before(day); day = day.AddDays(1) {
		for _, w := range in.Shifts {
			if wallOf(day.Time(clock.Berlin)).weekday != w.Weekday {
				continue
			}
			p := Planned{Day: day, FromMinute: w.FromMinute, ToMinute: w.ToMinute, State: Fresh}
			switch {
			case s.Holiday != nil && s.Holiday(day):
				p.State = Holiday
			case overlaps(there, in.Language, p):
				p.State = There
			}
			plan = append(plan, p)
		}
	}
	if in.Preview {
		return plan, nil
	}
	for _, p := range plan {
		if p.State != Fresh {
			continue
		}
		if err := s.plan(ctx, in, p); err != nil {
			return nil, err
		}
	}
	return plan, nil
}

// plan plans one shift; one that was planned and called off before is planned anew.
func (s *Service) plan(ctx context.Context, in TakeOver, p Planned) error {
	for turn := range 10 {
		shift, err := s.Duty.Plan(ctx, duty.PlanShift{
			Key: keyOf(in, p, turn), Language: in.Language, Mode: linguists.OnSite, Site: in.Site, Day: p.Day, FromMinute: p.FromMinute, ToMinute: p.ToMinute, Team: in.Team, CostCentre: in.CostCentre,
		})
		if err != nil || shift.State != duty.Cancelled {
			return err
		}
	}
	return nil // called off ten times: nobody wants it
}

// overlaps says whether somebody is planned for the language at that time.
func overlaps(there []*duty.Shift, language string, p Planned) bool {
	for _, s := range there {
		from, to := wallOf(s.During.From), wallOf(s.During.To)
		end := to.minute
		if to.day != from.day {
			end = 24 * 60
		}
		if s.Language == language && from.day == p.Day && from.minute < p.ToMinute && p.FromMinute < end {
			return true
		}
	}
	return false
}

// keyOf is the same for the same shift: planned at the same moment by two, it is there once.
func keyOf(in TakeOver, p Planned, turn int) uuid.UUID {
	sum := sha256.Sum256(fmt.Appendf(nil, "presence %s %s %s %d %d %d", in.Site, in.Language, p.Day, p.FromMinute, p.ToMinute, turn))
	id, _ := uuid.FromBytes(sum[:16])
	id[6], id[8] = id[6]&0x0f|0x80, id[8]&0x3f|0x80 // version 8: made by us
	return id
}
