package office

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/applications"
	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/modules/persons"
	"github.com/ankunft/ankunft/platform/db"
)

// Retention says how long things are kept. What is data of procedure (drafts) stands in the city's folder.
type Retention struct {
	// CaseYears is how long a case is kept after it was closed: before, nobody in it can be erased. 0: 10 (AufenthV §68).
	CaseYears int `yaml:"case_years"`
	// MailDays is how long it is known where a mail went. 0: 90.
	MailDays int `yaml:"mail_days"`
	// VisitDays is how long papers that somebody without a case left at the clearing desk wait for them. 0: 14.
	VisitDays int `yaml:"visit_days"`
	// ReasonDays is how long it is known why somebody of the staff was free of a training, after they are no more. 0: 180.
	ReasonDays int `yaml:"reason_days"`
	// PaperDays is how long a certificate of the staff is kept that was rejected, with its paper. 0: 90.
	PaperDays int `yaml:"paper_days"`
	// CourseMonths is how long after a session of a course it is known who missed it or had no place. 0: 24.
	CourseMonths int `yaml:"course_months"`
}

const defaultCaseYears = 10

func (r Retention) caseYears() int {
	if r.CaseYears <= 0 {
		return defaultCaseYears
	}
	return r.CaseYears
}

func (r Retention) mails() time.Duration { return time.Duration(r.MailDays) * 24 * time.Hour }

// Why somebody cannot be erased.
var (
	ErrOpenCase = errors.New("a case is still open")
	ErrRetained = errors.New("a case must still be kept")
	ErrFamily   = errors.New("others applied together with them and are sealed in one document: erase them together")
	ErrReason   = errors.New("reason: a word such as retention_over or gdpr_17, no name")
)

// Erased counts what went.
type Erased struct{ Persons, Cases, Letters, Accounts int }

// Erase removes people for good, from the top of the house down, in one transaction: cases with decisions, letters, papers and messages, sittings
// with their seal, accounts, and what is known of the person. Objects in the store follow by jobs. It refuses (ErrOpenCase, ErrRetained) while the
// law wants a case kept (GDPR Art. 17(3)(b)), and ErrFamily names who must go together. The trail stays whole: it holds ids and codes, and
// tells that, when and why they were erased.
func (o *Office) Erase(ctx context.Context, people []uuid.UUID, reason string) (e Erased, err error) {
	if reason == "" || strings.ContainsFunc(reason, func(r rune) bool { return r != '_' && (r < 'a' || r > 'z') && (r < '0' || r > '9') }) {
		return e, ErrReason
	}
	err = o.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		e = Erased{}
		gone, err := o.mayErase(ctx, tx, people)
		if err != nil {
			return err
		}
		for _, id := range people { // before their links are gone
			if err := o.Audit.RecordTx(ctx, tx, persons.Record(id), "person.erasure_ordered", audit.Details{"reason": reason}); err != nil {
				return err
			}
		}
		return o.eraseTx(ctx, tx, people, gone, &e)
	})
	return e, err
}

// held is a case of somebody who is to be erased.
type held struct {
	ID        uuid.UUID
	Number    string
	ClosedAt  *time.Time
	SittingID uuid.UUID
}

// mayErase reads the cases that would go, and says why they may not.
func (o *Office) mayErase(ctx context.Context, tx *db.Tx, people []uuid.UUID) ([]held, error) {
	var found []held
	err := tx.NewSelect().TableExpr("cases.case_v1 AS c").Join("JOIN applications.application_v1 AS a ON a.case_id = c.id").
		ColumnExpr("c.id, c.number, c.closed_at, a.sitting_id").Where("c.person_id IN (?)", bun.List(people)).OrderExpr("c.id").Scan(ctx, &found)
	if err != nil {
		return nil, fmt.Errorf("find cases of persons: %w", err)
	}
	var faults []error
	for _, id := range people {
		if p, err := o.Persons.GetTx(ctx, tx, id); err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", id, err))
		} else if p.ID != id || p.State == persons.StateErased { // became somebody else, or nobody
			faults = append(faults, fmt.Errorf("%s is %s (%s): %w", id, p.ID, p.State, persons.ErrNotFound))
		}
	}
	before := tx.Now.AddDate(-o.Config.Retention.caseYears(), 0, 0)
	for _, c := range found {
		switch {
		case c.ClosedAt == nil:
			faults = append(faults, fmt.Errorf("%s: %w", c.Number, ErrOpenCase))
		case c.ClosedAt.After(before):
			faults = append(faults, fmt.Errorf("%s, until %s: %w", c.Number, c.ClosedAt.AddDate(o.Config.Retention.caseYears(), 0, 0).Format(time.DateOnly), ErrRetained))
		}
	}
	others, err := o.Applications.OthersTx(ctx, tx, sittingsOf(found), people)
	if err != nil {
		return nil, err
	}
	for _, id := range others {
		faults = append(faults, fmt.Errorf("%s: %w", id, ErrFamily))
	}
	return found, errors.Join(faults...)
}

