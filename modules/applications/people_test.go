package applications_test

import (
	"context"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/applications"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/documents/documentstest"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/persons"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
)

// accept lets a clerk accept all papers of the case that came of an application.
func (p *portal) accept(t *testing.T, of uuid.UUID) {
	t.Helper()
	docs, err := p.docs.ForSubjects(t.Context(), "application", []uuid.UUID{of})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range docs[of] {
		p.InTx(t, func(ctx context.Context, tx *db.Tx) error {
			_, err := p.docs.VerifyTx(ctx, tx, d.ID, documents.Check{Version: d.Version, Accepted: true, ValidUntil: clock.Date{Year: 2030, Month: 1, Day: 1}})
			return err
		})
	}
}

func itemState(sit *applications.Sitting, item string) applications.ItemState {
	for _, c := range sit.Applications[0].Checklist {
		if c.Item == item {
			return c.State
		}
	}
	return ""
}

func TestAPaperThatIsThereIsReusedByItsPersonAlone(t *testing.T) {
	t.Parallel()
	p := open(t)
	v := p.logIn(t, identity.TrustEmail)
	sit := p.ready(t, v)
	p.inspect(t, p.upload(t, v, sit.Applications[0], "passport", documentstest.PDF(1)))
	if _, err := p.Submit(t.Context(), v, p.sign(t, v, sit.ID)); err != nil {
		t.Fatal(err)
	}
	p.accept(t, sit.Applications[0].ID)

	again := p.start(t, v, "16b-extension")
	if s := itemState(again, "passport"); s == applications.ItemReused {
		t.Fatal("reused before the answers say whose application it is")
	}
	for name, change := range map[string]map[string]any{
		"somebody else": {"given_names": "Mai"}, "another birth date": {"birth_date": "2001-02-04"},
	} {
		a := p.save(t, v, p.read(t, v, again.ID).Applications[0], linh())
		p.save(t, v, a, change)
		if s := itemState(p.read(t, v, again.ID), "passport"); s != applications.ItemMissing {
			t.Errorf("%s: %s", name, s)
		}
	}
	p.save(t, v, p.read(t, v, again.ID).Applications[0], linh())
	if s := itemState(p.read(t, v, again.ID), "passport"); s != applications.ItemReused {
		t.Fatal(s)
	}
	stranger := p.logIn(t, identity.TrustBasic)
	if s := itemState(p.ready(t, stranger), "passport"); s != applications.ItemMissing {
		t.Fatal("a stranger with the same words sees what is there:", s)
	}
	got, err := p.Submit(t.Context(), v, p.sign(t, v, again.ID))
	if err != nil {
		t.Fatal(err)
	}
	docs, err := p.docs.ForSubjects(t.Context(), "case", []uuid.UUID{got.Cases[0].CaseID})
	if err != nil || len(docs[got.Cases[0].CaseID]) != 1 || !docs[got.Cases[0].CaseID][0].Reused {
		t.Fatal("the new case lacks the paper", err)
	}
}

func TestAMergeOfPeopleReachesTheApplications(t *testing.T) {
	t.Parallel()
	p := open(t)
	first, second := p.logIn(t, identity.TrustEmail), p.logIn(t, identity.TrustEmail)
	for _, v := range []*identity.Viewer{first, second} {
		if _, err := p.Submit(t.Context(), v, p.sign(t, v, p.ready(t, v).ID)); err != nil {
			t.Fatal(err)
		}
	}
	person, provisional := p.office.last[0].PersonID, p.office.last[1]
	if !provisional.PersonPending || provisional.PersonID == person {
		t.Fatal("joined without a clerk")
	}
	list, err := p.people.Proposals(t.Context(), pageOne)
	if err != nil || len(list.Items) != 1 {
		t.Fatal(list, err)
	}
	if _, err := p.people.Confirm(t.Context(), list.Items[0].ID, person); err != nil {
		t.Fatal(err)
	}
	p.RunJobs(t)
	if n := p.count(t, "applications.application_v1 WHERE person_id = '"+person.String()+"'"); n != 2 {
		t.Fatal(n)
	}
}

// A login at a lower level overwrites the names of an account; a session of a higher level must not vouch for them.
func TestNamesFromAWeakLoginAreNotVouchedForByAStrongOne(t *testing.T) {
	t.Parallel()
	p := open(t)
	var victim *persons.Person
	p.InTx(t, func(ctx context.Context, tx *db.Tx) (err error) {
		victim, err = p.people.CreateTx(ctx, tx, persons.Details{FamilyName: "Nguyễn", GivenNames: "Linh", BirthDate: "2001-02-03"})
		return err
	})
	strong := p.logIn(t, identity.TrustSubstantial, func(c *identity.Claims) { c.Subject, c.GivenName = "eve", "Eve" })
	p.logIn(t, identity.TrustBasic, func(c *identity.Claims) { c.Subject = "eve" }) // now the account says it is Linh
	p.start(t, strong, "16b-extension")
	if own, err := p.people.Claimed(t.Context(), strong.AccountID); err != nil || own != nil {
		t.Fatal("Eve became", victim.ID, err)
	}
	honest := p.logIn(t, identity.TrustSubstantial)
	p.start(t, honest, "16b-extension")
	if own, err := p.people.Claimed(t.Context(), honest.AccountID); err != nil || own == nil || own.ID != victim.ID {
		t.Fatal("Linh was not recognised", err)
	}
}
