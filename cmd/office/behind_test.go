package office_test

import (
	"slices"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/cmd/office/officetest"
	"github.com/ankunft/ankunft/modules/identity"
)

// An interpreter who is tied to somebody is not found for their appointment, however it is asked for; and nobody asks for what they may not see. What the
// person needs is known wherever they come.
func TestWhoIsTiedToAPersonIsNotAskedForWhatConcernsThem(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t)
	if err := o.Appointments.Begin(t.Context()); err != nil {
		t.Fatal(err)
	}
	amal, reza := o.Applicant(t), o.Applicant(t)
	hers, his := amal.Apply(t, false, nil).CaseID, reza.Apply(t, false, nil).CaseID
	clerk, lead := o.Colleague(t, officetest.Clerk()), o.Colleague(t, officetest.Lead())
	parwin, dina := interpreter(t, lead, "parwin"), interpreter(t, lead, "dina")
	day, times := freeDay(t, clerk)
	for n, id := range []uuid.UUID{hers, his} {
		clerk.Must(t, `mutation($in: BookForCase!) { bookForCase(input: $in) { items { id } } }`, map[string]any{"in": map[string]any{
			"case": id, "site": "rathaus", "concern": "fingerprints", "people": 1, "start": day + "T" + times[n], "key": id.String(),
		}}, nil)
	}
	clerk.Must(t, `mutation($in: NoteBias!) { noteBias(input: $in) { id } }`, map[string]any{"in": map[string]any{"interpreter": parwin, "subjectKind": "case", "subjectId": hers, "toldBy": "client"}}, nil)

	about := func(kind string, id uuid.UUID) map[string]any { return map[string]any{"kind": kind, "id": id} }
	wanted := func(kind string, id uuid.UUID) map[string]any {
		return map[string]any{"language": "prs", "form": "spoken", "mode": "on_site", "site": "rathaus", "from": day + "T10:00:00Z", "to": day + "T11:00:00Z", "about": about(kind, id)}
	}
	can := func(kind string, id uuid.UUID) []uuid.UUID {
		t.Helper()
		var got struct {
			WhoCan []struct{ Interpreter uuid.UUID }
		}
		clerk.Must(t, `query($w: InterpreterWanted!) { whoCan(wanted: $w) { interpreter } }`, map[string]any{"w": wanted(kind, id)}, &got)
		list := []uuid.UUID{}
		for _, c := range got.WhoCan {
			list = append(list, c.Interpreter)
		}
		return list
	}
	visit := appointmentOf(t, clerk, hers)
	for _, of := range []struct {
		kind string
		id   uuid.UUID
		both bool
	}{{"appointment", visit, false}, {"case", hers, false}, {"appointment", appointmentOf(t, clerk, his), true}, {"occasion", uuid.New(), true}} {
		if found := can(of.kind, of.id); !slices.Contains(found, dina) || slices.Contains(found, parwin) != of.both {
			t.Errorf("for the %s: %v", of.kind, found)
		}
	}
	const ask = `mutation($in: AskInterpreter!) { askInterpreter(input: $in) { id state } }`
	asking := func(kind string, id, whom uuid.UUID) map[string]any {
		return map[string]any{"in": map[string]any{"key": uuid.NewString(), "about": about(kind, id), "wanted": wanted(kind, id), "chosen": []uuid.UUID{whom}, "team": officetest.Clerk().Teams[0]}}
	}
	clerk.Refused(t, "interpreters.taken", ask, asking("appointment", visit, parwin))
	clerk.Refused(t, "interpreters.none", ask, asking("appointment", uuid.New(), dina))
	clerk.Refused(t, "interpreters.none", ask, asking("spaceship", visit, dina))
	elsewhere := o.Colleague(t, identity.Right{Role: identity.Clerk, Teams: []string{"family"}})
	elsewhere.Refused(t, "interpreters.none", `query($w: InterpreterWanted!) { whoCan(wanted: $w) { interpreter } }`, map[string]any{"w": wanted("case", hers)})
	clerk.Must(t, ask, asking("appointment", visit, dina), nil)

	// Told at the appointment, known at the case.
	clerk.Must(t, `mutation($in: SetInterpreterNeed!) { setInterpreterNeed(input: $in) { name } }`,
		map[string]any{"in": map[string]any{"subjectKind": "appointment", "subjectId": visit, "enoughGerman": false, "language": "prs", "version": 0}}, nil)
	var need struct {
		InterpreterNeed struct{ Name, SubjectKind string }
	}
	clerk.Must(t, `query($id: ID!) { interpreterNeed(kind: "case", id: $id) { name subjectKind } }`, map[string]any{"id": hers}, &need)
	if need.InterpreterNeed.Name != "Dari" || need.InterpreterNeed.SubjectKind != "person" {
		t.Error(need)
	}
}

// freeDay is a day of a house on which somebody can have fingerprints taken, and its free times.
func freeDay(t *testing.T, who *officetest.Person) (day string, times []string) {
	t.Helper()
	var free struct {
		FreeDays  struct{ Next *string }
		FreeTimes []string
	}
	search := map[string]any{"s": map[string]any{"site": "rathaus", "concern": "fingerprints", "people": 1}}
	who.Must(t, `query($s: FreeSearch!) { freeDays(search: $s) { next } }`, search, &free)
	search["d"] = *free.FreeDays.Next
	who.Must(t, `query($s: FreeSearch!, $d: Date!) { freeTimes(search: $s, day: $d) }`, search, &free)
	return *free.FreeDays.Next, free.FreeTimes
}
