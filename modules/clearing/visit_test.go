package clearing_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/clearing"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/documents/documentstest"
	"github.com/ankunft/ankunft/modules/frontdesk"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
)

func of[T any](v T) *T { return &v }

// The whole story for somebody with a case: called, list seen, two photos taken in as one paper, original seen, confirmation, ticket done.
func TestSomebodyWithACaseHandsInAtTheDesk(t *testing.T) {
	t.Parallel()
	o := open(t)
	desk, id := o.frontDesk(t), o.linh()
	ticket := o.ticket(t, desk)
	v, err := o.Open(desk, clearing.OpenVisit{Case: &id, Ticket: &ticket.ID})
	must(t, err)
	if again, err := o.Open(desk, clearing.OpenVisit{Case: &id, Ticket: &ticket.ID}); err != nil || again.ID != v.ID {
		t.Fatalf("two clicks: %v %v", again, err)
	}
	if i := item(t, v, "photo"); !i.Takes || i.State != clearing.Missing || item(t, v, "passport").Takes || v.Language != "ar" {
		t.Fatalf("%+v", v.Checklist)
	}
	o.takeIn(t, desk, v.ID, "photo", "1.jpg", documentstest.JPEG(1))
	o.takeIn(t, desk, v.ID, "photo", "2.jpg", documentstest.JPEG(2))
	for _, key := range []string{"photo", "passport"} {
		if v, err = o.SeeOriginal(desk, clearing.SeeOriginal{Visit: v.ID, Item: key, Seen: true}); err != nil {
			t.Fatal(err)
		}
	}
	if i := item(t, v, "photo"); i.State != clearing.Taken || i.Document.PageCount() != 2 || i.Original == nil || i.Original.SeenBy != identity.ViewerFrom(desk).AccountID {
		t.Fatalf("%+v", i)
	}
	_, err = o.End(desk, clearing.EndVisit{Visit: v.ID})
	want(t, "no outcome for the ticket", err, errs.Invalid)
	if draft, err := o.Confirmation(desk, v.ID); err != nil || len(draft) == 0 {
		t.Fatalf("no preview: %v", err)
	}
	v, err = o.End(desk, clearing.EndVisit{Visit: v.ID, Outcome: of("papers_taken")})
	must(t, err)
	o.RunJobs(t)

	if v.State != clearing.Ended || v.LetterID == nil || !v.KeptUntil.IsZero() || o.TakeOverURL(v) != "" {
		t.Errorf("%+v", v)
	}
	if l, err := o.letters.Get(t.Context(), letters.About{Kind: "case", ID: id}, *v.LetterID); err != nil || l.Kind != letters.KindClearing || l.HandedOn != clock.Today(tuesday) {
		t.Errorf("%+v %v", l, err)
	}
	if pdf, err := o.Confirmation(desk, v.ID); err != nil || len(pdf) == 0 {
		t.Errorf("no confirmation: %v", err)
	}
	if done, err := o.hall.Get(t.Context(), ticket.ID); err != nil || done.State != frontdesk.Done || done.Outcome != "papers_taken" {
		t.Errorf("%+v %v", done, err)
	}
	if len(o.ended) != 1 || o.ended[0].VisitID != v.ID || *o.ended[0].CaseID != id {
		t.Errorf("%+v", o.ended)
	}
	_, err = o.End(desk, clearing.EndVisit{Visit: v.ID, Outcome: of("papers_taken")})
	want(t, "the end twice", err, errs.Conflict)
	_, err = o.begin(desk, v.ID, "rent", "late.jpg", 10)
	want(t, "a paper after the end", err, errs.Conflict)
	_, err = o.docs.RemoveFile(desk, identity.ViewerFrom(desk).AccountID, item(t, v, "photo").Document.Files[0].ID)
	want(t, "a page taken out after the confirmation", err, errs.Conflict)
}

