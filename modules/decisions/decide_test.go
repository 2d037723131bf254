package decisions_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/cases/casestest"
	"github.com/ankunft/ankunft/modules/decisions"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/page"
)

const reasons = "Die Voraussetzungen liegen vor: Studium, Lebensunterhalt und Pass sind nachgewiesen."

// changed makes a case that needs a second pair of eyes by the service's data.
var changed = map[string]any{"subject_changed": true, "change_reason": "Physik liegt mir mehr."}

// draft drafts a decision; a grant runs as long as the law allows.
func (o *office) draft(t testing.TB, clerk context.Context, id uuid.UUID, outcome decisions.Outcome) *file {
	t.Helper()
	in := decisions.DraftDecision{Case: id, Version: o.detail(t, clerk, id).Version, Outcome: outcome, Reasons: reasons}
	if outcome == decisions.OutcomeGrant {
		frame, err := o.Frame(clerk, id)
		casestest.Must(t, err)
		in.ValidFrom, in.ValidUntil, in.Modules = o.Today(), frame.LongestUntil, frame.Outcomes[0].Modules
	}
	casestest.Must(t, o.Draft(clerk, in))
	return o.detail(t, clerk, id)
}

func (o *office) propose(t testing.TB, clerk context.Context, id uuid.UUID) *file {
	t.Helper()
	d := o.detail(t, clerk, id).Decision
	casestest.Must(t, o.Propose(clerk, decisions.ProposeDecision{Case: id, Decision: d.ID, Version: d.Version}))
	return o.detail(t, clerk, id)
}

func approval(d *file) decisions.ApproveDecision {
	return decisions.ApproveDecision{Case: d.ID, Decision: d.Decision.ID, Digest: *d.Decision.Digest}
}

func TestAPlainGrantIsDecidedByOne(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk := o.Applicant(t), o.Clerk(t)
	id := o.WithPassport(t, who)
	d := o.draft(t, clerk, id, decisions.OutcomeGrant)
	if d.State != cases.Deciding || d.Decision == nil || d.Decision.FourEyes || d.Decision.LongestUntil.String() != "2028-03-31" {
		t.Fatalf("%+v %+v", d.Case, d.Decision)
	}
	d = o.propose(t, clerk, id)
	if d.State != cases.Decided || d.Decision.State != decisions.DecisionApproved || d.Decision.Number == nil || d.Decision.ApprovedBy != nil {
		t.Fatalf("%+v %+v", d.Case, d.Decision)
	}
	o.RunJobs(t)
	titles, err := o.People.Titles(t.Context(), d.PersonID)
	if err != nil || len(titles) != 1 || titles[0].ValidUntil != d.Decision.ValidUntil || titles[0].Kind != "01" {
		t.Errorf("%+v %v", titles, err)
	}
	pdf, err := o.Letters.PDF(t.Context(), letters.About{Kind: "case", ID: id}, d.Decision.LetterID)
	casestest.Must(t, err)
	for _, want := range []string{"Aufenthaltserlaubnis nach § 16b AufenthG", "31.03.2028", "Die Karte ist der Aufenthaltstitel", "Linh Nguyễn", d.Number} {
		if !strings.Contains(string(pdf), want) {
			t.Errorf("the letter lacks %q", want)
		}
	}
}

