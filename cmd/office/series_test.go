package office_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/cmd/office/officetest"
	"github.com/ankunft/ankunft/modules/identity"
)

type familyCase struct {
	Case      *uuid.UUID
	Number    string
	Name      *string
	Permitted bool
}

type shownCase struct {
	CaseAppointments struct {
		Family []familyCase
		Items  []struct {
			ID, Case uuid.UUID
			Together []uuid.UUID
			People   int
			Minutes  int
		}
	}
}

const caseDocument = `query($id: ID!) { caseAppointments(case: $id) { family { case number name permitted } items { id case together people minutes } } }`

func visits(t *testing.T, p *officetest.Person, id uuid.UUID) (got shownCase) {
	t.Helper()
	p.Must(t, caseDocument, map[string]any{"id": id}, &got)
	return got
}

// family is three cases of one sitting, the third with another team.
func family(t *testing.T, o *officetest.Office) (amal *officetest.Person, one, two, three officetest.Opened) {
	t.Helper()
	if err := o.Appointments.Begin(t.Context()); err != nil {
		t.Fatal(err)
	}
	amal = o.Applicant(t)
	one = amal.Apply(t, false, nil)
	two = amal.Apply(t, false, map[string]any{"given_names": "Basil", "passport_number": "T1111111"})
	three = amal.Apply(t, false, map[string]any{"given_names": "Celine", "passport_number": "T2222222"})
	o.Exec(t, "UPDATE cases.case SET sitting_id = (SELECT sitting_id FROM cases.case WHERE id = ?), role = 'child' WHERE id IN (?, ?)", one.CaseID, two.CaseID, three.CaseID)
	o.Exec(t, "UPDATE cases.case SET team = 'family' WHERE id = ?", three.CaseID)
	return amal, one, two, three
}

// A family that applied together comes together: one time of the right length, which stands on each of their cases. Of a case of another team the clerk sees no name and
// cannot have them come.
func TestAFamilyComesOnce(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t)
	amal, one, two, three := family(t, o)
	clerk := o.Colleague(t, officetest.Clerk())
	beside := visits(t, clerk, one.CaseID).CaseAppointments.Family
	if len(beside) != 2 {
		t.Fatalf("%+v", beside)
	}
	for _, f := range beside {
		ours := f.Number == two.Number
		if ours != (f.Case != nil) || ours != (f.Name != nil) || ours != f.Permitted {
			t.Errorf("%+v", f)
		}
	}
	invite := `mutation($in: InviteToAppointment!) { inviteToAppointment(input: $in) { invitations { people together } } }`
	for _, wrong := range []uuid.UUID{three.CaseID, uuid.New()} {
		clerk.Refused(t, "appointments.input", invite, map[string]any{"in": map[string]any{"case": one.CaseID, "concern": "fingerprints", "people": 2, "together": []uuid.UUID{wrong}, "key": "k"}})
	}
	clerk.Must(t, invite, map[string]any{"in": map[string]any{"case": one.CaseID, "concern": "fingerprints", "people": 1, "together": []uuid.UUID{two.CaseID}, "key": "k"}}, nil)
	var mine ahead
	amal.Must(t, aheadDocument, map[string]any{"id": two.CaseID}, &mine) // also on the page of the case that comes along
	if len(mine.MyCaseAppointments.Invitations) != 1 {
		t.Fatalf("%+v", mine)
	}
	bookFirst(t, amal, mine.MyCaseAppointments.Invitations[0].Token)
	for _, id := range []uuid.UUID{one.CaseID, two.CaseID} {
		got := visits(t, clerk, id).CaseAppointments.Items
		if len(got) != 1 || got[0].People != 2 || got[0].Minutes != 25 || got[0].Case != one.CaseID || len(got[0].Together) != 1 || got[0].Together[0] != two.CaseID {
			t.Errorf("%+v", got)
		}
		amal.Must(t, aheadDocument, map[string]any{"id": id}, &mine)
		if len(mine.MyCaseAppointments.Items) != 1 || len(mine.MyCaseAppointments.Invitations) != 0 {
			t.Errorf("%+v", mine)
		}
	}
	// Each brings what the own case lacks, and reads whose paper it is.
	whose := map[string]int{}
	for _, p := range toBring(t, o, mine.MyCaseAppointments.Items[0].Token) {
		whose[p.Whose]++
	}
	if len(whose) != 2 || whose["Amal"] == 0 || whose["Basil"] != whose["Amal"] {
		t.Errorf("papers to bring: %v", whose)
	}
	// A colleague of the other team sees the time at the counter, and no case behind it.
	other := o.Colleague(t, identity.Right{Role: identity.Clerk, Teams: []string{"family"}})
	other.Refused(t, "cases.not_found", caseDocument, map[string]any{"id": one.CaseID})
	if got := visits(t, other, three.CaseID).CaseAppointments; len(got.Items) != 0 || len(got.Family) != 2 || got.Family[0].Name != nil {
		t.Errorf("%+v", got)
	}
	// A case that has ended is not asked to come.
	o.Exec(t, "UPDATE cases.case SET state = 'withdrawn', closed_at = ? WHERE id = ?", o.Clock.Now(), two.CaseID)
	if got := visits(t, clerk, one.CaseID).CaseAppointments.Family; len(got) != 1 {
		t.Errorf("a closed case is asked to come: %+v", got)
	}
	for _, p := range toBring(t, o, mine.MyCaseAppointments.Items[0].Token) {
		if p.Whose != "Amal" {
			t.Errorf("a closed case lacks papers: %+v", p)
		}
	}
}

