package swaps_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/interpreters"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/swaps"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
)

// Asked is who can: in the language, free, tied to nobody, of the gender that is wished for; never the agency, and never with the client's name.
func TestColleaguesWhoCanAreAskedAndSeeNoClient(t *testing.T) {
	t.Parallel()
	o := open(t)
	woman := func(i *linguists.Interpreter, _ *linguists.Skill) { i.Gender = linguists.Female }
	amal := o.person(t, "Amal", woman)
	o.person(t, "Basil", woman)
	o.person(t, "Kurdish", woman, func(_ *linguists.Interpreter, k *linguists.Skill) { k.Language = "kmr" })
	o.person(t, "Man", func(i *linguists.Interpreter, _ *linguists.Skill) { i.Gender = linguists.Male })
	o.booked(t, "Busy", o.person(t, "Busy", woman))
	tied := o.person(t, "Tied", woman)
	agency := ids.New()
	o.person(t, "Agency", func(i *linguists.Interpreter, k *linguists.Skill) {
		i.ID, i.Kind, k.InterpreterID = agency, linguists.KindAgency, agency
	})
	o.person(t, "Theirs", woman, func(i *linguists.Interpreter, _ *linguists.Skill) { i.AgencyID = &agency })
	client := audit.Record{Kind: "person", ID: ids.New()}
	_, err := o.NewInsert().Model(&linguists.Bias{InterpreterID: tied, SubjectKind: client.Kind, SubjectID: client.ID, ToldBy: "office", NotedAt: o.Clock.Now()}).Exec(t.Context())
	must(t, err)
	r, token := o.booked(t, "Amal", amal, func(in *interpreters.Ask) { in.Subject, in.Gender = &client, linguists.Female })

	st, err := o.Of(t.Context(), token)
	must(t, err)
	if st.State != "" || !slices.Equal(st.Permitted, []string{"offerInterpretingSwap"}) {
		t.Fatalf("%+v", st)
	}
	for range 2 { // clicked twice
		st, err = o.Offer(t.Context(), token)
		must(t, err)
	}
	if st.State != swaps.Open || st.Asked != 1 || !slices.Equal(st.Permitted, []string{"withdrawInterpretingSwap"}) {
		t.Fatalf("%+v", st)
	}
	if got := o.asked(t, "Amal", "Basil", "Kurdish", "Man", "Busy", "Tied", "Agency", "Theirs"); !slices.Equal(got, []string{"Basil"}) {
		t.Fatal("asked:", got)
	}
	if o.comes(t, r.ID) != amal {
		t.Fatal("it stays theirs until somebody has accepted")
	}
	ask := o.link(t, "Basil", "/interpreting/swap")
	k, err := o.Look(t.Context(), ask)
	must(t, err)
	raw, err := json.Marshal(k)
	must(t, err)
	if k.Cents == 0 || k.Language != "ara" || k.Place != "Rathaus" || strings.Contains(string(raw), "Haddad") || strings.Contains(o.mail.Sent("basil@example.org")[0].Text, "Haddad") {
		t.Error("what a colleague sees:", string(raw))
	}
	m, err := o.Accept(t.Context(), ask)
	must(t, err)
	if m.Client != "Samira Haddad, 0170 1234567" || m.Token == "" {
		t.Errorf("who has accepted knows for whom: %+v", m)
	}
	if m, err := o.asking.Manage(t.Context(), token); err != nil || m.Client != "" || m.Assignment.State != interpreters.AssignmentCancelled || m.Assignment.Cents != 0 {
		t.Error("who has given it away still knows for whom:", m, err)
	}
}

// By phone the place is the client's number: known to who has the booking, while they have it.
func TestOnlyWhoHasItKnowsTheNumber(t *testing.T) {
	t.Parallel()
	o := open(t)
	amal, basil := o.person(t, "Amal"), o.person(t, "Basil")
	his := o.account(t, basil)
	const number = "0170 7654321"
	_, token := o.booked(t, "Amal", amal, func(in *interpreters.Ask) { in.Mode, in.Site, in.Place = linguists.Phone, "", number })
	if m, err := o.asking.Manage(t.Context(), token); err != nil || m.Assignment.Request.Place != number {
		t.Fatal(m, err)
	}
	_, err := o.Offer(t.Context(), token)
	must(t, err)
	ask := o.link(t, "Basil", "/interpreting/swap")
	if k, err := o.Look(t.Context(), ask); err != nil || k.Place != "" {
		t.Error("who is asked is told the number:", k, err)
	}
	if mine, err := o.Mine(his); err != nil || len(mine) != 1 || mine[0].Place != "" {
		t.Error("their own page tells the number:", mine, err)
	}
	if m, err := o.Accept(t.Context(), ask); err != nil || m.Assignment.Request.Place != number {
		t.Error("who has it is not told the number:", m, err)
	}
	if m, err := o.asking.Manage(t.Context(), token); err != nil || m.Assignment.Request.Place != "" {
		t.Error("who has given it away still knows the number:", m, err)
	}
}

