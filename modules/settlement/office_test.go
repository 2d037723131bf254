package settlement_test

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
	"github.com/ankunft/ankunft/modules/documents/documentstest"
	"github.com/ankunft/ankunft/modules/duty"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/interpreters"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/messages/messagestest"
	"github.com/ankunft/ankunft/modules/remuneration"
	"github.com/ankunft/ankunft/modules/settlement"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/testkit"
	"github.com/ankunft/ankunft/web/locales"
)

// office is Musterstadt on a Monday; a lead and a clerk of the team for families settle what is owed.
type office struct {
	*testkit.Kit
	*settlement.Service
	booking     *interpreters.Service
	mail        *messagestest.MemoryMailer
	store       *documentstest.MemoryStore
	lead, clerk *identity.Viewer
}

const (
	team  = "familie"
	iban  = "DE89370400440532013000"
	vatID = "DE123456789"
)

// monday is eight o'clock in Berlin.
var monday = time.Date(2026, 11, 23, 7, 0, 0, 0, time.UTC)

func open(t testing.TB) *office {
	t.Helper()
	o := &office{
		Kit:   testkit.New(t, audit.Migrations, messages.Migrations, identity.Migrations, budgets.Migrations, linguists.Migrations, duty.Migrations, interpreters.Migrations, settlement.Migrations),
		mail:  messagestest.NewMemoryMailer(),
		lead:  identity.StaffViewer(ids.New(), identity.Right{Role: identity.Lead, Teams: []string{team}}),
		clerk: identity.StaffViewer(ids.New(), identity.Right{Role: identity.Clerk, Teams: []string{team}}),
	}
	o.Clock.Set(monday)
	o.store = documentstest.NewMemoryStore(t, o.Clock)
	city := os.DirFS("../../cities/musterstadt")
	rules, err := linguists.LoadRules(city)
	if err != nil {
		t.Fatal(err)
	}
	tariffs, err := remuneration.LoadTariffs(city)
	if err != nil {
		t.Fatal(err)
	}
	trail := audit.New(o.DB, audit.Keyring{}, audittest.NewMemoryVault(), o.Log)
	post := messages.New(o.DB, o.mail, locales.Text, nil, nil, messages.Config{BaseURL: "https://amt.example", City: "Musterstadt", Domain: "amt.example"}, o.Log)
	money := budgets.New(budgets.Deps{DB: o.DB, Audit: trail, Unbudgeted: map[string]bool{interpreters.Purpose: true}})
	holiday := func(clock.Date) bool { return false }
	directory := linguists.New(linguists.Deps{DB: o.DB, Audit: trail, Messages: post, Tariffs: tariffs, Languages: []string{"de", "ar"}, Log: o.Log})
	o.booking = interpreters.New(interpreters.Deps{
		DB: o.DB, Audit: trail, Messages: post, Linguists: directory, Budgets: money, Rules: rules, Tariffs: tariffs, Holiday: holiday, Texts: locales.Text, Secret: []byte("of the test"), Log: o.Log,
	})
	o.Service = settlement.New(settlement.Deps{
		DB: o.DB, Audit: trail, Messages: post, Budgets: money, Tariffs: tariffs, Holiday: holiday, Store: o.store, Scanner: documentstest.NewFakeScanner(1 << 30), Secret: []byte("of the test"), Log: o.Log,
	})
	post.Register(o.Jobs)
	o.booking.Register(o.Jobs)
	o.Service.Register(o.Jobs, o.Bus)
	return o
}

func (o *office) as(t testing.TB, v *identity.Viewer) context.Context {
	t.Helper()
	return identity.WithViewer(t.Context(), v)
}

