package swaps

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/interpreters"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/page"
)

// Sought is a booking as colleagues are shown it. It has no place for a client.
type Sought struct {
	ID                      uuid.UUID
	Answer                  AskedState
	State                   State
	BookingState            interpreters.AssignmentState
	Language, Dialect       string
	Form                    linguists.Form
	Mode                    linguists.Mode
	Place, Topic            string
	StartsAt, EndsAt, Until time.Time
	Cents                   int64
	Reader                  string // the language in which we write to them
	NewAssignmentID         *uuid.UUID
	Token, Booking          string `bun:"-"` // of the booking, once it is theirs
}

// Stands says whether it can still be taken.
func (k *Sought) Stands(now time.Time) bool {
	return k.State == Open && k.Answer == Waiting && k.BookingState == interpreters.Booked && now.Before(k.Until)
}

func (s *Service) sought() *bun.SelectQuery {
	return s.DB.NewSelect().TableExpr("swaps.asked AS k").Join("JOIN swaps.swap AS w ON w.id = k.swap_id").Join("JOIN interpreters.own_v1 AS o ON o.id = w.assignment_id").
		Join("JOIN linguists.interpreter_v1 AS p ON p.id = k.interpreter_id").
		ColumnExpr("k.id, k.state AS answer, w.state, o.state AS booking_state, o.language, o.dialect, o.form, o.mode, o.topic, o.starts_at, o.ends_at").
		ColumnExpr("CASE o.mode WHEN 'on_site' THEN o.place ELSE '' END AS place"). // by phone and video it is the client's number
		ColumnExpr("w.until, k.cents, p.language AS reader, w.new_assignment_id")
}

// Look shows what a link asks.
func (s *Service) Look(ctx context.Context, token string) (*Sought, error) {
	id, err := s.opened(token)
	if err != nil {
		return nil, err
	}
	k := new(Sought)
	if err := s.sought().Where("k.id = ?", id).Scan(ctx, k); err != nil {
		return nil, db.NoRows(err, ErrNone, "read swap")
	}
	k.Token = token
	if k.Answer == Accepted && k.State == Taken && k.NewAssignmentID != nil {
		m, err := s.Interpreters.ManageByID(ctx, *k.NewAssignmentID)
		if err != nil {
			return nil, err
		}
		k.Booking = m.Token
	}
	return k, nil
}

// Mine is what colleagues of the viewer seek of them now, with the links that mails bring.
func (s *Service) Mine(ctx context.Context) ([]Sought, error) {
	v, now := identity.ViewerFrom(ctx), s.DB.Clock.Now()
	if !v.LoggedIn() {
		return nil, ErrNone
	}
	list := []Sought{}
	err := s.sought().Where("p.account_id = ? AND k.state = 'asked' AND w.state = 'open' AND o.state = 'booked' AND w.until > ?", v.AccountID, now).
		OrderExpr("o.starts_at, k.id").Limit(page.Max).Scan(ctx, &list)
	if err != nil {
		return nil, fmt.Errorf("read what colleagues seek: %w", err)
	}
	for i := range list {
		list[i].Token = s.link(list[i].ID, list[i].Until)
	}
	return list, nil
}

// Seen is a swap as the office sees it.
type Seen struct {
	Swap    `bun:",extend"`
	From    string // names
	To      string
	Team    string
	ToCents int64
	Asked   int
	Stands  bool // who took it has it, and it has not begun
}

// Permitted are the mutations that the viewer may do.
func (w *Seen) Permitted(v *identity.Viewer, now time.Time) []string {
	if w.Stands && now.Before(w.Until) && v.CanInTeam("interpreters.book", w.Team) {
		return []string{"undoInterpreterSwap"}
	}
	return []string{}
}

func (s *Service) read(ctx context.Context) *bun.SelectQuery {
	teams, all := identity.ViewerFrom(ctx).TeamsFor("interpreters.read")
	return s.DB.NewSelect().TableExpr("swaps.swap AS w").Join("JOIN interpreters.own_v1 AS o ON o.id = w.assignment_id").
		Join("JOIN linguists.interpreter_v1 AS f ON f.id = w.interpreter_id").Join("LEFT JOIN linguists.interpreter_v1 AS t ON t.id = w.taken_by").
		Join("LEFT JOIN interpreters.own_v1 AS n ON n.id = w.new_assignment_id").
		ColumnExpr("w.*, f.name AS \"from\", coalesce(t.name, '') AS \"to\", o.team, w.state = 'taken' AND coalesce(n.state = 'booked', false) AS stands").
		ColumnExpr("(SELECT count(*) FROM swaps.asked k WHERE k.swap_id = w.id) AS asked").
		ColumnExpr("coalesce((SELECT k.cents FROM swaps.asked k WHERE k.swap_id = w.id AND k.state = 'accepted'), 0) AS to_cents").
		Where("? OR o.team IN (?)", all, bun.List(append(teams, "")))
}

// List are the swaps of requests that the viewer may see, the newest first.
func (s *Service) List(ctx context.Context, requests []uuid.UUID) ([]Seen, error) {
	list := []Seen{}
	if len(requests) == 0 {
		return list, nil
	}
	if err := s.read(ctx).Where("w.request_id IN (?)", bun.List(requests[:min(len(requests), page.Max)])).OrderExpr("w.offered_at DESC, w.id DESC").Limit(page.Max).Scan(ctx, &list); err != nil {
		return nil, fmt.Errorf("read swaps: %w", err)
	}
	return list, nil
}

func (s *Service) seen(ctx context.Context, id uuid.UUID) (*Seen, error) {
	w := new(Seen)
	return w, db.NoRows(s.read(ctx).Where("w.id = ?", id).Scan(ctx, w), ErrNone, "read swap")
}
