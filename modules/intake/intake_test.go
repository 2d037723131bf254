package intake_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/ankunft/ankunft/modules/applications"
	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/cases/casestest"
	"github.com/ankunft/ankunft/modules/clearing"
	"github.com/ankunft/ankunft/modules/documents/documentstest"
	"github.com/ankunft/ankunft/modules/intake"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/page"
)

// What was taken in at the desk is in the case by the rules of what a person hands in: to be checked, theirs to see, the request answered.
func TestPapersOfTheDeskAreInTheCase(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk, desk := o.Applicant(t), o.Clerk(t), o.frontDesk(t)
	id := o.WithPassport(t, who)
	o.Ask(t, clerk, id, "photo", "rent")
	asked := o.Mine(t, who, id).Request.ID
	v, err := o.desk.Open(desk, clearing.OpenVisit{Case: &id})
	casestest.Must(t, err)
	_, err = o.desk.SeeOriginal(desk, clearing.SeeOriginal{Visit: v.ID, Item: "passport", Seen: true})
	casestest.Must(t, err)
	v = o.visit(t, desk, clearing.OpenVisit{Case: &id}, nil, map[string][]byte{"photo": documentstest.PDF(7)})
	o.RunJobs(t)

	d := o.Read(t, clerk, id)
	if p := casestest.Paper(t, d, "photo"); p.State != cases.PaperToCheck || p.Requested || d.State != cases.Waiting {
		t.Fatalf("%+v in %s", p, d.State)
	}
	seen := intake.Of(d).Originals(d)
	if len(seen) != 1 || seen[0].Item != "passport" || seen[0].SeenBy.Name != "Toni" {
		t.Errorf("%+v", seen)
	}
	m := o.Mine(t, who, id)
	if doc := m.Papers[1].Document; m.Papers[1].Item != "photo" || doc == nil || *doc.AccountID != casestest.Viewer(who).AccountID || doc.Open() {
		t.Errorf("the person does not see it: %+v", m.Papers[1])
	}
	if texts := o.messagesTo(t, id); !strings.Contains(texts[len(texts)-1], "an der Klärungsstelle abgegeben") {
		t.Errorf("%q", texts)
	}

	// The rest is brought another day; then nothing is asked for any more. What is told twice changes nothing.
	o.visit(t, desk, clearing.OpenVisit{Case: &id}, nil, map[string][]byte{"rent": documentstest.PDF(8)})
	o.RunJobs(t)
	again := clearing.VisitEnded{VisitID: v.ID, CaseID: &id}
	o.InTx(t, func(ctx context.Context, tx *db.Tx) error {
		return errors.Join(tx.Emit(ctx, again), tx.Emit(ctx, again))
	})
	before := o.Read(t, clerk, id).Version
	o.RunJobs(t)
	d = o.Read(t, clerk, id)
	if d.State != cases.Checking || d.Requests[0].State != cases.RequestAnswered || d.Requests[0].ID != asked || d.PausedReason != nil || d.Version != before {
		t.Errorf("%s, version %d after %d: %+v", d.State, d.Version, before, d.Requests)
	}
	o.Accept(t, clerk, id, "photo")
	trail, err := o.Trail.Trail(t.Context(), cases.Record(id), page.Args{})
	casestest.Must(t, err)
	if n := strings.Count(actions(trail.Items), "case.taken_in"); n != 2 {
		t.Errorf("%d times: %s", n, actions(trail.Items))
	}
}

func actions(entries []audit.Entry) string {
	var names []string
	for _, e := range entries {
		names = append(names, e.Action)
	}
	return strings.Join(names, " ")
}

// A visit at which nothing was handed in stands in the trail and writes to nobody; one about a case that is over changes nothing in it.
func TestAVisitWithoutPapersWritesToNobody(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk, desk := o.Applicant(t), o.Clerk(t), o.frontDesk(t)
	id := o.WithPassport(t, who)
	n := len(o.messagesTo(t, id))
	o.visit(t, desk, clearing.OpenVisit{Case: &id}, nil, nil)
	v, err := o.desk.Open(desk, clearing.OpenVisit{Case: &id})
	casestest.Must(t, err)
	o.takeIn(t, desk, v.ID, "photo", documentstest.PDF(3))
	casestest.Must(t, o.Withdraw(who, cases.WithdrawCase{Case: id}))
	_, err = o.desk.End(desk, clearing.EndVisit{Visit: v.ID})
	casestest.Must(t, err)
	o.RunJobs(t)
	if p := casestest.Paper(t, o.Read(t, clerk, id), "photo"); p.State != cases.PaperMissing {
		t.Errorf("%+v", p)
	}
	if texts := o.messagesTo(t, id); len(texts) > n+2 {
		t.Errorf("%q", texts[n:])
	}
}

