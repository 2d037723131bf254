package applications

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
)

// StartSitting begins a draft.
type StartSitting struct {
	Service        string
	Language       string
	IdempotencyKey string
}

// SetSittingLanguage changes the language of a sitting.
type SetSittingLanguage struct {
	Sitting  ID
	Language string
}

// DeleteDraft removes a draft for good.
type DeleteDraft struct{ Sitting ID }

// Start begins a draft with the current version of a service; the same key again gives the same sitting. Somebody whose provider
// vouches for them is recognised now, so that papers already with the office count from the start.
func (s *Service) Start(ctx context.Context, v *identity.Viewer, in StartSitting) (*Sitting, error) {
	if err := checkKey(in.IdempotencyKey); err != nil {
		return nil, err
	}
	if err := s.checkLanguage(in.Language); err != nil {
		return nil, err
	}
	o, err := s.deps.Catalogue.Offer(ctx, in.Service)
	if errs.KindOf(err) == errs.NotFound {
		return nil, ErrNoService.Because(err)
	}
	if err != nil {
		return nil, err
	}
	who, err := s.signatory(ctx, v)
	if err != nil {
		return nil, err
	}
	id := ids.New()
	err = s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if _, err := s.deps.Persons.RecogniseTx(ctx, tx, who.Vouched); err != nil {
			return err
		}
		return s.startTx(ctx, tx, who, o.Key, o.Version, in, &id)
	})
	if err != nil {
		return nil, err
	}
	return s.Sitting(ctx, who.AccountID, id)
}

func (s *Service) startTx(ctx context.Context, tx *db.Tx, who Signatory, service string, version int, in StartSitting, id *ID) error {
	// One account starts one sitting at a time, so that the limit holds.
	if _, err := tx.NewRaw("SELECT pg_advisory_xact_lock(hashtextextended(?, 8))", "start "+who.AccountID.String()).Exec(ctx); err != nil {
		return fmt.Errorf("start sitting: %w", err)
	}
	var mine []Sitting
	err := tx.NewSelect().Model(&mine).Where("account_id = ? AND (state = 'draft' OR start_key = ?)", who.AccountID, in.IdempotencyKey).
		Scan(ctx)
	if err != nil {
		return fmt.Errorf("count drafts: %w", err)
	}
	if i := slices.IndexFunc(mine, func(m Sitting) bool { return m.StartKey == in.IdempotencyKey }); i >= 0 {
		*id = mine[i].ID
		return nil
	}
	if limit := s.deps.Catalogue.City().Limits.DraftsPerAccount; limit > 0 && len(mine) >= limit {
		return ErrTooManyDrafts
	}
	ends := tx.Now.Add(s.cfg.KeepDraft)
	sit := &Sitting{
		ID: *id, AccountID: who.AccountID, Service: service, ServiceVersion: version, Language: in.Language, State: Draft, Version: 1,
		StartedAt: tx.Now, ChangedAt: tx.Now, ExpiresAt: &ends, StartKey: in.IdempotencyKey,
	}
	if _, err := tx.NewInsert().Model(sit).Exec(ctx); err != nil {
		return fmt.Errorf("start sitting: %w", err)
	}
	a := &Application{ID: ids.New(), SittingID: sit.ID, Who: Principal, State: ApplicationDraft, Version: 1, Answers: json.RawMessage("{}")}
	if _, err := tx.NewInsert().Model(a).Exec(ctx); err != nil {
		return fmt.Errorf("start sitting: %w", err)
	}
	return s.deps.Audit.RecordTx(ctx, tx, Record(sit.ID), "sitting.started", audit.Details{"service": service})
}

// SetLanguage changes the language in which the person reads and is written to.
func (s *Service) SetLanguage(ctx context.Context, account ID, in SetSittingLanguage) (*Sitting, error) {
	if err := s.checkLanguage(in.Language); err != nil {
		return nil, err
	}
	return s.change(ctx, account, byID, in.Sitting, func(_ context.Context, _ *db.Tx, sit *Sitting) error {
		sit.Language = in.Language
		return nil
	})
}

func (s *Service) checkLanguage(lang string) error {
	if lang != "de-simple" && !slices.Contains(s.deps.Catalogue.City().Languages, lang) {
		return ErrLanguage
	}
	return nil
}

