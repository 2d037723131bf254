package cases_test

import (
	"strings"
	"sync"
	"testing"

	"github.com/ankunft/ankunft/modules/applications"
	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/cases/casestest"
)

// What must never be stands in the database too, for whoever finds another way to it.
func TestTheDatabaseRefusesWhatMustNotBe(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk := o.Applicant(t), o.Clerk(t)
	id := o.WithPassport(t, who)
	o.Ask(t, clerk, id, "photo")
	for name, c := range map[string]struct{ statement, want string }{
		"a second open request":         {"INSERT INTO cases.request SELECT gen_random_uuid(), case_id, items, due_on, text, 'open', NULL, now(), NULL, NULL, NULL FROM cases.request", "request_open"},
		"a request of nothing":          {"UPDATE cases.request SET items = '{}'", "request_items_check"},
		"a second pause at once":        {"INSERT INTO cases.pause SELECT gen_random_uuid(), case_id, reason, from_on, NULL, NULL FROM cases.pause", "pause_one"},
		"a pause without a reason":      {"UPDATE cases.case SET paused_reason = NULL", "case_pause"},
		"closed, yet open":              {"UPDATE cases.case SET closed_at = now()", "case_closed"},
		"delivered, yet not closed":     {"UPDATE cases.case SET state = 'delivered'", "case_closed"},
		"a state that there is not":     {"UPDATE cases.case SET state = 'lost'", "case_state_check"},
		"an accepted paper of nothing":  {"UPDATE cases.paper SET state = 'accepted' WHERE item = 'photo'", "paper_there"},
		"a rejection without a reason":  {"UPDATE cases.paper SET state = 'rejected', reason = NULL WHERE item = 'passport'", "paper_rejected"},
		"a paper twice":                 {"INSERT INTO cases.paper (id, case_id, item, required, expires, state, position) SELECT gen_random_uuid(), case_id, item, true, false, 'missing', 99 FROM cases.paper LIMIT 1", "paper_item"},
		"a case of nobody on file":      {"UPDATE cases.case SET person_id = gen_random_uuid()", "case_person_id_fkey"},
		"a hand on the legal risk line": {"UPDATE cases.case SET risk_on = '2030-01-01'", "risk_on"},
	} {
		_, err := o.DB.ExecContext(t.Context(), c.statement)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A code that is stolen from the database opens nothing: only its digest lies there.
func TestSecretCodesAreNotKept(t *testing.T) {
	t.Parallel()
	o := open(t)
	opened := o.Apply(t, o.Applicant(t))
	for _, code := range []string{*opened.Code, strings.ReplaceAll(*opened.Code, "-", "")} {
		if n := o.Count(t, "cases.case c WHERE c::text LIKE '%' || ? || '%'", code); n != 0 {
			t.Error("the code lies beside the case")
		}
		if n := o.Count(t, "audit.entry e WHERE e::text LIKE '%' || ? || '%'", code); n != 0 {
			t.Error("the code lies in the trail")
		}
		if n := o.Count(t, "messages.mail m WHERE m::text LIKE '%' || ? || '%'", code); n != 0 {
			t.Error("the code lies in a mail")
		}
	}
}

// Whoever changes the sealed answers by hand is found out when the case is read.
func TestASealThatWasBrokenIsSeen(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerk := o.Clerk(t)
	id := o.Apply(t, o.Applicant(t)).CaseID
	if seal, err := o.Seal(clerk, o.Read(t, clerk, id)); err != nil || !seal.Valid {
		t.Fatalf("%+v %v", seal, err)
	}
	const forged = "convert_to(replace(convert_from(content, 'UTF8'), 'Nguyễn', 'Andere'), 'UTF8')"
	if _, err := o.DB.ExecContext(t.Context(), "UPDATE applications.seal SET content = "+forged); err == nil {
		t.Error("the database took other answers under the same digest")
	}
	_, err := o.DB.ExecContext(t.Context(), "ALTER TABLE applications.seal DISABLE TRIGGER USER; UPDATE applications.seal SET content = "+forged+", sha256 = sha256("+forged+")")
	casestest.Must(t, err) // a digest of the forgery's own: the trail knows another
	if seal, err := o.Seal(clerk, o.Read(t, clerk, id)); err != nil || seal.Valid {
		t.Errorf("%+v %v", seal, err)
	}
}

// Many submits at one moment: each case has a number of its own, and a receipt.
func TestManySubmitsAtOnceHaveNumbersOfTheirOwn(t *testing.T) {
	t.Parallel()
	o := open(t)
	const many = 12
	opened := make([]*applications.OpenedCase, many)
	var wg sync.WaitGroup
	for i := range many {
		who := o.Applicant(t)
		sit := o.Sitting(t, who, casestest.Linh())
		wg.Go(func() { opened[i] = o.Submit(t, who, sit.ID, true) })
	}
	wg.Wait()
	numbers := map[string]bool{}
	for _, c := range opened {
		if c == nil || c.ReceiptID == nil {
			t.Fatal("no case, or no receipt")
		}
		numbers[c.Number] = true
	}
	if len(numbers) != many || o.Count(t, "cases.case") != many || o.Count(t, "events.event WHERE name = 'cases.opened'") != many {
		t.Errorf("%d numbers", len(numbers))
	}
}

func TestRoutingTellsItsReasonsInGerman(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerk := o.Clerk(t)
	d := o.Read(t, clerk, o.Apply(t, o.Applicant(t), map[string]any{
		"subject_changed": true, "change_reason": "Darum.", "title_end": "2026-12-01",
	}).CaseID)
	if d.Urgency != "soon" || d.Difficulty != "hard" || len(d.Routing) != 2 || d.Routing[0] != "Titel läuft in vier Wochen oder früher ab" ||
		d.Routing[1] != "Fach gewechselt (§ 16b Abs. 4)" {
		t.Errorf("%s %s %v", d.Urgency, d.Difficulty, d.Routing)
	}
	if d.TeamName == "" || d.TeamName == d.Team || d.ServiceTitle == "" || d.LegalBasis == "" || d.Clock.PromiseDays != 42 {
		t.Errorf("%+v", d)
	}
	if plain := o.Read(t, clerk, o.Apply(t, o.Applicant(t)).CaseID); plain.Urgency != "normal" || len(plain.Routing) != 0 || plain.State != cases.Received {
		t.Errorf("%v", plain.Routing)
	}
}
