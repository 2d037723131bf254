package cases

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/applications"
	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/writing"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
)

// CaseOpened tells that there is a new case.
type CaseOpened struct{ CaseID uuid.UUID }

// EventName implements events.Event.
func (CaseOpened) EventName() string { return "cases.opened" }

var _ applications.Office = (*Service)(nil)

// principal is the role of the person who applies first; members have their relation to them.
const principal = "principal"

// OpenTx opens the case of an application that was just signed: number, secret code, team, clock, fee, papers, receipt, message and
// notice, all in the transaction of the submit. The receipt tells at once what is missing by the list (VwVfG §25(2)).
func (s *Service) OpenTx(ctx context.Context, tx *db.Tx, in applications.Submitted) (applications.Opened, error) {
	code := ids.SecretCode()
	c, err := newCaseTx(ctx, tx, in, code)
	if err != nil {
		return applications.Opened{}, err
	}
	if _, err := tx.NewInsert().Model(c).Exec(ctx); err != nil {
		return applications.Opened{}, fmt.Errorf("open case: %w", err)
	}
	papers, err := s.takePapersTx(ctx, tx, c, in)
	if err != nil {
		return applications.Opened{}, err
	}
	w, err := s.WriterTx(ctx, tx, c)
	if err != nil {
		return applications.Opened{}, err
	}
	receipt, err := s.receiptTx(ctx, tx, w, c, in, papers, code)
	if err != nil {
		return applications.Opened{}, err
	}
	_, err = tx.NewUpdate().Model((*Case)(nil)).Set("receipt_letter = ?", receipt.ID).Where("c.id = ?", c.ID).Exec(ctx)
	if err != nil {
		return applications.Opened{}, fmt.Errorf("note receipt: %w", err)
	}
	if err := w.PostTx(ctx, tx, "submitted:"+c.ID.String(), messages.TemplateSubmitted, clock.Date{}); err != nil {
		return applications.Opened{}, err
	}
	if err := s.TranslateLaterTx(ctx, tx, c); err != nil {
		return applications.Opened{}, err
	}
	Touch(tx, c)
	details := audit.Details{"application": in.ApplicationID.String(), "seal": in.SealDigest, "receipt": receipt.ID.String()}
	if err := s.audit.RecordTx(ctx, tx, Record(c.ID), "case.received", details); err != nil {
		return applications.Opened{}, err
	}
	return applications.Opened{CaseID: c.ID, Number: c.Number, Code: code, ReceiptID: &receipt.ID}, tx.Emit(ctx, CaseOpened{c.ID})
}

func newCaseTx(ctx context.Context, tx *db.Tx, in applications.Submitted, code string) (*Case, error) {
	var running int64
	if err := tx.NewRaw("SELECT nextval('cases.number')").Scan(ctx, &running); err != nil {
		return nil, fmt.Errorf("number case: %w", err)
	}
	today := clock.Today(in.At)
	route := in.Offer.Route(in.Facts)
	c := &Case{
		ID: ids.New(), Number: ids.CaseNumber(today.Year, running), CodeHash: ids.Hash(code),
		ApplicationID: in.ApplicationID, SittingID: in.SittingID, PersonID: in.PersonID, AccountID: ids.Optional(in.Account.AccountID),
		Role: principal, Service: in.Offer.Key, ServiceVersion: in.Offer.Version, State: Received,
		Team: route.Team, Urgency: Urgency(route.Urgency), Difficulty: Difficulty(route.Difficulty), Routing: route.Why, Language: in.Language,
		ReceivedAt: in.At, ReceivedOn: today, ActionDueOn: today.AddMonths(actionMonths),
		PromiseDays: in.Offer.GoalDays, PromiseDueOn: today.AddDays(in.Offer.GoalDays), Fee: in.Offer.Fee(in.Facts, today), Version: 1,
	}
	if c.Routing == nil {
		c.Routing = []string{}
	}
	if in.Relation != nil {
		c.Role = string(*in.Relation)
	}
	if end, ok := in.Offer.TitleEnd(in.Facts); ok {
		c.TitleEndsOn = end
	}
	return c, nil
}

