package office_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/cmd/office/officetest"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/ids"
)

// member makes somebody of a new partner known who has the mailbox of a person that can log in, with a task.
func member(t *testing.T, lead, who *officetest.Person, task string) (organisation, id uuid.UUID) {
	t.Helper()
	var house struct{ KeepPartner struct{ ID uuid.UUID } }
	lead.Must(t, `mutation($in: KeepOrganisation!) { keepPartner(input: $in) { id } }`, map[string]any{"in": map[string]any{"kind": "security", "name": "Partner " + ids.Token()[:8]}}, &house)
	var made struct{ KeepPartnerMember struct{ ID uuid.UUID } }
	lead.Must(t, `mutation($in: KeepMember!) { keepPartnerMember(input: $in) { id } }`,
		map[string]any{"in": map[string]any{"organisation": house.KeepPartner.ID, "name": "Jonas Weber", "email": who.Claims.Email}}, &made)
	lead.Must(t, `mutation($in: GiveAccess!) { givePartnerAccess(input: $in) { id accesses { taskName holds } } }`, map[string]any{"in": map[string]any{"member": made.KeepPartnerMember.ID, "task": task}}, nil)
	return house.KeepPartner.ID, made.KeepPartnerMember.ID
}

// A guard on duty reads who comes today by time and number, and nothing of why; without a shift there is no list, and for everybody else there are no partners.
func TestAGuardReadsNumbersAndNoReasons(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t)
	if err := o.Appointments.Begin(t.Context()); err != nil {
		t.Fatal(err)
	}
	lead, clerk, guard, amal := o.Colleague(t, officetest.Lead()), o.Colleague(t, officetest.Clerk()), o.Applicant(t, mailbox("weber@example.org")), o.Applicant(t)
	id := amal.Apply(t, false, nil).CaseID
	clerk.Must(t, `mutation($in: InviteToAppointment!) { inviteToAppointment(input: $in) { concern } }`,
		map[string]any{"in": map[string]any{"case": id, "concern": "fingerprints", "people": 1, "key": "k"}}, nil)
	var got ahead
	amal.Must(t, aheadDocument, map[string]any{"id": id}, &got)
	bookFirst(t, amal, got.MyCaseAppointments.Invitations[0].Token)
	now := o.DB.Clock.Now()
	today := clock.Today(now)
	o.Exec(t, "UPDATE appointments.appointment SET starts_at = ?, ends_at = ?", today.Time(clock.Berlin).Add(12*time.Hour), today.Time(clock.Berlin).Add(13*time.Hour))
	var site string
	if err := o.DB.Pool().QueryRow(t.Context(), "SELECT site FROM appointments.appointment").Scan(&site); err != nil {
		t.Fatal(err)
	}
	const visitors = `{ myVisitors { siteName visitors { at number booked people arrived name } } }`
	guard.Refused(t, "partners.none", visitors, nil)
	_, who := member(t, lead, guard, "guard")
	if a := guard.Ask(t, visitors, nil); a.Code() != "" || !strings.Contains(a.Raw, `"myVisitors":null`) {
		t.Fatal(a.Raw)
	}
	from := now.In(clock.Berlin)
	minute := from.Hour()*60 + from.Minute()
	lead.Must(t, `mutation($in: PlanDuty!) { planPartnerDuty(input: $in) { id } }`,
		map[string]any{"in": map[string]any{"member": who, "site": site, "day": today, "fromMinute": minute, "toMinute": (minute + 60) % 1440}}, nil)
	a := guard.Ask(t, visitors, nil)
	if !strings.Contains(a.Raw, `"booked":true`) || strings.Contains(a.Raw, "ingerabdr") || strings.Contains(a.Raw, "fingerprints") || !strings.Contains(a.Raw, `"name":""`) {
		t.Error(a.Raw)
	}
	for name, other := range map[string]*officetest.Person{"the person": amal, "a clerk": clerk} {
		if code := other.Ask(t, visitors, nil).Code(); code != "partners.none" {
			t.Errorf("%s: %s", name, code)
		}
	}
	guard.Refused(t, "FORBIDDEN", `{ partnerOrganisations { name } }`, nil)
	guard.Refused(t, "FORBIDDEN", `{ incidents { next } }`, nil)
	guard.Refused(t, "network.none", `{ partnerReferrals { id } }`, nil)
	guard.Must(t, `mutation($in: ReportIncident!) { reportIncident(input: $in) { id state } }`, map[string]any{"in": map[string]any{
		"key": ids.New(), "kind": "threat", "site": site, "place": "hall", "happenedAt": now, "done": []string{"calmed"}, "told": []string{"site_lead"}}}, nil)
	if a := clerk.Ask(t, `{ incidents { items { kind reporter siteName late } } }`, nil); !strings.Contains(a.Raw, "Jonas Weber") {
		t.Error(a.Raw)
	}
	if strings.Contains(o.Logs.String(), "Weber") {
		t.Error("a log names the guard")
	}
}

// mailbox gives an applicant another address.
func mailbox(email string) func(*identity.Claims) {
	return func(c *identity.Claims) { c.Email = email }
}

