package cases

import (
	"encoding/hex"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/ankunft/ankunft/platform/page"
)

type pageArgs = page.Args

// collect reads all rows of a statement of a batch into list.
func collect[T any](list *[]T, scan func(pgx.CollectableRow) (T, error)) func(pgx.Rows) error {
	return func(rows pgx.Rows) (err error) {
		*list, err = pgx.CollectRows(rows, scan)
		return err
	}
}

// one reads the only row of a statement of a batch, if there is one.
func one[T any](into **T, scan func(pgx.CollectableRow) (T, error)) func(pgx.Rows) error {
	return func(rows pgx.Rows) error {
		found, err := pgx.CollectRows(rows, scan)
		if err == nil && len(found) > 0 {
			*into = &found[0]
		}
		return err
	}
}

func staff(id *uuid.UUID, name *string) *StaffRef {
	if id == nil || name == nil {
		return nil
	}
	return &StaffRef{*id, *name}
}

func (d *Detail) scanHead(row pgx.Row) error {
	c, p := &d.Case, &d.Person
	var clerk *string
	var original, email string
	err := row.Scan(&c.ID, &c.Number, &c.ApplicationID, &c.SittingID, &c.PersonID, &c.AccountID, &c.Role, &c.Service, &c.ServiceVersion, &c.State,
		&c.Team, &c.ClerkID, &c.Urgency, &c.Difficulty, &c.Routing, &c.Language, &c.ReceivedAt, &c.ReceivedOn, &c.TitleEndsOn, &c.ActionDueOn,
		&c.PromiseDueOn, &c.PromiseDays, &c.RiskOn, &c.PausedSince, &c.PausedReason, &c.PausedDays, &c.PapersMissing, &c.PapersToCheck,
		&c.PapersAccepted, &c.PapersTotal, &c.Fee, &c.ReceiptLetter, &c.DecidedAt, &c.ClosedAt, &c.Version, &clerk,
		&p.FamilyName, &p.GivenNames, &original, &p.BirthDate, &p.Nationalities, &email, &p.Language, &p.LinkState, &p.Proposal)
	p.ID, d.Clerk = c.PersonID, staff(c.ClerkID, clerk)
	p.NameOriginal, p.Email = textOrNil(original), textOrNil(email)
	return err
}

func textOrNil(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func scanPaper(row pgx.CollectableRow) (p PaperRow, err error) {
	var name *string
	err = row.Scan(&p.ID, &p.CaseID, &p.Item, &p.Required, &p.Expires, &p.State, &p.DocumentID, &p.Reused, &p.Reason, &p.ValidUntil, &p.Requested,
		&p.Paper.CheckedBy, &p.CheckedAt, &p.Position, &p.Version, &name)
	p.CheckedBy = staff(p.Paper.CheckedBy, name)
	return p, err
}

func scanRequest(row pgx.CollectableRow) (r RequestRow, err error) {
	var name *string
	err = row.Scan(&r.ID, &r.CaseID, &r.Items, &r.DueOn, &r.Text, &r.State, &r.LetterID, &r.CreatedAt, &r.Request.CreatedBy, &r.AnsweredAt, &name)
	r.CreatedBy = staff(r.Request.CreatedBy, name)
	return r, err
}

func scanHearing(row pgx.CollectableRow) (h HearingRow, err error) {
	var german *string
	err = row.Scan(&h.ID, &h.CaseID, &h.DueOn, &h.Text, &h.LetterID, &h.CreatedAt, &h.CreatedBy, &h.AnsweredAt, &h.Hearing.Answer, &h.Language, &german)
	h.Answer = h.Hearing.Answer
	if german != nil {
		h.Answer, h.Original = german, h.Hearing.Answer
	}
	return h, err
}

func scanDecision(row pgx.CollectableRow) (r DecisionRow, err error) {
	var drafter, proposer, approver *string
	d := &r.Decision
	err = row.Scan(&d.ID, &d.CaseID, &d.Outcome, &d.State, &d.Reasons, &d.Modules, &d.ValidFrom, &d.ValidUntil, &d.LongestUntil, &d.LessReason,
		&d.FourEyes, &d.LetterID, &d.Digest, &d.DraftedBy, &d.ProposedBy, &d.ProposedAt, &d.ApprovedBy, &d.ApprovedAt, &d.Number, &d.Remark,
		&d.Version, &drafter, &proposer, &approver)
	r.DraftedBy = StaffRef{ID: d.DraftedBy}
	if drafter != nil {
		r.DraftedBy.Name = *drafter
	}
	r.ProposedBy, r.ApprovedBy = staff(d.ProposedBy, proposer), staff(d.ApprovedBy, approver)
	if d.Digest != nil {
		r.Digest = textOrNil(hex.EncodeToString(d.Digest))
	}
	return r, err
}

func scanDelivery(row pgx.CollectableRow) (d Delivery, err error) {
	err = row.Scan(&d.CaseID, &d.LetterID, &d.Regime, &d.State, &d.NotifiedAt, &d.RetrievedAt, &d.PostedOn, &d.ServedOn, &d.RemedyEndsOn)
	return d, err
}

func scanNote(row pgx.CollectableRow) (n NoteRow, err error) {
	err = row.Scan(&n.ID, &n.CaseID, &n.Note.Author, &n.Text, &n.At, &n.Author.Name)
	n.Author.ID = n.Note.Author
	return n, err
}

func scanLinked(row pgx.CollectableRow) (l LinkedCase, err error) {
	err = row.Scan(&l.ID, &l.Number, &l.PersonName, &l.Role, &l.State)
	return l, err
}
