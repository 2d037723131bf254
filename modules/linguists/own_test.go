package linguists_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
)

// loggedIn is somebody with a mailbox that they have shown to be theirs, or not.
func (o *office) loggedIn(t testing.TB, email string, verified bool) context.Context {
	t.Helper()
	a, err := o.people.Know(t.Context(), identity.KindApplicant, identity.Claims{Issuer: identity.EmailIssuer, Subject: email + ids.New().String(), Email: email, EmailVerified: verified, Trust: identity.TrustEmail})
	must(t, err)
	return identity.WithViewer(t.Context(), &identity.Viewer{AccountID: a.ID, Kind: identity.KindApplicant})
}

func TestTheOwnEntryIsThatOfTheOwnMailbox(t *testing.T) {
	t.Parallel()
	o := open(t)
	i := o.create(t, parwana())
	for name, ctx := range map[string]context.Context{
		"the public": t.Context(), "staff": lead(t), "another mailbox": o.loggedIn(t, "other@example.org", true), "not shown to be theirs": o.loggedIn(t, "parwana@example.org", false),
		"no mailbox": o.loggedIn(t, "", true), "an account that is gone": identity.WithViewer(t.Context(), &identity.Viewer{AccountID: uuid.New(), Kind: identity.KindApplicant}),
	} {
		if _, _, err := o.Mine(ctx); !errors.Is(err, linguists.ErrNone) {
			t.Errorf("%s: %v", name, err)
		}
		if _, _, err := o.Tell(ctx, linguists.TellChange{Phone: to("1")}); !errors.Is(err, linguists.ErrNone) {
			t.Errorf("%s: %v", name, err)
		}
	}
	her := o.loggedIn(t, "Parwana@Example.org", true)
	for range 2 {
		mine, change, err := o.Mine(her)
		must(t, err)
		if mine.ID != i.ID || mine.AccountID == nil || change != nil {
			t.Fatalf("%+v", mine)
		}
	}
	// A second account of the same mailbox does not take the entry over.
	if _, _, err := o.Mine(o.loggedIn(t, "parwana@example.org", true)); !errors.Is(err, linguists.ErrNone) {
		t.Error(err)
	}
	// With another address the entry is no longer that account's.
	d := parwana()
	d.Email = to("new@example.org")
	_, err := o.Change(lead(t), linguists.ChangeInterpreter{Interpreter: i.ID, Version: i.Version, Details: d})
	must(t, err)
	if _, _, err := o.Mine(her); !errors.Is(err, linguists.ErrNone) {
		t.Error(err)
	}
	if mine, _, err := o.Mine(o.loggedIn(t, "new@example.org", true)); err != nil || mine.ID != i.ID {
		t.Error(err)
	}
}