// Colleagues are not flooded: offered and withdrawn again and again, a booking brings them three mails.
func TestABookingIsOfferedThreeTimes(t *testing.T) {
	t.Parallel()
	o := open(t)
	amal := o.person(t, "Amal")
	o.person(t, "Basil")
	_, token := o.booked(t, "Amal", amal)
	for i := range 3 {
		if st, err := o.Offer(t.Context(), token); err != nil || st.State != swaps.Open {
			t.Fatal(i, st, err)
		}
		st, err := o.Withdraw(t.Context(), token)
		must(t, err)
		if slices.Contains(st.Permitted, "offerInterpretingSwap") != (i < 2) {
			t.Error(i, st.Permitted)
		}
	}
	if _, err := o.Offer(t.Context(), token); !errors.Is(err, swaps.ErrNobody) {
		t.Error("a fourth time:", err)
	}
	o.RunJobs(t)
	if sent := o.mail.Sent("basil@example.org"); len(sent) != 3 {
		t.Error("mails:", len(sent))
	}
}

// Whom the office calls off late is paid for that (JVEG §9(5)); whoever gives it away is not.
func TestUndoneLateIsPaid(t *testing.T) {
	t.Parallel()
	o := open(t)
	amal := o.person(t, "Amal")
	o.person(t, "Basil")
	r, token := o.booked(t, "Amal", amal)
	o.Clock.Set(thursday.From.AddDate(0, 0, -1))
	_, err := o.Offer(t.Context(), token)
	must(t, err)
	m, err := o.Accept(t.Context(), o.link(t, "Basil", "/interpreting/swap"))
	must(t, err)
	late, err := o.asking.Late(t.Context(), m.Assignment)
	must(t, err)
	list, err := o.List(o.asLead(t), []uuid.UUID{r.ID})
	must(t, err)
	_, err = o.Undo(o.asLead(t), list[0].ID)
	must(t, err)
	his, err := o.asking.ManageByID(t.Context(), m.Assignment.ID)
	must(t, err)
	if late.Cents == 0 || his.Assignment.Cents != late.Cents {
		t.Error("called off late for:", his.Assignment.Cents, "of", late.Cents)
	}
	if given, err := o.asking.Manage(t.Context(), token); err != nil || given.Assignment.Cents != 0 {
		t.Error("paid for giving it away:", given, err)
	}
	var bound, comes int64
	must(t, o.NewRaw("SELECT sum(bound_cents) FROM budgets.budget").Scan(t.Context(), &bound))
	must(t, o.NewRaw("SELECT cents FROM interpreters.assignment WHERE request_id = ? AND state = 'booked'", r.ID).Scan(t.Context(), &comes))
	if bound != comes+late.Cents {
		t.Error("bound:", bound)
	}
}

// Of many who accept at once one alone has it.
func TestTheFirstWhoAcceptsHasIt(t *testing.T) {
	t.Parallel()
	o := open(t)
	amal := o.person(t, "Amal")
	names := []string{"Basil", "Carim", "Dalia", "Emad", "Fadi", "Ghada"}
	for _, name := range names {
		o.person(t, name)
	}
	r, token := o.booked(t, "Amal", amal)
	_, err := o.Offer(t.Context(), token)
	must(t, err)
	links := make([]string, len(names))
	for i, name := range names {
		links[i] = o.link(t, name, "/interpreting/swap")
	}
	outcomes := make([]error, len(links))
	var wg sync.WaitGroup
	for i, link := range links {
		wg.Go(func() { _, outcomes[i] = o.Accept(t.Context(), link) })
	}
	wg.Wait()
	won := -1
	for i, err := range outcomes {
		switch {
		case err == nil && won < 0:
			won = i
		case !errors.Is(err, swaps.ErrTaken):
			t.Error(names[i], err)
		}
	}
	if won < 0 || o.comes(t, r.ID) == amal {
		t.Fatal("nobody has it")
	}
	again, err := o.Accept(t.Context(), links[won])
	if err != nil || again.Assignment.InterpreterID != o.comes(t, r.ID) {
		t.Error("accepting twice:", err)
	}
	o.RunJobs(t)
	if sent := o.mail.Sent("amal@example.org"); sent[len(sent)-1].Subject != "Ihr Einsatz ist abgegeben" {
		t.Error("who sought is not told:", sent[len(sent)-1].Subject)
	}
	if sent := o.mail.Sent("team@example.org"); len(sent) != 1 || strings.Contains(sent[0].Text, "Haddad") {
		t.Error("the office is not told:", sent)
	}
	var bound int64
	must(t, o.NewRaw("SELECT sum(bound_cents) FROM budgets.budget").Scan(t.Context(), &bound))
	if bound != again.Assignment.Cents || bound == 0 {
		t.Error("money is bound for one alone:", bound)
	}
}

