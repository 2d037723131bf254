package training_test

import (
	"context"
	"strings"
	"sync"
	"testing"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/training"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/page"
)

// names are who is on the pages of a list.
func (o *office) names(t testing.TB, ctx context.Context, f training.TeamFilter) []string {
	t.Helper()
	found, args := []string{}, page.Args{First: 2}
	for {
		p, err := o.Team(ctx, f, args)
		must(t, err)
		for _, m := range p.Items {
			found = append(found, m.Name)
		}
		if args.After = p.Next; args.After == "" {
			return found
		}
	}
}

func TestALeadSeesTheOwnTeamsOnly(t *testing.T) {
	t.Parallel()
	o := open(t)
	petra := o.staff(t, "Petra", identity.Clerk, "study")
	o.staff(t, "Lea", identity.Clerk, "study", "work")
	aylin := o.staff(t, "Aylin", identity.Clerk, "work")
	o.staff(t, "Ruth", identity.Mailroom)
	lead := o.as(t, o.staff(t, "Weber", identity.Lead, "study"))
	law := o.learnable(t, "law")
	asked := o.ask(t, law, func(in *training.SetRequirement) { in.DueDays = 30; in.Roles = []identity.Role{identity.Clerk} })
	o.did(t, petra, law, "2026-01-01")
	same(t, o.names(t, lead, training.TeamFilter{}), []string{"Lea", "Petra", "Weber"})
	same(t, o.names(t, lead, training.TeamFilter{Team: to("work")}), []string{"Lea"})
	same(t, o.names(t, lead, training.TeamFilter{Requirement: &asked.ID}), []string{"Lea", "Petra"})
	same(t, o.names(t, lead, training.TeamFilter{Standing: to(training.Open)}), []string{"Lea"})
	same(t, o.names(t, lead, training.TeamFilter{Text: to("ETR")}), []string{"Petra"})
	same(t, o.names(t, o.eva, training.TeamFilter{}), []string{"Aylin", "Eva Sommer", "Lea", "Petra", "Ruth", "Weber"})
	p, err := o.Team(lead, training.TeamFilter{}, page.Args{})
	must(t, err)
	if m := p.Items[1]; m.Asked != 1 || m.InOrder != 1 || len(m.Duties) != 0 {
		t.Errorf("%+v", m)
	}
	if m := p.Items[0]; m.Asked != 1 || m.InOrder != 0 || len(m.Duties) != 1 || m.Duties[0].Standing != training.Open || m.Duties[0].DueOn.String() != "2026-12-24" {
		t.Errorf("%+v", m)
	}
	_, err = o.Person(lead, aylin)
	wants(t, err, training.ErrNone)
	seen, err := o.Person(lead, petra)
	must(t, err)
	if len(seen.Duties) != 1 || seen.Duties[0].Standing != training.Done {
		t.Errorf("%+v", seen)
	}
	trail, err := o.trail.Trail(t.Context(), training.FileOf(petra), page.Args{})
	must(t, err)
	if last := trail.Items[0]; last.Action != "training_file.opened" || *last.ActorID != identity.ViewerFrom(lead).AccountID {
		t.Errorf("%+v", last)
	}
	for name, other := range map[string]identity.Role{"Arslan": identity.Council, "Berger": identity.Admin, "Clerk": identity.Clerk} {
		ctx := o.as(t, o.staff(t, name, other, "study"))
		if found := o.names(t, ctx, training.TeamFilter{}); len(found) != 0 {
			t.Errorf("%s sees %v", other, found)
		}
		_, err := o.Person(ctx, petra)
		wants(t, err, training.ErrNone)
	}
}

