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
)

// hear opens a hearing of fourteen days.
func (o *office) hear(t testing.TB, clerk context.Context, id uuid.UUID) *file {
	t.Helper()
	casestest.Must(t, o.OpenHearing(clerk, decisions.OpenHearing{
		Case: id, Version: o.detail(t, clerk, id).Version, DueOn: o.Today().AddDays(14), Text: reasons,
	}))
	return o.detail(t, clerk, id)
}

// proposing tries to propose the draft of a case.
func (o *office) proposing(t testing.TB, clerk context.Context, id uuid.UUID) error {
	t.Helper()
	d := o.detail(t, clerk, id).Decision
	return o.Propose(clerk, decisions.ProposeDecision{Case: id, Decision: d.ID, Version: d.Version})
}

func TestNoDecisionThatBurdensIsProposedWithoutAHearing(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk := o.Applicant(t), o.Clerk(t)
	frame := func(id uuid.UUID) *decisions.DecisionFrame {
		f, err := o.Frame(clerk, id)
		casestest.Must(t, err)
		return f
	}
	refusal := o.Apply(t, who).CaseID
	o.draft(t, clerk, refusal, decisions.OutcomeRefusal)
	casestest.Refused(t, o.proposing(t, clerk, refusal), decisions.ErrNoHearing)

	partial := o.Apply(t, who).CaseID
	casestest.Must(t, o.Draft(clerk, decisions.DraftDecision{
		Case: partial, Version: o.detail(t, clerk, partial).Version, Outcome: decisions.OutcomePartial, Reasons: reasons,
		ValidFrom: o.Today(), ValidUntil: frame(partial).LongestUntil,
	}))
	casestest.Refused(t, o.proposing(t, clerk, partial), decisions.ErrNoHearing)
	if d := o.detail(t, clerk, partial); d.State != cases.Deciding || d.Decision.State != decisions.DecisionDraft || d.Decision.Digest != nil {
		t.Errorf("half proposed: %+v", d.Decision)
	}

	grant := o.Apply(t, who).CaseID // burdens nobody
	o.draft(t, clerk, grant, decisions.OutcomeGrant)
	casestest.Must(t, o.proposing(t, clerk, grant))
}

func TestAHearingGivesReasonableTimeAndSaysWhatIsIntended(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk := o.Applicant(t), o.Clerk(t)
	id := o.Apply(t, who).CaseID
	in := decisions.OpenHearing{Case: id, Version: o.detail(t, clerk, id).Version, DueOn: o.Today().AddDays(6), Text: "Nein."}
	casestest.WantFields(t, o.OpenHearing(clerk, in), "text:required", "dueOn:too_soon")
	in.DueOn, in.Text = o.Today().AddDays(366), strings.Repeat("x", 20_001)
	casestest.WantFields(t, o.OpenHearing(clerk, in), "text:too_long", "dueOn:too_late")
	in.DueOn, in.Text = o.Today().AddDays(7), reasons
	stale := in
	stale.Version--
	casestest.Refused(t, o.OpenHearing(clerk, stale), cases.ErrConflict)
	casestest.Refused(t, o.OpenHearing(o.Approver(t), in), cases.ErrNotFound) // who approves does not hear
	casestest.Must(t, o.OpenHearing(clerk, in))
	o.RunJobs(t)
	d := o.detail(t, clerk, id)
	in.Version = d.Version
	casestest.Refused(t, o.OpenHearing(clerk, in), cases.ErrState) // one after the other
	pdf, err := o.Letters.PDF(t.Context(), letters.About{Kind: "case", ID: id}, d.Hearing.LetterID)
	if err != nil || !strings.Contains(string(pdf), reasons) {
		t.Errorf("the letter of hearing: %v", err)
	}
	thread, err := o.Posts.Thread(t.Context(), cases.Record(id))
	if err != nil || len(thread) != 2 || thread[1].Language() != "ar" || !strings.Contains(*thread[1].German(), "28.11.2026") {
		t.Errorf("%+v %v", thread, err)
	}
	if mails := o.Mail.Sent("linh@example.org"); len(mails) != 2 || strings.Contains(mails[1].Text, reasons) {
		t.Errorf("a mail says more than that there is something: %+v", mails)
	}
}

func TestAHearingIsSilentUntilItsLastDay(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk := o.Applicant(t), o.Clerk(t)
	id := o.Apply(t, who).CaseID
	o.hear(t, clerk, id)
	silence := func() error {
		return o.RecordHearing(clerk, decisions.RecordHearing{Case: id, Version: o.detail(t, clerk, id).Version})
	}
	for _, days := range []int{0, 1, 12, 1} { // the fourteenth day is the person's still
		o.Days(t, days)
		casestest.WantFields(t, silence(), "answer:required")
	}
	casestest.Must(t, o.AnswerHearing(who, decisions.AnswerHearing{Case: id, Answer: "Am letzten Tag."}))

	second := o.Apply(t, who).CaseID
	o.hear(t, clerk, second)
	o.Days(t, 15)
	id = second
	casestest.Must(t, silence())
	d := o.detail(t, clerk, second)
	if d.State != cases.Checking || d.PausedReason != nil || d.PausedDays != 15 || *d.Hearing.Answer != "" || d.Hearing.AnsweredAt == nil {
		t.Errorf("%+v %+v", d.Case, d.Hearing)
	}
	casestest.Refused(t, silence(), cases.ErrState)
}

