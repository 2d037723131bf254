package office_test

import (
	"slices"
	"sync"
	"testing"

	"github.com/google/uuid"
	"golang.org/x/sync/errgroup"

	"github.com/ankunft/ankunft/cmd/office/officetest"
)

// A file is announced on one device at the instant in which the other one hands in: either it belongs to the case and arrives there, or its
// person is told that it came too late. No file is left where nobody looks.
func TestAnUploadBegunAtTheInstantOfTheSubmitIsNeverLost(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t)
	const begin = `mutation($in: BeginUpload!) { beginUpload(input: $in) { file { id } } }`
	var mu sync.Mutex
	accepted, late := map[uuid.UUID][]string{}, 0
	for range 4 {
		amal := o.Applicant(t)
		s := amal.Draft(t, officetest.Answers(nil))
		app := s.Applications[0].ID
		in := amal.Submit(t, s)
		var g errgroup.Group
		var handed *officetest.Answer
		g.Go(func() error { handed = amal.Ask(t, officetest.SubmitDocument, in); return nil })
		for _, item := range []string{"photo", "passport", "rent", "passport"} {
			g.Go(func() error {
				a := amal.Ask(t, begin, map[string]any{"in": map[string]any{
					"subjectKind": "application", "subjectId": app, "item": item, "name": item + ".pdf", "type": "application/pdf", "size": 1000}})
				mu.Lock()
				defer mu.Unlock()
				switch a.Code() {
				case "":
					accepted[app] = append(accepted[app], item)
				case "documents.sealed":
					late++
				default:
					t.Errorf("neither in nor out: %s", a.Raw)
				}
				return nil
			})
		}
		_ = g.Wait()
		if handed.Code() == "applications.changed" || handed.Code() == "applications.conflict" {
			handed = amal.Ask(t, officetest.SubmitDocument, amal.Submit(t, s))
		}
		opened := handed.Opened(t)
		var items []string
		err := o.DB.NewRaw("SELECT item FROM documents.document WHERE subject_kind = 'case' AND subject_id = ?", opened.CaseID).Scan(t.Context(), &items)
		if err != nil {
			t.Fatal(err)
		}
		for _, item := range accepted[app] {
			if !slices.Contains(items, item) {
				t.Errorf("%s was taken, but the case has %v", item, items)
			}
		}
		amal.Refused(t, "documents.sealed", begin, map[string]any{"in": map[string]any{
			"subjectKind": "application", "subjectId": app, "item": "photo", "name": "new.pdf", "type": "application/pdf", "size": 1000}})
	}
	if n := o.Count(t, "documents.document WHERE subject_kind = 'application'"); n != 0 {
		t.Errorf("%d papers are left on drafts that were handed in", n)
	}
	t.Logf("%d drafts with files taken, %d files too late", len(accepted), late)
}
