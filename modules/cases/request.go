package cases

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
)

// RequestState is how a request stands.
type RequestState = string

// The states of a request.
const (
	RequestOpen      RequestState = "open"
	RequestAnswered  RequestState = "answered"
	RequestWithdrawn RequestState = "withdrawn"
)

// Request asks the person for exactly what is missing, until a day. (AufenthG §82(1) sentences 3 and 4)
type Request struct {
	bun.BaseModel `bun:"table:cases.request,alias:request"`

	ID         uuid.UUID `bun:",pk"`
	CaseID     uuid.UUID
	Items      []string `bun:",array"`
	DueOn      clock.Date
	Text       string // the clerk's own words, German
	State      RequestState
	LetterID   *uuid.UUID
	CreatedAt  time.Time
	CreatedBy  *uuid.UUID // nil: by rule
	AnsweredAt *time.Time
	RemindedAt *time.Time
}

const (
	shortestRequest = 7   // days: what is shorter is hardly a reasonable time
	longestRequest  = 365 // days
	ruleRequest     = 14  // days that a request by rule gives
)

// RequestPapers asks for papers.
type RequestPapers struct {
	Case    uuid.UUID
	Version int
	Items   []string
	DueOn   clock.Date
	Text    *string
}

// RequestPapers asks the person for the items, all of which must be missing or rejected; the promise rests until they answer.
func (s *Service) RequestPapers(ctx context.Context, in RequestPapers) error {
	return s.change(ctx, "cases.check", in.Case, in.Version, atWork,
		func(ctx context.Context, tx *db.Tx, c *Case) (step, error) {
			papers, err := papersOf(ctx, tx, c.ID)
			if err != nil {
				return step{}, err
			}
			if err := in.check(papers, clock.Today(tx.Now)); err != nil {
				return step{}, err
			}
			by := audit.ActorFrom(ctx).ID
			r := Request{CaseID: c.ID, Items: in.Items, DueOn: in.DueOn, CreatedBy: &by}
			if in.Text != nil {
				r.Text = *in.Text
			}
			return s.requestTx(ctx, tx, c, &r, papers)
		})
}

func (in RequestPapers) check(papers []*Paper, today clock.Date) error {
	var f faults
	f.need(len(in.Items) > 0, "items", "required")
	for _, item := range in.Items {
		f.need(slices.ContainsFunc(papers, func(p *Paper) bool { return p.Item == item && p.open() }), "items", "not_missing")
	}
	f.need(len(slices.Compact(slices.Sorted(slices.Values(in.Items)))) == len(in.Items), "items", "not_unique")
	f.need(today.DaysUntil(in.DueOn) >= shortestRequest, "dueOn", "too_soon")
	f.need(today.DaysUntil(in.DueOn) <= longestRequest, "dueOn", "too_late")
	f.need(in.Text == nil || len(*in.Text) <= longestRemark, "text", "too_long")
	return f.err()
}

// requestTx writes the request with its letter and message and lets the promise rest.
func (s *Service) requestTx(ctx context.Context, tx *db.Tx, c *Case, r *Request, papers []*Paper) (step, error) {
	r.ID, r.State, r.CreatedAt = ids.New(), RequestOpen, tx.Now
	w, err := s.writerTx(ctx, tx, c)
	if err != nil {
		return step{}, err
	}
	letter, err := s.sendLetterTx(ctx, tx, w, w.requestLetter(r, papers))
	if err != nil {
		return step{}, err
	}
	r.LetterID = &letter.ID
	if _, err := tx.NewInsert().Model(r).Exec(ctx); err != nil {
		return step{}, fmt.Errorf("write request: %w", err)
	}
	_, err = tx.NewUpdate().Model((*Paper)(nil)).Set("requested = true").Where("case_id = ? AND item IN (?)", c.ID, bun.List(r.Items)).Exec(ctx)
	if err != nil {
		return step{}, fmt.Errorf("mark requested papers: %w", err)
	}
	c.State = Waiting
	if err := c.pauseTx(ctx, tx, PauseRequest, &r.ID); err != nil {
		return step{}, err
	}
	if err := w.postTx(ctx, tx, "request:"+r.ID.String(), messages.TemplateRequest, r.DueOn, w.items(r.Items...)); err != nil {
		return step{}, err
	}
	return step{"case.requested", audit.Details{"request": r.ID.String(), "letter": letter.ID.String(), "due_on": r.DueOn.String()}}, nil
}

// WithdrawRequest takes a request back.
type WithdrawRequest struct{ Case, Request uuid.UUID }

// WithdrawRequest takes an open request back; the promise goes on.
func (s *Service) WithdrawRequest(ctx context.Context, in WithdrawRequest) error {
	return s.change(ctx, "cases.check", in.Case, anyVersion, []CaseState{Waiting}, func(ctx context.Context, tx *db.Tx, c *Case) (step, error) {
		return s.endRequestTx(ctx, tx, c, in.Request, RequestWithdrawn)
	})
}

// endRequestTx closes the open request of a case, and the case goes on.
func (s *Service) endRequestTx(ctx context.Context, tx *db.Tx, c *Case, request uuid.UUID, state RequestState) (step, error) {
	q := tx.NewUpdate().Model((*Request)(nil)).Set("state = ?", state).Where("case_id = ? AND id = ? AND state = 'open'", c.ID, request)
	if state == RequestAnswered {
		q = q.Set("answered_at = ?", tx.Now)
	}
	res, err := q.Exec(ctx)
	if err := db.One(res, err, ErrState, "end request"); err != nil {
		return step{}, err
	}
	if _, err := tx.NewUpdate().Model((*Paper)(nil)).Set("requested = false").Where("case_id = ? AND requested", c.ID).Exec(ctx); err != nil {
		return step{}, fmt.Errorf("unmark requested papers: %w", err)
	}
	c.State = Checking
	return step{"case.request_" + state, audit.Details{"request": request.String()}}, c.resumeTx(ctx, tx)
}

func (w *writer) requestLetter(r *Request, papers []*Paper) letters.Content {
	content := letters.Request{Service: w.name(), DueOn: r.DueOn, Note: r.Text}
	for _, p := range papers {
		if !slices.Contains(r.Items, p.Item) {
			continue
		}
		item := letters.RequestItem{Title: w.words("items." + p.Item + ".title"), Form: w.form(p.Item)}
		if p.State == PaperRejected && p.Reason != nil {
			if slices.Contains(Reasons, *p.Reason) {
				item.Reason = w.texts("portal", "case.reason."+*p.Reason)
			} else {
				item.Note = *p.Reason
			}
		}
		content.Items = append(content.Items, item)
	}
	return content
}