// takePapersTx makes the case's checklist of the application's and hangs the papers on it: what was given in is to be checked, what
// the office has accepted before counts at once (C5), the rest is missing.
func (s *Service) takePapersTx(ctx context.Context, tx *db.Tx, c *Case, in applications.Submitted) ([]*Paper, error) {
	person := uuid.Nil
	if in.PersonJoined {
		person = in.PersonID
	}
	from := audit.Record{Kind: string(documents.SubjectApplication), ID: in.ApplicationID}
	if err := s.documents.AdoptTx(ctx, tx, from, Record(c.ID), person); err != nil {
		return nil, err
	}
	byItem := map[string]*documents.Document{}
	for _, d := range in.Papers {
		if known := byItem[d.Item]; arrived(d) && (known == nil || known.Reused && !d.Reused) {
			byItem[d.Item] = d
		}
	}
	papers := make([]*Paper, 0, len(in.Checklist))
	for i, item := range in.Checklist {
		p := &Paper{ID: ids.New(), CaseID: c.ID, Item: item.Key, Required: item.Required, Expires: item.Expires, State: PaperMissing, Position: i, Version: 1}
		if d := byItem[item.Key]; d != nil {
			p.take(d)
			if d.Reused {
				if err := s.documents.ReuseTx(ctx, tx, d.ID, in.PersonID, Record(c.ID)); err != nil {
					return nil, err
				}
			}
		}
		papers = append(papers, p)
	}
	if len(papers) == 0 {
		return papers, nil
	}
	if _, err := tx.NewInsert().Model(&papers).Exec(ctx); err != nil {
		return nil, fmt.Errorf("list papers of case: %w", err)
	}
	return papers, nil
}

// arrived says that there is something to look at. What is still on its way hangs itself on the paper when it has been inspected.
func arrived(d *documents.Document) bool {
	state := d.State()
	return state != documents.DocumentEmpty && state != documents.DocumentUploading && state != documents.DocumentRefused
}

func (p *Paper) take(d *documents.Document) {
	p.DocumentID, p.Reused, p.State, p.Requested = &d.ID, d.Reused, PaperToCheck, false
	p.Reason, p.CheckedBy, p.CheckedAt, p.ValidUntil = nil, nil, nil, clock.Date{}
	if d.Reused && d.Verification == documents.Accepted {
		p.State, p.ValidUntil, p.CheckedBy, p.CheckedAt = PaperAccepted, d.ValidUntil, d.VerifiedBy, d.VerifiedAt
	}
}

// receiptTx writes the receipt. The secret code stands on it and nowhere else.
func (s *Service) receiptTx(ctx context.Context, tx *db.Tx, w *writing.Writer, c *Case, in applications.Submitted, papers []*Paper, code string) (*letters.Letter, error) {
	known, err := durations(ctx, tx, []string{c.Service})
	if err != nil {
		return nil, err
	}
	content := letters.Receipt{
		Service: w.ServiceName(), SubmittedAt: in.At.In(clock.Berlin).Format("2006-01-02T15:04"), StatusURL: s.baseURL + "/status", StatusCode: letters.Code(letters.StatusURL(s.baseURL, c.Number)),
		Duration: forecast(w.Offer, known[c.Service]).duration(), Fee: writing.LetterFee(c.Fee), Papers: []letters.Words{}, Missing: []letters.Words{},
	}
	for _, p := range papers {
		title := w.Words("items." + p.Item + ".title")
		if p.DocumentID != nil {
			content.Papers = append(content.Papers, title)
		} else if p.Required {
			content.Missing = append(content.Missing, title)
		}
	}
	letter := w.Letter(content)
	letter.Secrets = map[string]string{"code": code}
	return w.SendTx(ctx, tx, letter)
}
