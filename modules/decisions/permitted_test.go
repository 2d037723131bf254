package decisions_test

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/cases/casestest"
	"github.com/ankunft/ankunft/modules/decisions"
	"github.com/ankunft/ankunft/modules/identity"
)

// steps leads a case through all of its states; each func leads into the state.
var steps = []struct {
	state cases.CaseState
	into  func(t *testing.T, o *office, who, clerk, alex context.Context, id uuid.UUID)
}{
	{cases.Received, func(*testing.T, *office, context.Context, context.Context, context.Context, uuid.UUID) {}},
	{cases.Checking, func(t *testing.T, o *office, _, clerk, _ context.Context, id uuid.UUID) {
		o.Accept(t, clerk, id, "passport")
	}},
	{cases.Waiting, func(t *testing.T, o *office, _, clerk, _ context.Context, id uuid.UUID) { o.Ask(t, clerk, id, "photo") }},
	{cases.Deciding, func(t *testing.T, o *office, _, clerk, _ context.Context, id uuid.UUID) {
		casestest.Must(t, o.WithdrawRequest(clerk, cases.WithdrawRequest{Case: id, Request: o.detail(t, clerk, id).Requests[0].ID}))
		o.draft(t, clerk, id, decisions.OutcomeRefusal)
	}},
	{cases.InHearing, func(t *testing.T, o *office, _, clerk, _ context.Context, id uuid.UUID) {
		in := decisions.OpenHearing{Case: id, Version: o.detail(t, clerk, id).Version, DueOn: o.Today().AddDays(14), Text: reasons}
		casestest.Must(t, o.OpenHearing(clerk, in))
	}},
	{cases.Approval, func(t *testing.T, o *office, who, clerk, _ context.Context, id uuid.UUID) {
		casestest.Must(t, o.AnswerHearing(who, decisions.AnswerHearing{Case: id, Answer: "Bitte nicht."}))
		o.propose(t, clerk, id)
	}},
	{cases.Decided, func(t *testing.T, o *office, _, _, alex context.Context, id uuid.UUID) {
		casestest.Must(t, o.Approve(alex, approval(o.detail(t, alex, id))))
		o.RunJobs(t)
	}},
	{cases.Delivered, func(t *testing.T, o *office, _, clerk, _ context.Context, id uuid.UUID) {
		o.post(t, o.detail(t, clerk, id).Delivery.LetterID)
		o.Days(t, 6)
	}},
}

// What of this module each role may do in each state; what is not named here nobody may. What cases permit stands in their own table.
var permittedTo = map[identity.Role]map[cases.CaseState]string{
	identity.Clerk: {
		cases.Received: "draftDecision openHearing", cases.Checking: "draftDecision openHearing", cases.Waiting: "draftDecision",
		cases.Deciding:  "draftDecision openHearing proposeDecision discardDecision",
		cases.InHearing: "draftDecision recordHearing discardDecision",
	},
	identity.Lead: {
		cases.Received: "draftDecision openHearing", cases.Checking: "draftDecision openHearing", cases.Waiting: "draftDecision",
		cases.Deciding:  "draftDecision openHearing proposeDecision discardDecision",
		cases.InHearing: "draftDecision recordHearing discardDecision",
		cases.Approval:  "approveDecision returnDecision", // another's proposal
	},
	identity.Approver:  {cases.Approval: "approveDecision returnDecision"},
	identity.Frontdesk: {}, identity.Auditor: {},
}

// blind are the roles that open no case at all.
var blind = []identity.Role{identity.Mailroom, identity.Admin}

func (o *office) viewers(t *testing.T, clerk, alex context.Context) map[identity.Role]context.Context {
	t.Helper()
	all := map[identity.Role]context.Context{identity.Clerk: clerk, identity.Approver: alex}
	for _, role := range []identity.Role{identity.Frontdesk, identity.Auditor, identity.Mailroom, identity.Admin} {
		all[role] = o.Staff(t, string(role), identity.Right{Role: role, AllTeams: true})
	}
	all[identity.Lead] = o.Staff(t, "lead", identity.Right{Role: identity.Lead, Teams: []string{"study"}, Decide: casestest.All, Approve: casestest.All})
	return all
}

func TestTheTableOfWhatIsPermittedIsComplete(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk, alex := o.Applicant(t), o.Clerk(t), o.Approver(t)
	id := o.WithPassport(t, who)
	viewers := o.viewers(t, clerk, alex)
	for _, s := range steps {
		s.into(t, o, who, clerk, alex, id)
		o.isPermitted(t, viewers, id, s.state)
	}
	taken := o.WithPassport(t, who)
	o.draft(t, clerk, taken, decisions.OutcomeGrant)
	casestest.Must(t, o.Withdraw(who, cases.WithdrawCase{Case: taken}))
	o.isPermitted(t, viewers, taken, cases.Withdrawn)
}

