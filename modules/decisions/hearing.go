package decisions

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/writing"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
)

// Hearing gives the person the word before a decision that burdens. (VwVfG §28(1))
type Hearing struct {
	bun.BaseModel `bun:"table:decisions.hearing,alias:hearing"`

	ID         uuid.UUID `bun:",pk"`
	CaseID     uuid.UUID
	DueOn      clock.Date
	Text       string // what is intended and why, German
	LetterID   uuid.UUID
	CreatedAt  time.Time
	CreatedBy  uuid.UUID
	AnsweredAt *time.Time
	Answer     *string // in the person's words
	Language   *string
}

// OpenHearing asks the person to speak.
type OpenHearing struct {
	Case    uuid.UUID
	Version int
	DueOn   clock.Date
	Text    string
}

// How long a person has the word, in days: a reasonable time (VwVfG §28(1)).
const (
	shortestHearing = 7
	longestHearing  = 365
)

func (in OpenHearing) check(today clock.Date) error {
	var f errs.Faults
	f.Need(len(in.Text) >= shortestReasons, "text", "required")
	f.Fits(in.Text, longestReasons, "text")
	f.Need(today.DaysUntil(in.DueOn) >= shortestHearing, "dueOn", "too_soon")
	f.Need(today.DaysUntil(in.DueOn) <= longestHearing, "dueOn", "too_late")
	return f.As(ErrInput)
}

// OpenHearing sends the letter of hearing; the promise rests meanwhile.
func (s *Service) OpenHearing(ctx context.Context, in OpenHearing) error {
	if err := in.check(clock.Today(s.db.Clock.Now())); err != nil {
		return err
	}
	return s.change(ctx, in.Case, in.Version, cases.AtWork,
		func(ctx context.Context, tx *db.Tx, c *cases.Case) (cases.Deed, error) {
			w, err := s.cases.WriterTx(ctx, tx, c)
			if err != nil {
				return cases.Deed{}, err
			}
			letter, err := w.SendTx(ctx, tx, w.Letter(letters.Hearing{
				Service: w.ServiceName(), Intended: w.Offer.Name(catalogue.German), Reasons: writing.Paragraphs(in.Text), DueOn: in.DueOn,
			}))
			if err != nil {
				return cases.Deed{}, err
			}
			h := Hearing{
				ID: ids.New(), CaseID: c.ID, DueOn: in.DueOn, Text: in.Text, LetterID: letter.ID, CreatedAt: tx.Now, CreatedBy: audit.ActorFrom(ctx).ID,
			}
			if _, err := tx.NewInsert().Model(&h).Exec(ctx); err != nil {
				return cases.Deed{}, fmt.Errorf("open hearing: %w", err)
			}
			if err := c.PauseTx(ctx, tx, cases.PauseHearing, nil); err != nil {
				return cases.Deed{}, err
			}
			c.State = cases.InHearing
			return cases.Deed{Action: "case.hearing_opened", Details: audit.Details{"hearing": h.ID.String(), "letter": letter.ID.String()}},
				w.PostTx(ctx, tx, "hearing:"+h.ID.String(), messages.TemplateHearing, h.DueOn, w.Same("reason", h.Text))
		})
}

// RecordHearing notes what the person said on another way than the portal, or that the time has passed.
type RecordHearing struct {
	Case    uuid.UUID
	Version int
	Answer  string // "" only when the time has passed
}

// RecordHearing closes the hearing; the case goes on.
func (s *Service) RecordHearing(ctx context.Context, in RecordHearing) error {
	return s.change(ctx, in.Case, in.Version, []cases.CaseState{cases.InHearing}, func(ctx context.Context, tx *db.Tx, c *cases.Case) (cases.Deed, error) {
		return s.hearTx(ctx, tx, c, in.Answer, catalogue.German)
	})
}

// AnswerHearing says a word before a decision that burdens.
type AnswerHearing struct {
	Case   uuid.UUID
	Answer string
}

// AnswerHearing writes down what the person says; the case goes on.
func (s *Service) AnswerHearing(ctx context.Context, in AnswerHearing) error {
	var f errs.Faults
	f.Need(in.Answer != "", "answer", "required")
	if err := f.As(ErrInput); err != nil {
		return err
	}
	return s.cases.ChangeOwn(ctx, in.Case, []cases.CaseState{cases.InHearing}, func(ctx context.Context, tx *db.Tx, c *cases.Case) (cases.Deed, error) {
		done, err := s.hearTx(ctx, tx, c, in.Answer, c.Language)
		if err != nil {
			return cases.Deed{}, err
		}
		return done, s.cases.TranslateLaterTx(ctx, tx, c)
	})
}

// hearingField is the name under which the answer to a hearing is translated.
const hearingField = "hearing"

// foreign is the answer to the latest hearing, for whoever puts it into German.
func (s *Service) foreign(ctx context.Context, c *cases.Case) (map[string]string, error) {
	h, err := hearingOf(ctx, s.db, c.ID)
	if err != nil || h == nil || h.Answer == nil || *h.Answer == "" || *h.Language == catalogue.German {
		return nil, err
	}
	return map[string]string{hearingField: *h.Answer}, nil
}

// hearTx writes down the answer. Silence closes a hearing only after its last day.
func (s *Service) hearTx(ctx context.Context, tx *db.Tx, c *cases.Case, answer, language string) (cases.Deed, error) {
	h, err := hearingOf(ctx, tx, c.ID)
	if err != nil {
		return cases.Deed{}, err
	}
	if h == nil || h.AnsweredAt != nil {
		return cases.Deed{}, cases.ErrState
	}
	var f errs.Faults
	f.Need(answer != "" || h.DueOn.Before(clock.Today(tx.Now)), "answer", "required")
	f.Fits(answer, longestReasons, "answer")
	if err := f.As(ErrInput); err != nil {
		return cases.Deed{}, err
	}
	h.AnsweredAt, h.Answer, h.Language = &tx.Now, &answer, &language
	if _, err := tx.NewUpdate().Model(h).WherePK().Exec(ctx); err != nil {
		return cases.Deed{}, fmt.Errorf("record hearing: %w", err)
	}
	c.State = cases.Checking
	d, err := s.decisionTx(ctx, tx, c.ID)
	if err != nil {
		return cases.Deed{}, err
	}
	if d != nil {
		c.State = cases.Deciding
	}
	return cases.Deed{Action: "case.hearing_answered", Details: audit.Details{"hearing": h.ID.String()}}, c.ResumeTx(ctx, tx)
}

// hearingOf reads the latest hearing of a case, nil if there was none.
func hearingOf(ctx context.Context, q bun.IDB, id uuid.UUID) (*Hearing, error) {
	var found []*Hearing
	if err := q.NewSelect().Model(&found).Where("case_id = ?", id).OrderExpr("created_at DESC, id DESC").Limit(1).Scan(ctx); err != nil {
		return nil, fmt.Errorf("read hearing: %w", err)
	}
	if len(found) == 0 {
		return nil, nil // none is an ordinary answer
	}
	return found[0], nil
}

// heardTx says whether the person had the word: answered, or the last day of the hearing has passed.
func (s *Service) heardTx(ctx context.Context, tx *db.Tx, c *cases.Case) (bool, error) {
	h, err := hearingOf(ctx, tx, c.ID)
	if err != nil || h == nil {
		return false, err
	}
	return h.AnsweredAt != nil || h.DueOn.Before(clock.Today(tx.Now)), nil
}
