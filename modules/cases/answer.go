package cases

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/applications"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

// What applicants ask for on their own cases.
type (
	// AnswerRequest hands in what was uploaded for a request.
	AnswerRequest struct{ Case, Request uuid.UUID }
	// WithdrawCase takes an application back.
	WithdrawCase struct{ Case uuid.UUID }
)

// settle is how long uploads for a request lie untouched before they count as handed in without a word.
const settle = 24 * time.Hour

// AnswerRequest hands in what was uploaded: it is to be checked, and the promise runs again. Nothing uploaded is ErrInput; what is
// still missing stays missing, and the office may ask again.
func (s *Service) AnswerRequest(ctx context.Context, in AnswerRequest) error {
	return s.ChangeOwn(ctx, in.Case, []CaseState{Waiting}, func(ctx context.Context, tx *db.Tx, c *Case) (Deed, error) {
		n, err := s.handInTx(ctx, tx, c)
		if err != nil {
			return Deed{}, err
		}
		if n == 0 {
			return Deed{}, ErrInput.With(errs.Field{Path: "request", Code: "nothing_there"})
		}
		return s.endRequestTx(ctx, tx, c, in.Request, RequestAnswered)
	})
}

// handInTx takes what was uploaded for the requested papers and seals it; it tells how many there were.
func (s *Service) handInTx(ctx context.Context, tx *db.Tx, c *Case) (int, error) {
	var uploads []*documents.Document
	err := tx.NewSelect().ModelTableExpr("documents.document_v1 AS document").Model(&uploads).Column("id", "item", "verification", "account_id").
		Where("subject_kind = 'case' AND subject_id = ? AND sealed_at IS NULL AND state IN ('ready', 'unscanned', 'checking')", c.ID).Scan(ctx)
	if err != nil {
		return 0, fmt.Errorf("list uploads: %w", err)
	}
	taken, err := takeTx(ctx, tx, c, uploads)
	if err != nil || taken == 0 {
		return 0, err
	}
	return taken, s.documents.AdoptTx(ctx, tx, Record(c.ID), Record(c.ID), uuid.Nil)
}

// takeTx hangs papers on what the person still owes; it tells how many.
func takeTx(ctx context.Context, tx *db.Tx, c *Case, came []*documents.Document) (taken int, err error) {
	papers, err := papersOf(ctx, tx, c.ID)
	for _, p := range papers {
		i := slices.IndexFunc(came, func(d *documents.Document) bool { return d.Item == p.Item })
		if i < 0 || !p.open() {
			continue
		}
		p.take(came[i])
		if err := p.saveTx(ctx, tx); err != nil {
			return 0, err
		}
		taken++
	}
	return taken, err
}

// TakeTx takes papers that came by another way than the portal and hang on the case already: they are to be checked, and a request that asks
// for nothing else is answered. It tells how many it took; a closed case takes none.
func (s *Service) TakeTx(ctx context.Context, tx *db.Tx, c *Case, came []*documents.Document) (int, error) {
	if c.ClosedAt != nil {
		return 0, nil
	}
	taken, err := takeTx(ctx, tx, c, came)
	if err != nil {
		return 0, err
	}
	var answered []uuid.UUID
	err = tx.NewRaw(`SELECT r.id FROM cases.request r WHERE r.case_id = ? AND r.state = 'open' AND NOT EXISTS (SELECT FROM cases.paper p
WHERE p.case_id = r.case_id AND p.item = ANY(r.items) AND p.state IN ('missing', 'rejected'))`, c.ID).Scan(ctx, &answered)
	if err == nil && len(answered) > 0 {
		_, err = s.endRequestTx(ctx, tx, c, answered[0], RequestAnswered)
	}
	return taken, err
}

// Withdraw takes back the application behind a case, which closes it; others of the same sitting go on.
func (s *Service) Withdraw(ctx context.Context, in WithdrawCase) error {
	account := identity.ViewerFrom(ctx).AccountID
	c := new(Case)
	err := s.db.NewSelect().Model(c).Where("c.id = ? AND c.account_id = ?", in.Case, account).Scan(ctx)
	if err := db.NoRows(err, ErrNotFound, "read own case"); err != nil {
		return err
	}
	_, err = s.applications.Withdraw(ctx, account, applications.WithdrawApplication{Sitting: c.SittingID, Application: &c.ApplicationID})
	return err
}

// answerSettled ends requests for which everything was uploaded a day ago: who forgot to hand in does not wait for nothing.
func (s *Service) answerSettled(ctx context.Context) error {
	var due []Request
	err := s.db.NewSelect().Model(&due).Where(`request.state = 'open' AND NOT EXISTS (SELECT FROM unnest(request.items) i WHERE NOT EXISTS (
SELECT FROM documents.document_v1 d WHERE d.subject_kind = 'case' AND d.subject_id = request.case_id AND d.item = i AND d.sealed_at IS NULL
 AND d.state IN ('ready', 'unscanned') AND d.received_at < ?))`, s.db.Clock.Now().Add(-settle)).Scan(ctx)
	if err != nil {
		return fmt.Errorf("look for settled uploads: %w", err)
	}
	for _, r := range due {
		err := s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
			c, err := lockTx(ctx, tx, "c.id = ? AND c.state = ?", r.CaseID, Waiting)
			if err != nil {
				return errs.Ignore(err, ErrNotFound)
			}
			if _, err := s.handInTx(ctx, tx, c); err != nil {
				return err
			}
			done, err := s.endRequestTx(ctx, tx, c, r.ID, RequestAnswered)
			if err != nil {
				return errs.Ignore(err, ErrState)
			}
			return s.SaveTx(ctx, tx, c, done)
		})
		if err != nil {
			return err
		}
	}
	return nil
}
