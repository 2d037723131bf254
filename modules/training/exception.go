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
	// ErrBlocking says that a requirement stands in the way of something: who keeps requirements frees of it, no lead.
	ErrBlocking = errs.New(errs.Forbidden, "training.blocking")
)

// Exception frees somebody of a requirement for a time.
type Exception struct {
	bun.BaseModel `bun:"table:training.exception,alias:x"`

	ID            uuid.UUID `bun:",pk"`
	AccountID     uuid.UUID
	RequirementID uuid.UUID
	FromOn        clock.Date
	UntilOn       clock.Date // the last day
	OfBlocking    bool       // it frees also of what blocks; others end where their requirement begins to
	// Reason may be about their health: only the person, who gave it and who plans what staff learn read it. For others it is "".
	Reason  string
	GivenBy uuid.UUID
	GivenAt time.Time
	EndedBy *uuid.UUID
	EndedAt *time.Time
	EndedOn clock.Date // before its time
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

// asked is what an exception is of.
type asked struct {
	Title  string // of the training
	Blocks bool   // an action, today or by a version that is to come
}

// counting are versions of a requirement that count on a day (the first ?) or will.
const counting = "(v.valid_until IS NULL OR v.valid_until > ? AND v.valid_until > v.valid_from)"

func askedTx(ctx context.Context, tx *db.Tx, requirement uuid.UUID) (*asked, error) {
	a := new(asked)
	err := tx.NewRaw(`SELECT t.title, EXISTS (SELECT FROM training.requirement_version v WHERE v.requirement_id = q.id AND v.blocks <> '{}' AND `+counting+`) AS blocks
FROM training.requirement q JOIN training.training t ON t.id = q.training_id WHERE q.id = ?`, clock.Today(tx.Now), requirement).Scan(ctx, a)
	return a, db.NoRows(err, ErrNone, "read requirement")
}

// by says whether somebody may free of it, and let free no more.
func (a *asked) by(v *identity.Viewer) error {
	if a.Blocks && !v.Can(keep) {
		return ErrBlocking
	}
	return nil
}

// GiveException frees somebody of the viewer's teams. ErrOwn for the viewer themself, ErrExempt where they are free already, ErrBlocking for a lead where it blocks.
func (s *Service) GiveException(ctx context.Context, in GiveException) (*Exception, error) {
	v := identity.ViewerFrom(ctx)
	x := &Exception{
		ID: ids.New(), AccountID: in.Account, RequirementID: in.Requirement, FromOn: or(in.From, s.today()), UntilOn: in.Until, GivenBy: v.AccountID, OfBlocking: v.Can(keep),
		Version: 1,
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
		a, err := askedTx(ctx, tx, in.Requirement)
		if err != nil {
			return err
		}
		if err := a.by(v); err != nil {
			return err
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

// EndException ends it today, and tells them; ErrConflict where it has ended, ErrBlocking for a lead where it blocks.
func (s *Service) EndException(ctx context.Context, in EndException) (*Exception, error) {
	v, x := identity.ViewerFrom(ctx), new(Exception)
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := db.NoRows(tx.NewSelect().Model(x).Where("x.id = ?", in.ID).For("UPDATE").Scan(ctx), ErrNone, "lock exception"); err != nil {
			return err
		}
		if err := s.reachTx(ctx, tx, "training.except", x.AccountID); err != nil {
			return err
		}
		a, err := askedTx(ctx, tx, x.RequirementID)
		if err != nil {
			return err
		}
		if err := a.by(v); err != nil {
			return err
		}
		if x.EndedAt != nil || x.Version != in.Version {
			return ErrConflict
		}
		x.EndedBy, x.EndedAt, x.EndedOn, x.Version = &v.AccountID, &tx.Now, clock.Today(tx.Now), x.Version+1
		if _, err := tx.NewUpdate().Model(x).Column("ended_by", "ended_at", "ended_on", "version").WherePK().Exec(ctx); err != nil {
			return fmt.Errorf("end exception: %w", err)
		}
		if err := s.tellEndedTx(ctx, tx, x, a.Title); err != nil {
			return err
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

// Exceptions lists those of somebody that are not over and count, with the reason for whom it is.
func (s *Service) Exceptions(ctx context.Context, account uuid.UUID) ([]*Exception, error) {
	v, list := identity.ViewerFrom(ctx), []*Exception{}
	err := s.DB.NewSelect().Model(&list).ExcludeColumn("reason").ColumnExpr("CASE WHEN ? OR ? IN (x.given_by, x.account_id) THEN x.reason ELSE '' END AS reason", v.Can(keep), v.AccountID).
		ColumnExpr("q.key").Join("JOIN training.requirement q ON q.id = x.requirement_id").
		Where("x.account_id = ? AND x.ended_at IS NULL AND x.until_on >= ?", account, s.today()).
		Where("x.of_blocking OR NOT EXISTS (SELECT FROM training.requirement_version v WHERE v.requirement_id = x.requirement_id AND v.blocks <> '{}' AND v.valid_from <= ? AND "+counting+")", s.today(), s.today()).OrderExpr("x.until_on, x.id").Limit(100).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("list exceptions: %w", err)
	}
	return list, nil
}
