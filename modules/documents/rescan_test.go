package documents_test

import (
	"slices"
	"testing"
	"time"

	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/documents/documentstest"
	"github.com/ankunft/ankunft/platform/ids"
)

// withScanner is the same office after the city has got a scanner.
func (o *office) withScanner(t *testing.T) *documents.Service {
	t.Helper()
	ports := documents.Ports{Store: o.store, Scanner: o.scanner, PDF: o.pages, Pictures: o.pages}
	return documents.New(o.DB, o.trail, ports, documents.Config{TempDir: t.TempDir(), PageEdge: 300}, o.Log)
}

// rescan does what the periodic job and then the jobs of the files do; what is due is asked for twice.
func (o *office) rescan(t *testing.T, s *documents.Service) int {
	t.Helper()
	for range 2 {
		if err := s.CatchUp(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	var due []documents.RescanArgs
	err := o.NewSelect().TableExpr("river.river_job").ColumnExpr("args ->> 'file_id' AS file_id").
		Where("kind = 'documents.rescan' AND state = 'available'").Scan(t.Context(), &due)
	if err != nil {
		t.Fatal(err)
	}
	for _, args := range due {
		for range 2 { // a job may run twice
			if err := s.Rescan(t.Context(), args); err != nil {
				t.Fatal(err)
			}
		}
	}
	return len(due)
}

func TestFilesThatCameWithoutAScannerAreScannedOnceThereIsOne(t *testing.T) {
	t.Parallel()
	o := open(t, func(p *documents.Ports, _ *documents.Config) { p.Scanner = nil })
	a, b := o.applicant(), o.applicant()
	_, clean := a.give(t, "a.jpg", documentstest.JPEG(1))
	_, evil := b.give(t, "b.pdf", pdf("pages=2 "+string(documentstest.EICAR())))
	if evil.State != documents.Unscanned || clean.State != documents.Unscanned {
		t.Fatal(evil.State, clean.State)
	}
	rec := b.submit(t, ids.New())
	if err := o.CatchUp(t.Context()); err != nil { // still none
		t.Fatal(err)
	}
	if n := o.rescan(t, o.withScanner(t)); n != 2 {
		t.Fatalf("%d files to scan", n)
	}
	o.RunJobs(t)
	doc, err := o.Own(t.Context(), a.account, clean.DocumentID)
	if err != nil || doc.Files[0].State != documents.Ready || doc.Files[0].PageCount != clean.PageCount {
		t.Errorf("%+v, %v", doc.Files[0], err)
	}
	refused := o.first(t, rec).Files[0]
	if refused.State != documents.Refused || *refused.Refusal != documents.Infected || refused.Finding == nil {
		t.Errorf("%+v", refused)
	}
	if len(o.refused) != 1 || o.refused[0].SubjectID != rec.ID || o.refused[0].Reason != documents.Infected {
		t.Errorf("told: %+v", o.refused)
	}
	_, err = o.Page(t.Context(), documents.Viewer{Account: b.account}, evil.ID, 1)
	want(t, "the picture of an infected file", err, documents.ErrNotFound)
	if keys := o.store.Keys(); slices.Contains(keys, "documents/"+evil.ID.String()+"/page-1") || !slices.Contains(keys, "documents/"+evil.ID.String()+"/original") {
		t.Errorf("kept: %v", keys)
	}
	if o.scanner.Scans() != 2 {
		t.Errorf("%d scans", o.scanner.Scans())
	}
}

func TestAFileTooLongForALateScannerStaysAsItIs(t *testing.T) {
	t.Parallel()
	o := open(t, func(p *documents.Ports, _ *documents.Config) { p.Scanner = nil })
	a := o.applicant()
	_, f := a.give(t, "a.jpg", documentstest.JPEG(1))
	o.scanner = documentstest.NewFakeScanner(20)
	o.rescan(t, o.withScanner(t))
	if doc, err := o.Own(t.Context(), a.account, f.DocumentID); err != nil || doc.Files[0].State != documents.Unscanned {
		t.Errorf("%v", err)
	}
}

// The scanner was away for so long that the next try of the inspection is days away; ten minutes after its return the file is seen.
func TestFilesAreTakenUpSoonAfterTheScannersReturn(t *testing.T) {
	t.Parallel()
	o := open(t)
	a := o.applicant()
	o.scanner.Down(true)
	f := a.upload(t, "a.jpg", documentstest.JPEG(1))
	o.TryJobs(t)
	if _, err := o.Pool().Exec(t.Context(), "UPDATE river.river_job SET scheduled_at = now() + interval '3 days' WHERE state IN ('retryable', 'available')"); err != nil {
		t.Fatal(err)
	}
	o.Clock.Advance(time.Hour)
	inspections := func() (n int) {
		err := o.NewRaw("SELECT count(*) FROM river.river_job WHERE kind = 'documents.inspect'").Scan(t.Context(), &n)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	if err := o.CatchUp(t.Context()); err != nil || inspections() != 1 { // away: one more try would be in vain
		t.Fatal(inspections(), err)
	}
	o.scanner.Down(false)
	for range 2 {
		if err := o.CatchUp(t.Context()); err != nil || inspections() != 2 {
			t.Fatal(inspections(), err)
		}
	}
	o.RunJobs(t)
	if doc, err := o.Own(t.Context(), a.account, f.DocumentID); err != nil || doc.Files[0].State != documents.Ready || len(o.inspected) != 1 {
		t.Errorf("%+v, %v", doc.Files[0], err)
	}
}
