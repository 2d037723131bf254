package documents_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/documents/documentstest"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
)

func TestTheSubmitSealsThePapers(t *testing.T) {
	t.Parallel()
	o := open(t)
	a := o.applicant()
	doc, f := a.give(t, "1.jpg", documentstest.JPEG(1))
	late := a.begin(t, "2.jpg", len(documentstest.JPEG(2)))
	empty := a.announcement("gone.jpg", 10)
	empty.Item = "lease"
	u, err := o.BeginUpload(t.Context(), a.account, empty)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := o.CancelUpload(t.Context(), a.account, u.File.ID); err != nil {
		t.Fatal(err)
	}
	person := ids.New()
	rec := a.submit(t, person)

	got := o.first(t, rec)
	if got.ID != doc.ID || got.SealedAt == nil || got.PersonID == nil || *got.PersonID != person || got.OriginID != a.application {
		t.Fatalf("%+v", got)
	}
	if again := o.first(t, a.rec()); again.ID != doc.ID || again.Reused {
		t.Errorf("the application does not know its papers any more: %+v", again)
	}
	_, err = o.RemoveFile(t.Context(), a.account, f.ID)
	want(t, "remove", err, documents.ErrSealed)
	_, err = o.ArrangeFiles(t.Context(), a.account, doc.ID, got.Version, []uuid.UUID{f.ID, late.File.ID})
	want(t, "arrange", err, documents.ErrSealed)

	// What was under way when the person submitted still arrives, with its own time of receipt.
	o.Clock.Advance(time.Hour)
	a.send(t, late, documentstest.JPEG(2), 1)
	if _, err := o.CompleteUpload(t.Context(), a.account, late.File.ID); err != nil {
		t.Fatal(err)
	}
	o.RunJobs(t)
	if got := o.first(t, rec); got.State() != documents.DocumentReady || !got.ReceivedAt().After(*got.SealedAt) {
		t.Errorf("%s", got.State())
	}
}

// The inspection ended between the check of the submit and its commit.
func TestACaseHearsOfWhatWasRefusedJustBeforeItWasOpened(t *testing.T) {
	t.Parallel()
	o := open(t)
	a := o.applicant()
	_, f := a.give(t, "1.pdf", pdf("damaged"))
	rec := a.submit(t, uuid.Nil)
	o.RunJobs(t)
	if len(o.refused) != 2 || o.refused[1].SubjectID != rec.ID || o.refused[1].FileID != f.ID || o.refused[1].Reason != documents.Damaged {
		t.Errorf("%+v", o.refused)
	}
}

func TestManySubjectsAreReadInAFixedNumberOfStatements(t *testing.T) {
	t.Parallel()
	o := open(t)
	var subjects []uuid.UUID
	for i := range 5 {
		a := o.applicant()
		a.upload(t, "1.jpg", documentstest.JPEG(uint8(i)))
		subjects = append(subjects, a.application)
	}
	ctx, statements := db.CountStatements(t.Context())
	found, err := o.ForSubjects(ctx, "application", subjects)
	if err != nil || len(found) != 5 || statements.Load() != 3 {
		t.Errorf("%d subjects in %d statements, %v", len(found), statements.Load(), err)
	}
	if none, err := o.ForSubjects(ctx, "application", nil); err != nil || len(none) != 0 || statements.Load() != 3 {
		t.Errorf("nothing asked, %d statements, %v", statements.Load(), err)
	}
}