func TestWhatMattersIsConfirmedByTheOffice(t *testing.T) {
	t.Parallel()
	o := open(t)
	i := o.create(t, parwana())
	her := o.loggedIn(t, "parwana@example.org", true)
	facts := &linguists.OwnFacts{TravelMinutes: to(40), Iban: to("DE02120300000000202051"), Skills: []linguists.SkillDetails{{Language: "prs", Form: linguists.Spoken, Sworn: to(true)}}}
	mine, c, err := o.Tell(her, linguists.TellChange{Phone: to("+49 171 1"), Language: to("de"), Facts: facts})
	must(t, err)
	if mine.Phone != "+49 171 1" || mine.Language != "de" || mine.TravelMinutes != 25 || mine.Tax.IBAN != "DE89370400440532013000" || len(mine.Skills) != 3 {
		t.Fatal("how to reach her holds at once, the rest waits")
	}
	if c.State != linguists.ChangeOpen || !slices.Equal(o.names(t, linguists.InterpreterFilter{Changed: to(true)}), []string{i.Name}) {
		t.Fatalf("%+v", c)
	}
	if seen, err := o.Get(lead(t), i.ID); err != nil || len(seen.Changes) != 1 || *seen.Changes[0].Facts.TravelMinutes != 40 {
		t.Fatal("the office does not see it:", err)
	}
	first := c.ID
	facts.TravelMinutes = to(45)
	if _, c, err = o.Tell(her, linguists.TellChange{Facts: facts}); err != nil || c.ID == first {
		t.Fatal(err)
	}
	_, err = o.Settle(lead(t), linguists.SettleChange{Change: first, Confirmed: true}) // what the lead had read is not what she wants now
	wants(t, err, linguists.ErrNone)
	_, err = o.Settle(lead(t), linguists.SettleChange{Change: c.ID})
	wants(t, err, linguists.ErrInput, "reason")

	results := make([]error, 6)
	var wg sync.WaitGroup
	for n := range results {
		wg.Go(func() { _, results[n] = o.Settle(lead(t), linguists.SettleChange{Change: c.ID, Confirmed: true}) })
	}
	wg.Wait()
	won := 0
	for _, err := range results {
		if err == nil {
			won++
		} else if !errors.Is(err, linguists.ErrSettled) {
			t.Error(err)
		}
	}
	mine, c, err = o.Mine(her)
	must(t, err)
	if won != 1 || c.State != linguists.ChangeConfirmed || c.SettledBy == nil || mine.TravelMinutes != 45 || len(mine.Skills) != 1 || mine.Tax.IBAN != "DE02120300000000202051" || mine.Name != i.Name {
		t.Fatalf("%d won, %+v", won, c)
	}
	o.RunJobs(t)
	if told := o.mails.Sent("parwana@example.org"); len(told) != 1 || strings.Contains(told[0].Text, "DE02120300000000202051") {
		t.Error("not told once that it holds:", told)
	}
	if len(o.names(t, linguists.InterpreterFilter{Text: to("paschtu")})) != 0 {
		t.Error("found by a language that she no longer has")
	}
}

func TestARefusedChangeSaysWhyAndChangesNothing(t *testing.T) {
	t.Parallel()
	o := open(t)
	i := o.create(t, parwana())
	her := o.loggedIn(t, "parwana@example.org", true)
	_, c, err := o.Tell(her, linguists.TellChange{Facts: &linguists.OwnFacts{TravelKm: to(300)}})
	must(t, err)
	_, err = o.Settle(lead(t), linguists.SettleChange{Change: c.ID, Reason: to("Ihre Anschrift ist in Musterstadt.")})
	must(t, err)
	mine, c, err := o.Mine(her)
	must(t, err)
	if c.State != linguists.ChangeRefused || c.Reason == "" || mine.TravelKm != i.TravelKm {
		t.Fatalf("%+v", c)
	}
	o.RunJobs(t)
	if told := o.mails.Sent("parwana@example.org"); len(told) != 1 || !strings.Contains(told[0].Text, "Ihre Anschrift ist in Musterstadt.") || !strings.Contains(told[0].Text, "/interpreting") {
		t.Error("not told why:", told)
	}
	_, _, err = o.Tell(her, linguists.TellChange{Phone: to(strings.Repeat("1", 41)), Facts: &linguists.OwnFacts{TravelKm: to(-1), Iban: to("x"), Skills: []linguists.SkillDetails{{Language: "zzz", Form: linguists.Spoken}}}})
	wants(t, err, linguists.ErrInput, "phone", "travelKm", "iban", "skills[0].language")
	if after, err := o.Get(lead(t), i.ID); err != nil || len(after.Changes) != 0 {
		t.Error("kept although it cannot be:", err)
	}
}

