package courses

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/budgets"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/page"
)

// Request is a place that somebody asks for, as it is approved.
type Request struct {
	Enrolment `bun:",extend"`

	Name     string
	Title    string
	StartsAt time.Time
	EndsAt   time.Time
	Cents    int64 // of the place
	Free     int   // places
	Own      bool  // of the viewer, who cannot approve it
}

// of narrows to enrolments of teams in which the viewer may do an action.
func of(v *identity.Viewer, action string) func(*bun.SelectQuery) *bun.SelectQuery {
	teams, all := v.TeamsFor(action)
	return func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Where("? OR e.team = ANY(?)", all, pgdialect.Array(teams))
	}
}

// Requests are those that the viewer may approve, the earliest session first.
func (s *Service) Requests(ctx context.Context) ([]Request, error) {
	v, list := identity.ViewerFrom(ctx), []Request{}
	err := s.DB.NewSelect().TableExpr("courses.enrolment AS e").Join("JOIN courses.session AS s ON s.id = e.session_id").Join("JOIN courses.course AS c ON c.id = s.course_id").
		Join("JOIN identity.account_v1 AS a ON a.id = e.account_id").
		ColumnExpr("e.id, e.session_id, e.account_id, e.team, e.state, e.position, e.asked_at, a.name, c.title, s.starts_at, s.ends_at, s.cents, s.places - s.taken AS free, e.account_id = ? AS own", v.AccountID).
		Where("e.state = ? AND s.starts_at > ? AND s.cancelled_at IS NULL", AskedFor, s.DB.Clock.Now()).Apply(of(v, ActionApprove)).
		OrderExpr("s.starts_at, e.position").Limit(page.Max).Scan(ctx, &list)
	if err != nil {
		return nil, fmt.Errorf("list requests: %w", err)
	}
	people := make([]audit.Record, len(list))
	for i, r := range list {
		people[i] = EnrolmentRecord(r.ID)
	}
	return list, s.Audit.OpenedPage(ctx, "course_requests", people)
}

// ApproveEnrolment approves a place; Over says why, where the rest of the team's budget does not suffice.
type ApproveEnrolment struct {
	Enrolment uuid.UUID
	Over      *string
}

// Approve approves a place in a team of the viewer, never their own: the money is set aside, and they have it, or wait for one. Twice is no fault.
func (s *Service) Approve(ctx context.Context, in ApproveEnrolment) error {
	return s.decide(ctx, in.Enrolment, func(ctx context.Context, tx *db.Tx, se *Session, e *Enrolment) error {
		switch {
		case e.State == Enrolled || e.State == Waiting:
			return nil
		case e.State != AskedFor || !se.open(tx.Now):
			return ErrOver
		}
		se.seat(e, tx.Now)
		notice := clock.Today(tx.Now).AddDays(se.Course.CancelDays + 1).Time(clock.Berlin) // whole days from when they hear of it
		e.LeaveUntil = &notice
		if err := s.bindTx(ctx, tx, se, e, in.Over); err != nil {
			return err
		}
		return s.decidedTx(ctx, tx, se, e, "approved")
	})
}

// bindTx sets the money of a place aside, out of the budget of the person's team.
func (s *Service) bindTx(ctx context.Context, tx *db.Tx, se *Session, e *Enrolment, over *string) error {
	if s.Budgets == nil || se.Cents == 0 {
		return nil
	}
	bind := s.money(se, e)
	if over != nil {
		approval, err := s.Budgets.Approve(ctx, e.Team, *over, "over")
		if err != nil {
			return err
		}
		bind.Approval = approval
	}
	return s.Budgets.BindTx(ctx, tx, bind)
}

func (s *Service) money(se *Session, e *Enrolment) budgets.Bind {
	return budgets.Bind{Purpose: Purpose, Year: clock.Today(se.StartsAt).Year, Team: e.Team, About: EnrolmentRecord(e.ID), Cents: se.Cents}
}

// DeclineEnrolment refuses a place with a reason, which the person reads.
type DeclineEnrolment struct {
	Enrolment uuid.UUID
	Reason    string
}

// Decline refuses a place in a team of the viewer.
func (s *Service) Decline(ctx context.Context, in DeclineEnrolment) error {
	var f form
	reason := f.line(&in.Reason, 500, "reason", true)
	if err := f.As(ErrInput); err != nil {
		return err
	}
	return s.decide(ctx, in.Enrolment, func(ctx context.Context, tx *db.Tx, se *Session, e *Enrolment) error {
		if e.State == Declined {
			return nil
		}
		if e.State != AskedFor {
			return ErrOver
		}
		e.State, e.Reason = Declined, reason
		return s.decidedTx(ctx, tx, se, e, "declined")
	})
}

func (s *Service) decide(ctx context.Context, id uuid.UUID, fn func(context.Context, *db.Tx, *Session, *Enrolment) error) error {
	v := identity.ViewerFrom(ctx)
	return s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		se, e, err := s.enrolmentTx(ctx, tx, id)
		switch {
		case err != nil:
			return err
		case !v.CanInTeam(ActionApprove, e.Team):
			return ErrNone
		case e.AccountID == v.AccountID:
			return ErrOwn
		}
		return fn(ctx, tx, se, e)
	})
}

// decidedTx notes who decided, and tells the person.
func (s *Service) decidedTx(ctx context.Context, tx *db.Tx, se *Session, e *Enrolment, how string) error {
	by := audit.ActorFrom(ctx).ID
	e.DecidedBy, e.DecidedAt = &by, &tx.Now
	if err := update(ctx, tx, e, "decide on a place"); err != nil {
		return err
	}
	if err := se.keepTx(ctx, tx); err != nil {
		return err
	}
	if err := s.record(ctx, tx, EnrolmentRecord(e.ID), how, nil); err != nil {
		return err
	}
	return s.tellTx(ctx, tx, e, tellOf[e.State], se.Sequence)
}