func TestLessThanTheLongestNeedsAReasonAndMoreIsNotLawful(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk := o.Applicant(t), o.Clerk(t)
	id := o.WithPassport(t, who)
	in := decisions.DraftDecision{
		Case: id, Version: o.detail(t, clerk, id).Version, Outcome: decisions.OutcomeGrant, ValidFrom: o.Today(), ValidUntil: o.Today().AddMonths(12),
	}
	casestest.WantFields(t, o.Draft(clerk, in), "lessReason:required")
	in.ValidUntil = o.Today().AddMonths(48)
	casestest.WantFields(t, o.Draft(clerk, in), "validUntil:longer_than_lawful")
	in.ValidUntil, in.Modules = o.Today().AddDays(-1), []string{"nonsense"}
	casestest.WantFields(t, o.Draft(clerk, in), "modules:not_in_list", "validUntil:before_start", "lessReason:required")
	in.Outcome, in.Reasons, in.Modules = decisions.OutcomeRefusal, "Nein.", nil
	casestest.WantFields(t, o.Draft(clerk, in), "reasons:required")
	why := "Die Finanzierung ist nur bis dahin nachgewiesen."
	in.Outcome, in.ValidUntil, in.LessReason = decisions.OutcomeGrant, o.Today().AddMonths(12), &why
	casestest.Must(t, o.Draft(clerk, in))
	casestest.Refused(t, o.Draft(clerk, in), cases.ErrConflict)
}

func TestWhoseServiceItIsNotDoesNotDecideIt(t *testing.T) {
	t.Parallel()
	o := open(t)
	id := o.WithPassport(t, o.Applicant(t))
	other := o.Staff(t, "Toni", identity.Right{Role: identity.Clerk, Teams: []string{"study"}, Decide: []string{"18g-first"}})
	in := decisions.DraftDecision{Case: id, Version: o.detail(t, other, id).Version, Outcome: decisions.OutcomeGrant}
	casestest.Refused(t, o.Draft(other, in), decisions.ErrNotQualified)
	hearing := decisions.OpenHearing{Case: id, Version: in.Version, DueOn: o.Today().AddDays(14), Text: reasons}
	casestest.Refused(t, o.OpenHearing(other, hearing), decisions.ErrNotQualified) // nor anything else on the way to a decision
	casestest.Must(t, o.OpenHearing(o.Clerk(t), hearing))
	answer := decisions.RecordHearing{Case: id, Version: o.detail(t, other, id).Version, Answer: "Ich bleibe dabei."}
	casestest.Refused(t, o.RecordHearing(other, answer), decisions.ErrNotQualified)
	stranger := o.Staff(t, "Sasha", identity.Right{Role: identity.Clerk, Teams: []string{"work"}, Decide: casestest.All})
	casestest.Refused(t, o.Draft(stranger, in), cases.ErrNotFound)
}

func TestFourEyesAreTwoPeopleByEveryRoute(t *testing.T) {
	t.Parallel()
	o := open(t)
	who := o.Applicant(t)
	both := o.Staff(t, "Chris", identity.Right{Role: identity.Lead, Teams: []string{"study"}, Decide: casestest.All, Approve: casestest.All})
	id := o.WithPassport(t, who, changed)
	if d := o.draft(t, both, id, decisions.OutcomeGrant); !d.Decision.FourEyes {
		t.Fatalf("%+v", d.Decision)
	}
	d := o.propose(t, both, id)
	if d.State != cases.Approval || d.Decision.Number != nil || d.Decision.Digest == nil {
		t.Fatalf("%+v %+v", d.Case, d.Decision)
	}
	casestest.Refused(t, o.Approve(both, approval(d)), decisions.ErrSameEyes)
	_, err := o.DB.ExecContext(t.Context(), `UPDATE decisions.decision SET state = 'approved', number = 'E-1', approved_at = now(), approved_by = proposed_by`)
	if err == nil || !strings.Contains(err.Error(), "decision_four_eyes") {
		t.Errorf("the database let one person pass: %v", err)
	}
	_, err = o.DB.ExecContext(t.Context(), `UPDATE decisions.decision SET state = 'approved', number = 'E-1', approved_at = now()`)
	if err == nil || !strings.Contains(err.Error(), "decision_by") {
		t.Errorf("the database let nobody pass: %v", err)
	}
	_, err = o.DB.ExecContext(t.Context(), `UPDATE decisions.decision SET reasons = 'Andere Gründe'`)
	if err == nil || !strings.Contains(err.Error(), "frozen") {
		t.Errorf("what was proposed was changed: %v", err)
	}
	if list, err := o.Approvals(both, page.Args{}); err != nil || len(list.Items) != 0 {
		t.Errorf("own proposals wait for the own eyes: %+v %v", list, err)
	}

	alex := o.Approver(t)
	if list, err := o.Approvals(alex, page.Args{}); err != nil || len(list.Items) != 1 {
		t.Errorf("%+v %v", list, err)
	}
	wrong := approval(d)
	wrong.Digest = strings.Repeat("0", 64)
	casestest.Refused(t, o.Approve(alex, wrong), decisions.ErrDigest)
	unqualified := o.Staff(t, "Uli", identity.Right{Role: identity.Approver, Teams: []string{"study"}, Approve: []string{"18g-first"}})
	casestest.Refused(t, o.Approve(unqualified, approval(d)), decisions.ErrNotQualified)
	casestest.Must(t, o.Approve(alex, approval(d)))
	d = o.detail(t, alex, id)
	if d.State != cases.Decided || d.Decision.ApprovedBy == nil || d.Decision.ApprovedBy.Name != "Alex" || d.Decision.Number == nil {
		t.Errorf("%+v", d.Decision)
	}
	_, err = o.DB.ExecContext(t.Context(), `UPDATE decisions.decision SET outcome = 'refusal'`)
	if err == nil {
		t.Error("a decision that was made was changed")
	}
	casestest.Refused(t, o.Approve(alex, approval(d)), cases.ErrState)
}

