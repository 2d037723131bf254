package identity_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/identity"
)

// The whole table, written out a second time: who changes a right changes it here too, on purpose.
var table = map[string]string{ // c clerk, p approver, l lead, m mailroom, f front desk, u auditor, t training, o personnel, r council, a admin
	"cases.list": "cplmf", "cases.read": "cplfu", "cases.assign": "cl", "cases.check": "cl", "cases.decide": "cl", "cases.approve": "pl",
	"persons.read": "cplf", "persons.match": "cl", "documents.read": "cpl", "letters.read": "cpl", "letters.print": "lm",
	"letters.post": "lm", "messages.read": "cplf", "messages.send": "cl", "audit.trail": "cplu", "audit.status": "ua",
	"appointments.read": "cplf", "appointments.book": "clf", "appointments.plan": "l", "frontdesk.read": "cplf", "frontdesk.serve": "clf", "frontdesk.close": "lf", "frontdesk.move": "lf",
	"clearing.serve": "clf", "interpreters.read": "cplf", "interpreters.book": "clf", "interpreters.keep": "l", "interpreters.duty": "lf",
	"partners.read": "clf", "partners.keep": "l", "partners.refer": "clf", "partners.incident": "clf",
	"budgets.read": "lu", "budgets.set": "l", "budgets.exceed": "l",
	"settlement.read": "clu", "settlement.confirm": "cl", "settlement.keep": "l", "settlement.export": "l", "settlement.audit": "lu", "quality.read": "l", "quality.complaints": "l",
	"training.own": "cplmfutora", "training.team": "lt", "training.keep": "t", "training.except": "lt", "training.approve": "lt", "training.figures": "tr",
	"qualifications.own": "cplmfutora", "qualifications.read": "lft", "qualifications.keep": "lt",
	"supervision.own": "cplmfutora", "supervision.keep": "t", "supervision.accounts": "to", "supervision.figures": "ltr", "onboarding.own": "cplmfutora", "onboarding.keep": "lt", "onboarding.plans": "t",
	"workforce.read": "lor", "workforce.names": "lo", "workforce.keep": "o", "surveys.own": "cplmfutora", "surveys.ask": "tor",
	"identity.staff": "cplmfutora", "identity.grant": "a", "office.jobs": "a",
}

var letters = map[identity.Role]rune{
	identity.Clerk: 'c', identity.Approver: 'p', identity.Lead: 'l', identity.Mailroom: 'm', identity.Frontdesk: 'f', identity.Auditor: 'u', identity.Training: 't',
	identity.Personnel: 'o', identity.Council: 'r', identity.Admin: 'a',
}

func TestEveryRoleMayDoWhatTheTableSaysAndNothingElse(t *testing.T) {
	t.Parallel()
	if len(letters) != len(identity.Roles) || len(table) != len(identity.Actions()) {
		t.Fatal("the table is not complete:", identity.Actions())
	}
	for action, may := range table {
		for _, role := range identity.Roles {
			want := slices.Contains([]rune(may), letters[role])
			v := identity.StaffViewer(uuid.New(), identity.Right{Role: role})
			if v.Can(action) != want {
				t.Errorf("%s may do %s: %v", role, action, !want)
			}
			for kind, other := range map[identity.AccountKind]*identity.Viewer{
				identity.KindApplicant: {AccountID: uuid.New(), Kind: identity.KindApplicant, Rights: v.Rights},
				identity.KindPartner:   {AccountID: uuid.New(), Kind: identity.KindPartner, Rights: v.Rights},
				"public":               {Rights: v.Rights},
			} {
				if other.Can(action) {
					t.Errorf("%s may do %s", kind, action)
				}
			}
		}
	}
}

func TestWhatHangsOnNoRole(t *testing.T) {
	t.Parallel()
	staff := identity.StaffViewer(uuid.New(), identity.Right{Role: identity.Admin})
	applicant := &identity.Viewer{AccountID: uuid.New(), Kind: identity.KindApplicant}
	partner := &identity.Viewer{AccountID: uuid.New(), Kind: identity.KindPartner}
	for _, c := range []struct {
		v    *identity.Viewer
		may  []string
		not  []string
		name string
	}{
		{&identity.Viewer{}, []string{"public"}, []string{"account", "applicant", "partner", "cases.read", "", "nothing"}, "the public"},
		{staff, []string{"public", "account"}, []string{"applicant", "partner", "", "nothing"}, "staff"},
		{applicant, []string{"public", "account", "applicant"}, []string{"partner", "cases.read", "nothing"}, "an applicant"},
		{partner, []string{"public", "account", "partner"}, []string{"applicant", "cases.read"}, "a partner"},
	} {
		for _, a := range c.may {
			if !c.v.Can(a) {
				t.Errorf("%s may not do %q", c.name, a)
			}
		}
		for _, a := range c.not {
			if c.v.Can(a) {
				t.Errorf("%s may do %q", c.name, a)
			}
		}
	}
}

// The schema names no action that the table does not know, and the table none that nothing asks for.
func TestTheSchemaAndTheTableNameTheSameActions(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../../graph/*/*.graphql")
	if err != nil || len(files) == 0 {
		t.Fatal("no schema", err)
	}
	named := regexp.MustCompile(`@can\(action: *"([^"]*)"\)`)
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range named.FindAllSubmatch(text, -1) {
			if !identity.KnownAction(string(m[1])) {
				t.Errorf("%s asks for %q, which nobody may do", f, m[1])
			}
		}
	}
}
