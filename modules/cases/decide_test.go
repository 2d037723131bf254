package cases_test

import (
	"context"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/modules/persons"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/page"
)

const reasons = "Die Voraussetzungen liegen vor: Studium, Lebensunterhalt und Pass sind nachgewiesen."

// changed makes a case that needs a second pair of eyes by the service's data.
var changed = map[string]any{"subject_changed": true, "change_reason": "Physik liegt mir mehr."}

// draft drafts a decision; a grant runs as long as the law allows.
func (o *office) draft(t testing.TB, clerk context.Context, id uuid.UUID, outcome cases.Outcome) *cases.Detail {
	t.Helper()
	in := cases.DraftDecision{Case: id, Version: o.detail(t, clerk, id).Version, Outcome: outcome, Reasons: reasons}
	if outcome == cases.OutcomeGrant {
		frame, err := o.DecisionFrame(clerk, id)
		must(t, err)
		in.ValidFrom, in.ValidUntil, in.Modules = o.today(), frame.LongestUntil, frame.Outcomes[0].Modules
	}
	must(t, o.Draft(clerk, in))
	return o.detail(t, clerk, id)
}

func (o *office) propose(t testing.TB, clerk context.Context, id uuid.UUID) *cases.Detail {
	t.Helper()
	d := o.detail(t, clerk, id).Decision
	must(t, o.Propose(clerk, cases.ProposeDecision{Case: id, Decision: d.ID, Version: d.Version}))
	return o.detail(t, clerk, id)
}

func approval(d *cases.Detail) cases.ApproveDecision {
	return cases.ApproveDecision{Case: d.ID, Decision: d.Decision.ID, Digest: *d.Decision.Digest}
}

func TestAPlainGrantIsDecidedByOne(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk := o.applicant(t), o.clerk(t)
	id := o.withPassport(t, who)
	d := o.draft(t, clerk, id, cases.OutcomeGrant)
	if d.State != cases.Deciding || d.Decision == nil || d.Decision.FourEyes || d.Decision.LongestUntil.String() != "2028-03-31" {
		t.Fatalf("%+v %+v", d.Case, d.Decision)
	}
	d = o.propose(t, clerk, id)
	if d.State != cases.Decided || d.Decision.State != cases.DecisionApproved || d.Decision.Number == nil || d.Decision.ApprovedBy != nil {
		t.Fatalf("%+v %+v", d.Case, d.Decision)
	}
	o.RunJobs(t)
	titles, err := o.people.Titles(t.Context(), d.PersonID)
	if err != nil || len(titles) != 1 || titles[0].ValidUntil != d.Decision.ValidUntil || titles[0].Kind != "01" {
		t.Errorf("%+v %v", titles, err)
	}
	pdf, err := o.letters.PDF(t.Context(), letters.About{Kind: "case", ID: id}, d.Decision.LetterID)
	must(t, err)
	for _, want := range []string{"Aufenthaltserlaubnis nach § 16b AufenthG", "31.03.2028", "Die Karte ist der Aufenthaltstitel", "Linh Nguyễn", d.Number} {
		if !strings.Contains(string(pdf), want) {
			t.Errorf("the letter lacks %q", want)
		}
	}
}

func TestLessThanTheLongestNeedsAReasonAndMoreIsNotLawful(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk := o.applicant(t), o.clerk(t)
	id := o.withPassport(t, who)
	in := cases.DraftDecision{
		Case: id, Version: o.detail(t, clerk, id).Version, Outcome: cases.OutcomeGrant, ValidFrom: o.today(), ValidUntil: o.today().AddMonths(12),
	}
	wantFields(t, o.Draft(clerk, in), "lessReason:required")
	in.ValidUntil = o.today().AddMonths(48)
	wantFields(t, o.Draft(clerk, in), "validUntil:longer_than_lawful")
	in.ValidUntil, in.Modules = o.today().AddDays(-1), []string{"nonsense"}
	wantFields(t, o.Draft(clerk, in), "modules:not_in_list", "validUntil:before_start", "lessReason:required")
	in.Outcome, in.Reasons, in.Modules = cases.OutcomeRefusal, "Nein.", nil
	wantFields(t, o.Draft(clerk, in), "reasons:required")
	why := "Die Finanzierung ist nur bis dahin nachgewiesen."
	in.Outcome, in.ValidUntil, in.LessReason = cases.OutcomeGrant, o.today().AddMonths(12), &why
	must(t, o.Draft(clerk, in))
	refused(t, o.Draft(clerk, in), cases.ErrConflict)
}

