package cases_test

import (
	"strings"
	"testing"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/documents/documentstest"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/platform/page"
)

func TestAnApplicationBecomesACaseWithPapersClockAndReceipt(t *testing.T) {
	t.Parallel()
	o := open(t)
	linhs := o.applicant(t)
	sit := o.sitting(t, linhs, linh())
	o.upload(t, linhs, documents.SubjectApplication, sit.Applications[0].ID, "passport", documentstest.PDF(2, "pages=2"))
	o.RunJobs(t)
	opened := o.submit(t, linhs, sit.ID, true)
	if opened.Code == nil || len(opened.Number) < 11 || opened.ReceiptID == nil {
		t.Fatalf("%+v", opened)
	}
	o.RunJobs(t)
	d := o.detail(t, o.clerk(t), opened.CaseID)
	if d.State != cases.Received || d.Team != "study" || d.ReceivedOn.String() != "2026-11-21" || d.ActionDueOn.String() != "2027-02-21" ||
		d.PromiseDueOn.String() != "2027-01-02" || d.TitleEndsOn.String() != "2026-12-20" || d.RiskOn != d.TitleEndsOn || d.Urgency != "normal" {
		t.Errorf("%+v", d.Case)
	}
	if p := paper(t, d, "passport"); p.State != cases.PaperToCheck || !p.Expires || p.Title != "Pass oder Reiseausweis" {
		t.Errorf("%+v", p)
	}
	if p := paper(t, d, "photo"); p.State != cases.PaperMissing || !p.Required {
		t.Errorf("%+v", p)
	}
	if d.PapersToCheck != 1 || d.PapersMissing != d.PapersTotal-1 || d.PapersTotal != len(d.Papers) {
		t.Errorf("counts %d %d %d of %d", d.PapersMissing, d.PapersToCheck, d.PapersTotal, len(d.Papers))
	}
	if doc, err := paper(t, d, "passport").Document(); err != nil || doc == nil || doc.PageCount() != 2 || doc.SealedAt == nil {
		t.Errorf("%+v %v", doc, err)
	}
	if d.Person.FamilyName != "Nguyễn" || d.Person.LinkState != "on_file" || d.Fee.Cents == 0 || d.Fee.Lines[0].Text == "" {
		t.Errorf("%+v %+v", d.Person, d.Fee)
	}
	o.receiptTellsWhatIsMissing(t, d, *opened.Code)
}

func (o *office) receiptTellsWhatIsMissing(t *testing.T, d *cases.Detail, code string) {
	t.Helper()
	pdf, err := o.letters.PDF(t.Context(), letters.About{Kind: "case", ID: d.ID}, *d.ReceiptLetter)
	must(t, err)
	for _, want := range []string{code, d.Number, "Pass oder Reiseausweis", "Biometrisches", "2026-11-21T09:00"} {
		if !strings.Contains(string(pdf), want) {
			t.Errorf("the receipt lacks %q", want)
		}
	}
	mails := o.mail.Sent("linh@example.org")
	if len(mails) != 1 || strings.Contains(mails[0].Text, code) || !strings.Contains(mails[0].Text, "/my/"+d.ID.String()) || mails[0].Language != "ar" {
		t.Errorf("%+v", mails)
	}
	if thread, err := o.posts.Thread(t.Context(), cases.Record(d.ID)); err != nil || len(thread) != 1 || thread[0].Language() != "ar" || thread[0].German() == nil {
		t.Errorf("%+v %v", thread, err)
	}
	trail, err := o.trail.Trail(t.Context(), cases.Record(d.ID), page.Args{})
	if err != nil || len(trail.Items) == 0 || trail.Items[len(trail.Items)-1].Action != "case.received" {
		t.Errorf("%+v %v", trail.Items, err)
	}
	for _, e := range trail.Items {
		for _, v := range e.Details {
			if strings.Contains(v, "Nguyễn") || strings.Contains(v, code) {
				t.Errorf("the trail tells %s", v)
			}
		}
	}
	if _, err := o.trail.Verify(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestWhoCannotBeReachedByMailGetsPaper(t *testing.T) {
	t.Parallel()
	o := open(t)
	who := o.applicant(t, func(c *identity.Claims) { c.Email, c.EmailVerified = "", false })
	opened := o.apply(t, who)
	o.RunJobs(t)
	queue, err := o.letters.PrintQueue(t.Context(), page.Args{})
	if err != nil || len(queue.Items) != 1 || queue.Items[0].ID != *opened.ReceiptID || queue.Items[0].Kind != letters.KindReceipt {
		t.Fatalf("%+v %v", queue.Items, err)
	}
}

func TestAFamilyHasLinkedCases(t *testing.T) {
	t.Parallel()
	o := open(t)
	who := o.applicant(t)
	sit := o.family(t, who)
	o.submit(t, who, sit, true)
	o.RunJobs(t)
	mine, err := o.MyCases(who)
	must(t, err)
	if len(mine) != 2 {
		t.Fatalf("%d cases", len(mine))
	}
	for _, m := range mine {
		d := o.detail(t, o.clerk(t), m.ID)
		if len(d.Linked) != 1 || d.Linked[0].Role == d.Role || len(d.Others) != 0 {
			t.Errorf("%s: %+v %+v", d.Role, d.Linked, d.Others)
		}
	}
}

func TestWhatWasAcceptedOnceCountsAgain(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk := o.applicant(t), o.clerk(t)
	sit := o.sitting(t, who, linh())
	o.upload(t, who, documents.SubjectApplication, sit.Applications[0].ID, "passport", documentstest.PDF(1))
	o.RunJobs(t)
	first := o.submit(t, who, sit.ID, true)
	o.accept(t, clerk, first.CaseID, "passport")
	second := o.apply(t, who)
	d := o.detail(t, clerk, second.CaseID)
	p := paper(t, d, "passport")
	if p.State != cases.PaperAccepted || !p.Reused || p.ValidUntil.String() != "2031-01-01" || d.PapersAccepted != 1 {
		t.Errorf("%+v", p)
	}
	if doc, err := p.Document(); err != nil || doc == nil {
		t.Errorf("the reused paper cannot be seen: %v", err)
	}
	if len(d.Others) != 1 || d.Others[0].ID != first.CaseID {
		t.Errorf("the other open case of the person is not shown: %+v", d.Others)
	}
}

func TestOpeningACaseIsRecordedOnce(t *testing.T) {
	t.Parallel()
	o := open(t)
	id := o.apply(t, o.applicant(t)).CaseID
	clerk := o.clerk(t)
	o.detail(t, clerk, id)
	o.detail(t, clerk, id)
	trail, err := o.trail.Trail(t.Context(), cases.Record(id), page.Args{})
	must(t, err)
	if n := len(trail.Items); n != 2 || trail.Items[0].Action != "case.opened" || trail.Items[0].ActorKind != audit.Staff {
		t.Errorf("%+v", trail.Items)
	}
	list, _, err := o.History(clerk, o.detail(t, clerk, id), page.Args{})
	if err != nil || list[0].ActorName == nil || *list[0].ActorName != "Kim" {
		t.Errorf("%+v %v", list, err)
	}
}
