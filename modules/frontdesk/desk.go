package frontdesk

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

// longestNote of a ticket, in characters.
const longestNote = 500

func noteFits(faults *errs.Faults, note string) {
	faults.Fits(note, longestNote, "note")
}

func checkNote(note string) error {
	var faults errs.Faults
	noteFits(&faults, note)
	return faults.As(ErrInput)
}

// siteOf is the house of a counter, "" if there is no such counter at which somebody may sit.
func (s *Service) siteOf(ctx context.Context, counter uuid.UUID) (string, error) {
	plan, err := s.Appointments.Plan(ctx)
	if err != nil {
		return "", err
	}
	r, ok := plan.Counter(counter)
	if !ok || !r.Active || r.Kind != "counter" {
		return "", nil
	}
	if _, ok := plan.Site(r.Site); !ok {
		return "", nil
	}
	return r.Site, nil
}

// checkDesk is what a counter and its queues must be for somebody to sit there.
func (s *Service) checkDesk(ctx context.Context, counter uuid.UUID, queues []string) (*Desk, error) {
	site, err := s.siteOf(ctx, counter)
	if err != nil {
		return nil, err
	}
	var faults errs.Faults
	faults.Need(site != "", "counter", "unknown")
	for _, q := range queues {
		_, known := s.Rules.Queue(q)
		faults.Need(known, "queues", "unknown")
	}
	if err := faults.As(ErrInput); err != nil {
		return nil, err
	}
	return &Desk{CounterID: counter, Site: site, Queues: append([]string{}, queues...)}, nil
}

// OpenDesk seats the clerk at a counter, from which they call the queues. Who sat elsewhere moves, unless somebody is still at that counter; at the same
// counter only the queues change.
func (s *Service) OpenDesk(ctx context.Context, counter uuid.UUID, queues []string, clerk uuid.UUID) (*Desk, error) {
	d, err := s.checkDesk(ctx, counter, queues)
	if err != nil {
		return nil, err
	}
	d.ClerkID = clerk
	err = s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		was, err := deskTx(ctx, tx, clerk)
		if errs.KindOf(err) == errs.NotFound {
			return d.openTx(ctx, tx)
		}
		if err != nil {
			return err
		}
		return d.insteadOfTx(ctx, tx, was)
	})
	return d, err
}

func (d *Desk) openTx(ctx context.Context, tx *db.Tx) error {
	d.OpenedAt = tx.Now
	res, err := tx.NewInsert().Model(d).On("CONFLICT (counter_id) DO NOTHING").Exec(ctx)
	if err := db.One(res, db.MapConstraints(err, map[string]error{"desk_one_place": ErrState}), ErrDeskTaken, "open counter"); err != nil {
		return err
	}
	tx.Notify(Topic(d.Site))
	return nil
}

// insteadOfTx opens the desk for who sat at another one, or changes the queues of the same.
func (d *Desk) insteadOfTx(ctx context.Context, tx *db.Tx, was *Desk) error {
	if was.CounterID == d.CounterID {
		d.OpenedAt = was.OpenedAt
		tx.Notify(Topic(d.Site))
		_, err := tx.NewUpdate().Model(d).Column("queues", "moved_by").WherePK().Exec(ctx)
		return err
	}
	if err := was.closeTx(ctx, tx); err != nil {
		return err
	}
	return d.openTx(ctx, tx)
}

func (d *Desk) closeTx(ctx context.Context, tx *db.Tx) error {
	if err := d.freeTx(ctx, tx); err != nil {
		return err
	}
	tx.Notify(Topic(d.Site))
	_, err := tx.NewDelete().Model(d).WherePK().Exec(ctx)
	return err
}

// CloseDesk ends the clerk's sitting at a counter; nobody may be at it.
func (s *Service) CloseDesk(ctx context.Context, counter, clerk uuid.UUID) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		d, err := atTx(ctx, tx, counter, clerk)
		if err != nil {
			return err
		}
		return d.closeTx(ctx, tx)
	})
}

// MoveDesk puts whoever sits at a counter at another one with these queues, or takes them from it (to is nil): somebody has to fill a gap, or has gone home
// without closing. Nobody may be at the counter. Their own window tells them.
func (s *Service) MoveDesk(ctx context.Context, from uuid.UUID, to *uuid.UUID, queues []string, by uuid.UUID) error {
	var d *Desk
	if to != nil {
		var err error
		if d, err = s.checkDesk(ctx, *to, queues); err != nil {
			return err
		}
	}
	return s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		was := new(Desk)
		err := tx.NewSelect().Model(was).Where("counter_id = ?", from).For("UPDATE").Scan(ctx)
		if err := db.NoRows(err, ErrNoDesk, "find counter"); err != nil {
			return err
		}
		details := audit.Details{"clerk": was.ClerkID.String()}
		if d == nil {
			if err := was.closeTx(ctx, tx); err != nil {
				return err
			}
			return s.Audit.RecordTx(ctx, tx, deskRecord(from), "counter.closed", details)
		}
		d.ClerkID = was.ClerkID
		if by != was.ClerkID {
			d.MovedBy = &by
		}
		if err := d.insteadOfTx(ctx, tx, was); err != nil {
			return err
		}
		details["to"] = to.String()
		return s.Audit.RecordTx(ctx, tx, deskRecord(from), "counter.moved", details)
	})
}

// deskRecord names a counter in the trail.
func deskRecord(id uuid.UUID) audit.Record { return audit.Record{Kind: "counter", ID: id} }

// freeTx refuses while somebody is at the counter or called to it.
func (d *Desk) freeTx(ctx context.Context, tx *db.Tx) error {
	busy, err := tx.NewSelect().Model((*Ticket)(nil)).Where("counter_id = ? AND state IN ('called', 'serving')", d.CounterID).Exists(ctx)
	if err != nil {
		return fmt.Errorf("look who is at the counter: %w", err)
	}
	if busy {
		return ErrBusy
	}
	return nil
}

func deskTx(ctx context.Context, tx *db.Tx, clerk uuid.UUID) (*Desk, error) {
	d := new(Desk)
	err := tx.NewSelect().Model(d).Where("clerk_id = ?", clerk).For("UPDATE").Scan(ctx)
	return d, db.NoRows(err, ErrNoDesk, "find counter")
}

// atTx is deskTx of a clerk who believes to sit at a counter.
func atTx(ctx context.Context, tx *db.Tx, counter, clerk uuid.UUID) (*Desk, error) {
	d, err := deskTx(ctx, tx, clerk)
	if err == nil && d.CounterID != counter {
		return nil, ErrNoDesk
	}
	return d, err
}

// DeskOf is the counter at which a clerk sits.
func (s *Service) DeskOf(ctx context.Context, clerk uuid.UUID) (*Desk, error) {
	d := new(Desk)
	err := s.DB.NewSelect().Model(d).Where("clerk_id = ?", clerk).Scan(ctx)
	return d, db.NoRows(err, ErrNoDesk, "find counter")
}
