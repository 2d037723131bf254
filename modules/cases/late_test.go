package cases_test

import (
	"context"
	"testing"

	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/cases/casestest"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/documents/documentstest"
	"github.com/ankunft/ankunft/platform/db"
)

// told sends the events that documents sends; what is told twice must come to the same.
func (o *office) told(t *testing.T, events ...documents.FileRefused) {
	t.Helper()
	o.InTx(t, func(ctx context.Context, tx *db.Tx) error {
		for _, e := range events {
			if err := tx.Emit(ctx, e); err != nil {
				return err
			}
		}
		return nil
	})
	o.RunJobs(t)
}

func (o *office) refusal(t *testing.T, clerk context.Context, d *cases.Detail, item string) documents.FileRefused {
	t.Helper()
	return documents.FileRefused{
		DocumentID: *casestest.Paper(t, d, item).DocumentID, SubjectKind: documents.SubjectCase, SubjectID: d.ID, Item: item, Reason: documents.Infected,
	}
}

// While the person is asked for something already, a refused file joins that request instead of beginning another.
func TestARefusedFileJoinsTheOpenRequest(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk := o.Applicant(t), o.Clerk(t)
	id := o.WithPassport(t, who)
	o.Ask(t, clerk, id, "photo")
	o.told(t, o.refusal(t, clerk, o.Read(t, clerk, id), "passport"))
	d := o.Read(t, clerk, id)
	if len(d.Requests) != 1 || len(d.Requests[0].Items) != 2 || d.State != cases.Waiting {
		t.Errorf("%+v", d.Requests)
	}
	if p := casestest.Paper(t, d, "passport"); p.State != cases.PaperMissing || *p.Reason != "infected" || p.DocumentID != nil {
		t.Errorf("%+v", p)
	}
}

func TestTheSameRefusalTwiceAsksOnce(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk := o.Applicant(t), o.Clerk(t)
	id := o.WithPassport(t, who)
	e := o.refusal(t, clerk, o.Read(t, clerk, id), "passport")
	o.told(t, e, e)
	o.told(t, e)
	d := o.Read(t, clerk, id)
	if len(d.Requests) != 1 || d.Requests[0].CreatedBy != nil || d.Requests[0].DueOn != o.Today().AddDays(14) {
		t.Errorf("%+v", d.Requests)
	}
	if n := len(o.Mail.Sent("linh@example.org")); n > 3 { // receipt, request, what was wrong with the file
		t.Errorf("%d mails", n)
	}
}

func TestARefusalOfWhatIsNoLongerThereChangesNothing(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk := o.Applicant(t), o.Clerk(t)
	id := o.WithPassport(t, who)
	before := o.Read(t, clerk, id)
	other := o.refusal(t, clerk, before, "passport")
	other.Item = "photo" // nothing was given in for it
	elsewhere := o.refusal(t, clerk, before, "passport")
	elsewhere.SubjectKind = documents.SubjectApplication
	unknown := o.refusal(t, clerk, before, "passport")
	unknown.Item = "nonsense"
	o.told(t, other, elsewhere, unknown)
	if d := o.Read(t, clerk, id); d.Version != before.Version || d.State != cases.Received {
		t.Errorf("%+v", d.Case)
	}
	real := o.refusal(t, clerk, before, "passport")
	casestest.Must(t, o.Withdraw(who, cases.WithdrawCase{Case: id}))
	o.told(t, real)
	if d := o.Read(t, clerk, id); d.State != cases.Withdrawn || len(d.Requests) != 0 {
		t.Errorf("asked for a paper of a closed case: %+v", d.Case)
	}
}

// What was still on its way at the submit hangs itself on its paper when it can be seen; nobody has to look for it.
func TestWhatArrivesAfterTheSubmitIsToBeChecked(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk := o.Applicant(t), o.Clerk(t)
	id := o.WithPassport(t, who)
	d := o.Read(t, clerk, id)
	inspected := documents.Inspected{
		DocumentID: *casestest.Paper(t, d, "passport").DocumentID, SubjectKind: documents.SubjectCase, SubjectID: id, Item: "rent",
	}
	emit := func() {
		o.InTx(t, func(ctx context.Context, tx *db.Tx) error { return tx.Emit(ctx, inspected) })
		o.RunJobs(t)
	}
	emit()
	now := o.Read(t, clerk, id)
	if p := casestest.Paper(t, now, "rent"); p.State != cases.PaperToCheck || now.PapersToCheck != 2 || now.Version != d.Version+1 {
		t.Fatalf("%+v", p)
	}
	emit()
	if again := o.Read(t, clerk, id); again.Version != now.Version {
		t.Error("the same event changed the case twice")
	}
}

// Once a person is asked for a paper, what they upload waits until they hand it in.
func TestWhatIsUploadedForARequestWaitsForItsPerson(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk := o.Applicant(t), o.Clerk(t)
	id := o.WithPassport(t, who)
	o.Ask(t, clerk, id, "photo")
	o.Upload(t, who, documents.SubjectCase, id, "photo", documentstest.PDF(1))
	o.RunJobs(t)
	d := o.Read(t, clerk, id)
	if p := casestest.Paper(t, d, "photo"); p.State != cases.PaperMissing || d.PapersToCheck != 1 {
		t.Errorf("%+v", p)
	}
	if m := o.Mine(t, who, id); m.Request == nil {
		t.Error("the request is gone")
	} else if i := indexOf(m.Papers, "photo"); m.Papers[i].Document == nil {
		t.Error("the person does not see what they uploaded")
	}
}

func indexOf(papers []cases.MyPaper, item string) int {
	for i, p := range papers {
		if p.Item == item {
			return i
		}
	}
	return -1
}
