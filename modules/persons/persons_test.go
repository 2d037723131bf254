package persons_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/audit/audittest"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/persons"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/page"
	"github.com/ankunft/ankunft/platform/testkit"
)

// room is the module on a database of its own.
type room struct {
	*testkit.Kit
	*persons.Service
}

func open(t testing.TB) room {
	t.Helper()
	kit := testkit.New(t, audit.Migrations, persons.Migrations)
	trail := audit.New(kit.DB, audit.Keyring{}, audittest.NewMemoryVault(), kit.Log)
	return room{kit, persons.New(kit.DB, trail)}
}

// amina is somebody on whom each test changes what it needs.
func amina(change ...func(*persons.Details)) persons.Details {
	d := persons.Details{
		FamilyName: "El-Masri", GivenNames: "Amina Noor", OriginalName: "أمينة نور المصري", BirthDate: "1998-02-28", BirthPlace: "Aleppo",
		BirthCountry: "SY", Sex: persons.Female, Nationalities: []string{"SY"}, Language: "ar", Email: "amina@example.org",
	}
	for _, c := range change {
		c(&d)
	}
	return d
}

func citizen(d persons.Details) persons.Account {
	return persons.Account{
		ID: ids.New(), Trust: identity.TrustSubstantial, FamilyName: d.FamilyName, GivenNames: d.GivenNames, BirthDate: d.BirthDate,
	}
}

func mailbox() persons.Account { return persons.Account{ID: ids.New(), Trust: identity.TrustEmail} }

func (r room) create(t *testing.T, d persons.Details) *persons.Person {
	t.Helper()
	var p *persons.Person
	r.InTx(t, func(ctx context.Context, tx *db.Tx) (err error) {
		p, err = r.CreateTx(ctx, tx, d)
		return err
	})
	return p
}

func (r room) resolve(t *testing.T, a persons.Account, d persons.Details, family ...persons.FamilyMember) []persons.Resolution {
	t.Helper()
	var all []persons.Resolution
	r.InTx(t, func(ctx context.Context, tx *db.Tx) (err error) {
		all, err = r.ResolveFamilyTx(ctx, tx, a, d, family)
		return err
	})
	return all
}

func (r room) claimed(t *testing.T, a persons.Account) uuid.UUID {
	t.Helper()
	p, err := r.Claimed(t.Context(), a.ID)
	if err != nil {
		t.Fatal(err)
	}
	if p == nil {
		return uuid.Nil
	}
	return p.ID
}

func (r room) onlyProposal(t *testing.T) *persons.MatchProposal {
	t.Helper()
	list, err := r.Proposals(t.Context(), page.Args{})
	if err != nil || len(list.Items) != 1 {
		t.Fatalf("%d proposals, %v", len(list.Items), err)
	}
	return list.Items[0]
}

func (r room) noProposal(t *testing.T) {
	t.Helper()
	list, err := r.Proposals(t.Context(), page.Args{})
	if err != nil || len(list.Items) != 0 {
		t.Fatalf("%d proposals, %v", len(list.Items), err)
	}
}

func TestEverythingOfAPersonComesBackAsItWasGiven(t *testing.T) {
	t.Parallel()
	r := open(t)
	want := amina(func(d *persons.Details) {
		d.BirthDate, d.Nationalities = "1990-00-00", []string{"SY", "LB", "stateless", "unknown"}
		d.Address = persons.Address{Street: "Am Weiher 3", Extra: "bei Noor", Postcode: "12345", Place: "Musterstadt", Country: "DE"}
		d.Needs, d.BirthName, d.MaritalStatus, d.Phone = "Rampe", "Šćepanović", "married", "+49 1"
	})
	got, err := r.Get(t.Context(), r.create(t, want).ID)
	if err != nil {
		t.Fatal(err)
	}
	if fmt.Sprintf("%#v", plain(got.Details)) != fmt.Sprintf("%#v", plain(want)) {
		t.Fatalf("got %#v\nwant %#v", plain(got.Details), plain(want))
	}
}

// plain takes the redaction off, to compare.
func plain(d persons.Details) any { type bare persons.Details; return bare(d) }

func TestPeopleWithOneNameOrWithoutAFamilyNameAreOnFile(t *testing.T) {
	t.Parallel()
	r := open(t)
	p := r.create(t, amina(func(d *persons.Details) { d.FamilyName, d.GivenNames = "", "Sukarno" }))
	if p.Name() != "Sukarno" {
		t.Fatal(p.Name())
	}
	r.InTx(t, func(ctx context.Context, tx *db.Tx) error {
		_, err := r.CreateTx(ctx, tx, amina(func(d *persons.Details) { d.FamilyName, d.GivenNames = " ", "" }))
		if !errors.Is(err, persons.ErrDetails) {
			t.Errorf("nobody was taken: %v", err)
		}
		return nil
	})
}

func TestAllFaultsOfAPersonAreToldAtOnce(t *testing.T) {
	t.Parallel()
	r := open(t)
	r.InTx(t, func(ctx context.Context, tx *db.Tx) error {
		_, err := r.CreateTx(ctx, tx, persons.Details{
			FamilyName: "المصري", GivenNames: "A\u202egnp", BirthDate: "1990-02-30", Nationalities: []string{"SY", "XX", "A", "B", "C"},
			Sex: "none", Needs: strings.Repeat("x", 600),
		})
		e := errs.Of(err)
		if e == nil {
			t.Fatal("taken")
		}
		told := map[string]bool{}
		for _, f := range e.Fields {
			told[f.Path] = true
		}
		for _, path := range []string{"family_name", "given_names", "birth_date", "nationalities", "sex", "needs"} {
			if !told[path] {
				t.Errorf("nothing about %s in %v", path, err)
			}
		}
		return nil
	})
}

