package supervision

import (
	"context"
	"fmt"
	"net/mail"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
)

// Supervisor is somebody from outside who leads supervision.
type Supervisor struct {
	bun.BaseModel `bun:"table:supervision.supervisor,alias:p"`

	ID        uuid.UUID `bun:",pk"`
	Name      string
	Email     string
	AccountID *uuid.UUID
	Ended     bool
	Version   int
}

// Kind says for how many a session is.
type Kind string

// The kinds.
const (
	Group  Kind = "group"
	Single Kind = "single"
)

// Series are sessions with one supervisor in one place.
type Series struct {
	bun.BaseModel `bun:"table:supervision.series,alias:r"`

	ID           uuid.UUID `bun:",pk"`
	Kind         Kind
	Title        string
	SupervisorID uuid.UUID
	Place        string // a room, or the address of a video call
	Places       int
	Cents        int64 // that a session is to cost

	Supervisor *Supervisor `bun:"rel:belongs-to,join:supervisor_id=id"`
}

// State is how far a session is.
type State string

// The states.
const (
	Planned   State = "planned"
	Held      State = "held"
	Cancelled State = "cancelled"
)

// Session is one talk. It knows nobody who takes part.
type Session struct {
	bun.BaseModel `bun:"table:supervision.session,alias:e"`

	ID           uuid.UUID `bun:",pk"`
	SeriesID     uuid.UUID
	SupervisorID uuid.UUID
	StartsAt     time.Time
	EndsAt       time.Time
	State        State
	Cents        *int64 // that the supervisor bills, once it was held
	BilledOn     clock.Date
	Version      int

	Series *Series `bun:"rel:belongs-to,join:series_id=id"`
}

func (e *Session) overlaps(o *Session) bool {
	return e.ID != o.ID && e.StartsAt.Before(o.EndsAt) && o.StartsAt.Before(e.EndsAt)
}

// KeepSupervisor makes a supervisor known, or changes them.
type KeepSupervisor struct {
	ID      *uuid.UUID
	Version int // of who is known
	Name    string
	Email   string // by which they log in
	Ended   bool
}

// KeepSupervisor makes a supervisor known, or changes them. Once a session of theirs was planned the mailbox stays, whether or not somebody has booked: who changes it
// would read who comes by a login of their own. Another mailbox is another supervisor, with other sessions.
func (s *Service) KeepSupervisor(ctx context.Context, in KeepSupervisor) (*Supervisor, error) {
	p := &Supervisor{ID: ids.New(), Name: tidy(in.Name), Email: tidy(in.Email), Ended: in.Ended, Version: 1}
	var f errs.Faults
	words(&f, p.Name, 200, "name", true, true)
	words(&f, p.Email, 254, "email", true, true)
	a, err := mail.ParseAddress(p.Email)
	f.Need(p.Email == "" || err == nil && a.Address == p.Email && strings.Contains(p.Email, "."), "email", "format")
	if err := f.As(ErrInput); err != nil {
		return nil, err
	}
	err = s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if in.ID == nil {
			if _, err := tx.NewInsert().Model(p).Exec(ctx); err != nil {
				return db.MapConstraints(fmt.Errorf("keep supervisor: %w", err), constraints)
			}
			return s.record(ctx, tx, SupervisorRecord(p.ID), "added", audit.Details{})
		}
		old := new(Supervisor)
		if err := lockTx(ctx, tx, old, *in.ID, in.Version, &old.Version); err != nil {
			return err
		}
		p.ID, p.Version = old.ID, old.Version+1
		if err := old.readableTx(ctx, tx, p); err != nil {
			return err
		}
		if _, err := tx.NewUpdate().Model(p).WherePK().Exec(ctx); err != nil {
			return db.MapConstraints(fmt.Errorf("change supervisor: %w", err), constraints)
		}
		return s.record(ctx, tx, SupervisorRecord(p.ID), "changed", audit.Details{"ended": fmt.Sprint(p.Ended)})
	})
	if err != nil {
		return nil, err
	}
	return p, nil
}