func TestAProposalIsSentBackWithARemarkAndIsADraftAgain(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk, alex := o.Applicant(t), o.Clerk(t), o.Approver(t)
	id := o.WithPassport(t, who, changed)
	o.draft(t, clerk, id, decisions.OutcomeGrant)
	d := o.propose(t, clerk, id)
	first := *d.Decision.Digest
	casestest.WantFields(t, o.Return(alex, decisions.ReturnDecision{Case: id, Decision: d.Decision.ID}), "remark:required")
	casestest.Must(t, o.Return(alex, decisions.ReturnDecision{Case: id, Decision: d.Decision.ID, Remark: "Bitte die Prognose belegen."}))
	casestest.Refused(t, o.Approve(alex, approval(d)), cases.ErrState)
	if d = o.detail(t, clerk, id); d.State != cases.Deciding || d.Decision.State != decisions.DecisionDraft || *d.Decision.Remark != "Bitte die Prognose belegen." {
		t.Fatalf("%+v", d.Decision)
	}
	casestest.Must(t, o.Draft(clerk, decisions.DraftDecision{
		Case: id, Version: d.Version, Outcome: decisions.OutcomeGrant, Reasons: reasons + " Die Prognose liegt vor.",
		ValidFrom: o.Today(), ValidUntil: d.Decision.LongestUntil,
	}))
	if d = o.propose(t, clerk, id); *d.Decision.Digest == first {
		t.Error("other reasons, the same digest")
	}
	casestest.Must(t, o.Approve(alex, approval(d)))
}

func TestManyApprovalsMakeOneDecision(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk := o.Applicant(t), o.Clerk(t)
	id := o.WithPassport(t, who, changed)
	o.draft(t, clerk, id, decisions.OutcomeGrant)
	d := o.propose(t, clerk, id)
	ctx := o.Approver(t)
	var made atomic.Int32
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			if o.Approve(ctx, approval(d)) == nil {
				made.Add(1)
			}
		})
	}
	wg.Wait()
	o.RunJobs(t)
	if n := o.Count(t, "persons.title"); made.Load() != 1 || n != 1 || o.Count(t, "decisions.delivery") != 1 {
		t.Errorf("%d approvals, %d titles", made.Load(), n)
	}
	if n := o.Count(t, "decisions.decision WHERE number IS NOT NULL"); n != 1 {
		t.Errorf("%d numbers", n)
	}
}

