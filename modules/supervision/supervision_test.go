package supervision_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/supervision"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
)

func find(list []supervision.Offered, id uuid.UUID) *supervision.Offered {
	for i := range list {
		if list[i].ID == id {
			return &list[i]
		}
	}
	return nil
}

// Of a group its members know each other once it has begun; a single talk is seen by who has it and by the supervisor.
func TestWhoSeesWhoComes(t *testing.T) {
	t.Parallel()
	o := open(t)
	group, single := o.plan(t, supervision.Group, 3, 1)[0], o.plan(t, supervision.Single, 0, 1, at(700))[0]
	_, amal := o.colleague(t, "Amal")
	_, bela := o.colleague(t, "Bela")
	_, cem := o.colleague(t, "Cem")
	for _, who := range []context.Context{bela, amal} {
		must(t, o.Book(who, group))
	}
	must(t, o.Book(amal, single))
	must(t, o.Book(amal, single)) // again is as before
	mine, err := o.Offers(amal)
	must(t, err)
	if g := find(mine, group); g == nil || !g.Mine || len(g.Members) != 0 {
		t.Errorf("who books and leaves again reads who comes: %+v", g)
	}
	if e := find(mine, single); e == nil || !e.Mine || len(e.Members) != 0 {
		t.Errorf("the own talk: %+v", e)
	}
	theirs, err := o.Offers(cem)
	must(t, err)
	if g := find(theirs, group); g == nil || g.Mine || !g.Free || len(g.Members) != 0 {
		t.Errorf("a stranger sees who is in a group: %+v", g)
	}
	if find(theirs, single) != nil {
		t.Error("a talk that is taken is shown to others")
	}
	vera := o.loggedIn(t, leader, true)
	led := o.led(t, vera)
	if len(led) != 2 || !slices.Equal(led[0].Members, []string{"Amal", "Bela"}) || !slices.Equal(led[1].Members, []string{"Amal"}) {
		t.Errorf("the supervisor does not know who comes: %+v", led)
	}
	for name, who := range map[string]context.Context{"who has not shown the mailbox": o.loggedIn(t, leader, false), "somebody else": o.loggedIn(t, "x@y.example", true), "staff": cem, "nobody": t.Context()} {
		if _, err := o.Led(who); !errors.Is(err, supervision.ErrNone) {
			t.Errorf("%s reads a supervisor's list: %v", name, err)
		}
	}
	must(t, o.Leave(amal, single))
	must(t, o.Leave(amal, single))
	if theirs, err = o.Offers(cem); err != nil || find(theirs, single) == nil {
		t.Error("what was given back cannot be booked:", err)
	}
	o.Clock.Set(find(mine, group).StartsAt)
	mine, err = o.Offers(amal)
	must(t, err)
	if g := find(mine, group); g == nil || !slices.Equal(g.Members, []string{"Amal", "Bela"}) {
		t.Errorf("a member does not see the group that has begun: %+v", g)
	}
}

// Twelve want four places at once: four have one, and nobody two.
func TestPlacesAreGivenOnce(t *testing.T) {
	t.Parallel()
	o := open(t)
	session := o.plan(t, supervision.Group, 4, 1)[0]
	var wg sync.WaitGroup
	full := make(chan error, 24)
	for i := range 12 {
		_, who := o.colleague(t, "Kollege "+string(rune('A'+i)))
		wg.Add(2)
		for range 2 {
			go func() { defer wg.Done(); full <- o.Book(who, session) }()
		}
	}
	wg.Wait()
	close(full)
	in := 0
	for err := range full {
		if err == nil {
			in++
		} else if !errors.Is(err, supervision.ErrFull) {
			t.Error(err)
		}
	}
	led := o.led(t, o.loggedIn(t, leader, true))
	if members := slices.Compact(slices.Clone(led[0].Members)); len(members) != 4 || len(led[0].Members) != 4 || in < 4 || in > 8 {
		t.Errorf("%d were let in, %v", in, led[0].Members)
	}
}

