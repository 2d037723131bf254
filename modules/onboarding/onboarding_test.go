package onboarding_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/audit/audittest"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/messages/messagestest"
	"github.com/ankunft/ankunft/modules/onboarding"
	"github.com/ankunft/ankunft/modules/training"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/testkit"
	"github.com/ankunft/ankunft/web/locales"
)

// office is Musterstadt: Lea is new in the team of studies, Petra her mentor, Jonas leads the team, Heike another.
type office struct {
	*testkit.Kit
	*onboarding.Service
	mails                     *messagestest.MemoryMailer
	people                    *identity.Service
	room                      *training.Service
	lea, petra, jonas, heike  uuid.UUID
	asLea, asPetra, asJonas   context.Context
	asHeike, asSommer, asNone context.Context
}

func open(t testing.TB) *office {
	t.Helper()
	o := &office{Kit: testkit.New(t, audit.Migrations, messages.Migrations, identity.Migrations, training.Migrations, onboarding.Migrations), mails: messagestest.NewMemoryMailer()}
	trail := audit.New(o.DB, audit.Keyring{}, audittest.NewMemoryVault(), o.Kit.Log)
	post := messages.New(o.DB, o.mails, locales.Text, nil, nil, messages.Config{BaseURL: "https://amt.example", City: "Musterstadt"}, o.Kit.Log)
	post.Register(o.Jobs)
	o.people = identity.New(o.DB, trail, post, nil, identity.Config{BaseURL: "https://amt.example"}, o.Kit.Log)
	o.room = training.New(training.Deps{DB: o.DB, Audit: trail, Messages: post, Identity: o.people, Log: o.Kit.Log})
	o.Service = onboarding.New(onboarding.Deps{DB: o.DB, Audit: trail, Messages: post, Identity: o.people, Training: o.room, Log: o.Kit.Log})
	o.Register(o.Jobs, o.Bus)
	o.lea, o.asLea = o.colleague(t, "lea", identity.Clerk, "study")
	o.petra, o.asPetra = o.colleague(t, "petra", identity.Clerk, "study")
	o.jonas, o.asJonas = o.colleague(t, "jonas", identity.Lead, "study")
	o.heike, o.asHeike = o.colleague(t, "heike", identity.Lead, "family")
	_, o.asSommer = o.colleague(t, "sommer", identity.Training, identity.EveryTeam)
	_, o.asNone = o.colleague(t, "otto", identity.Frontdesk, identity.EveryTeam)
	return o
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (o *office) colleague(t testing.TB, name string, role identity.Role, team string) (uuid.UUID, context.Context) {
	t.Helper()
	a, err := o.people.Know(t.Context(), identity.KindStaff, identity.Claims{
		Issuer: "staff", Subject: name, Name: name, Email: name + "@amt.example", EmailVerified: true, Trust: identity.TrustHigh, Roles: []string{string(role)}, Teams: []string{team},
	})
	must(t, err)
	if _, err := o.NewRaw("INSERT INTO identity.staff_right (account_id, role, team) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", a.ID, role, team).Exec(t.Context()); err != nil {
		t.Fatal(err)
	}
	v := identity.StaffViewer(a.ID, identity.Right{Role: role, Teams: []string{team}, AllTeams: team == identity.EveryTeam})
	return a.ID, audit.WithActor(identity.WithViewer(t.Context(), v), audit.Actor{Kind: audit.Staff, ID: a.ID})
}

func (o *office) plan(t testing.TB) *onboarding.Plan {
	t.Helper()
	text, url, opens := "Mit Petra durchgehen.", "https://wissen.example/akte", onboarding.Propose
	p, err := o.KeepPlan(o.asSommer, onboarding.KeepPlan{Role: identity.Clerk, Title: "Sachbearbeitung", Steps: []onboarding.KeepStep{
		{Title: "Haus kennenlernen", Days: 2, Sign: onboarding.ByOwn},
		{Title: "Erste Entscheidung zu zweit", Text: &text, URL: &url, Days: 30, Sign: onboarding.ByMentor, Opens: &opens},
	}})
	must(t, err)
	return p
}

func (o *office) begin(t testing.TB) *onboarding.Journey {
	t.Helper()
	j, err := o.Begin(o.asJonas, onboarding.Begin{Account: o.lea, Mentor: o.petra, Plan: o.plan(t).ID})
	must(t, err)
	return j
}

// may asks as a deed asks.
func (o *office) may(t testing.TB, account uuid.UUID, gate string) (err error) {
	t.Helper()
	o.InTx(t, func(ctx context.Context, tx *db.Tx) error {
		err = o.CheckTx(ctx, tx, account, gate)
		return nil
	})
	return err
}

func wants(t testing.TB, err, sentinel error, fields ...string) {
	t.Helper()
	if !errors.Is(err, sentinel) {
		t.Errorf("%v, want %v", err, sentinel)
		return
	}
	for _, f := range fields {
		if !strings.Contains(errs.Of(err).Error(), " "+f+":") {
			t.Errorf("no word of %s in %v", f, err)
		}
	}
}

// Who is new proposes nothing until the mentor has signed the step off that opens it; nobody else can.
func TestRightsGrowWithThePlan(t *testing.T) {
	t.Parallel()
	o := open(t)
	if err := o.may(t, o.lea, onboarding.Propose); err != nil {
		t.Error("who has no plan is held back:", err)
	}
	j := o.begin(t)
	err := o.may(t, o.lea, onboarding.Propose)
	wants(t, err, onboarding.ErrNotYet, "step")
	if errs.Of(err).Fields[0].Params["step"] != "Erste Entscheidung zu zweit" {
		t.Error("nobody is told which step:", err)
	}
	if err := o.may(t, o.lea, onboarding.Approve); err != nil {
		t.Error("what no step opens is closed:", err)
	}
	gate := j.Tasks[1].ID
	for name, who := range map[string]context.Context{"the newcomer": o.asLea, "the lead": o.asJonas, "another": o.asHeike, "training": o.asSommer} {
		if _, err := o.Sign(who, onboarding.SignTask{ID: gate}); !errors.Is(err, onboarding.ErrNone) {
			t.Errorf("%s signs off: %v", name, err)
		}
	}
	_, err = o.Do(o.asPetra, onboarding.DoTask{ID: gate, Done: true})
	wants(t, err, onboarding.ErrNone)
	j, err = o.Do(o.asLea, onboarding.DoTask{ID: gate, Done: true})
	must(t, err)
	if j.Tasks[1].DoneAt == nil || o.may(t, o.lea, onboarding.Propose) == nil {
		t.Error("done is not signed off")
	}
	_, err = o.Sign(o.asPetra, onboarding.SignTask{ID: j.Tasks[0].ID})
	wants(t, err, onboarding.ErrInput, "id")
	for range 2 {
		_, err = o.Sign(o.asPetra, onboarding.SignTask{ID: gate})
		must(t, err)
	}
	must(t, o.may(t, o.lea, onboarding.Propose))
	j, err = o.Do(o.asLea, onboarding.DoTask{ID: gate, Done: false})
	must(t, err)
	if !j.Tasks[1].Over() {
		t.Error("what was signed is undone")
	}
	var signed int
	must(t, o.NewRaw("SELECT count(*) FROM audit.entry WHERE action = 'onboarding.step_signed' AND actor_id = ?", o.petra).Scan(t.Context(), &signed))
	if signed != 1 {
		t.Errorf("%d times in the trail", signed)
	}
}

// A lead leads people of their team; the newcomer and the mentor see the way, others do not.
func TestWhoSeesAWay(t *testing.T) {
	t.Parallel()
	o := open(t)
	plan := o.plan(t)
	_, err := o.Begin(o.asHeike, onboarding.Begin{Account: o.lea, Mentor: o.petra, Plan: plan.ID})
	wants(t, err, onboarding.ErrInput, "account")
	j, err := o.Begin(o.asJonas, onboarding.Begin{Account: o.lea, Mentor: o.petra, Plan: plan.ID})
	must(t, err)
	for _, c := range []struct {
		name                 string
		who                  context.Context
		mine, mentored, kept int
	}{{"the newcomer", o.asLea, 1, 0, 0}, {"the mentor", o.asPetra, 0, 1, 0}, {"the lead", o.asJonas, 0, 0, 1}, {"another lead", o.asHeike, 0, 0, 0}, {"training", o.asSommer, 0, 0, 1}, {"the front desk", o.asNone, 0, 0, 0}} {
		mine, err := o.Mine(c.who)
		must(t, err)
		mentored, err := o.Mentored(c.who)
		must(t, err)
		kept, err := o.UnderWay(c.who)
		must(t, err)
		if (mine != nil) != (c.mine == 1) || len(mentored) != c.mentored || len(kept) != c.kept {
			t.Errorf("%s sees %v, %d, %d", c.name, mine, len(mentored), len(kept))
		}
	}
	var looked int
	must(t, o.NewRaw("SELECT count(*) FROM audit.entry WHERE action = 'onboarding.opened' AND record_id = ?", j.ID).Scan(t.Context(), &looked))
	if looked == 0 {
		t.Error("who reads how somebody gets on leaves no trail")
	}
	_, err = o.Change(o.asHeike, onboarding.ChangeJourney{ID: j.ID, Version: 1, End: true})
	wants(t, err, onboarding.ErrNone)
	_, err = o.Change(o.asJonas, onboarding.ChangeJourney{ID: j.ID, Version: 9, End: true})
	wants(t, err, onboarding.ErrConflict)
	_, err = o.Change(o.asJonas, onboarding.ChangeJourney{ID: j.ID, Version: 1})
	wants(t, err, onboarding.ErrInput, "mentor")
	_, err = o.Change(o.asJonas, onboarding.ChangeJourney{ID: j.ID, Version: 1, Mentor: &o.lea})
	wants(t, err, onboarding.ErrInput, "mentor")
	j, err = o.Change(o.asJonas, onboarding.ChangeJourney{ID: j.ID, Version: 1, Mentor: &o.jonas})
	must(t, err)
	_, err = o.Sign(o.asPetra, onboarding.SignTask{ID: j.Tasks[1].ID})
	wants(t, err, onboarding.ErrNone) // she is no mentor any more
	_, err = o.Change(o.asJonas, onboarding.ChangeJourney{ID: j.ID, Version: 2, End: true})
	must(t, err)
	must(t, o.may(t, o.lea, onboarding.Propose))
	_, err = o.Do(o.asLea, onboarding.DoTask{ID: j.Tasks[0].ID, Done: true})
	wants(t, err, onboarding.ErrNone)
}

// A lead who is new opens no gate of their own by ending the plan.
func TestNobodyEndsTheirOwnWay(t *testing.T) {
	t.Parallel()
	o := open(t)
	j, err := o.Begin(o.asSommer, onboarding.Begin{Account: o.jonas, Mentor: o.petra, Plan: o.plan(t).ID})
	must(t, err)
	_, err = o.Change(o.asJonas, onboarding.ChangeJourney{ID: j.ID, Version: 1, End: true})
	wants(t, err, onboarding.ErrNone)
}

// Two begin the same newcomer at once: one way. A change of the plan does not reach who is under way.
func TestAWayIsBegunOnce(t *testing.T) {
	t.Parallel()
	o := open(t)
	plan := o.plan(t)
	var wg sync.WaitGroup
	faults := make(chan error, 8)
	for range 8 {
		wg.Go(func() {
			_, err := o.Begin(o.asJonas, onboarding.Begin{Account: o.lea, Mentor: o.petra, Plan: plan.ID})
			faults <- err
		})
	}
	wg.Wait()
	close(faults)
	begun := 0
	for err := range faults {
		if err == nil {
			begun++
		} else if !errors.Is(err, onboarding.ErrUnderWay) {
			t.Error(err)
		}
	}
	if begun != 1 {
		t.Errorf("begun %d times", begun)
	}
	_, err := o.KeepPlan(o.asSommer, onboarding.KeepPlan{ID: &plan.ID, Version: plan.Version, Role: identity.Clerk, Title: "Neu", Steps: []onboarding.KeepStep{{Title: "Nur das", Days: 1, Sign: onboarding.ByOwn}}})
	must(t, err)
	_, err = o.KeepPlan(o.asSommer, onboarding.KeepPlan{ID: &plan.ID, Version: plan.Version, Role: identity.Clerk, Title: "Neu", Steps: []onboarding.KeepStep{{Title: "Nur das", Days: 1, Sign: onboarding.ByOwn}}})
	wants(t, err, onboarding.ErrConflict)
	mine, err := o.Mine(o.asLea)
	must(t, err)
	if len(mine.Tasks) != 2 || mine.Title != "Sachbearbeitung" {
		t.Errorf("a change reaches who is under way: %+v", mine)
	}
}

func TestEvilPlans(t *testing.T) {
	t.Parallel()
	o := open(t)
	gate := onboarding.Propose
	for name, c := range map[string]struct {
		change func(*onboarding.KeepPlan, *onboarding.KeepStep)
		field  string
	}{
		"no title":                {func(p *onboarding.KeepPlan, _ *onboarding.KeepStep) { p.Title = " " }, "title"},
		"a role":                  {func(p *onboarding.KeepPlan, _ *onboarding.KeepStep) { p.Role = "queen" }, "role"},
		"no step":                 {func(p *onboarding.KeepPlan, _ *onboarding.KeepStep) { p.Steps = nil }, "steps"},
		"many steps":              {func(p *onboarding.KeepPlan, s *onboarding.KeepStep) { p.Steps = make([]onboarding.KeepStep, 61) }, "steps"},
		"script":                  {func(_ *onboarding.KeepPlan, s *onboarding.KeepStep) { u := "javascript:alert(1)"; s.URL = &u }, "steps.0.url"},
		"a login in a link":       {func(_ *onboarding.KeepPlan, s *onboarding.KeepStep) { u := "https://a:b@c.example"; s.URL = &u }, "steps.0.url"},
		"before it begins":        {func(_ *onboarding.KeepPlan, s *onboarding.KeepStep) { s.Days = -1 }, "steps.0.days"},
		"never":                   {func(_ *onboarding.KeepPlan, s *onboarding.KeepStep) { s.Days = 731 }, "steps.0.days"},
		"signed by anybody":       {func(_ *onboarding.KeepPlan, s *onboarding.KeepStep) { s.Sign = "anybody" }, "steps.0.sign"},
		"opened by oneself":       {func(_ *onboarding.KeepPlan, s *onboarding.KeepStep) { s.Opens = &gate }, "steps.0.sign"},
		"opens all":               {func(_ *onboarding.KeepPlan, s *onboarding.KeepStep) { all := "*"; s.Opens = &all }, "steps.0.opens"},
		"a training that is none": {func(_ *onboarding.KeepPlan, s *onboarding.KeepStep) { id := ids.New(); s.Training = &id }, "steps.0.training"},
		"a training to sign": {func(_ *onboarding.KeepPlan, s *onboarding.KeepStep) {
			id := ids.New()
			s.Training, s.Sign = &id, onboarding.ByMentor
		}, "steps.0.training"},
		"a step without name": {func(_ *onboarding.KeepPlan, s *onboarding.KeepStep) { s.Title = "\u202e" }, "steps.0.title"},
	} {
		p := onboarding.KeepPlan{Role: identity.Clerk, Title: "Plan", Steps: []onboarding.KeepStep{{Title: "Schritt", Days: 1, Sign: onboarding.ByOwn}}}
		c.change(&p, &p.Steps[0])
		_, err := o.KeepPlan(o.asSommer, p)
		if err == nil {
			t.Error(name, "passes")
			continue
		}
		wants(t, err, onboarding.ErrInput, c.field)
	}
	far := clock.Date{Year: 2199, Month: 1, Day: 1}
	_, err := o.Begin(o.asJonas, onboarding.Begin{Account: o.lea, Mentor: o.lea, Plan: ids.New(), StartOn: &far})
	wants(t, err, onboarding.ErrInput, "mentor", "startOn")
	_, err = o.Begin(o.asJonas, onboarding.Begin{Account: o.lea, Mentor: ids.New(), Plan: o.plan(t).ID})
	wants(t, err, onboarding.ErrInput, "mentor")
	_, err = o.Begin(o.asJonas, onboarding.Begin{Account: o.lea, Mentor: o.petra, Plan: ids.New()})
	wants(t, err, onboarding.ErrInput, "plan")
}

// Each is reminded once of what is due, once of what is over, and the mentor once of what waits for them.
func TestReminders(t *testing.T) {
	t.Parallel()
	o := open(t)
	j := o.begin(t)
	mails := func(name string) int {
		for range 2 {
			must(t, o.Daily(t.Context()))
		}
		o.RunJobs(t)
		return len(o.mails.Sent(name + "@amt.example"))
	}
	if n := mails("lea"); n != 2 { // that there is a plan, and that the first step is due
		t.Errorf("%d mails", n)
	}
	_, err := o.Do(o.asLea, onboarding.DoTask{ID: j.Tasks[1].ID, Done: true})
	must(t, err)
	if n := mails("petra"); n != 2 { // that she is a mentor, and that a step waits
		t.Errorf("%d mails to the mentor", n)
	}
	o.Clock.Advance(3 * 24 * time.Hour)
	if n := mails("lea"); n != 3 { // it is over
		t.Errorf("%d mails", n)
	}
	if n := mails("petra"); n != 2 {
		t.Errorf("%d mails to the mentor", n)
	}
}