func TestNothingPersonalReachesALog(t *testing.T) {
	t.Parallel()
	r := open(t)
	p := r.create(t, amina())
	var b strings.Builder
	log := slog.New(slog.NewJSONHandler(&b, nil))
	log.Info("x", "person", p, "value", *p, "details", p.Details)
	for _, format := range []string{"%v", "%+v", "%s", "%#v"} {
		fmt.Fprintf(&b, format, *p)
		fmt.Fprintf(&b, format, p)
	}
	if strings.Contains(b.String(), "Amina") || strings.Contains(b.String(), "Masri") {
		t.Fatal(b.String())
	}
}

func TestTwoClerksCannotOverwriteOneAnother(t *testing.T) {
	t.Parallel()
	r := open(t)
	p := r.create(t, amina())
	change := func(place string) (err error) {
		return r.DB.InTx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			_, err := r.ChangeTx(ctx, tx, p.ID, p.Version, amina(func(d *persons.Details) { d.BirthPlace = place }))
			return err
		})
	}
	if err := change("Damaskus"); err != nil {
		t.Fatal(err)
	}
	if err := change("Homs"); !errors.Is(err, persons.ErrConflict) {
		t.Fatal(err)
	}
	if got, _ := r.Get(t.Context(), p.ID); got.BirthPlace != "Damaskus" || got.Version != 2 {
		t.Fatal(got.BirthPlace, got.Version)
	}
}

func TestConsentIsKeptWithItsTimeAndWithItsWithdrawal(t *testing.T) {
	t.Parallel()
	r := open(t)
	p := r.create(t, amina())
	say := func(given bool) {
		r.InTx(t, func(ctx context.Context, tx *db.Tx) error {
			return r.ConsentTx(ctx, tx, p.ID, persons.PortalDelivery, given, "1")
		})
	}
	has := func() bool {
		ok, err := r.HasConsent(t.Context(), p.ID, persons.PortalDelivery)
		if err != nil {
			t.Fatal(err)
		}
		return ok
	}
	if has() {
		t.Fatal("silence was taken for consent")
	}
	for _, given := range []bool{true, true, false, true} {
		say(given)
		if has() != given {
			t.Fatal("not as said last")
		}
	}
	n, err := r.DB.NewSelect().TableExpr("persons.consent").Count(t.Context())
	if err != nil || n != 3 {
		t.Fatalf("%d kept, %v: each change is, a repetition is not", n, err)
	}
}

func TestTitlesAndRepresentativesStandWithThePerson(t *testing.T) {
	t.Parallel()
	r := open(t)
	p := r.create(t, amina())
	r.InTx(t, func(ctx context.Context, tx *db.Tx) error {
		title, err := r.AddTitleTx(ctx, tx, persons.HeldTitle{PersonID: p.ID, Kind: "01", Basis: "§ 16b Abs. 1 AufenthG"})
		if err != nil {
			return err
		}
		if err := r.SetEffectTx(ctx, tx, title.ID, persons.EffectContinues); err != nil {
			return err
		}
		rep, err := r.AddRepresentativeTx(ctx, tx, persons.Representative{PersonID: p.ID, Kind: "lawyer", Name: "Kanzlei Weiß"})
		if err != nil {
			return err
		}
		return r.EndRepresentativeTx(ctx, tx, rep.ID)
	})
	titles, err := r.Titles(t.Context(), p.ID)
	if err != nil || len(titles) != 1 || titles[0].Effect != persons.EffectContinues || !titles[0].ValidUntil.IsZero() {
		t.Fatal(titles, err)
	}
	if reps, err := r.Representatives(t.Context(), p.ID); err != nil || len(reps) != 0 {
		t.Fatal(reps, err)
	}
}

func TestAnErasedPersonLeavesNothingButAnID(t *testing.T) {
	t.Parallel()
	r := open(t)
	a := citizen(amina())
	p := r.create(t, amina())
	r.resolve(t, a, amina(), persons.FamilyMember{Relation: persons.Child, Details: persons.Details{GivenNames: "Karim", BirthDate: "2020-01-01"}})
	again := mailbox()
	r.resolve(t, again, amina())
	if _, err := r.Confirm(t.Context(), r.onlyProposal(t).ID, p.ID); err != nil {
		t.Fatal(err)
	}
	r.InTx(t, func(ctx context.Context, tx *db.Tx) error { return r.EraseTx(ctx, tx, p.ID) })
	var left []string
	err := r.DB.NewRaw(`SELECT to_jsonb(p)::text FROM persons.person p UNION ALL SELECT to_jsonb(e)::text FROM events.event e
		UNION ALL SELECT to_jsonb(a)::text FROM audit.entry a`).Scan(t.Context(), &left)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range left {
		if strings.Contains(row, "Amina") || strings.Contains(row, "أمينة") || strings.Contains(row, "amina@") || strings.Contains(row, "1998") {
			t.Error(row)
		}
	}
}
