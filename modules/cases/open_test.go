package cases_test

import (
	"strings"
	"testing"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/cases/casestest"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/documents/documentstest"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/modules/persons"
	"github.com/ankunft/ankunft/platform/page"
)

func TestAnApplicationBecomesACaseWithPapersClockAndReceipt(t *testing.T) {
	t.Parallel()
	o := open(t)
	linhs := o.Applicant(t)
	sit := o.Sitting(t, linhs, casestest.Linh())
	o.Upload(t, linhs, documents.SubjectApplication, sit.Applications[0].ID, "passport", documentstest.PDF(2, "pages=2"))
	o.RunJobs(t)
	opened := o.Submit(t, linhs, sit.ID, true)
	if opened.Code == nil || len(opened.Number) < 11 || opened.ReceiptID == nil {
		t.Fatalf("%+v", opened)
	}
	o.RunJobs(t)
	d := o.Read(t, o.Clerk(t), opened.CaseID)
	if d.State != cases.Received || d.Team != "study" || d.ReceivedOn.String() != "2026-11-21" || d.ActionDueOn.String() != "2027-02-21" ||
		d.PromiseDueOn.String() != "2027-01-02" || d.TitleEndsOn.String() != "2026-12-20" || d.RiskOn != d.TitleEndsOn || d.Urgency != "normal" {
		t.Errorf("%+v", d.Case)
	}
	if p := casestest.Paper(t, d, "passport"); p.State != cases.PaperToCheck || !p.Expires || p.Title != "Pass oder Reiseausweis" {
		t.Errorf("%+v", p)
	}
	if p := casestest.Paper(t, d, "photo"); p.State != cases.PaperMissing || !p.Required {
		t.Errorf("%+v", p)
	}
	if d.PapersToCheck != 1 || d.PapersMissing != d.PapersTotal-1 || d.PapersTotal != len(d.Papers) {
		t.Errorf("counts %d %d %d of %d", d.PapersMissing, d.PapersToCheck, d.PapersTotal, len(d.Papers))
	}
	if doc, err := casestest.Paper(t, d, "passport").Document(); err != nil || doc == nil || doc.PageCount() != 2 || doc.SealedAt == nil {
		t.Errorf("%+v %v", doc, err)
	}
	if d.Person.FamilyName != "Nguyễn" || d.Person.LinkState != "on_file" || d.Fee.Cents == 0 || d.Fee.Lines[0].Text == "" {
		t.Errorf("%+v %+v", d.Person, d.Fee)
	}
	o.receiptTellsWhatIsMissing(t, d, *opened.Code)
}