// readableTx lets the same login read on, and refuses another one where there is something to read.
func (p *Supervisor) readableTx(ctx context.Context, tx *db.Tx, now *Supervisor) error {
	if strings.EqualFold(p.Email, now.Email) {
		now.AccountID = p.AccountID
		return nil
	}
	planned, err := tx.NewSelect().TableExpr("supervision.session").Where("supervisor_id = ?", p.ID).Exists(ctx)
	if err != nil {
		return fmt.Errorf("look for sessions: %w", err)
	}
	if planned {
		return ErrInput.With(field("email", "stays"))
	}
	return nil
}

// Supervisors lists who leads supervision, by name.
func (s *Service) Supervisors(ctx context.Context) ([]*Supervisor, error) {
	list := []*Supervisor{}
	if err := s.DB.NewSelect().Model(&list).OrderExpr("p.ended, p.name, p.id").Limit(200).Scan(ctx); err != nil {
		return nil, fmt.Errorf("list supervisors: %w", err)
	}
	return list, nil
}

// PlanSeries plans sessions by the clocks of the city.
type PlanSeries struct {
	Kind       Kind
	Title      string
	Supervisor uuid.UUID
	Place      string
	Places     int // of a group; a single talk has one
	Cents      int64
	Day        clock.Date // of the first
	FromMinute int        // after midnight
	ToMinute   int
	EveryWeeks int // between two sessions
	Sessions   int
}

const (
	mostSessions = 52
	mostWeeks    = 26
	mostCents    = 1_000_000
	dayMinutes   = 1440
)

func (in *PlanSeries) check(today clock.Date) error {
	var f errs.Faults
	words(&f, in.Title, 120, "title", true, true)
	words(&f, in.Place, 200, "place", true, true)
	f.Need(in.Kind == Group || in.Kind == Single, "kind", "unknown")
	f.Need(in.Kind == Single || in.Places >= 2 && in.Places <= mostPlaces, "places", "out_of_range")
	f.Need(in.Cents >= 0 && in.Cents <= mostCents, "cents", "out_of_range")
	f.Need(in.Day.Year <= today.Year+2, "day", "out_of_range")
	f.Need(!in.Day.Before(today), "day", "past")
	f.Need(in.FromMinute >= 0 && in.FromMinute < in.ToMinute && in.ToMinute <= dayMinutes, "toMinute", "before_start")
	f.Need(in.Sessions >= 1 && in.Sessions <= mostSessions, "sessions", "out_of_range")
	f.Need(in.Sessions == 1 || in.EveryWeeks >= 1 && in.EveryWeeks <= mostWeeks, "everyWeeks", "out_of_range")
	return f.As(ErrInput)
}

// Plan plans a series: all its sessions or none. ErrOverlap where the supervisor has another session then.
func (s *Service) Plan(ctx context.Context, in PlanSeries) (*Series, error) {
	in.Title, in.Place = tidy(in.Title), tidy(in.Place)
	if in.Kind == Single {
		in.Places = 1
	}
	if err := in.check(s.today()); err != nil {
		return nil, err
	}
	r := &Series{ID: ids.New(), Kind: in.Kind, Title: in.Title, SupervisorID: in.Supervisor, Place: in.Place, Places: in.Places, Cents: in.Cents}
	sessions, rows, err := s.sessionsOf(r, in)
	if err != nil {
		return nil, err
	}
	if !s.DB.Clock.Now().Before(sessions[0].StartsAt) {
		return nil, ErrInput.With(field("day", "past"))
	}
	err = s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		r.Supervisor = new(Supervisor)
		if err := db.NoRows(tx.NewSelect().Model(r.Supervisor).Where("p.id = ? AND NOT p.ended", in.Supervisor).For("SHARE").Scan(ctx), ErrInput.With(field("supervisor", "unknown")), "find supervisor"); err != nil {
			return err
		}
		for _, model := range []any{r, &sessions, &rows} {
			if _, err := tx.NewInsert().Model(model).Exec(ctx); err != nil {
				return db.MapConstraints(fmt.Errorf("plan series: %w", err), constraints)
			}
		}
		return s.record(ctx, tx, SeriesRecord(r.ID), "planned", audit.Details{"kind": string(r.Kind), "sessions": fmt.Sprint(len(sessions)), "supervisor": in.Supervisor.String()})
	})
	if err != nil {
		return nil, err
	}
	return r, nil
}

