// Package onboardinggql is the part of the schema about people who are new.
package onboardinggql

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/onboarding"
	"github.com/ankunft/ankunft/platform/clock"
)

// Resolver resolves the part; it is Query and Mutation.
type Resolver struct {
	Onboarding *onboarding.Service
	Identity   *identity.Service
}

// Query resolves the queries.
type Query struct{ Resolver }

// Mutation resolves the mutations.
type Mutation struct{ Resolver }

// The types of this part.
type (
	// OnboardingSign says who signs a step off.
	OnboardingSign string
	// OnboardingGate is what a step opens.
	OnboardingGate string
	// OnboardingPlan is what somebody new goes through.
	OnboardingPlan struct {
		ID      uuid.UUID
		Role    identity.Role
		Title   string
		Ended   bool
		Version int
		Steps   []OnboardingStep
	}
	// OnboardingTraining is one by which a step is done by itself.
	OnboardingTraining struct {
		ID    uuid.UUID
		Title string
	}
	// OnboardingStep is one of them.
	OnboardingStep struct {
		Title, Text, URL string
		Days             int
		Sign             OnboardingSign
		Opens            *OnboardingGate
		Training         *OnboardingTraining
	}
	// Onboarding is somebody under way.
	Onboarding struct {
		ID, AccountID       uuid.UUID
		MentorID            *uuid.UUID
		Name, Mentor, Title string
		StartedOn           clock.Date
		Ended               bool
		Version             int
		Steps               []OnboardingTask
	}
	// OnboardingTask is a step of it.
	OnboardingTask struct {
		ID               uuid.UUID
		Title, Text, URL string
		DueOn            clock.Date
		Sign             OnboardingSign
		Opens            *OnboardingGate
		Training         *OnboardingTraining
		DoneAt, SignedAt *time.Time
		Over, Late       bool
		Permitted        []string
	}
	// DoOnboardingStep says that a step is done.
	DoOnboardingStep struct {
		ID   uuid.UUID
		Done bool
	}
	// SignOnboardingStep signs a step off.
	SignOnboardingStep struct{ ID uuid.UUID }
	// KeepOnboardingPlan makes or changes a plan.
	KeepOnboardingPlan struct {
		ID      *uuid.UUID
		Version *int
		Role    identity.Role
		Title   string
		Ended   *bool
		Steps   []KeepOnboardingStep
	}
	// KeepOnboardingStep is a step of it.
	KeepOnboardingStep struct {
		Title     string
		Text, URL *string
		Days      int
		Sign      OnboardingSign
		Opens     *OnboardingGate
		Training  *uuid.UUID
	}
	// BeginOnboarding lets somebody begin.
	BeginOnboarding struct {
		Account, Mentor, Plan uuid.UUID
		StartOn               *clock.Date
	}
	// ChangeOnboarding gives another mentor, or ends.
	ChangeOnboarding struct {
		ID      uuid.UUID
		Version int
		Mentor  *uuid.UUID
		End     *bool
	}
)

// MyOnboarding is the viewer's own way.
func (q Query) MyOnboarding(ctx context.Context) (*Onboarding, error) {
	j, err := q.Onboarding.Mine(ctx)
	if err != nil || j == nil {
		return nil, err
	}
	return q.one(ctx, j)
}

// MentoredOnboardings are those whose mentor the viewer is.
func (q Query) MentoredOnboardings(ctx context.Context) ([]Onboarding, error) {
	list, err := q.Onboarding.Mentored(ctx)
	if err != nil {
		return nil, err
	}
	return q.journeys(ctx, list)
}

// Onboardings are those whom the viewer may lead.
func (q Query) Onboardings(ctx context.Context) ([]Onboarding, error) {
	list, err := q.Onboarding.UnderWay(ctx)
	if err != nil {
		return nil, err
	}
	return q.journeys(ctx, list)
}

// OnboardingPlans are all plans.
func (q Query) OnboardingPlans(ctx context.Context) ([]OnboardingPlan, error) {
	list, err := q.Onboarding.Plans(ctx)
	if err != nil {
		return nil, err
	}
	return q.plans(ctx, list)
}

// DoOnboardingStep says that a step is done.
func (m Mutation) DoOnboardingStep(ctx context.Context, in DoOnboardingStep) (*Onboarding, error) {
	return m.changed(ctx)(m.Onboarding.Do(ctx, onboarding.DoTask(in)))
}

// SignOnboardingStep signs a step off.
func (m Mutation) SignOnboardingStep(ctx context.Context, in SignOnboardingStep) (*Onboarding, error) {
	return m.changed(ctx)(m.Onboarding.Sign(ctx, onboarding.SignTask(in)))
}