func TestWhatWasSaidAtTheCounterIsWrittenDownByTheClerk(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerk := o.Clerk(t)
	id := o.Apply(t, o.Applicant(t)).CaseID
	version := o.hear(t, clerk, id).Version
	in := decisions.RecordHearing{Case: id, Version: version, Answer: strings.Repeat("x", 20_001)}
	casestest.WantFields(t, o.RecordHearing(clerk, in), "answer:too_long")
	in.Answer = "Hat vorgesprochen und bittet um Frist."
	stale := in
	stale.Version--
	casestest.Refused(t, o.RecordHearing(clerk, stale), cases.ErrConflict)
	stranger := o.Staff(t, "Sasha", identity.Right{Role: identity.Clerk, Teams: []string{"work"}, Decide: casestest.All})
	casestest.Refused(t, o.RecordHearing(stranger, in), cases.ErrNotFound)
	casestest.Must(t, o.RecordHearing(clerk, in))
	d := o.detail(t, clerk, id)
	if d.State != cases.Checking || *d.Hearing.Answer != in.Answer || *d.Hearing.Language != "de" || d.Hearing.Original != nil {
		t.Errorf("%+v", d.Hearing)
	}
}

func TestOnlyThePersonAnswersInThePortal(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk := o.Applicant(t), o.Clerk(t)
	id := o.Apply(t, who).CaseID
	answer := decisions.AnswerHearing{Case: id, Answer: "لا"}
	casestest.Refused(t, o.AnswerHearing(who, answer), cases.ErrState) // nobody asked
	o.hear(t, clerk, id)
	casestest.WantFields(t, o.AnswerHearing(who, decisions.AnswerHearing{Case: id}), "answer:required")
	for _, ctx := range []context.Context{o.Applicant(t), clerk, t.Context()} {
		casestest.Refused(t, o.AnswerHearing(ctx, answer), cases.ErrNotFound)
	}
	if h := o.mine(t, who, id).Hearing; h == nil || h.Text != reasons || h.Answer != nil {
		t.Errorf("%+v", h)
	}
	casestest.Must(t, o.AnswerHearing(who, answer))
	if h := o.mine(t, who, id).Hearing; *h.Answer != "لا" || h.Original != nil {
		t.Errorf("the person reads something else than they wrote: %+v", h)
	}
}

func TestTheAnswerReadsInGermanBesideItsOriginal(t *testing.T) {
	t.Parallel()
	o := open(t, func(p *casestest.Plan) { p.Deps.Translator = casestest.NewFakeTranslator() })
	who, clerk := o.Applicant(t), o.Clerk(t)
	id := o.Apply(t, who).CaseID
	o.hear(t, clerk, id)
	casestest.Must(t, o.AnswerHearing(who, decisions.AnswerHearing{Case: id, Answer: "لقد أرسلت كل شيء."}))
	if h := o.detail(t, clerk, id).Hearing; *h.Answer != "لقد أرسلت كل شيء." || h.Original != nil {
		t.Fatalf("translated within the request: %+v", h)
	}
	o.RunJobs(t)
	h := o.detail(t, clerk, id).Hearing
	if *h.Answer != "[ar→de] لقد أرسلت كل شيء." || h.Original == nil || *h.Original != "لقد أرسلت كل شيء." || *h.Language != "ar" {
		t.Errorf("%+v", h)
	}
}

func TestASecondHearingFollowsWhatIsNew(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk := o.Applicant(t), o.Clerk(t)
	id := o.Apply(t, who).CaseID
	first := o.hear(t, clerk, id).Hearing.ID
	casestest.Must(t, o.AnswerHearing(who, decisions.AnswerHearing{Case: id, Answer: "Eins."}))
	o.draft(t, clerk, id, decisions.OutcomeRefusal)
	o.Days(t, 1)
	d := o.hear(t, clerk, id) // the word is the person's again: the draft waits
	if d.Hearing.ID == first || d.Hearing.Answer != nil || d.State != cases.InHearing {
		t.Fatalf("%+v", d.Hearing)
	}
	casestest.Refused(t, o.proposing(t, clerk, id), cases.ErrState)
	casestest.Must(t, o.AnswerHearing(who, decisions.AnswerHearing{Case: id, Answer: "Zwei."}))
	if d := o.propose(t, clerk, id); d.State != cases.Approval || *d.Hearing.Answer != "Zwei." {
		t.Errorf("%+v", d.Hearing)
	}
	if n := o.Count(t, "decisions.hearing"); n != 2 {
		t.Errorf("%d hearings", n)
	}
}
