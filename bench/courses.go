package main

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"golang.org/x/sync/errgroup"

	"github.com/ankunft/ankunft/cmd/office"
	"github.com/ankunft/ankunft/modules/courses"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/training"
	"github.com/ankunft/ankunft/platform/clock"
)

// How many people want how few places at once.
const (
	rushPeople = 500
	rushPlaces = 20
)

// rush is what came of five hundred who enrol at once.
type rush struct {
	seconds       float64
	in, waiting   int
	ordered, told bool // each has the position in which they were taken, and one mail is wanted for each
}

func (r *rush) kept() bool {
	return r.in == rushPlaces && r.waiting == rushPeople-rushPlaces && r.ordered && r.told
}

// enrol has all of them enrol at the same moment for a session that is planned for it.
func (r *rush) enrol(ctx context.Context, o *office.Office) error {
	var people []uuid.UUID
	err := o.DB.NewRaw("SELECT id FROM identity.account_v1 WHERE kind = 'staff' ORDER BY id LIMIT ?", rushPeople).Scan(ctx, &people)
	if err != nil || len(people) < rushPeople {
		return fmt.Errorf("%d people to enrol: %w", len(people), err)
	}
	keeper := identity.WithViewer(ctx, identity.StaffViewer(people[0], identity.Right{Role: identity.Training, AllTeams: true}))
	c, err := o.Courses.KeepCourse(keeper, courses.KeepCourse{Title: "Andrang", Form: courses.InHouse, Subject: training.KindOther})
	if err != nil {
		return err
	}
	place, day := "Raum 1", clock.Today(clock.System().Now()).AddDays(30)
	s, err := o.Courses.Plan(keeper, courses.PlanSession{Course: c.ID, Places: rushPlaces, Place: &place, Days: []courses.DayIn{{Day: day, FromMinute: 540, ToMinute: 600}}})
	if err != nil {
		return err
	}
	start := clock.System().Now()
	var all errgroup.Group
	for _, who := range people {
		all.Go(func() error {
			_, err := o.Courses.Enrol(identity.WithViewer(ctx, identity.StaffViewer(who, identity.Right{Role: identity.Clerk})), s.ID)
			return err
		})
	}
	if err := all.Wait(); err != nil {
		return fmt.Errorf("enrol: %w", err)
	}
	r.seconds = clock.System().Now().Sub(start).Round(time.Millisecond).Seconds()
	err = o.DB.NewRaw(`SELECT count(*) FILTER (WHERE state = 'enrolled'), count(*) FILTER (WHERE state = 'waiting'),
  bool_and((position <= ?0) = (state = 'enrolled')) AND max(position) = count(*),
  (SELECT count(*) = ?1 AND count(DISTINCT j.args->>'enrolment') = ?1 FROM river.river_job j JOIN courses.enrolment m ON m.id::text = j.args->>'enrolment' WHERE j.kind = 'courses.tell' AND m.session_id = ?2)
FROM courses.enrolment WHERE session_id = ?2`, rushPlaces, rushPeople, s.ID).Scan(ctx, &r.in, &r.waiting, &r.ordered, &r.told)
	if err != nil {
		return fmt.Errorf("count who is in: %w", err)
	}
	fmt.Printf("  %d enrol at once for %d places: %d in, %d wait, in order %v, each told once %v, %.1f s\n", rushPeople, rushPlaces, r.in, r.waiting, r.ordered, r.told, r.seconds)
	return nil
}
