package office_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/cmd/office/officetest"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/ids"
)

const referDocument = `mutation($in: Refer!) { refer(input: $in) { id state ask } }`

// toMitte is a referral of the person of a case to a new contact, asked in a way.
func toMitte(t *testing.T, lead *officetest.Person, about uuid.UUID, ask string) map[string]any {
	t.Helper()
	var made struct{ KeepContact struct{ ID uuid.UUID } }
	lead.Must(t, `mutation($in: KeepContact!) { keepContact(input: $in) { id } }`, map[string]any{"in": map[string]any{
		"name": "Beratung Mitte", "topics": []string{"housing"}, "languages": []string{"de"}, "words": []any{map[string]any{"language": "de", "text": "Wir helfen."}}, "hours": []any{}, "email": "mitte@example.org", "public": true}}, &made)
	return map[string]any{"in": map[string]any{
		"key": ids.New(), "contact": made.KeepContact.ID, "subjectKind": "case", "subjectId": about, "name": "Amal Haddad", "phone": "+49 170 1", "concern": "Wohnung", "ask": ask}}
}

func (o mailed) linkTo(t *testing.T, address, path string) string {
	t.Helper()
	o.Work(t)
	mails := o.Mailer.Sent(address)
	for i := len(mails) - 1; i >= 0; i-- {
		if _, rest, ok := strings.Cut(mails[i].Text, path+"#"); ok {
			return strings.Fields(rest)[0]
		}
	}
	t.Fatal("no link in ", len(mails), " mails to ", address)
	return ""
}

type mailed struct{ *officetest.Office }

// Who has no account is asked by a mail in their language, agrees by its link and takes it back by the same; whoever guesses is slowed down.
func TestWhoHasNoAccountAgreesByALinkOverHTTP(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t)
	lead, clerk, anybody := o.Colleague(t, officetest.Lead()), o.Colleague(t, officetest.Clerk()), o.Stranger(t)
	amal := o.Applicant(t)
	about := amal.Apply(t, false, nil).CaseID
	var made struct{ Refer struct{ ID uuid.UUID } }
	clerk.Must(t, referDocument, toMitte(t, lead, about, "link"), &made)
	link := mailed{o}.linkTo(t, amal.Claims.Email, "/referral")
	const look = `query($l: String!) { consentByLink(link: $l) { contactName state consentText passed { name concern } } }`
	if a := anybody.Ask(t, look, map[string]any{"l": link}); !strings.Contains(a.Raw, "Beratung Mitte") || !strings.Contains(a.Raw, `"state":"asked"`) {
		t.Fatal(a.Raw)
	}
	if n := len(o.Mailer.Sent("mitte@example.org")); n != 0 {
		t.Fatal("referred without consent")
	}
	const answer = `mutation($in: AnswerConsentByLink!) { answerConsentByLink(input: $in) { state } }`
	say := func(agreed bool) map[string]any {
		return map[string]any{"in": map[string]any{"link": link, "text": "2026-11", "agreed": agreed}}
	}
	anybody.Must(t, answer, say(true), nil)
	mailed{o}.linkTo(t, "mitte@example.org", "/partner/referral")
	if a := clerk.Ask(t, `query($id: ID!) { referrals(kind: "case", id: $id) { items { state ask consentBy } } }`, map[string]any{"id": about}); !strings.Contains(a.Raw, `"state":"sent","ask":"link","consentBy":"link"`) {
		t.Error(a.Raw)
	}
	anybody.Must(t, answer, say(false), nil)
	if n := o.Count(t, "network.referral WHERE passed <> '{}'"); n != 0 {
		t.Error("what was passed on is kept")
	}
	anybody.Refused(t, "network.link", look, map[string]any{"l": link})
	for range 60 {
		anybody.Ask(t, look, map[string]any{"l": "x"})
	}
	anybody.Refused(t, "network.too_often", look, map[string]any{"l": "x"})
	anybody.Refused(t, "network.too_often", answer, say(true))
}

// On paper: the clerk takes in what was signed, which is looked at as every paper, and notes it; only who sees the case does, and the paper goes with the person.
func TestWhatIsSignedOnPaperIsThereBeforeAnythingIsSent(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t)
	lead, clerk, amal := o.Colleague(t, officetest.Lead()), o.Colleague(t, officetest.Clerk()), o.Applicant(t)
	elsewhere := o.Colleague(t, identity.Right{Role: identity.Clerk, Teams: []string{"family"}})
	about := amal.Apply(t, false, nil).CaseID
	var made struct{ Refer struct{ ID uuid.UUID } }
	clerk.Must(t, referDocument, toMitte(t, lead, about, "paper"), &made)
	id := made.Refer.ID
	const sheet, papers = `query($id: ID!) { consentSheet(referral: $id) { language texts { language consent } } }`, `query($id: ID!) { referralPapers(referral: $id) { state files { thumbUrl } } }`
	const note = `mutation($in: NoteConsent!) { noteConsent(input: $in) { state consentBy } }`
	noted := map[string]any{"in": map[string]any{"referral": id, "text": "2026-11"}}
	if a := clerk.Ask(t, sheet, map[string]any{"id": id}); !strings.Contains(a.Raw, `"language":"ar"`) && !strings.Contains(a.Raw, `"language":"en"`) {
		t.Error("the sheet:", a.Raw)
	}
	clerk.Refused(t, "network.input", note, noted)
	elsewhere.Refused(t, "network.none", sheet, map[string]any{"id": id})
	elsewhere.Refused(t, "documents.not_found", papers, map[string]any{"id": id})
	elsewhere.Refused(t, "network.none", note, noted)
	begin := func(item string) map[string]any {
		return map[string]any{"in": map[string]any{"subjectKind": "referral", "subjectId": id, "item": item, "name": "x.pdf", "type": "application/pdf", "size": 100}}
	}
	const upload = `mutation($in: BeginUpload!) { beginUpload(input: $in) { partCount } }`
	for who, p := range map[string]*officetest.Person{"another team": elsewhere, "the person": amal} {
		if code := p.Ask(t, upload, begin("consent")).Code(); code != "documents.not_found" {
			t.Errorf("%s takes it in: %s", who, code)
		}
	}
	clerk.Refused(t, "documents.not_found", upload, begin("passport"))
	_, file := clerk.Upload(t, "referral", id, "consent")
	o.Work(t)
	var taken struct {
		ReferralPapers []struct {
			State string
			Files []struct{ ThumbURL string }
		}
	}
	clerk.Must(t, papers, map[string]any{"id": id}, &taken)
	if len(taken.ReferralPapers) != 1 || taken.ReferralPapers[0].State != "ready" {
		t.Fatalf("%+v", taken)
	}
	thumb := taken.ReferralPapers[0].Files[0].ThumbURL
	for _, who := range []struct {
		*officetest.Person
		status int
	}{{clerk, http.StatusOK}, {lead, http.StatusOK}, {elsewhere, http.StatusNotFound}, {amal, http.StatusNotFound}, {o.Stranger(t), http.StatusUnauthorized}} {
		if r, _ := who.Get(t, thumb); r.StatusCode != who.status {
			t.Errorf("%s of %s: %d, want %d", thumb, file, r.StatusCode, who.status)
		}
	}
	clerk.Must(t, note, noted, nil)
	mailed{o}.linkTo(t, "mitte@example.org", "/partner/referral")
	clerk.Refused(t, "documents.sealed", upload, begin("consent"))
	if n := o.Count(t, "network.referral WHERE consent_by = 'paper' AND consent_paper IS NOT NULL"); n != 1 {
		t.Error("not by paper")
	}
}
