package onboarding

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/events"
	"github.com/ankunft/ankunft/platform/jobs"
)

// ChangeJourney gives somebody another mentor, or ends their way.
type ChangeJourney struct {
	ID      uuid.UUID
	Version int
	Mentor  *uuid.UUID
	End     bool
}

// Change gives somebody under way another mentor, or ends it; with the end all is open that their roles allow, and the trail says who ended it.
func (s *Service) Change(ctx context.Context, in ChangeJourney) (*Journey, error) {
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		j := new(Journey)
		err := kept(ctx, tx.NewSelect().Model(j).Where("j.id = ? AND j.ended_at IS NULL", in.ID), "j.account_id").For("UPDATE OF j").Scan(ctx)
		if err := db.NoRows(err, ErrNone, "lock journey"); err != nil {
			return err
		}
		switch {
		case j.Version != in.Version:
			return ErrConflict
		case j.AccountID == identity.ViewerFrom(ctx).AccountID:
			return ErrNone // nobody opens their own gates
		}
		action := "ended"
		if in.End {
			j.EndedAt = &tx.Now
		} else if in.Mentor != nil {
			if err := s.mentorTx(ctx, tx, j, *in.Mentor); err != nil {
				return err
			}
			j.MentorID, action = in.Mentor, "mentor_changed"
		} else {
			return ErrInput.With(field("mentor", "required"))
		}
		j.Version++
		if _, err := tx.NewUpdate().Model(j).Column("mentor_id", "ended_at", "version").WherePK().Exec(ctx); err != nil {
			return fmt.Errorf("change journey: %w", err)
		}
		return s.record(ctx, tx, JourneyRecord(j.ID), action, audit.Details{"mentor": j.mentor()})
	})
	if err != nil {
		return nil, err
	}
	return s.journey(ctx, in.ID)
}

func (s *Service) mentorTx(ctx context.Context, tx *db.Tx, j *Journey, mentor uuid.UUID) error {
	if mentor == j.AccountID {
		return ErrInput.With(field("mentor", "self"))
	}
	if err := s.peopleTx(ctx, tx, j.AccountID, mentor); err != nil {
		return err
	}
	return s.newsTx(ctx, tx, mentor)
}

// CheckTx refuses a deed of somebody under way whose mentor has not signed off the step that opens it, and of somebody new in a role whose plan has such a step and who has
// not begun yet: ErrNotYet, with the step.
func (s *Service) CheckTx(ctx context.Context, tx *db.Tx, account uuid.UUID, gate string) error {
	var step string
	err := tx.NewRaw(`SELECT c.title FROM (
  SELECT t.title, t.place FROM onboarding.task t JOIN onboarding.journey j ON j.id = t.journey_id WHERE j.account_id = ?0 AND j.ended_at IS NULL AND t.opens = ?1 AND t.signed_at IS NULL
  UNION ALL SELECT s.title, s.place FROM (`+newcomers+`) n JOIN onboarding.step s ON s.plan_id = n.plan_id WHERE n.account_id = ?0 AND s.opens = ?1) c ORDER BY c.place LIMIT 1`, account, gate).Scan(ctx, &step)
	if err := db.NoRows(err, ErrNone, "ask for signed steps"); err != nil {
		return errs.Ignore(err, ErrNone)
	}
	return ErrNotYet.With(errs.Field{Path: "step", Code: "unsigned", Params: map[string]string{"step": step}})
}

// DailyArgs is the job of each day.
type DailyArgs struct{}

// Kind implements river.JobArgs.
func (DailyArgs) Kind() string { return "onboarding.daily" }

// Register hands the daily work to the workers, and hears of trainings that were completed.
func (s *Service) Register(r *jobs.Runner, bus *events.Bus) {
	events.Subscribe(bus, "onboarding.on_training_completed", s.learned)
	jobs.Handle(r, func(ctx context.Context, _ DailyArgs) error { return s.Daily(ctx) })
	jobs.Every(r, "onboarding.daily", time.Hour, func() river.JobArgs { return DailyArgs{} })
}

// How often a step was reminded of.
const (
	remindedSoon = 1
	remindedOver = 2
	soonDays     = 3
)

// Daily lets those begin who are new in a role, looks again at trainings that are steps, reminds newcomers of steps that are due soon and of those that are over, and mentors of those that wait for them: each once, in one
// mail for each. It may run as often as it likes.
func (s *Service) Daily(ctx context.Context) error {
	return errors.Join(s.welcome(ctx), s.learn(ctx), s.remind(ctx))
}

func (s *Service) remind(ctx context.Context) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		today := clock.Today(tx.Now)
		var who []uuid.UUID
		var all []uuid.UUID
		for _, remind := range []struct {
			statement string
			args      []any
		}{
			{"UPDATE onboarding.task t SET reminded = ?0 FROM onboarding.journey j WHERE j.id = t.journey_id AND j.ended_at IS NULL AND t.done_at IS NULL AND t.reminded < ?0 AND t.due_on BETWEEN ?2 AND ?1 RETURNING j.account_id", []any{remindedSoon, today.AddDays(soonDays), today}},
			{"UPDATE onboarding.task t SET reminded = ?0 FROM onboarding.journey j WHERE j.id = t.journey_id AND j.ended_at IS NULL AND t.done_at IS NULL AND t.reminded < ?0 AND t.due_on < ?1 RETURNING j.account_id", []any{remindedOver, today}},
			{"UPDATE onboarding.task t SET asked = true FROM onboarding.journey j WHERE j.id = t.journey_id AND j.ended_at IS NULL AND j.mentor_id IS NOT NULL AND t.sign = ?0 AND t.done_at IS NOT NULL AND t.signed_at IS NULL AND NOT t.asked RETURNING j.mentor_id", []any{ByMentor}},
		} {
			who = nil
			if err := tx.NewRaw(remind.statement, remind.args...).Scan(ctx, &who); err != nil {
				return fmt.Errorf("find whom to remind: %w", err)
			}
			all = append(all, who...)
		}
		return s.newsTx(ctx, tx, all...)
	})
}

// newsTx tells members of staff that something is there for them, each once.
func (s *Service) newsTx(ctx context.Context, tx *db.Tx, accounts ...uuid.UUID) error {
	to, err := identity.Addresses(ctx, tx, accounts)
	var faults []error
	for _, a := range to {
		faults = append(faults, s.Messages.NotifyTx(ctx, tx, messages.News(a, messages.StaffNewsPath)))
	}
	return errors.Join(append(faults, err)...)
}
