package cases_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/cases/casestest"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/page"
)

func (o *office) list(t testing.TB, ctx context.Context, f cases.WorkFilter) []cases.WorkItem {
	t.Helper()
	l, err := o.WorkList(ctx, f, page.Args{})
	casestest.Must(t, err)
	return l.Items
}

func endsOn(day string) map[string]any { return map[string]any{"title_end": day} }

func TestTheWorkListShowsTheEarliestLegalRiskFirst(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerk := o.Clerk(t)
	late := o.Apply(t, o.Applicant(t), endsOn("2027-06-30")) // later than three months: VwGO §75 comes first
	soon := o.Apply(t, o.Applicant(t), endsOn("2026-12-01"))
	mid := o.Apply(t, o.Applicant(t), endsOn("2027-01-15"))
	items := o.list(t, clerk, cases.WorkFilter{})
	if len(items) != 3 || items[0].ID != soon.CaseID || items[1].ID != mid.CaseID || items[2].ID != late.CaseID {
		t.Fatalf("%+v", items)
	}
	if i := items[2]; i.RiskOn.String() != "2027-02-21" || i.PersonName != "Nguyễn, Linh" || *i.Nationality != "VN" || i.PapersMissing == 0 || i.ClerkName != nil {
		t.Errorf("%+v", i)
	}
	if u := items[0].Urgency; u != "soon" {
		t.Errorf("a title that ends in ten days is %s", u)
	}
	var seen []uuid.UUID
	after := ""
	for {
		l, err := o.WorkList(clerk, cases.WorkFilter{}, page.Args{First: 1, After: after})
		casestest.Must(t, err)
		for _, i := range l.Items {
			seen = append(seen, i.ID)
		}
		if l.Next == nil {
			break
		}
		after = *l.Next
	}
	if want := []uuid.UUID{soon.CaseID, mid.CaseID, late.CaseID}; !slices.Equal(seen, want) {
		t.Errorf("pages show %v", seen)
	}
	if _, err := o.WorkList(clerk, cases.WorkFilter{}, page.Args{After: "nonsense"}); err == nil {
		t.Error("a made-up cursor was read")
	}
}

func TestRightsArePartOfTheQuestion(t *testing.T) {
	t.Parallel()
	o := open(t)
	id := o.Apply(t, o.Applicant(t)).CaseID
	for name, see := range map[string]struct {
		right      identity.Right
		list, read bool
	}{
		"clerk of the team":   {identity.Right{Role: identity.Clerk, Teams: []string{"study"}}, true, true},
		"clerk of another":    {identity.Right{Role: identity.Clerk, Teams: []string{"work"}}, false, false},
		"clerk of none":       {identity.Right{Role: identity.Clerk}, false, false},
		"front desk":          {identity.Right{Role: identity.Frontdesk, AllTeams: true}, true, true},
		"mail room":           {identity.Right{Role: identity.Mailroom, AllTeams: true}, true, false},
		"auditor":             {identity.Right{Role: identity.Auditor, AllTeams: true}, false, true},
		"who runs the office": {identity.Right{Role: identity.Admin, AllTeams: true}, false, false},
	} {
		ctx := o.Staff(t, name, see.right)
		if n := len(o.list(t, ctx, cases.WorkFilter{})); (n == 1) != see.list {
			t.Errorf("%s: %d cases listed", name, n)
		}
		if _, err := o.Detail(ctx, id, "work"); (err == nil) != see.read {
			t.Errorf("%s: %v", name, err)
		} else if err != nil {
			casestest.Refused(t, err, cases.ErrNotFound)
		}
	}
	for name, ctx := range map[string]context.Context{"the public": t.Context(), "an applicant": o.Applicant(t)} {
		if n := len(o.list(t, ctx, cases.WorkFilter{})); n != 0 {
			t.Errorf("%s lists %d cases", name, n)
		}
		_, err := o.Detail(ctx, id, "work")
		casestest.Refused(t, err, cases.ErrNotFound)
		_, err = o.MyCase(ctx, id)
		casestest.Refused(t, err, cases.ErrNotFound)
	}
}

