package cases

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
)

// Hearing gives the person the word before a decision that burdens. (VwVfG §28(1))
type Hearing struct {
	bun.BaseModel `bun:"table:cases.hearing,alias:hearing"`

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

func (in OpenHearing) check(today clock.Date) error {
	var f faults
	f.need(len(in.Text) >= shortestReasons, "text", "required")
	f.need(len(in.Text) <= longestReasons, "text", "too_long")
	f.need(today.DaysUntil(in.DueOn) >= shortestRequest, "dueOn", "too_soon")
	f.need(today.DaysUntil(in.DueOn) <= longestRequest, "dueOn", "too_late")
	return f.err()
}

// OpenHearing sends the letter of hearing; the promise rests meanwhile.
func (s *Service) OpenHearing(ctx context.Context, in OpenHearing) error {
	if err := in.check(clock.Today(s.db.Clock.Now())); err != nil {
		return err
	}
	return s.change(ctx, "cases.decide", in.Case, in.Version, atWork,
		func(ctx context.Context, tx *db.Tx, c *Case) (step, error) {
			w, err := s.writerTx(ctx, tx, c)
			if err != nil {
				return step{}, err
			}
			letter, err := s.sendLetterTx(ctx, tx, w, letters.Hearing{
				Service: w.name(), Intended: w.offer.Name(catalogue.German), Reasons: paragraphs(in.Text), DueOn: in.DueOn,
			})
			if err != nil {
				return step{}, err
			}
			h := Hearing{
				ID: ids.New(), CaseID: c.ID, DueOn: in.DueOn, Text: in.Text, LetterID: letter.ID, CreatedAt: tx.Now, CreatedBy: audit.ActorFrom(ctx).ID,
			}
			if _, err := tx.NewInsert().Model(&h).Exec(ctx); err != nil {
				return step{}, fmt.Errorf("open hearing: %w", err)
			}
			if err := c.pauseTx(ctx, tx, PauseHearing, nil); err != nil {
				return step{}, err
			}
			c.State = InHearing
			return step{"case.hearing_opened", audit.Details{"hearing": h.ID.String(), "letter": letter.ID.String()}},
				w.postTx(ctx, tx, "hearing:"+h.ID.String(), messages.TemplateHearing, h.DueOn, w.same("reason", h.Text))
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
	return s.change(ctx, "cases.decide", in.Case, in.Version, []CaseState{InHearing}, func(ctx context.Context, tx *db.Tx, c *Case) (step, error) {
		return s.hearTx(ctx, tx, c, in.Answer, catalogue.German)
	})
}

// hearTx writes down the answer. Silence closes a hearing only after its last day.
func (s *Service) hearTx(ctx context.Context, tx *db.Tx, c *Case, answer, language string) (step, error) {
	h, err := hearingOf(ctx, tx, c.ID)
	if err != nil {
		return step{}, err
	}
	if h == nil || h.AnsweredAt != nil {
		return step{}, ErrState
	}
	var f faults
	f.need(answer != "" || h.DueOn.Before(clock.Today(tx.Now)), "answer", "required")
	f.need(len(answer) <= longestReasons, "answer", "too_long")
	if err := f.err(); err != nil {
		return step{}, err
	}
	h.AnsweredAt, h.Answer, h.Language = &tx.Now, &answer, &language
	if _, err := tx.NewUpdate().Model(h).WherePK().Exec(ctx); err != nil {
		return step{}, fmt.Errorf("record hearing: %w", err)
	}
	c.State = Checking
	d, err := s.decisionTx(ctx, tx, c.ID)
	if err != nil {
		return step{}, err
	}
	if d != nil {
		c.State = Deciding
	}
	return step{"case.hearing_answered", audit.Details{"hearing": h.ID.String()}}, c.resumeTx(ctx, tx)
}

// hearingOf reads the latest hearing of a case, nil if there was none.
func hearingOf(ctx context.Context, q bun.IDB, id uuid.UUID) (*Hearing, error) {
	var found []*Hearing
	if err := q.NewSelect().Model(&found).Where("case_id = ?", id).OrderExpr("created_at DESC").Limit(1).Scan(ctx); err != nil {
		return nil, fmt.Errorf("read hearing: %w", err)
	}
	if len(found) == 0 {
		return nil, nil //nolint:nilnil // none is an ordinary answer
	}
	return found[0], nil
}

// heardTx says whether the person had the word: answered, or the last day of the hearing has passed.
func (s *Service) heardTx(ctx context.Context, tx *db.Tx, c *Case) (bool, error) {
	h, err := hearingOf(ctx, tx, c.ID)
	if err != nil || h == nil {
		return false, err
	}
	return h.AnsweredAt != nil || h.DueOn.Before(clock.Today(tx.Now)), nil
}
