package intake_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/applications"
	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/cases/casestest"
	"github.com/ankunft/ankunft/modules/clearing"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/documents/documentstest"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/intake"
	"github.com/ankunft/ankunft/platform/db"
)

func of[T any](v T) *T { return &v }

// beside puts a paper beside the list of a visit and takes a page of it in.
func (o *office) beside(t *testing.T, visit *clearing.Visit, in clearing.AddExtraPaper) {
	t.Helper()
	desk := o.frontDesk(t)
	in.Visit = visit.ID
	v, err := o.desk.AddExtra(desk, in)
	casestest.Must(t, err)
	o.takeIn(t, desk, visit.ID, v.Checklist[len(v.Checklist)-1].Key, documentstest.PDF(2+len(v.Checklist)))
}

// What stands on no list reaches the case as what it is: the clerk who decides sees it, its person sees it, and it is to be checked.
func TestWhatStandsOnNoListReachesTheCase(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk, desk := o.Applicant(t), o.Clerk(t), o.frontDesk(t)
	id := o.WithPassport(t, who)
	v, err := o.desk.Open(desk, clearing.OpenVisit{Case: &id})
	casestest.Must(t, err)
	o.beside(t, v, clearing.AddExtraPaper{Kind: "late_letter"})
	o.beside(t, v, clearing.AddExtraPaper{Kind: clearing.Other, Name: of("Brief des Vermieters")})
	v, err = o.desk.End(desk, clearing.EndVisit{Visit: v.ID})
	casestest.Must(t, err)
	o.RunJobs(t)

	d := o.Read(t, clerk, id)
	if d.PapersToCheck != 3 || d.PapersTotal != len(d.Papers) { // the passport, and both
		t.Errorf("to check %d of %d", d.PapersToCheck, d.PapersTotal)
	}
	extras, err := intake.Of(d).Extras(clerk, d)
	casestest.Must(t, err)
	if len(extras) != 2 || !extras[0].Listed || extras[1].Listed || extras[1].Title != "Brief des Vermieters" || extras[1].Document == nil || len(extras[1].Document.Files) != 1 {
		t.Fatalf("%+v", extras)
	}
	if all, err := intake.Of(d).Extras(o.Staff(t, "Aud", identity.Right{Role: identity.Mailroom, AllTeams: true}), d); err != nil || len(all) != 2 || all[0].Document != nil {
		t.Errorf("who may not read papers: %+v %v", all, err)
	}
	m := o.Mine(t, who, id)
	own, err := intake.OfOwn(m).Extras(who, m, "en")
	casestest.Must(t, err)
	if len(own) != 2 || own[0].Title == extras[0].Title || *own[1].Document.AccountID != casestest.Viewer(who).AccountID {
		t.Errorf("%+v", own)
	}
	if list := intake.OfOwn(m).Confirmations; len(list) != 1 || list[0].Letter != *v.LetterID || !list[0].At.Equal(*v.EndedAt) {
		t.Errorf("%+v", list)
	}
	texts := o.messagesTo(t, id)
	if last := texts[len(texts)-1]; !strings.Contains(last, "– Brief des Vermieters") || strings.Contains(last, "extra:") {
		t.Errorf("%q", last)
	}
}

// What somebody without a case brought along is still known by its name when their own application has become a case.
func TestWhatStandsOnNoListGoesAlongIntoTheApplication(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, desk := o.Applicant(t), o.frontDesk(t)
	v, err := o.desk.Open(desk, clearing.OpenVisit{Service: of("16b-extension")})
	casestest.Must(t, err)
	o.beside(t, v, clearing.AddExtraPaper{Kind: clearing.Other, Name: of("Taufschein")})
	v, err = o.desk.End(desk, clearing.EndVisit{Visit: v.ID, Name: of("Linh Nguyễn")})
	casestest.Must(t, err)
	o.RunJobs(t)
	sit, err := o.papers.TakeOver(who, casestest.Viewer(who), o.desk.TakeOverURL(v)[len("https://amt.example/taken#"):])
	casestest.Must(t, err)
	_, err = o.Apps.SaveAnswers(who, casestest.Viewer(who).AccountID, saveAll(t, sit.Applications[0]))
	casestest.Must(t, err)
	id := o.Submit(t, who, sit.ID, true).CaseID
	o.Clock.Advance(16 * 24 * 60 * 60 * 1e9)
	casestest.Must(t, o.desk.Daily(t.Context())) // the visit is erased
	m := o.Mine(t, who, id)
	if own, err := intake.OfOwn(m).Extras(who, m, "de"); err != nil || len(own) != 1 || own[0].Title != "Taufschein" || own[0].Document == nil {
		t.Errorf("%+v %v", own, err)
	}
}

