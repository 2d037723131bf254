package decisions_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/cases/casestest"
	"github.com/ankunft/ankunft/modules/decisions"
	"github.com/ankunft/ankunft/modules/identity"
)

// byHand runs a statement as somebody with the database's password would, and gives what the database says to it.
func (o *office) byHand(t testing.TB, statement string, args ...any) string {
	t.Helper()
	_, err := o.DB.ExecContext(t.Context(), statement, args...)
	if err != nil {
		return err.Error()
	}
	return ""
}

// proposed is a case whose decision waits for a second pair of eyes.
func (o *office) proposed(t testing.TB, clerk context.Context) *file {
	t.Helper()
	id := o.WithPassport(t, o.Applicant(t), changed)
	o.draft(t, clerk, id, decisions.OutcomeGrant)
	return o.propose(t, clerk, id)
}

// Everything that the approver reads is frozen: not one column of it can be changed by hand, before the approval or after.
func TestWhatIsFrozenCannotBeChangedByHand(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerk, alex := o.Clerk(t), o.Approver(t)
	d := o.proposed(t, clerk)
	other := o.Apply(t, o.Applicant(t)).CaseID
	columns := map[string]any{
		"outcome": "refusal", "reasons": "Andere Gründe, die niemand gelesen hat.", "modules": "{leave_by}", "valid_from": "2020-01-01",
		"valid_until": "2040-01-01", "less_reason": "Weniger.", "four_eyes": false, "four_eyes_why": "{}", "letter_id": uuid.New(),
		"digest": []byte("x"), "drafted_by": uuid.New(), "proposed_by": uuid.New(), "case_id": other,
	}
	for column, value := range columns {
		said := o.byHand(t, "UPDATE decisions.decision SET "+column+" = ? WHERE id = ?", value, d.Decision.ID)
		if !strings.Contains(said, "what was proposed is frozen") {
			t.Errorf("%s: %q", column, said)
		}
	}
	casestest.Must(t, o.Approve(alex, approval(d)))
	columns["remark"], columns["state"], columns["number"], columns["approved_by"] = "Ach.", "draft", "E-2026-999999", uuid.New()
	for column, value := range columns {
		said := o.byHand(t, "UPDATE decisions.decision SET "+column+" = ? WHERE id = ?", value, d.Decision.ID)
		if !strings.Contains(said, "a decision that was made stands") {
			t.Errorf("%s of what was made: %q", column, said)
		}
	}
	if now := o.detail(t, alex, d.ID).Decision; *now.Digest != *d.Decision.Digest || now.Reasons != d.Decision.Reasons {
		t.Errorf("%+v", now)
	}
}

func TestTwoPeopleAreTwoPeopleByHandToo(t *testing.T) {
	t.Parallel()
	o := open(t)
	d := o.proposed(t, o.Clerk(t))
	const made = "UPDATE decisions.decision SET state = 'approved', number = 'E-1', approved_at = now()"
	for name, c := range map[string]struct{ set, want string }{
		"whoever proposed":      {", approved_by = proposed_by", "decision_four_eyes"},
		"whoever drafted":       {", approved_by = drafted_by", "decision_four_eyes"},
		"nobody":                {"", "decision_by"},
		"nobody, by two steps":  {", approved_by = NULL", "decision_by"},
		"without four eyes now": {", four_eyes = false", "frozen"},
	} {
		if said := o.byHand(t, made+c.set+" WHERE id = ?", d.Decision.ID); !strings.Contains(said, c.want) {
			t.Errorf("%s: %q", name, said)
		}
	}
	for name, c := range map[string]struct{ statement, want string }{
		"made without a number":     {"UPDATE decisions.decision SET state = 'approved', approved_at = now(), approved_by = gen_random_uuid()", "decision_approved"},
		"a number without decision": {"UPDATE decisions.decision SET number = 'E-1'", "decision_approved"},
		"a second decision": {`INSERT INTO decisions.decision (id, case_id, outcome, state, reasons, modules, four_eyes, letter_id, drafted_by)
SELECT gen_random_uuid(), case_id, outcome, 'draft', reasons, modules, four_eyes, letter_id, drafted_by FROM decisions.decision`, "decision_one"},
		"frozen by nobody": {`UPDATE decisions.decision SET state = 'draft', proposed_by = NULL, proposed_at = NULL, digest = NULL;
UPDATE decisions.decision SET state = 'proposed'`, "decision_frozen"},
	} {
		if said := o.byHand(t, c.statement); !strings.Contains(said, c.want) {
			t.Errorf("%s: %q", name, said)
		}
	}
}

