package supervision

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/db"
)

// sealed is what of a session only those can read who take part, and its supervisor.
type sealed struct {
	bun.BaseModel `bun:"table:supervision.sealed,alias:x"`

	SessionID uuid.UUID `bun:",pk"`
	Circle    []byte
	Notes     []byte
}

// alone lets one at a time change who takes part. It locks no row, for a locked row would keep the number of the transaction that did.
const alone = "SELECT pg_advisory_xact_lock(hashtext('supervision.sealed'))"

// talk is a session with who takes part.
type talk struct {
	*Session
	circle *circle
	notes  []byte // sealed
}

// talksTx reads sessions with their circles, in the order of their times. What is kept of nobody is left out: a circle is gone some months after its session.
func (s *Service) talks(ctx context.Context, q bun.IDB, narrow func(*bun.SelectQuery) *bun.SelectQuery) ([]*talk, error) {
	var sessions []*Session
	query := q.NewSelect().Model(&sessions).Relation("Series").Relation("Series.Supervisor").OrderExpr("e.starts_at, e.id").Limit(5000)
	if err := narrow(query).Scan(ctx); err != nil {
		return nil, fmt.Errorf("read sessions: %w", err)
	}
	var rows []*sealed
	if err := q.NewSelect().Model(&rows).Where("x.session_id IN (?)", narrow(q.NewSelect().Model((*Session)(nil)).Column("e.id"))).Scan(ctx); err != nil {
		return nil, fmt.Errorf("read circles: %w", err)
	}
	of := map[uuid.UUID]*sealed{}
	for _, r := range rows {
		of[r.SessionID] = r
	}
	list := []*talk{}
	for _, e := range sessions {
		row := of[e.ID]
		if row == nil {
			continue
		}
		c, err := s.vault.openCircle(e.ID, row.Circle)
		if err != nil {
			return nil, err
		}
		list = append(list, &talk{e, c, row.Notes})
	}
	return list, nil
}

// Offered is a session as a member of staff sees it.
type Offered struct {
	*Session
	Mine    bool
	Free    bool     // a place; how many is not told, for the number would tell who came and went
	Members []string // of a group in which the viewer is, once it has begun: the others and themselves, by name
}

// Offers are the sessions to come that the viewer can book or has booked, and those of the last months in which they took part. A single talk that is taken is shown to nobody else.
func (s *Service) Offers(ctx context.Context) ([]Offered, error) {
	v := identity.ViewerFrom(ctx)
	now := s.DB.Clock.Now()
	all, err := s.talks(ctx, s.DB, func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Where("e.ends_at > ?", now.AddDate(0, -s.Rules.KeepMonths, 0))
	})
	if err != nil {
		return nil, err
	}
	list := []Offered{}
	for _, t := range all {
		o := Offered{Session: t.Session, Mine: t.circle.has(v.AccountID), Members: []string{}}
		o.Free = t.State == Planned && now.Before(t.StartsAt) && len(t.circle.Members) < t.Series.Places
		if !o.Mine && !o.Free {
			continue
		}
		if o.Mine && t.Series.Kind == Group && !now.Before(t.StartsAt) { // before, whoever books and leaves again would read who comes
			if o.Members, err = s.names(ctx, t.circle.Members); err != nil {
				return nil, err
			}
		}
		list = append(list, o)
	}
	return list, nil
}

// Book takes a place for the viewer; again is as before. ErrFull, ErrBegun, or ErrOverlap where they take part in another session then. Nothing tells of it but the sealed text.
func (s *Service) Book(ctx context.Context, session uuid.UUID) error {
	return s.stir(ctx, session, func(t *talk, mine []*talk, account uuid.UUID) error {
		switch {
		case t.circle.has(account):
			return nil
		case len(t.circle.Members) >= t.Series.Places:
			return ErrFull
		case slices.ContainsFunc(mine, func(m *talk) bool { return m.overlaps(t.Session) }):
			return ErrOverlap
		}
		t.circle.Members, t.circle.Untold = append(t.circle.Members, account), true
		return nil
	})
}

// Leave gives the viewer's place back; again is as before.
func (s *Service) Leave(ctx context.Context, session uuid.UUID) error {
	return s.stir(ctx, session, func(t *talk, _ []*talk, account uuid.UUID) error {
		if at := slices.Index(t.circle.Members, account); at >= 0 {
			t.circle.Members, t.circle.Untold = slices.Delete(t.circle.Members, at, at+1), true
		}
		return nil
	})
}

// stir changes who takes part in a session to come, and writes the circles of all sessions to come anew: neither two copies of the database nor its own columns tell which one it was,
// or whether somebody came or went.
func (s *Service) stir(ctx context.Context, session uuid.UUID, change func(t *talk, mine []*talk, account uuid.UUID) error) error {
	account := identity.ViewerFrom(ctx).AccountID
	return s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if _, err := tx.NewRaw(alone).Exec(ctx); err != nil {
			return fmt.Errorf("wait for others who book: %w", err)
		}
		all, err := s.talks(ctx, tx, func(q *bun.SelectQuery) *bun.SelectQuery { return q.Where("e.starts_at > ?", tx.Now) })
		if err != nil {
			return err
		}
		at := slices.IndexFunc(all, func(t *talk) bool { return t.ID == session })
		if at < 0 {
			known, err := tx.NewSelect().Model((*Session)(nil)).Where("e.id = ?", session).Exists(ctx)
			if err != nil || !known {
				return orNone(err)
			}
			return ErrBegun
		}
		if all[at].State != Planned {
			return ErrBegun
		}
		mine := []*talk{}
		for _, t := range all {
			if t.State == Planned && t.circle.has(account) {
				mine = append(mine, t)
			}
		}
		if err := change(all[at], mine, account); err != nil {
			return err
		}
		return s.resealTx(ctx, tx, all)
	})
}

func orNone(err error) error {
	if err != nil {
		return fmt.Errorf("look for session: %w", err)
	}
	return ErrNone
}

// resealTx writes circles anew, with what they hold now.
func (s *Service) resealTx(ctx context.Context, tx *db.Tx, list []*talk) error {
	type circleRow struct {
		SessionID uuid.UUID `bun:"session_id,type:uuid"`
		Circle    []byte    `bun:"circle,type:bytea"`
	}
	if len(list) == 0 {
		return nil
	}
	rows := make([]circleRow, len(list))
	for i, t := range list {
		text, err := s.vault.sealCircle(t.ID, t.circle)
		if err != nil {
			return err
		}
		rows[i] = circleRow{t.ID, text}
	}
	_, err := tx.NewUpdate().With("new", tx.NewValues(&rows)).Model((*sealed)(nil)).TableExpr("new").Set("circle = new.circle").Where("x.session_id = new.session_id").Exec(ctx)
	if err != nil {
		return fmt.Errorf("seal circles: %w", err)
	}
	return nil
}