func TestWhoseServiceItIsNotDoesNotDecideIt(t *testing.T) {
	t.Parallel()
	o := open(t)
	id := o.withPassport(t, o.applicant(t))
	other := o.staff(t, "Toni", identity.Right{Role: identity.Clerk, Teams: []string{"study"}, Decide: []string{"18g-first"}})
	in := cases.DraftDecision{Case: id, Version: o.detail(t, other, id).Version, Outcome: cases.OutcomeGrant}
	refused(t, o.Draft(other, in), cases.ErrNotQualified)
	stranger := o.staff(t, "Sasha", identity.Right{Role: identity.Clerk, Teams: []string{"work"}, Decide: all})
	refused(t, o.Draft(stranger, in), cases.ErrNotFound)
}

func TestFourEyesAreTwoPeopleByEveryRoute(t *testing.T) {
	t.Parallel()
	o := open(t)
	who := o.applicant(t)
	both := o.staff(t, "Chris", identity.Right{Role: identity.Lead, Teams: []string{"study"}, Decide: all, Approve: all})
	id := o.withPassport(t, who, changed)
	if d := o.draft(t, both, id, cases.OutcomeGrant); !d.Decision.FourEyes {
		t.Fatalf("%+v", d.Decision)
	}
	d := o.propose(t, both, id)
	if d.State != cases.Approval || d.Decision.Number != nil || d.Decision.Digest == nil {
		t.Fatalf("%+v %+v", d.Case, d.Decision)
	}
	refused(t, o.Approve(both, approval(d)), cases.ErrSameEyes)
	_, err := o.DB.ExecContext(t.Context(), `UPDATE cases.decision SET state = 'approved', number = 'E-1', approved_at = now(), approved_by = proposed_by`)
	if err == nil || !strings.Contains(err.Error(), "decision_four_eyes") {
		t.Errorf("the database let one person pass: %v", err)
	}
	_, err = o.DB.ExecContext(t.Context(), `UPDATE cases.decision SET state = 'approved', number = 'E-1', approved_at = now()`)
	if err == nil || !strings.Contains(err.Error(), "decision_by") {
		t.Errorf("the database let nobody pass: %v", err)
	}
	_, err = o.DB.ExecContext(t.Context(), `UPDATE cases.decision SET reasons = 'Andere Gründe'`)
	if err == nil || !strings.Contains(err.Error(), "frozen") {
		t.Errorf("what was proposed was changed: %v", err)
	}
	if list, err := o.Approvals(both, page.Args{}); err != nil || len(list.Items) != 0 {
		t.Errorf("own proposals wait for the own eyes: %+v %v", list, err)
	}

	alex := o.approver(t)
	if list, err := o.Approvals(alex, page.Args{}); err != nil || len(list.Items) != 1 {
		t.Errorf("%+v %v", list, err)
	}
	wrong := approval(d)
	wrong.Digest = strings.Repeat("0", 64)
	refused(t, o.Approve(alex, wrong), cases.ErrDigest)
	unqualified := o.staff(t, "Uli", identity.Right{Role: identity.Approver, Teams: []string{"study"}, Approve: []string{"18g-first"}})
	refused(t, o.Approve(unqualified, approval(d)), cases.ErrNotQualified)
	must(t, o.Approve(alex, approval(d)))
	d = o.detail(t, alex, id)
	if d.State != cases.Decided || d.Decision.ApprovedBy == nil || d.Decision.ApprovedBy.Name != "Alex" || d.Decision.Number == nil {
		t.Errorf("%+v", d.Decision)
	}
	_, err = o.DB.ExecContext(t.Context(), `UPDATE cases.decision SET outcome = 'refusal'`)
	if err == nil {
		t.Error("a decision that was made was changed")
	}
	refused(t, o.Approve(alex, approval(d)), cases.ErrState)
}