// Who has no case answers what the list depends on, and takes everything over into their own application.
func TestSomebodyWithoutACaseTakesTheirPapersHome(t *testing.T) {
	t.Parallel()
	o := open(t)
	desk := o.frontDesk(t)
	v, err := o.Open(desk, clearing.OpenVisit{Service: of("16b-extension"), Language: of("tr")})
	must(t, err)
	offer, err := o.Catalogue.Offer(t.Context(), "16b-extension")
	must(t, err)
	today := clock.Today(tuesday)
	questions := v.Questions(offer, "tr", today)
	if len(questions) < 4 || len(questions) > 15 || questions[0].Label == "" {
		t.Fatalf("%d questions: %+v", len(questions), questions)
	}
	before := len(v.Checklist)
	v, err = o.Answer(desk, clearing.AnswerVisit{Visit: v.ID, Language: of("ar"), Answers: []byte(`{"passport_kind": "passport", "means": ["scholarship"], "works": true}`)})
	must(t, err)
	if item(t, v, "scholarship").State != clearing.Missing || v.Language != "ar" || slices.ContainsFunc(v.Checklist, func(i clearing.Item) bool { return i.Key == "identity_proof" }) {
		t.Errorf("%d of %d: %+v", len(v.Checklist), before, v.Checklist)
	}
	for name, bad := range map[string]string{
		"an answer that the list does not need": `{"family_name": "Nguyễn"}`, "another type": `{"works": "yes"}`, "no object": `[1]`, "a list of numbers": `{"means": [1]}`,
	} {
		_, err := o.Answer(desk, clearing.AnswerVisit{Visit: v.ID, Answers: []byte(bad)})
		want(t, name, err, errs.Invalid)
	}
	o.takeIn(t, desk, v.ID, "passport", "1.jpg", documentstest.JPEG(1))
	_, err = o.End(desk, clearing.EndVisit{Visit: v.ID, Name: of("  ")})
	want(t, "nobody's confirmation", err, errs.Invalid)
	v, err = o.End(desk, clearing.EndVisit{Visit: v.ID, Name: of("Linh Nguyễn")})
	must(t, err)
	if v.KeptUntil != today.AddDays(14) {
		t.Errorf("kept until %s", v.KeptUntil)
	}

	token := o.TakeOverURL(v)[len("https://amt.example/taken#"):]
	for name, bad := range map[string]string{"forged": "z" + token[1:], "short": token[:20], "none": ""} {
		_, err := o.ByToken(t.Context(), bad)
		want(t, name, err, errs.NotFound)
	}
	found, err := o.ByToken(t.Context(), token)
	must(t, err)
	account, draft := ids.New(), audit.Record{Kind: "application", ID: ids.New()}
	o.InTx(t, func(ctx context.Context, tx *db.Tx) error { return o.TakeOverTx(ctx, tx, found.ID, draft, account) })
	if docs, err := o.docs.ForSubject(t.Context(), draft); err != nil || len(docs) != 1 || *docs[0].AccountID != account || !docs[0].Open() {
		t.Errorf("%+v %v", docs, err)
	}
	_, err = o.ByToken(t.Context(), token)
	want(t, "a link that was used", err, errs.NotFound)
}

// What nobody comes back for is erased, with papers and confirmation; the trail knows that it was.
func TestWhatNobodyComesBackForIsErased(t *testing.T) {
	t.Parallel()
	o := open(t)
	desk := o.frontDesk(t)
	v, err := o.Open(desk, clearing.OpenVisit{Service: of("16b-extension")})
	must(t, err)
	o.takeIn(t, desk, v.ID, "passport", "1.jpg", documentstest.JPEG(1))
	v, err = o.End(desk, clearing.EndVisit{Visit: v.ID, Name: of("Linh Nguyễn")})
	must(t, err)
	o.RunJobs(t)
	o.Clock.Advance(14 * 24 * time.Hour)
	must(t, o.Daily(t.Context()))
	if _, err := o.Visit(desk, v.ID); err != nil {
		t.Fatalf("erased on its last day: %v", err)
	}
	o.Clock.Advance(24 * time.Hour)
	must(t, o.Daily(t.Context()))
	_, err = o.Visit(desk, v.ID)
	want(t, "the visit", err, errs.NotFound)
	if docs, err := o.docs.ForSubject(t.Context(), clearing.Record(v.ID)); err != nil || len(docs) != 0 {
		t.Errorf("papers: %+v %v", docs, err)
	}
	if _, err := o.letters.ByID(t.Context(), *v.LetterID); errs.KindOf(err) != errs.NotFound {
		t.Errorf("the confirmation: %v", err)
	}
}

// A visit that was left open loses no paper: it ends by itself.
func TestAVisitThatWasLeftOpenEndsByItself(t *testing.T) {
	t.Parallel()
	o := open(t)
	desk, id := o.clerk(t, "study"), o.linh()
	v, err := o.Open(desk, clearing.OpenVisit{Case: &id})
	must(t, err)
	o.takeIn(t, desk, v.ID, "photo", "1.jpg", documentstest.JPEG(1))
	o.Clock.Advance(23 * time.Hour)
	must(t, o.Daily(t.Context()))
	o.Clock.Advance(2 * time.Hour)
	must(t, o.Daily(t.Context()))
	must(t, o.Daily(t.Context()))
	o.RunJobs(t)
	if v, err = o.Visit(desk, v.ID); err != nil || v.State != clearing.Ended || v.LetterID != nil || len(o.ended) != 1 {
		t.Errorf("%+v %v %v", v, err, o.ended)
	}
}