func TestWhatCannotBeBooked(t *testing.T) {
	t.Parallel()
	o := open(t)
	_, amal := o.colleague(t, "Amal")
	_, bela := o.colleague(t, "Bela")
	first := o.plan(t, supervision.Single, 0, 1)[0]
	max, err := o.KeepSupervisor(o.sommer(t), supervision.KeepSupervisor{Name: "Max Orth", Email: "max@supervision.example"})
	must(t, err)
	second := o.plan(t, supervision.Group, 5, 1, func(in *supervision.PlanSeries) { in.Supervisor = max.ID })[0]
	must(t, o.Book(amal, first))
	wants(t, o.Book(amal, second), supervision.ErrOverlap)
	wants(t, o.Book(bela, first), supervision.ErrFull)
	wants(t, o.Book(bela, ids.New()), supervision.ErrNone)
	vera := o.loggedIn(t, leader, true)
	e := o.led(t, vera)[0]
	_, err = o.CancelOwn(o.loggedIn(t, "max@supervision.example", true), supervision.CancelSession{ID: first, Version: e.Version})
	wants(t, err, supervision.ErrNone)
	_, err = o.Cancel(o.sommer(t), supervision.CancelSession{ID: first, Version: e.Version + 1})
	wants(t, err, supervision.ErrConflict)
	_, err = o.Hold(vera, supervision.HoldSession{ID: first, Version: e.Version, Cents: 1})
	wants(t, err, supervision.ErrBegun)
	_, err = o.Cancel(o.sommer(t), supervision.CancelSession{ID: first, Version: e.Version})
	must(t, err)
	wants(t, o.Book(bela, first), supervision.ErrBegun)
	must(t, o.Book(amal, second)) // the other was called off
	o.Clock.Advance(3 * 24 * time.Hour)
	wants(t, o.Leave(amal, second), supervision.ErrBegun)
	_, err = o.Cancel(o.sommer(t), supervision.CancelSession{ID: second, Version: 1})
	wants(t, err, supervision.ErrBegun)
}

func TestEvilInputs(t *testing.T) {
	t.Parallel()
	o := open(t)
	good := supervision.PlanSeries{Kind: supervision.Group, Title: "Gruppe", Supervisor: o.vera.ID, Place: "Raum", Places: 6, Cents: 100, Day: o.in(5), FromMinute: 600, ToMinute: 660, EveryWeeks: 1, Sessions: 3}
	for name, c := range map[string]struct {
		change func(*supervision.PlanSeries)
		field  string
	}{
		"no title":       {func(in *supervision.PlanSeries) { in.Title = " " }, "title"},
		"a turned title": {func(in *supervision.PlanSeries) { in.Title = "a\u202eb" }, "title"},
		"a long place":   {func(in *supervision.PlanSeries) { in.Place = strings.Repeat("x", 201) }, "place"},
		"a kind":         {func(in *supervision.PlanSeries) { in.Kind = "triple" }, "kind"},
		"one place":      {func(in *supervision.PlanSeries) { in.Places = 1 }, "places"},
		"many places":    {func(in *supervision.PlanSeries) { in.Places = 21 }, "places"},
		"less than free": {func(in *supervision.PlanSeries) { in.Cents = -1 }, "cents"},
		"yesterday":      {func(in *supervision.PlanSeries) { in.Day = o.in(-1) }, "day"},
		"in ages":        {func(in *supervision.PlanSeries) { in.Day = clock.Date{Year: 9999, Month: 1, Day: 1} }, "day"},
		"backwards":      {func(in *supervision.PlanSeries) { in.ToMinute = 600 }, "toMinute"},
		"no session":     {func(in *supervision.PlanSeries) { in.Sessions = 0 }, "sessions"},
		"all on one day": {func(in *supervision.PlanSeries) { in.EveryWeeks = 0 }, "everyWeeks"},
		"by nobody":      {func(in *supervision.PlanSeries) { in.Supervisor = ids.New() }, "supervisor"},
	} {
		in := good
		c.change(&in)
		if _, err := o.Plan(o.sommer(t), in); err == nil {
			t.Error(name, "passes")
		} else {
			wants(t, err, supervision.ErrInput, c.field)
		}
	}
	_, err := o.Plan(o.sommer(t), good)
	must(t, err)
	_, err = o.Plan(o.sommer(t), good)
	wants(t, err, supervision.ErrOverlap)
	if n := o.count(t, "supervision.series"); n != 1 {
		t.Errorf("%d series: one was half planned", n)
	}
	_, err = o.KeepSupervisor(o.sommer(t), supervision.KeepSupervisor{Name: "Zweite", Email: strings.ToUpper(leader)})
	wants(t, err, supervision.ErrKnown)
	_, err = o.KeepSupervisor(o.sommer(t), supervision.KeepSupervisor{Name: "", Email: "kein postfach"})
	wants(t, err, supervision.ErrInput, "name", "email")
	_, err = o.KeepSupervisor(o.sommer(t), supervision.KeepSupervisor{ID: &o.vera.ID, Version: 7, Name: "Vera", Email: leader})
	wants(t, err, supervision.ErrConflict)
}

