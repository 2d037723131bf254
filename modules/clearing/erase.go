package clearing

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
)

const (
	leftOpen    = 24 * time.Hour // an open visit without an end is ended then
	sweptAtOnce = 200
)

// Daily ends visits that were left open, so that no paper is lost in them, and erases what nobody came back for. One visit in a transaction.
func (s *Service) Daily(ctx context.Context) error {
	now := s.DB.Clock.Now()
	ctx = audit.WithActor(ctx, audit.Actor{Kind: audit.System})
	return errors.Join(
		s.each(ctx, s.endLeft, "v.state = 'open' AND v.opened_at < ?", now.Add(-leftOpen)),
		s.each(ctx, s.eraseTx, "v.state = 'ended' AND v.kept_until < ?", clock.Today(now)))
}

func (s *Service) each(ctx context.Context, do func(context.Context, *db.Tx, *Visit) error, where string, arg any) error {
	var due []uuid.UUID
	if err := s.DB.NewSelect().Model((*Visit)(nil)).Column("v.id").Where(where, arg).OrderExpr("v.id").Limit(sweptAtOnce).Scan(ctx, &due); err != nil {
		return fmt.Errorf("look for visits: %w", err)
	}
	var faults []error
	for _, id := range due {
		faults = append(faults, s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
			var still []*Visit
			if err := tx.NewSelect().Model(&still).Where("v.id = ?", id).Where(where, arg).For("UPDATE OF v SKIP LOCKED").Scan(ctx); err != nil || len(still) == 0 {
				return err
			}
			return do(ctx, tx, still[0])
		}))
	}
	return errors.Join(faults...)
}

// endLeft ends a visit for which nobody did: what was taken in for a case reaches it, without a confirmation.
func (s *Service) endLeft(ctx context.Context, tx *db.Tx, v *Visit) error {
	if v.CaseID == nil {
		v.KeptUntil = clock.Today(tx.Now).AddDays(s.cfg.KeepDays)
	}
	if err := s.endTx(ctx, tx, v); err != nil {
		return err
	}
	return v.saveTx(ctx, tx)
}

// eraseTx removes a visit of somebody without a case, with papers and confirmation.
func (s *Service) eraseTx(ctx context.Context, tx *db.Tx, v *Visit) error {
	if err := s.Documents.EraseSubjectTx(ctx, tx, Record(v.ID)); err != nil {
		return err
	}
	keys, err := s.Letters.EraseTx(ctx, tx, v.aboutOf())
	if err != nil {
		return err
	}
	if err := s.Documents.DropTx(ctx, tx, keys); err != nil {
		return err
	}
	if _, err := tx.NewDelete().Model(v).WherePK().Exec(ctx); err != nil {
		return fmt.Errorf("erase visit: %w", err)
	}
	return s.Audit.RecordTx(ctx, tx, Record(v.ID), "visit.erased", nil)
}

// EraseTx removes the visits about a case that is erased; their papers and letters hang on the case.
func (s *Service) EraseTx(ctx context.Context, tx *db.Tx, caseID uuid.UUID) error {
	if _, err := tx.NewDelete().Model((*Visit)(nil)).Where("case_id = ?", caseID).Exec(ctx); err != nil {
		return fmt.Errorf("erase visits of case: %w", err)
	}
	return nil
}