// The confirmation says what was handed in: so it waits for what is on its way, and for what cannot be taken.
func TestTheEndWaitsForPapersThatAreOnTheirWay(t *testing.T) {
	t.Parallel()
	o := open(t)
	desk, id := o.frontDesk(t), o.linh()
	v, err := o.Open(desk, clearing.OpenVisit{Case: &id})
	must(t, err)
	up, err := o.begin(desk, v.ID, "photo", "1.jpg", 10)
	must(t, err)
	_, err = o.End(desk, clearing.EndVisit{Visit: v.ID})
	want(t, "under way", err, errs.Conflict)
	_, err = o.docs.CancelUpload(desk, identity.ViewerFrom(desk).AccountID, up.File.ID)
	must(t, err)
	bad := o.takeIn(t, desk, v.ID, "photo", "2.jpg", append(documentstest.JPEG(1), documentstest.EICAR()...))
	if v, err = o.Visit(desk, v.ID); err != nil || item(t, v, "photo").Document.State() != documents.DocumentRefused {
		t.Fatalf("%+v %v", v, err)
	}
	_, err = o.End(desk, clearing.EndVisit{Visit: v.ID})
	want(t, "infected", err, errs.Conflict)
	_, err = o.docs.RemoveFile(desk, identity.ViewerFrom(desk).AccountID, bad)
	must(t, err)
	_, err = o.End(desk, clearing.EndVisit{Visit: v.ID})
	must(t, err)
}

// Who may serve what: the front desk everybody, a clerk the own team, a stranger nobody; a visit is its clerk's.
func TestVisitsAreSeenByWhoServesThem(t *testing.T) {
	t.Parallel()
	o := open(t)
	id := o.linh()
	mine, front, other, auditor := o.clerk(t, "study"), o.frontDesk(t), o.clerk(t, "work"),
		identity.WithViewer(t.Context(), identity.StaffViewer(ids.New(), identity.Right{Role: identity.Auditor, AllTeams: true}))
	v, err := o.Open(mine, clearing.OpenVisit{Case: &id})
	must(t, err)
	_, err = o.Open(other, clearing.OpenVisit{Case: &id})
	want(t, "a case of another team", err, errs.NotFound)
	if _, err := o.Visit(front, v.ID); err != nil {
		t.Errorf("the front desk: %v", err)
	}
	subject := clearing.Subject{Service: o.Service}
	for name, ctx := range map[string]context.Context{"a clerk of another team": other, "an auditor": auditor, "nobody": t.Context()} {
		_, err := o.Visit(ctx, v.ID)
		want(t, name, err, errs.NotFound)
		want(t, name+" and its papers", subject.MayRead(ctx, v.ID), errs.NotFound)
		_, err = o.SeeOriginal(ctx, clearing.SeeOriginal{Visit: v.ID, Item: "photo", Seen: true})
		want(t, name+" and an original", err, errs.NotFound)
		_, err = subject.MayAdd(ctx, identity.ViewerFrom(ctx).AccountID, v.ID, "photo")
		want(t, name+" and a paper", err, errs.NotFound)
	}
	_, err = subject.MayAdd(front, identity.ViewerFrom(mine).AccountID, v.ID, "photo")
	want(t, "in somebody else's name", err, errs.NotFound)
	_, err = o.begin(mine, v.ID, "passport", "1.jpg", 10)
	want(t, "what was accepted already", err, errs.NotFound)
	if list, err := o.Mine(mine); err != nil || len(list) != 1 {
		t.Errorf("%v %v", list, err)
	}
	if list, err := o.Mine(front); err != nil || len(list) != 0 {
		t.Errorf("%v %v", list, err)
	}
}

func TestAVisitIsAboutOneThingThatExists(t *testing.T) {
	t.Parallel()
	o := open(t)
	desk, id := o.frontDesk(t), o.linh()
	nowhere := uuid.New()
	strange := o.ticket(t, o.frontDesk(t))
	for name, in := range map[string]clearing.OpenVisit{
		"nothing": {}, "both": {Case: &id, Service: of("16b-extension")}, "no service": {Service: of("nonsense")}, "no language": {Case: &id, Language: of("tlh")},
		"no ticket": {Case: &id, Ticket: &nowhere}, "a ticket of another counter": {Case: &id, Ticket: &strange.ID},
	} {
		_, err := o.Open(desk, in)
		want(t, name, err, errs.Invalid)
	}
	_, err := o.Open(desk, clearing.OpenVisit{Case: &nowhere})
	want(t, "no case", err, errs.NotFound)
}
