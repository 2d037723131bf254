package persons_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/persons"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/events"
)

func TestWhoIsNotOnFileIsPutOnFileAndStaysTheSamePerson(t *testing.T) {
	t.Parallel()
	r := open(t)
	a := mailbox()
	first := r.resolve(t, a, amina())[0]
	again := r.resolve(t, a, amina(func(d *persons.Details) { d.FamilyName = "el masri" }))[0]
	if !first.Joined || first.Pending || again != first || r.claimed(t, a) != first.PersonID {
		t.Fatal(first, again)
	}
	r.noProposal(t)
}

func TestACitizenAccountIsJoinedWhateverTheSpelling(t *testing.T) {
	t.Parallel()
	for _, spelled := range []struct{ family, given string }{
		{"El-Masri", "Amina Noor"}, {"EL MASRI", "AMINA-NOOR"}, {"Amina", "Noor El Masri"}, {"Él-Mäsrī", "Åmina  Ñoor"},
	} {
		r := open(t)
		p := r.create(t, amina())
		d := amina(func(d *persons.Details) { d.FamilyName, d.GivenNames = spelled.family, spelled.given })
		a := citizen(d)
		got := r.resolve(t, a, d)[0]
		if got.PersonID != p.ID || !got.Joined || got.Pending || r.claimed(t, a) != p.ID {
			t.Errorf("%v: %v", spelled, got)
		}
		r.noProposal(t)
	}
}

// Each of these knows a name and a birth date and wants what is on file. None may get it without a clerk.
func TestWhoOnlyTypesANameGetsNothing(t *testing.T) {
	t.Parallel()
	born1998 := func(d *persons.Details) { d.BirthDate = "1998-00-00" }
	attacks := map[string]struct {
		onFile, typed persons.Details
		account       func(typed persons.Details) persons.Account
	}{
		"a mailbox": {amina(), amina(), func(persons.Details) persons.Account { return mailbox() }},
		"a mailbox that claims to be vouched for": {amina(), amina(), func(d persons.Details) persons.Account {
			a := citizen(d)
			a.Trust = identity.TrustEmail
			return a
		}},
		"a basic login": {amina(), amina(), func(d persons.Details) persons.Account {
			a := citizen(d)
			a.Trust = identity.TrustBasic
			return a
		}},
		"a citizen who types somebody else": {amina(), amina(), func(persons.Details) persons.Account {
			return citizen(amina(func(d *persons.Details) { d.GivenNames = "Eve" }))
		}},
		"a citizen with another birth date": {amina(), amina(), func(persons.Details) persons.Account {
			return citizen(amina(func(d *persons.Details) { d.BirthDate = "1998-02-27" }))
		}},
		"a login without a birth date": {amina(), amina(), func(d persons.Details) persons.Account {
			a := citizen(d)
			a.BirthDate = ""
			return a
		}},
		"an unknown level of trust": {amina(), amina(), func(d persons.Details) persons.Account {
			a := citizen(d)
			a.Trust = "highest"
			return a
		}},
		"a birth date that is not wholly known":       {amina(born1998), amina(born1998), citizen},
		"a file whose birth date is not wholly known": {amina(born1998), amina(), citizen},
		"another nationality":                         {amina(), amina(func(d *persons.Details) { d.Nationalities = []string{"EG"} }), citizen},
		"another sex":                                 {amina(), amina(func(d *persons.Details) { d.Sex = persons.Male }), citizen},
	}
	for name, c := range attacks {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := open(t)
			victim := r.create(t, c.onFile)
			a := c.account(c.typed)
			got := r.resolve(t, a, c.typed)[0]
			if got.PersonID == victim.ID || got.Joined || !got.Pending {
				t.Fatalf("let in: %+v", got)
			}
			if id := r.claimed(t, a); id != uuid.Nil {
				t.Fatal("speaks for somebody before a clerk said so")
			}
			if m := r.onlyProposal(t); m.ProvisionalID != got.PersonID || m.Reason != persons.SameAttributes {
				t.Fatalf("%+v", m)
			}
			if again := r.resolve(t, a, c.typed)[0]; again != got {
				t.Fatal("asking twice made another person")
			}
			r.onlyProposal(t)
		})
	}
}

func TestTwoNamesakesBornOnOneDayAreNeverGuessed(t *testing.T) {
	t.Parallel()
	r := open(t)
	r.create(t, amina())
	r.create(t, amina())
	a := citizen(amina())
	if got := r.resolve(t, a, amina())[0]; got.Joined || !got.Pending {
		t.Fatal(got)
	}
	list, err := r.Candidates(t.Context(), r.onlyProposal(t))
	if err != nil || len(list) != 2 || len(list[0].Differs) != 0 || len(list[0].Agrees) < 4 {
		t.Fatal(list, err)
	}
}