type proposed struct {
	CaseSeries []struct {
		Key, Title string
		Steps      []struct {
			Key, Text, Law, From string
			Custom               bool
			Minutes              int
			Anchor, Start, Why   *string
		}
	}
}

const proposeDocument = `query($id: ID!, $with: [ID!]) { caseSeries(case: $id, site: "rathaus", together: $with) {
 key title steps { key text law from custom minutes anchor start why } } }`

// From a case the clerk sees what law and custom propose, with reason and source, and books all of it for the family; the person reads all behind one link.
func TestAClerkBooksASeriesFromACase(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t)
	amal, one, two, _ := family(t, o)
	o.Exec(t, "UPDATE cases.case SET decided_at = ? WHERE id = ?", o.Clock.Now(), one.CaseID)
	clerk := o.Colleague(t, officetest.Clerk())
	var got proposed
	clerk.Must(t, proposeDocument, map[string]any{"id": one.CaseID, "with": []uuid.UUID{two.CaseID}}, &got)
	if len(got.CaseSeries) != 2 {
		t.Fatalf("%+v", got)
	}
	card := got.CaseSeries[0]
	if card.Key != "card" || len(card.Steps) != 2 || card.Steps[0].Anchor == nil || !card.Steps[0].Custom || card.Steps[0].Law == "" || card.Steps[0].Text == "" || card.Steps[0].Minutes != 25 {
		t.Fatalf("%+v", card)
	}
	steps := []map[string]any{}
	for _, s := range card.Steps {
		if s.Start == nil {
			t.Fatalf("%+v", s)
		}
		steps = append(steps, map[string]any{"step": s.Key, "start": *s.Start})
	}
	in := map[string]any{"case": one.CaseID, "series": "card", "site": "rathaus", "together": []uuid.UUID{two.CaseID}, "steps": steps, "key": "k"}
	clerk.Must(t, `mutation($in: BookSeries!) { bookSeries(input: $in) { items { id } } }`, map[string]any{"in": in}, nil)
	if got := visits(t, clerk, two.CaseID).CaseAppointments.Items; len(got) != 2 {
		t.Fatalf("%+v", got)
	}
	o.Work(t)
	sent := o.Mailer.Sent(amal.Claims.Email)
	_, link, ok := strings.Cut(sent[len(sent)-1].Text, "/appointments/series#")
	if !ok {
		t.Fatal(sent[len(sent)-1].Text)
	}
	token, _, _ := strings.Cut(link, "\n")
	var series struct {
		AppointmentSeries struct {
			Calendar string
			Items    []struct {
				Why         string
				Appointment struct {
					State  string
					People int
				}
			}
		}
	}
	o.Stranger(t).Must(t, `query($t: String!) { appointmentSeries(token: $t) { calendar items { why(language: "ar") appointment { state people } } } }`,
		map[string]any{"t": strings.TrimSpace(token)}, &series)
	s := series.AppointmentSeries
	if len(s.Items) != 2 || s.Items[0].Appointment.People != 2 || !strings.Contains(s.Items[0].Why, "بصمات") || strings.Count(s.Calendar, "BEGIN:VEVENT") != 2 {
		t.Errorf("%+v", s)
	}
	o.Stranger(t).Refused(t, "appointments.none", `{ appointmentSeries(token: "x") { calendar } }`, nil)
}

