package cases_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/cases/casestest"
	"github.com/ankunft/ankunft/modules/identity"
)

func account(ctx context.Context) *uuid.UUID { return &casestest.Viewer(ctx).AccountID }

// Whoever leads two teams hands a case from one to the other; whoever works in one gives it away and does not see it again.
func TestACaseIsHandedToAnotherTeamWhereNobodyHasItYet(t *testing.T) {
	t.Parallel()
	o := open(t)
	kim := o.Clerk(t)
	lead := o.Staff(t, "Lea", identity.Right{Role: identity.Lead, Teams: []string{"study", "work"}})
	wim := o.Staff(t, "Wim", identity.Right{Role: identity.Clerk, Teams: []string{"work"}})
	id := o.Apply(t, o.Applicant(t)).CaseID
	d := o.Read(t, kim, id)
	casestest.Must(t, o.Assign(kim, cases.AssignCase{Case: id, Version: d.Version, Clerk: account(kim)}))
	if d = o.Read(t, kim, id); d.Clerk == nil || d.Clerk.Name != "Kim" {
		t.Fatalf("%+v", d.Clerk)
	}
	work := "work"
	casestest.WantFields(t, o.Assign(lead, cases.AssignCase{Case: id, Version: d.Version, Team: &work, Clerk: account(kim)}), "clerk:not_in_team")
	casestest.Must(t, o.Assign(lead, cases.AssignCase{Case: id, Version: d.Version, Team: &work}))
	if d = o.Read(t, wim, id); d.Team != "work" || d.Clerk != nil {
		t.Errorf("%+v", d.Case)
	}
	_, err := o.Detail(kim, id, "work")
	casestest.Refused(t, err, cases.ErrNotFound)
	casestest.Refused(t, o.Assign(kim, cases.AssignCase{Case: id, Version: d.Version, Clerk: account(kim)}), cases.ErrNotFound)
	casestest.Must(t, o.Assign(wim, cases.AssignCase{Case: id, Version: d.Version, Clerk: account(wim)}))
	casestest.Must(t, o.Assign(wim, cases.AssignCase{Case: id, Version: d.Version + 1})) // and gives it back to the team
	if d = o.Read(t, wim, id); d.Clerk != nil {
		t.Errorf("%+v", d.Clerk)
	}
}

func TestWhatIsClosedIsGivenToNobody(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, kim := o.Applicant(t), o.Clerk(t)
	id := o.Apply(t, who).CaseID
	casestest.Must(t, o.Withdraw(who, cases.WithdrawCase{Case: id}))
	d := o.Read(t, kim, id)
	casestest.Refused(t, o.Assign(kim, cases.AssignCase{Case: id, Version: d.Version, Clerk: account(kim)}), cases.ErrState)
	if n := len(o.list(t, kim, cases.WorkFilter{States: []cases.CaseState{cases.Withdrawn}})); n != 0 {
		t.Errorf("%d closed cases in the work list", n)
	}
}

// Everybody who may be looking at a case or a list with it is hinted: the old team, the new one, the office, the person.
func TestAChangeHintsWhoeverMayBeLooking(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, kim := o.Applicant(t), o.Clerk(t)
	id := o.Apply(t, who).CaseID
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	hints := map[string]<-chan struct{}{}
	for _, topic := range []string{
		cases.Topic(id), cases.TeamTopic("study"), cases.TeamTopic("work"), cases.OfficeTopic, cases.AccountTopic(casestest.Viewer(who).AccountID),
	} {
		hints[topic] = o.Live.Subscribe(ctx, topic)
	}
	family := o.Live.Subscribe(ctx, cases.TeamTopic("family"))
	go o.Live.Run(ctx)
	for _, ch := range hints {
		<-ch // the listener came up: read once
	}
	<-family
	work := "work"
	casestest.Must(t, o.Assign(kim, cases.AssignCase{Case: id, Version: o.Read(t, kim, id).Version, Team: &work}))
	for topic, ch := range hints {
		select {
		case <-ch:
		case <-ctx.Done():
			t.Fatalf("%s was not hinted", topic)
		}
	}
	select {
	case <-family:
		t.Error("a team that has nothing to do with it was hinted")
	default:
	}
}