func TestAPersonWhoHasAnAccountIsNotTakenOverByASecondOne(t *testing.T) {
	t.Parallel()
	r := open(t)
	p := r.create(t, amina())
	first, second := citizen(amina()), citizen(amina())
	r.resolve(t, first, amina())
	if got := r.resolve(t, second, amina())[0]; got.Joined || !got.Pending {
		t.Fatal(got)
	}
	if _, err := r.Confirm(t.Context(), r.onlyProposal(t).ID, p.ID); err != nil {
		t.Fatal(err)
	}
	if r.claimed(t, second) != p.ID || r.claimed(t, first) != uuid.Nil {
		t.Fatal("a person has one account at a time")
	}
}

func TestAMailboxNeverTakesAPersonFromACitizenAccount(t *testing.T) {
	t.Parallel()
	r := open(t)
	p := r.create(t, amina())
	owner, thief := citizen(amina()), mailbox()
	r.resolve(t, owner, amina())
	provisional := r.resolve(t, thief, amina())[0].PersonID
	if _, err := r.Confirm(t.Context(), r.onlyProposal(t).ID, p.ID); err != nil {
		t.Fatal(err)
	}
	if r.claimed(t, owner) != p.ID || r.claimed(t, thief) != uuid.Nil {
		t.Fatal("the mailbox speaks for the person")
	}
	if got, err := r.Get(t.Context(), provisional); err != nil || got.ID != p.ID {
		t.Fatal("the record was not merged", err)
	}
}

func TestAMailboxThatCameFirstGivesWayToTheRealPerson(t *testing.T) {
	t.Parallel()
	r := open(t)
	squatter, owner := mailbox(), citizen(amina())
	squatted := r.resolve(t, squatter, amina())[0]
	if got := r.resolve(t, owner, amina())[0]; got.Joined || got.PersonID == squatted.PersonID {
		t.Fatal("the owner was joined to what a squatter typed")
	}
	if _, err := r.Confirm(t.Context(), r.onlyProposal(t).ID, squatted.PersonID); err != nil {
		t.Fatal(err)
	}
	if r.claimed(t, owner) != squatted.PersonID || r.claimed(t, squatter) != uuid.Nil {
		t.Fatal("the squatter still speaks for the person")
	}
}

func TestAClerkWhoRefusesKeepsTwoPeopleApart(t *testing.T) {
	t.Parallel()
	r := open(t)
	r.create(t, amina())
	a := mailbox()
	got := r.resolve(t, a, amina())[0]
	m, err := r.Refuse(t.Context(), r.onlyProposal(t).ID)
	if err != nil || m.State != persons.MatchRefused {
		t.Fatal(m, err)
	}
	if r.claimed(t, a) != got.PersonID {
		t.Fatal("the account has lost its own person")
	}
	if again := r.resolve(t, a, amina())[0]; again.PersonID != got.PersonID || !again.Joined {
		t.Fatal("asked again after the answer", again)
	}
	if _, err := r.Confirm(t.Context(), m.ID, got.PersonID); !errors.Is(err, persons.ErrProposalDecided) {
		t.Fatal(err)
	}
}

func TestTheClerkCanOnlyChooseACandidate(t *testing.T) {
	t.Parallel()
	r := open(t)
	r.create(t, amina())
	stranger := r.create(t, amina(func(d *persons.Details) { d.GivenNames = "Zeynep" }))
	r.resolve(t, mailbox(), amina())
	m := r.onlyProposal(t)
	for _, id := range []uuid.UUID{stranger.ID, m.ProvisionalID, uuid.New()} {
		if _, err := r.Confirm(t.Context(), m.ID, id); !errors.Is(err, persons.ErrNoCandidate) {
			t.Error(id, err)
		}
	}
	if _, err := r.Refuse(t.Context(), uuid.New()); !errors.Is(err, persons.ErrNotFound) {
		t.Error(err)
	}
}

func TestAMergeMovesEverythingAndTellsTheModulesAbove(t *testing.T) {
	t.Parallel()
	r := open(t)
	var heard []persons.Merged
	events.Subscribe(r.Bus, "test.on_merged", func(_ context.Context, e persons.Merged) error {
		heard = append(heard, e)
		return nil
	})
	p := r.create(t, amina())
	child := persons.FamilyMember{Relation: persons.Child, Details: amina(func(d *persons.Details) { d.GivenNames, d.BirthDate = "Karim", "2019-05-01" })}
	all := r.resolve(t, mailbox(), amina(), child)
	r.InTx(t, func(ctx context.Context, tx *db.Tx) error {
		if err := r.ConsentTx(ctx, tx, all[0].PersonID, persons.PDFByMail, true, "1"); err != nil {
			return err
		}
		_, err := r.AddTitleTx(ctx, tx, persons.HeldTitle{PersonID: all[0].PersonID, Kind: "01"})
		return err
	})
	if _, err := r.Confirm(t.Context(), r.onlyProposal(t).ID, p.ID); err != nil {
		t.Fatal(err)
	}
	r.RunJobs(t)
	if len(heard) != 1 || heard[0] != (persons.Merged{From: all[0].PersonID, Into: p.ID}) {
		t.Fatal(heard)
	}
	family, err := r.Relations(t.Context(), p.ID)
	if err != nil || len(family) != 1 || family[0].OtherID != all[1].PersonID || family[0].Kind != persons.Child {
		t.Fatal(family, err)
	}
	titles, _ := r.Titles(t.Context(), p.ID)
	consent, _ := r.HasConsent(t.Context(), p.ID, persons.PDFByMail)
	if len(titles) != 1 || !consent {
		t.Fatal(titles, consent)
	}
}

