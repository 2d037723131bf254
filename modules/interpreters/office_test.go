package interpreters_test

import (
	"context"
	"fmt"
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
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/page"
	"github.com/ankunft/ankunft/platform/testkit"
	"github.com/ankunft/ankunft/web/locales"
)

// office is Musterstadt on a Monday morning; a lead of the team for families asks.
type office struct {
	*testkit.Kit
	*interpreters.Service
	mail  *messagestest.MemoryMailer
	posts *messages.Service
	money *budgets.Service
	duty  *duty.Service
	lead  *identity.Viewer
}

const team = "familie"

// monday is six o'clock in Berlin.
var monday = time.Date(2026, 11, 23, 5, 0, 0, 0, time.UTC)

var city = os.DirFS("../../cities/musterstadt")

func open(t testing.TB) *office {
	t.Helper()
	o := &office{
		Kit: testkit.New(t, audit.Migrations, messages.Migrations, identity.Migrations, budgets.Migrations, linguists.Migrations, duty.Migrations, interpreters.Migrations), mail: messagestest.NewMemoryMailer(),
		lead: identity.StaffViewer(ids.New(), identity.Right{Role: "lead", Teams: []string{team}}),
	}
	o.Clock.Set(monday)
	o.Service = o.second(t, o.DB)
	o.Service.Register(o.Jobs)
	o.posts.Register(o.Jobs)
	return o
}

// second is another server of the same office.
func (o *office) second(t testing.TB, d *db.DB) *interpreters.Service {
	t.Helper()
	rules, err := linguists.LoadRules(city)
	if err != nil {
		t.Fatal(err)
	}
	tariffs, err := remuneration.LoadTariffs(city)
	if err != nil {
		t.Fatal(err)
	}
	trail := audit.New(d, audit.Keyring{}, audittest.NewMemoryVault(), o.Log)
	o.posts = messages.New(d, o.mail, locales.Text, nil, nil, messages.Config{BaseURL: "https://amt.example", City: "Musterstadt", Domain: "amt.example"}, o.Log)
	o.money = budgets.New(budgets.Deps{DB: d, Audit: trail, Unbudgeted: map[string]bool{interpreters.Purpose: true}})
	s := interpreters.New(interpreters.Deps{
		DB: d, Audit: trail, Messages: o.posts, Linguists: linguists.New(linguists.Deps{DB: d, Audit: trail, Messages: o.posts, Tariffs: tariffs, Log: o.Log}), Budgets: o.money, Rules: rules, Tariffs: tariffs, Holiday: func(clock.Date) bool { return false }, Texts: locales.Text,
		Team: func(context.Context, string) ([]messages.Addressee, error) {
			return []messages.Addressee{{AccountID: o.lead.AccountID, Email: "team@amt.example", Language: "de"}}, nil
		},
		Secret: []byte("of the test"), Log: o.Log,
	})
	o.duty = duty.New(duty.Deps{
		DB: d, Audit: trail, Messages: o.posts, Budgets: o.money, Purpose: interpreters.Purpose, Modes: rules.Modes, Tariffs: tariffs, Holiday: s.Holiday, Texts: locales.Text,
	})
	o.duty.Connect(s.Booked)
	return s
}

// asLead is somebody who may book and exceed the budget.
func (o *office) asLead(t testing.TB) context.Context {
	t.Helper()
	return identity.WithViewer(t.Context(), o.lead)
}

type change func(*linguists.Interpreter, *linguists.Skill)

// person is in the directory, speaks Arabic and has signed what the city requires.
func (o *office) person(t testing.TB, name string, changes ...change) uuid.UUID {
	t.Helper()
	i := &linguists.Interpreter{
		ID: ids.New(), Kind: linguists.KindPerson, Name: name, Email: strings.ToLower(name) + "@example.org", Phone: "0170", Modes: linguists.Modes, Subjects: []string{},
		Sites: []string{}, Language: "de", State: linguists.StateActive, Version: 1, CreatedAt: monday, TravelMinutes: 30, TravelKm: 10,
	}
	k := &linguists.Skill{ID: ids.New(), InterpreterID: i.ID, Language: "ara", Form: linguists.Spoken, Direction: linguists.Both, Level: "C1"}
	for _, f := range changes {
		f(i, k)
	}
	rows := []any{i, k}
	for _, kind := range []linguists.ProofKind{linguists.Secrecy, linguists.DataProtection} {
		rows = append(rows, &linguists.Proof{ID: ids.New(), InterpreterID: i.ID, Kind: kind, IssuedOn: date("2025-01-01"), ValidUntil: date("2027-12-31"), NotedBy: ids.New(), NotedAt: monday})
	}
	o.insert(t, rows...)
	return i.ID
}

