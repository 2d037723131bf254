package clearing

import (
	"context"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/seal"
)

func (s *Service) seal() seal.Seal {
	return seal.Seal{Key: s.cfg.Secret, Purpose: "clearing.take_over", Bytes: 18}
}

// TakeOverURL is where somebody without a case takes answers and papers over into their own application; "" for a case, and where links are
// not signed. What stands behind the # reaches no server's log.
func (s *Service) TakeOverURL(v *Visit) string {
	if v.CaseID != nil || len(s.cfg.Secret) == 0 {
		return ""
	}
	return s.cfg.BaseURL + "/taken#" + s.seal().Make(v.ID[:])
}

// ByToken finds the visit of a link that can still be taken over. A link that was used, is over or was never ours is ErrNotFound.
func (s *Service) ByToken(ctx context.Context, token string) (*Visit, error) {
	id := s.seal().Open(token, len(uuid.UUID{}))
	if id == nil {
		return nil, ErrNotFound
	}
	v := new(Visit)
	err := s.DB.NewSelect().Model(v).Where("v.id = ? AND v.state = ? AND v.case_id IS NULL", uuid.UUID(id), Ended).
		Where("v.taken_over_at IS NULL AND v.kept_until >= ?", clock.Today(s.DB.Clock.Now())).Scan(ctx)
	return v, db.NoRows(err, ErrNotFound, "read visit of link")
}

// Papers counts what waits to be taken over.
func (s *Service) Papers(ctx context.Context, v *Visit) (int, error) {
	docs, err := s.Documents.ForSubject(ctx, Record(v.ID))
	return len(docs), err
}

// TakeOverTx hands the papers of a visit to a draft of an account. The link is used up by it.
func (s *Service) TakeOverTx(ctx context.Context, tx *db.Tx, visit uuid.UUID, to audit.Record, account uuid.UUID) error {
	v := new(Visit)
	err := tx.NewSelect().Model(v).Where("v.id = ? AND v.state = ? AND v.case_id IS NULL AND v.taken_over_at IS NULL", visit, Ended).For("UPDATE OF v").Scan(ctx)
	if err := db.NoRows(err, ErrNotFound, "take visit over"); err != nil {
		return err
	}
	if err := s.Documents.HandOverTx(ctx, tx, Record(v.ID), to, documents.Owner{Account: account}); err != nil {
		return err
	}
	v.TakenOverAt, v.Answers, v.Name = &tx.Now, map[string]any{}, ""
	if err := v.saveTx(ctx, tx); err != nil {
		return err
	}
	return s.Audit.RecordTx(ctx, tx, Record(v.ID), "visit.taken_over", audit.Details{"to": to.ID.String()})
}