// What stands on no list is checked as what does: counted until somebody has looked, for the very document that was on the screen.
func TestWhatStandsOnNoListIsChecked(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk, desk := o.Applicant(t), o.Clerk(t), o.frontDesk(t)
	id := o.WithPassport(t, who)
	v, err := o.desk.Open(desk, clearing.OpenVisit{Case: &id})
	casestest.Must(t, err)
	o.beside(t, v, clearing.AddExtraPaper{Kind: clearing.Other, Name: of("Brief des Vermieters")})
	o.beside(t, v, clearing.AddExtraPaper{Kind: clearing.Other, Name: of("Taufschein")})
	_, err = o.desk.End(desk, clearing.EndVisit{Visit: v.ID})
	casestest.Must(t, err)
	o.RunJobs(t)

	shown := func() []intake.ExtraPaper {
		t.Helper()
		d := o.Read(t, clerk, id)
		list, err := intake.Of(d).Extras(clerk, d)
		casestest.Must(t, err)
		if !slices.Contains(d.Permitted, "checkExtraPaper") {
			t.Errorf("%v", d.Permitted)
		}
		return list
	}
	list := shown()
	check := intake.CheckExtraPaper{Case: id, Item: list[0].Item, Version: list[0].Document.Version, Accepted: true}
	if err := o.papers.CheckExtra(desk, check); !errors.Is(err, cases.ErrNotFound) {
		t.Errorf("the desk checks: %v", err)
	}
	stale := check
	stale.Version--
	if err := o.papers.CheckExtra(clerk, stale); !errors.Is(err, cases.ErrConflict) {
		t.Errorf("another document was on the screen: %v", err)
	}
	casestest.Must(t, o.papers.CheckExtra(clerk, check))
	rejected := intake.CheckExtraPaper{Case: id, Item: list[1].Item, Version: list[1].Document.Version}
	if err := o.papers.CheckExtra(clerk, rejected); !errors.Is(err, cases.ErrInput) {
		t.Errorf("rejected without a reason: %v", err)
	}
	rejected.Reason = of("Das braucht es nicht.")
	casestest.Must(t, o.papers.CheckExtra(clerk, rejected))
	list = shown()
	if list[0].State != cases.PaperAccepted || list[1].State != cases.PaperRejected || *list[1].Document.Remark != "Das braucht es nicht." {
		t.Errorf("%+v", list)
	}
	if d := o.Read(t, clerk, id); d.PapersToCheck != 1 || d.PapersMissing != d.PapersTotal-1 {
		t.Errorf("to check %d, missing %d of %d", d.PapersToCheck, d.PapersMissing, d.PapersTotal)
	}
	check.Item = "passport" // on the list
	if err := o.papers.CheckExtra(clerk, check); !errors.Is(err, cases.ErrNotFound) {
		t.Errorf("%v", err)
	}
}

// A draft shows what came along from the desk. Its person may take it away again; what stays is under the seal with the rest.
func TestADraftShowsWhatItsListDoesNotAskFor(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, desk := o.Applicant(t), o.frontDesk(t)
	account := casestest.Viewer(who).AccountID
	v, err := o.desk.Open(desk, clearing.OpenVisit{Service: of("16b-extension")})
	casestest.Must(t, err)
	o.beside(t, v, clearing.AddExtraPaper{Kind: clearing.Other, Name: of("Taufschein")})
	o.beside(t, v, clearing.AddExtraPaper{Kind: clearing.Other, Name: of("Brief")})
	v, err = o.desk.End(desk, clearing.EndVisit{Visit: v.ID, Name: of("Linh Nguyễn")})
	casestest.Must(t, err)
	o.RunJobs(t)
	sit, err := o.papers.TakeOver(who, casestest.Viewer(who), o.desk.TakeOverURL(v)[len("https://amt.example/taken#"):])
	casestest.Must(t, err)
	list, err := o.papers.InDraft(who, sit, "en")
	casestest.Must(t, err)
	if len(list) != 2 || list[0].Title != "Taufschein" || list[0].Listed || !list[0].Document.Open() {
		t.Fatalf("%+v", list)
	}
	if _, err := o.Docs.BeginUpload(who, account, documents.BeginUpload{
		SubjectKind: documents.SubjectApplication, SubjectID: sit.Applications[0].ID, Item: "extra:mine", Name: "a.pdf", Type: "application/pdf", Size: 10,
	}); !errors.Is(err, documents.ErrNotFound) {
		t.Errorf("somebody puts papers beside the list without the desk: %v", err)
	}
	if _, err := o.Docs.RemoveFile(o.Applicant(t), casestest.Viewer(desk).AccountID, list[0].Document.Files[0].ID); !errors.Is(err, documents.ErrNotFound) {
		t.Errorf("somebody else takes it away: %v", err)
	}
	_, err = o.Docs.RemoveFile(who, account, list[0].Document.Files[0].ID)
	casestest.Must(t, err)
	_, err = o.Apps.SaveAnswers(who, account, saveAll(t, sit.Applications[0]))
	casestest.Must(t, err)
	sit, err = o.Apps.Sitting(who, account, sit.ID)
	casestest.Must(t, err)
	left, err := o.papers.InDraft(who, sit, "en")
	casestest.Must(t, err)
	if len(left) != 1 || left[0].Title != "Brief" {
		t.Fatalf("%+v", left)
	}
	id := o.Submit(t, who, sit.ID, true).CaseID
	seal, err := o.Apps.VerifySeal(t.Context(), sit.ID)
	casestest.Must(t, err)
	if !strings.Contains(string(seal.Content), left[0].Document.Files[0].ID.String()) {
		t.Errorf("not under the seal: %s", seal.Content)
	}
	o.RunJobs(t)
	d := o.Read(t, o.Clerk(t), id)
	if list, err := intake.Of(d).Extras(o.Clerk(t), d); err != nil || len(list) != 1 || list[0].Title != "Brief" || d.PapersToCheck != 1 {
		t.Errorf("%+v to check %d %v", list, d.PapersToCheck, err)
	}
	if _, err := o.Docs.RemoveFile(who, account, left[0].Document.Files[0].ID); !errors.Is(err, documents.ErrSealed) {
		t.Errorf("taken away after it was handed in: %v", err)
	}
}