func TestAFamilyIsRelatedOnceAndKnownTheNextTime(t *testing.T) {
	t.Parallel()
	r := open(t)
	a := mailbox()
	family := []persons.FamilyMember{
		{Relation: persons.Spouse, Details: amina(func(d *persons.Details) { d.GivenNames, d.Sex = "Yusuf", persons.Male })},
		{Relation: persons.Child, Details: amina(func(d *persons.Details) { d.GivenNames = "Karim" })},
	}
	first := r.resolve(t, a, amina(), family...)
	again := r.resolve(t, a, amina(), family...)
	for i := range first {
		if first[i].PersonID != again[i].PersonID {
			t.Errorf("person %d was made twice", i)
		}
	}
	list, err := r.Relations(t.Context(), first[0].PersonID)
	if err != nil || len(list) != 2 {
		t.Fatal(list, err)
	}
	back, err := r.Relations(t.Context(), first[2].PersonID)
	if err != nil || len(back) != 1 || back[0].Kind != persons.Parent {
		t.Fatal(back, err)
	}
}

func TestAFamilyMemberOnFileIsNotRevealedToWhoNamesThem(t *testing.T) {
	t.Parallel()
	r := open(t)
	spouse := amina(func(d *persons.Details) { d.GivenNames = "Yusuf" })
	victim := r.create(t, spouse)
	got := r.resolve(t, citizen(amina()), amina(), persons.FamilyMember{Relation: persons.Spouse, Details: spouse})
	if got[1].PersonID == victim.ID || got[1].Joined || !got[1].Pending {
		t.Fatal(got)
	}
}

func TestAnAccountMayHelpSomebodyElseWithoutBecomingThem(t *testing.T) {
	t.Parallel()
	r := open(t)
	a := mailbox()
	own := r.resolve(t, a, amina())[0]
	other := r.resolve(t, a, amina(func(d *persons.Details) { d.GivenNames, d.BirthDate = "Yusuf", "1971-01-01" }))[0]
	if other.PersonID == own.PersonID || other.Joined || other.Pending || r.claimed(t, a) != own.PersonID {
		t.Fatal(own, other)
	}
	r.noProposal(t)
}

func TestANewNameOfTheSamePersonIsAQuestionForAClerk(t *testing.T) {
	t.Parallel()
	r := open(t)
	a := mailbox()
	own := r.resolve(t, a, amina())[0]
	married := r.resolve(t, a, amina(func(d *persons.Details) { d.FamilyName = "Weiß" }))[0]
	if !married.Pending || married.PersonID == own.PersonID {
		t.Fatal(married)
	}
	m := r.onlyProposal(t)
	if m.Reason != persons.OtherDetails || m.AccountID != nil {
		t.Fatalf("%+v", m)
	}
	if _, err := r.Confirm(t.Context(), m.ID, own.PersonID); err != nil {
		t.Fatal(err)
	}
}

func TestRecognitionMakesNobodyUp(t *testing.T) {
	t.Parallel()
	r := open(t)
	recognise := func(a persons.Account) (p *persons.Person) {
		r.InTx(t, func(ctx context.Context, tx *db.Tx) (err error) {
			p, err = r.RecogniseTx(ctx, tx, a)
			return err
		})
		return p
	}
	if recognise(citizen(amina())) != nil || recognise(mailbox()) != nil {
		t.Fatal("somebody was made up")
	}
	p := r.create(t, amina())
	a := citizen(amina())
	if got := recognise(a); got == nil || got.ID != p.ID || r.claimed(t, a) != p.ID {
		t.Fatal("not recognised")
	}
	if recognise(citizen(amina())) != nil {
		t.Fatal("a second account was let in")
	}
}

func TestManyAtOnceMakeOnePersonAndOneQuestion(t *testing.T) {
	t.Parallel()
	r := open(t)
	a := mailbox()
	family := persons.FamilyMember{Relation: persons.Child, Details: amina(func(d *persons.Details) { d.GivenNames = "Karim" })}
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() {
			principal, member := amina(), family
			if i%2 == 1 { // the other way round: locks must not wait in a circle
				principal, member.Details = family.Details, amina()
			}
			account := a
			if i%2 == 1 {
				account = mailbox()
			}
			err := r.DB.InTx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
				_, err := r.ResolveFamilyTx(ctx, tx, account, principal, []persons.FamilyMember{member})
				return err
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	n, err := r.DB.NewSelect().TableExpr("persons.link").Where("account_id = ?", a.ID).Count(t.Context())
	if err != nil || n != 1 {
		t.Fatalf("%d links, %v", n, err)
	}
	onFile, err := r.DB.NewSelect().TableExpr("persons.person").Where("state = 'on_file'").Count(t.Context())
	if err != nil || onFile != 2 {
		t.Fatalf("%d people on file, %v", onFile, err)
	}
}