// The need stands on the person; what concerns them asks for theirs, and what was told of it alone holds until they tell theirs.
func TestTheNeedStandsOnThePerson(t *testing.T) {
	t.Parallel()
	o := open(t)
	ctx := lead(t)
	if n, err := o.Need(ctx, o.person); n != nil || err != nil {
		t.Fatal(n, err)
	}
	o.InTx(t, func(ctx context.Context, tx *db.Tx) error { // told when booking
		_, err := o.SetNeedTx(ctx, tx, linguists.SetInterpreterNeed{SubjectKind: o.visit.Kind, SubjectID: o.visit.ID, Language: to("pus")})
		return err
	})
	if n, err := o.Need(ctx, o.visit); err != nil || n.Language != "pus" || n.ToldBy != "person" || n.Version != 0 {
		t.Fatal(n, err)
	}
	in := linguists.SetInterpreterNeed{SubjectKind: o.visit.Kind, SubjectID: o.visit.ID, Language: to("prs"), Dialect: to(" Herati "), Gender: to(linguists.Female)}
	n, err := o.SetNeed(ctx, in)
	must(t, err)
	if n.SubjectKind != o.person.Kind || n.SubjectID != o.person.ID || n.Language != "prs" || n.Dialect != "Herati" || n.Form != linguists.Spoken || n.ToldBy != "office" || n.Version != 1 {
		t.Fatalf("%+v", n)
	}
	_, err = o.SetNeed(ctx, in)
	wants(t, err, linguists.ErrConflict)
	in.Version, in.Form = 1, to(linguists.Signed)
	n, err = o.SetNeed(ctx, in)
	must(t, err)
	if taken, err := o.Need(ctx, o.visit); err != nil || n.Version != 2 || taken.Version != 2 || taken.Form != linguists.Signed || taken.Gender != linguists.Female {
		t.Fatal(taken, err)
	}
	n, err = o.TellNeed(t.Context(), linguists.SetInterpreterNeed{SubjectKind: "person", SubjectID: o.person.ID, EnoughGerman: true}) // in the portal
	must(t, err)
	if n.ToldBy != "person" || n.Version != 3 || n.Language != "" {
		t.Fatalf("%+v", n)
	}
	bad := linguists.SetInterpreterNeed{SubjectKind: "person", SubjectID: o.person.ID, Language: to("zzz"), Dialect: to(strings.Repeat("x", 61)), Form: to(linguists.Written), Gender: to(linguists.Diverse), Version: 3}
	_, err = o.SetNeed(ctx, bad)
	wants(t, err, linguists.ErrInput, "language", "dialect", "form", "gender")
	_, err = o.SetNeed(ctx, linguists.SetInterpreterNeed{SubjectKind: "person", SubjectID: o.person.ID, Version: 3})
	wants(t, err, linguists.ErrInput, "language")
	// Whom the viewer may not see has no need.
	stranger := audit.Record{Kind: "case", ID: ids.New()}
	_, err = o.Need(ctx, stranger)
	wants(t, err, linguists.ErrNone)
	_, err = o.SetNeed(ctx, linguists.SetInterpreterNeed{SubjectKind: "case", SubjectID: stranger.ID, EnoughGerman: true})
	wants(t, err, linguists.ErrNone)
	o.InTx(t, func(ctx context.Context, tx *db.Tx) error { return o.EraseTx(ctx, tx, o.person, o.visit) })
	if gone, err := o.NeedOf(ctx, o.person, o.visit); gone != nil || err != nil {
		t.Error("not erased:", gone, err)
	}
}

func TestManyTellANeedAtOnce(t *testing.T) {
	t.Parallel()
	o := open(t)
	ctx := lead(t)
	results := make([]error, 8)
	var wg sync.WaitGroup
	for n := range results {
		wg.Go(func() {
			_, results[n] = o.SetNeed(ctx, linguists.SetInterpreterNeed{SubjectKind: "person", SubjectID: o.person.ID, Language: to("prs")})
		})
	}
	wg.Wait()
	won := 0
	for _, err := range results {
		if err == nil {
			won++
		} else if !errors.Is(err, linguists.ErrConflict) {
			t.Error(err)
		}
	}
	if n, err := o.NeedOf(ctx, o.person); err != nil || won != 1 || n.Version != 1 {
		t.Error(won, n, err)
	}
}

