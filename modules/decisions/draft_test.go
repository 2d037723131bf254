package decisions_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/cases/casestest"
	"github.com/ankunft/ankunft/modules/decisions"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/page"
)

func TestADraftIsDroppedWithItsLetter(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerk := o.Clerk(t)
	id := o.Apply(t, o.Applicant(t)).CaseID
	d := o.draft(t, clerk, id, decisions.OutcomeGrant)
	in := decisions.DiscardDecision{Case: id, Decision: uuid.New(), Version: d.Version}
	casestest.Refused(t, o.Discard(clerk, in), cases.ErrNotFound)
	in.Decision, in.Version = d.Decision.ID, d.Version-1
	casestest.Refused(t, o.Discard(clerk, in), cases.ErrConflict)
	in.Version = d.Version
	casestest.Must(t, o.Discard(clerk, in))
	if now := o.detail(t, clerk, id); now.State != cases.Checking || now.Decision != nil {
		t.Errorf("%+v %+v", now.Case, now.Decision)
	}
	if n := o.Count(t, "letters.letter WHERE id = ?", d.Decision.LetterID); n != 0 {
		t.Error("its letter stays")
	}
	casestest.Refused(t, o.Discard(clerk, in), cases.ErrConflict)
}

func TestADraftThatWasProposedIsNotDropped(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerk := o.Clerk(t)
	d := o.proposed(t, clerk)
	casestest.Refused(t, o.Discard(clerk, decisions.DiscardDecision{Case: d.ID, Decision: d.Decision.ID, Version: d.Version}), cases.ErrState)
	casestest.Refused(t, o.Draft(clerk, decisions.DraftDecision{Case: d.ID, Version: d.Version, Outcome: decisions.OutcomeRefusal, Reasons: reasons}), cases.ErrState)
}

func TestADraftIsRewrittenUntilItIsProposed(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerk := o.Clerk(t)
	id := o.Apply(t, o.Applicant(t)).CaseID
	first := o.draft(t, clerk, id, decisions.OutcomeGrant).Decision
	second := o.draft(t, clerk, id, decisions.OutcomeRefusal).Decision
	if second.ID != first.ID || second.Version != first.Version+1 || !second.ValidUntil.IsZero() || !second.LongestUntil.IsZero() || !second.FourEyes {
		t.Errorf("%+v", second)
	}
	stale := decisions.ProposeDecision{Case: id, Decision: first.ID, Version: first.Version}
	casestest.Refused(t, o.Propose(clerk, stale), cases.ErrConflict) // of another text than was read
	unknown := decisions.DraftDecision{Case: id, Version: o.detail(t, clerk, id).Version, Outcome: "maybe", Reasons: reasons}
	casestest.WantFields(t, o.Draft(clerk, unknown), "outcome:not_in_list")
	long := decisions.DraftDecision{Case: id, Version: unknown.Version, Outcome: decisions.OutcomeRefusal, Reasons: strings.Repeat("x", 20_001)}
	casestest.WantFields(t, o.Draft(clerk, long), "reasons:too_long")
	none := decisions.DraftDecision{Case: id, Version: unknown.Version, Outcome: decisions.OutcomeGrant, Reasons: reasons}
	casestest.WantFields(t, o.Draft(clerk, none), "validFrom:required", "validUntil:required", "lessReason:required")
}

// While the person is waited for, a draft may be prepared; the case keeps waiting.
func TestADraftWhileThePersonIsAskedLeavesTheCaseWaiting(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk := o.Applicant(t), o.Clerk(t)
	id := o.WithPassport(t, who)
	o.Ask(t, clerk, id, "photo")
	if d := o.draft(t, clerk, id, decisions.OutcomeGrant); d.State != cases.Waiting || d.PausedReason == nil {
		t.Errorf("%+v", d.Case)
	}
	casestest.Refused(t, o.proposing(t, clerk, id), cases.ErrState)
}

func TestAPartialGrantTellsWhatIsGrantedAndWhatIsNot(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk := o.Applicant(t), o.Clerk(t)
	id := o.Apply(t, who).CaseID
	o.hear(t, clerk, id)
	casestest.Must(t, o.AnswerHearing(who, decisions.AnswerHearing{Case: id, Answer: "Nein."}))
	f, err := o.Frame(clerk, id)
	casestest.Must(t, err)
	why := "Die Finanzierung ist nur für ein Jahr nachgewiesen."
	casestest.Must(t, o.Draft(clerk, decisions.DraftDecision{
		Case: id, Version: o.detail(t, clerk, id).Version, Outcome: decisions.OutcomePartial, Reasons: reasons + "\n\nZweiter Absatz.",
		Modules: f.Outcomes[1].Modules, ValidFrom: o.Today(), ValidUntil: o.Today().AddMonths(12), LessReason: &why,
	}))
	casestest.Must(t, o.Approve(o.Approver(t), approval(o.propose(t, clerk, id))))
	o.RunJobs(t)
	d := o.detail(t, clerk, id)
	pdf, err := o.Letters.PDF(t.Context(), letters.About{Kind: "case", ID: id}, d.Decision.LetterID)
	casestest.Must(t, err)
	for _, want := range []string{"21.11.2027", "Zweiter Absatz.", "Klage", "Linh Nguyễn"} {
		if !strings.Contains(string(pdf), want) {
			t.Errorf("the letter lacks %q", want)
		}
	}
	titles, err := o.People.Titles(t.Context(), d.PersonID)
	if err != nil || len(titles) != 1 || titles[0].ValidUntil.String() != "2027-11-21" {
		t.Errorf("%+v %v", titles, err)
	}
}