// What an answer took off the list after it was sent is shown in the draft, and the office sees and checks it.
func TestWhatAnAnswerTookOffTheListIsNotForgotten(t *testing.T) {
	t.Parallel()
	o := open(t)
	who := o.Applicant(t)
	account := casestest.Viewer(who).AccountID
	sit := o.Sitting(t, who, casestest.Linh())
	o.Upload(t, who, documents.SubjectApplication, sit.Applications[0].ID, "blocked_account", documentstest.PDF(3))
	sit, err := o.Apps.Sitting(who, account, sit.ID)
	casestest.Must(t, err)
	if list, err := o.papers.InDraft(who, sit, "en"); err != nil || len(list) != 0 {
		t.Fatalf("on the list, and beside it: %+v %v", list, err)
	}
	a := sit.Applications[0]
	_, err = o.Apps.SaveAnswers(who, account, applications.SaveAnswers{Application: a.ID, Version: a.Version, Answers: []byte(`{"means": ["scholarship"], "scholarship_public": true}`)})
	casestest.Must(t, err)
	sit, err = o.Apps.Sitting(who, account, sit.ID)
	casestest.Must(t, err)
	if list, err := o.papers.InDraft(who, sit, "en"); err != nil || len(list) != 1 || !list[0].Listed || list[0].Item != "blocked_account" {
		t.Errorf("%+v %v", list, err)
	}
	id := o.Submit(t, who, sit.ID, true).CaseID
	o.RunJobs(t)
	clerk := o.Clerk(t)
	d := o.Read(t, clerk, id)
	list, err := intake.Of(d).Extras(clerk, d)
	casestest.Must(t, err)
	if len(list) != 1 || list[0].State != cases.PaperToCheck || d.PapersToCheck != 1 {
		t.Fatalf("%+v to check %d", list, d.PapersToCheck)
	}
	casestest.Must(t, o.papers.CheckExtra(clerk, intake.CheckExtraPaper{Case: id, Item: list[0].Item, Version: list[0].Document.Version, Accepted: true}))
	if d := o.Read(t, clerk, id); d.PapersToCheck != 0 {
		t.Errorf("to check %d", d.PapersToCheck)
	}
}

// anybody lets everybody hand in a translation.
type anybody struct{}

func (anybody) MayAdd(context.Context, uuid.UUID, uuid.UUID, string) (uuid.UUID, error) {
	return uuid.Nil, nil
}
func (anybody) MayRead(context.Context, uuid.UUID) error { return nil }

// Whoever accepted a translation has judged it: it is shown beside the list, and nobody is asked to check it again.
func TestAnAcceptedTranslationIsNotToBeChecked(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.Docs.SetSubject(documents.SubjectTranslation, anybody{})
	clerk, order := o.Clerk(t), uuid.New()
	id := o.WithPassport(t, o.Applicant(t))
	o.Upload(t, clerk, documents.SubjectTranslation, order, "translation", documentstest.PDF(4))
	from := audit.Record{Kind: string(documents.SubjectTranslation), ID: order}
	docs, err := o.Docs.ForSubject(clerk, from)
	casestest.Must(t, err)
	casestest.Must(t, o.DB.InTx(clerk, func(ctx context.Context, tx *db.Tx) error {
		if err := o.Docs.AdoptTx(ctx, tx, from, cases.Record(id), uuid.Nil, docs[0].ID); err != nil {
			return err
		}
		return o.papers.KeepExtraTx(ctx, tx, docs[0].ID, "Übersetzung: Geburtsurkunde")
	}))
	o.visit(t, o.frontDesk(t), clearing.OpenVisit{Case: &id}, nil, map[string][]byte{"photo": documentstest.PDF(5)})
	o.RunJobs(t)
	d := o.Read(t, clerk, id)
	list, err := intake.Of(d).Extras(clerk, d)
	casestest.Must(t, err)
	if len(list) != 1 || list[0].State != cases.PaperAccepted || list[0].Document == nil || d.PapersToCheck != 2 { // passport and photo
		t.Errorf("%+v to check %d", list, d.PapersToCheck)
	}
}
