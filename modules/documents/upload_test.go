package documents_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/documents/documentstest"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
)

func TestSeveralPhotosBecomeOneDocument(t *testing.T) {
	t.Parallel()
	o := open(t)
	a := o.applicant()
	first, _ := a.give(t, "front.jpg", documentstest.JPEG(10))
	second, _ := a.give(t, "back.jpg", documentstest.JPEG(20))
	if first.ID != second.ID || len(second.Files) != 2 || second.State() != documents.DocumentReady || second.PageCount() != 2 {
		t.Fatalf("%d files in state %s", len(second.Files), second.State())
	}
	if second.Files[0].Name != "front.jpg" || second.Files[1].Position != 2 || second.Files[0].SHA256 == "" {
		t.Errorf("%+v", second.Files[0])
	}
}

func TestALargeFileComesInPiecesInAnyOrder(t *testing.T) {
	t.Parallel()
	o := open(t, func(_ *documents.Ports, c *documents.Config) { c.PartSize = documents.MinPartSize })
	a := o.applicant()
	content := append(documentstest.PDF(1), bytes.Repeat([]byte("% ballast\n"), 1_200_000)...)
	u := a.begin(t, "certificate.pdf", len(content))
	if u.PartCount() != 3 || len(u.Received) != 0 || u.Resumed {
		t.Fatalf("%d pieces, %+v", u.PartCount(), u)
	}
	a.send(t, u, content, 3, 1)
	_, err := o.CompleteUpload(t.Context(), a.account, u.File.ID)
	if e := errs.Of(err); e == nil || e.Code != documents.ErrIncomplete.Code || len(e.Fields) != 1 || e.Fields[0].Path != "parts.2" {
		t.Fatalf("one piece is missing: %v", err)
	}

	// The telephone's battery is empty; the person goes on at a computer with the same file.
	again := a.begin(t, "certificate.pdf", len(content))
	if again.File.ID != u.File.ID || !again.Resumed || !slices.Equal(again.Received, []int{1, 3}) {
		t.Fatalf("%+v", again)
	}
	waiting, err := o.OpenUploads(t.Context(), a.account, documents.SubjectApplication, a.application)
	if err != nil || len(waiting) != 1 || waiting[0].File.ID != u.File.ID {
		t.Fatalf("%d uploads, %v", len(waiting), err)
	}
	a.send(t, again, content, 2)
	f, err := o.CompleteUpload(t.Context(), a.account, u.File.ID)
	if err != nil || f.State != documents.Received || f.ReceivedAt == nil || !f.ReceivedAt.Equal(testkitNow(o)) {
		t.Fatalf("%+v, %v", f, err)
	}
}

func testkitNow(o *office) time.Time { return o.Clock.Now() }

func TestCompletingTwiceIsHarmless(t *testing.T) {
	t.Parallel()
	o := open(t)
	a := o.applicant()
	content := documentstest.JPEG(1)
	u := a.begin(t, "a.jpg", len(content))
	a.send(t, u, content, 1)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if f, err := o.CompleteUpload(t.Context(), a.account, u.File.ID); err != nil || f.State == documents.Uploading {
				t.Errorf("%v, %v", f, err)
			}
		})
	}
	wg.Wait()
	o.RunJobs(t)
	if len(o.inspected) != 1 {
		t.Errorf("inspected %d times", len(o.inspected))
	}
}

// The server died between the store's answer and our commit.
func TestAnUploadThatWasJoinedButNotWrittenDownIsNotLost(t *testing.T) {
	t.Parallel()
	o := open(t)
	a := o.applicant()
	content := documentstest.JPEG(1)
	u := a.begin(t, "a.jpg", len(content))
	a.send(t, u, content, 1)
	key := "documents/" + u.File.ID.String() + "/original"
	parts, err := o.store.ListParts(t.Context(), key, *u.File.UploadID)
	if err != nil {
		t.Fatal(err)
	}
	if err := o.store.CompleteParts(t.Context(), key, *u.File.UploadID, parts); err != nil {
		t.Fatal(err)
	}
	if f, err := o.CompleteUpload(t.Context(), a.account, u.File.ID); err != nil || f.State != documents.Received {
		t.Errorf("%v, %v", f, err)
	}
}

