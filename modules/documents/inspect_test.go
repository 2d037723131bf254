package documents_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/documents/documentstest"
	"github.com/ankunft/ankunft/platform/ids"
)

// pdf begins as a PDF does; the words tell the FakePages what to find in it.
func pdf(words string) []byte { return []byte("%PDF-1.7\n" + words + "\n%%EOF\n") }

func zipped(content []byte) []byte {
	return append(bytes.Clone(content), "PK\x05\x06\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"...)
}

func TestFilesAreRefusedForTheReasonThatHelps(t *testing.T) {
	t.Parallel()
	o := open(t)
	for name, c := range map[string]struct {
		content []byte
		want    documents.Refusal
	}{
		"a web page":          {[]byte("<html><script>alert(1)</script></html>"), documents.WrongType},
		"a drawing":           {[]byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`), documents.WrongType},
		"an archive":          {[]byte("PK\x03\x04 and so on"), documents.WrongType},
		"a program":           {[]byte("MZ\x90\x00 this program cannot be run"), documents.WrongType},
		"a GIF":               {[]byte("GIF89a\x01\x00\x01\x00"), documents.WrongType},
		"late header":         {append([]byte("some words first\n"), pdf("")...), documents.WrongType},
		"photo and archive":   {zipped(documentstest.JPEG(9)), documents.WrongType},
		"PDF and archive":     {zipped(pdf("")), documents.WrongType},
		"needs a password":    {pdf("encrypted"), documents.Encrypted},
		"cannot be read":      {pdf("damaged"), documents.Damaged},
		"virus":               {pdf(string(documentstest.EICAR())), documents.Infected},
		"virus in a bomb":     {pdf("bomb" + string(documentstest.EICAR())), documents.Infected},
		"a book":              {pdf("pages=201"), documents.TooManyPages},
		"no pages":            {pdf("pages=0"), documents.Empty},
		"as large as a field": {pdf("bomb"), documents.TooManyPixels},
	} {
		a := o.applicant()
		doc, f := a.give(t, "paper.pdf", c.content)
		if f.State != documents.Refused || f.Refusal == nil || *f.Refusal != c.want || doc.State() != documents.DocumentRefused {
			t.Errorf("%s: %s %v", name, f.State, f.Refusal)
		}
		_, err := o.Page(t.Context(), documents.Viewer{Account: a.account}, f.ID, 1)
		want(t, name+" is shown", err, documents.ErrNotFound)
		if sum := sha256.Sum256(c.content); f.SHA256 != hex.EncodeToString(sum[:]) {
			t.Errorf("%s: digest %s", name, f.SHA256)
		}
	}
	for _, e := range o.refused {
		if e.Item != "passport" || e.SubjectKind != documents.SubjectApplication || e.Reason == "" {
			t.Errorf("%+v", e)
		}
	}
	if len(o.refused) != 15 || len(o.inspected) != 0 {
		t.Errorf("%d refused, %d inspected", len(o.refused), len(o.inspected))
	}
	for _, key := range o.store.Keys() {
		if !strings.HasSuffix(key, "/original") {
			t.Errorf("a picture of a refused file was left: %s", key)
		}
	}
}

func TestAGoodFileIsShownAsPicturesOfItsPages(t *testing.T) {
	t.Parallel()
	o := open(t)
	a := o.applicant()
	_, f := a.give(t, "contract.pdf", pdf("pages=3 script"))
	if f.State != documents.Ready || f.PageCount != 3 || !f.Active || f.Type != "application/pdf" || len(o.inspected) != 1 {
		t.Fatalf("%+v", f)
	}
	who := documents.Viewer{Account: a.account}
	for n := 1; n <= 3; n++ {
		p, err := o.Page(t.Context(), who, f.ID, n)
		if got := drain(t, p, err); !bytes.HasPrefix(got, []byte("\xff\xd8\xff")) {
			t.Errorf("page %d is no JPEG", n)
		}
	}
	thumb, err := o.Thumb(t.Context(), who, f.ID)
	if got := drain(t, thumb, err); len(got) == 0 || len(got) > 20_000 {
		t.Errorf("thumbnail of %d bytes", len(got))
	}
	for _, n := range []int{0, 4, -1} {
		_, err := o.Page(t.Context(), who, f.ID, n)
		want(t, "a page that is not there", err, documents.ErrNotFound)
	}
}

func TestAPhotoDeclaredAsSomethingElseIsWhatItIs(t *testing.T) {
	t.Parallel()
	o := open(t)
	_, f := o.applicant().give(t, "scan.pdf", documentstest.JPEG(7))
	if f.State != documents.Ready || f.Type != "image/jpeg" {
		t.Errorf("%s %s", f.State, f.Type)
	}
}

func TestTheStoreHoldsOtherBytesThanWereAnnounced(t *testing.T) {
	t.Parallel()
	o := open(t)
	a := o.applicant()
	f := a.upload(t, "a.jpg", documentstest.JPEG(1))
	key := "documents/" + f.ID.String() + "/original"
	if err := o.store.Put(t.Context(), key, strings.NewReader("other"), 5, ""); err != nil {
		t.Fatal(err)
	}
	o.RunJobs(t)
	doc, err := o.Own(t.Context(), a.account, f.DocumentID)
	if err != nil || doc.Files[0].Refusal == nil || *doc.Files[0].Refusal != documents.Mismatch {
		t.Errorf("%+v, %v", doc.Files[0], err)
	}
}

func TestNothingIsShownWhileTheScannerIsAwayAndNothingIsLost(t *testing.T) {
	t.Parallel()
	o := open(t)
	a := o.applicant()
	o.scanner.Down(true)
	f := a.upload(t, "a.jpg", documentstest.JPEG(1))
	if failures := o.TryJobs(t); len(failures) != 1 || failures[0].Kind != "documents.inspect" {
		t.Fatalf("%+v", failures)
	}
	rec := a.submit(t, ids.New()) // the person is not held up
	docs, err := o.ForSubject(t.Context(), rec)
	if err != nil || len(docs) != 1 || docs[0].State() != documents.DocumentChecking || docs[0].Files[0].State != documents.Received {
		t.Fatalf("%+v, %v", docs, err)
	}
	_, err = o.Page(t.Context(), documents.Viewer{Staff: true, Account: ids.New()}, f.ID, 1)
	want(t, "an unscanned page", err, documents.ErrNotFound)
	_, err = o.Original(t.Context(), documents.Viewer{Staff: true, Account: ids.New()}, f.ID)
	want(t, "an unscanned original", err, documents.ErrNotFound)
	if o.pages.Painted() != 0 || len(o.store.Keys()) != 1 {
		t.Error("a picture was made before the scan")
	}

	if err := o.Watch(t.Context()); err != nil {
		t.Fatal(err)
	}
	o.Clock.Advance(11 * time.Minute)
	if n, err := o.StuckScans(t.Context(), 10*time.Minute); err != nil || n != 1 {
		t.Errorf("%d stuck, %v", n, err)
	}
	o.scanner.Down(false)
	for range 2 { // the alarm is raised once
		if err := o.Watch(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	o.RunJobs(t)
	if len(o.stuck) != 1 || o.stuck[0].FileID != f.ID {
		t.Errorf("%+v", o.stuck)
	}
	if n, err := o.StuckScans(t.Context(), 10*time.Minute); err != nil || n != 0 || len(o.inspected) != 1 || o.inspected[0].SubjectID != rec.ID {
		t.Errorf("%d stuck, %+v, %v", n, o.inspected, err)
	}
}

func TestAFileFoundInfectedAfterTheSubmitIsToldToTheCase(t *testing.T) {
	t.Parallel()
	o := open(t)
	a := o.applicant()
	f := a.upload(t, "a.pdf", pdf(string(documentstest.EICAR())))
	received := *f.ReceivedAt
	rec := a.submit(t, ids.New())
	o.Clock.Advance(time.Hour)
	o.RunJobs(t)
	if len(o.refused) != 1 || o.refused[0].SubjectID != rec.ID || o.refused[0].Reason != documents.Infected {
		t.Fatalf("%+v", o.refused)
	}
	docs, err := o.ForSubject(t.Context(), rec)
	if err != nil || !docs[0].ReceivedAt().Equal(received) {
		t.Errorf("the day of receipt moved: %v, %v", docs[0].ReceivedAt(), err)
	}
}

func TestACityWithoutScannerSaysSo(t *testing.T) {
	t.Parallel()
	o := open(t, func(p *documents.Ports, _ *documents.Config) { p.Scanner = nil })
	doc, f := o.applicant().give(t, "a.jpg", documentstest.JPEG(1))
	if f.State != documents.Unscanned || doc.State() != documents.DocumentUnscanned || !f.Visible() {
		t.Errorf("%s", f.State)
	}
}

func TestWhatPaintsThePagesIsAway(t *testing.T) {
	t.Parallel()
	o := open(t)
	a := o.applicant()
	o.pages.Down(true)
	f := a.upload(t, "a.jpg", documentstest.JPEG(1))
	if failures := o.TryJobs(t); len(failures) != 1 {
		t.Fatalf("%+v", failures)
	}
	o.pages.Down(false)
	if err := o.Inspect(t.Context(), documents.InspectArgs{FileID: f.ID}); err != nil {
		t.Fatal(err)
	}
	if doc, err := o.Own(t.Context(), a.account, f.DocumentID); err != nil || doc.State() != documents.DocumentReady {
		t.Errorf("%v", err)
	}
	if err := o.Inspect(t.Context(), documents.InspectArgs{FileID: f.ID}); err != nil {
		t.Errorf("a second run: %v", err)
	}
}

func TestTheScannerTakesLessThanTheOffice(t *testing.T) {
	t.Parallel()
	o := open(t, func(p *documents.Ports, _ *documents.Config) { p.Scanner = documentstest.NewFakeScanner(20) })
	if _, f := o.applicant().give(t, "a.jpg", documentstest.JPEG(1)); f.Refusal == nil || *f.Refusal != documents.TooLarge {
		t.Errorf("%+v", f)
	}
}

func TestAFileRemovedDuringItsInspectionLeavesNothing(t *testing.T) {
	t.Parallel()
	o := open(t)
	a := o.applicant()
	f := a.upload(t, "a.jpg", documentstest.JPEG(1))
	if _, err := o.RemoveFile(t.Context(), a.account, f.ID); err != nil {
		t.Fatal(err)
	}
	o.RunJobs(t)
	if keys := o.store.Keys(); len(keys) != 0 {
		t.Errorf("left: %v", keys)
	}
}

func TestTheSameFileAgainIsRecognised(t *testing.T) {
	t.Parallel()
	o := open(t)
	a := o.applicant()
	content := documentstest.JPEG(1)
	_, first := a.give(t, "a.jpg", content)
	_, again := a.give(t, "b.jpg", content)
	if again.DuplicateOf == nil || *again.DuplicateOf != first.ID || first.DuplicateOf != nil {
		t.Errorf("%v", again.DuplicateOf)
	}
	in := a.announcement("c.jpg", len(content))
	digest := strings.ToUpper(first.SHA256)
	in.Sha256 = &digest
	if u, err := o.BeginUpload(t.Context(), a.account, in); err != nil || u.File.DuplicateOf == nil {
		t.Errorf("told before it is sent: %v", err)
	}
	if _, other := o.applicant().give(t, "a.jpg", content); other.DuplicateOf != nil {
		t.Error("somebody learned that another person owns the same paper")
	}
}

func TestRefusedBytesGoAfterAMonthAndTheReasonStays(t *testing.T) {
	t.Parallel()
	o := open(t)
	a := o.applicant()
	doc, _ := a.give(t, "a.pdf", pdf("damaged"))
	for _, days := range []int{29, 2} {
		o.Clock.Advance(time.Duration(days) * 24 * time.Hour)
		if err := o.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		o.RunJobs(t)
		if kept := len(o.store.Keys()) == 1; kept != (days == 29) {
			t.Errorf("after %d days: kept %v", days, kept)
		}
	}
	if doc, err := o.Own(t.Context(), a.account, doc.ID); err != nil || doc.State() != documents.DocumentRefused {
		t.Errorf("%v", err)
	}
}

func TestNothingStaysOnDisk(t *testing.T) {
	t.Parallel()
	var dir string
	o := open(t, func(_ *documents.Ports, c *documents.Config) { dir = c.TempDir })
	a := o.applicant()
	a.give(t, "a.jpg", documentstest.JPEG(1))
	a.give(t, "b.pdf", pdf("damaged"))
	o.scanner.Down(true)
	a.upload(t, "c.jpg", documentstest.JPEG(2))
	o.TryJobs(t)
	if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
		t.Errorf("%v, %v", left, err)
	}
}
