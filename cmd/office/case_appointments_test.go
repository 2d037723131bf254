package office_test

import (
	"maps"
	"slices"
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
	// The next one comes first, and the clerk reads to which of the city's houses.
	clerk.Must(t, `mutation($in: InviteToAppointment!) { inviteToAppointment(input: $in) { concern } }`,
		map[string]any{"in": map[string]any{"case": id, "concern": "fingerprints", "people": 1, "key": "k2"}}, nil)
	later := bookOne(t, amal, mine().MyCaseAppointments.Invitations[0].Token, func(times []string) string { return times[len(times)-1] })
	both := mine().MyCaseAppointments.Items
	if len(both) != 2 || both[0].Time != booked.Time || both[1].Day+both[1].Time != later.Day+later.Time || both[0].Day+both[0].Time >= both[1].Day+both[1].Time {
		t.Errorf("%+v", both)
	}
	var told struct {
		CaseAppointments struct{ Items []struct{ SiteName string } }
	}
	clerk.Must(t, `query($id: ID!) { caseAppointments(case: $id) { items { siteName } } }`, map[string]any{"id": id}, &told)
	if items := told.CaseAppointments.Items; len(items) != 2 || items[0].SiteName != "Rathaus, Haus A" {
		t.Errorf("%+v", items)
	}
	for range both {
		clerk.Must(t, `mutation($in: CancelAppointmentFor!) { cancelAppointmentFor(input: $in) { state } }`,
			map[string]any{"in": map[string]any{"id": appointmentOf(t, clerk, id), "reason": "Das Gerät ist defekt."}}, nil)
	}
	if got := mine().MyCaseAppointments; len(got.Items) != 0 || len(got.Invitations) != 2 {
		t.Errorf("a cancelled appointment is still ahead, or the invitations are used up: %+v", got)
	}
}

const (
	concluding = `mutation($in: ConcludeAppointment!) { concludeAppointment(input: $in) { state permitted } }`
	correcting = `mutation($in: ConcludeAppointment!) { correctAppointment(input: $in) { state } }`
)

// What is over is ahead no more, on no page; a clerk says that nobody came, and the invitation is good again. It was the wrong line: within two weeks they
// correct it.
func TestWhatIsOverIsAheadNoMore(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t)
	if err := o.Appointments.Begin(t.Context()); err != nil {
		t.Fatal(err)
	}
	amal, clerk, stranger := o.Applicant(t), o.Colleague(t, officetest.Clerk()), o.Applicant(t)
	id := amal.Apply(t, false, nil).CaseID
	clerk.Must(t, `mutation($in: InviteToAppointment!) { inviteToAppointment(input: $in) { concern } }`,
		map[string]any{"in": map[string]any{"case": id, "concern": "fingerprints", "people": 1, "key": "k"}}, nil)
	var got ahead
	amal.Must(t, aheadDocument, map[string]any{"id": id}, &got)
	bookFirst(t, amal, got.MyCaseAppointments.Invitations[0].Token)
	end := in(map[string]any{"id": appointmentOf(t, clerk, id), "tookPlace": false})
	clerk.Refused(t, "appointments.ended", concluding, end)
	o.Exec(t, "UPDATE appointments.appointment SET starts_at = starts_at - interval '90 days', ends_at = ends_at - interval '90 days'")
	amal.Must(t, aheadDocument, map[string]any{"id": id}, &got)
	if len(got.MyCaseAppointments.Items) != 0 {
		t.Errorf("what is over is ahead: %+v", got)
	}
	stranger.Refused(t, "FORBIDDEN", concluding, end)
	var said struct {
		ConcludeAppointment struct {
			State     string
			Permitted []string
		}
	}
	clerk.Must(t, concluding, end, &said)
	if said.ConcludeAppointment.State != "missed" || len(said.ConcludeAppointment.Permitted) != 0 {
		t.Errorf("long over, and still to be corrected: %+v", said)
	}
	amal.Must(t, aheadDocument, map[string]any{"id": id}, &got)
	if len(got.MyCaseAppointments.Invitations) != 1 {
		t.Errorf("who missed it cannot choose again: %+v", got)
	}

	was := in(map[string]any{"id": appointmentOf(t, clerk, id), "tookPlace": true})
	clerk.Refused(t, "appointments.ended", correcting, was)
	o.Exec(t, "UPDATE appointments.appointment SET starts_at = now() - interval '25 hours', ends_at = now() - interval '24 hours'")
	stranger.Refused(t, "FORBIDDEN", correcting, was)
	var listed struct {
		CaseAppointments struct {
			Items []struct{ Permitted []string }
		}
	}
	clerk.Must(t, `query($id: ID!) { caseAppointments(case: $id) { items { permitted } } }`, map[string]any{"id": id}, &listed)
	if p := listed.CaseAppointments.Items[0].Permitted; !slices.Equal(p, []string{"correctAppointment"}) {
		t.Errorf("%v", p)
	}
	var now struct{ CorrectAppointment struct{ State string } }
	clerk.Must(t, correcting, was, &now)
	amal.Must(t, aheadDocument, map[string]any{"id": id}, &got)
	if now.CorrectAppointment.State != "done" || len(got.MyCaseAppointments.Invitations) != 0 {
		t.Errorf("they were there, and are asked to come again: %+v %+v", now, got)
	}
}

