package office_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/cmd/office"
	"github.com/ankunft/ankunft/cmd/office/officetest"
)

const caseFields = `{ id version state permitted papers { item version state required expires } requests { id state }
 decision { id version state digest fourEyes number } delivery { state servedOn } }`

type caseView struct {
	ID        uuid.UUID
	Version   int
	State     string
	Permitted []string
	Papers    []struct {
		Item, State       string
		Version           int
		Required, Expires bool
	}
	Requests []struct{ ID, State string }
	Decision *struct {
		ID, State, Digest string
		Version           int
		FourEyes          bool
		Number            *string
	}
	Delivery *struct{ State, ServedOn string }
}

// do sends one mutation on a case with an input and reads the case as it then stands.
func do(t *testing.T, p *officetest.Person, field, input string, in map[string]any) *caseView {
	t.Helper()
	var got map[string]*caseView
	p.Must(t, "mutation($in: "+input+"!) { "+field+"(input: $in) "+caseFields+" }", map[string]any{"in": in}, &got)
	return got[field]
}

func look(t *testing.T, p *officetest.Person, id uuid.UUID) *caseView {
	t.Helper()
	var got struct{ Case *caseView }
	p.Must(t, "query($id: ID!) { case(id: $id) "+caseFields+" }", map[string]any{"id": id}, &got)
	return got.Case
}

// checkAll accepts every paper that is there to be checked.
func checkAll(t *testing.T, clerk *officetest.Person, c *caseView) *caseView {
	t.Helper()
	for _, p := range c.Papers {
		if p.State == "to_check" {
			in := map[string]any{"case": c.ID, "item": p.Item, "version": p.Version, "verdict": "accepted"}
			if p.Expires {
				in["validUntil"] = "2028-12-31"
			}
			c = do(t, clerk, "checkPaper", "CheckPaper", in)
		}
	}
	return c
}

// draft writes a grant for the longest lawful time.
func draft(t *testing.T, clerk *officetest.Person, c *caseView) *caseView {
	t.Helper()
	var frame struct{ DecisionFrame struct{ LongestUntil string } }
	clerk.Must(t, `query($id: ID!) { decisionFrame(case: $id) { longestUntil } }`, map[string]any{"id": c.ID}, &frame)
	return do(t, clerk, "draftDecision", "DraftDecision", map[string]any{
		"case": c.ID, "version": c.Version, "outcome": "grant", "reasons": "Die Voraussetzungen der Verlängerung liegen vor.",
		"modules": []string{"grant_study"}, "validFrom": "2026-12-21", "validUntil": frame.DecisionFrame.LongestUntil,
	})
}

func propose(t *testing.T, clerk *officetest.Person, c *caseView) *caseView {
	t.Helper()
	return do(t, clerk, "proposeDecision", "ProposeDecision", map[string]any{"case": c.ID, "decision": c.Decision.ID, "version": c.Decision.Version})
}

func TestFromTheFirstAnswerToTheDelivery(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t)
	amal, clerk := o.Applicant(t), o.Colleague(t, officetest.Clerk())
	s := amal.Draft(t, officetest.Answers(nil))
	missing := "rent"
	for _, item := range s.Applications[0].Checklist {
		if item.Required && item.Item != missing {
			amal.Upload(t, "application", s.Applications[0].ID, item.Item)
		}
	}
	o.Work(t)
	opened := amal.Ask(t, officetest.SubmitDocument, amal.Submit(t, s)).Opened(t)
	o.Work(t)
	if res, pdf := amal.Get(t, "/files/letters/"+opened.ReceiptID.String()); res.StatusCode != http.StatusOK || !bytes.HasPrefix(pdf, []byte("%PDF")) {
		t.Errorf("receipt: %d", res.StatusCode)
	}
	c := checkAll(t, clerk, look(t, clerk, opened.CaseID))
	c = do(t, clerk, "requestPapers", "RequestPapers", map[string]any{"case": c.ID, "version": c.Version, "items": []string{missing}, "dueOn": "2026-12-15"})
	if c.State != "waiting" {
		t.Fatal(c.State)
	}
	o.Work(t)
	amal.Upload(t, "case", c.ID, missing)
	o.Work(t)
	amal.Must(t, `mutation($in: AnswerRequest!) { answerRequest(input: $in) { state } }`,
		map[string]any{"in": map[string]any{"case": c.ID, "request": c.Requests[0].ID}}, nil)
	o.Work(t)
	c = draft(t, clerk, checkAll(t, clerk, look(t, clerk, c.ID)))
	if c.Decision.FourEyes {
		t.Fatal("a plain extension asks for a second pair of eyes")
	}
	c = propose(t, clerk, c)
	if c.State != "decided" || c.Decision.Number == nil {
		t.Fatal(c.State)
	}
	o.Work(t)
	amal.Must(t, `mutation($id: ID!) { retrieveDecision(input: {case: $id}) { state decision { letter retrieved servedOn } } }`, map[string]any{"id": c.ID}, nil)
	o.Work(t)
	var status struct {
		PublicStatus *struct{ State, NextStep string }
	}
	o.Stranger(t).Must(t, `query($n: String!, $c: String!) { publicStatus(number: $n, code: $c) { state nextStep } }`,
		map[string]any{"n": opened.Number, "c": opened.Code}, &status)
	if status.PublicStatus == nil || status.PublicStatus.State != "decided" && status.PublicStatus.State != "delivered" {
		t.Fatal(status.PublicStatus)
	}
	for _, mail := range o.Mailer.Sent("") {
		if strings.Contains(mail.Text+mail.Subject, opened.Code) || strings.Contains(mail.Text, "Physik") {
			t.Errorf("a mail says more than that there is something: %s", mail.Subject)
		}
	}
	tamperingIsFound(t, o, c.ID)
}

