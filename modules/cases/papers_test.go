package cases_test

import (
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/cases/casestest"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/documents/documentstest"
	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/platform/errs"
)

func TestAPaperIsAcceptedWithItsLastDayOrRejectedWithAReason(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk := o.Applicant(t), o.Clerk(t)
	id := o.WithPassport(t, who)
	p := casestest.Paper(t, o.Read(t, clerk, id), "passport")
	in := cases.CheckPaper{Case: id, Item: "passport", Version: p.Version, Verdict: cases.PaperAccepted}
	casestest.WantFields(t, o.Check(clerk, in), "validUntil:required")
	in.ValidUntil = o.Today().AddDays(-1)
	casestest.WantFields(t, o.Check(clerk, in), "validUntil:date_in_past")
	in.Verdict, in.ValidUntil = cases.PaperRejected, o.Today().AddDays(900)
	casestest.WantFields(t, o.Check(clerk, in), "reason:required")
	photo := casestest.Paper(t, o.Read(t, clerk, id), "photo")
	nothing := cases.CheckPaper{Case: id, Item: "photo", Version: photo.Version, Verdict: cases.PaperAccepted}
	casestest.WantFields(t, o.Check(clerk, nothing), "verdict:nothing_there")
	in.Verdict = cases.PaperAccepted
	casestest.Must(t, o.Check(clerk, in))
	d := o.Read(t, clerk, id)
	if p := casestest.Paper(t, d, "passport"); p.State != cases.PaperAccepted || p.CheckedBy == nil || p.CheckedBy.Name != "Kim" || p.ValidUntil != in.ValidUntil {
		t.Errorf("%+v", p)
	}
	if d.State != cases.Checking || d.Clerk == nil || d.Clerk.Name != "Kim" || d.PapersAccepted != 1 {
		t.Errorf("who began with the papers does not have the case: %+v", d.Case)
	}
	if doc, err := o.Docs.Get(t.Context(), *p.DocumentID); err != nil || doc.Verification != documents.Accepted {
		t.Errorf("%+v %v", doc, err)
	}
}

func TestTwoClerksAtOnePaperOverwriteNothing(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk := o.Applicant(t), o.Clerk(t)
	id := o.WithPassport(t, who)
	version := casestest.Paper(t, o.Read(t, clerk, id), "passport").Version
	reason := "unreadable"
	verdicts := []cases.CheckPaper{
		{Case: id, Item: "passport", Version: version, Verdict: cases.PaperAccepted, ValidUntil: o.Today().AddDays(900)},
		{Case: id, Item: "passport", Version: version, Verdict: cases.PaperRejected, Reason: &reason},
	}
	got := make([]error, len(verdicts))
	var wg sync.WaitGroup
	for i := range verdicts {
		wg.Go(func() { got[i] = o.Check(clerk, verdicts[i]) })
	}
	wg.Wait()
	if (got[0] == nil) == (got[1] == nil) {
		t.Fatalf("both or none: %v", got)
	}
	for i := range got {
		if got[i] == nil {
			if p := casestest.Paper(t, o.Read(t, clerk, id), "passport"); p.State != verdicts[i].Verdict {
				t.Errorf("%+v", p)
			}
			continue
		}
		casestest.Refused(t, got[i], cases.ErrConflict)
	}
}

func TestAVerdictCountsForTheDocumentThatWasOnTheScreen(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk := o.Applicant(t), o.Clerk(t)
	sit := o.Sitting(t, who, casestest.Linh())
	o.Upload(t, who, documents.SubjectApplication, sit.Applications[0].ID, "passport", documentstest.PDF(1))
	id := o.Submit(t, who, sit.ID, true).CaseID
	before := casestest.Paper(t, o.Read(t, clerk, id), "passport") // still being scanned
	o.RunJobs(t)                                                   // its pictures come; the row of the paper stays
	now := casestest.Paper(t, o.Read(t, clerk, id), "passport")
	if before.State != cases.PaperToCheck || before.Version == now.Version {
		t.Fatalf("%+v %+v", before, now)
	}
	in := cases.CheckPaper{Case: id, Item: "passport", Version: before.Version, Verdict: cases.PaperAccepted, ValidUntil: o.Today().AddDays(900)}
	casestest.Refused(t, o.Check(clerk, in), cases.ErrConflict)
	_, err := o.DB.NewRaw("UPDATE documents.document SET version = version + 1 WHERE id = ?", *now.DocumentID).Exec(t.Context()) // a later scan
	casestest.Must(t, err)
	in.Version = now.Version
	casestest.Refused(t, o.Check(clerk, in), cases.ErrConflict)
	in.Version = casestest.Paper(t, o.Read(t, clerk, id), "passport").Version
	casestest.Must(t, o.Check(clerk, in))
}