// A clerk refers the person of a case; the person agrees in the portal; the partner reads what was chosen; taken back, it is gone.
func TestAReferralFromTheCaseToThePartnerAndBack(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t)
	lead, clerk, amal, counsellor := o.Colleague(t, officetest.Lead()), o.Colleague(t, officetest.Clerk()), o.Applicant(t), o.Applicant(t, mailbox("mitte@example.org"))
	elsewhere := o.Colleague(t, identity.Right{Role: identity.Clerk, Teams: []string{"family"}})
	id := amal.Apply(t, false, nil).CaseID
	house, _ := member(t, lead, counsellor, "counsellor")
	var contact struct{ KeepContact struct{ ID uuid.UUID } }
	lead.Must(t, `mutation($in: KeepContact!) { keepContact(input: $in) { id } }`, map[string]any{"in": map[string]any{
		"organisation": house, "name": "Beratung Mitte", "topics": []string{"housing"}, "languages": []string{"de", "ar"}, "words": []any{map[string]any{"language": "de", "text": "Wir helfen."}}, "hours": []any{}, "phone": "+49 1", "public": true}}, &contact)
	if a := o.Stranger(t).Ask(t, `{ helpContacts(topic: housing, language: "ar") { name text(language: "tr") { language text } } }`, nil); !strings.Contains(a.Raw, "Wir helfen.") || !strings.Contains(a.Raw, `"language":"de"`) {
		t.Error(a.Raw)
	}
	refer := func() map[string]any {
		return map[string]any{"in": map[string]any{"key": ids.New(), "contact": contact.KeepContact.ID, "subjectKind": "case", "subjectId": id, "name": "Amal Haddad", "phone": "+49 170 1", "concern": "Wohnung", "ask": "portal"}}
	}
	const referDocument = `mutation($in: Refer!) { refer(input: $in) { id state } }`
	elsewhere.Refused(t, "network.none", referDocument, refer())
	var made struct{ Refer struct{ ID uuid.UUID } }
	clerk.Must(t, referDocument, refer(), &made)
	elsewhere.Refused(t, "network.none", `query($id: ID!) { referrals(kind: "case", id: $id) { next } }`, map[string]any{"id": id})
	const read = `{ partnerReferrals { state passed { name phone concern } } }`
	if a := counsellor.Ask(t, read, nil); strings.Contains(a.Raw, "Amal") {
		t.Error("before the consent:", a.Raw)
	}
	const answer = `mutation($in: AnswerConsent!) { answerConsent(input: $in) { state } }`
	yes := map[string]any{"in": map[string]any{"referral": made.Refer.ID, "text": "2026-11", "agreed": true}}
	o.Applicant(t).Refused(t, "network.none", answer, yes)
	amal.Must(t, answer, yes, nil)
	if a := counsellor.Ask(t, read, nil); !strings.Contains(a.Raw, "Amal Haddad") {
		t.Error(a.Raw)
	}
	amal.Must(t, answer, map[string]any{"in": map[string]any{"referral": made.Refer.ID, "text": "", "agreed": false}}, nil)
	if a := counsellor.Ask(t, read, nil); strings.Contains(a.Raw, "Amal") {
		t.Error("after the withdrawal:", a.Raw)
	}
	if n := o.Count(t, "network.referral WHERE passed <> '{}'"); n != 0 {
		t.Error("what was passed on is kept")
	}
}

// Who handed in for the family holds all its cases, and gives and takes back no consent but their own.
func TestNobodyAgreesForAnotherAdultOfTheFamily(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t)
	lead, clerk, amal, ben := o.Colleague(t, officetest.Lead()), o.Colleague(t, officetest.Clerk()), o.Applicant(t), o.Applicant(t, func(c *identity.Claims) {
		c.Name, c.GivenName, c.FamilyName, c.BirthDate = "Benedykta Kowalska", "Benedykta", "Kowalska", "1999-09-09"
	})
	own := amal.Apply(t, false, nil).CaseID
	hers := ben.Apply(t, false, map[string]any{"family_name": "Kowalska", "given_names": "Benedykta", "birth_date": "1999-09-09", "name_original": nil, "passport_number": "EK123456"}).CaseID
	o.Exec(t, "UPDATE cases.\"case\" SET account_id = (SELECT account_id FROM cases.\"case\" WHERE id = ?) WHERE id = ?", own, hers)
	var contact struct{ KeepContact struct{ ID uuid.UUID } }
	lead.Must(t, `mutation($in: KeepContact!) { keepContact(input: $in) { id } }`, map[string]any{"in": map[string]any{
		"name": "Beratung Mitte", "topics": []string{"violence"}, "languages": []string{"de"}, "words": []any{map[string]any{"language": "de", "text": "Wir helfen."}}, "hours": []any{}, "phone": "+49 1", "public": true}}, &contact)
	var made struct{ Refer struct{ ID uuid.UUID } }
	clerk.Must(t, `mutation($in: Refer!) { refer(input: $in) { id } }`, map[string]any{"in": map[string]any{
		"key": ids.New(), "contact": contact.KeepContact.ID, "subjectKind": "case", "subjectId": hers, "name": "Benedykta Kowalska", "phone": "+49 170 1", "concern": "Schutz", "ask": "portal"}}, &made)
	if a := amal.Ask(t, `{ myReferrals { id passed { concern } } }`, nil); !strings.Contains(a.Raw, `"myReferrals":[]`) {
		t.Error(a.Raw)
	}
	for _, yes := range []bool{true, false} {
		amal.Refused(t, "network.none", `mutation($in: AnswerConsent!) { answerConsent(input: $in) { state } }`, map[string]any{"in": map[string]any{"referral": made.Refer.ID, "text": "2026-11", "agreed": yes}})
	}
	if a := ben.Ask(t, `{ myReferrals { id } }`, nil); !strings.Contains(a.Raw, made.Refer.ID.String()) {
		t.Error("her own:", a.Raw)
	}
}