// tamperingIsFound runs the command line as an operator does: it finds an entry that was changed by hand.
func tamperingIsFound(t *testing.T, o *officetest.Office, caseID uuid.UUID) {
	t.Helper()
	if err := o.Audit.Checkpoint(t.Context()); err != nil {
		t.Fatal(err)
	}
	if status, out := run(t, o, "audit", "verify"); status != 0 {
		t.Fatalf("an honest trail: %d %s", status, out)
	}
	const forge = "UPDATE audit.entry SET details = details || '{\"outcome\": \"refusal\"}' WHERE record_id = ? AND action = 'case.decided'"
	o.Exec(t, "ALTER TABLE audit.entry DISABLE TRIGGER USER")
	o.Exec(t, forge, caseID)
	o.Exec(t, "ALTER TABLE audit.entry ENABLE TRIGGER USER")
	if status, out := run(t, o, "audit", "verify"); status != 1 || !strings.Contains(out, caseID.String()) {
		t.Fatalf("a forged entry: %d %s", status, out)
	}
}

// run is the command line of a city's own program with the test's worlds for integrations.
func run(t *testing.T, o *officetest.Office, args ...string) (status int, out string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	status = office.Main(o.Plugins(), append([]string{"-c", configFile(t, o, nil)}, args...), &stdout, &stderr)
	return status, stdout.String() + stderr.String()
}

// Nobody is their own second pair of eyes: not through the schema, not with a copied digest, not by hand in the database.
func TestWhoeverProposedADecisionCannotApproveIt(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t)
	amal := o.Applicant(t)
	lead, second := o.Colleague(t, officetest.Lead()), o.Colleague(t, officetest.Approver())
	opened := amal.Apply(t, true, map[string]any{"subject_changed": true, "change_reason": "Ich habe gemerkt, dass mir die Statistik mehr liegt."})
	c := propose(t, lead, draft(t, lead, checkAll(t, lead, look(t, lead, opened.CaseID))))
	if c.State != "approval" || !c.Decision.FourEyes {
		t.Fatalf("%s, four eyes %v", c.State, c.Decision.FourEyes)
	}
	in := map[string]any{"in": map[string]any{"case": c.ID, "decision": c.Decision.ID, "digest": c.Decision.Digest}}
	const approve = `mutation($in: ApproveDecision!) { approveDecision(input: $in) { state } }`
	lead.Refused(t, "decisions.same_eyes", approve, in)
	lead.Refused(t, "decisions.same_eyes", `mutation($in: ReturnDecision!) { returnDecision(input: $in) { state } }`,
		map[string]any{"in": map[string]any{"case": c.ID, "decision": c.Decision.ID, "remark": "Bitte ändern."}})
	o.Colleague(t, officetest.Clerk()).Refused(t, "FORBIDDEN", approve, in)
	amal.Refused(t, "FORBIDDEN", approve, in)
	second.Refused(t, "decisions.digest", approve, map[string]any{"in": map[string]any{"case": c.ID, "decision": c.Decision.ID, "digest": strings.Repeat("0", 64)}})
	for _, forged := range []string{
		"UPDATE decisions.decision SET state = 'approved', approved_by = proposed_by, approved_at = now(), number = 'E-1' WHERE id = ?",
		"UPDATE decisions.decision SET state = 'approved', approved_at = now(), number = 'E-1' WHERE id = ?",
		"UPDATE decisions.decision SET proposed_by = gen_random_uuid(), drafted_by = gen_random_uuid() WHERE id = ?",
		"UPDATE decisions.decision SET four_eyes = false WHERE id = ?",
		"UPDATE decisions.decision SET valid_until = valid_until + 365 WHERE id = ?",
	} {
		if _, err := o.DB.ExecContext(t.Context(), forged, c.Decision.ID); err == nil {
			t.Errorf("the database took: %s", forged)
		}
	}
	second.Must(t, approve, in, nil)
	if c = look(t, second, c.ID); c.State != "decided" || c.Decision.Number == nil {
		t.Fatal(c.State)
	}
	second.Refused(t, "cases.state", approve, in)
}
