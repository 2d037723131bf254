package quality_test

import (
	"context"
	"os"
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
	"github.com/ankunft/ankunft/modules/quality"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/testkit"
	"github.com/ankunft/ankunft/web/locales"
)

// clients are all reached at one mailbox, but for those who drew a ticket.
type clients struct{}

func (clients) Of(_ context.Context, about audit.Record) (messages.Addressee, bool, error) {
	return messages.Addressee{Email: "amal@example.org", Language: "ar"}, about.Kind != "ticket", nil
}

// office is Musterstadt in November; Parwin interprets.
type office struct {
	*testkit.Kit
	*quality.Service
	mail   *messagestest.MemoryMailer
	clerk  *identity.Viewer
	parwin uuid.UUID
}

var boss, deputy = ids.New(), ids.New()

func open(t *testing.T) *office {
	t.Helper()
	o := &office{
		Kit:  testkit.New(t, audit.Migrations, messages.Migrations, identity.Migrations, budgets.Migrations, linguists.Migrations, duty.Migrations, interpreters.Migrations, quality.Migrations),
		mail: messagestest.NewMemoryMailer(), clerk: identity.StaffViewer(ids.New(), identity.Right{Role: identity.Clerk, Teams: []string{"familie"}}),
	}
	rules, err := quality.LoadRules(os.DirFS("../../cities/musterstadt"))
	if err != nil {
		t.Fatal(err)
	}
	posts := messages.New(o.DB, o.mail, locales.Text, nil, nil, messages.Config{BaseURL: "https://amt.example", City: "Musterstadt", Domain: "amt.example"}, o.Log)
	posts.Register(o.Jobs)
	o.Service = quality.New(quality.Deps{
		DB: o.DB, Audit: audit.New(o.DB, audit.Keyring{}, audittest.NewMemoryVault(), o.Log), Messages: posts, Rules: rules, Clients: clients{}, Languages: []string{"de", "ar"},
		Responsible: func(context.Context) ([]messages.Addressee, error) {
			return []messages.Addressee{{AccountID: boss, Email: "boss@example.org", Language: "de"}, {AccountID: deputy, Email: "deputy@example.org", Language: "de"}}, nil
		},
		Secret: []byte("of the test"), Log: o.Log,
	})
	o.Register(o.Jobs, o.Bus)
	o.parwin = o.interpreter(t, "Parwin")
	return o
}

func (o *office) interpreter(t *testing.T, name string) uuid.UUID {
	t.Helper()
	i := &linguists.Interpreter{ID: ids.New(), Kind: linguists.KindPerson, Name: name, Email: strings.ToLower(name) + "@example.org", Modes: linguists.Modes, Subjects: []string{}, Sites: []string{}, Language: "de", State: linguists.StateActive, Version: 1, CreatedAt: o.Clock.Now()}
	if _, err := o.NewInsert().Model(i).Exec(t.Context()); err != nil {
		t.Fatal(err)
	}
	return i.ID
}

// as is somebody under a context.
func as(t *testing.T, v *identity.Viewer) context.Context {
	t.Helper()
	return identity.WithViewer(t.Context(), v)
}

func lead() *identity.Viewer {
	return identity.StaffViewer(ids.New(), identity.Right{Role: identity.Lead, Teams: []string{"familie"}})
}

// talked is a talk with Parwin that has just been signed by both; each lies an hour before the one before it.
func (o *office) talked(t *testing.T, about string, change ...func(*interpreters.Assignment)) uuid.UUID {
	t.Helper()
	before, err := o.NewSelect().Model((*interpreters.Assignment)(nil)).Count(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	now := o.Clock.Now()
	during := interpreters.Span{From: now.Add(-time.Duration(2+before) * time.Hour), To: now.Add(-time.Duration(1+before) * time.Hour)}
	r := &interpreters.Request{
		ID: ids.New(), Key: []byte(ids.Token()), AboutKind: about, AboutID: ids.New(), Language: "prs", Form: linguists.Spoken, Mode: linguists.OnSite, During: during,
		Manner: interpreters.One, OfferMinutes: 60, Team: "familie", State: interpreters.RequestEnded, Version: 1, AskedBy: &o.clerk.AccountID, AskedAt: now,
	}
	a := &interpreters.Assignment{
		ID: ids.New(), RequestID: r.ID, InterpreterID: o.parwin, State: interpreters.Ended, During: during, Blocked: during, Team: "familie", Version: 1, CreatedAt: now,
		OfficeSignedBy: &o.clerk.AccountID, OfficeSignedAt: &now, InterpreterSignedAt: &now, StartedAt: &during.From, EndedAt: &during.To,
	}
	for _, f := range change {
		f(a)
	}
	for _, row := range []any{r, a} {
		if _, err := o.NewInsert().Model(row).Exec(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	o.InTx(t, func(ctx context.Context, tx *db.Tx) error {
		return tx.Emit(ctx, interpreters.SignedEvent{RequestID: r.ID, AssignmentID: a.ID})
	})
	o.RunJobs(t)
	return a.ID
}

// link is what stands in the newest mail that asks.
func (o *office) link(t *testing.T) string {
	t.Helper()
	token := ""
	for _, m := range o.mail.Sent("amal@example.org") {
		if _, rest, ok := strings.Cut(m.Text, "https://amt.example/feedback#"); ok {
			token, _, _ = strings.Cut(rest, "\n")
		}
	}
	if token == "" {
		t.Fatal("nobody was asked")
	}
	return strings.TrimSpace(token)
}

// good is the same value to all questions of clients, or of clerks.
func good(side quality.Side, value int) []quality.Answer {
	list := []quality.Answer{}
	for _, q := range map[quality.Side][]string{quality.Client: {"understood", "respectful", "complete"}, quality.Clerk: {"understood", "complete", "punctual"}}[side] {
		list = append(list, quality.Answer{Question: q, Value: value})
	}
	return list
}

func (o *office) count(t *testing.T, table string) int64 {
	t.Helper()
	var n int64
	if err := o.NewRaw("SELECT count(*) FROM "+table).Scan(t.Context(), &n); err != nil {
		t.Fatal(err)
	}
	return n
}

func (o *office) exec(t *testing.T, statement string, args ...any) {
	t.Helper()
	if _, err := o.NewRaw(statement, args...).Exec(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func day(text string) clock.Date {
	d, err := clock.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}
