package cases

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/persons"
	"github.com/ankunft/ankunft/modules/writing"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/events"
	"github.com/ankunft/ankunft/platform/jobs"
)

// DailyArgs is the job that looks for what has become due: requests to remind of, durations to roll up.
type DailyArgs struct{}

// Kind implements river.JobArgs.
func (DailyArgs) Kind() string { return "cases.daily" }

// Register hands the work of this module to the workers.
func (s *Service) Register(r *jobs.Runner, bus *events.Bus) {
	jobs.Handle(r, func(ctx context.Context, _ DailyArgs) error { return s.Daily(ctx) })
	jobs.Handle(r, s.translate)
	jobs.Every(r, "cases.daily", time.Hour, func() river.JobArgs { return DailyArgs{} })
	events.Subscribe(bus, "cases.on_refused", s.onRefused)
	events.Subscribe(bus, "cases.on_inspected", s.onInspected)
	events.Subscribe(bus, "cases.on_merged", s.onMerged)
}

// Daily does what has become due.
func (s *Service) Daily(ctx context.Context) error {
	return errors.Join(s.answerSettled(ctx), s.remindDue(ctx), s.RollUp(ctx))
}

// onRefused hears that a file was refused after it was handed in (infected, damaged): the paper is missing, and the office asks for it
// by rule. The day of receipt stands.
func (s *Service) onRefused(ctx context.Context, e documents.FileRefused) error {
	if e.SubjectKind != documents.SubjectCase {
		return nil
	}
	return s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		c, err := lockTx(ctx, tx, "c.id = ?", e.SubjectID)
		if err != nil {
			return errs.Ignore(err, ErrNotFound)
		}
		p, err := paperTx(ctx, tx, c.ID, e.Item)
		if err != nil {
			return errs.Ignore(err, ErrNotFound)
		}
		if p.DocumentID == nil || *p.DocumentID != e.DocumentID || p.open() || c.ClosedAt != nil {
			return nil // told before, or replaced meanwhile
		}
		reason := string(e.Reason)
		p.State, p.DocumentID, p.Reason = PaperMissing, nil, &reason
		if err := p.saveTx(ctx, tx); err != nil {
			return err
		}
		if err := tx.Emit(ctx, PapersJudged{c.ID}); err != nil {
			return err
		}
		return s.askByRuleTx(ctx, tx, c, p)
	})
}

// askByRuleTx requests one paper without a clerk, unless the person was asked for something already: then the item joins that request.
func (s *Service) askByRuleTx(ctx context.Context, tx *db.Tx, c *Case, p *Paper) error {
	papers, err := papersOf(ctx, tx, c.ID)
	if err != nil {
		return err
	}
	done := Deed{Action: "case.paper_refused"}
	if slices.Contains(AtWork, c.State) {
		r := &Request{CaseID: c.ID, Items: []string{p.Item}, DueOn: clock.Today(tx.Now).AddDays(ruleRequest)}
		if done, err = s.requestTx(ctx, tx, c, r, papers); err != nil {
			return err
		}
	} else if c.State == Waiting {
		_, err := tx.NewUpdate().Model((*Request)(nil)).Set("items = array_append(items, ?)", p.Item).
			Where("case_id = ? AND state = 'open' AND NOT ? = ANY(items)", c.ID, p.Item).Exec(ctx)
		if err != nil {
			return err
		}
	}
	w, err := s.WriterTx(ctx, tx, c)
	if err != nil {
		return err
	}
	if err := w.PostTx(ctx, tx, "refused:"+p.ID.String()+":"+tx.Now.Format(time.RFC3339Nano), messages.TemplatePaperRefused, clock.Date{},
		w.Items(p.Item), writing.Named{Name: "reason", Words: w.Texts("errors", "codes.documents_"+*p.Reason+".help")}); err != nil {
		return err
	}
	return s.SaveTx(ctx, tx, c, done)
}

// onInspected hears that a paper can be seen: the clerk's screen is hinted, and what was still on its way when it was handed in is to be
// checked now. What is uploaded for an open request waits until the person hands it in.
func (s *Service) onInspected(ctx context.Context, e documents.Inspected) error {
	if e.SubjectKind != documents.SubjectCase {
		return nil
	}
	return s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		tx.Notify(Topic(e.SubjectID))
		c, err := lockTx(ctx, tx, "c.id = ?", e.SubjectID)
		if err != nil {
			return errs.Ignore(err, ErrNotFound)
		}
		p, err := paperTx(ctx, tx, c.ID, e.Item)
		if err != nil {
			return errs.Ignore(err, ErrNotFound)
		}
		if !p.open() || p.Requested || c.ClosedAt != nil || p.DocumentID != nil && *p.DocumentID == e.DocumentID {
			return nil
		}
		p.DocumentID, p.State, p.Reason = &e.DocumentID, PaperToCheck, nil
		if err := p.saveTx(ctx, tx); err != nil {
			return err
		}
		return s.SaveTx(ctx, tx, c, Deed{"case.paper_arrived", audit.Details{"item": p.Item}})
	})
}

// onMerged follows two records of one person that became one.
func (s *Service) onMerged(ctx context.Context, e persons.Merged) error {
	return s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		var moved []uuid.UUID
		err := tx.NewUpdate().Model((*Case)(nil)).Set("person_id = ?", e.Into).Where("c.person_id = ?", e.From).Returning("c.id").Scan(ctx, &moved)
		if err != nil {
			return fmt.Errorf("follow merged persons: %w", err)
		}
		for _, id := range moved {
			tx.Notify(Topic(id))
		}
		return s.documents.MergePersonTx(ctx, tx, e.From, e.Into)
	})
}