func (o *office) receiptTellsWhatIsMissing(t *testing.T, d *cases.Detail, code string) {
	t.Helper()
	pdf, err := o.Letters.PDF(t.Context(), letters.About{Kind: "case", ID: d.ID}, *d.ReceiptLetter)
	casestest.Must(t, err)
	for _, want := range []string{code, d.Number, "Pass oder Reiseausweis", "Biometrisches", "2026-11-21T09:00"} {
		if !strings.Contains(string(pdf), want) {
			t.Errorf("the receipt lacks %q", want)
		}
	}
	mails := o.Mail.Sent("linh@example.org")
	if len(mails) != 1 || strings.Contains(mails[0].Text, code) || !strings.Contains(mails[0].Text, "/my/"+d.ID.String()) || mails[0].Language != "ar" {
		t.Errorf("%+v", mails)
	}
	if thread, err := o.Posts.Thread(t.Context(), cases.Record(d.ID)); err != nil || len(thread) != 1 || thread[0].Language() != "ar" || thread[0].German() == nil {
		t.Errorf("%+v %v", thread, err)
	}
	trail, err := o.Trail.Trail(t.Context(), cases.Record(d.ID), page.Args{})
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
	if _, err := o.Trail.Verify(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestWhoCannotBeReachedByMailGetsPaper(t *testing.T) {
	t.Parallel()
	o := open(t)
	who := o.Applicant(t, func(c *identity.Claims) { c.Email, c.EmailVerified = "", false })
	opened := o.Apply(t, who)
	o.RunJobs(t)
	queue, err := o.Letters.PrintQueue(t.Context(), page.Args{})
	if err != nil || len(queue.Items) != 1 || queue.Items[0].ID != *opened.ReceiptID || queue.Items[0].Kind != letters.KindReceipt {
		t.Fatalf("%+v %v", queue.Items, err)
	}
}

func TestAFamilyHasLinkedCases(t *testing.T) {
	t.Parallel()
	o := open(t)
	who := o.Applicant(t)
	sit := o.Family(t, who)
	o.Submit(t, who, sit, true)
	o.RunJobs(t)
	mine, err := o.MyCases(who)
	casestest.Must(t, err)
	if len(mine) != 2 {
		t.Fatalf("%d cases", len(mine))
	}
	for _, m := range mine {
		clerk := o.Clerk(t)
		d := o.Read(t, clerk, m.ID)
		linked, err := o.Linked(clerk, d)
		casestest.Must(t, err)
		others, err := o.Others(clerk, d)
		casestest.Must(t, err)
		if len(linked) != 1 || linked[0].Role == d.Role || len(others) != 0 {
			t.Errorf("%s: %+v %+v", d.Role, linked, others)
		}
	}
}

// Passports of many countries know no day, or no month, of birth.
func TestABirthDateKnownInPartStaysWhatItIs(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerk := o.Clerk(t)
	d := o.Read(t, clerk, o.Apply(t, o.Applicant(t), map[string]any{"birth_date": "1990-03-00"}).CaseID)
	steps, err := o.Content(clerk, d)
	casestest.Must(t, err)
	var told string
	for _, s := range steps {
		for _, f := range s.Fields {
			if f.Key == "birth_date" {
				told = f.Value
			}
		}
	}
	text := "1990-03-00"
	list, err := o.WorkList(clerk, cases.WorkFilter{Text: &text}, page.Args{})
	casestest.Must(t, err)
	if d.Person.BirthDate != text || told != "00.03.1990" || len(list.Items) != 1 || *list.Items[0].BirthDate != text {
		t.Errorf("%q, told as %q, found %d", d.Person.BirthDate, told, len(list.Items))
	}
}

func TestWhatWasAcceptedOnceCountsAgain(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk := o.Applicant(t), o.Clerk(t)
	sit := o.Sitting(t, who, casestest.Linh())
	o.Upload(t, who, documents.SubjectApplication, sit.Applications[0].ID, "passport", documentstest.PDF(1))
	o.RunJobs(t)
	first := o.Submit(t, who, sit.ID, true)
	o.Accept(t, clerk, first.CaseID, "passport")
	second := o.Apply(t, who)
	d := o.Read(t, clerk, second.CaseID)
	p := casestest.Paper(t, d, "passport")
	if p.State != cases.PaperAccepted || !p.Reused || p.ValidUntil.String() != "2031-01-01" || d.PapersAccepted != 1 {
		t.Errorf("%+v", p)
	}
	if doc, err := p.Document(); err != nil || doc == nil {
		t.Errorf("the reused paper cannot be seen: %v", err)
	}
	if others, err := o.Others(clerk, d); err != nil || len(others) != 1 || *others[0].ID != first.CaseID {
		t.Errorf("the other open case of the person is not shown: %+v, %v", others, err)
	}
}

func TestOpeningACaseIsRecordedOnce(t *testing.T) {
	t.Parallel()
	o := open(t)
	id := o.Apply(t, o.Applicant(t)).CaseID
	clerk := o.Clerk(t)
	o.Read(t, clerk, id)
	o.Read(t, clerk, id)
	trail, err := o.Trail.Trail(t.Context(), cases.Record(id), page.Args{})
	casestest.Must(t, err)
	if n := len(trail.Items); n != 2 || trail.Items[0].Action != "case.opened" || trail.Items[0].ActorKind != audit.Staff {
		t.Errorf("%+v", trail.Items)
	}
}

func TestPeopleWhoTurnOutToBeOneTakeTheirCasesAlong(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerk := o.Clerk(t)
	first := o.Apply(t, o.Applicant(t))
	second := o.Apply(t, o.Applicant(t, func(c *identity.Claims) { c.Trust = identity.TrustEmail }))
	d := o.Read(t, clerk, second.CaseID)
	if d.Person.LinkState != string(persons.StateProvisional) || d.Person.Proposal == nil {
		t.Fatalf("%+v", d.Person)
	}
	known := o.Read(t, clerk, first.CaseID).PersonID
	_, err := o.People.Confirm(clerk, *d.Person.Proposal, known)
	casestest.Must(t, err)
	o.RunJobs(t)
	if d = o.Read(t, clerk, second.CaseID); d.PersonID != known || d.Person.LinkState != "on_file" || d.Person.Proposal != nil {
		t.Errorf("%+v", d.Person)
	}
}
