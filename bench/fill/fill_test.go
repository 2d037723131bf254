package fill_test

import (
	"encoding/json"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/bench/fill"
	"github.com/ankunft/ankunft/bench/limit"
	"github.com/ankunft/ankunft/cmd/office/officetest"
	"github.com/ankunft/ankunft/integrations/images"
	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/page"
)

// TestMain lets this program be the decoder of pictures that it starts itself as.
func TestMain(m *testing.M) {
	images.Child()
	os.Exit(m.Run())
}

const size = 2000

// A made city is one that the office itself could have come to: its trail verifies, its seals hold, its lists and cases can be read, and
// the limit server answers with the same.
func TestAMadeCityIsOneThatTheOfficeCouldHaveComeTo(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t)
	if err := fill.Fill(t.Context(), o.Office, size, io.Discard); err != nil {
		t.Fatal(err)
	}
	for from, want := range map[string]int{
		"cases.case": size, "cases.paper": 3 * size, "audit.entry WHERE record_kind = 'case'": 5 * size, "cases.case c WHERE papers_total <> 3": 0,
		"cases.case c WHERE papers_accepted <> (SELECT count(*) FROM cases.paper p WHERE p.case_id = c.id AND p.state = 'accepted')": 0,
	} {
		if n := o.Count(t, from); n != want {
			t.Errorf("%d of %s, not %d", n, from, want)
		}
	}
	if open := o.Count(t, "cases.case WHERE closed_at IS NULL"); open < size/25 || open > size/10 {
		t.Errorf("%d cases are open", open)
	}
	report, err := o.Audit.Verify(t.Context())
	if err != nil || !report.OK() {
		t.Errorf("the trail: %v %v", report.Faults[:min(3, len(report.Faults))], err)
	}
	clerk := identity.StaffViewer(fill.ClerkID("study", 0), identity.Right{Role: identity.Clerk, Teams: []string{"study"}})
	ctx := identity.WithViewer(t.Context(), clerk)
	list, err := o.Cases.WorkList(ctx, cases.WorkFilter{}, page.Args{})
	if err != nil || len(list.Items) == 0 {
		t.Fatal(len(list.Items), err)
	}
	item := list.Items[0]
	d, err := o.Cases.Detail(ctx, item.ID, "work", cases.WithApplication, cases.WithDocuments)
	if err != nil {
		t.Fatal(err)
	}
	seal, err := o.Cases.Seal(ctx, d)
	if err != nil || !seal.Valid {
		t.Errorf("the seal: %+v %v", seal, err)
	}
	if _, err := o.Applications.VerifySeal(ctx, d.SittingID); err != nil && d.Role == "principal" {
		t.Errorf("the seal in full: %v", err)
	}
	content, err := o.Cases.Content(ctx, d)
	if err != nil || len(content) < 3 {
		t.Errorf("%d steps of the form: %v", len(content), err)
	}
	ask := limitServer(t, o, nil)
	var same struct{ Items []struct{ ID uuid.UUID } }
	ask("/work", `{"team": "study"}`, &same)
	for i := range list.Items {
		if same.Items[i].ID != list.Items[i].ID {
			t.Fatalf("the limit server lists others from %d on", i)
		}
	}
	var detail struct {
		Number string
		Papers []struct{ Document *struct{ Files []any } }
	}
	ask("/case", `{"id": "`+item.ID.String()+`"}`, &detail)
	if detail.Number != item.Number || len(detail.Papers) != 3 {
		t.Errorf("%+v", detail)
	}
	number := ids.CaseNumber(o.Clock.Now().Year(), size-1) // the youngest came an hour ago
	ours, err := o.Cases.PublicStatus(ctx, number, fill.SecretCode(size-1), "net")
	if err != nil || ours == nil {
		t.Fatal(ours, err)
	}
	var theirs struct{ State cases.CaseState }
	ask("/status", `{"number": "`+number+`", "code": "`+fill.SecretCode(size-1)+`"}`, &theirs)
	if theirs.State != ours.State {
		t.Errorf("%s, not %s", theirs.State, ours.State)
	}
}

func limitServer(t *testing.T, o *officetest.Office, prepare *limit.Calendar) func(path, body string, into any) {
	t.Helper()
	s, err := limit.Open(t.Context(), o.DB.Pool().Config().ConnString(), 2)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	if prepare != nil {
		s.Prepare(prepare)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = s.Serve(t.Context(), l) }()
	return func(path, body string, into any) {
		t.Helper()
		res, err := http.Post("http://"+l.Addr().String()+path, "application/json", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		raw, _ := io.ReadAll(res.Body)
		if res.StatusCode != http.StatusOK {
			t.Fatalf("%s: %s %s", path, res.Status, raw)
		}
		if err := json.Unmarshal(raw, into); err != nil {
			t.Fatal(err)
		}
	}
}
