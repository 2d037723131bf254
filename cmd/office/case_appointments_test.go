package office_test

import (
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/cmd/office/officetest"
)

type ahead struct {
	MyCaseAppointments struct {
		Items       []visit
		Invitations []struct {
			Token   string
			Concern struct{ Key string }
		}
	}
}

const aheadDocument = `query($id: ID!) { myCaseAppointments(case: $id) { items { token state day time } invitations { token concern { key } } } }`

// A clerk invites the person of a case. The person finds the invitation on their own page, chooses a time, and sees it there; the clerk cancels it and
// it is gone from there. Nobody else sees any of it.
func TestWhatIsAheadStandsOnOnesOwnCase(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t)
	if err := o.Appointments.Begin(t.Context()); err != nil {
		t.Fatal(err)
	}
	amal, clerk := o.Applicant(t), o.Colleague(t, officetest.Clerk())
	id := amal.Apply(t, true, nil).CaseID
	mine := func() (got ahead) {
		t.Helper()
		amal.Must(t, aheadDocument, map[string]any{"id": id}, &got)
		return got
	}
	if got := mine().MyCaseAppointments; len(got.Items)+len(got.Invitations) != 0 {
		t.Fatalf("%+v", got)
	}
	clerk.Must(t, `mutation($in: InviteToAppointment!) { inviteToAppointment(input: $in) { concern } }`,
		map[string]any{"in": map[string]any{"case": id, "concern": "fingerprints", "people": 1, "key": "k"}}, nil)
	invited := mine().MyCaseAppointments
	if len(invited.Invitations) != 1 || invited.Invitations[0].Concern.Key != "fingerprints" {
		t.Fatalf("%+v", invited)
	}
	for name, other := range map[string]*officetest.Person{"somebody else": o.Applicant(t), "a stranger": o.Stranger(t)} {
		if a := other.Ask(t, aheadDocument, map[string]any{"id": id}); a.Code() == "" {
			t.Errorf("%s reads it: %s", name, a.Raw)
		}
	}

	token := invited.Invitations[0].Token
	booked := bookFirst(t, amal, token)
	after := mine().MyCaseAppointments
	if len(after.Invitations) != 0 || len(after.Items) != 1 || after.Items[0].State != "booked" || after.Items[0].Day != booked.Day || after.Items[0].Token == "" {
		t.Fatalf("%+v", after)
	}
	if papers := toBring(t, o, after.Items[0].Token); len(papers) != 0 {
		t.Errorf("all is there, and asked for again: %+v", papers)
	}
	reject(t, clerk, id, "health_insurance")
	if papers := toBring(t, o, after.Items[0].Token); len(papers) != 1 || papers[0].Title != "Proof of health insurance" || papers[0].Why == "" || papers[0].Whose != "" {
		t.Errorf("one paper is to be brought: %+v", papers)
	}
	clerk.Must(t, `mutation($in: CancelAppointmentFor!) { cancelAppointmentFor(input: $in) { state } }`,
		map[string]any{"in": map[string]any{"id": appointmentOf(t, clerk, id), "reason": "Das Gerät ist defekt."}}, nil)
	if got := mine().MyCaseAppointments; len(got.Items) != 0 {
		t.Errorf("a cancelled appointment is still ahead: %+v", got)
	}
}

type paperToBring struct{ Title, Why, Whose string }

// toBring is what whoever has the link to an appointment is asked to bring.
func toBring(t *testing.T, o *officetest.Office, token string) []paperToBring {
	t.Helper()
	var got struct {
		ManagedAppointment struct{ Papers []paperToBring }
	}
	o.Stranger(t).Must(t, `query($t: String!) { managedAppointment(token: $t) { papers(language: "en") { title why whose } } }`, map[string]any{"t": token}, &got)
	return got.ManagedAppointment.Papers
}

// bookFirst takes the first free time by an invitation.
func bookFirst(t *testing.T, p *officetest.Person, token string) visit {
	t.Helper()
	var days struct {
		FreeDays  struct{ Next *string }
		FreeTimes []string
	}
	search := map[string]any{"s": map[string]any{"site": "rathaus", "concern": "fingerprints", "people": 1}}
	p.Must(t, `query($s: FreeSearch!) { freeDays(search: $s) { next } }`, search, &days)
	if days.FreeDays.Next == nil {
		t.Fatal("no day is free")
	}
	search["d"] = *days.FreeDays.Next
	p.Must(t, `query($s: FreeSearch!, $d: Date!) { freeTimes(search: $s, day: $d) }`, search, &days)
	var got struct{ BookInvited visit }
	p.Must(t, `mutation($in: BookInvited!) { bookInvited(input: $in) { state day time } }`,
		map[string]any{"in": map[string]any{"token": token, "site": "rathaus", "start": *days.FreeDays.Next + "T" + days.FreeTimes[0], "key": "k"}}, &got)
	return got.BookInvited
}

func appointmentOf(t *testing.T, clerk *officetest.Person, caseID uuid.UUID) uuid.UUID {
	t.Helper()
	var got struct {
		CaseAppointments struct{ Items []struct{ ID uuid.UUID } }
	}
	clerk.Must(t, `query($id: ID!) { caseAppointments(case: $id) { items { id } } }`, map[string]any{"id": caseID}, &got)
	return got.CaseAppointments.Items[0].ID
}
