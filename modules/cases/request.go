package cases

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
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
	return s.Change(ctx, "cases.check", in.Case, in.Version, AtWork,
		func(ctx context.Context, tx *db.Tx, c *Case) (Deed, error) {
			papers, err := papersOf(ctx, tx, c.ID)
			if err != nil {
				return Deed{}, err
			}
			if err := in.check(papers, clock.Today(tx.Now)); err != nil {
				return Deed{}, err
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
	var f errs.Faults
	f.Need(len(in.Items) > 0, "items", "required")
	for _, item := range in.Items {
		f.Need(slices.ContainsFunc(papers, func(p *Paper) bool { return p.Item == item && p.open() }), "items", "not_missing")
	}
	f.Need(len(slices.Compact(slices.Sorted(slices.Values(in.Items)))) == len(in.Items), "items", "not_unique")
	f.Need(today.DaysUntil(in.DueOn) >= shortestRequest, "dueOn", "too_soon")
	f.Need(today.DaysUntil(in.DueOn) <= longestRequest, "dueOn", "too_late")
	f.FitsIf(in.Text, longestRemark, "text")
	return f.As(ErrInput)
}

// requestTx writes the request with its letter and message and lets the promise rest.
func (s *Service) requestTx(ctx context.Context, tx *db.Tx, c *Case, r *Request, papers []*Paper) (Deed, error) {
	r.ID, r.State, r.CreatedAt = ids.New(), RequestOpen, tx.Now
	w, err := s.WriterTx(ctx, tx, c)
	if err != nil {
		return Deed{}, err
	}
	letter, err := w.SendTx(ctx, tx, w.Letter(requestLetter(w, r, papers)))
	if err != nil {
		return Deed{}, err
	}
	r.LetterID = &letter.ID
	if _, err := tx.NewInsert().Model(r).Exec(ctx); err != nil {
		return Deed{}, fmt.Errorf("write request: %w", err)
	}
	_, err = tx.NewUpdate().Model((*Paper)(nil)).Set("requested = true").Where("case_id = ? AND item IN (?)", c.ID, bun.List(r.Items)).Exec(ctx)
	if err != nil {
		return Deed{}, fmt.Errorf("mark requested papers: %w", err)
	}
	c.State = Waiting
	if err := c.PauseTx(ctx, tx, PauseRequest, &r.ID); err != nil {
		return Deed{}, err
	}
	if err := w.PostTx(ctx, tx, "request:"+r.ID.String(), messages.TemplateRequest, r.DueOn, w.Items(r.Items...)); err != nil {
		return Deed{}, err
	}
	return Deed{"case.requested", audit.Details{"request": r.ID.String(), "letter": letter.ID.String(), "due_on": r.DueOn.String()}}, nil
}

// WithdrawRequest takes a request back.
type WithdrawRequest struct{ Case, Request uuid.UUID }

// WithdrawRequest takes an open request back; the promise goes on.
func (s *Service) WithdrawRequest(ctx context.Context, in WithdrawRequest) error {
	return s.Change(ctx, "cases.check", in.Case, AnyVersion, []CaseState{Waiting}, func(ctx context.Context, tx *db.Tx, c *Case) (Deed, error) {
		return s.endRequestTx(ctx, tx, c, in.Request, RequestWithdrawn)
	})
}

// endRequestTx closes the open request of a case, and the case goes on.
func (s *Service) endRequestTx(ctx context.Context, tx *db.Tx, c *Case, request uuid.UUID, state RequestState) (Deed, error) {
	q := tx.NewUpdate().Model((*Request)(nil)).Set("state = ?", state).Where("case_id = ? AND id = ? AND state = 'open'", c.ID, request)
	if state == RequestAnswered {
		q = q.Set("answered_at = ?", tx.Now)
	}
	res, err := q.Exec(ctx)
	if err := db.One(res, err, ErrState, "end request"); err != nil {
		return Deed{}, err
	}
	if _, err := tx.NewUpdate().Model((*Paper)(nil)).Set("requested = false").Where("case_id = ? AND requested", c.ID).Exec(ctx); err != nil {
		return Deed{}, fmt.Errorf("unmark requested papers: %w", err)
	}
	c.State = Checking
	return Deed{"case.request_" + state, audit.Details{"request": request.String()}}, c.ResumeTx(ctx, tx)
}
