package auditgql_test

import (
	"context"
	"errors"
	"testing"

	auditgql "github.com/ankunft/ankunft/graph/audit"
	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/audit/audittest"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/testkit"
)

func TestATrailIsShownToWhoMayReadTheCaseAndToAuditors(t *testing.T) {
	t.Parallel()
	kit := testkit.New(t, audit.Migrations, identity.Migrations)
	trail := audit.New(kit.DB, audit.Keyring{}, audittest.NewMemoryVault(), kit.Log)
	people := identity.New(kit.DB, trail, nil, nil, identity.Config{}, kit.Log)
	mine, other := audit.Record{Kind: "case", ID: ids.New()}, audit.Record{Kind: "case", ID: ids.New()}
	q := auditgql.Query{Audit: trail, Identity: people, MayRead: func(_ context.Context, rec audit.Record) error {
		if rec == mine {
			return nil
		}
		return auditgql.ErrNoTrail
	}}
	a, err := people.Know(t.Context(), identity.KindStaff, identity.Claims{Issuer: "i", Subject: "s", Name: "Clara", Trust: identity.TrustBasic})
	if err != nil {
		t.Fatal(err)
	}
	clerk := identity.WithViewer(t.Context(), identity.StaffViewer(a.ID, identity.Right{Role: identity.Clerk, Teams: []string{"study"}}))
	auditor := identity.WithViewer(t.Context(), identity.StaffViewer(ids.New(), identity.Right{Role: identity.Auditor, AllTeams: true}))
	for _, rec := range []audit.Record{mine, other} {
		for range 2 {
			err := kit.DB.InTx(clerk, func(ctx context.Context, tx *db.Tx) error { return trail.RecordTx(ctx, tx, rec, "case.checked", nil) })
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	one := 1
	got, err := q.AuditTrail(clerk, "case", mine.ID, &one, nil)
	if err != nil || len(got.Items) != 1 || got.Next == nil || *got.Items[0].ActorName != "Clara" || len(got.Items[0].Hash) != 64 || string(got.Items[0].Details) != "{}" {
		t.Fatalf("%+v %v", got, err)
	}
	for _, rec := range []audit.Record{other, {Kind: "account", ID: a.ID}} {
		if _, err := q.AuditTrail(clerk, rec.Kind, rec.ID, nil, nil); !errors.Is(err, auditgql.ErrNoTrail) {
			t.Errorf("a clerk read the trail of a stranger's %s: %v", rec.Kind, err)
		}
		if _, err := q.AuditTrail(auditor, rec.Kind, rec.ID, nil, nil); err != nil {
			t.Error(err)
		}
	}
	if st, err := q.AuditStatus(auditor); err != nil || st.TailEntries != 4 {
		t.Fatal(st, err)
	}
}