type madeFeed struct {
	RenewFeed struct {
		Address string
		Feeds   []struct {
			Scope  string
			UsedAt *string
		}
	}
}

// A clerk's calendar program reads what the clerk may read, without names, until the address is renewed, revoked or the account ends.
func TestAClerkReadsAppointmentsInACalendar(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t)
	_, one, two, three := family(t, o)
	clerk, lead := o.Colleague(t, officetest.Clerk()), o.Colleague(t, officetest.Lead())
	o.Exec(t, "UPDATE cases.case SET clerk_id = ? WHERE id = ?", clerk.Account, two.CaseID)
	o.Exec(t, "UPDATE cases.case SET team = 'family' WHERE id = ?", three.CaseID)
	book := func(id uuid.UUID, concern string, together ...uuid.UUID) {
		t.Helper()
		for day := range 10 {
			var free struct{ OfficeFreeTimes []string }
			on := o.Clock.Now().AddDate(0, 0, day+1).Format(time.DateOnly)
			lead.Must(t, `query($s: FreeSearch!, $d: Date!) { officeFreeTimes(search: $s, day: $d) }`, map[string]any{"s": map[string]any{"site": "rathaus", "concern": concern, "people": 2}, "d": on}, &free)
			if len(free.OfficeFreeTimes) == 0 {
				continue
			}
			lead.Must(t, `mutation($in: BookForCase!) { bookForCase(input: $in) { items { id } } }`, map[string]any{"in": map[string]any{
				"case": id, "site": "rathaus", "concern": concern, "people": 2, "start": on + "T" + free.OfficeFreeTimes[0], "key": concern, "together": together}}, nil)
			return
		}
		t.Fatal("nothing is free")
	}
	book(one.CaseID, "interview", two.CaseID) // the clerk's own case comes along
	book(one.CaseID, "advice")
	renew := func(p *officetest.Person, scope string) string {
		t.Helper()
		var made madeFeed
		p.Must(t, `mutation($in: RenewFeed!) { renewFeed(input: $in) { address feeds { scope usedAt } } }`, map[string]any{"in": map[string]any{"scope": scope}}, &made)
		path, ok := strings.CutPrefix(made.RenewFeed.Address, o.Config.BaseURL)
		if !ok || len(made.RenewFeed.Feeds) == 0 || made.RenewFeed.Feeds[0].UsedAt != nil {
			t.Fatalf("%+v", made)
		}
		return path
	}
	program := o.Stranger(t)
	own, team := renew(clerk, "own"), renew(lead, "team")
	head, body := program.Get(t, own)
	if head.StatusCode != http.StatusOK || head.Header.Get("Cache-Control") != "private, no-cache" || strings.Count(string(body), "BEGIN:VEVENT") != 1 || !strings.Contains(string(body), "SUMMARY:Gespräch · 2 Personen") {
		t.Fatalf("%d %v\n%s", head.StatusCode, head.Header, body)
	}
	for _, secret := range []string{"Haddadin", "Amal", "Basil", one.Number, two.Number, two.CaseID.String()} {
		if strings.Contains(string(body), secret) {
			t.Errorf("the feed tells %q:\n%s", secret, body)
		}
	}
	_, all := program.Get(t, team)
	if strings.Count(string(all), "BEGIN:VEVENT") != 2 {
		t.Errorf("the team's feed:\n%s", all)
	}
	again, err := http.NewRequestWithContext(t.Context(), http.MethodGet, o.URL+own, nil)
	if err != nil {
		t.Fatal(err)
	}
	again.Header.Set("If-None-Match", head.Header.Get("ETag"))
	if same, rest := program.Send(t, again); same.StatusCode != http.StatusNotModified || len(rest) != 0 {
		t.Errorf("the same is sent again: %d %s", same.StatusCode, rest)
	}
	cancelled := visits(t, clerk, two.CaseID).CaseAppointments.Items[0].ID
	lead.Must(t, `mutation($in: CancelAppointmentFor!) { cancelAppointmentFor(input: $in) { state } }`, map[string]any{"in": map[string]any{"id": cancelled, "reason": "Die Kollegin ist erkrankt."}}, nil)
	if _, body := program.Send(t, again); !strings.Contains(string(body), "STATUS:CANCELLED") || !strings.Contains(string(body), "SEQUENCE:1") || strings.Contains(string(body), "erkrankt") {
		t.Errorf("a program does not learn of a cancellation:\n%s", body)
	}
	// Where the plan puts the clerk, appointments are the clerk's own, whosever case it is.
	o.Exec(t, "INSERT INTO appointments.resource (id, kind, site, key, name) VALUES (?, 'person', 'rathaus', ?, 'Lindnerova')", clerk.Account, clerk.Account.String())
	o.Exec(t, "UPDATE appointments.stretch SET person_id = ? WHERE counter_id = (SELECT counter_id FROM appointments.appointment WHERE concern = 'advice')", clerk.Account)
	o.Exec(t, "UPDATE appointments.plan SET version = version + 1")
	if _, body := program.Get(t, own); strings.Count(string(body), "BEGIN:VEVENT") != 2 || !strings.Contains(string(body), "SUMMARY:Beratung") {
		t.Errorf("the clerk sits there and does not read it:\n%s", body)
	}
	var mine struct{ MyFeeds []struct{ UsedAt *string } }
	clerk.Must(t, `{ myFeeds { usedAt } }`, nil, &mine)
	if len(mine.MyFeeds) != 1 || mine.MyFeeds[0].UsedAt == nil {
		t.Errorf("nobody sees that it was read: %+v", mine)
	}
	ends(t, o, program, clerk, lead, own, team, renew)
}

