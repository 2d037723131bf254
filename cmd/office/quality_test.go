package office_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/cmd/office/officetest"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/ids"
)

const takeComplaint = `mutation($in: TakeComplaint!) { takeComplaint(input: $in) { id state said version permitted } }`

// Who books interpreters writes complaints down; who leads reads and settles them; nobody else learns that there are any.
func TestWhoReadsComplaintsAndFigures(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t)
	lead, clerk, desk := o.Colleague(t, officetest.Lead()), o.Colleague(t, officetest.Clerk()), o.Colleague(t, identity.Right{Role: identity.Frontdesk})
	parwin := interpreter(t, lead, "parwin")
	in := map[string]any{"in": map[string]any{"key": ids.New(), "interpreter": parwin, "from": "client", "text": "Es fehlte etwas."}}
	var taken struct {
		TakeComplaint struct {
			ID        uuid.UUID
			Version   int
			Permitted []string
		}
	}
	desk.Must(t, takeComplaint, in, &taken)
	c := taken.TakeComplaint
	if len(c.Permitted) != 0 {
		t.Error("the desk may", c.Permitted)
	}
	lead.Must(t, `mutation($in: HearComplaint!) { hearComplaint(input: $in) { state } }`, map[string]any{"in": map[string]any{"id": c.ID, "version": c.Version, "said": "Es war laut."}}, nil)
	if a := desk.Ask(t, takeComplaint, in); !strings.Contains(a.Raw, `"state":"received","said":""`) {
		t.Error("by the same key the desk reads what was said:", a.Raw)
	}
	id, settle := map[string]any{"id": c.ID}, map[string]any{"in": map[string]any{"id": c.ID, "version": 2, "outcome": "founded", "measure": "x"}}
	fields := map[string]map[string]any{
		`{ complaints { next } }`:                                                   nil,
		`query($id: ID!) { complaint(id: $id) { text } }`:                           id,
		`query($id: ID!) { interpreterQuality(interpreter: $id) { from } }`:         {"id": parwin},
		`mutation($in: SettleComplaint!) { settleComplaint(input: $in) { state } }`: settle,
		`mutation($in: HearComplaint!) { hearComplaint(input: $in) { state } }`:     {"in": map[string]any{"id": c.ID, "version": 2, "said": "x"}},
	}
	people := map[string]*officetest.Person{
		"a clerk": clerk, "the desk": desk, "the mail room": o.Colleague(t, identity.Right{Role: identity.Mailroom}), "an auditor": o.Colleague(t, identity.Right{Role: identity.Auditor}),
		"an approver": o.Colleague(t, identity.Right{Role: identity.Approver, Teams: []string{"study"}}), "an applicant": o.Applicant(t),
	}
	for document, variables := range fields {
		for who, p := range people {
			if code := p.Ask(t, document, variables).Code(); code != "FORBIDDEN" {
				t.Errorf("%s: %s: %q", who, document, code)
			}
		}
		o.Stranger(t).Refused(t, "UNAUTHENTICATED", document, variables)
	}
	for _, who := range []string{"the mail room", "an auditor", "an applicant"} {
		people[who].Refused(t, "FORBIDDEN", takeComplaint, in)
	}
	if a := lead.Ask(t, `{ complaints { items { state text said } } }`, nil); !strings.Contains(a.Raw, `"state":"heard","text":"Es fehlte etwas.","said":"Es war laut."`) {
		t.Error(a.Raw)
	}
	if strings.Contains(o.Logs.String(), "Es fehlte") {
		t.Error("a log tells what was complained of")
	}
}

// Whoever guesses links over HTTP is slowed down, by all doors together; whoever is logged in goes on working.
func TestAFeedbackLinkIsNotGuessed(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t)
	guesser, lead := o.Stranger(t), o.Colleague(t, officetest.Lead())
	doors := []struct {
		document  string
		variables map[string]any
	}{
		{`query($t: String!) { feedbackByLink(token: $t) { day } }`, map[string]any{"t": "x"}},
		{`mutation($in: GiveFeedback!) { giveFeedback(input: $in) }`, map[string]any{"in": map[string]any{"token": "x", "answers": []any{}}}},
		{`mutation($in: Complain!) { complain(input: $in) }`, map[string]any{"in": map[string]any{"token": "x", "text": "x"}}},
	}
	for n := range 60 {
		d := doors[n%len(doors)]
		guesser.Refused(t, "quality.none", d.document, d.variables)
	}
	for _, d := range doors {
		guesser.Refused(t, "quality.too_often", d.document, d.variables)
	}
	lead.Must(t, `{ complaints { next } }`, nil, nil)
	if n := o.Count(t, "quality.complaint"); n != 0 {
		t.Error(n, "complaints by guessed links")
	}
}

// Leads are told of complaints that are late; nobody else is.
func TestThoseWhoHearComplaintsAreReminded(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t)
	lead, desk := o.Colleague(t, officetest.Lead()), o.Colleague(t, identity.Right{Role: identity.Frontdesk})
	desk.Must(t, takeComplaint, map[string]any{"in": map[string]any{"key": ids.New(), "interpreter": interpreter(t, lead, "parwin"), "from": "clerk", "text": "Kam nicht."}}, nil)
	o.Clock.Set(o.Clock.Now().AddDate(0, 0, 15))
	for range 2 {
		if err := o.Quality.Daily(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if n := o.Count(t, "messages.mail WHERE template = 'complaint_overdue'"); n != 1 {
		t.Error(n, "mails, want one to the lead")
	}
}
