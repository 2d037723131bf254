package qualificationsgql_test

import (
	"context"
	"errors"
	"testing"

	qualificationsgql "github.com/ankunft/ankunft/graph/qualifications"
	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/audit/audittest"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/qualifications"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/testkit"
)

// staff is somebody who has logged in, with one role.
func staff(t *testing.T, s *identity.Service, name string, role identity.Role, teams ...string) context.Context {
	t.Helper()
	a, err := s.Know(t.Context(), identity.KindStaff, identity.Claims{Issuer: "idp", Subject: name, Name: name, Trust: identity.TrustSubstantial, Roles: []string{string(role)}, Teams: teams})
	if err == nil {
		err = s.Sweep(t.Context(), identity.SweepArgs{})
	}
	if err != nil {
		t.Fatal(err)
	}
	return identity.WithViewer(t.Context(), identity.StaffViewer(a.ID, identity.Right{Role: role, Teams: teams, AllTeams: teams[0] == identity.EveryTeam}))
}

func TestWhatEachRoleIsShownOfColleagues(t *testing.T) {
	t.Parallel()
	kit := testkit.New(t, audit.Migrations, messages.Migrations, identity.Migrations, qualifications.Migrations)
	trail := audit.New(kit.DB, audit.Keyring{}, audittest.NewMemoryVault(), kit.Log)
	people := identity.New(kit.DB, trail, nil, nil, identity.Config{BaseURL: "https://amt.example", Grants: identity.GrantsOptional}, kit.Log)
	olena, lead := staff(t, people, "Olena", identity.Clerk, "family"), staff(t, people, "Heike", identity.Lead, "family")
	counter := ids.New()
	r := qualificationsgql.Resolver{Qualifications: qualifications.New(qualifications.Deps{
		DB: kit.DB, Audit: trail, Identity: people, Known: []qualifications.Qualification{{Key: "skilled", Title: "Fachkräfte"}},
		Seats: func(context.Context, string) ([]qualifications.Seat, error) {
			return []qualifications.Seat{{AccountID: identity.ViewerFrom(olena).AccountID, CounterID: counter, CounterName: "Schalter 3", Now: true}}, nil
		},
	})}
	q, m := qualificationsgql.Query{Resolver: r}, qualificationsgql.Mutation{Resolver: r}
	native := "native"
	h, err := m.StateQualification(olena, qualifications.StateQualification{Kind: qualifications.Language, Key: "ukr", Level: &native})
	if err != nil || h.Title != "Ukrainisch" || h.Certified || h.CertifiedBy != nil {
		t.Fatal(h, err)
	}
	if h, err = m.CertifyQualification(lead, qualifications.CertifyQualification{ID: h.ID, Version: h.Version, Proof: "im Gespräch"}); err != nil || !h.Certified || *h.CertifiedBy != "Heike" {
		t.Fatal(h, err)
	}
	for who, c := range map[string]struct {
		ctx         context.Context
		seen        int
		certifiable bool
	}{
		"the lead":       {lead, 1, true},
		"another's lead": {staff(t, people, "Jonas", identity.Lead, "study"), 0, false},
		"training":       {staff(t, people, "Eva", identity.Training, identity.EveryTeam), 1, true},
		"the desk":       {staff(t, people, "Ben", identity.Frontdesk, identity.EveryTeam), 1, false},
		"a clerk":        {staff(t, people, "Petra", identity.Clerk, "family"), 0, false},
		"personnel":      {staff(t, people, "Jan", identity.Personnel, identity.EveryTeam), 0, false},
		"the council":    {staff(t, people, "Deniz", identity.Council, identity.EveryTeam), 0, false},
	} {
		page, err := q.QualifiedStaff(c.ctx, nil, nil, nil)
		if err != nil || len(page.Items) != c.seen || c.seen > 0 && page.Items[0].Certifiable != c.certifiable {
			t.Errorf("%s: %+v, %v", who, page, err)
		}
	}
	for asked, found := range map[string]int{"ukr": 1, "uk": 1, "ara": 0, "de-simple": 0, "x": 0} {
		if list, err := q.Speakers(lead, "rathaus", &asked); err != nil || len(list) != found {
			t.Errorf("%s: %+v, %v", asked, list, err)
		}
	}
	if _, err := q.FittingStaff(lead, ids.New(), nil); !errors.Is(err, qualifications.ErrNone) {
		t.Errorf("where nothing lies above: %v", err)
	}
	mine, err := q.MyQualifications(olena)
	if err != nil || len(mine.Items) != 1 || len(mine.Known) != 1 {
		t.Error(mine, err)
	}
	if ok, err := m.DropQualification(olena, qualifications.DropQualification{ID: h.ID, Version: h.Version}); err != nil || !ok {
		t.Error(ok, err)
	}
}