// Who narrows the list of a team by name until hardly anybody else is left has looked at somebody; they read who did.
func TestWhoIsLookedForByNameIsToldWhoLooked(t *testing.T) {
	t.Parallel()
	o := open(t)
	petra := o.staff(t, "Petra", identity.Clerk, "study")
	for _, name := range []string{"Peter", "Petros", "Petula"} {
		o.staff(t, name, identity.Clerk, "study")
	}
	lead := o.as(t, o.staff(t, "Weber", identity.Lead, "study"))
	looks := func(reasons ...string) {
		t.Helper()
		p, err := o.Looks(o.as(t, petra), page.Args{})
		must(t, err)
		found := []string{}
		for _, l := range p.Items {
			if found = append(found, l.Reason); l.Name != "Weber" || !l.At.Equal(o.Clock.Now()) {
				t.Errorf("%+v", l)
			}
		}
		same(t, found, reasons)
	}
	look := func(text string, first int) {
		t.Helper()
		_, err := o.Team(lead, training.TeamFilter{Text: &text}, page.Args{First: first})
		must(t, err)
	}
	look("", 50)
	look("Pet", 50) // four: a list
	looks()
	look("petr", 50) // she and Petros
	look("petra", 50)
	looks(training.LookedAtInList) // again within minutes is the same
	_, err := o.Person(lead, petra)
	must(t, err)
	looks(training.LookedAtPage, training.LookedAtInList)
	p, err := o.Looks(o.as(t, petra), page.Args{First: 1})
	must(t, err)
	if p, err = o.Looks(o.as(t, petra), page.Args{First: 1, After: p.Next}); err != nil || len(p.Items) != 1 || p.Items[0].Reason != training.LookedAtInList || p.Next != "" {
		t.Errorf("%+v %v", p, err)
	}
	if p, err := o.Looks(lead, page.Args{}); err != nil || len(p.Items) != 0 {
		t.Errorf("a lead reads who looked at others: %+v %v", p, err)
	}
	peter := o.staff(t, "Peter", identity.Clerk, "study")
	look("", 1) // a page of one person is no list
	if p, err := o.Looks(o.as(t, peter), page.Args{}); err != nil || len(p.Items) != 1 {
		t.Errorf("%+v %v", p, err)
	}
}

func TestContradictionsAndNonsenseAreRefused(t *testing.T) {
	t.Parallel()
	o := open(t)
	law := o.learnable(t, "law")
	first := o.ask(t, law, func(in *training.SetRequirement) { in.Roles = []identity.Role{identity.Clerk} })
	good := training.SetRequirement{Key: "law_leads", Training: law.ID, Roles: []identity.Role{identity.Lead}, EveryMonths: to(12)}
	for name, c := range map[string]struct {
		spoil func(*training.SetRequirement)
		err   error
		field string
	}{
		"never":            {func(in *training.SetRequirement) { in.EveryMonths = to(0) }, training.ErrInput, "everyMonths:out_of_range"},
		"the same people":  {func(in *training.SetRequirement) { in.Roles = nil }, training.ErrContradicts, "everyMonths:contradicts"},
		"the same by task": {func(in *training.SetRequirement) { in.Roles, in.Actions = nil, []string{"cases.decide"} }, training.ErrContradicts, "everyMonths:contradicts"},
		"nobody's task": {func(in *training.SetRequirement) {
			in.Actions = []string{"letters.print"}
			in.Roles = []identity.Role{identity.Clerk}
		}, training.ErrInput, "actions:nobody"},
		"yesterday":       {func(in *training.SetRequirement) { in.From = to(on(t, "2026-11-23")) }, training.ErrInput, "from:past"},
		"no such team":    {func(in *training.SetRequirement) { in.Teams = []string{"moon"} }, training.ErrInput, "teams:unknown"},
		"blocks anything": {func(in *training.SetRequirement) { in.Blocks = []string{"cases.read"} }, training.ErrInput, "blocks:unknown"},
		"long grace":      {func(in *training.SetRequirement) { in.GraceDays = 731 }, training.ErrInput, "graceDays:out_of_range"},
		"no training":     {func(in *training.SetRequirement) { in.Training = first.ID }, training.ErrInput, "training:unknown"},
		"key taken":       {func(in *training.SetRequirement) { in.Key = "law" }, training.ErrKnown, ""},
	} {
		in := good
		c.spoil(&in)
		_, err := o.SetRequirement(o.eva, in)
		t.Log(name)
		if c.field == "" {
			wants(t, err, c.err)
		} else {
			wants(t, err, c.err, c.field)
		}
		if c.err == training.ErrContradicts && errs.Of(err).Fields[0].Params["requirement"] != "law" { // one of the table
			t.Errorf("%v", errs.Of(err).Fields)
		}
	}
	_, err := o.SetRequirement(o.eva, good)
	must(t, err)
	after, err := o.SetRequirement(o.eva, training.SetRequirement{Key: "law", ID: &first.ID, Version: to(1), Training: law.ID, From: to(on(t, "2027-01-01")), EveryMonths: to(12)})
	must(t, err) // twelve months for all from then on: no contradiction to the leads' twelve
	if after.Version != 2 {
		t.Errorf("%+v", after)
	}
	list, err := o.Requirements(o.eva)
	must(t, err)
	if len(list) != 3 {
		t.Errorf("%d requirements", len(list))
	}
}