func TestWhatTheAnnouncementAlreadyTellsIsRefusedAtOnceWithAllFaults(t *testing.T) {
	t.Parallel()
	o := open(t)
	a := o.applicant()
	in := a.announcement("film.mp4", 51<<20)
	in.Type, in.Item = "video/mp4", ""
	notADigest := "xyz"
	in.Sha256 = &notADigest
	_, err := o.BeginUpload(t.Context(), a.account, in)
	var got []string
	if e := errs.Of(err); e != nil {
		for _, f := range e.Fields {
			got = append(got, f.Path+":"+f.Code)
		}
	}
	if !slices.Equal(got, []string{"type:wrong_type", "size:too_large", "item:required", "sha256:not_a_digest"}) {
		t.Errorf("%v", err)
	}
	for name, kind := range map[string]string{"a.svg": "image/svg+xml", "a.html": "", "a.jpg": "text/html", "a": ""} {
		in := a.announcement(name, 10)
		in.Type = kind
		_, err := o.BeginUpload(t.Context(), a.account, in)
		want(t, name+" as "+kind, err, documents.ErrInvalid)
	}
	for name, kind := range map[string]string{"a.HEIC": "", "b.heif": "application/octet-stream", "c": "image/heif", "d.pdf": "application/pdf; x=y"} {
		in := a.announcement(name, 10)
		in.Type = kind
		if _, err := o.BeginUpload(t.Context(), a.account, in); err != nil {
			t.Errorf("%s as %q: %v", name, kind, err)
		}
	}
	_, err = o.BeginUpload(t.Context(), a.account, a.announcement("empty.pdf", 0))
	want(t, "an empty file", err, documents.ErrInvalid)
}

func TestAStrangersThingsDoNotExist(t *testing.T) {
	t.Parallel()
	o := open(t)
	a, stranger := o.applicant(), o.applicant()
	doc, f := a.give(t, "a.jpg", documentstest.JPEG(1))
	u := a.begin(t, "b.jpg", 100)
	ctx := t.Context()
	for what, call := range map[string]func() error{
		"begin":    func() error { _, err := o.BeginUpload(ctx, stranger.account, a.announcement("x.jpg", 5)); return err },
		"sign":     func() error { _, err := o.SignParts(ctx, stranger.account, u.File.ID, []int{1}); return err },
		"complete": func() error { _, err := o.CompleteUpload(ctx, stranger.account, u.File.ID); return err },
		"cancel":   func() error { _, err := o.CancelUpload(ctx, stranger.account, u.File.ID); return err },
		"remove":   func() error { _, err := o.RemoveFile(ctx, stranger.account, f.ID); return err },
		"arrange": func() error {
			_, err := o.ArrangeFiles(ctx, stranger.account, doc.ID, doc.Version, []uuid.UUID{f.ID})
			return err
		},
		"own":      func() error { _, err := o.Own(ctx, stranger.account, doc.ID); return err },
		"page":     func() error { _, err := o.Page(ctx, documents.Viewer{Account: stranger.account}, f.ID, 1); return err },
		"thumb":    func() error { _, err := o.Thumb(ctx, documents.Viewer{Account: stranger.account}, f.ID); return err },
		"original": func() error { _, err := o.Original(ctx, documents.Viewer{Account: a.account}, f.ID); return err },
		"staff": func() error {
			_, err := o.Page(ctx, documents.Viewer{Account: ids.New(), Staff: true}, f.ID, 1)
			return err
		},
		"read":   func() error { _, err := o.Read(ctx, doc.ID); return err },
		"nobody": func() error { _, err := o.BeginUpload(ctx, uuid.Nil, a.announcement("x.jpg", 5)); return err },
	} {
		want(t, what, call(), documents.ErrNotFound)
	}
	if waiting, err := o.OpenUploads(ctx, stranger.account, documents.SubjectApplication, a.application); err != nil || len(waiting) != 0 {
		t.Errorf("a stranger sees %d uploads, %v", len(waiting), err)
	}
}

func TestLimitsOfTheDocumentAndOfTheDay(t *testing.T) {
	t.Parallel()
	o := open(t, func(_ *documents.Ports, c *documents.Config) { c.MaxFilesPerDocument, c.MaxFilesPerDay = 3, 5 })
	a := o.applicant()
	var wg sync.WaitGroup
	var mu sync.Mutex
	begun := 0
	for i := range 10 { // all at once: the limits hold
		wg.Go(func() {
			if _, err := o.BeginUpload(t.Context(), a.account, a.announcement(fmt.Sprintf("%d.jpg", i), 100)); err == nil {
				mu.Lock()
				defer mu.Unlock()
				begun++
			} else {
				want(t, "a file too many", err, documents.ErrTooManyFiles)
			}
		})
	}
	wg.Wait()
	if begun != 3 {
		t.Errorf("%d files in a document of at most 3", begun)
	}
	other := a.announcement("x.jpg", 100)
	other.Item = "lease"
	for i := range 3 {
		other.Size++
		if _, err := o.BeginUpload(t.Context(), a.account, other); (err == nil) != (i < 2) {
			t.Errorf("file %d of the day: %v", 4+i, err)
		}
	}
	o.Clock.Advance(25 * time.Hour)
	if _, err := o.BeginUpload(t.Context(), a.account, other); err != nil {
		t.Errorf("the next day: %v", err)
	}
}

