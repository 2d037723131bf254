package office_test

import (
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/cmd/office/officetest"
	"github.com/ankunft/ankunft/modules/capacity"
	"github.com/ankunft/ankunft/platform/clock"
)

// interpreter puts somebody who speaks Dari into the directory, with what the city requires.
func interpreter(t *testing.T, lead *officetest.Person, name string) uuid.UUID {
	t.Helper()
	var made struct{ CreateInterpreter struct{ ID uuid.UUID } }
	lead.Must(t, `mutation($in: InterpreterDetails!) { createInterpreter(input: $in) { id } }`, map[string]any{"in": map[string]any{
		"kind": "person", "name": name, "email": name + "@dolmetschen.example", "modes": []string{"on_site"}, "exempt": true,
		"skills": []map[string]any{{"language": "prs", "form": "spoken", "level": "native"}},
	}}, &made)
	for _, kind := range []string{"secrecy", "data_protection"} {
		lead.Must(t, `mutation($in: NoteProof!) { noteProof(input: $in) { id } }`,
			map[string]any{"in": map[string]any{"interpreter": made.CreateInterpreter.ID, "kind": kind, "issuedOn": clock.DateOf(clock.System().Now()).AddDays(-30)}}, nil)
	}
	return made.CreateInterpreter.ID
}

// A clerk books an appointment of a case with its interpreter: both or nothing. Moving it asks the interpreter again, cancelling it sets them free.
func TestAnAppointmentIsBookedWithItsInterpreterOrNotAtAll(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t)
	o.Appointments.Rules.Release = []capacity.Release{{Share: 100, Days: 60, At: "00:00"}} // the same time at each counter
	if err := o.Appointments.Begin(t.Context()); err != nil {
		t.Fatal(err)
	}
	amal, reza := o.Applicant(t), o.Applicant(t)
	first, second := amal.Apply(t, false, nil).CaseID, reza.Apply(t, false, nil).CaseID
	clerk, lead := o.Colleague(t, officetest.Clerk()), o.Colleague(t, officetest.Lead())
	parwin := interpreter(t, lead, "parwin")

	day, times := freeDay(t, clerk)
	book := func(caseID uuid.UUID, key string) *officetest.Answer {
		t.Helper()
		return clerk.Ask(t, `mutation($in: BookForCase!) { bookForCase(input: $in) { items { id state } } }`, map[string]any{"in": map[string]any{
			"case": caseID, "site": "rathaus", "concern": "fingerprints", "people": 1, "start": day + "T" + times[0], "key": key,
			"interpreter": map[string]any{"language": "prs", "form": "spoken", "mode": "on_site", "chosen": []uuid.UUID{parwin}},
		}})
	}
	if a := book(first, "a"); a.Code() != "" {
		t.Fatalf("%s", a.Raw)
	}
	if a := book(second, "b"); a.Code() != "interpreters.taken" {
		t.Fatalf("the interpreter is at two places: %s", a.Raw)
	}
	var booked struct {
		CaseAppointments struct{ Items []struct{ ID uuid.UUID } }
	}
	clerk.Must(t, `query($id: ID!) { caseAppointments(case: $id) { items { id } } }`, map[string]any{"id": second}, &booked)
	if len(booked.CaseAppointments.Items) != 0 {
		t.Fatal("booked without the interpreter who was wanted")
	}

	asked := func() map[string]int {
		t.Helper()
		var got struct {
			InterpreterRequests struct{ Items []struct{ State string } }
		}
		clerk.Must(t, `{ interpreterRequests(first: 20) { items { state } } }`, nil, &got)
		n := map[string]int{}
		for _, r := range got.InterpreterRequests.Items {
			n[r.State]++
		}
		return n
	}
	if n := asked(); n["open"] != 1 {
		t.Fatal(n)
	}
	id := appointmentOf(t, clerk, first)
	clerk.Must(t, `mutation($in: MoveAppointmentFor!) { moveAppointmentFor(input: $in) { state } }`,
		map[string]any{"in": map[string]any{"id": id, "start": day + "T" + times[len(times)-1], "key": "m"}}, nil)
	if n := asked(); n["open"] != 1 {
		t.Fatal("nobody is asked for the new time:", n)
	}
	if a := book(second, "c"); a.Code() != "" {
		t.Fatalf("the old time is not free: %s", a.Raw)
	}
	clerk.Must(t, `mutation($in: CancelAppointmentFor!) { cancelAppointmentFor(input: $in) { state } }`,
		map[string]any{"in": map[string]any{"id": id, "reason": "Das Gerät ist defekt."}}, nil)
	if n := asked(); n["open"] != 1 {
		t.Fatal("somebody is still asked for what does not take place:", n)
	}
}