func TestATrainingThatRanOutStopsAnApproval(t *testing.T) {
	t.Parallel()
	o := open(t)
	id := o.WithPassport(t, o.Applicant(t), changed)
	o.draft(t, o.Clerk(t), id, decisions.OutcomeGrant)
	d := o.propose(t, o.Clerk(t), id)
	var ranOut error = decisions.ErrNotQualified
	o.OnApproval(func(context.Context, *db.Tx, uuid.UUID, string) (map[string]string, error) {
		return map[string]string{"requirement_checked.law": "3", "outcome": "made_up"}, ranOut
	})
	casestest.Refused(t, o.Approve(o.Approver(t), approval(d)), decisions.ErrNotQualified)
	ranOut = nil
	casestest.Must(t, o.Approve(o.Approver(t), approval(d)))
	trail, err := o.Trail.Trail(t.Context(), cases.Record(id), page.Args{First: page.Max})
	casestest.Must(t, err)
	i := slices.IndexFunc(trail.Items, func(e audit.Entry) bool { return e.Action == "case.decided" })
	if i < 0 || trail.Items[i].Details["requirement_checked.law"] != "3" || trail.Items[i].Details["outcome"] != string(decisions.OutcomeGrant) {
		t.Errorf("%+v", trail.Items)
	}
}

func TestATrainingThatRanOutStopsWhoDecidesAlone(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerk := o.Clerk(t)
	var asked []uuid.UUID
	var ranOut error = decisions.ErrNotQualified
	o.OnDecidingAlone(func(_ context.Context, _ *db.Tx, who uuid.UUID, _ string) (map[string]string, error) {
		asked = append(asked, who)
		return map[string]string{"requirement_checked.law": "3", "outcome": "made_up"}, ranOut
	})
	id := o.WithPassport(t, o.Applicant(t))
	d := o.draft(t, clerk, id, decisions.OutcomeGrant)
	casestest.Refused(t, o.Propose(clerk, decisions.ProposeDecision{Case: id, Decision: d.Decision.ID, Version: d.Decision.Version}), decisions.ErrNotQualified)
	if d = o.detail(t, clerk, id); d.State != cases.Deciding || d.Decision.State != decisions.DecisionDraft {
		t.Fatalf("%+v", d.Case)
	}
	ranOut = nil
	if d = o.propose(t, clerk, id); d.State != cases.Decided {
		t.Fatalf("%+v", d.Case)
	}
	trail, err := o.Trail.Trail(t.Context(), cases.Record(id), page.Args{First: page.Max})
	casestest.Must(t, err)
	i := slices.IndexFunc(trail.Items, func(e audit.Entry) bool { return e.Action == "case.decided" })
	if i < 0 || trail.Items[i].Details["requirement_checked.law"] != "3" || trail.Items[i].Details["outcome"] != string(decisions.OutcomeGrant) {
		t.Errorf("%+v", trail.Items)
	}
	two := o.WithPassport(t, o.Applicant(t), changed)
	o.draft(t, clerk, two, decisions.OutcomeGrant)
	o.propose(t, clerk, two) // which decides nothing yet
	if me := identity.ViewerFrom(clerk).AccountID; len(asked) != 2 || asked[0] != me || asked[1] != me {
		t.Errorf("asked of %v", asked)
	}
}

