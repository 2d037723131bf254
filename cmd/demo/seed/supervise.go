package seed

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/onboarding"
	"github.com/ankunft/ankunft/modules/supervision"
	"github.com/ankunft/ankunft/modules/training"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
)

// Supervisor leads supervision, from outside, and logs in at the portal.
func Supervisor() Applicant {
	return Applicant{
		"vera", "gibt Supervision", "leads supervision", identity.TrustSubstantial,
		person{family: "Sander", given: "Vera", born: clock.Date{Year: 1971, Month: 6, Day: 8}, place: "Bremen", country: "DE", sex: "female", marital: "single", language: "de", email: "vera.sander@supervision.example"},
	}
}

// lookAfter plans supervision, of which some has been, and lets Lea Neumann be new.
func (f *filler) lookAfter() error {
	h := f.hands[0]
	if err := h.welcome(f); err != nil {
		return fmt.Errorf("let somebody be new: %w", err)
	}
	if h.Supervision == nil {
		return nil
	}
	if err := h.sessions(f); err != nil {
		return fmt.Errorf("plan supervision: %w", err)
	}
	return nil
}

// sessions are a group since the last half-year, and talks for one; enough took part for a number.
func (h *hand) sessions(f *filler) error {
	planner := h.by("sommer")
	h.clock.Set(f.now.AddDate(0, -8, 0))
	vera, err := h.Supervision.KeepSupervisor(planner, supervision.KeepSupervisor{Name: Supervisor().Name(), Email: Supervisor().Email()})
	if err != nil {
		return err
	}
	leads, err := h.Identity.Know(h.ctx, identity.KindApplicant, Supervisor().Claims(f.ApplicantsIssuer))
	if err != nil {
		return err
	}
	first := h.today()
	for first.Time(clock.Berlin).Weekday() != time.Monday {
		first = first.AddDays(1)
	}
	for _, in := range []supervision.PlanSeries{
		{Kind: supervision.Group, Title: "Fallsupervision", Places: 9, Cents: 18_000, Day: first.AddDays(3), FromMinute: 540, ToMinute: 630, EveryWeeks: 4, Sessions: 12},
		{Kind: supervision.Single, Title: "Gespräch unter vier Augen", Cents: 11_000, Day: first.AddDays(1), FromMinute: 840, ToMinute: 900, EveryWeeks: 3, Sessions: 16},
	} {
		in.Supervisor, in.Place = vera.ID, "Praxis Sander, Lindenhof 2"
		if _, err := h.Supervision.Plan(planner, in); err != nil {
			return err
		}
	}
	if err := h.attend(f, &identity.Viewer{AccountID: leads.ID, Kind: identity.KindApplicant, Language: "de"}); err != nil {
		return err
	}
	h.clock.Set(f.now)
	if err := h.Supervision.Daily(h.ctx); err != nil {
		return err
	}
	if err := h.Supervision.EnterAway(h.by("kaya"), f.today.AddDays(3), "afternoon"); err != nil {
		return err
	}
	return h.DB.InTx(h.ctx, func(ctx context.Context, tx *db.Tx) error {
		return h.Supervision.OfferTx(ctx, tx, []uuid.UUID{h.staff["okafor"].AccountID}, supervision.AfterIncident, "incident", ids.New())
	})
}

// attend lets colleagues come to what was, and book some of what is to come.
func (h *hand) attend(f *filler, vera *identity.Viewer) error {
	group := []string{"lindner", "kaya", "marino", "okafor", "otto", "adler", "vogt", "neumann"}
	led, err := h.Supervision.Led(h.as(vera))
	if err != nil {
		return err
	}
	for i, l := range led {
		h.clock.Set(l.StartsAt.AddDate(0, 0, -2))
		if h.clock.Now().After(f.now) {
			h.clock.Set(f.now)
			if i%3 != 0 {
				continue // still free
			}
		}
		who := group
		if l.Series.Kind == supervision.Single {
			who = group[i%len(group):][:1]
		} else if l.StartsAt.After(f.now) {
			who = group[:4]
		}
		for _, name := range who {
			if err := h.Supervision.Book(h.by(name), l.ID); err != nil {
				return err
			}
		}
		if l.EndsAt.After(f.now) {
			continue
		}
		h.clock.Set(l.EndsAt)
		if _, err := h.Supervision.Hold(h.as(vera), supervision.HoldSession{ID: l.ID, Version: l.Version, Cents: l.Series.Cents}); err != nil {
			return err
		}
	}
	return nil
}

// welcome lets Lea Neumann be new for three weeks, with Petra Lindner as her mentor.
func (h *hand) welcome(f *filler) error {
	h.clock.Set(f.now.AddDate(0, 0, -20))
	text := func(s string) *string { return &s }
	propose := onboarding.Propose
	trainings, err := h.Training.Trainings(h.ctx, false)
	if err != nil {
		return err
	}
	learn := func(key string) *uuid.UUID {
		return &trainings[slices.IndexFunc(trainings, func(t *training.Training) bool { return t.Key == key })].ID
	}
	plan, err := h.Onboarding.KeepPlan(h.by("sommer"), onboarding.KeepPlan{Role: identity.Clerk, Title: "Sachbearbeitung Aufenthalt", Steps: []onboarding.KeepStep{
		{Title: "Das Haus und die Menschen kennenlernen", Text: text("Empfang, Poststelle, Servicepunkt, Klärungsstelle: überall eine Stunde."), Days: 5, Sign: onboarding.ByOwn},
		{Title: "Datenschutz und Schweigepflicht", Text: text("Handreichung lesen, Fragen mit der Begleitung klären."), URL: text("https://www.bfdi.bund.de/"), Days: 7, Sign: onboarding.ByOwn, Training: learn("data_protection")},
		{Title: "Am Schalter zuhören", Text: text("Drei Vormittage neben der Begleitung sitzen."), Days: 14, Sign: onboarding.ByMentor},
		{Title: "Fünf Anträge selbst prüfen", Text: text("Die Begleitung sieht jede Prüfung nach."), Days: 30, Sign: onboarding.ByMentor},
		{Title: "Fünf Entscheidungen zu zweit entwerfen", Text: text("Entwerfen dürfen Sie von Anfang an."), URL: text("https://www.gesetze-im-internet.de/aufenthg_2004/"), Days: 60, Sign: onboarding.ByMentor, Opens: &propose},
		{Title: "Einfach und ohne Vorurteile sprechen", Days: 80, Sign: onboarding.ByOwn, Training: learn("respectful_communication")},
		{Title: "Eine Supervision besuchen", Text: text("Ob und wann, wissen nur Sie."), Days: 90, Sign: onboarding.ByOwn},
	}})
	if err != nil {
		return err
	}
	lea, mentor := h.staff["neumann"].AccountID, h.staff["lindner"].AccountID
	way, err := h.Onboarding.Begin(h.by("weber"), onboarding.Begin{Account: lea, Mentor: mentor, Plan: plan.ID})
	if err != nil {
		return err
	}
	for i, day := range []int{4, 6, 13, 18} {
		h.clock.Set(f.now.AddDate(0, 0, day-20))
		if way.Tasks[i].TrainingID != nil {
			continue // done by itself
		}
		if _, err := h.Onboarding.Do(h.by("neumann"), onboarding.DoTask{ID: way.Tasks[i].ID, Done: true}); err != nil {
			return err
		}
		if i == 2 {
			if _, err := h.Onboarding.Sign(h.by("lindner"), onboarding.SignTask{ID: way.Tasks[i].ID}); err != nil {
				return err
			}
		}
	}
	h.clock.Set(f.now)
	return nil
}
