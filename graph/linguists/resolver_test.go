package linguistsgql_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/uuid"

	linguistsgql "github.com/ankunft/ankunft/graph/linguists"
	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/audit/audittest"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/messages/messagestest"
	"github.com/ankunft/ankunft/modules/remuneration"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/testkit"
	"github.com/ankunft/ankunft/web/locales"
)

type office struct {
	*testkit.Kit
	linguistsgql.Resolver
	people *identity.Service
}

func open(t *testing.T) office {
	t.Helper()
	kit := testkit.New(t, audit.Migrations, messages.Migrations, identity.Migrations, linguists.Migrations)
	trail := audit.New(kit.DB, audit.Keyring{}, audittest.NewMemoryVault(), kit.Log)
	post := messages.New(kit.DB, messagestest.NewMemoryMailer(), locales.Text, nil, nil, messages.Config{BaseURL: "https://amt.example", City: "Musterstadt"}, kit.Log)
	tariffs, err := remuneration.LoadTariffs(os.DirFS("../../cities/musterstadt"))
	if err != nil {
		t.Fatal(err)
	}
	people := identity.New(kit.DB, trail, post, nil, identity.Config{BaseURL: "https://amt.example"}, kit.Log)
	s := linguists.New(linguists.Deps{
		DB: kit.DB, Audit: trail, Messages: post, Identity: people, Tariffs: tariffs, Required: []linguists.ProofKind{linguists.Secrecy}, Languages: []string{"de"}, Log: kit.Log,
	})
	return office{kit, linguistsgql.Resolver{Linguists: s}, people}
}

func as(t *testing.T, role identity.Role) context.Context {
	t.Helper()
	return identity.WithViewer(t.Context(), identity.StaffViewer(ids.New(), identity.Right{Role: role, Teams: []string{"family"}}))
}

func details(n int) linguists.InterpreterDetails {
	mail, iban := fmt.Sprintf("p%d@example.org", n), "DE89370400440532013000"
	return linguists.InterpreterDetails{
		Kind: linguists.KindPerson, Name: fmt.Sprintf("Parwana %d", n), Email: &mail, Iban: &iban, Modes: []linguists.Mode{linguists.Phone},
		Skills: []linguists.SkillDetails{{Language: "prs", Form: linguists.Spoken}, {Language: "gsg", Form: linguists.Signed}, {Language: "ara", Form: linguists.Written}},
	}
}

func (o office) create(t *testing.T, n int) *linguists.Interpreter {
	t.Helper()
	i, err := linguistsgql.Mutation{Resolver: o.Resolver}.CreateInterpreter(as(t, identity.Lead), details(n))
	if err != nil {
		t.Fatal(err)
	}
	return i
}

// What an invoice needs, and what waits for the office, is for who keeps the directory and for themselves: role by role.
func TestWhoReadsTaxFactsAndOwnChanges(t *testing.T) {
	t.Parallel()
	o := open(t)
	i := o.create(t, 1)
	account, err := o.people.Know(t.Context(), identity.KindApplicant, identity.Claims{Issuer: identity.EmailIssuer, Subject: "p1@example.org", Email: "p1@example.org", EmailVerified: true, Trust: identity.TrustEmail})
	if err != nil {
		t.Fatal(err)
	}
	her := identity.WithViewer(t.Context(), &identity.Viewer{AccountID: account.ID, Kind: identity.KindApplicant})
	km := 30
	told, err := linguistsgql.Mutation{Resolver: o.Resolver}.TellInterpreterChange(her, linguists.TellChange{Facts: &linguists.OwnFacts{TravelKm: &km}})
	if err != nil || told.Change == nil || told.Interpreter.ID != i.ID {
		t.Fatal(told, err)
	}
	i, err = linguistsgql.Query{Resolver: o.Resolver}.Interpreter(her, i.ID)
	if err != nil {
		t.Fatal(err)
	}
	r := linguistsgql.InterpreterResolver{Resolver: o.Resolver}
	readers := map[string]context.Context{"themselves": her, "the public": t.Context(), "somebody else": identity.WithViewer(t.Context(), &identity.Viewer{AccountID: ids.New(), Kind: identity.KindApplicant})}
	for _, role := range identity.Roles {
		readers[string(role)] = as(t, role)
	}
	may := map[string]bool{"themselves": true, "lead": true}
	permitted := map[string]string{"lead": "interpreters.keep interpreters.book interpreters.duty", "clerk": "interpreters.book", "frontdesk": "interpreters.book interpreters.duty"}
	for who, ctx := range readers {
		tax, err := r.Tax(ctx, i)
		if err != nil || (tax != nil) != may[who] {
			t.Errorf("%s reads tax facts: %v %v", who, tax != nil, err)
		}
		change, err := r.Change(ctx, i)
		if err != nil || (change != nil) != may[who] {
			t.Errorf("%s reads what waits for the office: %v %v", who, change != nil, err)
		}
		if can, err := r.Permitted(ctx, i); err != nil || strings.Join(can, " ") != permitted[who] {
			t.Errorf("%s may %v, %v", who, can, err)
		}
	}
}

