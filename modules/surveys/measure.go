package surveys

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

// MeasureState says how far a measure is.
type MeasureState string

// MeasureStates are all of them.
var MeasureStates = []MeasureState{"open", "done", "dropped"}

const longestNote = 500

// Measure is what follows from a survey; those who were asked see it, and its owner.
type Measure struct {
	bun.BaseModel `bun:"table:surveys.measure,alias:m"`

	ID       uuid.UUID `bun:",pk"`
	SurveyID uuid.UUID
	Title    string
	OwnerID  uuid.UUID
	DueOn    clock.Date
	State    MeasureState
	Note     string // what became of it
	Version  int

	Owner string `bun:",scanonly"` // name
}

// KeepMeasure makes a measure (version 0) or changes it; the id is the caller's, so that the same again is the same.
type KeepMeasure struct {
	Survey, ID  uuid.UUID
	Version     int
	Title, Note string
	Owner       uuid.UUID
	DueOn       clock.Date
	State       MeasureState
}

// KeepMeasure writes down what follows from a survey that was counted.
func (s *Service) KeepMeasure(ctx context.Context, in KeepMeasure) (*Survey, error) {
	in.Title, in.Note = tidy(in.Title), tidy(in.Note)
	var f errs.Faults
	f.Need(in.ID != uuid.Nil, "id", "required")
	words(&f, in.Title, longestText, "title", true)
	words(&f, in.Note, longestNote, "note", false)
	f.Need(slices.Contains(MeasureStates, in.State), "state", "unknown")
	f.Need(in.Version > 0 || !in.DueOn.Before(s.today()), "dueOn", "past")
	owner, err := s.Identity.Account(ctx, in.Owner)
	if err != nil && !errors.Is(err, identity.ErrNoAccount) {
		return nil, err
	}
	f.Need(err == nil && owner.Kind == identity.KindStaff, "owner", "unknown")
	if err := f.As(ErrInput); err != nil {
		return nil, err
	}
	err = s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		survey, err := lockTx(ctx, tx, in.Survey)
		if err != nil {
			return err
		}
		if !survey.Counted {
			return ErrOver
		}
		if err := s.keepMeasureTx(ctx, tx, in); err != nil {
			return err
		}
		return s.tellOwnerTx(ctx, tx, in, owner)
	})
	if err != nil {
		return nil, err
	}
	return s.Survey(ctx, in.Survey)
}

// tellOwnerTx tells who is in charge, once of each measure, unless they said so themselves.
func (s *Service) tellOwnerTx(ctx context.Context, tx *db.Tx, in KeepMeasure, owner identity.Account) error {
	if owner.Email == "" || in.Owner == identity.ViewerFrom(ctx).AccountID {
		return nil
	}
	to := messages.Addressee{AccountID: owner.ID, Email: owner.Email, Language: "de"}
	err := s.Messages.NotifyTx(ctx, tx, messages.Notice{
		Key: messages.TemplateSurveyMeasure + ":" + in.ID.String() + ":" + in.Owner.String(), Template: messages.TemplateSurveyMeasure, About: Record(in.Survey), To: to, Path: path,
		Params: map[string]string{"title": in.Title, "date": in.DueOn.Written(to.Language)},
	})
	if err != nil {
		return fmt.Errorf("tell owner of measure: %w", err)
	}
	return nil
}

// SayMeasure is what the owner of a measure says of it.
type SayMeasure struct {
	ID      uuid.UUID
	Version int
	State   MeasureState
	Note    string
}

// SayMeasure lets the owner of a measure say how far it is; what it is, whose and until when stays with who may ask.
func (s *Service) SayMeasure(ctx context.Context, in SayMeasure) (*Survey, error) {
	in.Note = tidy(in.Note)
	var f errs.Faults
	words(&f, in.Note, longestNote, "note", false)
	f.Need(slices.Contains(MeasureStates, in.State), "state", "unknown")
	if err := f.As(ErrInput); err != nil {
		return nil, err
	}
	m := new(Measure)
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		q := tx.NewSelect().Model(m).ColumnExpr("m.*").Where("m.id = ? AND m.owner_id = ?", in.ID, identity.ViewerFrom(ctx).AccountID).For("UPDATE")
		if err := db.NoRows(q.Scan(ctx), ErrNone, "read measure"); err != nil {
			return err
		}
		if m.Version != in.Version {
			return ErrConflict
		}
		m.State, m.Note, m.Version = in.State, in.Note, in.Version+1
		if _, err := tx.NewUpdate().Model(m).Column("state", "note", "version").WherePK().Exec(ctx); err != nil {
			return fmt.Errorf("say state of measure: %w", err)
		}
		return s.recordTx(ctx, tx, m.SurveyID, "measure", audit.Details{"measure": m.ID.String(), "state": string(m.State)})
	})
	if err != nil {
		return nil, err
	}
	return s.Survey(ctx, m.SurveyID)
}

func (s *Service) keepMeasureTx(ctx context.Context, tx *db.Tx, in KeepMeasure) error {
	m := &Measure{ID: in.ID, SurveyID: in.Survey, Title: in.Title, OwnerID: in.Owner, DueOn: in.DueOn, State: in.State, Note: in.Note, Version: in.Version + 1}
	old := new(Measure)
	err := db.NoRows(tx.NewSelect().Model(old).Where("m.id = ?", in.ID).Scan(ctx), ErrNone, "read measure")
	switch {
	case errors.Is(err, ErrNone) && in.Version == 0:
		err = insert(ctx, tx, m, "keep measure")
	case err != nil:
		return err
	case old.SurveyID != in.Survey:
		return ErrNone
	case in.Version == 0 && old.Version == 1 && old.same(m):
		return nil
	case old.Version != in.Version:
		return ErrConflict
	default:
		_, err = tx.NewUpdate().Model(m).WherePK().Exec(ctx)
	}
	if err != nil {
		return fmt.Errorf("keep measure: %w", err)
	}
	return s.recordTx(ctx, tx, in.Survey, "measure", audit.Details{"measure": m.ID.String(), "state": string(m.State)})
}

func (m *Measure) same(as *Measure) bool {
	return m.Title == as.Title && m.OwnerID == as.OwnerID && m.DueOn == as.DueOn && m.State == as.State && m.Note == as.Note
}

func (s *Service) measures(ctx context.Context, surveys []uuid.UUID) ([]Measure, error) {
	var list []Measure
	err := s.DB.NewSelect().Model(&list).ColumnExpr("m.*, coalesce(owner.name, '') AS owner").Join("LEFT JOIN identity.account_v1 AS owner ON owner.id = m.owner_id").
		Where("m.survey_id IN ?", bun.Tuple(surveys)).OrderExpr("m.survey_id, m.state <> 'open', m.due_on, m.id").Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("list measures: %w", err)
	}
	return list, nil
}
