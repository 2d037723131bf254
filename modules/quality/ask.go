package quality

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/seal"
)

// Side says for whom somebody was there.
type Side string

// The sides of a talk, and who else may complain.
const (
	Client Side = "client"
	Clerk  Side = "clerk"
	Other  Side = "other"
)

// Sides are those who are asked.
var Sides = []Side{Client, Clerk}

// talk is a booking that took place and was signed by both.
type talk struct {
	bun.BaseModel `bun:"table:interpreters.talk_v1,alias:t"`

	ID            uuid.UUID
	InterpreterID uuid.UUID
	AskedBy       *uuid.UUID
	AboutKind     string
	AboutID       uuid.UUID
	SubjectKind   string
	SubjectID     *uuid.UUID
	Language      string
	StartsAt      time.Time
	SignedAt      time.Time
}

func (t *talk) about() audit.Record { return audit.Record{Kind: t.AboutKind, ID: t.AboutID} }

func readTalk(ctx context.Context, q bun.IDB, assignment uuid.UUID) (*talk, error) {
	t := new(talk)
	return t, db.NoRows(q.NewSelect().Model(t).Where("t.id = ?", assignment).Scan(ctx), ErrNone, "read talk")
}

// asked is that somebody was asked.
type asked struct {
	bun.BaseModel `bun:"table:quality.asked,alias:a"`

	AssignmentID uuid.UUID `bun:",pk"`
	Side         Side      `bun:",pk"`
	Spent        bool
	ValidUntil   time.Time
}

const (
	toTell       byte = 'f' // how it went
	feedbackPath      = "/feedback"
)

func (s *Service) links() seal.Seal {
	return seal.Seal{Key: s.Secret, Purpose: "quality.link", Bytes: 16, Forged: ErrNone, Over: ErrOver}
}

func (s *Service) opened(token string) (uuid.UUID, error) {
	return s.links().OpenLink(toTell, token, s.DB.Clock.Now())
}

// AskedRecord names in mails whom they asked: by the person, so that they are erased with them, or by what it was about. It is no place in the trail.
func AskedRecord(id uuid.UUID) audit.Record { return audit.Record{Kind: "feedback", ID: id} }

// Ask asks those who were at a talk: the clerk in the office, the client by mail, if the house knows their mailbox. Who was asked before is not asked again;
// what was not signed by both, or whose time is over, is not asked about.
func (s *Service) Ask(ctx context.Context, assignment uuid.UUID) error {
	t, err := readTalk(ctx, s.DB, assignment)
	if errors.Is(err, ErrNone) {
		return nil
	}
	if err != nil {
		return err
	}
	until := t.SignedAt.AddDate(0, 0, s.Rules.LinkDays)
	if !s.DB.Clock.Now().Before(until) {
		return nil
	}
	var to messages.Addressee
	known := false
	if s.Clients != nil {
		if to, known, err = s.Clients.Of(ctx, t.about()); err != nil {
			return fmt.Errorf("find who came: %w", err)
		}
	}
	return s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if t.AskedBy != nil {
			if err := askTx(ctx, tx, &asked{AssignmentID: t.ID, Side: Clerk, ValidUntil: until}); err != nil {
				return err
			}
		}
		if !known || to.Email == "" {
			return nil
		}
		if err := askTx(ctx, tx, &asked{AssignmentID: t.ID, Side: Client, ValidUntil: until}); err != nil {
			return err
		}
		return s.mailTx(ctx, tx, t, to, until)
	})
}

func askTx(ctx context.Context, tx *db.Tx, a *asked) error {
	if _, err := tx.NewInsert().Model(a).On("CONFLICT DO NOTHING").Exec(ctx); err != nil {
		return fmt.Errorf("ask how it went: %w", err)
	}
	return nil
}

func (s *Service) mailTx(ctx context.Context, tx *db.Tx, t *talk, to messages.Addressee, until time.Time) error {
	whose := t.AboutID
	if t.SubjectID != nil {
		whose = *t.SubjectID
	}
	return s.Messages.NotifyTx(ctx, tx, messages.Notice{
		Key: messages.TemplateFeedbackAsked + ":" + t.ID.String(), Template: messages.TemplateFeedbackAsked, About: AskedRecord(whose), To: to,
		Path: feedbackPath, Secret: s.links().Link(toTell, t.ID, until), Params: map[string]string{"date": t.day().Written(to.Language)},
	})
}

func (t *talk) day() clock.Date { return clock.Today(t.StartsAt) }

// Form is what somebody is asked.
type Form struct {
	Side      Side
	Questions []string
	Most      int
	Day       clock.Date // of the talk
	Language  string     // ISO 639-3, of the talk
}

// Look is what a link asks.
func (s *Service) Look(ctx context.Context, token string) (*Form, error) {
	id, err := s.opened(token)
	if err != nil {
		return nil, err
	}
	t, err := readTalk(ctx, s.DB, id)
	if err != nil {
		return nil, err
	}
	return s.form(ctx, t, Client)
}

// OfClerk is what the viewer is still asked about a talk for which they asked an interpreter; nil: nothing, or it was somebody else who did.
func (s *Service) OfClerk(ctx context.Context, assignment uuid.UUID) (*Form, error) {
	t, err := s.ownTalk(ctx, s.DB, assignment)
	if err == nil {
		f, err := s.form(ctx, t, Clerk)
		if err == nil {
			return f, nil
		}
		if !errors.Is(err, ErrNone) && !errors.Is(err, ErrSpent) && !errors.Is(err, ErrOver) {
			return nil, err
		}
		return nil, nil // nothing is asked any more
	}
	if errors.Is(err, ErrNone) {
		return nil, nil // nothing is asked
	}
	return nil, err
}

// ownTalk is a talk for which the viewer asked an interpreter.
func (s *Service) ownTalk(ctx context.Context, q bun.IDB, assignment uuid.UUID) (*talk, error) {
	t, err := readTalk(ctx, q, assignment)
	if err != nil {
		return nil, err
	}
	v := identity.ViewerFrom(ctx)
	if !v.LoggedIn() || t.AskedBy == nil || *t.AskedBy != v.AccountID {
		return nil, ErrNone
	}
	return t, nil
}

func (s *Service) form(ctx context.Context, t *talk, side Side) (*Form, error) {
	a := new(asked)
	err := s.DB.NewSelect().Model(a).Where("a.assignment_id = ? AND a.side = ?", t.ID, side).Scan(ctx)
	if err := db.NoRows(err, ErrNone, "read whether somebody was asked"); err != nil {
		return nil, err
	}
	if err := a.open(s.DB.Clock.Now()); err != nil {
		return nil, err
	}
	return &Form{Side: side, Questions: s.Rules.Asked(side), Most: most, Day: t.day(), Language: t.Language}, nil
}

// open says whether somebody may still answer.
func (a *asked) open(now time.Time) error {
	switch {
	case a.Spent:
		return ErrSpent
	case !now.Before(a.ValidUntil):
		return ErrOver
	}
	return nil
}