// A page is read in as many statements with twenty people on it as with one.
func TestAFullPageIsReadInAsManyStatementsAsAnEmptyOne(t *testing.T) {
	t.Parallel()
	o := open(t)
	read := func(want int) int64 {
		t.Helper()
		ctx, n := db.CountStatements(as(t, identity.Clerk))
		p, err := linguistsgql.Query{Resolver: o.Resolver}.Interpreters(ctx, nil, nil, nil)
		if err != nil || len(p.Items) != want {
			t.Fatal(err, len(p.Items))
		}
		for _, i := range p.Items {
			if _, err := (linguistsgql.InterpreterResolver{Resolver: o.Resolver}).Tax(ctx, i); err != nil || len(i.Skills) != 3 {
				t.Fatal(err)
			}
		}
		return n.Load()
	}
	o.create(t, 0)
	one := read(1)
	for n := range 20 {
		o.create(t, n+1)
	}
	if many := read(21); many != one {
		t.Errorf("%d statements for 21, %d for one", many, one)
	}
}

// In a city that works without interpreters nobody is there, and nothing falls over.
func TestACityWithoutInterpretersHasNone(t *testing.T) {
	t.Parallel()
	q, m, ctx := linguistsgql.Query{}, linguistsgql.Mutation{}, as(t, identity.Lead)
	day := clock.Date{}
	for name, ask := range map[string]func() error{
		"interpreters":    func() error { _, err := q.Interpreters(ctx, nil, nil, nil); return err },
		"interpreter":     func() error { _, err := q.Interpreter(ctx, uuid.New()); return err },
		"biases":          func() error { _, err := q.InterpreterBiases(ctx, uuid.New()); return err },
		"ending":          func() error { _, err := q.EndingProofs(ctx); return err },
		"need":            func() error { _, err := q.InterpreterNeed(ctx, "person", uuid.New()); return err },
		"tariffs":         func() error { _, err := q.Tariffs(ctx, &day); return err },
		"mine":            func() error { _, err := q.MyInterpreter(ctx); return err },
		"create":          func() error { _, err := m.CreateInterpreter(ctx, details(1)); return err },
		"tell own change": func() error { _, err := m.TellInterpreterChange(ctx, linguists.TellChange{}); return err },
	} {
		if err := ask(); !errors.Is(err, linguists.ErrNone) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTariffsAndGendersAreShownAsTheyAre(t *testing.T) {
	t.Parallel()
	o := open(t)
	list, err := linguistsgql.Query{Resolver: o.Resolver}.Tariffs(as(t, identity.Clerk), nil)
	if err != nil || len(list) != 3 || list[0].Contract != "" || list[0].Facts[0].Value != 9300 {
		t.Error(list, err)
	}
	for gender, word := range map[linguists.Gender]string{linguists.Unsaid: `"unsaid"`, linguists.Female: `"female"`} {
		var b strings.Builder
		gender.MarshalGQL(&b)
		var back linguists.Gender
		if err := back.UnmarshalGQL(strings.Trim(word, `"`)); err != nil || b.String() != word || back != gender {
			t.Errorf("%q: %s, %q, %v", gender, b.String(), back, err)
		}
	}
	if err := new(linguists.Gender).UnmarshalGQL(7); err == nil {
		t.Error("a number is no gender")
	}
}
