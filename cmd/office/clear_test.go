package office_test

import (
	"bytes"
	"net/http"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/cmd/office/officetest"
	"github.com/ankunft/ankunft/modules/identity"
)

type deskVisit struct {
	ID           uuid.UUID
	State        string
	Confirmation *string
	Checklist    []struct {
		Item, State string
		Takes       bool
		Document    *struct{ PageCount int }
		Original    *struct{ By string }
	}
}

const aVisit = ` { id state confirmation checklist { item state takes document { pageCount } original { by } } }`

// The clearing desk over the interface: what it may, what nobody else may, and what the case and its person then see.
func TestTheClearingDeskOverTheInterface(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t)
	owner := o.Applicant(t)
	opened := owner.Apply(t, true, nil)
	desk := o.Colleague(t, identity.Right{Role: identity.Frontdesk})
	clerk := o.Colleague(t, officetest.Clerk())
	reject(t, clerk, opened.CaseID, "rent")
	open, aCase := `mutation($in: OpenVisit!) { openVisit(input: $in)`+aVisit+` }`, map[string]any{"in": map[string]any{"case": opened.CaseID}}

	find := `query($t: String!) { clearingCases(text: $t) { id number person } }`
	var found struct{ ClearingCases []struct{ ID uuid.UUID } }
	scanned := map[string]any{"t": o.URL + "/status?number=" + opened.Number}
	if desk.Must(t, find, scanned, &found); len(found.ClearingCases) != 1 || found.ClearingCases[0].ID != opened.CaseID {
		t.Fatalf("a scanned code finds %+v", found)
	}
	elsewhere := o.Colleague(t, identity.Right{Role: identity.Clerk, Teams: []string{"family"}})
	if elsewhere.Must(t, find, scanned, &found); len(found.ClearingCases) != 0 {
		t.Errorf("a clerk of another team finds %+v", found)
	}
	elsewhere.Refused(t, "cases.not_found", open, aCase)
	for _, p := range []*officetest.Person{owner, o.Colleague(t, identity.Right{Role: identity.Auditor}), o.Colleague(t, identity.Right{Role: identity.Mailroom})} {
		p.Refused(t, "FORBIDDEN", open, aCase)
	}
	o.Stranger(t).Refused(t, "UNAUTHENTICATED", open, aCase)

	var begun struct{ OpenVisit deskVisit }
	desk.Must(t, open, aCase, &begun)
	v := begun.OpenVisit
	item := "rent"
	for _, i := range v.Checklist {
		if i.Takes != (i.Item == item) {
			t.Fatalf("%+v", i)
		}
	}
	_, file := desk.Upload(t, "visit", v.ID, item)
	o.Work(t)
	desk.Must(t, `mutation($in: SeeOriginal!) { seeOriginal(input: $in) { id } }`, map[string]any{"in": map[string]any{"visit": v.ID, "item": item, "seen": true}}, nil)
	thumb := "/files/documents/" + file.String() + "/thumb"
	for who, want := range map[*officetest.Person]int{desk: http.StatusOK, owner: http.StatusNotFound, elsewhere: http.StatusNotFound} {
		if res, _ := who.Get(t, thumb); res.StatusCode != want {
			t.Errorf("%s is %d, want %d", thumb, res.StatusCode, want)
		}
	}
	if res, pdf := desk.Get(t, *v.Confirmation); res.StatusCode != http.StatusOK || !bytes.HasPrefix(pdf, []byte("%PDF-")) {
		t.Errorf("the preview is %d", res.StatusCode)
	}
	for _, p := range []*officetest.Person{owner, clerk, elsewhere, o.Stranger(t)} {
		if res, _ := p.Get(t, *v.Confirmation); res.StatusCode != http.StatusNotFound {
			t.Errorf("the preview is %d to somebody else", res.StatusCode)
		}
	}

	desk.Must(t, `mutation($in: EndVisit!) { endVisit(input: $in) { id } }`, map[string]any{"in": map[string]any{"visit": v.ID}}, nil)
	o.Work(t)
	var ended struct{ ClearingVisit deskVisit }
	desk.Must(t, `query($id: ID!) { clearingVisit(id: $id)`+aVisit+` }`, map[string]any{"id": v.ID}, &ended)
	if ended.ClearingVisit.State != "ended" || ended.ClearingVisit.Confirmation == nil {
		t.Errorf("%+v", ended)
	}
	if res, _ := owner.Get(t, thumb); res.StatusCode != http.StatusOK {
		t.Errorf("the person's own paper is %d to them", res.StatusCode)
	}
	var read struct {
		Case struct {
			Originals []struct {
				Item   string
				SeenBy struct{ Name string }
			}
			Papers []struct{ Item, State string }
		}
	}
	clerk.Must(t, `query($id: ID!) { case(id: $id) { originals { item seenBy { name } } papers { item state } } }`, map[string]any{"id": opened.CaseID}, &read)
	if len(read.Case.Originals) != 1 || read.Case.Originals[0].Item != item || read.Case.Originals[0].SeenBy.Name == "" {
		t.Errorf("%+v", read.Case.Originals)
	}
	for _, p := range read.Case.Papers {
		if p.Item == item && p.State != "to_check" {
			t.Errorf("%+v", p)
		}
	}
}

// reject is a clerk's no to a paper.
func reject(t *testing.T, clerk *officetest.Person, id uuid.UUID, item string) {
	t.Helper()
	var read struct {
		Case struct {
			Papers []struct {
				Item    string
				Version int
			}
		}
	}
	clerk.Must(t, `query($id: ID!) { case(id: $id) { papers { item version } } }`, map[string]any{"id": id}, &read)
	for _, p := range read.Case.Papers {
		if p.Item == item {
			clerk.Must(t, `mutation($in: CheckPaper!) { checkPaper(input: $in) { id } }`,
				map[string]any{"in": map[string]any{"case": id, "item": item, "version": p.Version, "verdict": "rejected", "reason": "unreadable"}}, nil)
		}
	}
}
