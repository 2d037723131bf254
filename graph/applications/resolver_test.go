package applicationsgql_test

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"testing"

	applicationsgql "github.com/ankunft/ankunft/graph/applications"
	cataloguegql "github.com/ankunft/ankunft/graph/catalogue"
	"github.com/ankunft/ankunft/modules/applications"
	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/audit/audittest"
	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/messages/messagestest"
	"github.com/ankunft/ankunft/modules/persons"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/testkit"
	"github.com/ankunft/ankunft/web/locales"
)

type portal struct {
	applicationsgql.Resolver
	who *identity.Service
}

func open(t *testing.T) portal {
	t.Helper()
	kit := testkit.New(t, audit.Migrations, messages.Migrations, identity.Migrations, catalogue.Migrations, persons.Migrations,
		documents.Migrations, applications.Migrations)
	town, err := catalogue.Load(os.DirFS("../../cities/musterstadt"))
	if err != nil {
		t.Fatal(err)
	}
	services := catalogue.New(kit.DB, town)
	if err := services.Publish(t.Context()); err != nil {
		t.Fatal(err)
	}
	trail := audit.New(kit.DB, audit.Keyring{}, audittest.NewMemoryVault(), kit.Log)
	post := messages.New(kit.DB, messagestest.NewMemoryMailer(), locales.Text, nil, nil, messages.Config{BaseURL: "https://amt.example", City: "M"}, kit.Log)
	who := identity.New(kit.DB, trail, post, nil, identity.Config{BaseURL: "https://amt.example"}, kit.Log)
	return portal{applicationsgql.Resolver{
		DB: kit.DB, Catalogue: cataloguegql.Query{Catalogue: services, Clock: kit.Clock},
		Applications: applications.New(kit.DB, applications.Deps{
			Audit: trail, Messages: post, Identity: who, Catalogue: services, Persons: persons.New(kit.DB, trail),
			Documents: documents.New(kit.DB, trail, documents.Ports{}, documents.Config{}, kit.Log), Texts: locales.Text, Log: kit.Log,
		}, applications.Config{}),
	}, who}
}

func (p portal) logIn(t *testing.T, trust identity.Trust) context.Context {
	t.Helper()
	a, err := p.who.Know(t.Context(), identity.KindApplicant, identity.Claims{Issuer: "i", Subject: ids.Token(), Trust: trust})
	if err != nil {
		t.Fatal(err)
	}
	return identity.WithViewer(t.Context(), &identity.Viewer{AccountID: a.ID, Kind: identity.KindApplicant, Trust: trust})
}

func TestTheViewerWorksOnTheirOwnSittingsAlone(t *testing.T) {
	t.Parallel()
	p := open(t)
	q, m, edge := applicationsgql.Query{Resolver: p.Resolver}, applicationsgql.Mutation{Resolver: p.Resolver}, applicationsgql.SittingResolver{Resolver: p.Resolver}
	me, stranger := p.logIn(t, identity.TrustEmail), p.logIn(t, identity.TrustHigh)
	sit, err := m.StartSitting(me, applications.StartSitting{Service: "18g-first", Language: "en", IdempotencyKey: "k"})
	if err != nil {
		t.Fatal(err)
	}
	a, err := m.SaveAnswers(me, applications.SaveAnswers{Application: sit.Applications[0].ID, Version: 1, Answers: json.RawMessage(`{"town":"M"}`)})
	if err != nil || a.Version != 2 {
		t.Fatal(a, err)
	}
	if need, err := edge.NeedsTrust(me, sit); need != "basic" || err != nil {
		t.Fatal(need, err)
	}
	if need, _ := edge.NeedsTrust(stranger, sit); need != "" {
		t.Fatal(need)
	}
	german := "de"
	english, err1 := edge.Info(me, sit, nil)
	other, err2 := edge.Info(me, sit, &german)
	if err1 != nil || err2 != nil || english.Title == other.Title || english.Version != sit.ServiceVersion {
		t.Fatal(english, other)
	}
	if _, err := q.Sitting(stranger, sit.ID); !errors.Is(err, applications.ErrNotFound) {
		t.Error(err)
	}
	if _, err := (applicationsgql.Subscription{Resolver: p.Resolver}).SittingChanged(stranger, sit.ID); !errors.Is(err, applications.ErrNotFound) {
		t.Error(err)
	}
	if list, err := q.MySittings(stranger, nil, nil); err != nil || len(list.Items) != 0 {
		t.Error(list, err)
	}
	if list, err := q.MySittings(me, nil, nil); err != nil || len(list.Items) != 1 || list.Next != nil {
		t.Error(list, err)
	}
	if gone, err := m.DeleteDraft(me, applications.DeleteDraft{Sitting: sit.ID}); !gone || err != nil {
		t.Error(err)
	}
}
