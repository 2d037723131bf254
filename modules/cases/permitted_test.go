package cases_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/identity"
)

// steps leads a case through all of its states; each func leads into the state.
var steps = []struct {
	state cases.CaseState
	into  func(t *testing.T, o *office, who, clerk, alex context.Context, id uuid.UUID)
}{
	{cases.Received, func(*testing.T, *office, context.Context, context.Context, context.Context, uuid.UUID) {}},
	{cases.Checking, func(t *testing.T, o *office, _, clerk, _ context.Context, id uuid.UUID) {
		o.accept(t, clerk, id, "passport")
	}},
	{cases.Waiting, func(t *testing.T, o *office, _, clerk, _ context.Context, id uuid.UUID) { o.ask(t, clerk, id, "photo") }},
	{cases.Deciding, func(t *testing.T, o *office, _, clerk, _ context.Context, id uuid.UUID) {
		must(t, o.WithdrawRequest(clerk, cases.WithdrawRequest{Case: id, Request: o.detail(t, clerk, id).Requests[0].ID}))
		o.draft(t, clerk, id, cases.OutcomeRefusal)
	}},
	{cases.InHearing, func(t *testing.T, o *office, _, clerk, _ context.Context, id uuid.UUID) {
		in := cases.OpenHearing{Case: id, Version: o.detail(t, clerk, id).Version, DueOn: o.today().AddDays(14), Text: reasons}
		must(t, o.OpenHearing(clerk, in))
	}},
	{cases.Approval, func(t *testing.T, o *office, who, clerk, _ context.Context, id uuid.UUID) {
		must(t, o.AnswerHearing(who, cases.AnswerHearing{Case: id, Answer: "Bitte nicht."}))
		o.propose(t, clerk, id)
	}},
	{cases.Decided, func(t *testing.T, o *office, _, _, alex context.Context, id uuid.UUID) {
		must(t, o.Approve(alex, approval(o.detail(t, alex, id))))
		o.RunJobs(t)
	}},
	{cases.Delivered, func(t *testing.T, o *office, _, clerk, _ context.Context, id uuid.UUID) {
		o.post(t, o.detail(t, clerk, id).Delivery.LetterID)
		o.days(t, 6)
	}},
}

// What each role may do in each state; what is not named here nobody may.
var permittedTo = map[identity.Role]map[cases.CaseState]string{
	identity.Clerk: {
		cases.Received:  "assignCase addNote checkPaper translateField pauseCase requestPapers draftDecision openHearing sendMessage",
		cases.Checking:  "assignCase addNote checkPaper translateField pauseCase requestPapers draftDecision openHearing sendMessage",
		cases.Waiting:   "assignCase addNote checkPaper translateField withdrawRequest draftDecision sendMessage",
		cases.Deciding:  "assignCase addNote checkPaper translateField pauseCase requestPapers draftDecision openHearing proposeDecision discardDecision sendMessage",
		cases.InHearing: "assignCase addNote checkPaper translateField draftDecision recordHearing discardDecision sendMessage",
		cases.Approval:  "assignCase addNote sendMessage",
		cases.Decided:   "assignCase addNote sendMessage",
		cases.Delivered: "addNote sendMessage",
	},
	identity.Approver:  {cases.Approval: "approveDecision returnDecision"},
	identity.Frontdesk: {},
	identity.Auditor:   {},
}

func TestTheTableOfWhatIsPermittedIsComplete(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk, alex := o.applicant(t), o.clerk(t), o.approver(t)
	id := o.withPassport(t, who)
	viewers := map[identity.Role]context.Context{
		identity.Clerk: clerk, identity.Approver: alex,
		identity.Frontdesk: o.staff(t, "Desk", identity.Right{Role: identity.Frontdesk, AllTeams: true}),
		identity.Auditor:   o.staff(t, "Audit", identity.Right{Role: identity.Auditor, AllTeams: true}),
	}
	for _, s := range steps {
		s.into(t, o, who, clerk, alex, id)
		for role, ctx := range viewers {
			d := o.detail(t, ctx, id)
			if d.State != s.state {
				t.Fatalf("%s, not %s", d.State, s.state)
			}
			if want := strings.Fields(permittedTo[role][s.state]); !slices.Equal(d.Permitted, want) {
				t.Errorf("%s at %s: %v, want %v", role, s.state, d.Permitted, want)
			}
			o.nothingElseIsDone(t, ctx, d)
		}
	}
}