// KeepOnboardingPlan makes or changes a plan.
func (m Mutation) KeepOnboardingPlan(ctx context.Context, in KeepOnboardingPlan) (*OnboardingPlan, error) {
	keep := onboarding.KeepPlan{ID: in.ID, Role: in.Role, Title: in.Title, Ended: in.Ended != nil && *in.Ended}
	if in.Version != nil {
		keep.Version = *in.Version
	}
	for _, s := range in.Steps {
		keep.Steps = append(keep.Steps, onboarding.KeepStep{Title: s.Title, Text: s.Text, URL: s.URL, Days: s.Days, Sign: string(s.Sign), Opens: (*string)(s.Opens), Training: s.Training})
	}
	p, err := m.Onboarding.KeepPlan(ctx, keep)
	if err != nil {
		return nil, err
	}
	shown, err := m.plans(ctx, []*onboarding.Plan{p})
	if err != nil {
		return nil, err
	}
	return &shown[0], nil
}

// BeginOnboarding lets somebody begin.
func (m Mutation) BeginOnboarding(ctx context.Context, in BeginOnboarding) (*Onboarding, error) {
	return m.changed(ctx)(m.Onboarding.Begin(ctx, onboarding.Begin(in)))
}

// ChangeOnboarding gives another mentor, or ends.
func (m Mutation) ChangeOnboarding(ctx context.Context, in ChangeOnboarding) (*Onboarding, error) {
	return m.changed(ctx)(m.Onboarding.Change(ctx, onboarding.ChangeJourney{ID: in.ID, Version: in.Version, Mentor: in.Mentor, End: in.End != nil && *in.End}))
}

func (r Resolver) changed(ctx context.Context) func(*onboarding.Journey, error) (*Onboarding, error) {
	return func(j *onboarding.Journey, err error) (*Onboarding, error) {
		if err != nil {
			return nil, err
		}
		return r.one(ctx, j)
	}
}

func (r Resolver) one(ctx context.Context, j *onboarding.Journey) (*Onboarding, error) {
	list, err := r.journeys(ctx, []*onboarding.Journey{j})
	if err != nil {
		return nil, err
	}
	return &list[0], nil
}

func (r Resolver) journeys(ctx context.Context, list []*onboarding.Journey) ([]Onboarding, error) {
	people := []uuid.UUID{}
	for _, j := range list {
		people = append(people, j.AccountID)
		if j.MentorID != nil {
			people = append(people, *j.MentorID)
		}
	}
	names, err := r.Identity.Colleagues(ctx, people)
	if err != nil {
		return nil, err
	}
	trainings, err := r.trainings(ctx)
	if err != nil {
		return nil, err
	}
	viewer, today := identity.ViewerFrom(ctx).AccountID, clock.Today(r.Onboarding.DB.Clock.Now())
	shown := make([]Onboarding, len(list))
	for i, j := range list {
		shown[i] = Onboarding{
			ID: j.ID, AccountID: j.AccountID, MentorID: j.MentorID, Name: names[j.AccountID], Title: j.Title, StartedOn: j.StartedOn, Ended: j.EndedAt != nil,
			Version: j.Version, Steps: make([]OnboardingTask, len(j.Tasks)),
		}
		if j.MentorID != nil {
			shown[i].Mentor = names[*j.MentorID]
		}
		for k, t := range j.Tasks {
			shown[i].Steps[k] = OnboardingTask{
				ID: t.ID, Title: t.Title, Text: t.Text, URL: t.URL, DueOn: t.DueOn, Sign: OnboardingSign(t.Sign), Opens: gate(t.Opens), Training: trainings.of(t.TrainingID), DoneAt: t.DoneAt, SignedAt: t.SignedAt,
				Over: t.Over(), Late: !t.Over() && t.DueOn.Before(today), Permitted: j.Permitted(t, viewer),
			}
		}
	}
	return shown, nil
}

func gate(opens string) *OnboardingGate {
	if opens == "" {
		return nil
	}
	g := OnboardingGate(opens)
	return &g
}

func (r Resolver) plans(ctx context.Context, list []*onboarding.Plan) ([]OnboardingPlan, error) {
	trainings, err := r.trainings(ctx)
	if err != nil {
		return nil, err
	}
	shown := make([]OnboardingPlan, len(list))
	for i, p := range list {
		shown[i] = OnboardingPlan{ID: p.ID, Role: p.Role, Title: p.Title, Ended: p.Ended, Version: p.Version, Steps: make([]OnboardingStep, len(p.Steps))}
		for k, s := range p.Steps {
			shown[i].Steps[k] = OnboardingStep{s.Title, s.Text, s.URL, s.Days, OnboardingSign(s.Sign), gate(s.Opens), trainings.of(s.TrainingID)}
		}
	}
	return shown, nil
}

// titles are those of trainings.
type titles map[uuid.UUID]string

func (r Resolver) trainings(ctx context.Context) (titles, error) {
	list, err := r.Onboarding.Training.Trainings(ctx, true)
	found := titles{}
	for _, t := range list {
		found[t.ID] = t.Title
	}
	return found, err
}

func (t titles) of(id *uuid.UUID) *OnboardingTraining {
	if id == nil {
		return nil
	}
	return &OnboardingTraining{*id, t[*id]}
}
