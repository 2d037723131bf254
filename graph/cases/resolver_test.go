package casesgql_test

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/google/uuid"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"

	casesgql "github.com/ankunft/ankunft/graph/cases"
	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/audit/audittest"
	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/testkit"
)

func schema(t testing.TB) *ast.Schema {
	t.Helper()
	var sources []*ast.Source
	for _, path := range []string{"../base.graphql", "cases.graphql"} {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		sources = append(sources, &ast.Source{Name: path, Input: string(text)})
	}
	sources = append(sources, &ast.Source{Input: "type Document { id: ID! }"}) // of another part
	s, err := gqlparser.LoadSchema(sources...)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestEachFieldOfTheWorkListIsWritten(t *testing.T) {
	t.Parallel()
	s := schema(t)
	var fields []string
	for _, f := range s.Types["WorkItem"].Fields {
		fields = append(fields, f.Name)
	}
	doc, errs := gqlparser.LoadQueryWithRules(s, "{ workList { next items { "+strings.Join(fields, " ")+" } } }", rules.NewDefaultRules())
	if errs != nil {
		t.Fatal(errs)
	}
	op := &graphql.OperationContext{Doc: doc, Operation: doc.Operations[0]}
	ctx := graphql.WithOperationContext(t.Context(), op)
	root := graphql.CollectFields(op, op.Operation.SelectionSet, []string{"Query"})[0]
	ctx = graphql.WithFieldContext(ctx, &graphql.FieldContext{Field: root})
	list := casesgql.WorkList{WorkList: cases.WorkList{Items: []cases.WorkItem{{
		ID: uuid.New(), Number: "2026-00001-7", State: cases.Waiting, PersonName: "Nguyễn, Linh", Urgency: "soon",
		RiskOn: clock.Date{Year: 2026, Month: 12, Day: 20}, PapersTotal: 9,
	}}}}
	var out bytes.Buffer
	if err := list.MarshalGQLContext(ctx, &out); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Next  *string
		Items []map[string]any
	}
	if err := json.Unmarshal(out.Bytes(), &got); err != nil || len(got.Items) != 1 || len(got.Items[0]) != len(fields) || got.Next != nil {
		t.Fatalf("%s %v", out.String(), err)
	}
	if i := got.Items[0]; i["riskOn"] != "2026-12-20" || i["titleEndsOn"] != nil || i["state"] != "waiting" || i["papersTotal"] != 9.0 {
		t.Errorf("%v", i)
	}
	if err := (&casesgql.WorkList{}).UnmarshalGQLContext(ctx, nil); err == nil {
		t.Error("a work list was read from an input")
	}
}

func TestTheHistoryOfACaseNamesColleaguesOnly(t *testing.T) {
	t.Parallel()
	kit := testkit.New(t, audit.Migrations, identity.Migrations)
	trail := audit.New(kit.DB, audit.Keyring{}, audittest.NewMemoryVault(), kit.Log)
	people := identity.New(kit.DB, trail, nil, nil, identity.Config{}, kit.Log)
	kim, err := people.Know(t.Context(), identity.KindStaff, identity.Claims{Issuer: "https://staff.example", Subject: "kim", Name: "Kim", Trust: identity.TrustSubstantial})
	if err != nil {
		t.Fatal(err)
	}
	id := uuid.New()
	for _, by := range []audit.Actor{{Kind: audit.Applicant, ID: uuid.New()}, {Kind: audit.Staff, ID: kim.ID}} {
		err := kit.DB.InTx(audit.WithActor(t.Context(), by), func(ctx context.Context, tx *db.Tx) error {
			return trail.RecordTx(ctx, tx, cases.Record(id), "case.touched", audit.Details{"by": string(by.Kind)})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	c := casesgql.Resolver{Audit: trail, Identity: people}.Of(&cases.Detail{Case: cases.Case{ID: id}})
	one := 1
	first, err := c.History(t.Context(), &one, nil)
	if err != nil || len(first.Items) != 1 || first.Next == nil || first.Items[0].ActorName == nil || *first.Items[0].ActorName != "Kim" {
		t.Fatalf("%+v %v", first, err)
	}
	if string(first.Items[0].Details) != `{"by":"staff"}` {
		t.Errorf("%s", first.Items[0].Details)
	}
	rest, err := c.History(t.Context(), &one, first.Next)
	if err != nil || len(rest.Items) != 1 || rest.Next != nil || rest.Items[0].ActorName != nil || rest.Items[0].ActorKind != "applicant" {
		t.Errorf("%+v %v", rest, err)
	}
}

func TestTheWorkListIsHintedToItsTeamsOnly(t *testing.T) {
	t.Parallel()
	kit := testkit.New(t)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	sub := casesgql.Subscription{Resolver: casesgql.Resolver{DB: kit.DB}}
	hints := func(rights ...identity.Right) <-chan int {
		t.Helper()
		ch, err := sub.WorkListChanged(identity.WithViewer(ctx, identity.StaffViewer(uuid.New(), rights...)))
		if err != nil {
			t.Fatal(err)
		}
		return ch
	}
	study := hints(identity.Right{Role: identity.Clerk, Teams: []string{"study"}})
	desk := hints(identity.Right{Role: identity.Frontdesk, AllTeams: true})
	work := hints(identity.Right{Role: identity.Clerk, Teams: []string{"work"}})
	go kit.Live.Run(ctx)
	for _, ch := range []<-chan int{study, desk, work} {
		if n := <-ch; n != 1 { // the listener came up: read once
			t.Fatalf("%d", n)
		}
	}
	kit.Live.Notify(cases.TeamTopic("study"), cases.OfficeTopic)
	if n, m := <-study, <-desk; n != 2 || m != 2 {
		t.Errorf("%d %d", n, m)
	}
	select {
	case <-work:
		t.Error("another team was hinted")
	default:
	}
	cancel()
	for range work { // until it is closed
	}
}