// Who had the form open when a requirement was ended does not bring it back by saving.
func TestWhatWasEndedIsNotRevivedByAnOldForm(t *testing.T) {
	t.Parallel()
	o := open(t)
	law := o.learnable(t, "law")
	asked := o.ask(t, law, nil)
	ended, err := o.EndRequirement(o.eva, training.EndRequirement{ID: asked.ID, Version: asked.Newest})
	must(t, err)
	form := training.SetRequirement{ID: &asked.ID, Version: &asked.Newest, Key: "law", Training: law.ID, EveryMonths: to(12)}
	_, err = o.SetRequirement(o.eva, form)
	wants(t, err, training.ErrConflict)
	_, err = o.EndRequirement(o.eva, training.EndRequirement{ID: asked.ID, Version: asked.Newest})
	wants(t, err, training.ErrConflict)
	if list, err := o.Requirements(t.Context()); err != nil || len(list) != 0 {
		t.Errorf("%v %v", list, err)
	}
	form.Version = &ended[0].Newest
	again, err := o.SetRequirement(o.eva, form) // on purpose
	must(t, err)
	if again.Version != again.Newest {
		t.Errorf("%+v", again)
	}
}

// Two requirements whose teams have nothing in common contradict each other where somebody is in both teams.
func TestContradictionsAreOfPeople(t *testing.T) {
	t.Parallel()
	o := open(t)
	law := o.learnable(t, "law")
	of := func(team string, months int, role identity.Role) training.SetRequirement {
		return training.SetRequirement{Key: "law_" + team, Training: law.ID, Teams: []string{team}, EveryMonths: to(months), Roles: []identity.Role{role}}
	}
	_, err := o.SetRequirement(o.eva, of("study", 12, identity.Clerk))
	must(t, err)
	o.staff(t, "Petra", identity.Clerk, "study", "work")
	o.staff(t, "Lea", identity.Clerk, "study", "work")
	o.staff(t, "Aylin", identity.Clerk, "work")
	_, err = o.SetRequirement(o.eva, of("work", 24, identity.Clerk))
	wants(t, err, training.ErrContradicts, "everyMonths:contradicts")
	if p := errs.Of(err).Fields[0].Params; p["people"] != "2" || p["requirement"] != "law_study" || p["months"] != "12" {
		t.Errorf("%v", p)
	}
	if list, err := o.Requirements(t.Context()); err != nil || len(list) != 1 {
		t.Errorf("%v %v", list, err)
	}
	_, err = o.SetRequirement(o.eva, of("work", 12, identity.Clerk)) // the same interval
	must(t, err)
	_, err = o.SetRequirement(o.eva, of("family", 24, identity.Clerk)) // nobody is in both
	must(t, err)
}

func TestOfTwoWhoChangeARequirementOneIsTold(t *testing.T) {
	t.Parallel()
	o := open(t)
	law := o.learnable(t, "law")
	asked := o.ask(t, law, nil)
	var wg sync.WaitGroup
	var mu sync.Mutex
	var done, late int
	for i := range 8 {
		wg.Go(func() {
			_, err := o.SetRequirement(o.eva, training.SetRequirement{ID: &asked.ID, Version: to(1), Key: "law", Training: law.ID, EveryMonths: to(12 + i)})
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				done++
			} else {
				wants(t, err, training.ErrConflict)
				late++
			}
		})
	}
	wg.Wait()
	if done != 1 || late != 7 {
		t.Errorf("%d changed it, %d were told", done, late)
	}
	versions, err := o.Requirement(t.Context(), asked.ID)
	must(t, err)
	if len(versions) != 2 || versions[0].Version != 2 || !versions[0].ValidUntil.IsZero() || versions[1].ValidUntil.String() != "2026-11-24" {
		t.Errorf("%+v", versions)
	}
}