// With another mailbox another login would read who comes: it stays, whether or not somebody has booked.
func TestTheMailboxOfASupervisorStaysOnceSomethingIsPlanned(t *testing.T) {
	t.Parallel()
	o := open(t)
	change := func(email string) (err error) {
		p, err := o.KeepSupervisor(o.sommer(t), supervision.KeepSupervisor{ID: &o.vera.ID, Version: o.vera.Version, Name: "Vera S.", Email: email})
		if err == nil {
			o.vera = p
		}
		return err
	}
	must(t, change("vera.sander@supervision.example")) // mistyped before
	must(t, change(leader))
	session := o.plan(t, supervision.Single, 0, 1)[0]
	wants(t, change("sommer@privat.example"), supervision.ErrInput, "email")
	_, amal := o.colleague(t, "Amal")
	must(t, o.Book(amal, session))
	wants(t, change("sommer@privat.example"), supervision.ErrInput, "email")
	must(t, change(strings.ToUpper(leader)))
	if _, err := o.Led(o.loggedIn(t, "sommer@privat.example", true)); !errors.Is(err, supervision.ErrNone) {
		t.Error("another login reads who comes:", err)
	}
	if led := o.led(t, o.loggedIn(t, leader, true)); len(led) != 1 || len(led[0].Members) != 1 {
		t.Errorf("%+v", led)
	}
}

// Notes are the supervisor's alone; what was billed can be put right, and who writes in two windows overwrites nothing.
func TestNotesAndBills(t *testing.T) {
	t.Parallel()
	o := open(t)
	session := o.plan(t, supervision.Single, 0, 1)[0]
	vera := o.loggedIn(t, leader, true)
	l, err := o.Note(vera, supervision.NoteSession{ID: session, Notes: " erstes Gespräch "})
	must(t, err)
	if l.Notes != "erstes Gespräch" {
		t.Error(l.Notes)
	}
	_, err = o.Note(vera, supervision.NoteSession{ID: session, Was: "", Notes: "anders"})
	wants(t, err, supervision.ErrConflict)
	_, err = o.Note(vera, supervision.NoteSession{ID: session, Was: l.Notes, Notes: strings.Repeat("界", 2001)})
	wants(t, err, supervision.ErrInput, "notes")
	_, err = o.Note(vera, supervision.NoteSession{ID: session, Was: l.Notes, Notes: strings.Repeat("𝄞", 2000)})
	must(t, err)
	o.held(t, vera, session)
	o.held(t, vera, session)
	sessions, err := o.Sessions(o.sommer(t), o.Clock.Now().Year())
	must(t, err)
	if len(sessions) != 1 || sessions[0].State != supervision.Held || *sessions[0].Cents != 12_000 {
		t.Errorf("%+v", sessions[0])
	}
	o.Clock.Advance(31 * 24 * time.Hour)
	_, err = o.Hold(vera, supervision.HoldSession{ID: session, Version: sessions[0].Version, Cents: 1})
	wants(t, err, supervision.ErrBegun)
	o.vera, err = o.KeepSupervisor(o.sommer(t), supervision.KeepSupervisor{ID: &o.vera.ID, Version: o.vera.Version, Name: "Vera Sander", Email: leader, Ended: true})
	must(t, err)
	if _, err := o.Led(vera); !errors.Is(err, supervision.ErrNone) {
		t.Error("who ended still reads:", err)
	}
}

// One cause makes one offer to each, seen by nobody else; the mail says nothing of it.
func TestPrivateOffers(t *testing.T) {
	t.Parallel()
	o := open(t)
	a, amal := o.colleague(t, "amal")
	b, bela := o.colleague(t, "bela")
	incident := ids.New()
	for _, who := range [][]uuid.UUID{{a}, {a, b}, {b, a}} {
		o.InTx(t, func(ctx context.Context, tx *db.Tx) error {
			return o.OfferTx(ctx, tx, who, supervision.AfterIncident, "incident", incident)
		})
	}
	o.RunJobs(t)
	for _, address := range []string{"amal@amt.example", "bela@amt.example"} {
		sent := o.mails.Sent(address)
		if len(sent) != 1 {
			t.Fatalf("%d mails to %s", len(sent), address)
		}
		if all := strings.ToLower(sent[0].Subject + sent[0].Text + sent[0].HTML); strings.Contains(all, "supervision") || strings.Contains(all, "vorfall") {
			t.Error("the mail tells what it is about:", sent[0].Text)
		}
	}
	mine, err := o.Privates(amal)
	must(t, err)
	if len(mine) != 1 || mine[0].Reason != supervision.AfterIncident {
		t.Fatalf("%+v", mine)
	}
	wants(t, o.ClosePrivate(bela, mine[0].ID), supervision.ErrNone)
	must(t, o.ClosePrivate(amal, mine[0].ID))
	wants(t, o.ClosePrivate(amal, "zz"), supervision.ErrNone)
	if left, err := o.Privates(amal); err != nil || len(left) != 0 {
		t.Error(left, err)
	}
	o.InTx(t, func(ctx context.Context, tx *db.Tx) error {
		return o.OfferTx(ctx, tx, []uuid.UUID{a}, supervision.AfterIncident, "incident", incident)
	})
	if left, err := o.Privates(amal); err != nil || len(left) != 0 {
		t.Error("an offer that was answered comes back:", left, err)
	}
	if left, err := o.Privates(bela); err != nil || len(left) != 1 {
		t.Error(left, err)
	}
	o.Clock.Advance(31 * 24 * time.Hour)
	must(t, o.Daily(t.Context()))
	if o.count(t, "supervision.offer") != 0 {
		t.Error("offers outlive their time")
	}
}