func TestARefusalNeedsTheHearingBefore(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk, alex := o.Applicant(t), o.Clerk(t), o.Approver(t)
	id := o.WithPassport(t, who)
	d := o.draft(t, clerk, id, decisions.OutcomeRefusal)
	casestest.Refused(t, o.Propose(clerk, decisions.ProposeDecision{Case: id, Decision: d.Decision.ID, Version: d.Decision.Version}), decisions.ErrNoHearing)
	casestest.Must(t, o.OpenHearing(clerk, decisions.OpenHearing{Case: id, Version: d.Version, DueOn: o.Today().AddDays(14), Text: reasons}))
	d = o.detail(t, clerk, id)
	if d.State != cases.InHearing || *d.PausedReason != "hearing" || d.Hearing == nil || d.Decision == nil {
		t.Fatalf("%+v", d.Case)
	}
	casestest.WantFields(t, o.RecordHearing(clerk, decisions.RecordHearing{Case: id, Version: d.Version}), "answer:required")
	if m := o.mine(t, who, id); m.Hearing == nil || m.Decision != nil || m.State != cases.InHearing {
		t.Fatalf("%+v", m)
	}
	casestest.Must(t, o.AnswerHearing(who, decisions.AnswerHearing{Case: id, Answer: "لقد أرسلت كل شيء."}))
	casestest.Refused(t, o.AnswerHearing(who, decisions.AnswerHearing{Case: id, Answer: "لا"}), cases.ErrState)
	d = o.detail(t, clerk, id)
	if d.State != cases.Deciding || *d.Hearing.Answer != "لقد أرسلت كل شيء." || *d.Hearing.Language != "ar" || d.PausedReason != nil {
		t.Fatalf("%+v %+v", d.Case, d.Hearing)
	}
	d = o.propose(t, clerk, id)
	casestest.Must(t, o.Approve(alex, approval(d)))
	o.RunJobs(t)
	d = o.detail(t, clerk, id)
	if d.Delivery.State != decisions.DeliveryPrinting || d.Delivery.Regime != "post" {
		t.Errorf("%+v", d.Delivery)
	}
	if titles, err := o.People.Titles(t.Context(), d.PersonID); err != nil || len(titles) != 0 {
		t.Errorf("%+v %v", titles, err)
	}
	pdf, err := o.Letters.PDF(t.Context(), letters.About{Kind: "case", ID: id}, d.Decision.LetterID)
	if err != nil || !strings.Contains(string(pdf), "wird abgelehnt") || !strings.Contains(string(pdf), "Klage") {
		t.Errorf("%v", err)
	}
}

func TestSilenceEndsAHearingOnlyAfterItsLastDay(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk := o.Applicant(t), o.Clerk(t)
	id := o.WithPassport(t, who)
	d := o.detail(t, clerk, id)
	casestest.Must(t, o.OpenHearing(clerk, decisions.OpenHearing{Case: id, Version: d.Version, DueOn: o.Today().AddDays(14), Text: reasons}))
	o.Days(t, 15)
	casestest.Must(t, o.RecordHearing(clerk, decisions.RecordHearing{Case: id, Version: o.detail(t, clerk, id).Version}))
	o.draft(t, clerk, id, decisions.OutcomeRefusal)
	if d := o.propose(t, clerk, id); d.State != cases.Approval || d.PausedDays != 15 {
		t.Errorf("%+v", d.Case)
	}
}

func TestAnApplicationIsTakenBackUntilItIsDecided(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk := o.Applicant(t), o.Clerk(t)
	id := o.WithPassport(t, who)
	o.Ask(t, clerk, id, "photo")
	o.draft(t, clerk, id, decisions.OutcomeGrant)
	casestest.Refused(t, o.Withdraw(o.Applicant(t), cases.WithdrawCase{Case: id}), cases.ErrNotFound)
	casestest.Must(t, o.Withdraw(who, cases.WithdrawCase{Case: id}))
	casestest.Must(t, o.Withdraw(who, cases.WithdrawCase{Case: id}))
	d := o.detail(t, clerk, id)
	if d.State != cases.Withdrawn || d.ClosedAt == nil || d.Decision != nil || d.Requests[0].State != cases.RequestWithdrawn || d.PausedReason != nil {
		t.Errorf("%+v", d.Case)
	}
	decided := o.WithPassport(t, who)
	o.draft(t, clerk, decided, decisions.OutcomeGrant)
	o.propose(t, clerk, decided)
	casestest.Refused(t, o.Withdraw(who, cases.WithdrawCase{Case: decided}), cases.ErrState)
}