func TestTheOfficeAsksForExactlyWhatIsMissingAndThePromiseRests(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk := o.Applicant(t), o.Clerk(t)
	id := o.WithPassport(t, who)
	promise := o.Read(t, clerk, id).PromiseDueOn
	in := cases.RequestPapers{Case: id, Version: o.Read(t, clerk, id).Version, Items: []string{"photo", "passport"}, DueOn: o.Today().AddDays(2)}
	casestest.WantFields(t, o.RequestPapers(clerk, in), "items:not_missing", "dueOn:too_soon")
	in.Items, in.DueOn = []string{"photo", "rent"}, o.Today().AddDays(14)
	casestest.Must(t, o.RequestPapers(clerk, in))
	casestest.Refused(t, o.RequestPapers(clerk, in), cases.ErrConflict)
	o.RunJobs(t)

	d := o.Read(t, clerk, id)
	if d.State != cases.Waiting || d.PausedReason == nil || *d.PausedReason != "request" || len(d.Requests) != 1 || len(d.Requests[0].Titles) != 2 {
		t.Fatalf("%+v %+v", d.Case, d.Requests)
	}
	o.requestIsTold(t, d)
	m := o.Mine(t, who, id)
	if m.Request == nil || m.Request.CreatedBy != nil || !strings.ContainsAny(m.Request.Titles[0], "اب") {
		t.Fatalf("the applicant is not asked in Arabic, or learns the clerk's name: %+v", m.Request)
	}
	casestest.Refused(t, o.AnswerRequest(who, cases.AnswerRequest{Case: id, Request: m.Request.ID}), cases.ErrInput)

	o.Days(t, 5)
	o.Upload(t, who, documents.SubjectCase, id, "photo", documentstest.PDF(1))
	o.RunJobs(t)
	if p := casestest.Paper(t, o.Read(t, clerk, id), "photo"); p.State != cases.PaperMissing {
		t.Errorf("taken before it was handed in: %+v", p)
	}
	casestest.Must(t, o.AnswerRequest(who, cases.AnswerRequest{Case: id, Request: m.Request.ID}))
	d = o.Read(t, clerk, id)
	if p := casestest.Paper(t, d, "photo"); p.State != cases.PaperToCheck || p.Requested {
		t.Errorf("%+v", p)
	}
	if d.State != cases.Checking || d.PausedReason != nil || d.PausedDays != 5 || d.PromiseDueOn != promise.AddDays(5) || d.Clock.UsedDays != 0 {
		t.Errorf("%+v %+v", d.Case, d.Clock)
	}
	if d.ActionDueOn.String() != "2027-02-21" || d.TitleEndsOn.String() != "2026-12-20" {
		t.Errorf("law does not rest: %s %s", d.ActionDueOn, d.TitleEndsOn)
	}
	if doc, err := casestest.Paper(t, d, "photo").Document(); err != nil || doc == nil || doc.SealedAt == nil || doc.PersonID == nil {
		t.Errorf("%+v %v", doc, err)
	}
}

func (o *office) requestIsTold(t *testing.T, d *cases.Detail) {
	t.Helper()
	pdf, err := o.Letters.PDF(t.Context(), letters.About{Kind: "case", ID: d.ID}, *d.Requests[0].LetterID)
	casestest.Must(t, err)
	if strings.Contains(string(pdf), "Pass oder Reiseausweis") || !strings.Contains(string(pdf), "Biometrisches Foto") {
		t.Error("the letter asks for something else")
	}
	mails := o.Mail.Sent("linh@example.org")
	if m := mails[len(mails)-1]; m.Language != "ar" || strings.Contains(m.Text, "Biometrisches") {
		t.Errorf("%s: %s", m.Language, m.Text)
	}
	thread, err := o.Posts.Thread(t.Context(), cases.Record(d.ID))
	if err != nil || len(thread) != 2 || !strings.Contains(*thread[1].German(), "05.12.2026") {
		t.Fatalf("%+v %v", thread, err)
	}
	german, arabic := *thread[1].German(), thread[1].Text()
	if !strings.Contains(german, "– Biometrisches Foto") || strings.Contains(german+arabic, "{{") || strings.Contains(arabic, "Biometrisches") {
		t.Errorf("%s\n%s", german, arabic)
	}
}

