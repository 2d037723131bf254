package personsgql_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/uuid"

	personsgql "github.com/ankunft/ankunft/graph/persons"
	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/audit/audittest"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/persons"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/page"
	"github.com/ankunft/ankunft/platform/testkit"
)

type office struct {
	*testkit.Kit
	personsgql.Resolver
	trail *audit.Service
}

func open(t *testing.T) office {
	t.Helper()
	kit := testkit.New(t, audit.Migrations, persons.Migrations)
	trail := audit.New(kit.DB, audit.Keyring{}, audittest.NewMemoryVault(), kit.Log)
	return office{kit, personsgql.Resolver{DB: kit.DB, Persons: persons.New(kit.DB, trail), Audit: trail}, trail}
}

var linh = persons.Details{FamilyName: "Nguyễn", GivenNames: "Linh", BirthDate: "2001-02-03", Nationalities: []string{"VN"}}

// apply makes what a submit makes of an account.
func (o office) apply(t *testing.T, account uuid.UUID, d persons.Details, family ...persons.FamilyMember) {
	t.Helper()
	o.InTx(t, func(ctx context.Context, tx *db.Tx) error {
		_, err := o.Persons.ResolveFamilyTx(ctx, tx, persons.Account{ID: account, Trust: identity.TrustEmail}, d, family)
		return err
	})
}

func clerk(ctx context.Context) context.Context {
	return identity.WithViewer(ctx, identity.StaffViewer(ids.New(), identity.Right{Role: identity.Clerk, Teams: []string{"study"}}))
}

func applicant(ctx context.Context, account uuid.UUID) context.Context {
	return identity.WithViewer(ctx, &identity.Viewer{AccountID: account, Kind: identity.KindApplicant, Trust: identity.TrustEmail})
}

func TestAnApplicantLearnsNothingFromWaitingForAClerk(t *testing.T) {
	t.Parallel()
	o := open(t)
	known, new := ids.New(), ids.New()
	o.apply(t, known, linh)
	o.apply(t, new, linh, persons.FamilyMember{Relation: persons.Child, Details: persons.Details{GivenNames: "Mai", BirthDate: "2020-01-01"}})
	for _, account := range []uuid.UUID{known, new} {
		ctx := applicant(t.Context(), account)
		p, err := o.Persons.Own(ctx, account)
		if err != nil {
			t.Fatal(err)
		}
		if family, err := (personsgql.PersonResolver{Resolver: o.Resolver}).Relations(ctx, p); err != nil || len(family) != 0 {
			t.Fatal(family, err)
		}
	}
}

func TestAClerkSeesWhatAgreesAndDecides(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.apply(t, ids.New(), linh)
	o.apply(t, ids.New(), linh)
	ctx := clerk(t.Context())
	list, err := personsgql.Query{Resolver: o.Resolver}.MatchProposals(ctx, nil, nil)
	if err != nil || len(list.Items) != 1 || list.Next != nil {
		t.Fatal(list, err)
	}
	m, r := list.Items[0], personsgql.MatchProposalResolver{Resolver: o.Resolver}
	candidates, err := r.Candidates(ctx, m)
	if err != nil || len(candidates) != 1 || len(candidates[0].Agrees) != 4 {
		t.Fatal(candidates, err)
	}
	if p, err := r.Provisional(ctx, m); err != nil || p.State != persons.StateProvisional {
		t.Fatal(p, err)
	}
	if can, _ := r.Permitted(ctx, m); len(can) != 2 {
		t.Fatal(can)
	}
	if can, _ := r.Permitted(applicant(t.Context(), ids.New()), m); len(can) != 0 {
		t.Fatal(can)
	}
	decide := personsgql.Mutation{Resolver: o.Resolver}
	done, err := decide.ConfirmMatch(ctx, personsgql.ConfirmMatch{Proposal: m.ID, Person: candidates[0].Person.ID})
	if err != nil || done.State != persons.MatchConfirmed || *done.DecidedBy != identity.ViewerFrom(ctx).AccountID {
		t.Fatal(done, err)
	}
	if _, err := decide.RefuseMatch(ctx, personsgql.RefuseMatch{Proposal: m.ID}); !errors.Is(err, persons.ErrProposalDecided) {
		t.Fatal(err)
	}
}

func TestOpeningAPersonIsRecordedAndSearchingIsNot(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.apply(t, ids.New(), linh)
	ctx, q := clerk(t.Context()), personsgql.Query{Resolver: o.Resolver}
	list, err := q.FindPersons(ctx, "nguyen 2001-02-03", nil, nil)
	if err != nil || len(list.Items) != 1 {
		t.Fatal(list, err)
	}
	opened := func() int {
		trail, err := o.trail.Trail(ctx, persons.Record(list.Items[0].ID), page.Args{})
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, e := range trail.Items {
			if e.Action == "person.opened" {
				n++
			}
		}
		return n
	}
	if opened() != 0 {
		t.Fatal("a search is an opening")
	}
	if _, err := q.Person(ctx, list.Items[0].ID); err != nil || opened() != 1 {
		t.Fatal(opened(), err)
	}
	if _, err := q.Person(ctx, ids.New()); !errors.Is(err, persons.ErrNotFound) {
		t.Fatal(err)
	}
}

func TestAConsentIsShownWithWhoGaveItAndItsWords(t *testing.T) {
	t.Parallel()
	o := open(t)
	account := ids.New()
	ctx := applicant(t.Context(), account)
	o.apply(t, account, linh)
	p, err := o.Persons.Own(ctx, account)
	if err != nil {
		t.Fatal(err)
	}
	err = o.Resolver.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		return o.Persons.ConsentTx(ctx, tx, p.ID, persons.PortalDelivery, true, "ozg9 1")
	})
	if err != nil {
		t.Fatal(err)
	}
	all, err := personsgql.PersonResolver{Resolver: o.Resolver}.Consents(ctx, p)
	if err != nil || len(all) != 1 || !all[0].Given || *all[0].AccountID != account || all[0].TextVersion != "ozg9 1" {
		t.Fatal(all, err)
	}
}
