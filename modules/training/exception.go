package training

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
)

// What stands against an exception.
var (
	// ErrOwn says that nobody frees themself, and nobody accepts their own certificate.
	ErrOwn = errs.New(errs.Forbidden, "training.own")
	// ErrExempt says that somebody is free of it in that time already.
	ErrExempt = errs.New(errs.Conflict, "training.exempt")
)

// Exception frees somebody of a requirement for a time.
type Exception struct {
	bun.BaseModel `bun:"table:training.exception,alias:x"`

	ID            uuid.UUID `bun:",pk"`
	AccountID     uuid.UUID
	RequirementID uuid.UUID
	FromOn        clock.Date
	UntilOn       clock.Date // the last day
	// Reason may be about their health: only the person, who gave it and who plans what staff learn read it. For others it is "".
	Reason  string
	GivenBy uuid.UUID
	GivenAt time.Time
	EndedBy *uuid.UUID
	EndedAt *time.Time
	Version int

	Key string `bun:",scanonly"`
}

// String tells nothing of why.
func (x Exception) String() string { return "exception " + x.ID.String() }

// GoString tells nothing of why, not even to %#v.
func (x Exception) GoString() string { return x.String() }

// GiveException frees somebody of a requirement.
type GiveException struct {
	Account     uuid.UUID
	Requirement uuid.UUID
	From        *clock.Date // today by itself
	Until       clock.Date  // the last day
	Reason      string
}

// GiveException frees somebody of the viewer's teams. ErrOwn for the viewer themself, ErrExempt where they are free already.
func (s *Service) GiveException(ctx context.Context, in GiveException) (*Exception, error) {
	v := identity.ViewerFrom(ctx)
	x := &Exception{
		ID: ids.New(), AccountID: in.Account, RequirementID: in.Requirement, FromOn: or(in.From, s.today()), UntilOn: in.Until, GivenBy: v.AccountID, Version: 1,
	}
	var f form
	x.Reason = f.text(in.Reason, longestNote, "reason", true)
	f.Need(sensible(x.FromOn) && !x.FromOn.Before(s.today()), "from", "past")
	f.Need(sensible(in.Until) && !in.Until.Before(x.FromOn), "until", "before_start")
	f.Need(x.FromOn.DaysUntil(in.Until) <= mostDays, "until", "out_of_range")
	if err := f.As(ErrInput); err != nil {
		return nil, err
	}
	if in.Account == v.AccountID {
		return nil, ErrOwn
	}
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := s.reachTx(ctx, tx, "training.except", in.Account); err != nil {
			return err
		}
		if is, err := tx.NewSelect().TableExpr("training.requirement").Where("id = ?", in.Requirement).Exists(ctx); err != nil || !is {
			return orNone(err)
		}
		x.GivenAt = tx.Now
		if _, err := tx.NewInsert().Model(x).Exec(ctx); err != nil {
			return db.MapConstraints(fmt.Errorf("give exception: %w", err), constraints)
		}
		d := audit.Details{"exception": x.ID.String(), "requirement": in.Requirement.String(), "from": x.FromOn.String(), "until": x.UntilOn.String()}
		return s.record(ctx, tx, FileOf(in.Account), "exception_given", d)
	})
	return x, err
}

// EndException ends one before its time.
type EndException struct {
	ID      uuid.UUID
	Version int
}

// EndException ends it today; ErrConflict where it has ended.
func (s *Service) EndException(ctx context.Context, in EndException) (*Exception, error) {
	v, x := identity.ViewerFrom(ctx), new(Exception)
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := lockTx(ctx, tx, x, in.ID, &in.Version, &x.Version); err != nil {
			return err
		}
		if x.EndedAt != nil {
			return ErrConflict
		}
		if err := s.reachTx(ctx, tx, "training.except", x.AccountID); err != nil {
			return err
		}
		x.EndedBy, x.EndedAt, x.Version = &v.AccountID, &tx.Now, x.Version+1
		if _, err := tx.NewUpdate().Model(x).Column("ended_by", "ended_at", "version").WherePK().Exec(ctx); err != nil {
			return fmt.Errorf("end exception: %w", err)
		}
		return s.record(ctx, tx, FileOf(x.AccountID), "exception_ended", audit.Details{"exception": x.ID.String()})
	})
	if err != nil {
		return nil, err
	}
	if x.GivenBy != v.AccountID && !v.Can(keep) {
		x.Reason = ""
	}
	return x, nil
}

// Exceptions lists those of somebody that are not over, with the reason for whom it is.
func (s *Service) Exceptions(ctx context.Context, account uuid.UUID) ([]*Exception, error) {
	v, list := identity.ViewerFrom(ctx), []*Exception{}
	err := s.DB.NewSelect().Model(&list).ExcludeColumn("reason").ColumnExpr("CASE WHEN ? OR ? IN (x.given_by, x.account_id) THEN x.reason ELSE '' END AS reason", v.Can(keep), v.AccountID).
		ColumnExpr("q.key").Join("JOIN training.requirement q ON q.id = x.requirement_id").
		Where("x.account_id = ? AND x.ended_at IS NULL AND x.until_on >= ?", account, s.today()).OrderExpr("x.until_on, x.id").Limit(100).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("list exceptions: %w", err)
	}
	return list, nil
}