func TestUploadsAreTakenForWhatWasAskedForOnly(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk := o.Applicant(t), o.Clerk(t)
	id := o.WithPassport(t, who)
	o.Ask(t, clerk, id, "photo")
	stranger := o.Applicant(t)
	for name, try := range map[string]struct {
		account uuid.UUID
		item    string
	}{
		"not asked for": {casestest.Viewer(who).AccountID, "rent"},
		"a stranger":    {casestest.Viewer(stranger).AccountID, "photo"},
		"there already": {casestest.Viewer(who).AccountID, "passport"},
	} {
		_, err := o.Docs.BeginUpload(t.Context(), try.account, documents.BeginUpload{
			SubjectKind: documents.SubjectCase, SubjectID: id, Item: try.item, Name: "a.pdf", Type: "application/pdf", Size: 10,
		})
		if errs.KindOf(err) != errs.NotFound {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWhoForgetsToHandInDoesNotWaitForNothing(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk := o.Applicant(t), o.Clerk(t)
	id := o.WithPassport(t, who)
	o.Ask(t, clerk, id, "photo")
	o.Upload(t, who, documents.SubjectCase, id, "photo", documentstest.PDF(1))
	o.RunJobs(t)
	casestest.Must(t, o.Daily(t.Context()))
	if d := o.Read(t, clerk, id); d.State != cases.Waiting {
		t.Fatalf("taken at once: %s", d.State)
	}
	o.Days(t, 2)
	if d := o.Read(t, clerk, id); d.State != cases.Checking || d.PapersToCheck != 2 {
		t.Fatalf("%+v", d.Case)
	}
}

func TestAPaperFoundInfectedAfterTheSubmitIsAskedForAgainAndTheDayOfReceiptStands(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk := o.Applicant(t), o.Clerk(t)
	sit := o.Sitting(t, who, casestest.Linh())
	o.Upload(t, who, documents.SubjectApplication, sit.Applications[0].ID, "photo", append(documentstest.PDF(1), documentstest.EICAR()...))
	id := o.Submit(t, who, sit.ID, true).CaseID // the scanner is slow
	if p := casestest.Paper(t, o.Read(t, clerk, id), "photo"); p.State != cases.PaperToCheck {
		t.Fatalf("%+v", p)
	}
	o.RunJobs(t)
	d := o.Read(t, clerk, id)
	p := casestest.Paper(t, d, "photo")
	if p.State != cases.PaperMissing || !p.Requested || p.Reason == nil || *p.Reason != "infected" {
		t.Errorf("%+v", p)
	}
	if d.State != cases.Waiting || len(d.Requests) != 1 || d.Requests[0].CreatedBy != nil || d.ReceivedOn.String() != "2026-11-21" {
		t.Errorf("%+v %+v", d.Case, d.Requests)
	}
	if len(o.Mail.Sent("linh@example.org")) < 2 {
		t.Error("nobody told the person")
	}
}

func TestTheOfficeRemindsOnce(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk := o.Applicant(t), o.Clerk(t)
	id := o.WithPassport(t, who)
	o.Ask(t, clerk, id, "photo")
	o.RunJobs(t)
	before := len(o.Mail.Sent("linh@example.org"))
	o.Days(t, 10)
	if n := len(o.Mail.Sent("linh@example.org")) - before; n != 0 {
		t.Fatalf("%d reminders too early", n)
	}
	for _, later := range []int{1, 5} {
		o.Days(t, later)
		if n := len(o.Mail.Sent("linh@example.org")) - before; n != 1 {
			t.Errorf("%d reminders", n)
		}
	}
}

func TestAPauseHasANameAndNeverCountsTwice(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk := o.Applicant(t), o.Clerk(t)
	id := o.WithPassport(t, who)
	d := o.Read(t, clerk, id)
	casestest.WantFields(t, o.Pause(clerk, cases.PauseCase{Case: id, Version: d.Version, Reason: "holiday"}), "reason:not_in_list")
	casestest.Must(t, o.Pause(clerk, cases.PauseCase{Case: id, Version: d.Version, Reason: cases.PauseAuthority}))
	o.Days(t, 3)
	o.Ask(t, clerk, id, "photo") // the request's pause follows the authority's
	o.Days(t, 4)
	casestest.Must(t, o.WithdrawRequest(clerk, cases.WithdrawRequest{Case: id, Request: o.Read(t, clerk, id).Requests[0].ID}))
	o.Days(t, 1)
	now := o.Read(t, clerk, id)
	if now.PausedDays != 7 || now.PromiseDueOn != d.PromiseDueOn.AddDays(7) || now.Clock.UsedDays != 1 || now.Clock.Late {
		t.Errorf("%+v %+v", now.Case, now.Clock)
	}
	if n := o.Count(t, "cases.pause WHERE case_id = ? AND until_on IS NOT NULL", id); n != 2 {
		t.Errorf("%d pauses", n)
	}
}
