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
	if err := o.EraseInterpreter(t.Context(), uuid.New(), "gdpr_17"); err == nil {
		t.Error("nobody was erased")
	}
}
