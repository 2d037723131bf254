package cases_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/cases/casestest"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/page"
)

func TestOfACaseOfAnotherTeamOnlyWhatTheOwnOneNeedsIsTold(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, kim := o.Applicant(t), o.Clerk(t)
	opened := o.Submit(t, who, o.Family(t, who), true)
	again := o.Apply(t, who).CaseID
	work := "work"
	els := o.Staff(t, "Else", identity.Right{Role: identity.Clerk, Teams: []string{work}})
	front := o.Staff(t, "Fritz", identity.Right{Role: identity.Frontdesk, AllTeams: true})
	father := o.Read(t, kim, opened.CaseID)
	before, err := o.Linked(kim, father)
	casestest.Must(t, err)
	child := *before[0].ID
	for _, id := range []uuid.UUID{child, again} {
		casestest.Must(t, o.Assign(kim, cases.AssignCase{Case: id, Version: o.Read(t, kim, id).Version, Team: &work}))
	}
	beside := func(ctx context.Context, id uuid.UUID, parts ...cases.Part) (cases.LinkedCase, []cases.OtherCase) {
		t.Helper()
		d, err := o.Detail(ctx, id, "work", parts...)
		casestest.Must(t, err)
		linked, err := o.Linked(ctx, d)
		casestest.Must(t, err)
		others, err := o.Others(ctx, d)
		casestest.Must(t, err)
		if len(linked) != 1 {
			t.Fatalf("%d linked cases", len(linked))
		}
		return linked[0], others
	}
	linked, others := beside(kim, opened.CaseID, cases.WithLinked, cases.WithOthers)
	if linked.ID != nil || linked.PersonName != nil || linked.Number != before[0].Number || linked.Role != "child" || linked.State != cases.Received {
		t.Errorf("of a child whom another team has: %+v", linked)
	}
	if len(others) != 1 || others[0].ID != nil || others[0].Number != nil || others[0].State != nil ||
		others[0].Team != work || others[0].TeamName == "" || others[0].Service != "16b-extension" || others[0].ServiceTitle == "" {
		t.Errorf("of another matter that another team has: %+v", others)
	}
	linked, others = beside(front, opened.CaseID)
	if linked.ID == nil || *linked.ID != child || linked.PersonName == nil || *linked.PersonName != "Karim Nguyễn" {
		t.Errorf("of a child, for whom reads all teams: %+v", linked)
	}
	if len(others) != 1 || others[0].ID == nil || *others[0].ID != again || others[0].Number == nil || *others[0].State != cases.Received {
		t.Errorf("of another matter, for whom reads all teams: %+v", others)
	}
	if linked, others = beside(els, child); linked.ID != nil || linked.PersonName != nil || linked.Role != "principal" || len(others) != 0 {
		t.Errorf("of the father, for the child's team: %+v %+v", linked, others)
	}
}

// A clerk sees that messages find no mailbox, on the case and as a list of their own, until one arrives.
func TestADeadMailboxIsSeenUntilAMessageArrives(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.Mail.Refuse("dead@example.org")
	clerk, yes := o.Clerk(t), true
	dead := o.Apply(t, o.Applicant(t, func(c *identity.Claims) { c.Email = "dead@example.org" })).CaseID
	fine := o.Apply(t, o.Applicant(t)).CaseID
	silent := o.Apply(t, o.Applicant(t, func(c *identity.Claims) { c.Email, c.EmailVerified = "", false })).CaseID // gets paper from the start
	unreached := func(ctx context.Context, want ...uuid.UUID) {
		t.Helper()
		list, err := o.WorkList(ctx, cases.WorkFilter{Unreached: &yes}, page.Args{})
		casestest.Must(t, err)
		var got []uuid.UUID
		for _, w := range list.Items {
			got = append(got, w.ID)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%v, want %v", got, want)
		}
	}
	unreached(clerk) // nothing was tried yet
	o.RunJobs(t)
	unreached(clerk, dead)
	unreached(o.Staff(t, "Else", identity.Right{Role: identity.Clerk, Teams: []string{"work"}}))
	if d := o.Read(t, clerk, dead); d.UnreachedSince == nil || !d.UnreachedSince.Equal(d.ReceivedAt) {
		t.Errorf("since %v", d.UnreachedSince)
	}
	for _, id := range []uuid.UUID{fine, silent} {
		if d := o.Read(t, clerk, id); d.UnreachedSince != nil {
			t.Errorf("since %v", d.UnreachedSince)
		}
	}
	_, err := o.DB.NewRaw("UPDATE persons.person SET email = 'new@example.org' WHERE id = ?", o.Read(t, clerk, dead).Person.ID).Exec(t.Context())
	casestest.Must(t, err)
	o.Clock.Advance(time.Hour)
	o.Ask(t, clerk, dead, "photo")
	o.RunJobs(t)
	unreached(clerk)
	if d := o.Read(t, clerk, dead); d.UnreachedSince != nil {
		t.Errorf("a message arrived, and still: since %v", d.UnreachedSince)
	}
}
