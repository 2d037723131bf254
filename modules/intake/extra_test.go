package intake_test

import (
	"strings"
	"testing"

	"github.com/ankunft/ankunft/modules/cases/casestest"
	"github.com/ankunft/ankunft/modules/clearing"
	"github.com/ankunft/ankunft/modules/documents/documentstest"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/intake"
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

// What stands on no list reaches the case as what it is: the clerk who decides sees it, its person sees it, and nobody calls it checked.
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
