package cases

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
)

// actionMonths is how long the office may take before the person may go to court without a decision (VwGO §75 sentence 2).
const actionMonths = 3

// PauseReason is a named reason for which the service promise rests. The line of VwGO §75 never does.
type PauseReason = string

// The reasons.
const (
	PauseRequest     PauseReason = "request"     // the person was asked for something (AufenthG §82(1))
	PauseHearing     PauseReason = "hearing"     // the person has the word (VwVfG §28)
	PauseAuthority   PauseReason = "authority"   // another authority must answer or consent (AufenthG §§39, 73)
	PauseTranslation PauseReason = "translation" // a translation is awaited (VwVfG §23(3))
	PauseWish        PauseReason = "wish"        // the person asked to wait
)

// PauseReasons are the reasons that a clerk may give; request and hearing come by themselves.
var PauseReasons = []PauseReason{PauseAuthority, PauseTranslation, PauseWish}

// pauseRow is one pause of the promise.
type pauseRow struct {
	bun.BaseModel `bun:"table:cases.pause,alias:pause"`

	ID        uuid.UUID `bun:",pk"`
	CaseID    uuid.UUID
	Reason    PauseReason
	FromOn    clock.Date
	UntilOn   clock.Date `bun:",nullzero"`
	RequestID *uuid.UUID
}

// PauseTx lets the promise rest from today on; a pause that runs already is ended first, so that days never count twice.
func (c *Case) PauseTx(ctx context.Context, tx *db.Tx, reason PauseReason, request *uuid.UUID) error {
	if err := c.ResumeTx(ctx, tx); err != nil {
		return err
	}
	today := clock.Today(tx.Now)
	c.PausedSince, c.PausedReason = today, &reason
	row := pauseRow{ID: ids.New(), CaseID: c.ID, Reason: reason, FromOn: today, RequestID: request}
	if _, err := tx.NewInsert().Model(&row).Exec(ctx); err != nil {
		return fmt.Errorf("pause promise: %w", err)
	}
	return nil
}

// ResumeTx lets the promise run again: it moves by the days it rested. Without a pause nothing happens.
func (c *Case) ResumeTx(ctx context.Context, tx *db.Tx) error {
	if c.PausedReason == nil {
		return nil
	}
	today := clock.Today(tx.Now)
	rested := c.PausedSince.DaysUntil(today)
	c.PausedDays += rested
	c.PromiseDueOn = c.PromiseDueOn.AddDays(rested)
	c.PausedSince, c.PausedReason = clock.Date{}, nil
	_, err := tx.NewUpdate().Model((*pauseRow)(nil)).Set("until_on = ?", today).Where("case_id = ? AND until_on IS NULL", c.ID).Exec(ctx)
	if err != nil {
		return fmt.Errorf("resume promise: %w", err)
	}
	return nil
}

// Clock tells how the promise stands.
type Clock struct {
	PromiseDays  int
	UsedDays     int
	PausedDays   int
	PausedSince  clock.Date
	PausedReason *string
	Late         bool
}

// clockOn is the state of the promise on a day.
func (c *Case) clockOn(today clock.Date) Clock {
	k := Clock{PromiseDays: c.PromiseDays, PausedDays: c.PausedDays, PausedSince: c.PausedSince, PausedReason: c.PausedReason}
	until := today
	if c.DecidedAt != nil {
		until = clock.Today(*c.DecidedAt)
	}
	if c.PausedReason != nil {
		k.PausedDays += c.PausedSince.DaysUntil(until)
	}
	k.UsedDays = max(0, c.ReceivedOn.DaysUntil(until)-k.PausedDays)
	k.Late = k.UsedDays > k.PromiseDays
	return k
}

// PauseCase asks for a pause.
type PauseCase struct {
	Case    uuid.UUID
	Version int
	Reason  PauseReason
}

// Pause lets the promise rest for a named reason.
func (s *Service) Pause(ctx context.Context, in PauseCase) error {
	if !slices.Contains(PauseReasons, in.Reason) {
		return ErrInput.With(errs.Field{Path: "reason", Code: "not_in_list"})
	}
	return s.Change(ctx, "cases.check", in.Case, in.Version, AtWork, func(ctx context.Context, tx *db.Tx, c *Case) (Deed, error) {
		return Deed{"case.paused", audit.Details{"reason": in.Reason}}, c.PauseTx(ctx, tx, in.Reason, nil)
	})
}

// ResumeCase ends a pause.
type ResumeCase struct {
	Case    uuid.UUID
	Version int
}

// Resume lets the promise run again. An open request keeps its own pause until it is answered or withdrawn.
func (s *Service) Resume(ctx context.Context, in ResumeCase) error {
	return s.Change(ctx, "cases.check", in.Case, in.Version, AtWork, func(ctx context.Context, tx *db.Tx, c *Case) (Deed, error) {
		if c.PausedReason == nil {
			return Deed{}, ErrState
		}
		return Deed{Action: "case.resumed"}, c.ResumeTx(ctx, tx)
	})
}

// AtWork are the states in which it is the office's turn.
var AtWork = []CaseState{Received, Checking, Deciding}

// Undecided are the states in which the office still works on the case.
var Undecided = []CaseState{Received, Checking, Waiting, InHearing, Deciding}
