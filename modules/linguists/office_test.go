package linguists_test

import (
	"context"
	"errors"
	"os"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/audit/audittest"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/messages/messagestest"
	"github.com/ankunft/ankunft/modules/remuneration"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/page"
	"github.com/ankunft/ankunft/platform/testkit"
	"github.com/ankunft/ankunft/web/locales"
)

// office is a town with an empty directory; one person is on file there whom everybody may see, and nobody another.
type office struct {
	*testkit.Kit
	*linguists.Service
	mails  *messagestest.MemoryMailer
	people *identity.Service
	person audit.Record
	visit  audit.Record // something of theirs
}

func open(t testing.TB) *office {
	t.Helper()
	o := &office{Kit: testkit.New(t, audit.Migrations, messages.Migrations, identity.Migrations, linguists.Migrations), mails: messagestest.NewMemoryMailer()}
	o.person, o.visit = audit.Record{Kind: "person", ID: ids.New()}, audit.Record{Kind: "appointment", ID: ids.New()}
	trail := audit.New(o.DB, audit.Keyring{}, audittest.NewMemoryVault(), o.Log)
	post := messages.New(o.DB, o.mails, locales.Text, nil, nil, messages.Config{BaseURL: "https://amt.example", City: "Musterstadt"}, o.Log)
	post.Register(o.Jobs)
	o.people = identity.New(o.DB, trail, post, nil, identity.Config{BaseURL: "https://amt.example"}, o.Log)
	tariffs, err := remuneration.LoadTariffs(os.DirFS("../../cities/musterstadt"))
	must(t, err)
	o.Service = linguists.New(linguists.Deps{
		DB: o.DB, Audit: trail, Messages: post, Identity: o.people, Tariffs: tariffs, Log: o.Log,
		Required: []linguists.ProofKind{linguists.Secrecy, linguists.DataProtection}, Languages: []string{"de", "en", "ar"},
		Behind: func(_ context.Context, rec audit.Record) ([]audit.Record, error) {
			switch rec {
			case o.person:
				return []audit.Record{o.person}, nil
			case o.visit:
				return []audit.Record{o.person, o.visit}, nil
			}
			return nil, linguists.ErrNone
		},
	})
	o.Register(o.Jobs)
	return o
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func to[T any](v T) *T { return &v }

func lead(t testing.TB) context.Context {
	t.Helper()
	return identity.WithViewer(t.Context(), identity.StaffViewer(uuid.New(), identity.Right{Role: identity.Lead, Teams: []string{"family"}}))
}

// parwana speaks Dari and Pashto and comes to the town hall.
func parwana() linguists.InterpreterDetails {
	return linguists.InterpreterDetails{
		Kind: linguists.KindPerson, Name: " Parwana Ahmadzai ", Email: to("parwana@example.org"), Phone: to("+49 170 000000"), Gender: to(linguists.Female),
		Modes: []linguists.Mode{linguists.OnSite, linguists.Phone}, Subjects: []string{"Asyl"}, TravelMinutes: to(25), TravelKm: to(12),
		Iban: to("de89 3704 0044 0532 0130 00"), VatID: to("DE123456789"), Language: to("en"),
		Skills: []linguists.SkillDetails{
			{Language: "prs", Dialect: to("Herati"), Form: linguists.Spoken, Sworn: to(true)}, {Language: "pus", Form: linguists.Spoken}, {Language: "prs", Form: linguists.Written},
		},
	}
}

func (o *office) create(t testing.TB, d linguists.InterpreterDetails) *linguists.Interpreter {
	t.Helper()
	i, err := o.Create(lead(t), d)
	must(t, err)
	return i
}

func (o *office) note(t testing.TB, id uuid.UUID, kind linguists.ProofKind, issued, until string) *linguists.Interpreter {
	t.Helper()
	i, err := o.NoteProof(lead(t), linguists.NoteProof{Interpreter: id, Kind: kind, IssuedOn: day(t, issued), ValidUntil: day(t, until)})
	must(t, err)
	return i
}

func day(t testing.TB, text string) clock.Date {
	t.Helper()
	if text == "" {
		return clock.Date{}
	}
	d, err := clock.ParseDate(text)
	must(t, err)
	return d
}

func (o *office) count(t testing.TB, query string) (n int) {
	t.Helper()
	must(t, o.Pool().QueryRow(t.Context(), query).Scan(&n))
	return n
}

func (o *office) names(t testing.TB, f linguists.InterpreterFilter) []string {
	t.Helper()
	p, err := o.List(lead(t), f, page.Args{})
	must(t, err)
	names := []string{}
	for _, i := range p.Items {
		names = append(names, i.Name)
	}
	return names
}

// paths are the fields that an error names, with their codes.
func paths(err error) map[string]string {
	found := map[string]string{}
	if e := errs.Of(err); e != nil {
		for _, f := range e.Fields {
			found[f.Path] = f.Code
		}
	}
	return found
}

func wants(t testing.TB, err error, sentinel error, fields ...string) {
	t.Helper()
	if !errors.Is(err, sentinel) {
		t.Errorf("%v, want %v", err, sentinel)
	}
	found := paths(err)
	for _, f := range fields {
		if found[f] == "" {
			t.Errorf("no word of %s in %v", f, err)
		}
	}
	if len(fields) > 0 && len(found) != len(fields) {
		t.Errorf("told %v, want %v", found, fields)
	}
}
