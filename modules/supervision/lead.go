package supervision

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

// Led is a session as its supervisor sees it.
type Led struct {
	*Session
	Members []string
	Notes   string
}

// AmSupervisor says whether the viewer leads supervision.
func (s *Service) AmSupervisor(ctx context.Context) (bool, error) {
	_, err := s.ownSupervisor(ctx)
	return err == nil, errs.Ignore(err, ErrNone)
}

// Led are the viewer's own sessions as a supervisor: those to come, and those of which it is still kept who came.
func (s *Service) Led(ctx context.Context) ([]Led, error) {
	p, err := s.ownSupervisor(ctx)
	if err != nil {
		return nil, err
	}
	all, err := s.talks(ctx, s.DB, func(q *bun.SelectQuery) *bun.SelectQuery { return q.Where("e.supervisor_id = ?", p.ID) })
	if err != nil {
		return nil, err
	}
	list := make([]Led, len(all))
	for i, t := range all {
		if list[i], err = s.led(ctx, t); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func (s *Service) led(ctx context.Context, t *talk) (l Led, err error) {
	l.Session = t.Session
	if l.Members, err = s.names(ctx, t.circle.Members); err != nil {
		return l, err
	}
	l.Notes, err = s.vault.openNotes(t.ID, t.notes)
	return l, err
}

// ledSession is one of the viewer's own sessions.
func (s *Service) ledSession(ctx context.Context, id uuid.UUID) (*Led, error) {
	p, err := s.ownSupervisor(ctx)
	if err != nil {
		return nil, err
	}
	all, err := s.talks(ctx, s.DB, func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Where("e.id = ? AND e.supervisor_id = ?", id, p.ID)
	})
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return nil, ErrNone
	}
	l, err := s.led(ctx, all[0])
	return &l, err
}

// NoteSession keeps a supervisor's notes.
type NoteSession struct {
	ID    uuid.UUID
	Was   string // the notes that were read: who writes in two windows overwrites nothing
	Notes string
}

// Note keeps what the supervisor notes of an own session, for themselves alone. It leaves no trace but the sealed text.
func (s *Service) Note(ctx context.Context, in NoteSession) (*Led, error) {
	text := tidy(in.Notes)
	var f errs.Faults
	words(&f, text, longestNotes, "notes", false, false)
	if err := f.As(ErrInput); err != nil {
		return nil, err
	}
	l, err := s.ledSession(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	written, err := s.vault.sealNotes(l.ID, text)
	if err != nil {
		return nil, err
	}
	err = s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if _, err := tx.NewRaw(alone).Exec(ctx); err != nil {
			return fmt.Errorf("wait for others who write: %w", err)
		}
		row := &sealed{SessionID: l.ID}
		if err := db.NoRows(tx.NewSelect().Model(row).WherePK().Scan(ctx), ErrNone, "read notes"); err != nil {
			return err
		}
		is, err := s.vault.openNotes(l.ID, row.Notes)
		if err != nil {
			return err
		}
		if is != tidy(in.Was) {
			return ErrConflict
		}
		row.Notes = written
		if _, err := tx.NewUpdate().Model(row).Column("notes").WherePK().Exec(ctx); err != nil {
			return fmt.Errorf("keep notes: %w", err)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	l.Notes = text
	return l, nil
}

// HoldSession says that a session was held, and what it costs.
type HoldSession struct {
	ID      uuid.UUID
	Version int
	Cents   int64
}

// billDays is how long what was billed can be put right by the supervisor.
const billDays = 30

// Settled says that what was billed stays as it is.
func (e *Session) Settled(now time.Time) bool {
	return e.State == Held && now.After(e.EndsAt.Add(billDays*24*time.Hour))
}

// Hold says that an own session was held and what is billed for it; it can be put right for some days.
func (s *Service) Hold(ctx context.Context, in HoldSession) (*Led, error) {
	var f errs.Faults
	f.Need(in.Cents >= 0 && in.Cents <= mostCents, "cents", "out_of_range")
	if err := f.As(ErrInput); err != nil {
		return nil, err
	}
	p, err := s.ownSupervisor(ctx)
	if err != nil {
		return nil, err
	}
	err = s.changeSession(ctx, in.ID, in.Version, &p.ID, func(ctx context.Context, tx *db.Tx, e *Session) error {
		if e.State == Cancelled || tx.Now.Before(e.StartsAt) || e.Settled(tx.Now) {
			return ErrBegun
		}
		if e.State != Held {
			e.BilledOn = clock.Today(tx.Now)
		}
		e.State, e.Cents = Held, &in.Cents
		return s.record(ctx, tx, SessionRecord(e.ID), "held", audit.Details{"cents": fmt.Sprint(in.Cents)})
	})
	if err != nil {
		return nil, err
	}
	return s.ledSession(ctx, in.ID)
}