// At the desk or on the phone somebody without a case is booked; who has no address is told the number.
func TestSomebodyWithoutACaseIsBookedAtTheDesk(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t)
	if err := o.Appointments.Begin(t.Context()); err != nil {
		t.Fatal(err)
	}
	clerk := o.Colleague(t, officetest.Clerk())
	const booking = `mutation($in: BookForVisitor!) { bookForVisitor(input: $in) { number state day time name phone purpose } }`
	find := func(purpose string) string {
		var days struct {
			OfficeFreeDays  struct{ Next string }
			OfficeFreeTimes []string
		}
		search := map[string]any{"s": map[string]any{"site": "rathaus", "concern": "extend", "people": 1, "purpose": purpose}}
		clerk.Must(t, `query($s: FreeSearch!) { officeFreeDays(search: $s) { next } }`, search, &days)
		search["d"] = days.OfficeFreeDays.Next
		clerk.Must(t, `query($s: FreeSearch!, $d: Date!) { officeFreeTimes(search: $s, day: $d) }`, search, &days)
		return days.OfficeFreeDays.Next + "T" + days.OfficeFreeTimes[0]
	}
	who := func(purpose string, more map[string]any) map[string]any {
		wish := map[string]any{"site": "rathaus", "concern": "extend", "people": 1, "purpose": purpose, "start": find(purpose), "key": purpose, "name": "Deniz Kaya", "language": "tr"}
		maps.Copy(wish, more)
		return in(wish)
	}
	var got struct {
		BookForVisitor struct{ Number, State, Name, Phone, Purpose string }
	}
	clerk.Must(t, booking, who("booking", nil), &got)
	if got.BookForVisitor.State != "booked" || got.BookForVisitor.Number == "" || got.BookForVisitor.Name != "Deniz Kaya" {
		t.Errorf("%+v", got)
	}
	clerk.Refused(t, "appointments.input", booking, who("phone", nil))
	clerk.Refused(t, "appointments.input", booking, who("booking", map[string]any{"name": " ", "key": "n"}))
	clerk.Refused(t, "appointments.input", booking, who("booking", map[string]any{"email": "no address", "key": "m"}))
	clerk.Must(t, booking, who("phone", map[string]any{"phone": "0170 5551234"}), &got)
	if got.BookForVisitor.Phone != "0170 5551234" || got.BookForVisitor.Purpose != "phone" {
		t.Errorf("%+v", got)
	}
	for name, other := range map[string]*officetest.Person{"an applicant": o.Applicant(t), "a stranger": o.Stranger(t)} {
		if a := other.Ask(t, booking, who("booking", map[string]any{"key": "x"})); a.Code() == "" {
			t.Errorf("%s books at the desk: %s", name, a.Raw)
		}
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
	return bookOne(t, p, token, func(times []string) string { return times[0] })
}

// bookOne takes one of the free times of the first free day.
func bookOne(t *testing.T, p *officetest.Person, token string, pick func([]string) string) visit {
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
		map[string]any{"in": map[string]any{"token": token, "site": "rathaus", "start": *days.FreeDays.Next + "T" + pick(days.FreeTimes), "key": "k" + token}}, &got)
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