// nothingElseIsDone tries every step that is not permitted: none may change the case.
func (o *office) nothingElseIsDone(t *testing.T, ctx context.Context, d *cases.Detail) {
	t.Helper()
	decision, digest := uuid.New(), strings.Repeat("00", 32)
	if d.Decision != nil {
		decision = d.Decision.ID
		if d.Decision.Digest != nil {
			digest = *d.Decision.Digest
		}
	}
	why, p := "unreadable", d.Papers[0]
	tries := map[string]func() error{
		"assignCase":      func() error { return o.Assign(ctx, cases.AssignCase{Case: d.ID, Version: d.Version}) },
		"addNote":         func() error { return o.AddNote(ctx, cases.AddNote{Case: d.ID, Text: "x"}) },
		"translateField":  func() error { return o.TranslateField(ctx, cases.TranslateField{Case: d.ID}) },
		"pauseCase":       func() error { return o.Pause(ctx, cases.PauseCase{Case: d.ID, Version: d.Version, Reason: "wish"}) },
		"resumeCase":      func() error { return o.Resume(ctx, cases.ResumeCase{Case: d.ID, Version: d.Version}) },
		"withdrawRequest": func() error { return o.WithdrawRequest(ctx, cases.WithdrawRequest{Case: d.ID, Request: decision}) },
		"recordHearing": func() error {
			return o.RecordHearing(ctx, cases.RecordHearing{Case: d.ID, Version: d.Version, Answer: "x"})
		},
		"checkPaper": func() error {
			return o.Check(ctx, cases.CheckPaper{Case: d.ID, Item: p.Item, Version: p.Version, Verdict: cases.PaperRejected, Reason: &why})
		},
		"requestPapers": func() error {
			return o.RequestPapers(ctx, cases.RequestPapers{Case: d.ID, Version: d.Version, Items: []string{"rent"}, DueOn: o.today().AddDays(9)})
		},
		"openHearing": func() error {
			return o.OpenHearing(ctx, cases.OpenHearing{Case: d.ID, Version: d.Version, DueOn: o.today().AddDays(9), Text: reasons})
		},
		"draftDecision": func() error {
			return o.Draft(ctx, cases.DraftDecision{Case: d.ID, Version: d.Version, Outcome: cases.OutcomeRefusal, Reasons: reasons})
		},
		"proposeDecision": func() error {
			return o.Propose(ctx, cases.ProposeDecision{Case: d.ID, Decision: decision, Version: 1})
		},
		"discardDecision": func() error {
			return o.Discard(ctx, cases.DiscardDecision{Case: d.ID, Decision: decision, Version: d.Version})
		},
		"approveDecision": func() error {
			return o.Approve(ctx, cases.ApproveDecision{Case: d.ID, Decision: decision, Digest: digest})
		},
		"returnDecision": func() error {
			return o.Return(ctx, cases.ReturnDecision{Case: d.ID, Decision: decision, Remark: "x"})
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
	must(t, o.DB.NewRaw("SELECT version FROM cases.case WHERE id = ?", d.ID).Scan(ctx, &version))
	if version != d.Version {
		t.Errorf("%s: something was changed", d.State)
	}
}

func TestWhatTheApplicantMayDoFollowsTheState(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk, alex := o.applicant(t), o.clerk(t), o.approver(t)
	id := o.withPassport(t, who)
	want := map[cases.CaseState]string{
		cases.Received: "sendMessage setDeliveryConsent withdrawCase", cases.Checking: "sendMessage setDeliveryConsent withdrawCase",
		cases.Waiting: "sendMessage answerRequest setDeliveryConsent withdrawCase", cases.InHearing: "sendMessage answerHearing setDeliveryConsent withdrawCase",
		cases.Deciding: "sendMessage setDeliveryConsent withdrawCase", cases.Approval: "sendMessage setDeliveryConsent withdrawCase",
		cases.Decided: "sendMessage", cases.Delivered: "sendMessage",
	}
	for _, s := range steps {
		s.into(t, o, who, clerk, alex, id)
		if m := o.mine(t, who, id); strings.Join(m.Permitted, " ") != want[s.state] {
			t.Errorf("%s: %v, want %s", s.state, m.Permitted, want[s.state])
		}
	}
}