// All papers are there: the person is told once, with the day; told again when one does not hold, and when it holds after all.
func TestThePersonIsToldOnceThatAllPapersAreThere(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk := o.Applicant(t), o.Clerk(t)
	id := o.WithPassport(t, who)
	d := o.Read(t, clerk, id)
	why := "not needed here"
	for _, p := range d.Papers {
		if p.Required && p.Item != "passport" {
			casestest.Must(t, o.Check(clerk, cases.CheckPaper{Case: id, Item: p.Item, Version: p.Version, Verdict: cases.PaperWaived, Reason: &why}))
		}
	}
	o.RunJobs(t)
	if own := intake.OfOwn(o.Mine(t, who, id)); own.CompleteSince != nil {
		t.Fatal("told while the passport is not checked")
	}
	o.Accept(t, clerk, id, "passport")
	o.RunJobs(t)
	casestest.Must(t, o.papers.Settle(t.Context(), id))
	own := intake.OfOwn(o.Mine(t, who, id))
	if own.CompleteSince == nil || clock.Today(*own.CompleteSince) != o.Today() || *intake.Of(o.Read(t, clerk, id)).CompleteSince != *own.CompleteSince {
		t.Fatalf("%+v", own)
	}
	mails := len(o.Mail.Sent("linh@example.org"))
	told := count(o.messagesTo(t, id), "sind alle Unterlagen da")

	o.Clock.Advance(24 * 60 * 60 * 1e9)
	unreadable := "unreadable"
	p := casestest.Paper(t, o.Read(t, clerk, id), "passport")
	casestest.Must(t, o.Check(clerk, cases.CheckPaper{Case: id, Item: "passport", Version: p.Version, Verdict: cases.PaperRejected, Reason: &unreadable}))
	o.RunJobs(t)
	if own := intake.OfOwn(o.Mine(t, who, id)); own.CompleteSince != nil || len(o.Mail.Sent("linh@example.org")) != mails+1 {
		t.Errorf("%+v, %d mails after %d", own, len(o.Mail.Sent("linh@example.org")), mails)
	}
	texts := o.messagesTo(t, id)
	if last := texts[len(texts)-1]; told != 1 || !strings.Contains(last, "noch nicht reicht") || !strings.Contains(last, "Pass") || !strings.Contains(last, ": ") {
		t.Errorf("%d: %q", told, last)
	}
	o.Accept(t, clerk, id, "passport")
	o.RunJobs(t)
	if again := intake.OfOwn(o.Mine(t, who, id)).CompleteSince; again == nil || !again.After(*own.CompleteSince) || count(o.messagesTo(t, id), "sind alle Unterlagen da") != 2 {
		t.Errorf("%v", again)
	}
}

func count(texts []string, part string) (n int) {
	for _, text := range texts {
		if strings.Contains(text, part) {
			n++
		}
	}
	return n
}

// Somebody without a case goes home with a link; behind it their answers and papers become their own draft.
func TestTheLinkOfTheDeskMakesADraft(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, desk := o.Applicant(t), o.frontDesk(t)
	service, name := "16b-extension", "Linh Nguyễn"
	v, err := o.desk.Open(desk, clearing.OpenVisit{Service: &service})
	casestest.Must(t, err)
	_, err = o.desk.Answer(desk, clearing.AnswerVisit{Visit: v.ID, Answers: []byte(`{"passport_kind": "passport", "means": ["scholarship"], "works": true}`)})
	casestest.Must(t, err)
	o.takeIn(t, desk, v.ID, "passport", documentstest.PDF(1))
	v, err = o.desk.End(desk, clearing.EndVisit{Visit: v.ID, Name: &name})
	casestest.Must(t, err)
	o.RunJobs(t)
	token := o.desk.TakeOverURL(v)[len("https://amt.example/taken#"):]
	sit, err := o.papers.TakeOver(who, casestest.Viewer(who), token)
	casestest.Must(t, err)
	a := sit.Applications[0]
	if sit.Service != service || !strings.Contains(string(a.Answers), "scholarship") {
		t.Errorf("%s", a.Answers)
	}
	for _, i := range a.Checklist {
		if i.Item == "passport" && (i.State != "uploaded" || len(i.Documents) != 1) {
			t.Errorf("%+v", i)
		}
	}
	if _, err := o.papers.TakeOver(o.Applicant(t), casestest.Viewer(who), token); err == nil {
		t.Error("the link was used twice")
	}
	// From here on it is an application like any other, and its papers are in its case.
	_, err = o.Apps.SaveAnswers(who, casestest.Viewer(who).AccountID, saveAll(t, a))
	casestest.Must(t, err)
	id := o.Submit(t, who, sit.ID, true).CaseID
	if p := casestest.Paper(t, o.Read(t, o.Clerk(t), id), "passport"); p.State != cases.PaperToCheck {
		t.Errorf("%+v", p)
	}
}

// saveAll fills in the rest of the form.
func saveAll(t *testing.T, a *applications.Application) applications.SaveAnswers {
	t.Helper()
	raw, err := json.Marshal(casestest.Linh())
	casestest.Must(t, err)
	return applications.SaveAnswers{Application: a.ID, Version: a.Version, Answers: raw}
}