func sittingsOf(found []held) []applications.ID {
	var sittings []applications.ID
	seen := map[uuid.UUID]bool{}
	for _, c := range found {
		if !seen[c.SittingID] {
			seen[c.SittingID] = true
			sittings = append(sittings, c.SittingID)
		}
	}
	return sittings
}

func (o *Office) eraseTx(ctx context.Context, tx *db.Tx, people []uuid.UUID, gone []held, e *Erased) error {
	for _, c := range gone {
		n, err := o.eraseCaseTx(ctx, tx, c.ID)
		if err != nil {
			return err
		}
		e.Cases, e.Letters = e.Cases+1, e.Letters+n
	}
	if err := o.Applications.EraseTx(ctx, tx, sittingsOf(gone)); err != nil {
		return err
	}
	for _, id := range people {
		accounts, err := o.Persons.AccountsTx(ctx, tx, id)
		if err != nil {
			return err
		}
		for _, account := range accounts {
			went, err := o.eraseAccountTx(ctx, tx, account)
			if err != nil {
				return err
			}
			if went {
				e.Accounts++
			}
		}
		if err := o.forgetNeedsTx(ctx, tx, persons.Record(id)); err != nil {
			return err
		}
		if err := o.Persons.EraseTx(ctx, tx, id); err != nil {
			return fmt.Errorf("%s: %w", id, err)
		}
		e.Persons++
	}
	return nil
}

func (o *Office) eraseCaseTx(ctx context.Context, tx *db.Tx, id uuid.UUID) (letterCount int, err error) {
	keys, err := o.Letters.EraseTx(ctx, tx, letters.About{Kind: "case", ID: id})
	if err != nil {
		return 0, err
	}
	if err := o.Documents.DropTx(ctx, tx, keys); err != nil {
		return 0, err
	}
	if err := o.Documents.EraseSubjectTx(ctx, tx, cases.Record(id)); err != nil {
		return 0, err
	}
	if err := o.Messages.EraseTx(ctx, tx, cases.Record(id)); err != nil {
		return 0, err
	}
	if err := o.forgetNeedsTx(ctx, tx, cases.Record(id)); err != nil {
		return 0, err
	}
	if err := o.Clearing.EraseTx(ctx, tx, id); err != nil {
		return 0, err
	}
	if o.Translations != nil {
		if err := o.Translations.EraseTx(ctx, tx, cases.Record(id)); err != nil {
			return 0, err
		}
	}
	if o.Appointments != nil {
		if err := o.Invitations.EraseTx(ctx, tx, cases.Record(id)); err != nil {
			return 0, err
		}
		if err := o.Appointments.EraseTx(ctx, tx, cases.Record(id)); err != nil {
			return 0, err
		}
	}
	return len(keys) / 2, o.Cases.EraseTx(ctx, tx, id) // a letter and its copy for mails
}

// eraseAccountTx removes an account, unless a case of somebody else hangs on it: a parent's, for one.
func (o *Office) eraseAccountTx(ctx context.Context, tx *db.Tx, account uuid.UUID) (bool, error) {
	used, err := tx.NewSelect().TableExpr("cases.case_v1").Where("account_id = ?", account).Exists(ctx)
	if err != nil || used {
		return false, err
	}
	if err := o.Applications.EraseDraftsTx(ctx, tx, account); err != nil {
		return false, err
	}
	if err := o.Messages.EraseAccountTx(ctx, tx, account); err != nil {
		return false, err
	}
	return true, o.Identity.EraseTx(ctx, tx, account)
}

type eraseCmd struct {
	Person []uuid.UUID `required:"" help:"Id of the person; several times for a family that applied together."`
	Reason string      `required:"" help:"Why, as a code for the trail: retention_over, gdpr_17."`
}

// Run erases people and says what went.
func (c eraseCmd) Run(p *program) error {
	return p.with(func(o *Office) error {
		e, err := o.Erase(p.ctx, c.Person, c.Reason)
		if err != nil {
			return fmt.Errorf("nothing was erased:\n%w", err)
		}
		_, _ = fmt.Fprintf(p.out, "erased: %d persons, %d cases, %d letters, %d accounts; a worker deletes their objects\n", e.Persons, e.Cases, e.Letters, e.Accounts)
		return nil
	})
}

// forgetNeedsTx forgets which interpreter somebody needed, and who was tied to them.
func (o *Office) forgetNeedsTx(ctx context.Context, tx *db.Tx, rec audit.Record) error {
	if o.Network != nil {
		if err := o.Network.EraseTx(ctx, tx, rec); err != nil {
			return err
		}
	}
	if o.Quality != nil {
		if err := o.Quality.EraseTx(ctx, tx, rec); err != nil {
			return err
		}
	}
	if o.Linguists == nil {
		return nil
	}
	return o.Linguists.EraseTx(ctx, tx, rec)
}