// A decision is told once: one event, one line in the trail, one message; a title, and the promise stands still.
func TestADecisionIsToldOnce(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk, alex := o.Applicant(t), o.Clerk(t), o.Approver(t)
	d := o.proposed(t, clerk)
	casestest.Must(t, o.Approve(alex, approval(d)))
	casestest.Refused(t, o.Approve(alex, approval(d)), cases.ErrState)
	o.RunJobs(t)
	for from, want := range map[string]int{
		"events.event WHERE name = 'decisions.made'": 1, "audit.entry WHERE action = 'case.decided'": 1, "persons.title": 1, "decisions.delivery": 1,
		"audit.entry WHERE action = 'case.decision_proposed'": 1, "messages.message WHERE template = 'decision_ready'": 1,
	} {
		if n := o.Count(t, from); n != want {
			t.Errorf("%s: %d, not %d", from, n, want)
		}
	}
	if _, err := o.Trail.Verify(t.Context()); err != nil {
		t.Error(err)
	}
	_ = who
}

func TestWhatDecisionsLayBesideCasesCostsOneStatementEach(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk := o.Applicant(t), o.Clerk(t)
	id := o.granted(t, who, clerk)
	o.detail(t, clerk, id) // its opening is recorded; looking again is not
	ctx, n := db.CountStatements(clerk)
	if d := o.detail(t, ctx, id); d.Decision == nil || d.Delivery == nil || n.Load() != 5 {
		t.Errorf("a case with its decision in %d statements, not 5", n.Load())
	}
	count := func() int64 {
		t.Helper()
		ctx, n := db.CountStatements(who)
		_, err := o.MyCases(ctx)
		casestest.Must(t, err)
		return n.Load()
	}
	one := count()
	for range 3 {
		o.granted(t, who, clerk)
	}
	if many := count(); many > one+1 {
		t.Errorf("%d statements for one own case, %d for four", one, many)
	}
	ctx, n = db.CountStatements(o.Approver(t))
	if _, err := o.Approvals(ctx, page.Args{}); err != nil || n.Load() != 1 {
		t.Errorf("%d statements for the approvals, %v", n.Load(), err)
	}
}

func TestApprovalsAreThoseThatTheViewerMayGive(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerk := o.Clerk(t)
	first, second := o.proposed(t, clerk), o.proposed(t, clerk)
	o.draft(t, clerk, o.Apply(t, o.Applicant(t)).CaseID, decisions.OutcomeRefusal) // not yet proposed
	right := func(role identity.Role, team string, services ...string) identity.Right {
		return identity.Right{Role: role, Teams: []string{team}, Approve: services}
	}
	for name, c := range map[string]struct {
		ctx  context.Context
		want int
	}{
		"the second pair of eyes":           {o.Approver(t), 2},
		"of another service":                {o.Staff(t, "Uli", right(identity.Approver, "study", "18g-first")), 0},
		"of another team":                   {o.Staff(t, "Ela", right(identity.Approver, "work", casestest.All...)), 0},
		"a lead who did not propose":        {o.Staff(t, "Leo", right(identity.Lead, "study", casestest.All...)), 2},
		"who proposed":                      {clerk, 0},
		"an applicant":                      {o.Applicant(t), 0},
		"nobody":                            {t.Context(), 0},
		"a clerk, whatever they may decide": {o.Staff(t, "Cem", identity.Right{Role: identity.Clerk, Teams: []string{"study"}, Decide: casestest.All}), 0},
	} {
		list, err := o.Approvals(c.ctx, page.Args{})
		if err != nil || len(list.Items) != c.want {
			t.Errorf("%s: %d, want %d, %v", name, len(list.Items), c.want, err)
		}
	}
	casestest.Must(t, o.Approve(o.Approver(t), approval(first)))
	list, err := o.Approvals(o.Approver(t), page.Args{First: 1})
	if err != nil || len(list.Items) != 1 || list.Items[0].ID != second.ID || list.Next != nil {
		t.Errorf("%+v %v", list, err)
	}
}

// A birth date that the passport tells in part stands in the letter as it stands there.
func TestALetterTellsABirthDateAsFarAsItIsKnown(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerk := o.Clerk(t)
	for born, want := range map[string]string{"1990-03-00": "1990-03-00", "1990-00-00": "1990-00-00", "1990-03-04": "1990-03-04"} {
		id := o.Apply(t, o.Applicant(t), map[string]any{"birth_date": born}).CaseID
		o.draft(t, clerk, id, decisions.OutcomeGrant)
		letter := o.detail(t, clerk, id).Decision.LetterID
		if n := o.Count(t, "letters.letter WHERE id = ? AND data::text LIKE ?", letter, `%"born_on":"`+want+`"%`); n != 1 {
			t.Errorf("born %s: not in the letter", born)
		}
	}
}