func (o *office) insert(t testing.TB, rows ...any) {
	t.Helper()
	for _, row := range rows {
		if _, err := o.NewInsert().Model(row).Exec(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

func date(text string) clock.Date {
	d, err := clock.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

// at is a time of a day in Berlin, "2026-11-26 10:00".
func at(text string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", text, clock.Berlin)
	if err != nil {
		panic(err)
	}
	return t.UTC()
}

// pages is the first page of a list.
var pages = page.Args{}

// thursday is an hour at ten.
var thursday = interpreters.Span{From: at("2026-12-03 10:00"), To: at("2026-12-03 11:00")}

func wanted(changes ...func(*interpreters.Wanted)) interpreters.Wanted {
	w := interpreters.Wanted{Language: "ara", Form: linguists.Spoken, Mode: linguists.OnSite, Site: "rathaus", During: thursday}
	for _, f := range changes {
		f(&w)
	}
	return w
}

const client = "Amal Haddad, 0170 1234567"

// asked is a request for an appointment of its own.
func asked(manner interpreters.Manner, chosen ...uuid.UUID) interpreters.Ask {
	in := interpreters.Ask{Wanted: wanted(), Key: ids.Token(), Place: "Rathaus, Rathausplatz 1", Manner: manner, Chosen: chosen, Team: team, Client: client}
	in.About = &audit.Record{Kind: "appointment", ID: ids.New()}
	return in
}

func (o *office) ask(t testing.TB, in interpreters.Ask) *interpreters.Request {
	t.Helper()
	r, err := o.Ask(o.asLead(t), in)
	if err != nil {
		t.Fatal(err)
	}
	o.RunJobs(t)
	return o.request(t, r.ID)
}

func (o *office) request(t testing.TB, id uuid.UUID) *interpreters.Request {
	t.Helper()
	r, err := o.Request(o.asLead(t), id)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// link is what stands behind a path in the latest mail to somebody that has it.
func (o *office) link(t testing.TB, name, path string) string {
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

func (o *office) offered(t testing.TB, name string) string {
	t.Helper()
	return o.link(t, name, "/interpreting/offer")
}

// subjects are what somebody was told, in order.
func (o *office) subjects(t testing.TB, name string) []string {
	t.Helper()
	o.RunJobs(t)
	var list []string
	for _, m := range o.mail.Sent(strings.ToLower(name) + "@example.org") {
		list = append(list, m.Subject)
	}
	return list
}

// states are those of the offers of a request in their order.
func states(r *interpreters.Request) string {
	list := []string{string(r.State)}
	for _, of := range r.Offers {
		list = append(list, string(of.State))
	}
	return strings.Join(list, " ")
}

func (o *office) bound(t testing.TB) int64 {
	t.Helper()
	var cents int64
	if err := o.NewSelect().TableExpr("budgets.budget").ColumnExpr("coalesce(sum(bound_cents), 0)").Scan(t.Context(), &cents); err != nil {
		t.Fatal(err)
	}
	return cents
}

// kept is how many have their time held or booked, whatever the code believes.
func (o *office) kept(t testing.TB) int64 {
	t.Helper()
	n, err := o.NewSelect().Model((*interpreters.Assignment)(nil)).Where("state IN ('held', 'booked', 'arrived', 'started')").Count(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func hours(weekday, from, to int, modes ...linguists.Mode) interpreters.Hours {
	return interpreters.Hours{Weekday: weekday, FromMinute: from * 60, ToMinute: to * 60, Modes: modes, ValidFrom: date("2026-01-01")}
}

func (o *office) says(t testing.TB, who uuid.UUID, list ...interpreters.Hours) {
	t.Helper()
	was, err := o.TimesOf(t.Context(), who)
	if err == nil {
		_, err = o.SetTimes(o.asLead(t), interpreters.SetTimes{Interpreter: who, Hours: list, Version: was.Version})
	}
	if err != nil {
		t.Fatal(err)
	}
}

func names(list []interpreters.Candidate) string {
	var all []string
	for _, c := range list {
		all = append(all, c.Name)
	}
	return fmt.Sprint(all)
}
