package qualifications

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

const longestProof = 200

// CertifyQualification says that one has seen a proof.
type CertifyQualification struct {
	ID         uuid.UUID
	Version    int
	Proof      string     // what was seen
	ValidUntil clock.Date // as the proof says; zero: without end
}

// Certify says of a colleague's entry that it is so. Nobody certifies their own.
func (s *Service) Certify(ctx context.Context, in CertifyQualification) (*Held, error) {
	in.Proof = strings.TrimSpace(in.Proof)
	var f errs.Faults
	f.Need(in.Proof != "", "proof", "required")
	f.Fits(in.Proof, longestProof, "proof")
	f.Need(in.ValidUntil.IsZero() || !in.ValidUntil.Before(s.today()), "validUntil", "too_early")
	f.Need(in.ValidUntil.Year <= 2200, "validUntil", "too_late")
	if err := f.As(ErrInput); err != nil {
		return nil, err
	}
	return s.keep(ctx, in.ID, in.Version, "certified", func(h *Held, tx *db.Tx) {
		by := identity.ViewerFrom(ctx).AccountID
		h.CertifiedBy, h.CertifiedAt, h.Proof, h.ValidUntil = &by, &tx.Now, in.Proof, in.ValidUntil
	})
}

// DoubtQualification takes back that something is certified.
type DoubtQualification struct {
	ID      uuid.UUID
	Version int
}

// Doubt takes back a certificate that does not hold; what was stated stays.
func (s *Service) Doubt(ctx context.Context, in DoubtQualification) (*Held, error) {
	return s.keep(ctx, in.ID, in.Version, "doubted", func(h *Held, _ *db.Tx) { h.CertifiedBy, h.CertifiedAt, h.Proof = nil, nil, "" })
}

// keep changes an entry of somebody in the viewer's teams.
func (s *Service) keep(ctx context.Context, id uuid.UUID, version int, action string, change func(*Held, *db.Tx)) (*Held, error) {
	v, h := identity.ViewerFrom(ctx), new(Held)
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		q := reach(tx.NewSelect().Model(h).Where("held.id = ? AND held.ended_at IS NULL", id), v, ActionKeep).For("UPDATE OF held")
		if err := db.NoRows(q.Scan(ctx), ErrNone, "read qualification"); err != nil {
			return err
		}
		if h.AccountID == v.AccountID {
			return ErrOwn
		}
		if h.Version != version {
			return ErrConflict
		}
		h.Version++
		change(h, tx)
		if err := h.saveTx(ctx, tx); err != nil {
			return err
		}
		return s.record(ctx, tx, h, action)
	})
	return h, err
}

// reach narrows entries to those of colleagues in whose teams the viewer may do the action; who is locked out has none.
func reach(q *bun.SelectQuery, v *identity.Viewer, action string) *bun.SelectQuery {
	teams, all := v.TeamsFor(action)
	return q.Where("EXISTS (SELECT FROM identity.staff_right_v1 AS r WHERE r.account_id = held.account_id AND (? OR r.team IN (?)))", all, bun.List(append(teams, "-")))
}

// NeedTx refuses with ErrNotHeld who does not hold a qualification, certified and valid today.
func (s *Service) NeedTx(ctx context.Context, tx *db.Tx, account uuid.UUID, key string) error {
	held, err := tx.NewSelect().TableExpr("qualifications.held_v1").
		Where("account_id = ? AND kind = ? AND key = ? AND certified AND coalesce(valid_until, 'infinity') >= ?", account, Particular, key, clock.Today(tx.Now)).Exists(ctx)
	if err != nil {
		return fmt.Errorf("look for qualification: %w", err)
	}
	if !held {
		return ErrNotHeld.With(errs.Field{Path: "qualification", Code: "not_held", Params: map[string]string{"title": s.Title(key)}})
	}
	return nil
}
