package training

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/page"
)

// Source says by what somebody completed a training.
type Source string

// The sources.
const (
	FromCourse      Source = "course"
	FromELearning   Source = "elearning" // a package has measured it
	FromOwnWord     Source = "own_word"  // they say so; it meets no requirement that blocks something
	FromCertificate Source = "certificate"
	FromSignOff     Source = "sign_off"
	FromOffice      Source = "office" // written by hand, by who plans what staff learn
	FromImport      Source = "import"
)

var sources = []Source{FromCourse, FromELearning, FromOwnWord, FromCertificate, FromSignOff, FromOffice, FromImport}

// Record is what somebody has completed.
type Record struct {
	bun.BaseModel `bun:"table:training.record,alias:r"`

	ID          uuid.UUID `bun:",pk"`
	AccountID   uuid.UUID
	TrainingID  uuid.UUID
	CompletedOn clock.Date
	ValidUntil  clock.Date // the last day; zero: for good
	Source      Source
	SourceID    uuid.UUID
	ProofID     *uuid.UUID // a document
	RecordedBy  *uuid.UUID
	RecordedAt  time.Time
	WithdrawnBy *uuid.UUID
	WithdrawnAt *time.Time

	Training *Training `bun:"rel:belongs-to,join:training_id=id"`
}

// Completion is what RecordTx writes; the same (Source, SourceID) twice is one record.
type Completion struct {
	Account     uuid.UUID
	Training    uuid.UUID
	CompletedOn clock.Date
	ValidUntil  *clock.Date // the last day; nil: as the training says
	Source      Source
	SourceID    uuid.UUID
	Proof       *uuid.UUID // a document
}

// Completed tells that somebody has completed a training.
type Completed struct {
	RecordID   uuid.UUID `json:"record_id"`
	AccountID  uuid.UUID `json:"account_id"`
	TrainingID uuid.UUID `json:"training_id"`
}

// EventName implements events.Event.
func (Completed) EventName() string { return "training.completed" }

// Expired tells that what somebody must have done has run out, once for each time.
type Expired struct {
	AccountID     uuid.UUID  `json:"account_id"`
	TrainingID    uuid.UUID  `json:"training_id"`
	RequirementID uuid.UUID  `json:"requirement_id"`
	DueOn         clock.Date `json:"due_on"`
}

// EventName implements events.Event.
func (Expired) EventName() string { return "training.expired" }

// RecordTx writes what somebody completed, and tells it; again is as before, and yields the record of then. The caller has checked the rights. ErrInput where the day is
// to come or the end before it, ErrNone where there is no such training or nobody of the staff with that account.
func (s *Service) RecordTx(ctx context.Context, tx *db.Tx, in Completion) (*Record, error) {
	t := new(Training)
	if err := db.NoRows(tx.NewSelect().Model(t).Where("t.id = ?", in.Training).Scan(ctx), ErrNone, "find training"); err != nil {
		return nil, err
	}
	if is, err := tx.NewSelect().TableExpr("identity.account_v1").Where("id = ? AND kind = 'staff'", in.Account).Exists(ctx); err != nil || !is {
		return nil, orNone(err)
	}
	r := &Record{
		ID: ids.New(), AccountID: in.Account, TrainingID: in.Training, CompletedOn: in.CompletedOn, Source: in.Source, SourceID: in.SourceID, ProofID: in.Proof, RecordedAt: tx.Now,
	}
	if by := actor(ctx); by != uuid.Nil {
		r.RecordedBy = &by
	}
	switch {
	case in.ValidUntil != nil:
		r.ValidUntil = *in.ValidUntil
	case t.ValidMonths != nil:
		r.ValidUntil = in.CompletedOn.AddMonths(*t.ValidMonths)
	}
	var f form
	f.days(r.CompletedOn, r.ValidUntil, clock.Today(tx.Now))
	f.Need(slices.Contains(sources, in.Source), "source", "unknown")
	if err := f.As(ErrInput); err != nil {
		return nil, err
	}
	return s.writeTx(ctx, tx, r)
}

// days notes what is wrong with the days of a completion.
func (f *form) days(completed, until, today clock.Date) {
	f.Need(sensible(completed), "completedOn", "out_of_range")
	f.Need(!today.Before(completed), "completedOn", "future")
	f.Need(until.IsZero() || sensible(until) && !until.Before(completed), "validUntil", "before_start")
}

func (s *Service) writeTx(ctx context.Context, tx *db.Tx, r *Record) (*Record, error) {
	res, err := tx.NewInsert().Model(r).On("CONFLICT ON CONSTRAINT record_once DO NOTHING").Exec(ctx)
	if err != nil {
		return nil, fmt.Errorf("record training: %w", err)
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		if err != nil {
			return nil, err
		}
		known := new(Record)
		err := tx.NewSelect().Model(known).Where("source = ? AND source_id = ? AND account_id = ? AND training_id = ?", r.Source, r.SourceID, r.AccountID, r.TrainingID).Scan(ctx)
		return known, db.NoRows(err, ErrNone, "find record")
	}
	if err := holdTx(ctx, tx, r.AccountID, r.TrainingID); err != nil {
		return nil, err
	}
	d := audit.Details{"record": r.ID.String(), "training": r.TrainingID.String(), "source": string(r.Source), "completed_on": r.CompletedOn.String()}
	if err := s.record(ctx, tx, FileOf(r.AccountID), "completed", d); err != nil {
		return nil, err
	}
	return r, tx.Emit(ctx, Completed{r.ID, r.AccountID, r.TrainingID})
}

