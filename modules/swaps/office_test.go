package swaps_test

import (
	"context"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/audit/audittest"
	"github.com/ankunft/ankunft/modules/budgets"
	"github.com/ankunft/ankunft/modules/duty"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/interpreters"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/messages/messagestest"
	"github.com/ankunft/ankunft/modules/remuneration"
	"github.com/ankunft/ankunft/modules/swaps"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/testkit"
	"github.com/ankunft/ankunft/web/locales"
)

// office is Musterstadt on a Monday morning in November.
type office struct {
	*testkit.Kit
	*swaps.Service
	asking *interpreters.Service
	mail   *messagestest.MemoryMailer
	lead   *identity.Viewer
}

const team = "familie"

var thursday = interpreters.Span{From: time.Date(2026, 12, 3, 9, 0, 0, 0, time.UTC), To: time.Date(2026, 12, 3, 10, 0, 0, 0, time.UTC)}

func open(t *testing.T) *office {
	t.Helper()
	o := &office{
		Kit:  testkit.New(t, audit.Migrations, messages.Migrations, identity.Migrations, budgets.Migrations, linguists.Migrations, duty.Migrations, interpreters.Migrations, swaps.Migrations),
		mail: messagestest.NewMemoryMailer(), lead: identity.StaffViewer(ids.New(), identity.Right{Role: identity.Lead, Teams: []string{team}}),
	}
	o.Clock.Set(time.Date(2026, 11, 23, 5, 0, 0, 0, time.UTC))
	city := os.DirFS("../../cities/musterstadt")
	rules, err := linguists.LoadRules(city)
	must(t, err)
	tariffs, err := remuneration.LoadTariffs(city)
	must(t, err)
	trail := audit.New(o.DB, audit.Keyring{}, audittest.NewMemoryVault(), o.Log)
	posts := messages.New(o.DB, o.mail, locales.Text, nil, nil, messages.Config{BaseURL: "https://amt.example", City: "Musterstadt", Domain: "amt.example"}, o.Log)
	posts.Register(o.Jobs)
	money := budgets.New(budgets.Deps{DB: o.DB, Audit: trail, Unbudgeted: map[string]bool{interpreters.Purpose: true}})
	mailbox := func(context.Context, string) ([]messages.Addressee, error) {
		return []messages.Addressee{{Email: "team@example.org", Language: "de"}}, nil
	}
	o.asking = interpreters.New(interpreters.Deps{
		DB: o.DB, Audit: trail, Messages: posts, Linguists: linguists.New(linguists.Deps{DB: o.DB, Audit: trail, Messages: posts, Tariffs: tariffs, Log: o.Log}), Budgets: money, Rules: rules,
		Tariffs: tariffs, Holiday: func(clock.Date) bool { return false }, Texts: locales.Text, Team: mailbox, Secret: []byte("of the test"), Log: o.Log,
	})
	o.asking.Register(o.Jobs)
	o.Service = swaps.New(swaps.Deps{DB: o.DB, Audit: trail, Messages: posts, Interpreters: o.asking, Team: mailbox, Secret: []byte("of the test")})
	return o
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (o *office) asLead(t *testing.T) context.Context {
	t.Helper()
	return identity.WithViewer(t.Context(), o.lead)
}

// person is in the directory, speaks Arabic and has signed what the city requires.
func (o *office) person(t *testing.T, name string, changes ...func(*linguists.Interpreter, *linguists.Skill)) uuid.UUID {
	t.Helper()
	i := &linguists.Interpreter{
		ID: ids.New(), Kind: linguists.KindPerson, Name: name, Email: strings.ToLower(name) + "@example.org", Modes: linguists.Modes, Subjects: []string{}, Sites: []string{}, Language: "de",
		State: linguists.StateActive, Version: 1, CreatedAt: o.Clock.Now(), TravelMinutes: 30, TravelKm: 10,
	}
	k := &linguists.Skill{ID: ids.New(), InterpreterID: i.ID, Language: "ara", Form: linguists.Spoken, Direction: linguists.Both, Level: "C1"}
	for _, f := range changes {
		f(i, k)
	}
	rows := []any{i, k}
	for _, kind := range []linguists.ProofKind{linguists.Secrecy, linguists.DataProtection} {
		rows = append(rows, &linguists.Proof{ID: ids.New(), InterpreterID: i.ID, Kind: kind, IssuedOn: clock.Date{Year: 2025, Month: 1, Day: 1}, NotedBy: ids.New(), NotedAt: o.Clock.Now()})
	}
	for _, row := range rows {
		_, err := o.NewInsert().Model(row).Exec(t.Context())
		must(t, err)
	}
	return i.ID
}

// account is somebody with an account, who looks.
func (o *office) account(t *testing.T, who uuid.UUID) context.Context {
	t.Helper()
	id := ids.New()
	_, err := o.NewRaw("INSERT INTO identity.account (id, kind, issuer, subject, trust, created_at) VALUES (?, 'applicant', 'email', 'b', 'email', ?)", id, o.Clock.Now()).Exec(t.Context())
	must(t, err)
	_, err = o.NewRaw("UPDATE linguists.interpreter SET account_id = ? WHERE id = ?", id, who).Exec(t.Context())
	must(t, err)
	return identity.WithViewer(t.Context(), &identity.Viewer{AccountID: id, Kind: identity.KindApplicant})
}

// booked is somebody's booking on Thursday, and the link that manages it.
func (o *office) booked(t *testing.T, name string, who uuid.UUID, changes ...func(*interpreters.Ask)) (*interpreters.Request, string) {
	t.Helper()
	in := interpreters.Ask{
		Wanted: interpreters.Wanted{Language: "ara", Form: linguists.Spoken, Mode: linguists.OnSite, Site: "rathaus", During: thursday, About: &audit.Record{Kind: "appointment", ID: ids.New()}},
		Key:    ids.Token(), Place: "Rathaus", Manner: interpreters.One, Chosen: []uuid.UUID{who}, Team: team, Client: "Samira Haddad, 0170 1234567",
	}
	for _, f := range changes {
		f(&in)
	}
	r, err := o.asking.Ask(o.asLead(t), in)
	must(t, err)
	_, err = o.asking.Accept(t.Context(), o.link(t, name, "/interpreting/offer"), nil)
	must(t, err)
	return r, o.link(t, name, "/interpreting/booking")
}

// link is what stands behind a path in the newest mail to somebody that has it.
func (o *office) link(t *testing.T, name, path string) string {
	t.Helper()
	o.RunJobs(t)
	sent := o.mail.Sent(strings.ToLower(name) + "@example.org")
	slices.Reverse(sent)
	for _, m := range sent {
		if _, rest, ok := strings.Cut(m.Text, "https://amt.example"+path+"#"); ok {
			token, _, _ := strings.Cut(rest, "\n")
			return strings.TrimSpace(token)
		}
	}
	t.Fatalf("no mail to %s with a link to %s", name, path)
	return ""
}

// asked says who was asked to take a booking over.
func (o *office) asked(t *testing.T, names ...string) []string {
	t.Helper()
	o.RunJobs(t)
	list := []string{}
	for _, name := range names {
		if slices.ContainsFunc(o.mail.Sent(strings.ToLower(name)+"@example.org"), func(m messages.Mail) bool { return strings.Contains(m.Text, "/interpreting/swap#") }) {
			list = append(list, name)
		}
	}
	return list
}

// comes is who comes now, whatever the code believes: nobody, or two, is a fault.
func (o *office) comes(t *testing.T, request uuid.UUID) uuid.UUID {
	t.Helper()
	var who []uuid.UUID
	must(t, o.NewRaw("SELECT interpreter_id FROM interpreters.assignment WHERE request_id = ? AND state = 'booked'", request).Scan(t.Context(), &who))
	if len(who) != 1 {
		t.Fatal("somebody comes at every moment, and one alone:", who)
	}
	return who[0]
}