func TestAProposalIsSentBackWithARemarkAndIsADraftAgain(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk, alex := o.applicant(t), o.clerk(t), o.approver(t)
	id := o.withPassport(t, who, changed)
	o.draft(t, clerk, id, cases.OutcomeGrant)
	d := o.propose(t, clerk, id)
	first := *d.Decision.Digest
	wantFields(t, o.Return(alex, cases.ReturnDecision{Case: id, Decision: d.Decision.ID}), "remark:required")
	must(t, o.Return(alex, cases.ReturnDecision{Case: id, Decision: d.Decision.ID, Remark: "Bitte die Prognose belegen."}))
	refused(t, o.Approve(alex, approval(d)), cases.ErrState)
	if d = o.detail(t, clerk, id); d.State != cases.Deciding || d.Decision.State != cases.DecisionDraft || *d.Decision.Remark != "Bitte die Prognose belegen." {
		t.Fatalf("%+v", d.Decision)
	}
	must(t, o.Draft(clerk, cases.DraftDecision{
		Case: id, Version: d.Version, Outcome: cases.OutcomeGrant, Reasons: reasons + " Die Prognose liegt vor.",
		ValidFrom: o.today(), ValidUntil: d.Decision.LongestUntil,
	}))
	if d = o.propose(t, clerk, id); *d.Decision.Digest == first {
		t.Error("other reasons, the same digest")
	}
	must(t, o.Approve(alex, approval(d)))
}

func TestManyApprovalsMakeOneDecision(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk := o.applicant(t), o.clerk(t)
	id := o.withPassport(t, who, changed)
	o.draft(t, clerk, id, cases.OutcomeGrant)
	d := o.propose(t, clerk, id)
	ctx := o.approver(t)
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
	if n := o.count(t, "persons.title"); made.Load() != 1 || n != 1 || o.count(t, "cases.delivery") != 1 {
		t.Errorf("%d approvals, %d titles", made.Load(), n)
	}
	if n := o.count(t, "cases.decision WHERE number IS NOT NULL"); n != 1 {
		t.Errorf("%d numbers", n)
	}
}

func TestATrainingThatRanOutStopsAnApproval(t *testing.T) {
	t.Parallel()
	o := open(t)
	id := o.withPassport(t, o.applicant(t), changed)
	o.draft(t, o.clerk(t), id, cases.OutcomeGrant)
	d := o.propose(t, o.clerk(t), id)
	o.OnApproval(func(context.Context, *db.Tx, uuid.UUID, string) error { return cases.ErrNotQualified })
	refused(t, o.Approve(o.approver(t), approval(d)), cases.ErrNotQualified)
}