// A colleague who is booked elsewhere meanwhile cannot take it, and it stays as it was.
func TestWhoIsTakenMeanwhileCannot(t *testing.T) {
	t.Parallel()
	o := open(t)
	amal, basil := o.person(t, "Amal"), o.person(t, "Basil")
	r, token := o.booked(t, "Amal", amal)
	_, err := o.Offer(t.Context(), token)
	must(t, err)
	ask := o.link(t, "Basil", "/interpreting/swap")
	o.booked(t, "Basil", basil)
	if _, err := o.Accept(t.Context(), ask); !errors.Is(err, swaps.ErrTaken) {
		t.Error("one person at two places:", err)
	}
	if st, err := o.Of(t.Context(), token); err != nil || st.State != swaps.Open || o.comes(t, r.ID) != amal {
		t.Errorf("half a swap: %+v, %v", st, err)
	}
	// Their own change of mind holds, too.
	if _, err := o.Withdraw(t.Context(), token); err != nil {
		t.Fatal(err)
	}
	if _, err := o.Accept(t.Context(), ask); !errors.Is(err, swaps.ErrOver) {
		t.Error("taken after it was withdrawn:", err)
	}
}

func TestWhenAllDeclineItStays(t *testing.T) {
	t.Parallel()
	o := open(t)
	amal := o.person(t, "Amal")
	r, token := o.booked(t, "Amal", amal)
	if _, err := o.Offer(t.Context(), token); !errors.Is(err, swaps.ErrNobody) {
		t.Error("nobody else is there:", err)
	}
	o.person(t, "Basil")
	o.person(t, "Carim")
	_, err := o.Offer(t.Context(), token)
	must(t, err)
	for i, name := range []string{"Basil", "Carim"} {
		must(t, o.Decline(t.Context(), o.link(t, name, "/interpreting/swap")))
		st, err := o.Of(t.Context(), token)
		must(t, err)
		if want := []swaps.State{swaps.Open, swaps.Declined}[i]; st.State != want || st.Declined != i+1 {
			t.Fatalf("%+v", st)
		}
	}
	if o.comes(t, r.ID) != amal {
		t.Error("it is nobody's")
	}
	if st, err := o.Offer(t.Context(), token); err != nil || st.State != swaps.Open {
		t.Error("asked a second time:", st, err)
	}
	// What has begun is nobody's to give away.
	o.Clock.Set(thursday.From)
	if _, err := o.Offer(t.Context(), token); !errors.Is(err, swaps.ErrOver) {
		t.Error(err)
	}
	if _, err := o.Accept(t.Context(), o.link(t, "Basil", "/interpreting/swap")); !errors.Is(err, swaps.ErrOver) {
		t.Error(err)
	}
}

