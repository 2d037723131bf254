package onboarding_test

import (
	"context"
	"testing"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/onboarding"
)

// Who gets a role that has a plan decides nothing before they are led into it, though nobody has begun anything; who had the role before is not new.
func TestWhoIsNewInARoleBeginsByThemself(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.plan(t)
	must(t, o.may(t, o.lea, onboarding.Propose))
	nora, asNora := o.colleague(t, "nora", identity.Clerk, "study")
	wants(t, o.may(t, nora, onboarding.Propose), onboarding.ErrNotYet, "step") // before any job has run
	must(t, o.may(t, nora, onboarding.Approve))
	for range 2 {
		must(t, o.Daily(t.Context()))
	}
	o.RunJobs(t)
	for who, n := range map[string]int{"nora": 2, "jonas": 1, "petra": 0, "heike": 0, "sommer": 0} { // that there is a plan and what is due; that somebody is new
		if sent := o.mails.Sent(who + "@amt.example"); len(sent) != n {
			t.Errorf("%s: %d mails", who, len(sent))
		}
	}
	j, err := o.Mine(asNora)
	must(t, err)
	if j == nil || j.MentorID != nil || len(j.Tasks) != 2 {
		t.Fatalf("%+v", j)
	}
	for _, had := range []context.Context{o.asLea, o.asPetra} {
		if way, err := o.Mine(had); err != nil || way != nil {
			t.Errorf("who was there before is new: %+v %v", way, err)
		}
	}
	gate := j.Tasks[1].ID
	_, err = o.Do(asNora, onboarding.DoTask{ID: gate, Done: true})
	must(t, err)
	_, err = o.Sign(o.asPetra, onboarding.SignTask{ID: gate})
	wants(t, err, onboarding.ErrNone) // nobody is the mentor yet
	_, err = o.Change(o.asJonas, onboarding.ChangeJourney{ID: j.ID, Version: 1, Mentor: &o.petra})
	must(t, err)
	must(t, o.Daily(t.Context()))
	o.RunJobs(t)
	if sent := o.mails.Sent("petra@amt.example"); len(sent) != 2 { // that she is the mentor, and that a step waits
		t.Errorf("%d mails to the mentor", len(sent))
	}
	_, err = o.Sign(o.asPetra, onboarding.SignTask{ID: gate})
	must(t, err)
	must(t, o.may(t, nora, onboarding.Propose))
	_, err = o.Change(o.asJonas, onboarding.ChangeJourney{ID: j.ID, Version: 2, End: true})
	must(t, err)
	must(t, o.Daily(t.Context()))
	must(t, o.may(t, nora, onboarding.Propose))
	if way, err := o.Mine(asNora); err != nil || way != nil {
		t.Errorf("it begins again: %+v %v", way, err)
	}
}

// A second plan of a role makes nobody somebody who was there before, and neither does a change of the plan.
func TestAPlanMoreOpensNothing(t *testing.T) {
	t.Parallel()
	o := open(t)
	plan := o.plan(t)
	nora, asNora := o.colleague(t, "nora", identity.Clerk, "study")
	in := onboarding.KeepPlan{Role: identity.Clerk, Title: "Ohne Tor", Steps: []onboarding.KeepStep{{Title: "Nur das", Days: 1, Sign: onboarding.ByOwn}}}
	_, err := o.KeepPlan(o.asSommer, in)
	must(t, err)
	wants(t, o.may(t, nora, onboarding.Propose), onboarding.ErrNotYet)
	gate := onboarding.Propose
	in = onboarding.KeepPlan{ID: &plan.ID, Version: 1, Role: identity.Clerk, Title: "Neu", Steps: []onboarding.KeepStep{{Title: "Zu zweit", Days: 1, Sign: onboarding.ByMentor, Opens: &gate}}}
	_, err = o.KeepPlan(o.asSommer, in)
	must(t, err)
	wants(t, o.may(t, nora, onboarding.Propose), onboarding.ErrNotYet)
	must(t, o.Daily(t.Context()))
	if j, err := o.Mine(asNora); err != nil || j == nil || j.Title != "Neu" {
		t.Errorf("not by the oldest plan: %+v %v", j, err)
	}
	must(t, o.may(t, o.petra, onboarding.Propose))
}

// Who is on a way already is led into a second role when that has ended; until then it opens nothing.
func TestTheSecondRoleWaitsForTheFirst(t *testing.T) {
	t.Parallel()
	o := open(t)
	first := o.begin(t)
	gate := onboarding.Approve
	_, err := o.KeepPlan(o.asSommer, onboarding.KeepPlan{Role: identity.Approver, Title: "Freigabe", Steps: []onboarding.KeepStep{{Title: "Fünf mitlesen", Days: 9, Sign: onboarding.ByMentor, Opens: &gate}}})
	must(t, err)
	must(t, o.may(t, o.lea, onboarding.Approve))
	_, err = o.NewRaw("INSERT INTO identity.staff_right (account_id, role, team) VALUES (?, 'approver', 'study')", o.lea).Exec(t.Context())
	must(t, err)
	must(t, o.Daily(t.Context()))
	wants(t, o.may(t, o.lea, onboarding.Approve), onboarding.ErrNotYet)
	_, err = o.Change(o.asJonas, onboarding.ChangeJourney{ID: first.ID, Version: 1, End: true})
	must(t, err)
	wants(t, o.may(t, o.lea, onboarding.Approve), onboarding.ErrNotYet)
	must(t, o.Daily(t.Context()))
	if j, err := o.Mine(o.asLea); err != nil || j == nil || j.Title != "Freigabe" {
		t.Errorf("%+v %v", j, err)
	}
}

// Where nobody leads a newcomer's team, who plans what staff learn hears of them.
func TestSomebodyHearsOfEachNewcomer(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.plan(t)
	o.colleague(t, "nora", identity.Clerk, "work")
	must(t, o.Daily(t.Context()))
	o.RunJobs(t)
	if sent := o.mails.Sent("sommer@amt.example"); len(sent) != 1 {
		t.Errorf("%d mails", len(sent))
	}
}