func TestWhatRunsOutIsToldByALadderAndOnce(t *testing.T) {
	t.Parallel()
	o := open(t)
	petra := o.staff(t, "Petra", identity.Clerk, "study")
	o.staff(t, "Weber", identity.Lead, "study")
	law := o.learnable(t, "law")
	asked := o.ask(t, law, func(in *training.SetRequirement) { in.Roles = []identity.Role{identity.Clerk} })
	o.did(t, petra, law, "2025-01-31") // until 2027-01-31
	mails := 0
	for _, c := range []struct {
		day  string
		more int
	}{
		{"2026-12-01", 0}, {"2026-12-02", 1}, {"2027-01-16", 0}, {"2027-01-17", 1}, {"2027-01-31", 0}, {"2027-02-01", 1}, {"2027-02-22", 0}, {"2027-02-23", 1}, {"2027-03-02", 0},
		{"2027-03-03", 2}, // she, and her lead
		{"2027-04-03", 0},
	} {
		o.day(t, c.day)
		for range 2 {
			must(t, o.Daily(t.Context()))
			o.RunJobs(t)
		}
		now := len(o.mails.Sent("staff@example.org"))
		if now-mails != c.more {
			t.Errorf("on %s: %d mails, want %d", c.day, now-mails, c.more)
		}
		mails = now
	}
	if len(o.expired) != 1 || o.expired[0] != (training.Expired{AccountID: petra, TrainingID: law.ID, RequirementID: asked.ID, DueOn: on(t, "2027-01-31")}) {
		t.Errorf("%+v", o.expired)
	}
	for _, m := range o.mails.Sent("staff@example.org") {
		if strings.Contains(m.Subject, "Team") && strings.Contains(m.Text, "Petra") {
			t.Errorf("the mail names her: %s", m.Text)
		}
	}
}

// Somebody who cannot be told now keeps neither others nor the leads from hearing: each lead hears of each person once.
func TestLeadsAreToldOnceWhateverGoesWrong(t *testing.T) {
	t.Parallel()
	o := open(t)
	for _, name := range []string{"Petra", "Lea"} {
		o.staff(t, name, identity.Clerk, "study")
	}
	broken := o.staff(t, "Aylin", identity.Clerk, "study")
	o.staff(t, "Weber", identity.Lead, "study")
	o.ask(t, o.learnable(t, "law"), func(in *training.SetRequirement) { in.Roles = []identity.Role{identity.Clerk} })
	must(t, o.Daily(t.Context()))
	told := func() (people []string) {
		t.Helper()
		o.RunJobs(t)
		for _, m := range o.mails.Sent("staff@example.org") {
			if strings.Contains(m.Subject, "Team") {
				people = append(people, strings.Fields(m.Text[strings.Index(m.Text, "bei "):])[1])
			}
		}
		return people
	}
	o.day(t, "2027-02-01")
	_, err := o.DB.NewRaw(`CREATE FUNCTION training.stumble() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'stumble'; END $$;
CREATE TRIGGER stumble BEFORE INSERT ON training.told FOR EACH ROW WHEN (NEW.step = 'over' AND NEW.account_id = ?) EXECUTE FUNCTION training.stumble()`, broken).Exec(t.Context())
	must(t, err)
	if err := o.Daily(t.Context()); err == nil {
		t.Error("nobody hears of the fault")
	}
	same(t, told(), []string{"2"})
	_, err = o.DB.NewRaw("DROP TRIGGER stumble ON training.told").Exec(t.Context())
	must(t, err)
	for range 2 {
		must(t, o.Daily(t.Context()))
	}
	same(t, told(), []string{"2", "1"}) // on the same day, and of her alone
}

func TestBegunOnceAndLeftAsItIs(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.First = &training.First{Trainings: []training.FirstTraining{
		{Key: "law", Title: "Recht", Kind: training.KindLaw, Required: &training.FirstRequirement{EveryMonths: to(12), DueDays: 90}}, {Key: "fire", Title: "Brandschutz", Kind: training.KindSecurity},
	}}
	for range 2 {
		must(t, o.Begin(t.Context()))
	}
	list, err := o.Requirements(t.Context())
	must(t, err)
	_, err = o.EndRequirement(o.eva, training.EndRequirement{ID: list[0].ID, Version: 1})
	must(t, err)
	must(t, o.Begin(t.Context()))
	if list, err = o.Requirements(t.Context()); err != nil || len(list) != 0 {
		t.Errorf("%v %v", list, err)
	}
	if all, err := o.Trainings(t.Context(), true); err != nil || len(all) != 2 {
		t.Errorf("%v %v", all, err)
	}
}