func (s *Service) sessionsOf(r *Series, in PlanSeries) ([]*Session, []*sealed, error) {
	sessions, rows := make([]*Session, in.Sessions), make([]*sealed, in.Sessions)
	for i := range in.Sessions {
		day := in.Day.AddDays(7 * in.EveryWeeks * i)
		e := &Session{ID: ids.New(), SeriesID: r.ID, SupervisorID: r.SupervisorID, StartsAt: clock.Wall(day, in.FromMinute, false), EndsAt: clock.Wall(day, in.ToMinute, true), State: Planned, Version: 1}
		row := &sealed{SessionID: e.ID}
		var err error
		if row.Circle, err = s.vault.sealCircle(e.ID, &circle{}); err != nil {
			return nil, nil, err
		}
		if row.Notes, err = s.vault.sealNotes(e.ID, ""); err != nil {
			return nil, nil, err
		}
		sessions[i], rows[i] = e, row
	}
	return sessions, rows, nil
}

// Sessions are those of a year with what they cost, for accounting: it learns of nobody who takes part, and of a session to come not whether anybody does.
func (s *Service) Sessions(ctx context.Context, year int) ([]*Session, error) {
	list := []*Session{}
	if year < 2000 || year > 2200 {
		return list, nil
	}
	from, to := clock.Date{Year: year, Month: 1, Day: 1}, clock.Date{Year: year + 1, Month: 1, Day: 1}
	err := s.DB.NewSelect().Model(&list).Relation("Series").Relation("Series.Supervisor").Where("e.starts_at >= ? AND e.starts_at < ?", clock.Wall(from, 0, false), clock.Wall(to, 0, false)).
		OrderExpr("e.starts_at, e.id").Limit(2000).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("list sessions: %w", err)
	}
	return list, nil
}

// CancelSession calls a session off.
type CancelSession struct {
	ID      uuid.UUID
	Version int
}

// Cancel calls a session off that has not begun. Who takes part is told with the next nightly round, and finds it in their list at once.
func (s *Service) Cancel(ctx context.Context, in CancelSession) (*Session, error) {
	return s.cancel(ctx, in, nil)
}

// CancelOwn is Cancel by the session's supervisor.
func (s *Service) CancelOwn(ctx context.Context, in CancelSession) (*Session, error) {
	p, err := s.ownSupervisor(ctx)
	if err != nil {
		return nil, err
	}
	return s.cancel(ctx, in, &p.ID)
}

func (s *Service) cancel(ctx context.Context, in CancelSession, by *uuid.UUID) (*Session, error) {
	err := s.changeSession(ctx, in.ID, in.Version, by, func(ctx context.Context, tx *db.Tx, e *Session) error {
		if e.State != Planned || !tx.Now.Before(e.StartsAt) {
			return ErrBegun
		}
		e.State = Cancelled
		return s.record(ctx, tx, SessionRecord(e.ID), "cancelled", audit.Details{})
	})
	if err != nil {
		return nil, err
	}
	return s.session(ctx, in.ID)
}

// changeSession does something to a session that has not changed since it was read, while nobody books.
func (s *Service) changeSession(ctx context.Context, id uuid.UUID, version int, by *uuid.UUID, do func(context.Context, *db.Tx, *Session) error) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if _, err := tx.NewRaw(alone).Exec(ctx); err != nil {
			return fmt.Errorf("keep others from booking: %w", err)
		}
		e := new(Session)
		if err := lockTx(ctx, tx, e, id, version, &e.Version); err != nil {
			return err
		}
		if by != nil && e.SupervisorID != *by {
			return ErrNone
		}
		if err := do(ctx, tx, e); err != nil {
			return err
		}
		e.Version++
		if _, err := tx.NewUpdate().Model(e).Column("state", "cents", "billed_on", "version").WherePK().Exec(ctx); err != nil {
			return fmt.Errorf("change session: %w", err)
		}
		return nil
	})
}

func (s *Service) session(ctx context.Context, id uuid.UUID) (*Session, error) {
	e := new(Session)
	return e, db.NoRows(s.DB.NewSelect().Model(e).Relation("Series").Relation("Series.Supervisor").Where("e.id = ?", id).Scan(ctx), ErrNone, "read session")
}

// has says whether somebody takes part.
func (c *circle) has(account uuid.UUID) bool { return slices.Contains(c.Members, account) }