// Who is concerned hears of it once, with a night's round that says nothing.
func TestTheNightlyRound(t *testing.T) {
	t.Parallel()
	o := open(t)
	_, amal := o.colleague(t, "amal")
	both := o.plan(t, supervision.Group, 4, 2)
	must(t, o.Book(amal, both[0]))
	must(t, o.Book(amal, both[1]))
	for range 2 {
		must(t, o.Daily(t.Context()))
		o.RunJobs(t)
		if n := len(o.mails.Sent(leader)); n != 1 {
			t.Fatalf("the supervisor has %d mails", n)
		}
	}
	for _, e := range both {
		_, err := o.Cancel(o.sommer(t), supervision.CancelSession{ID: e, Version: 1})
		must(t, err)
	}
	if mine, err := o.Offers(amal); err != nil || len(mine) != 2 || mine[0].State != supervision.Cancelled {
		t.Error("the member does not see that it was called off:", mine, err)
	}
	for range 2 {
		must(t, o.Daily(t.Context()))
		o.RunJobs(t)
		if n := len(o.mails.Sent("amal@amt.example")); n != 1 {
			t.Fatalf("the member has %d mails", n)
		}
	}
}

func TestAbsenceHasNoReason(t *testing.T) {
	t.Parallel()
	o := open(t)
	_, amal := o.colleague(t, "amal")
	_, bela := o.colleague(t, "bela")
	must(t, o.EnterAway(amal, o.in(2), "afternoon"))
	must(t, o.EnterAway(amal, o.in(2), "afternoon"))
	wants(t, o.EnterAway(amal, o.in(-1), "night"), supervision.ErrInput, "day", "part")
	mine, err := o.Aways(amal)
	must(t, err)
	if len(mine) != 1 {
		t.Fatal(mine)
	}
	var columns []string
	must(t, o.NewRaw("SELECT column_name FROM information_schema.columns WHERE table_schema = 'supervision' AND table_name = 'away_v1' ORDER BY 1").Scan(t.Context(), &columns))
	if !slices.Equal(columns, []string{"account_id", "during"}) {
		t.Error("the view tells more than that somebody is away:", columns)
	}
	var during clock.Span
	must(t, o.NewRaw("SELECT during::text FROM supervision.away_v1").Scan(t.Context(), &during))
	if during.From.In(clock.Berlin).Hour() != 12 || during.Minutes() != 720 {
		t.Error(during)
	}
	wants(t, o.RemoveAway(bela, mine[0].ID), supervision.ErrNone)
	must(t, o.RemoveAway(amal, mine[0].ID))
}

func TestRulesTellAllTheirFaults(t *testing.T) {
	t.Parallel()
	if r, err := supervision.LoadRules(fstest.MapFS{}); r != nil || err != nil {
		t.Error("a city may offer none:", err)
	}
	_, err := supervision.LoadRules(fstest.MapFS{supervision.RulesFile: {Data: []byte("minimum: 2\noffer_days: 0\nkeep_months: 99\nhard:\n  - service: a\n    outcomes: []\n")}})
	for _, word := range []string{"minimum", "offer_days", "keep_months", "hard"} {
		if err == nil || !strings.Contains(err.Error(), word) {
			t.Errorf("no word of %s: %v", word, err)
		}
	}
	r := &supervision.Rules{Hard: []supervision.HardCase{{Service: "28-family", Outcomes: []string{"refusal"}}}}
	if !r.Weighs("28-family", "refusal") || r.Weighs("28-family", "grant") || r.Weighs("16b-extension", "refusal") {
		t.Error("what weighs")
	}
}