// Delete removes a draft with its answers and papers. One that is gone already is no error.
func (s *Service) Delete(ctx context.Context, account ID, in DeleteDraft) error {
	return s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		sit, err := s.locked(ctx, tx, account, in.Sitting, nil)
		if errs.KindOf(err) == errs.NotFound {
			return nil
		}
		if err != nil {
			return err
		}
		if sit.State != Draft {
			return ErrSubmitted
		}
		return s.deleteTx(ctx, tx, sit, "sitting.deleted")
	})
}

func (s *Service) deleteTx(ctx context.Context, tx *db.Tx, sit *Sitting, action string) error {
	for _, a := range sit.Applications {
		if err := s.deps.Documents.EraseSubjectTx(ctx, tx, a.Record()); err != nil {
			return err
		}
	}
	if _, err := tx.NewDelete().Model(sit).WherePK().Exec(ctx); err != nil {
		return fmt.Errorf("delete draft: %w", err)
	}
	tx.Notify(Topic(sit.ID))
	return s.deps.Audit.RecordTx(ctx, tx, Record(sit.ID), action, nil)
}

// TidyArgs is the job that reminds of drafts and deletes those whose time is over.
type TidyArgs struct{}

// Kind implements river.JobArgs.
func (TidyArgs) Kind() string { return "applications.tidy" }

// Tidy reminds and deletes, one draft in a transaction, so that one fault does not stop the others. It may run on several machines.
func (s *Service) Tidy(ctx context.Context, _ TidyArgs) error {
	now := s.db.Clock.Now()
	over, err := s.drafts(ctx, "expires_at <= ?", now)
	if err != nil {
		return err
	}
	var faults []error
	for _, d := range over {
		faults = append(faults, s.settle(ctx, d, func(ctx context.Context, tx *db.Tx, sit *Sitting) error {
			return s.deleteTx(ctx, tx, sit, "sitting.expired")
		}))
	}
	soon, err := s.drafts(ctx, "reminded_at IS NULL AND expires_at <= ?", now.Add(s.cfg.RemindBefore))
	for _, d := range soon {
		faults = append(faults, s.remind(ctx, d))
	}
	return errors.Join(append(faults, err)...)
}

const tidyAtOnce = 500

func (s *Service) drafts(ctx context.Context, where string, at time.Time) ([]*Sitting, error) {
	var rows []*Sitting
	err := s.db.NewSelect().Model(&rows).Where("state = 'draft'").Where(where, at).OrderExpr("expires_at").Limit(tidyAtOnce).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("find drafts: %w", err)
	}
	return rows, nil
}

// settle does something to a draft unless it changed since it was found.
func (s *Service) settle(ctx context.Context, found *Sitting, fn func(context.Context, *db.Tx, *Sitting) error) error {
	return s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		sit, err := s.locked(ctx, tx, found.AccountID, found.ID, nil)
		if errs.KindOf(err) == errs.NotFound {
			return nil
		}
		if err != nil {
			return err
		}
		if sit.State != Draft || sit.Version != found.Version || sit.RemindedAt != nil && found.RemindedAt == nil {
			return nil
		}
		return fn(ctx, tx, sit)
	})
}

func (s *Service) remind(ctx context.Context, found *Sitting) error {
	to, err := s.deps.Identity.Account(ctx, found.AccountID)
	if err != nil {
		return err
	}
	return s.settle(ctx, found, func(ctx context.Context, tx *db.Tx, sit *Sitting) error {
		if _, err := tx.NewUpdate().Model(sit).Set("reminded_at = ?", tx.Now).WherePK().Exec(ctx); err != nil {
			return fmt.Errorf("remind of draft: %w", err)
		}
		return s.deps.Messages.NotifyTx(ctx, tx, messages.Notice{
			Key: fmt.Sprintf("draft %s %d", sit.ID, sit.Version), Template: messages.TemplateReminderDraft, About: Record(sit.ID),
			To: messages.Addressee{AccountID: to.ID, Email: to.Email, Language: sit.Language}, Path: "/apply/" + sit.ID.String(),
			Params: map[string]string{"due": clock.Today(*sit.ExpiresAt).German()}, Until: sit.ExpiresAt,
		})
	})
}
