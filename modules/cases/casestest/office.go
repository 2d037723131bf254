package casestest

import (
	"context"
	"os"
	"sync"
	"testing"

	"github.com/ankunft/ankunft/modules/applications"
	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/audit/audittest"
	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/documents/documentstest"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/modules/letters/letterstest"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/messages/messagestest"
	"github.com/ankunft/ankunft/modules/persons"
	"github.com/ankunft/ankunft/modules/writing"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/testkit"
	"github.com/ankunft/ankunft/web/locales"
)

var city = sync.OnceValues(func() (*catalogue.City, error) { return catalogue.Load(os.DirFS("../../cities/musterstadt")) })

// Office is the whole office below the schema up to the cases, on a database of its own.
type Office struct {
	*testkit.Kit
	*cases.Service
	Trail    *audit.Service
	Who      *identity.Service
	Services *catalogue.Service
	People   *persons.Service
	Docs     *documents.Service
	Letters  *letters.Service
	Apps     *applications.Service
	Posts    *messages.Service
	Mail     *messagestest.MemoryMailer

	daily []func(ctx context.Context) error
}

// Plan is what an Office is built by: a story may change the town and what the cases stand on.
type Plan struct {
	Town  catalogue.City
	Deps  cases.Deps
	Above []db.Migrations // of modules above
}

// Open builds an Office. Tests run in the folder of a module.
func Open(t testing.TB, change ...func(*Plan)) *Office {
	t.Helper()
	town, err := city()
	if err != nil {
		t.Fatal(err)
	}
	p := &Plan{Town: *town}
	for _, c := range change {
		c(p)
	}
	below := []db.Migrations{
		audit.Migrations, messages.Migrations, identity.Migrations, catalogue.Migrations, persons.Migrations,
		documents.Migrations, letters.Migrations, applications.Migrations, cases.Migrations,
	}
	o := &Office{Kit: testkit.New(t, append(below, p.Above...)...), Mail: messagestest.NewMemoryMailer()}
	o.build(t, p)
	o.connect()
	return o
}

func (o *Office) build(t testing.TB, p *Plan) {
	t.Helper()
	o.Trail = audit.New(o.DB, audit.Keyring{}, audittest.NewMemoryVault(), o.Log)
	o.Posts = messages.New(o.DB, o.Mail, locales.Text, nil, nil, messages.Config{BaseURL: "https://amt.example", City: "Musterstadt"}, o.Log)
	o.Who = identity.New(o.DB, o.Trail, o.Posts, nil, identity.Config{BaseURL: "https://amt.example", Grants: identity.GrantsOptional}, o.Log)
	o.Services = catalogue.New(o.DB, &p.Town)
	Must(t, o.Services.Publish(t.Context()))
	o.People = persons.New(o.DB, o.Trail)
	o.Docs = documents.New(o.DB, o.Trail, documents.Ports{
		Store: documentstest.NewMemoryStore(t, o.Clock), Scanner: documentstest.NewFakeScanner(1 << 20),
		PDF: &documentstest.FakePages{}, Pictures: &documentstest.FakePages{},
	}, documents.Config{}, o.Log)
	hessen, err := letters.NewCalendar("DE-HE")
	if err != nil {
		t.Fatal(err)
	}
	o.Letters, err = letters.New(letters.Deps{
		DB: o.DB, Audit: o.Trail, Jobs: o.Jobs, Renderer: letterstest.Renderer{}, Store: new(letterstest.Store), Log: o.Log,
		Templates: os.DirFS("../../cities/musterstadt/letters"), Texts: locales.Files(), Sender: letterstest.Sender(), Holidays: hessen,
	})
	if err != nil {
		t.Fatal(err)
	}
	o.Apps = applications.New(o.DB, applications.Deps{
		Audit: o.Trail, Messages: o.Posts, Identity: o.Who, Catalogue: o.Services, Persons: o.People, Documents: o.Docs, Texts: locales.Text, Log: o.Log,
	}, applications.Config{})
	d := p.Deps
	d.DB, d.Audit, d.Identity, d.Catalogue, d.Persons, d.Documents = o.DB, o.Trail, o.Who, o.Services, o.People, o.Docs
	d.Writing = writing.New(writing.Deps{Catalogue: o.Services, Persons: o.People, Letters: o.Letters, Messages: o.Posts, Texts: locales.Text})
	d.Applications, d.BaseURL, d.Log = o.Apps, "https://amt.example", o.Log
	o.Service = cases.New(d)
}

func (o *Office) connect() {
	o.Apps.Connect(o.Service)
	o.Docs.SetSubject(documents.SubjectApplication, applications.Subject{Service: o.Apps})
	o.Docs.SetSubject(documents.SubjectCase, cases.Subject{Service: o.Service})
	o.Posts.Register(o.Jobs)
	o.Docs.Register(o.Jobs)
	o.Apps.Register(o.Jobs, o.Bus)
	o.Service.Register(o.Jobs, o.Bus)
}
