package graph_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/ankunft/ankunft/graph/sdl"
	"github.com/ankunft/ankunft/modules/identity"
)

func schema(t *testing.T) *ast.Schema {
	t.Helper()
	s, err := sdl.Load(os.DirFS(".."))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func roots(s *ast.Schema) []*ast.Definition {
	return []*ast.Definition{s.Query, s.Mutation, s.Subscription}
}

// What anybody may do: log in by a link; and come to the office, for which nobody needs an account. Each is limited by a rate, and what is one's own is
// reached by a link alone.
var forEverybody = map[string]bool{
	"requestLoginLink": true, "redeemLoginLink": true, "holdAppointment": true, "releaseAppointment": true, "requestAppointment": true, "confirmAppointment": true,
	"moveAppointment": true, "cancelAppointment": true, "drawTicket": true, "bookInvited": true, "waitForEarlier": true, "acceptOffer": true, "declineOffer": true, "checkIn": true, "leaveQueue": true,
	"openDevice": true, "enterHall": true, "watchTicket": true,
	"acceptInterpreting": true, "declineInterpreting": true, "cancelInterpreting": true, "signInterpreting": true, "proposeClaim": true, "answerReferralByLink": true, "answerConsentByLink": true,
	"acceptTranslation": true, "declineTranslation": true, "beginTranslationFile": true, "signTranslationParts": true, "completeTranslationFile": true, "removeTranslationFile": true,
	"reportClientMissing": true, "offerInterpretingSwap": true, "withdrawInterpretingSwap": true, "acceptSwap": true, "declineSwap": true,
	"deliverTranslation": true, "giveFeedback": true, "complain": true, "handInSurvey": true,
}

func TestEachRootFieldSaysWhoMayAsk(t *testing.T) {
	t.Parallel()
	used := map[string]bool{}
	for _, root := range roots(schema(t)) {
		for _, f := range root.Fields {
			can := f.Directives.ForName("can")
			if strings.HasPrefix(f.Name, "__") {
				continue
			}
			if can == nil {
				t.Errorf("%s.%s says nothing", root.Name, f.Name)
				continue
			}
			action := can.Arguments.ForName("action").Value.Raw
			used[action] = true
			if !identity.KnownAction(action) {
				t.Errorf("%s.%s: nobody knows the action %q", root.Name, f.Name, action)
			}
			if root.Name == "Mutation" && action == identity.ActionPublic && !forEverybody[f.Name] {
				t.Errorf("%s changes something for whoever asks", f.Name)
			}
		}
	}
	// What is served beside the schema, or stands in the SQL of an edge.
	elsewhere := []string{"office.jobs", "letters.read", "messages.read", "messages.send", "budgets.exceed"}
	for _, action := range identity.Actions() {
		if !used[action] && !slices.Contains(elsewhere, action) {
			t.Errorf("no field of the schema asks for %q", action)
		}
	}
}

func TestEachRoleHasItsRowInTheTable(t *testing.T) {
	t.Parallel()
	for _, role := range identity.Roles {
		if !slices.ContainsFunc(identity.Actions(), role.May) {
			t.Errorf("%s may do nothing", role)
		}
		if role == identity.Admin && (role.May("cases.read") || role.May("cases.list") || role.May("documents.read")) {
			t.Error("an admin sees cases")
		}
		if role.May("cases.approve") && !role.May("cases.read") {
			t.Errorf("%s approves what they may not read", role)
		}
	}
}

func TestMutationsTakeOneInputAndListsTheirSize(t *testing.T) {
	t.Parallel()
	s := schema(t)
	for _, f := range s.Mutation.Fields {
		if len(f.Arguments) == 0 { // there is nothing to say
			continue
		}
		if len(f.Arguments) != 1 || f.Arguments[0].Name != "input" || !f.Arguments[0].Type.NonNull {
			t.Errorf("%s: not one input", f.Name)
		}
	}
	for _, d := range s.Types {
		for _, f := range d.Fields {
			if f.Arguments.ForName("first") != nil && f.Arguments.ForName("after") == nil {
				t.Errorf("%s.%s has pages without a way to the next", d.Name, f.Name)
			}
		}
	}
}

func TestThePrintedSchemaIsFresh(t *testing.T) {
	t.Parallel()
	printed, err := os.ReadFile(filepath.Join("..", "schema.graphql"))
	if err != nil {
		t.Fatal(err)
	}
	if now := sdl.Print(schema(t)); now != string(printed) {
		t.Error("schema.graphql is stale; run make generate and commit it")
	}
}
