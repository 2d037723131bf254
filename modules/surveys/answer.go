package surveys

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

// Sign signs the viewer's blinded token, one for each account; the same again is signed again, so that nothing is lost with a connection. No trail tells of it.
func (s *Service) Sign(ctx context.Context, id uuid.UUID, blinded []byte) (signature []byte, err error) {
	err = s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		a := new(asked)
		err := tx.NewSelect().Model(a).Where("a.survey_id = ? AND a.account_id = ?", id, identity.ViewerFrom(ctx).AccountID).For("UPDATE").Scan(ctx)
		if err := db.NoRows(err, ErrNone, "read who is asked"); err != nil {
			return err
		}
		survey, err := read(ctx, tx, id)
		if err != nil {
			return err
		}
		if survey.StateOn(clock.Today(tx.Now)) != Open || survey.PrivateKey == nil {
			return ErrOver
		}
		digest := sha256.Sum256(blinded)
		if a.Blinded != nil && !bytes.Equal(a.Blinded, digest[:]) {
			return ErrSigned
		}
		if signature, err = s.sign(survey, blinded); err != nil || a.Blinded != nil {
			return err
		}
		a.Blinded = digest[:]
		if _, err := tx.NewUpdate().Model(a).Column("blinded").WherePK().Exec(ctx); err != nil {
			return fmt.Errorf("mark signature: %w", err)
		}
		return nil
	})
	return signature, err
}

// HandIn is an answer with the token that says it is one of those who are asked.
type HandIn struct {
	Survey           uuid.UUID
	Token, Signature []byte
	Answers          []Answer
}

// Answer is that of one question.
type Answer struct {
	Place int
	Value int    // 0: rather not say; of a scale from 1 to 5, of a choice the option's place
	Text  string // of a question in words
}

// body is what is kept of an answer until the counting.
type body struct {
	Values map[int]int    `json:"v"`
	Texts  map[int]string `json:"t"`
}

// answer is a row: the token's digest, which is chance alone, and the sealed body.
type answer struct {
	bun.BaseModel `bun:"table:surveys.answer"`

	SurveyID uuid.UUID `bun:",pk"`
	Token    []byte    `bun:",pk"`
	Sealed   []byte
}

// HandIn takes an answer from somebody who is not logged in; each token once. Nothing but the sealed row is written: no trail, no job, no event, no time.
func (s *Service) HandIn(ctx context.Context, in HandIn) error {
	if identity.ViewerFrom(ctx).LoggedIn() {
		return ErrKnown
	}
	survey, err := read(ctx, s.DB, in.Survey)
	if err != nil {
		return err
	}
	if err := survey.verify(in.Token, in.Signature); err != nil {
		return err
	}
	if !s.answers.Allow("", answersPerMinute, s.DB.Clock.Now()) { // of what is signed alone: else a stranger with junk would keep everybody out
		return ErrTooOften
	}
	if !survey.takes(s.today()) {
		return ErrOver
	}
	if err := s.questions(ctx, map[uuid.UUID]*Survey{survey.ID: survey}, []uuid.UUID{survey.ID}); err != nil {
		return err
	}
	b, err := survey.checked(in.Answers)
	if err != nil {
		return err
	}
	digest := sha256.Sum256(in.Token)
	row := &answer{SurveyID: survey.ID, Token: digest[:]}
	if row.Sealed, err = s.hideAnswer(survey, row.Token, b); err != nil {
		return err
	}
	_, err = s.DB.NewInsert().Model(row).Exec(ctx)
	if err := db.MapConstraints(err, map[string]error{"answer_once": ErrSpent}); errors.Is(err, ErrSpent) {
		return ErrSpent
	}
	if err != nil {
		return fmt.Errorf("take answer: %w", err)
	}
	return nil
}

// checked are the answers: of each question that is not in words exactly one. Were one left out, its sum would tell that somebody did.
func (s *Survey) checked(answers []Answer) (*body, error) {
	var f errs.Faults
	b, seen := &body{Values: map[int]int{}, Texts: map[int]string{}}, map[int]bool{}
	for _, a := range answers[:min(len(answers), mostQuestions+1)] {
		if a.Place < 1 || a.Place > len(s.Questions) || seen[a.Place] {
			f.Need(false, "answers", "unknown")
			continue
		}
		seen[a.Place] = true
		q, at := s.Questions[a.Place-1], fmt.Sprintf("answers.%d", a.Place)
		text := tidy(a.Text)
		f.Need(a.Value >= 0 && a.Value <= q.values(), at, "out_of_range")
		f.Need(q.Kind == Text || text == "", at, "unknown")
		words(&f, text, longestRemark, at, false)
		if q.Kind != Text {
			b.Values[a.Place] = a.Value
		} else if text != "" {
			b.Texts[a.Place] = text
		}
	}
	for _, q := range s.Questions {
		f.Need(q.Kind == Text || seen[q.Place], fmt.Sprintf("answers.%d", q.Place), "required")
	}
	return b, f.As(ErrInput)
}

const (
	bodyBytes   = 1024 // of all values
	remarkBytes = 6*longestRemark + 72
)

// hideAnswer seals an answer; all of a survey have the same length, so that it does not tell who has written much.
func (s *Service) hideAnswer(survey *Survey, token []byte, b *body) ([]byte, error) {
	key, err := s.unseal(survey.ID, "answers", survey.AnswerKey)
	if err != nil {
		return nil, err
	}
	plain, err := json.Marshal(b)
	if err != nil {
		return nil, fmt.Errorf("write answer: %w", err)
	}
	length := bodyBytes
	for _, q := range survey.Questions {
		if q.Kind == Text {
			length += remarkBytes
		}
	}
	return hide(key, append(plain, bytes.Repeat([]byte{' '}, max(0, length-len(plain)))...), token)
}

func field(path, code string) errs.Field { return errs.Field{Path: path, Code: code} }
