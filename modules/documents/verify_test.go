package documents_test

import (
	"context"
	"slices"
	"sync"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/documents/documentstest"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
)

func day(t *testing.T, s string) clock.Date {
	t.Helper()
	d, err := clock.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func (o *office) first(t *testing.T, rec audit.Record) *documents.Document {
	t.Helper()
	docs, err := o.ForSubject(t.Context(), rec)
	if err != nil || len(docs) == 0 {
		t.Fatalf("%d documents, %v", len(docs), err)
	}
	return docs[0]
}

func TestAPaperIsAcceptedUntilItExpires(t *testing.T) {
	t.Parallel()
	o := open(t)
	a := o.applicant()
	a.give(t, "passport.jpg", documentstest.JPEG(1))
	person := ids.New()
	rec := a.submit(t, person)
	doc := o.first(t, rec)

	got, err := o.verify(t, doc.ID, documents.Check{Version: doc.Version, Accepted: true, ValidUntil: day(t, "2027-05-31")})
	if err != nil || got.Verification != documents.Accepted || got.VerifiedBy == nil || got.VerifiedAt == nil || got.Rejection != nil {
		t.Fatalf("%+v, %v", got, err)
	}
	if actions := o.actions(t, doc.ID); !slices.Equal(actions, []string{"document.accepted"}) {
		t.Errorf("trail: %v", actions)
	}
	for on, counts := range map[string]bool{"2026-11-21": true, "2027-05-31": true, "2027-06-01": false} {
		docs, err := o.Reusable(t.Context(), person, []string{"passport", "lease"}, day(t, on))
		if err != nil || (len(docs) == 1) != counts {
			t.Errorf("on %s: %d papers, %v", on, len(docs), err)
		}
	}
	for what, someone := range map[string]uuid.UUID{"another person": ids.New(), "nobody in particular": uuid.Nil} {
		if docs, err := o.Reusable(t.Context(), someone, []string{"passport"}, day(t, "2026-12-01")); err != nil || len(docs) != 0 {
			t.Errorf("%s: %d papers, %v", what, len(docs), err)
		}
	}
}

func TestAPaperIsRejectedWithAReasonAndAnswered(t *testing.T) {
	t.Parallel()
	o := open(t)
	a := o.applicant()
	a.give(t, "passport.jpg", documentstest.JPEG(1))
	rec := a.submit(t, uuid.Nil)
	doc := o.first(t, rec)

	_, err := o.verify(t, doc.ID, documents.Check{Version: doc.Version})
	want(t, "a rejection without a reason", err, documents.ErrInvalid)
	got, err := o.verify(t, doc.ID, documents.Check{Version: doc.Version, Reason: "illegible", Remark: "Bitte ohne Blitz.", ValidUntil: day(t, "2027-01-01")})
	if err != nil || got.Verification != documents.Rejected || *got.Rejection != "illegible" || !got.ValidUntil.IsZero() {
		t.Fatalf("%+v, %v", got, err)
	}
	_, err = o.RemoveFile(t.Context(), a.account, doc.Files[0].ID)
	want(t, "removing what was checked", err, documents.ErrSealed)

	in := a.announcement("better.jpg", len(documentstest.JPEG(2)))
	in.SubjectKind, in.SubjectID = documents.SubjectCase, rec.ID
	u, err := o.BeginUpload(t.Context(), a.account, in)
	if err != nil || u.Document.ID == doc.ID || u.Document.Verification != documents.Pending {
		t.Fatalf("the answer is a paper of its own: %+v, %v", u, err)
	}
	got, err = o.verify(t, doc.ID, documents.Check{Version: got.Version, Accepted: true})
	if err != nil || got.Rejection != nil || got.Remark != nil {
		t.Errorf("on second thoughts: %+v, %v", got, err)
	}
}

func TestTwoClerksCheckOnePaperAtOnce(t *testing.T) {
	t.Parallel()
	o := open(t)
	a := o.applicant()
	a.give(t, "passport.jpg", documentstest.JPEG(1))
	doc := o.first(t, a.submit(t, uuid.Nil))
	var wg sync.WaitGroup
	results := make(chan error, 2)
	for _, accepted := range []bool{true, false} {
		wg.Go(func() {
			_, err := o.verify(t, doc.ID, documents.Check{Version: doc.Version, Accepted: accepted, Reason: "expired"})
			results <- err
		})
	}
	wg.Wait()
	if first, second := <-results, <-results; (first == nil) == (second == nil) {
		t.Errorf("%v and %v", first, second)
	} else if first == nil {
		want(t, "the slower one", second, documents.ErrConflict)
	}
}

func TestWhatNobodyCouldSeeIsNotAccepted(t *testing.T) {
	t.Parallel()
	o := open(t)
	a := o.applicant()
	o.scanner.Down(true)
	a.upload(t, "passport.jpg", documentstest.JPEG(1))
	o.TryJobs(t)
	doc := o.first(t, a.submit(t, uuid.Nil))
	_, err := o.verify(t, doc.ID, documents.Check{Version: doc.Version, Accepted: true})
	want(t, "an unscanned paper", err, documents.ErrNotReady)
	if _, err := o.verify(t, doc.ID, documents.Check{Version: doc.Version, Reason: "wrong_paper"}); err != nil {
		t.Errorf("it may be rejected: %v", err)
	}
	_, err = o.verify(t, ids.New(), documents.Check{Accepted: true})
	want(t, "a paper that does not exist", err, documents.ErrNotFound)
}

func TestACheckedPaperServesTheNextCase(t *testing.T) {
	t.Parallel()
	o := open(t)
	a := o.applicant()
	_, f := a.give(t, "passport.jpg", documentstest.JPEG(1))
	person := ids.New()
	first := a.submit(t, person)
	doc := o.first(t, first)
	next := audit.Record{Kind: "case", ID: ids.New()}
	reuse := func(who uuid.UUID) error {
		return o.DB.InTx(t.Context(), func(ctx context.Context, tx *db.Tx) error { return o.ReuseTx(ctx, tx, doc.ID, who, next) })
	}
	want(t, "before it was checked", reuse(person), documents.ErrNotReusable)
	if _, err := o.verify(t, doc.ID, documents.Check{Version: doc.Version, Accepted: true, ValidUntil: day(t, "2026-11-21")}); err != nil {
		t.Fatal(err)
	}
	want(t, "by another person", reuse(ids.New()), documents.ErrNotReusable)
	for range 2 {
		if err := reuse(person); err != nil {
			t.Fatal(err)
		}
	}
	if got := o.first(t, next); got.ID != doc.ID || !got.Reused || o.first(t, first).Reused {
		t.Errorf("%+v", got)
	}

	// Who may read only the next case may see the paper.
	o.subject.set(func() { o.subject.readable[first.ID], o.subject.readable[next.ID] = false, true })
	if _, err := o.Page(t.Context(), documents.Viewer{Staff: true, Account: ids.New()}, f.ID, 1); err != nil {
		t.Errorf("%v", err)
	}

	// The first case reaches the end of its retention; the paper goes over to the next.
	o.InTx(t, func(ctx context.Context, tx *db.Tx) error { return o.EraseSubjectTx(ctx, tx, first) })
	o.RunJobs(t)
	if got := o.first(t, next); got.SubjectID != next.ID || got.Reused {
		t.Errorf("%+v", got)
	}
	if docs, err := o.ForSubject(t.Context(), first); err != nil || len(docs) != 0 {
		t.Errorf("%d papers still hang on the erased case, %v", len(docs), err)
	}
	o.Clock.Advance(48 * 3600e9)
	want(t, "after it expired", reuse(person), documents.ErrNotReusable)
}
