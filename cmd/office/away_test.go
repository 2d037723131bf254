package office_test

import (
	"strings"
	"testing"
	"time"

	"github.com/ankunft/ankunft/cmd/office/officetest"
)

// Who is away is seen by whoever plans the counters, and by whoever looks who is there today: that they are, and nothing else.
func TestWhoIsAwayIsSeenInThePlanOfCounters(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t)
	if err := o.Appointments.Begin(t.Context()); err != nil {
		t.Fatal(err)
	}
	lead, clerk := o.Colleague(t, officetest.Lead()), o.Colleague(t, officetest.Clerk())
	statesThat(t, clerk, lead, map[string]any{"kind": "language", "key": "ukr", "level": "native"})
	monday, _ := readPlan(t, lead).stretch(t, "1", 1)
	lead.Must(t, changing, in(map[string]any{"how": "move", "seat": []map[string]any{{"stretch": monday, "person": clerk.Account, "from": "2026-11-23"}}}), nil)
	const planDocument, speakersDocument = `{ appointmentPlan { people { id away { from to } } } }`, `{ speakers(site: "rathaus", language: "uk") { now away } }`
	enter := func(day, part string) {
		clerk.Must(t, `mutation($in: EnterAbsence!) { enterAbsence(input: $in) { id } }`, in(map[string]any{"day": day, "part": part}), nil)
	}
	enter("2027-02-01", "day") // not yet a matter of the plan
	if raw := lead.Ask(t, planDocument, nil).Raw; strings.Contains(raw, `"from"`) {
		t.Errorf("in ten weeks: %s", raw)
	}
	enter("2026-11-23", "morning")
	if raw := lead.Ask(t, planDocument, nil).Raw; strings.Count(raw, `{"from":"2026-11-22T23:00:00Z","to":"2026-11-23T11:00:00Z"}`) != 1 {
		t.Errorf("who plans does not see it: %s", raw)
	}
	colleague := o.Colleague(t, officetest.Clerk())
	if raw := colleague.Ask(t, planDocument, nil).Raw; strings.Contains(raw, `"from"`) {
		t.Errorf("a colleague reads when others are away: %s", raw)
	}
	o.Clock.Set(time.Date(2026, 11, 23, 7, 30, 0, 0, time.UTC))
	lead.LogInAgain(t, o.Worlds.Staff)
	if raw := lead.Ask(t, speakersDocument, nil).Raw; !strings.Contains(raw, `"away":true`) || strings.Contains(raw, `"away":false`) {
		t.Errorf("who looks who is there: %s", raw)
	}
}