func TestFilesCanBeArrangedRemovedAndGivenUp(t *testing.T) {
	t.Parallel()
	o := open(t)
	a := o.applicant()
	_, first := a.give(t, "1.jpg", documentstest.JPEG(1))
	_, second := a.give(t, "2.jpg", documentstest.JPEG(2))
	doc, third := a.give(t, "3.jpg", documentstest.JPEG(3))
	order := []uuid.UUID{third.ID, first.ID, second.ID}

	_, err := o.ArrangeFiles(t.Context(), a.account, doc.ID, doc.Version-1, order)
	want(t, "an order of an older version", err, documents.ErrConflict)
	_, err = o.ArrangeFiles(t.Context(), a.account, doc.ID, doc.Version, order[:2])
	want(t, "an order that forgets one", err, documents.ErrInvalid)
	_, err = o.ArrangeFiles(t.Context(), a.account, doc.ID, doc.Version, []uuid.UUID{third.ID, third.ID, third.ID})
	want(t, "an order with one thrice", err, documents.ErrInvalid)
	doc, err = o.ArrangeFiles(t.Context(), a.account, doc.ID, doc.Version, order)
	if err != nil || doc.Files[0].ID != third.ID || doc.Files[2].ID != second.ID {
		t.Fatalf("%v", err)
	}

	doc, err = o.RemoveFile(t.Context(), a.account, first.ID)
	if err != nil || len(doc.Files) != 2 || doc.Files[1].ID != second.ID || doc.Files[1].Position != 2 {
		t.Fatalf("%v", err)
	}
	u := a.begin(t, "4.jpg", 50)
	if _, err := o.CancelUpload(t.Context(), a.account, u.File.ID); err != nil {
		t.Fatal(err)
	}
	_, err = o.CancelUpload(t.Context(), a.account, second.ID)
	want(t, "giving up what is whole", err, documents.ErrConflict)
	o.RunJobs(t)
	for _, key := range o.store.Keys() {
		if strings.Contains(key, first.ID.String()) || strings.Contains(key, u.File.ID.String()) {
			t.Errorf("%s is still in the store", key)
		}
	}
}

func TestAClosedSubjectTakesNothing(t *testing.T) {
	t.Parallel()
	o := open(t)
	a := o.applicant()
	_, f := a.give(t, "1.jpg", documentstest.JPEG(1))
	o.subject.set(func() { o.subject.closed[a.application] = true })
	_, err := o.BeginUpload(t.Context(), a.account, a.announcement("2.jpg", 5))
	want(t, "begin", err, errClosed)
	_, err = o.RemoveFile(t.Context(), a.account, f.ID)
	want(t, "remove", err, errClosed)
}

func TestOnlyPiecesOfTheFileAreSigned(t *testing.T) {
	t.Parallel()
	o := open(t)
	a := o.applicant()
	u := a.begin(t, "1.jpg", 100)
	for _, numbers := range [][]int{nil, {0}, {2}, {-1}, make([]int, 101)} {
		_, err := o.SignParts(t.Context(), a.account, u.File.ID, numbers)
		want(t, fmt.Sprint(numbers), err, documents.ErrInvalid)
	}
	f := a.upload(t, "2.jpg", documentstest.JPEG(1))
	_, err := o.SignParts(t.Context(), a.account, f.ID, []int{1})
	want(t, "a file that is whole", err, documents.ErrConflict)
}

func TestTheStoreIsAway(t *testing.T) {
	t.Parallel()
	o := open(t)
	a := o.applicant()
	o.store.Down(true)
	_, err := o.BeginUpload(t.Context(), a.account, a.announcement("1.jpg", 100))
	want(t, "begin", err, documents.ErrStoreUnavailable)
	o.store.Down(false)
	content := documentstest.JPEG(1)
	u, err := o.BeginUpload(t.Context(), a.account, a.announcement("1.jpg", 100))
	if err != nil || !u.Resumed { // it takes up what it had announced
		t.Fatalf("%+v, %v", u, err)
	}
	u = a.begin(t, "2.jpg", len(content))
	a.send(t, u, content, 1)
	o.store.Down(true)
	_, err = o.CompleteUpload(t.Context(), a.account, u.File.ID)
	want(t, "complete", err, documents.ErrStoreUnavailable)
	o.store.Down(false)
	if f, err := o.CompleteUpload(t.Context(), a.account, u.File.ID); err != nil || f.State != documents.Received {
		t.Errorf("complete, later: %v", err)
	}
}

func TestAbandonedUploadsAreSweptAndLiveOnesStay(t *testing.T) {
	t.Parallel()
	o := open(t)
	a := o.applicant()
	dead := a.begin(t, "dead.jpg", 100)
	o.Clock.Advance(47 * time.Hour)
	live := a.begin(t, "live.jpg", 100)
	o.Clock.Advance(2 * time.Hour)
	if err := o.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	o.RunJobs(t)
	doc, err := o.Own(t.Context(), a.account, dead.Document.ID)
	if err != nil || len(doc.Files) != 1 || doc.Files[0].ID != live.File.ID {
		t.Fatalf("%d files, %v", len(doc.Files), err)
	}
	_, err = o.store.ListParts(t.Context(), "documents/"+dead.File.ID.String()+"/original", *dead.File.UploadID)
	want(t, "the store's part of it", err, documents.ErrNoObject)
}