// A ticked wish tells nothing new of a record of which something was told: the trail does not say so either.
func TestWhatWasToldBeforeIsNotNotedAgain(t *testing.T) {
	t.Parallel()
	o := open(t)
	noted := func() (n int) {
		t.Helper()
		must(t, o.DB.NewRaw("SELECT count(*) FROM audit.entry WHERE record_id = ? AND action = 'need.noted'", o.visit.ID).Scan(t.Context(), &n))
		return n
	}
	for range 2 {
		o.InTx(t, func(ctx context.Context, tx *db.Tx) error {
			return o.TickedTx(ctx, tx, o.visit, []string{"interpreter"}, "", "ar")
		})
	}
	if n, err := o.NeedOf(t.Context(), o.visit); err != nil || n.Language != "ara" || noted() != 1 {
		t.Error(n, noted(), err)
	}
}

// Who ticks that they need an interpreter says for which language; that of the page is a guess.
func TestTheNamedLanguageCountsMoreThanThatOfThePage(t *testing.T) {
	t.Parallel()
	o := open(t)
	tick := func(named string) error {
		return o.DB.InTx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			return o.TickedTx(ctx, tx, o.visit, []string{"interpreter"}, named, "en")
		})
	}
	if err := tick("xx1"); !errors.Is(err, linguists.ErrInput) {
		t.Error("no language:", err)
	}
	must(t, tick("tir"))
	if n, err := o.NeedOf(t.Context(), o.visit); err != nil || n.Language != "tir" || n.Form != linguists.Spoken {
		t.Error(n, err)
	}
}

// Two records of one person that became one: need and ties go along, and what the person on file has told themselves stays.
func TestNeedAndTiesFollowAMergedPerson(t *testing.T) {
	t.Parallel()
	o := open(t)
	i := o.create(t, parwana())
	kept, other := audit.Record{Kind: "person", ID: ids.New()}, audit.Record{Kind: "person", ID: ids.New()}
	tell := func(of audit.Record, language string) {
		t.Helper()
		_, err := o.TellNeed(t.Context(), linguists.SetInterpreterNeed{SubjectKind: of.Kind, SubjectID: of.ID, Language: &language})
		must(t, err)
	}
	tell(o.person, "prs")
	tell(other, "pus")
	for _, from := range []audit.Record{o.person, other, o.person} { // the last is told twice
		o.InTx(t, func(ctx context.Context, tx *db.Tx) error {
			if err := o.TieTx(ctx, tx, i.ID, from, "client"); err != nil {
				return err
			}
			return o.MergeTx(ctx, tx, from, kept)
		})
	}
	if n, err := o.NeedOf(t.Context(), kept); err != nil || n == nil || n.Language != "prs" {
		t.Error(n, err)
	}
	if n, err := o.NeedOf(t.Context(), o.person, other); err != nil || n != nil {
		t.Error(n, err)
	}
	if tied, err := o.Biases(t.Context(), i.ID); err != nil || len(tied) != 1 || tied[0].SubjectID != kept.ID {
		t.Error(tied, err)
	}
}

// Who logs in for the first time in two windows has their entry in both.
func TestTwoFirstLoginsAtOnce(t *testing.T) {
	t.Parallel()
	o := open(t)
	i := o.create(t, parwana())
	her := o.loggedIn(t, "parwana@example.org", true)
	results := make([]error, 8)
	var wg sync.WaitGroup
	for n := range results {
		wg.Go(func() { _, _, results[n] = o.Mine(her) })
	}
	wg.Wait()
	must(t, errors.Join(results...))
	if mine, _, err := o.Mine(her); err != nil || mine.ID != i.ID {
		t.Error(mine, err)
	}
}