func TestALetterThatWasExchangedAfterTheProposalIsNotSent(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerk, alex := o.Clerk(t), o.Approver(t)
	d := o.proposed(t, clerk)
	said := o.byHand(t, `ALTER TABLE decisions.decision DISABLE TRIGGER USER;
UPDATE decisions.decision SET reasons = 'Von Hand geändert, am Auslöser vorbei.';
ALTER TABLE decisions.decision ENABLE TRIGGER USER`)
	if said != "" {
		t.Fatal(said)
	}
	casestest.Refused(t, o.Approve(alex, approval(d)), decisions.ErrDigest) // the digest no longer fits what it covers
	if d := o.detail(t, alex, d.ID); d.State != cases.Approval || d.Delivery != nil || o.Count(t, "persons.title") != 0 {
		t.Errorf("%+v", d.Case)
	}
}

// Whoever drafts, proposes, approves and sends back at the same moment: one of them is first, and the others are told.
func TestManyHandsAtOneDecisionMakeOneStepEach(t *testing.T) {
	t.Parallel()
	o := open(t)
	kim := o.Clerk(t)
	lou := o.Staff(t, "Lou", identity.Right{Role: identity.Clerk, Teams: []string{"study"}, Decide: casestest.All})
	alex := o.Approver(t)
	id := o.WithPassport(t, o.Applicant(t), changed)
	once := func(what string, tries ...func() error) {
		t.Helper()
		done, got := 0, make([]error, len(tries))
		var wg sync.WaitGroup
		for i, try := range tries {
			wg.Go(func() { got[i] = try() })
		}
		wg.Wait()
		for _, err := range got {
			if err == nil {
				done++
			} else if !errors.Is(err, cases.ErrConflict) && !errors.Is(err, cases.ErrState) && !errors.Is(err, cases.ErrNotFound) {
				t.Errorf("%s: %v", what, err)
			}
		}
		if done != 1 {
			t.Errorf("%s: %d times: %v", what, done, got)
		}
	}
	version := o.detail(t, kim, id).Version
	frame, err := o.Frame(kim, id)
	casestest.Must(t, err)
	drafting := func(ctx context.Context, text string) func() error {
		return func() error {
			return o.Draft(ctx, decisions.DraftDecision{
				Case: id, Version: version, Outcome: decisions.OutcomeGrant, Reasons: text, ValidFrom: o.Today(), ValidUntil: frame.LongestUntil,
			})
		}
	}
	once("drafted", drafting(kim, reasons), drafting(lou, reasons+" So sehe ich das auch."), drafting(kim, reasons), drafting(lou, reasons))
	d := o.detail(t, kim, id)
	proposing := func(ctx context.Context) func() error {
		return func() error {
			return o.Propose(ctx, decisions.ProposeDecision{Case: id, Decision: d.Decision.ID, Version: d.Decision.Version})
		}
	}
	once("proposed", proposing(kim), proposing(lou), proposing(kim), proposing(lou))
	d = o.detail(t, kim, id)
	once("approved or sent back", func() error { return o.Approve(alex, approval(d)) }, func() error {
		return o.Return(alex, decisions.ReturnDecision{Case: id, Decision: d.Decision.ID, Remark: "Bitte genauer."})
	})
}

func TestAWithdrawalAndAnApprovalDoNotPassEachOther(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk, alex := o.Applicant(t), o.Clerk(t), o.Approver(t)
	for range 5 {
		id := o.WithPassport(t, who, changed)
		o.draft(t, clerk, id, decisions.OutcomeGrant)
		d := o.propose(t, clerk, id)
		var approved, withdrawn error
		var wg sync.WaitGroup
		wg.Go(func() { approved = o.Approve(alex, approval(d)) })
		wg.Go(func() { withdrawn = o.Withdraw(who, cases.WithdrawCase{Case: id}) })
		wg.Wait()
		if (approved == nil) == (withdrawn == nil) {
			t.Fatalf("both or none: %v, %v", approved, withdrawn)
		}
		d = o.detail(t, clerk, id)
		if approved == nil && (d.State != cases.Decided || d.Decision == nil) || withdrawn == nil && (d.State != cases.Withdrawn || d.Decision != nil) {
			t.Errorf("%+v %+v", d.Case, d.Decision)
		}
	}
}
