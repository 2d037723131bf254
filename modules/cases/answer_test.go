package cases_test

import (
	"context"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/cases/casestest"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/documents/documentstest"
	"github.com/ankunft/ankunft/platform/errs"
)

func TestARequestIsAnsweredByItsPersonAndOnce(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk := o.Applicant(t), o.Clerk(t)
	id := o.WithPassport(t, who)
	casestest.Refused(t, o.AnswerRequest(who, cases.AnswerRequest{Case: id, Request: uuid.New()}), cases.ErrState) // nobody asked
	o.Ask(t, clerk, id, "photo")
	request := o.Mine(t, who, id).Request.ID
	o.Upload(t, who, documents.SubjectCase, id, "photo", documentstest.PDF(1))
	for name, ctx := range map[string]context.Context{"another applicant": o.Applicant(t), "the clerk": clerk, "nobody": t.Context()} {
		if err := o.AnswerRequest(ctx, cases.AnswerRequest{Case: id, Request: request}); errs.KindOf(err) != errs.NotFound {
			t.Errorf("%s: %v", name, err)
		}
	}
	casestest.Refused(t, o.AnswerRequest(who, cases.AnswerRequest{Case: id, Request: uuid.New()}), cases.ErrState) // another request
	if p := casestest.Paper(t, o.Read(t, clerk, id), "photo"); p.State != cases.PaperMissing {
		t.Fatalf("half answered: %+v", p)
	}
	casestest.Must(t, o.AnswerRequest(who, cases.AnswerRequest{Case: id, Request: request}))
	casestest.Refused(t, o.AnswerRequest(who, cases.AnswerRequest{Case: id, Request: request}), cases.ErrState)
	d := o.Read(t, clerk, id)
	if r := d.Requests[0]; r.State != cases.RequestAnswered || r.AnsweredAt == nil || o.Mine(t, who, id).Request != nil {
		t.Errorf("%+v", r)
	}
}

// What is handed in in part is taken; what is still missing stays missing, and the office asks again.
func TestHalfAnAnswerIsTakenAndTheRestIsAskedForAgain(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk := o.Applicant(t), o.Clerk(t)
	id := o.WithPassport(t, who)
	o.Ask(t, clerk, id, "photo", "rent")
	o.Upload(t, who, documents.SubjectCase, id, "photo", documentstest.PDF(1))
	o.RunJobs(t)
	casestest.Must(t, o.AnswerRequest(who, cases.AnswerRequest{Case: id, Request: o.Mine(t, who, id).Request.ID}))
	d := o.Read(t, clerk, id)
	if photo, rent := casestest.Paper(t, d, "photo"), casestest.Paper(t, d, "rent"); photo.State != cases.PaperToCheck || rent.State != cases.PaperMissing || rent.Requested {
		t.Errorf("%+v %+v", photo, rent)
	}
	o.Ask(t, clerk, id, "rent")
	if d := o.Read(t, clerk, id); len(d.Requests) != 2 || d.Requests[0].State != cases.RequestOpen || d.Requests[1].State != cases.RequestAnswered {
		t.Errorf("%+v", d.Requests)
	}
	o.Upload(t, who, documents.SubjectCase, id, "rent", documentstest.PDF(3))
	casestest.Must(t, o.AnswerRequest(who, cases.AnswerRequest{Case: id, Request: o.Mine(t, who, id).Request.ID}))
	if p := casestest.Paper(t, o.Read(t, clerk, id), "rent"); p.State != cases.PaperToCheck {
		t.Errorf("a second request cannot be answered: %+v", p)
	}
}

// A rejected paper is given in anew: the new one is checked, the old one stays as it was judged.
func TestARejectedPaperIsGivenInAnew(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk := o.Applicant(t), o.Clerk(t)
	id := o.WithPassport(t, who)
	p := casestest.Paper(t, o.Read(t, clerk, id), "passport")
	why := "unreadable"
	casestest.Must(t, o.Check(clerk, cases.CheckPaper{Case: id, Item: "passport", Version: p.Version, Verdict: cases.PaperRejected, Reason: &why}))
	o.Ask(t, clerk, id, "passport")
	m := o.Mine(t, who, id)
	if m.Papers[0].State != cases.PaperRejected || *m.Papers[0].Reason != "unreadable" || m.Papers[0].Document == nil {
		t.Fatalf("the person does not learn why: %+v", m.Papers[0])
	}
	o.Upload(t, who, documents.SubjectCase, id, "passport", documentstest.PDF(2, "pages=2"))
	o.RunJobs(t)
	casestest.Must(t, o.AnswerRequest(who, cases.AnswerRequest{Case: id, Request: m.Request.ID}))
	d := o.Read(t, clerk, id)
	now := casestest.Paper(t, d, "passport")
	if now.State != cases.PaperToCheck || now.Reason != nil || now.CheckedBy != nil || *now.DocumentID == *p.DocumentID {
		t.Errorf("%+v", now)
	}
	if doc, err := now.Document(); err != nil || doc.PageCount() != 2 {
		t.Errorf("%+v %v", doc, err)
	}
	old, err := o.Docs.Get(t.Context(), *p.DocumentID)
	if err != nil || old.Verification != documents.Rejected {
		t.Errorf("%+v %v", old, err)
	}
	stale := cases.CheckPaper{Case: id, Item: "passport", Version: p.Version, Verdict: cases.PaperRejected, Reason: &why}
	casestest.Refused(t, o.Check(clerk, stale), cases.ErrConflict) // a verdict about the old one
	o.Accept(t, clerk, id, "passport")
}

// The account of a family speaks for the principal's papers; a relative's uploads belong to nobody until a clerk says so.
func TestWhatIsUploadedForARelativeBelongsToThemOnlyByAClerksWord(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk := o.Applicant(t), o.Clerk(t)
	sit := o.Family(t, who)
	o.Submit(t, who, sit, true)
	mine, err := o.MyCases(who)
	casestest.Must(t, err)
	subject := cases.Subject{Service: o.Service}
	for _, m := range mine {
		o.Ask(t, clerk, m.ID, "photo")
		person, err := subject.MayAdd(t.Context(), casestest.Viewer(who).AccountID, m.ID, "photo")
		if err != nil || (person == uuid.Nil) != (m.Role != "principal") {
			t.Errorf("%s: %s %v", m.Role, person, err)
		}
		if _, err := subject.MayAdd(t.Context(), casestest.Viewer(who).AccountID, m.ID, "rent"); errs.KindOf(err) != errs.NotFound {
			t.Errorf("what nobody asked for: %v", err)
		}
	}
}

func TestOneOfAFamilyTakesTheirApplicationBackAndTheOthersGoOn(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk := o.Applicant(t), o.Clerk(t)
	o.Submit(t, who, o.Family(t, who), true)
	mine, err := o.MyCases(who)
	casestest.Must(t, err)
	casestest.Must(t, o.Withdraw(who, cases.WithdrawCase{Case: mine[0].ID}))
	for i, want := range []cases.CaseState{cases.Withdrawn, cases.Received} {
		d := o.Read(t, clerk, mine[i].ID)
		if linked, err := o.Linked(clerk, d); err != nil || d.State != want || *linked[0].ID != mine[1-i].ID {
			t.Errorf("%s: %s, %v", d.Role, d.State, err)
		}
	}
	o.RunJobs(t)
	if n := o.Count(t, "events.event WHERE name = 'cases.withdrawn'"); n != 1 {
		t.Errorf("told %d times", n)
	}
}
