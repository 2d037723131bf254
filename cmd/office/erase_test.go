package office_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/cmd/office/officetest"
	"github.com/ankunft/ankunft/modules/identity"
)

// whose is the person of a case.
func whose(t *testing.T, o *officetest.Office, caseID uuid.UUID) (person uuid.UUID) {
	t.Helper()
	if err := o.DB.NewRaw("SELECT person_id FROM cases.case_v1 WHERE id = ?", caseID).Scan(t.Context(), &person); err != nil {
		t.Fatal(err)
	}
	return person
}

// everything is all that the office holds of anybody, tables and objects, as text; the trail too.
func everything(t *testing.T, o *officetest.Office) string {
	t.Helper()
	var tables []string
	err := o.DB.NewRaw(`SELECT schemaname || '.' || quote_ident(tablename) FROM pg_tables
		WHERE schemaname IN ('audit', 'messages', 'identity', 'persons', 'documents', 'letters', 'applications', 'cases', 'decisions', 'events', 'river')`).Scan(t.Context(), &tables)
	if err != nil || len(tables) < 30 {
		t.Fatal(tables, err)
	}
	var all strings.Builder
	for _, table := range tables {
		var rows string
		if err := o.DB.NewRaw("SELECT coalesce(string_agg(x::text, ' '), '') FROM "+table+" AS x").Scan(t.Context(), &rows); err != nil {
			t.Fatal(table, err)
		}
		all.WriteString(table + ": " + rows + "\n")
	}
	return all.String()
}

func TestAPersonIsErasedWhenTheLawLetsItAndTheTrailStaysWhole(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t)
	amal, ben := o.Applicant(t), o.Applicant(t, func(c *identity.Claims) {
		c.Name, c.GivenName, c.FamilyName, c.BirthDate = "Benedykta Kowalska", "Benedykta", "Kowalska", "1999-09-09"
	})
	gone := amal.Apply(t, true, nil)
	stays := ben.Apply(t, false, map[string]any{
		"family_name": "Kowalska", "given_names": "Benedykta", "birth_date": "1999-09-09", "name_original": nil, "passport_number": "EK123456"})
	amal.Draft(t, officetest.Answers(nil)) // a draft of a second application
	person := whose(t, o, gone.CaseID)
	refused := func(says string, args ...string) {
		t.Helper()
		if status, out := run(t, o, append([]string{"erase", "--person", person.String()}, args...)...); status != 1 || !strings.Contains(out, says) {
			t.Errorf("%d %s, want %q", status, out, says)
		}
	}
	refused("still open", "--reason", "gdpr_17")
	refused("a word such as", "--reason", "Amal Haddadin wants it")
	amal.Must(t, `mutation($in: WithdrawCase!) { withdrawCase(input: $in) { state } }`, map[string]any{"in": map[string]any{"case": gone.CaseID}}, nil)
	o.Work(t)
	refused("must still be kept", "--reason", "gdpr_17")
	o.Exec(t, "UPDATE cases.case SET closed_at = closed_at - interval '11 years' WHERE id = ?", gone.CaseID)
	if err := o.Audit.Checkpoint(t.Context()); err != nil {
		t.Fatal(err)
	}
	o.Work(t)
	if keys := len(o.Store.Keys()); keys < 10 {
		t.Fatalf("%d objects", keys)
	}

	if status, out := run(t, o, "erase", "--person", person.String(), "--reason", "retention_over"); status != 0 || !strings.Contains(out, "1 persons, 1 cases") || !strings.Contains(out, "1 accounts") {
		t.Fatalf("%d %s", status, out)
	}
	o.Work(t)
	held := everything(t, o)
	for _, word := range []string{"Haddadin", "Amal", "حدّادين", "T7654321", amal.Claims.Email, amal.Claims.Subject, gone.Number} {
		if at := strings.Index(held, word); at >= 0 {
			line := held[strings.LastIndexByte(held[:at], '\n')+1:]
			t.Errorf("%s is still there: %.200s", word, line)
		}
	}
	for _, word := range []string{"Kowalska", ben.Claims.Email, stays.Number} {
		if !strings.Contains(held, word) {
			t.Errorf("%s went with somebody else", word)
		}
	}
	if keys := o.Store.Keys(); len(keys) != 1 { // the other's receipt
		t.Errorf("objects left: %v", keys)
	}
	if n := o.Count(t, "audit.entry WHERE record_id = ? AND action IN ('person.erasure_ordered', 'person.erased')", person); n != 2 {
		t.Errorf("%d entries tell it", n)
	}
	if err := o.Audit.Checkpoint(t.Context()); err != nil {
		t.Fatal(err)
	}
	if status, out := run(t, o, "audit", "verify"); status != 0 {
		t.Errorf("the trail: %d %s", status, out)
	}
	refused("persons.not_found", "--reason", "again")
	amal.Refused(t, "UNAUTHENTICATED", `{ mySittings { next } }`, nil)
	look(t, o.Colleague(t, officetest.Clerk()), stays.CaseID)
}