func TestTheWorkListIsFilteredAndSearched(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerk := o.Clerk(t)
	linhs := o.Apply(t, o.Applicant(t))
	tuncay := o.Apply(t, o.Applicant(t, func(c *identity.Claims) { c.GivenName, c.FamilyName, c.BirthDate = "Özgür", "Tunçay", "1999-09-09" }),
		map[string]any{"family_name": "Tunçay", "given_names": "Özgür", "name_original": "Tunçay", "birth_date": "1999-09-09", "nationality": "TR"})
	p := casestest.Paper(t, o.Read(t, clerk, tuncay.CaseID), "photo")
	waived := "Liegt der Behörde vor."
	casestest.Must(t, o.Check(clerk, cases.CheckPaper{Case: tuncay.CaseID, Item: "photo", Version: p.Version, Verdict: cases.PaperWaived, Reason: &waived}))
	text := func(s string) cases.WorkFilter { return cases.WorkFilter{Text: &s} }
	yes, study, work, service := true, "study", "work", "28-family"
	person := o.Read(t, clerk, linhs.CaseID).PersonID
	for name, c := range map[string]struct {
		filter cases.WorkFilter
		want   []uuid.UUID
	}{
		"name":                {text("nguy"), []uuid.UUID{linhs.CaseID}},
		"name without marks":  {text("ozgur tuncay"), []uuid.UUID{tuncay.CaseID}},
		"name and birth date": {text("tunc 1999-09-09"), []uuid.UUID{tuncay.CaseID}},
		"birth date alone":    {text("2001-02-03"), []uuid.UUID{linhs.CaseID}},
		"number":              {text(linhs.Number), []uuid.UUID{linhs.CaseID}},
		"nobody":              {text("nobody"), nil},
		"mischief":            {text("a:* | b') OR true --"), nil},
		"mine":                {cases.WorkFilter{Mine: &yes}, []uuid.UUID{tuncay.CaseID}},
		"nobody's":            {cases.WorkFilter{Unassigned: &yes}, []uuid.UUID{linhs.CaseID}},
		"state":               {cases.WorkFilter{States: []cases.CaseState{cases.Checking}}, []uuid.UUID{tuncay.CaseID}},
		"person":              {cases.WorkFilter{Person: &person}, []uuid.UUID{linhs.CaseID}},
		"team":                {cases.WorkFilter{Team: &study, Unassigned: &yes}, []uuid.UUID{linhs.CaseID}},
		"a stranger's team":   {cases.WorkFilter{Team: &work}, nil},
		"service":             {cases.WorkFilter{Service: &service}, nil},
	} {
		var got []uuid.UUID
		for _, i := range o.list(t, clerk, c.filter) {
			got = append(got, i.ID)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
	f, err := o.Figures(clerk, nil)
	if err != nil || *f != (cases.WorkFigures{Open: 2, Unassigned: 1}) {
		t.Errorf("%+v %v", f, err)
	}
	o.Days(t, 50)
	if f, err := o.Figures(clerk, &study); err != nil || *f != (cases.WorkFigures{Open: 2, Unassigned: 1, Late: 2, Risk14: 2}) {
		t.Errorf("%+v %v", f, err)
	}
}

func TestWhatIsReadOftenIsReadInFewStatements(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk := o.Applicant(t), o.Clerk(t)
	withPassport := o.WithPassport(t, who)
	o.Read(t, clerk, withPassport)
	o.WithPassport(t, who)
	o.WithPassport(t, who)
	opened := o.Apply(t, who)
	o.Ask(t, clerk, opened.CaseID, "photo")
	count := func(name string, ctx context.Context, want int64, fn func(ctx context.Context) error) {
		t.Helper()
		ctx, n := db.CountStatements(ctx)
		casestest.Must(t, fn(ctx))
		if n.Load() != want {
			t.Errorf("%s: %d statements, not %d", name, n.Load(), want)
		}
	}
	count("work list", clerk, 1, func(ctx context.Context) error {
		l, err := o.WorkList(ctx, cases.WorkFilter{}, page.Args{})
		if len(l.Items) != 4 {
			t.Errorf("%d cases", len(l.Items))
		}
		return err
	})
	o.Read(t, clerk, opened.CaseID) // its opening is recorded; looking again is not
	count("case, a batch in one round trip", clerk, 4, func(ctx context.Context) error {
		_, err := o.Detail(ctx, opened.CaseID, "work")
		return err
	})
	count("case with its papers", clerk, 5, func(ctx context.Context) error {
		d, err := o.Detail(ctx, withPassport, "work")
		for _, p := range d.Papers {
			if _, err := p.Document(); err != nil {
				return err
			}
		}
		return err
	})
	count("case with all parts, still one round trip", clerk, 8, func(ctx context.Context) error {
		d, err := o.Detail(ctx, withPassport, "work", cases.WithApplication, cases.WithDocuments, cases.WithLinked, cases.WithOthers)
		if err != nil {
			return err
		}
		_, content := o.Content(ctx, d)
		_, seal := o.Seal(ctx, d)
		_, linked := o.Linked(ctx, d)
		_, others := o.Others(ctx, d)
		return errors.Join(content, seal, linked, others)
	})
	count("public status", t.Context(), 1, func(ctx context.Context) error {
		s, err := o.PublicStatus(ctx, opened.Number, *opened.Code, "net")
		if s == nil {
			t.Error("no status")
		}
		return err
	})
	var one, many int64
	for _, n := range []*int64{&one, &many} {
		ctx, counted := db.CountStatements(who)
		if n == &one {
			_, err := o.MyCase(ctx, withPassport)
			casestest.Must(t, err)
		} else {
			_, err := o.MyCases(ctx)
			casestest.Must(t, err)
		}
		*n = counted.Load()
	}
	if many > one {
		t.Errorf("%d statements for one case, %d for four", one, many)
	}
}

func TestCountsOfPapersAreThoseOfThePapers(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk := o.Applicant(t), o.Clerk(t)
	id := o.WithPassport(t, who)
	o.Accept(t, clerk, id, "passport")
	waived := "Nicht nötig."
	p := casestest.Paper(t, o.Read(t, clerk, id), "rent")
	casestest.Must(t, o.Check(clerk, cases.CheckPaper{Case: id, Item: "rent", Version: p.Version, Verdict: cases.PaperWaived, Reason: &waived}))
	n := o.Count(t, `cases.case c JOIN (SELECT case_id, count(*) FILTER (WHERE required AND state IN ('missing', 'rejected')) AS missing,
 count(*) FILTER (WHERE state = 'to_check') AS to_check, count(*) FILTER (WHERE state IN ('accepted', 'waived')) AS accepted, count(*) AS total
 FROM cases.paper GROUP BY 1) p ON p.case_id = c.id
WHERE (c.papers_missing, c.papers_to_check, c.papers_accepted, c.papers_total) = (p.missing, p.to_check, p.accepted, p.total) AND c.papers_accepted = 2`)
	if n != 1 {
		t.Error("the counts beside the case are wrong")
	}
}

func TestACaseIsGivenToWhoWorksInItsTeam(t *testing.T) {
	t.Parallel()
	o := open(t)
	id := o.Apply(t, o.Applicant(t)).CaseID
	clerk := o.Clerk(t)
	kim := casestest.Viewer(clerk).AccountID
	sam := casestest.Viewer(o.Staff(t, "Sam", identity.Right{Role: identity.Clerk, Teams: []string{"work"}})).AccountID
	version := o.Read(t, clerk, id).Version
	casestest.WantFields(t, o.Assign(clerk, cases.AssignCase{Case: id, Version: version, Clerk: &sam}), "clerk:not_in_team")
	casestest.Must(t, o.Assign(clerk, cases.AssignCase{Case: id, Version: version, Clerk: &kim}))
	casestest.Refused(t, o.Assign(clerk, cases.AssignCase{Case: id, Version: version, Clerk: nil}), cases.ErrConflict)
	casestest.Refused(t, o.Assign(clerk, cases.AssignCase{Case: id, Version: 0, Clerk: nil}), cases.ErrConflict)
	work, nowhere := "work", "nowhere"
	casestest.WantFields(t, o.Assign(clerk, cases.AssignCase{Case: id, Version: version + 1, Team: &nowhere}), "team:not_in_list")
	casestest.Must(t, o.Assign(clerk, cases.AssignCase{Case: id, Version: version + 1, Team: &work}))
	_, err := o.Detail(clerk, id, "work")
	casestest.Refused(t, err, cases.ErrNotFound)
}

func TestTwoClerksAtOneCaseOverwriteNothing(t *testing.T) {
	t.Parallel()
	o := open(t)
	kim, lou := o.Clerk(t), o.Staff(t, "Lou", identity.Right{Role: identity.Clerk, Teams: []string{"study"}})
	id := o.WithPassport(t, o.Applicant(t))
	version := o.Read(t, kim, id).Version // both look at the same
	got := make([]error, 20)
	var wg sync.WaitGroup
	for i := range got {
		wg.Go(func() {
			if i%2 == 0 {
				got[i] = o.Pause(kim, cases.PauseCase{Case: id, Version: version, Reason: cases.PauseWish})
			} else {
				got[i] = o.Pause(lou, cases.PauseCase{Case: id, Version: version, Reason: cases.PauseAuthority})
			}
		})
	}
	wg.Wait()
	first := slices.Index(got, nil)
	if first < 0 {
		t.Fatal(got)
	}
	for i, err := range got {
		if i != first {
			casestest.Refused(t, err, cases.ErrConflict)
		}
	}
	want := []string{cases.PauseWish, cases.PauseAuthority}[first%2]
	if d := o.Read(t, lou, id); d.Version != version+1 || *d.PausedReason != want || o.Count(t, "cases.pause") != 1 {
		t.Errorf("%+v", d.Case)
	}
	must := casestest.Must
	must(t, o.AddNote(lou, cases.AddNote{Case: id, Text: "Ein Vermerk überschreibt nichts."}))
	must(t, o.AddNote(kim, cases.AddNote{Case: id, Text: "Zwei auch nicht."}))
}

func FuzzSearch(f *testing.F) {
	for _, s := range []string{"nguy", "2026-00001", "1999-09-09", "a' & b:*", "ﷺ", "\x00", "%_"} {
		f.Add(s)
	}
	o := open(f)
	clerk := o.Clerk(f)
	f.Fuzz(func(t *testing.T, text string) {
		if _, err := o.WorkList(clerk, cases.WorkFilter{Text: &text}, page.Args{First: 1}); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	})
}

func TestNumbersLookAsTheyAreSearched(t *testing.T) {
	t.Parallel()
	o := open(t)
	opened := o.Apply(t, o.Applicant(t))
	if prefix := fmt.Sprintf("%d-", clock.Today(o.Clock.Now()).Year); opened.Number[:5] != prefix {
		t.Errorf("%s", opened.Number)
	}
	raw, err := json.Marshal(o.Read(t, o.Clerk(t), opened.CaseID).Fee)
	if err != nil || len(raw) == 0 {
		t.Error(err)
	}
}
