package interpreters_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/budgets"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/interpreters"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
)

// From the question to the two signatures.
func TestFromTheQuestionToTheSignatures(t *testing.T) {
	t.Parallel()
	o := open(t)
	r := o.ask(t, asked(interpreters.One, o.person(t, "Amal")))
	if states(r) != "open offered" || o.kept(t) != 1 || o.bound(t) == 0 {
		t.Fatal("they are not held while they think:", states(r), o.kept(t), o.bound(t))
	}
	token := o.offered(t, "Amal")
	shown, err := o.Look(t.Context(), token)
	if err != nil || shown.Offer.Cents != o.bound(t) || shown.Offer.Request.Place == "" || shown.Offer.Request.Client != "" {
		t.Fatalf("%+v %v", shown, err)
	}
	a, err := o.Accept(t.Context(), token, nil)
	if err != nil || a.State != interpreters.Booked {
		t.Fatal(a, err)
	}
	if again, err := o.Accept(t.Context(), token, nil); err != nil || again.ID != a.ID {
		t.Error("accepting twice is no fault:", err)
	}
	manage := o.link(t, "Amal", "/interpreting/booking")
	if m, err := o.Manage(t.Context(), manage); err != nil || m.Client != client || !slices.Equal(m.Permitted, []string{"cancelInterpreting"}) {
		t.Fatalf("%+v %v", m, err)
	}
	if _, err := o.SignByLink(t.Context(), manage); !errors.Is(err, interpreters.ErrOver) {
		t.Error("signed before it was:", err)
	}
	o.Clock.Set(at("2026-12-02 09:00"))
	if err := errors.Join(o.Daily(t.Context()), o.Daily(t.Context())); err != nil {
		t.Fatal(err)
	}
	o.RunJobs(t)
	version := 2
	for _, step := range []struct {
		at    string
		state interpreters.AssignmentState
	}{{"2026-12-03 09:55", interpreters.Arrived}, {"2026-12-03 10:05", interpreters.Started}, {"2026-12-03 11:20", interpreters.Ended}} {
		o.Clock.Set(at(step.at))
		if r, err = o.Mark(o.asLead(t), interpreters.MarkAssignment{Assignment: a.ID, Version: version, State: step.state}); err != nil || r.Assignments[0].State != step.state {
			t.Fatal(step, err)
		}
		version++
	}
	if r, err = o.SignForOffice(o.asLead(t), a.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := o.SignByLink(t.Context(), manage); err != nil {
		t.Fatal(err)
	}
	done := o.request(t, r.ID)
	if last := done.Assignments[0]; done.State != interpreters.RequestEnded || last.OfficeSignedAt == nil || last.InterpreterSignedAt == nil || !last.EndedAt.Equal(at("2026-12-03 11:20")) {
		t.Errorf("%+v", last)
	}
	want := []string{"Können Sie dolmetschen?", "Ihr Dolmetscheinsatz ist gebucht", "Morgen dolmetschen Sie bei uns"}
	if got := o.subjects(t, "Amal"); !slices.Equal(got, want) {
		t.Errorf("mails %v", got)
	}
}

// One declines, one does not answer, one is booked elsewhere meanwhile; the fourth has it. With nobody left the team is told.
func TestInTurn(t *testing.T) {
	t.Parallel()
	o := open(t)
	first, second, third, fourth := o.person(t, "First"), o.person(t, "Second"), o.person(t, "Third"), o.person(t, "Fourth")
	r := o.ask(t, asked(interpreters.InTurn, first, second, third, fourth))
	if states(r) != "open offered waiting waiting waiting" {
		t.Fatal(states(r))
	}
	if err := o.Decline(t.Context(), o.offered(t, "First"), "krank"); err != nil {
		t.Fatal(err)
	}
	late := o.offered(t, "Second")
	o.ask(t, asked(interpreters.One, third))
	o.Clock.Advance(25 * time.Hour)
	if _, err := o.Accept(t.Context(), late, nil); !errors.Is(err, interpreters.ErrOver) {
		t.Fatal("accepted after the limit, before anybody had swept:", err)
	}
	if err := o.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := states(o.request(t, r.ID)); got != "open declined lapsed lapsed offered" && got != "open declined lapsed offered waiting" {
		t.Fatal(got)
	}
	token := o.offered(t, "Fourth")
	if err := o.Decline(t.Context(), token, ""); err != nil {
		t.Fatal(err)
	}
	o.RunJobs(t)
	r = o.request(t, r.ID)
	if r.State != interpreters.RequestUnfilled || r.Reason != "nobody" || o.bound(t) != 0 {
		t.Error(states(r), r.Reason, o.bound(t))
	}
	again := asked(interpreters.One, o.person(t, "Fifth"))
	again.About = &audit.Record{Kind: r.AboutKind, ID: r.AboutID}
	if next := o.ask(t, again); states(next) != "open offered" || o.request(t, r.ID).State != interpreters.RequestCancelled {
		t.Error("who asks again does not give up what found nobody:", states(next))
	}
	if told := o.mail.Sent("team@amt.example"); len(told) == 0 || told[len(told)-1].Subject != "Niemand zum Dolmetschen gefunden" {
		t.Error("the team was not told:", len(told))
	}
	if _, err := o.Accept(t.Context(), token, nil); !errors.Is(err, interpreters.ErrOver) {
		t.Error(err)
	}
}

// Asked together, the first has it; the others are told.
func TestAllTogether(t *testing.T) {
	t.Parallel()
	o := open(t)
	r := o.ask(t, asked(interpreters.All, o.person(t, "Amal"), o.person(t, "Basil"), o.person(t, "Carim")))
	if states(r) != "open offered offered offered" || o.kept(t) != 0 || o.bound(t) == 0 {
		t.Fatal(states(r), o.kept(t), o.bound(t))
	}
	second := o.offered(t, "Basil")
	if _, err := o.Accept(t.Context(), second, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := o.Accept(t.Context(), o.offered(t, "Amal"), nil); !errors.Is(err, interpreters.ErrTaken) {
		t.Error(err)
	}
	if got := o.subjects(t, "Carim"); !slices.Equal(got, []string{"Können Sie dolmetschen?", "Es hat schon jemand angenommen"}) {
		t.Error(got)
	}
	if r = o.request(t, r.ID); states(r) != "filled withdrawn accepted withdrawn" || o.bound(t) != r.Assignments[0].Cents {
		t.Error(states(r), o.bound(t))
	}
}

// Nobody was chosen: the office finds the best, but never against the wish for a gender.
func TestTheOfficeFindsSomebodyItself(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.person(t, "Man", func(i *linguists.Interpreter, _ *linguists.Skill) { i.Gender = linguists.Male })
	o.person(t, "Woman", func(i *linguists.Interpreter, _ *linguists.Skill) { i.Gender = linguists.Female })
	in := asked(interpreters.InTurn)
	in.Gender = linguists.Female
	r := o.ask(t, in)
	if states(r) != "open offered" || r.Offers[0].Interpreter.Name != "Woman" {
		t.Fatal(states(r))
	}
	if err := o.Decline(t.Context(), o.offered(t, "Woman"), ""); err != nil {
		t.Fatal(err)
	}
	o.RunJobs(t)
	if r = o.request(t, r.ID); states(r) != "unfilled declined" {
		t.Error(states(r))
	}
}

// An interpreter who calls off is replaced without anybody's doing.
func TestWhoCallsOffIsReplaced(t *testing.T) {
	t.Parallel()
	o := open(t)
	r := o.ask(t, asked(interpreters.One, o.person(t, "Amal")))
	if _, err := o.Accept(t.Context(), o.offered(t, "Amal"), nil); err != nil {
		t.Fatal(err)
	}
	o.person(t, "Basil")
	m, err := o.CallOff(t.Context(), o.link(t, "Amal", "/interpreting/booking"), "krank", false)
	if err != nil || m.Client != "" || m.Assignment.State != interpreters.AssignmentCancelled {
		t.Fatalf("%+v %v", m, err)
	}
	o.RunJobs(t)
	if _, err := o.Accept(t.Context(), o.offered(t, "Basil"), nil); err != nil {
		t.Fatal(err)
	}
	r = o.request(t, r.ID)
	if states(r) != "filled accepted accepted" || len(r.Assignments) != 2 || o.bound(t) != r.Assignments[1].Cents || o.kept(t) != 1 {
		t.Error(states(r), len(r.Assignments), o.bound(t))
	}
}

// Who says that they are tied to the client is not asked for them again, whoever looks for somebody.
func TestWhoIsTiedToTheClientIsNotAskedAgain(t *testing.T) {
	t.Parallel()
	o := open(t)
	in := asked(interpreters.One, o.person(t, "Amal"))
	in.Subject = &audit.Record{Kind: "person", ID: ids.New()}
	r := o.ask(t, in)
	if _, err := o.Accept(t.Context(), o.offered(t, "Amal"), nil); err != nil {
		t.Fatal(err)
	}
	if _, err := o.CallOff(t.Context(), o.link(t, "Amal", "/interpreting/booking"), "Befangen", true); err != nil {
		t.Fatal(err)
	}
	o.RunJobs(t)
	if r = o.request(t, r.ID); r.State != interpreters.RequestUnfilled {
		t.Error(states(r))
	}
	found, err := o.WhoCan(t.Context(), in.Wanted)
	if err != nil || len(found) != 0 {
		t.Error("tied to the client, and found for them:", found, err)
	}
	other := in.Wanted
	other.Subject, other.About = &audit.Record{Kind: "person", ID: ids.New()}, nil
	if found, err = o.WhoCan(t.Context(), other); err != nil || len(found) != 1 {
		t.Error("tied to one, and found for nobody:", found, err)
	}
}

// Calling off late costs something: nobody does it without having been told how much, and it stays bound.
func TestLateCancellationIsWarnedOf(t *testing.T) {
	t.Parallel()
	o := open(t)
	r := o.ask(t, asked(interpreters.One, o.person(t, "Amal")))
	if _, err := o.Accept(t.Context(), o.offered(t, "Amal"), nil); err != nil {
		t.Fatal(err)
	}
	booked := o.request(t, r.ID).Assignments[0]
	if late, err := o.Late(t.Context(), booked); err != nil || late.Cents != 0 || late.FreeUntil != date("2026-11-30") {
		t.Fatal(late, err)
	}
	o.Clock.Set(at("2026-12-01 08:00"))
	late, err := o.Late(t.Context(), booked)
	if err != nil || late.Cents == 0 {
		t.Fatal(late, err)
	}
	_, err = o.Cancel(o.asLead(t), r.ID, "", 0)
	if !errors.Is(err, interpreters.ErrLate) || errs.Of(err).Fields[0].Params["cents"] != fmt.Sprint(late.Cents) {
		t.Fatal("called off late unseen:", err)
	}
	r, err = o.Cancel(o.asLead(t), r.ID, "Familie ist krank", late.Cents)
	if err != nil || r.State != interpreters.RequestCancelled || r.Client != "" || o.bound(t) != late.Cents || o.kept(t) != 0 {
		t.Fatal(states(r), o.bound(t), late.Cents, err)
	}
	if got := o.subjects(t, "Amal"); got[len(got)-1] != "Dieser Dolmetscheinsatz fällt aus" {
		t.Error(got)
	}
	if _, err := o.Cancel(o.asLead(t), r.ID, "", 0); err != nil {
		t.Error("cancelling twice is no fault:", err)
	}
}

// Whose appointment moves is asked again, the same person first; when it ends all is given back.
func TestMovingAsksAgain(t *testing.T) {
	t.Parallel()
	o := open(t)
	in := asked(interpreters.One, o.person(t, "Amal"))
	o.ask(t, in)
	if _, err := o.Accept(t.Context(), o.offered(t, "Amal"), nil); err != nil {
		t.Fatal(err)
	}
	friday := interpreters.Span{From: at("2026-12-04 09:00"), To: at("2026-12-04 10:00")}
	move := func(to interpreters.Span) {
		t.Helper()
		o.InTx(t, func(ctx context.Context, tx *db.Tx) error {
			return o.MovedTx(ctx, tx, *in.About, to, "rathaus", "Rathaus")
		})
		o.RunJobs(t)
	}
	move(friday)
	move(friday) // told twice
	found, err := o.Requests(o.asLead(t), interpreters.RequestFilter{About: in.About}, pages)
	if err != nil || len(found.Items) != 2 || states(found.Items[1]) != "open offered" || found.Items[1].Client != client || found.Items[0].State != interpreters.RequestCancelled {
		t.Fatal(len(found.Items), err)
	}
	if got := o.subjects(t, "Amal"); !slices.Contains(got, "Die Zeit hat sich geändert: Können Sie trotzdem dolmetschen?") {
		t.Error(got)
	}
	if _, err := o.Accept(t.Context(), o.offered(t, "Amal"), nil); err != nil || o.kept(t) != 1 {
		t.Fatal(err, o.kept(t))
	}
	o.person(t, "Basil")
	o.says(t, found.Items[1].Offers[0].InterpreterID, hours(5, 8, 12, linguists.OnSite))
	move(interpreters.Span{From: at("2026-12-07 09:00"), To: at("2026-12-07 10:00")}) // when Amal cannot
	if got := o.subjects(t, "Amal"); !slices.Contains(got, "Dieser Dolmetscheinsatz fällt aus") {
		t.Error(got)
	}
	if got := o.subjects(t, "Basil"); !slices.Equal(got, []string{"Können Sie dolmetschen?"}) {
		t.Error(got)
	}
	o.InTx(t, func(ctx context.Context, tx *db.Tx) error { return o.EndedTx(ctx, tx, *in.About, "client") })
	if o.kept(t) != 0 || o.bound(t) != 0 {
		t.Error(o.kept(t), o.bound(t))
	}
}

// Booked with the time, or not at all: who is chosen and taken undoes what the transaction did.
func TestWhoIsTakenUndoesTheRest(t *testing.T) {
	t.Parallel()
	o := open(t)
	amal := o.person(t, "Amal")
	o.ask(t, asked(interpreters.One, amal))
	err := o.DB.InTx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		_, err := o.AskTx(ctx, tx, asked(interpreters.One, amal))
		return err
	})
	if !errors.Is(err, interpreters.ErrTaken) || o.kept(t) != 1 {
		t.Fatal(err, o.kept(t))
	}
	in := asked(interpreters.One, o.person(t, "Basil"))
	first := o.ask(t, in)
	if again := o.ask(t, in); again.ID != first.ID {
		t.Error("the same request is another")
	}
	in.Key = "another"
	if _, err := o.Ask(o.asLead(t), in); !errors.Is(err, interpreters.ErrTaken) && !errors.Is(err, interpreters.ErrAsked) {
		t.Error("two for one appointment:", err)
	}
}

