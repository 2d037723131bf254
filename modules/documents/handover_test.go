package documents_test

import (
	"context"
	"testing"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/documents/documentstest"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
)

// desk is a clerk who takes papers in for somebody.
func (o *office) desk() applicant {
	d := o.applicant()
	o.SetSubject(documents.SubjectVisit, o.subject)
	return d
}

func (a applicant) takeIn(t *testing.T, item, name string, content []byte) *documents.Document {
	t.Helper()
	in := documents.BeginUpload{SubjectKind: documents.SubjectVisit, SubjectID: a.application, Item: item, Name: name, Size: len(content)}
	u, err := a.o.BeginUpload(t.Context(), a.account, in)
	if err != nil {
		t.Fatal(err)
	}
	a.send(t, u, content, 1)
	if _, err := a.o.CompleteUpload(t.Context(), a.account, u.File.ID); err != nil {
		t.Fatal(err)
	}
	a.o.RunJobs(t)
	doc, err := a.o.Get(t.Context(), u.Document.ID)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// What a clerk has taken in becomes the person's own: they see it, the clerk's account does not own it, and the case has it sealed.
func TestWhatTheDeskTookInBecomesThePersonsOwn(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerk, person, account := o.desk(), ids.New(), ids.New()
	clerk.takeIn(t, "passport", "1.jpg", documentstest.JPEG(1))
	doc := clerk.takeIn(t, "passport", "2.jpg", documentstest.JPEG(2))
	visit, rec := audit.Record{Kind: "visit", ID: clerk.application}, audit.Record{Kind: "case", ID: ids.New()}
	o.subject.set(func() { o.subject.readable[rec.ID] = true })
	for range 2 {
		o.InTx(t, func(ctx context.Context, tx *db.Tx) error {
			return o.HandOverTx(ctx, tx, visit, rec, documents.Owner{Account: account, Person: person})
		})
	}
	got := o.first(t, rec)
	if got.ID != doc.ID || len(got.Files) != 2 || got.SealedAt == nil || *got.PersonID != person || *got.AccountID != account || got.OriginID != visit.ID {
		t.Fatalf("%+v", got)
	}
	if _, err := o.Own(t.Context(), clerk.account, doc.ID); err == nil {
		t.Error("the clerk still owns it")
	}
	if _, err := o.Page(t.Context(), documents.Viewer{Account: account}, got.Files[0].ID, 1); err != nil {
		t.Errorf("the person does not see it: %v", err)
	}
	_, err := o.BeginUpload(t.Context(), clerk.account, documents.BeginUpload{
		SubjectKind: documents.SubjectVisit, SubjectID: clerk.application, Item: "rent", Name: "3.jpg", Size: 10,
	})
	want(t, "one more after the end", err, documents.ErrSealed)
}

// In a draft they stay open: it is the person who arranges and hands in.
func TestPapersTakenOverIntoADraftStayOpen(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerk, owner := o.desk(), o.applicant()
	doc := clerk.takeIn(t, "passport", "1.jpg", documentstest.JPEG(1))
	o.InTx(t, func(ctx context.Context, tx *db.Tx) error {
		return o.HandOverTx(ctx, tx, audit.Record{Kind: "visit", ID: clerk.application}, owner.rec(), documents.Owner{Account: owner.account})
	})
	if got := o.first(t, owner.rec()); got.ID != doc.ID || !got.Open() || got.PersonID != nil {
		t.Fatalf("%+v", got)
	}
	if left, err := o.RemoveFile(t.Context(), owner.account, doc.Files[0].ID); err != nil || len(left.Files) != 0 {
		t.Errorf("%+v %v", left, err)
	}
}

// The limit of a day bounds strangers; a desk takes in the papers of a whole hall.
func TestADeskTakesInMoreThanOnePersonsDay(t *testing.T) {
	t.Parallel()
	o := open(t, func(_ *documents.Ports, c *documents.Config) { c.MaxFilesPerDay = 1 })
	clerk := o.desk()
	clerk.takeIn(t, "passport", "1.jpg", documentstest.JPEG(1))
	if doc := clerk.takeIn(t, "passport", "2.jpg", documentstest.JPEG(2)); len(doc.Files) != 2 {
		t.Errorf("%+v", doc)
	}
}