func TestARefusalNeedsTheHearingBefore(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk, alex := o.applicant(t), o.clerk(t), o.approver(t)
	id := o.withPassport(t, who)
	d := o.draft(t, clerk, id, cases.OutcomeRefusal)
	refused(t, o.Propose(clerk, cases.ProposeDecision{Case: id, Decision: d.Decision.ID, Version: d.Decision.Version}), cases.ErrNoHearing)
	must(t, o.OpenHearing(clerk, cases.OpenHearing{Case: id, Version: d.Version, DueOn: o.today().AddDays(14), Text: reasons}))
	d = o.detail(t, clerk, id)
	if d.State != cases.InHearing || *d.PausedReason != "hearing" || d.Hearing == nil || d.Decision == nil {
		t.Fatalf("%+v", d.Case)
	}
	wantFields(t, o.RecordHearing(clerk, cases.RecordHearing{Case: id, Version: d.Version}), "answer:required")
	if m := o.mine(t, who, id); m.Hearing == nil || m.Decision != nil || m.State != cases.InHearing {
		t.Fatalf("%+v", m)
	}
	must(t, o.AnswerHearing(who, cases.AnswerHearing{Case: id, Answer: "لقد أرسلت كل شيء."}))
	refused(t, o.AnswerHearing(who, cases.AnswerHearing{Case: id, Answer: "لا"}), cases.ErrState)
	d = o.detail(t, clerk, id)
	if d.State != cases.Deciding || *d.Hearing.Answer != "لقد أرسلت كل شيء." || *d.Hearing.Language != "ar" || d.PausedReason != nil {
		t.Fatalf("%+v %+v", d.Case, d.Hearing)
	}
	d = o.propose(t, clerk, id)
	must(t, o.Approve(alex, approval(d)))
	o.RunJobs(t)
	d = o.detail(t, clerk, id)
	if d.Delivery.State != cases.DeliveryPrinting || d.Delivery.Regime != "post" {
		t.Errorf("%+v", d.Delivery)
	}
	if titles, err := o.people.Titles(t.Context(), d.PersonID); err != nil || len(titles) != 0 {
		t.Errorf("%+v %v", titles, err)
	}
	pdf, err := o.letters.PDF(t.Context(), letters.About{Kind: "case", ID: id}, d.Decision.LetterID)
	if err != nil || !strings.Contains(string(pdf), "wird abgelehnt") || !strings.Contains(string(pdf), "Klage") {
		t.Errorf("%v", err)
	}
}

func TestSilenceEndsAHearingOnlyAfterItsLastDay(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk := o.applicant(t), o.clerk(t)
	id := o.withPassport(t, who)
	d := o.detail(t, clerk, id)
	must(t, o.OpenHearing(clerk, cases.OpenHearing{Case: id, Version: d.Version, DueOn: o.today().AddDays(14), Text: reasons}))
	o.days(t, 15)
	must(t, o.RecordHearing(clerk, cases.RecordHearing{Case: id, Version: o.detail(t, clerk, id).Version}))
	o.draft(t, clerk, id, cases.OutcomeRefusal)
	if d := o.propose(t, clerk, id); d.State != cases.Approval || d.PausedDays != 15 {
		t.Errorf("%+v", d.Case)
	}
}

func TestAnApplicationIsTakenBackUntilItIsDecided(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk := o.applicant(t), o.clerk(t)
	id := o.withPassport(t, who)
	o.ask(t, clerk, id, "photo")
	o.draft(t, clerk, id, cases.OutcomeGrant)
	refused(t, o.Withdraw(o.applicant(t), cases.WithdrawCase{Case: id}), cases.ErrNotFound)
	must(t, o.Withdraw(who, cases.WithdrawCase{Case: id}))
	must(t, o.Withdraw(who, cases.WithdrawCase{Case: id}))
	d := o.detail(t, clerk, id)
	if d.State != cases.Withdrawn || d.ClosedAt == nil || d.Decision != nil || d.Requests[0].State != cases.RequestWithdrawn || d.PausedReason != nil {
		t.Errorf("%+v", d.Case)
	}
	decided := o.withPassport(t, who)
	o.draft(t, clerk, decided, cases.OutcomeGrant)
	o.propose(t, clerk, decided)
	refused(t, o.Withdraw(who, cases.WithdrawCase{Case: decided}), cases.ErrState)
}

func TestPeopleWhoTurnOutToBeOneTakeTheirCasesAlong(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerk := o.clerk(t)
	first := o.apply(t, o.applicant(t))
	second := o.apply(t, o.applicant(t, func(c *identity.Claims) { c.Trust = identity.TrustEmail }))
	d := o.detail(t, clerk, second.CaseID)
	if d.Person.LinkState != string(persons.StateProvisional) || d.Person.Proposal == nil {
		t.Fatalf("%+v", d.Person)
	}
	known := o.detail(t, clerk, first.CaseID).PersonID
	_, err := o.people.Confirm(clerk, *d.Person.Proposal, known)
	must(t, err)
	o.RunJobs(t)
	if d = o.detail(t, clerk, second.CaseID); d.PersonID != known || d.Person.LinkState != "on_file" || d.Person.Proposal != nil {
		t.Errorf("%+v", d.Person)
	}
}