// Over the ceiling nobody is booked unless somebody with the right has approved it by name.
func TestOverTheCeiling(t *testing.T) {
	t.Parallel()
	o := open(t)
	if _, err := o.money.Set(o.asLead(t), budgets.SetBudget{Purpose: interpreters.Purpose, Year: 2026, Team: team, Cents: 30_000}); err != nil {
		t.Fatal(err)
	}
	in := asked(interpreters.InTurn, o.person(t, "Amal"), o.person(t, "Basil"))
	o.ask(t, in)
	second := asked(interpreters.One, o.person(t, "Carim"))
	if _, err := o.Ask(o.asLead(t), second); !errors.Is(err, budgets.ErrOverCeiling) || o.kept(t) != 1 {
		t.Fatal(err)
	}
	clerk := identity.WithViewer(t.Context(), identity.StaffViewer(ids.New(), identity.Right{Role: "clerk", Teams: []string{team}}))
	second.Approval = &budgets.Approval{By: o.lead.AccountID, Reason: "Anhörung nicht verschiebbar"}
	if _, err := o.Ask(clerk, second); !errors.Is(err, budgets.ErrInput) {
		t.Fatal("a clerk approves:", err)
	}
	if r := o.ask(t, second); states(r) != "open offered" || o.kept(t) != 2 {
		t.Fatal(states(r))
	}
	other := identity.WithViewer(t.Context(), identity.StaffViewer(ids.New(), identity.Right{Role: "lead", Teams: []string{"arbeit"}}))
	if _, err := o.Ask(other, asked(interpreters.One)); !errors.Is(err, interpreters.ErrInput) {
		t.Error("asked for a team of others:", err)
	}
	if _, err := o.Request(other, o.ask(t, asked(interpreters.InTurn)).ID); !errors.Is(err, interpreters.ErrNone) {
		t.Error("read by a team of others:", err)
	}
}