func (o *office) insert(t testing.TB, rows ...any) {
	t.Helper()
	for _, row := range rows {
		if _, err := o.NewInsert().Model(row).Exec(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

// person is in the directory, half an hour and 20 km away; VAT is on their invoices.
func (o *office) person(t testing.TB, name string, changes ...func(*linguists.Interpreter)) uuid.UUID {
	t.Helper()
	i := &linguists.Interpreter{
		ID: ids.New(), Kind: linguists.KindPerson, Name: name, Email: strings.ToLower(strings.ReplaceAll(name, " ", ".")) + "@example.org", Modes: linguists.Modes, Subjects: []string{}, Sites: []string{},
		Language: "de", State: linguists.StateActive, Version: 1, CreatedAt: monday, TravelMinutes: 30, TravelKm: 10, Tax: linguists.Tax{VATID: vatID, IBAN: iban},
	}
	for _, f := range changes {
		f(i)
	}
	o.insert(t, i)
	return i.ID
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

// work is a booking that is over: planned from ten to eleven, in truth from five past ten to twenty past eleven.
func (o *office) work(t testing.TB, who uuid.UUID, day string, changes ...func(*interpreters.Request, *interpreters.Assignment)) uuid.UUID {
	t.Helper()
	during := interpreters.Span{From: at(day + " 10:00"), To: at(day + " 11:00")}
	arrived, started, ended, by := at(day+" 09:55"), at(day+" 10:05"), at(day+" 11:20"), o.clerk.AccountID
	r := &interpreters.Request{
		ID: ids.New(), Key: []byte(ids.Token()), AboutKind: "appointment", AboutID: ids.New(), Language: "ara", Form: linguists.Spoken, Mode: linguists.OnSite, Site: "rathaus", During: during,
		Manner: interpreters.One, OfferMinutes: 60, Team: team, State: interpreters.RequestEnded, Version: 1, AskedAt: during.From.AddDate(0, 0, -7),
	}
	a := &interpreters.Assignment{
		ID: ids.New(), RequestID: r.ID, InterpreterID: who, State: interpreters.Ended, During: during, Blocked: during, Cents: 20_000, Team: team, ArrivedAt: &arrived, StartedAt: &started,
		EndedAt: &ended, OfficeSignedBy: &by, OfficeSignedAt: &ended, InterpreterSignedAt: &ended, Version: 1, CreatedAt: r.AskedAt,
	}
	for _, f := range changes {
		f(r, a)
	}
	o.insert(t, r, a)
	return a.ID
}

// claims gathers what is over, and reads it.
func (o *office) claims(t testing.TB) []*settlement.Claim {
	t.Helper()
	if err := o.Gather(t.Context(), uuid.Nil); err != nil {
		t.Fatal(err)
	}
	p, err := o.Claims(o.as(t, o.lead), settlement.ClaimFilter{}, pages)
	if err != nil {
		t.Fatal(err)
	}
	return p.Items
}

func (o *office) claim(t testing.TB, id uuid.UUID) *settlement.Claim {
	t.Helper()
	c, err := o.Claim(o.as(t, o.lead), id)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// owed is a confirmed claim of somebody.
func (o *office) owed(t testing.TB, who uuid.UUID, day string) *settlement.Claim {
	t.Helper()
	about := o.work(t, who, day)
	list := o.claims(t)
	c := list[slices.IndexFunc(list, func(c *settlement.Claim) bool { return c.AboutID == about })]
	c, err := o.Confirm(o.as(t, o.clerk), settlement.ConfirmClaim{Claim: c.ID, Version: c.Version})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// link is what stands behind the path of the money in the latest mail to somebody.
func (o *office) link(t testing.TB, name string) string {
	t.Helper()
	o.RunJobs(t)
	sent := o.mail.Sent(strings.ToLower(name) + "@example.org")
	slices.Reverse(sent)
	for _, m := range sent {
		if _, rest, ok := strings.Cut(m.Text, "https://amt.example/interpreting/money#"); ok {
			token, _, _ := strings.Cut(rest, "\n")
			return strings.TrimSpace(token)
		}
	}
	t.Fatalf("no mail to %s with a link to the money", name)
	return ""
}

func (o *office) budget(t testing.TB) (bound, spent int64) {
	t.Helper()
	err := o.NewSelect().TableExpr("budgets.budget").ColumnExpr("coalesce(sum(bound_cents), 0), coalesce(sum(spent_cents), 0)").Scan(t.Context(), &bound, &spent)
	if err != nil {
		t.Fatal(err)
	}
	return bound, spent
}

// codes are the faults of an error, "path code".
func codes(err error) []string {
	return faultsOf(err)
}
