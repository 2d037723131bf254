package intake

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/writing"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

// paper is how the office stands to one paper that a case needs.
type paper struct {
	Item   string
	State  cases.PaperState
	Reason *string
}

func (p paper) settled() bool { return p.State == cases.PaperAccepted || p.State == cases.PaperWaived }

// told is what the person was told last.
type told struct {
	Since     time.Time
	RevokedAt *time.Time
	Turn      int
}

// Settle tells the person of a case that all papers are there, once; or, if they were told so and a paper does not hold after all, that and
// why. It rereads how things stand: hearing of the same change twice tells nothing twice. (VwVfG §25(2))
func (s *Service) Settle(ctx context.Context, id uuid.UUID) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		c, err := cases.LockTx(ctx, tx, id)
		if err != nil {
			return errs.Ignore(err, cases.ErrNotFound)
		}
		if !slices.Contains(cases.Undecided, c.State) {
			return nil
		}
		var needed []paper
		err = tx.NewRaw("SELECT item, state, reason FROM cases.paper_v1 WHERE case_id = ? AND required ORDER BY position", id).Scan(ctx, &needed)
		if err != nil {
			return fmt.Errorf("read papers of case: %w", err)
		}
		var before []told
		if err := tx.NewRaw("SELECT since, revoked_at, turn FROM intake.complete WHERE case_id = ?", id).Scan(ctx, &before); err != nil {
			return fmt.Errorf("read what was told: %w", err)
		}
		holds := len(before) > 0 && before[0].RevokedAt == nil
		complete := len(needed) > 0 && !slices.ContainsFunc(needed, func(p paper) bool { return !p.settled() })
		switch {
		case complete && !holds:
			return s.tellCompleteTx(ctx, tx, c)
		case !complete && holds:
			return s.revokeTx(ctx, tx, c, before[0].Turn, needed)
		}
		return nil
	})
}

func (s *Service) tellCompleteTx(ctx context.Context, tx *db.Tx, c *cases.Case) error {
	var turn int
	err := tx.NewRaw(`INSERT INTO intake.complete AS had (case_id, since) VALUES (?, ?)
ON CONFLICT (case_id) DO UPDATE SET since = excluded.since, revoked_at = NULL, turn = had.turn + 1 RETURNING turn`, c.ID, tx.Now).Scan(ctx, &turn)
	if err != nil {
		return fmt.Errorf("note that papers are complete: %w", err)
	}
	w, err := s.Cases.WriterTx(ctx, tx, c)
	if err != nil {
		return err
	}
	key := "complete:" + c.ID.String() + ":" + strconv.Itoa(turn)
	if err := w.PostTx(ctx, tx, key, messages.TemplatePapersComplete, clock.Today(tx.Now)); err != nil {
		return err
	}
	return s.noteTx(ctx, tx, c, "case.papers_complete")
}

func (s *Service) revokeTx(ctx context.Context, tx *db.Tx, c *cases.Case, turn int, needed []paper) error {
	if _, err := tx.NewRaw("UPDATE intake.complete SET revoked_at = ? WHERE case_id = ?", tx.Now, c.ID).Exec(ctx); err != nil {
		return fmt.Errorf("note that papers are not complete: %w", err)
	}
	w, err := s.Cases.WriterTx(ctx, tx, c)
	if err != nil {
		return err
	}
	key := "incomplete:" + c.ID.String() + ":" + strconv.Itoa(turn)
	if err := w.PostTx(ctx, tx, key, messages.TemplatePapersIncomplete, clock.Date{}, why(w, needed)); err != nil {
		return err
	}
	return s.noteTx(ctx, tx, c, "case.papers_incomplete")
}

// noteTx writes the trail and hints those who look at the case. Its version stays: nobody's work was overtaken.
func (s *Service) noteTx(ctx context.Context, tx *db.Tx, c *cases.Case, action string) error {
	cases.Touch(tx, c)
	return s.Audit.RecordTx(ctx, tx, cases.Record(c.ID), action, audit.Details{})
}

// why names the papers that do not hold, each with its reason where there is one.
func why(w *writing.Writer, needed []paper) writing.Named {
	lines := map[string][]string{}
	for _, p := range needed {
		if p.settled() {
			continue
		}
		title, reason := w.Words("items."+p.Item+".title"), reasonOf(w, p)
		for lang, text := range title {
			line := "– " + text
			if reason != nil && reason[lang] != "" {
				line += ": " + reason[lang]
			}
			lines[lang] = append(lines[lang], line)
		}
	}
	words := letters.Words{}
	for lang, list := range lines {
		words[lang] = strings.Join(list, "\n")
	}
	return writing.Named{Name: "items", Words: words}
}

func reasonOf(w *writing.Writer, p paper) letters.Words {
	switch {
	case p.Reason == nil || p.State != cases.PaperRejected:
		return nil
	case slices.Contains(cases.Reasons, *p.Reason):
		return w.Texts("portal", "case.reason."+*p.Reason)
	}
	return w.Same("", *p.Reason).Words
}