func TestADeletedDraftTakesItsPapersWithIt(t *testing.T) {
	t.Parallel()
	o := open(t)
	a := o.applicant()
	doc, _ := a.give(t, "1.pdf", pdf("pages=3"))
	a.begin(t, "2.jpg", 100)
	waiting := a.upload(t, "3.jpg", documentstest.JPEG(3))
	o.InTx(t, func(ctx context.Context, tx *db.Tx) error { return o.EraseSubjectTx(ctx, tx, a.rec()) })
	o.RunJobs(t)
	if keys := o.store.Keys(); len(keys) != 0 {
		t.Errorf("left in the store: %v", keys)
	}
	_, err := o.Own(t.Context(), a.account, doc.ID)
	want(t, "the document", err, documents.ErrNotFound)
	_, err = o.CompleteUpload(t.Context(), a.account, waiting.ID)
	want(t, "its file", err, documents.ErrNotFound)
	if actions := o.actions(t, doc.ID); !slices.Contains(actions, "document.erased") {
		t.Errorf("trail: %v", actions)
	}
}

func TestPapersGoAtTheEndOfTheirRetention(t *testing.T) {
	t.Parallel()
	o := open(t)
	a := o.applicant()
	a.give(t, "1.jpg", documentstest.JPEG(1))
	rec := a.submit(t, ids.New())
	o.InTx(t, func(ctx context.Context, tx *db.Tx) error { return o.RetainTx(ctx, tx, rec, day(t, "2026-11-22")) })
	for _, left := range []int{1, 1, 0} { // 21st, 22nd: the day itself still counts; 23rd
		if err := o.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		o.RunJobs(t)
		if docs, err := o.ForSubject(t.Context(), rec); err != nil || len(docs) != left || (len(o.store.Keys()) > 0) != (left > 0) {
			t.Errorf("on %s: %d papers, %v in the store, %v", o.Clock.Now(), len(docs), o.store.Keys(), err)
		}
		o.Clock.Advance(24 * time.Hour)
	}
}

func TestPapersFollowThePersonWhenItBecomesClear(t *testing.T) {
	t.Parallel()
	o := open(t)
	a := o.applicant()
	a.give(t, "1.jpg", documentstest.JPEG(1))
	provisional, onFile := ids.New(), ids.New()
	rec := a.submit(t, provisional)
	o.InTx(t, func(ctx context.Context, tx *db.Tx) error { return o.MergePersonTx(ctx, tx, provisional, onFile) })
	if got := o.first(t, rec).PersonID; got == nil || *got != onFile {
		t.Errorf("%v", got)
	}
}

func TestLookingIsRecordedAndThumbnailsAreNot(t *testing.T) {
	t.Parallel()
	o := open(t)
	a := o.applicant()
	_, f := a.give(t, "1.pdf", pdf("pages=2"))
	doc := o.first(t, a.submit(t, uuid.Nil))
	clerk := audit.Actor{Kind: audit.Staff, ID: ids.New()}
	ctx := audit.WithActor(t.Context(), clerk)
	who := documents.Viewer{Account: clerk.ID, Staff: true}
	if _, err := o.Thumb(ctx, who, f.ID); err != nil {
		t.Fatal(err)
	}
	if actions := o.actions(t, doc.ID); len(actions) != 0 {
		t.Errorf("after a thumbnail: %v", actions)
	}
	for n := 1; n <= 2; n++ { // turning the page is not opening again
		if _, err := o.Page(ctx, who, f.ID, n); err != nil {
			t.Fatal(err)
		}
	}
	p, err := o.Original(ctx, who, f.ID)
	if got := drain(t, p, err); string(got) != string(pdf("pages=2")) || p.Name != "1.pdf" || p.Type != "application/pdf" {
		t.Errorf("%s %s, %d bytes", p.Name, p.Type, len(got))
	}
	if actions := o.actions(t, doc.ID); !slices.Equal(actions, []string{"document.opened", "document.original_downloaded"}) {
		t.Errorf("trail: %v", actions)
	}
	if _, err := o.Page(t.Context(), documents.Viewer{Account: a.account}, f.ID, 1); err != nil {
		t.Fatal(err)
	}
	if actions := o.actions(t, doc.ID); len(actions) != 2 {
		t.Errorf("looking at one's own paper was recorded: %v", actions)
	}
}