// ends tries all ways in which an address dies.
func ends(t *testing.T, o *officetest.Office, program, clerk, lead *officetest.Person, own, team string, renew func(*officetest.Person, string) string) {
	t.Helper()
	gone := func(why, path string) {
		t.Helper()
		if head, body := program.Get(t, path); head.StatusCode != http.StatusNotFound || strings.Contains(string(body), "VCALENDAR") {
			t.Errorf("%s: %d", why, head.StatusCode)
		}
	}
	second := renew(clerk, "own")
	gone("renewed", own)
	gone("made up", "/feeds/x.ics")
	gone("without its ending", strings.TrimSuffix(second, ".ics"))
	clerk.Must(t, `mutation { revokeFeed(input: {scope: "own"}) { scope } }`, nil, nil)
	gone("revoked", second)
	clerk.Refused(t, "feeds.input", `mutation { renewFeed(input: {scope: "all"}) { address } }`, nil)
	o.Stranger(t).Refused(t, "UNAUTHENTICATED", `{ myFeeds { scope } }`, nil)
	for n := 0; ; n++ { // far more often than a program asks
		if head, _ := program.Get(t, team); head.StatusCode == http.StatusTooManyRequests && head.Header.Get("Retry-After") != "" {
			break
		} else if head.StatusCode != http.StatusOK || n > 150 {
			t.Fatal(n, head.StatusCode)
		}
	}
	o.Clock.Advance(2 * time.Hour)
	o.Exec(t, "UPDATE identity.account SET disabled_at = ? WHERE id = ?", o.Clock.Now(), lead.Account)
	gone("the account has ended", team)
}