// holdTx writes anew which records of a training of somebody count. An own word takes the place of nothing that is proven.
func holdTx(ctx context.Context, tx *db.Tx, account, training uuid.UUID) error {
	for _, q := range []string{
		"SELECT pg_advisory_xact_lock(hashtextextended('training.holding:' || ?0::text || ?1::text, 0))",
		"DELETE FROM training.holding WHERE account_id = ?0 AND training_id = ?1",
		`INSERT INTO training.holding (account_id, training_id, record_id, completed_on, valid_until, by_word)
SELECT r.account_id, r.training_id, r.id, r.completed_on, r.valid_until, r.source = 'own_word' FROM training.record r
WHERE r.account_id = ?0 AND r.training_id = ?1 AND r.withdrawn_at IS NULL AND NOT EXISTS (SELECT FROM training.record b
  WHERE b.account_id = r.account_id AND b.training_id = r.training_id AND b.withdrawn_at IS NULL AND b.id <> r.id AND (b.source <> 'own_word' OR r.source = 'own_word')
  AND (b.completed_on, coalesce(b.valid_until, 'infinity'), b.id) > (r.completed_on, coalesce(r.valid_until, 'infinity'), r.id)
  AND b.completed_on >= r.completed_on AND coalesce(b.valid_until, 'infinity') >= coalesce(r.valid_until, 'infinity'))`,
	} {
		if _, err := tx.NewRaw(q, account, training).Exec(ctx); err != nil {
			return fmt.Errorf("find what counts: %w", err)
		}
	}
	return nil
}

// RecordTraining writes by hand what somebody completed.
type RecordTraining struct {
	Account     uuid.UUID
	Training    uuid.UUID
	CompletedOn clock.Date
	ValidUntil  *clock.Date
}

// RecordTraining writes a record of somebody else.
func (s *Service) RecordTraining(ctx context.Context, in RecordTraining) (r *Record, err error) {
	if in.Account == actor(ctx) {
		return nil, ErrOwn
	}
	done := Completion{Account: in.Account, Training: in.Training, CompletedOn: in.CompletedOn, ValidUntil: in.ValidUntil, Source: FromOffice, SourceID: ids.New()}
	return r, s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		r, err = s.RecordTx(ctx, tx, done)
		return err
	})
}

// WithdrawRecord takes back what was false.
type WithdrawRecord struct{ ID uuid.UUID }

// WithdrawRecord takes a record of somebody else back: it stays, and does not count. Again is as before.
func (s *Service) WithdrawRecord(ctx context.Context, in WithdrawRecord) (*Record, error) {
	r, by := new(Record), actor(ctx)
	return r, s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		err := tx.NewSelect().Model(r).Where("r.id = ?", in.ID).For("UPDATE").Scan(ctx)
		if err := db.NoRows(err, ErrNone, "lock record"); err != nil || r.WithdrawnAt != nil {
			return err
		}
		if r.AccountID == by {
			return ErrOwn
		}
		r.WithdrawnBy, r.WithdrawnAt = &by, &tx.Now
		if _, err := tx.NewUpdate().Model(r).Column("withdrawn_by", "withdrawn_at").WherePK().Exec(ctx); err != nil {
			return fmt.Errorf("withdraw record: %w", err)
		}
		if err := holdTx(ctx, tx, r.AccountID, r.TrainingID); err != nil {
			return err
		}
		return s.record(ctx, tx, FileOf(r.AccountID), "record_withdrawn", audit.Details{"record": r.ID.String()})
	})
}

type recordKey struct {
	On clock.Date
	ID uuid.UUID
}

// Records lists what somebody has completed, the newest first. The caller has checked the rights.
func (s *Service) Records(ctx context.Context, account uuid.UUID, args page.Args) (page.Page[*Record], error) {
	var after recordKey
	more, err := page.Decode(args.After, &after)
	if err != nil {
		return page.Page[*Record]{}, err
	}
	list := []*Record{}
	q := s.DB.NewSelect().Model(&list).Relation("Training").Where("r.account_id = ?", account)
	if more {
		q = q.Where("(r.completed_on, r.id) < (?, ?)", after.On, after.ID)
	}
	if err := q.OrderExpr("r.completed_on DESC, r.id DESC").Limit(int64(args.Size()) + 1).Scan(ctx); err != nil {
		return page.Page[*Record]{}, fmt.Errorf("list records: %w", err)
	}
	return page.Cut(list, args.Size(), func(r *Record) any { return recordKey{r.CompletedOn, r.ID} }), nil
}