// The office sees who gave it to whom, and may give it back, in its own teams alone.
func TestTheOfficeSeesASwapAndMayUndoIt(t *testing.T) {
	t.Parallel()
	o := open(t)
	amal, basil := o.person(t, "Amal"), o.person(t, "Basil")
	r, token := o.booked(t, "Amal", amal)
	_, err := o.Offer(t.Context(), token)
	must(t, err)
	_, err = o.Accept(t.Context(), o.link(t, "Basil", "/interpreting/swap"))
	must(t, err)
	list, err := o.List(o.asLead(t), []uuid.UUID{r.ID})
	must(t, err)
	if len(list) != 1 || list[0].From != "Amal" || list[0].To != "Basil" || list[0].State != swaps.Taken || !slices.Equal(list[0].Permitted(o.lead, o.Clock.Now()), []string{"undoInterpreterSwap"}) {
		t.Fatalf("%+v", list)
	}
	stranger := identity.WithViewer(t.Context(), identity.StaffViewer(ids.New(), identity.Right{Role: identity.Lead, Teams: []string{"studium"}}))
	if others, err := o.List(stranger, []uuid.UUID{r.ID}); err != nil || len(others) != 0 {
		t.Error("another team's swap is seen:", others, err)
	}
	if _, err := o.Undo(stranger, list[0].ID); !errors.Is(err, swaps.ErrNone) {
		t.Error("another team undoes it:", err)
	}
	if o.comes(t, r.ID) != basil {
		t.Fatal("undone by somebody who may not")
	}
	for range 2 {
		if w, err := o.Undo(o.asLead(t), list[0].ID); err != nil || w.State != swaps.Undone || len(w.Permitted(o.lead, o.Clock.Now())) != 0 {
			t.Fatal(w, err)
		}
	}
	if o.comes(t, r.ID) != amal {
		t.Error("not given back")
	}
	o.RunJobs(t)
	if sent := o.mail.Sent("basil@example.org"); !slices.ContainsFunc(sent, func(m messages.Mail) bool { return m.Subject == "Diesen Einsatz haben Sie nicht mehr" }) {
		t.Error("who had it is not told:", sent)
	}
	var trail []string
	must(t, o.NewRaw("SELECT action FROM audit.entry_v1 WHERE record_id = ? AND action LIKE 'interpreting.swap%' ORDER BY at, action", r.ID).Scan(t.Context(), &trail))
	slices.Sort(trail)
	if want := []string{"interpreting.swap_offered", "interpreting.swap_taken", "interpreting.swap_undone"}; !slices.Equal(trail, want) {
		t.Error("the trail:", trail)
	}
}

// What a shift pays for, and what is for an agency, is nobody's to give away; a link of something else opens nothing.
func TestWhatCannotBeGivenAway(t *testing.T) {
	t.Parallel()
	o := open(t)
	agency := o.person(t, "Agency", func(i *linguists.Interpreter, _ *linguists.Skill) { i.Kind = linguists.KindAgency })
	o.person(t, "Basil")
	amal := o.person(t, "Amal")
	_, token := o.booked(t, "Amal", amal)
	for name, change := range map[string]string{
		"paid by a shift": "UPDATE interpreters.assignment SET cents = 0", "of an agency": "UPDATE linguists.interpreter SET agency_id = '" + agency.String() + "' WHERE name = 'Amal'",
	} {
		_, err := o.NewRaw(change).Exec(t.Context())
		must(t, err)
		if _, err := o.Offer(t.Context(), token); !errors.Is(err, swaps.ErrOver) {
			t.Error(name, err)
		}
		_, err = o.NewRaw("UPDATE interpreters.assignment SET cents = 100").Exec(t.Context())
		must(t, err)
	}
	if _, err := o.Look(t.Context(), token); !errors.Is(err, swaps.ErrNone) {
		t.Error("a booking's link opens a swap:", err)
	}
	if err := o.Decline(t.Context(), "x"); !errors.Is(err, swaps.ErrNone) {
		t.Error(err)
	}
}

// Who is logged in finds what colleagues seek, and whoever is erased leaves no answer behind.
func TestTheOwnPageAndErasure(t *testing.T) {
	t.Parallel()
	o := open(t)
	amal, basil := o.person(t, "Amal"), o.person(t, "Basil")
	his := o.account(t, basil)
	_, token := o.booked(t, "Amal", amal)
	_, err := o.Offer(t.Context(), token)
	must(t, err)
	mine, err := o.Mine(his)
	must(t, err)
	if len(mine) != 1 || !mine[0].Stands(o.Clock.Now()) {
		t.Fatalf("%+v", mine)
	}
	if k, err := o.Look(t.Context(), mine[0].Token); err != nil || k.ID != mine[0].ID {
		t.Error(err)
	}
	if list, err := o.Mine(o.asLead(t)); err != nil || len(list) != 0 {
		t.Error("somebody else's:", list, err)
	}
	if _, err := o.Mine(t.Context()); !errors.Is(err, swaps.ErrNone) {
		t.Error(err)
	}
	o.InTx(t, func(ctx context.Context, tx *db.Tx) error { return o.EraseInterpreterTx(ctx, tx, basil) })
	if mine, err := o.Mine(his); err != nil || len(mine) != 0 {
		t.Error("still asked:", mine, err)
	}
	o.Clock.Set(thursday.From.Add(-time.Minute))
	if st, err := o.Of(t.Context(), token); err != nil || st.Asked != 0 {
		t.Error(st, err)
	}
}