func (o *office) isPermitted(t *testing.T, viewers map[identity.Role]context.Context, id uuid.UUID, state cases.CaseState) {
	t.Helper()
	for role, ctx := range viewers {
		if slices.Contains(blind, role) {
			_, err := o.Detail(ctx, id, "work")
			casestest.Refused(t, err, cases.ErrNotFound)
			_, err = o.Frame(ctx, id)
			casestest.Refused(t, err, cases.ErrNotFound)
			continue
		}
		row, known := permittedTo[role]
		d := o.detail(t, ctx, id)
		if !known || d.State != state {
			t.Fatalf("%s at %s, not %s", role, d.State, state)
		}
		got := decisions.Of(d.Detail).Permitted(casestest.Viewer(ctx), d.Detail)
		if want := strings.Fields(row[state]); !slices.Equal(got, want) {
			t.Errorf("%s at %s: %v, want %v", role, state, got, want)
		}
		for _, action := range got {
			if !slices.Contains(d.Permitted, action) {
				t.Errorf("%s at %s: the case does not tell %s", role, state, action)
			}
		}
		o.nothingElseIsDone(t, ctx, d)
	}
}

// nothingElseIsDone tries every step that is not permitted: none may change the case.
func (o *office) nothingElseIsDone(t *testing.T, ctx context.Context, d *file) {
	t.Helper()
	decision, digest := uuid.New(), strings.Repeat("00", 32)
	if d.Decision != nil {
		decision = d.Decision.ID
		if d.Decision.Digest != nil {
			digest = *d.Decision.Digest
		}
	}
	tries := map[string]func() error{
		"recordHearing": func() error {
			return o.RecordHearing(ctx, decisions.RecordHearing{Case: d.ID, Version: d.Version, Answer: "x"})
		},
		"openHearing": func() error {
			return o.OpenHearing(ctx, decisions.OpenHearing{Case: d.ID, Version: d.Version, DueOn: o.Today().AddDays(9), Text: reasons})
		},
		"draftDecision": func() error {
			return o.Draft(ctx, decisions.DraftDecision{Case: d.ID, Version: d.Version, Outcome: decisions.OutcomeRefusal, Reasons: reasons})
		},
		"proposeDecision": func() error {
			return o.Propose(ctx, decisions.ProposeDecision{Case: d.ID, Decision: decision, Version: 1})
		},
		"discardDecision": func() error {
			return o.Discard(ctx, decisions.DiscardDecision{Case: d.ID, Decision: decision, Version: d.Version})
		},
		"approveDecision": func() error {
			return o.Approve(ctx, decisions.ApproveDecision{Case: d.ID, Decision: decision, Digest: digest})
		},
		"returnDecision": func() error {
			return o.Return(ctx, decisions.ReturnDecision{Case: d.ID, Decision: decision, Remark: "x"})
		},
	}
	for action, try := range tries {
		if slices.Contains(d.Permitted, action) {
			continue
		}
		if err := try(); err == nil {
			t.Errorf("%s: %s was done all the same", d.State, action)
		}
	}
	var version int
	casestest.Must(t, o.DB.NewRaw("SELECT version FROM cases.case WHERE id = ?", d.ID).Scan(ctx, &version))
	if version != d.Version {
		t.Errorf("%s: something was changed", d.State)
	}
}

func TestWhatTheApplicantMayDoFollowsTheState(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk, alex := o.Applicant(t), o.Clerk(t), o.Approver(t)
	id := o.WithPassport(t, who)
	want := map[cases.CaseState]string{cases.InHearing: "answerHearing setDeliveryConsent"}
	for _, s := range steps {
		s.into(t, o, who, clerk, alex, id)
		m := o.mine(t, who, id)
		if got := strings.Join(m.Own.PermittedToOwner(m.Case), " "); got != cmp.Or(want[s.state], "setDeliveryConsent") {
			t.Errorf("%s: %s", s.state, got)
		}
	}
	granted := o.granted(t, who, clerk)
	m := o.mine(t, who, granted)
	if !slices.Contains(m.Permitted, "retrieveDecision") || slices.Contains(m.Permitted, "withdrawCase") {
		t.Errorf("%v", m.Permitted)
	}
}
