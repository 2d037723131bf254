package office_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/uuid"

	office "github.com/ankunft/ankunft/cmd/office"
	"github.com/ankunft/ankunft/cmd/office/officetest"
)

// An interpreter who wants to be forgotten is, once nobody counts on them any more; what they did stays as a figure.
func TestAnInterpreterIsForgottenOnceNothingIsLeftToDo(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t)
	if err := o.Appointments.Begin(t.Context()); err != nil {
		t.Fatal(err)
	}
	clerk, lead := o.Colleague(t, officetest.Clerk()), o.Colleague(t, officetest.Lead())
	parwin := interpreter(t, lead, "parwin")
	lead.Must(t, `mutation($in: SetInterpreterTimes!) { setInterpreterTimes(input: $in) { hours { weekday } } }`, map[string]any{"in": map[string]any{
		"interpreter": parwin, "hours": []map[string]any{{"weekday": 1, "fromMinute": 480, "toMinute": 960, "modes": []string{"on_site"}, "validFrom": "2026-01-01"}}, "away": []any{},
	}}, nil)
	day, _ := freeDay(t, clerk)
	var asked struct{ AskInterpreter struct{ ID uuid.UUID } }
	clerk.Must(t, `mutation($in: AskInterpreter!) { askInterpreter(input: $in) { id } }`, map[string]any{"in": map[string]any{
		"key": "a", "about": map[string]any{"kind": "occasion", "id": uuid.New()}, "chosen": []uuid.UUID{parwin}, "team": officetest.Clerk().Teams[0],
		"wanted": map[string]any{"language": "prs", "form": "spoken", "mode": "on_site", "site": "rathaus", "from": day + "T10:00:00Z", "to": day + "T11:00:00Z"},
	}}, &asked)
	if err := o.EraseInterpreter(t.Context(), parwin, "gdpr_17"); !errors.Is(err, office.ErrBookedInterpreter) {
		t.Fatal("erased while asked:", err)
	}
	clerk.Must(t, `mutation($id: ID!) { cancelInterpreterRequest(input: {id: $id}) { state } }`, map[string]any{"id": asked.AskInterpreter.ID}, nil)
	o.Work(t)
	account := uuid.New()
	o.Exec(t, `INSERT INTO identity.account (id, kind, issuer, subject, email, trust, created_at) VALUES (?, 'applicant', 'https://x.example', 'x', 'parwin@dolmetschen.example', 'email', now())`, account)
	o.Exec(t, "UPDATE linguists.interpreter SET account_id = ? WHERE id = ?", account, parwin)
	order, paper, offer := uuid.New(), uuid.New(), uuid.New()
	o.Exec(t, `INSERT INTO translations.orders (id, key, about_kind, about_id, document_id, title, pages, language, direction, expected_strokes, due_on, offer_minutes, team, state, interpreter_id, asked_at)
VALUES (?, 'x', 'case', ?, ?, 'Urkunde', 1, 'prs', 'into_german', 1500, '2027-01-01', 60, 'familie', 'given', ?, now())`, order, paper, paper, parwin)
	o.Exec(t, "INSERT INTO translations.offer (id, order_id, interpreter_id, rank, state, cents, reason) VALUES (?, ?, ?, 1, 'accepted', 1, 'krank')", offer, order, parwin)
	if err := o.EraseInterpreter(t.Context(), parwin, "gdpr_17"); !errors.Is(err, office.ErrBookedInterpreter) {
		t.Fatal("erased while at work on a translation:", err)
	}
	o.Exec(t, "UPDATE translations.orders SET state = 'cancelled' WHERE id = ?", order)
	complaint := uuid.New()
	o.Exec(t, `INSERT INTO quality.complaint (id, key, interpreter_id, from_side, text, received_on, due_on) VALUES (?, 'x', ?, 'other', 'Parwin', '2026-01-01', '2026-01-15')`, complaint, parwin)
	if err := o.EraseInterpreter(t.Context(), parwin, "gdpr_17"); !errors.Is(err, office.ErrComplainedOf) {
		t.Fatal("erased while a complaint is open:", err)
	}
	o.Exec(t, "UPDATE quality.complaint SET state = 'settled', outcome = 'withdrawn', settled_on = '2026-01-02' WHERE id = ?", complaint)
	if err := o.EraseInterpreter(t.Context(), parwin, "Parwin wants it"); !errors.Is(err, office.ErrReason) {
		t.Error("a name in the trail:", err)
	}
	if err := o.EraseInterpreter(t.Context(), parwin, "gdpr_17"); err != nil {
		t.Fatal(err)
	}
	a := clerk.Ask(t, `query($id: ID!, $r: ID!) { interpreter(id: $id) { name email phone state skills { name } } interpreterRequest(id: $r) { offers { name } } }`,
		map[string]any{"id": parwin, "r": asked.AskInterpreter.ID})
	if a.Code() != "" || strings.Contains(a.Raw, "parwin") || !strings.Contains(a.Raw, `"ended"`) || strings.Contains(a.Raw, "Dari") {
		t.Error(a.Raw)
	}
	if o.Count(t, "quality.complaint WHERE text <> ''") != 0 {
		t.Error("what was said of them is left")
	}
	if o.Count(t, "translations.offer WHERE reason <> ''") != 0 {
		t.Error("what they said is left")
	}
	mailed := "messages.mail WHERE address = 'parwin@dolmetschen.example'"
	if all := everything(t, o); o.Count(t, mailed) != 0 || o.Count(t, "identity.account WHERE id = ?", account) != 0 || strings.Contains(all, "parwin@dolmetschen.example") {
		t.Error("mails or account are left:", o.Count(t, mailed))
	}
	if err := o.EraseInterpreter(t.Context(), uuid.New(), "gdpr_17"); err == nil {
		t.Error("nobody was erased")
	}
}
