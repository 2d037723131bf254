package decisions_test

import (
	"context"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/applications"
	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/cases/casestest"
	"github.com/ankunft/ankunft/modules/decisions"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/messages"
)

// toPost is a decision that the portal lost to the print queue.
func (o *office) toPost(t testing.TB, clerk context.Context, id uuid.UUID) bool {
	t.Helper()
	o.sweep(t)
	d := o.detail(t, clerk, id).Delivery
	return d.State == decisions.DeliveryPrinting && d.Regime == "post"
}

// In the portal by VwVfG §41(2a): ten days to retrieve it, the last of them the person's own; on the eleventh it goes by post.
func TestThePostTakesOverOnTheDayAfterTheLast(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk := o.Applicant(t), o.Clerk(t)
	id := o.granted(t, who, clerk) // on Saturday, 21 November
	o.Days(t, 10)                  // Tuesday, 1 December
	if o.toPost(t, clerk, id) {
		t.Fatal("on the last day already")
	}
	o.Days(t, 1)
	if !o.toPost(t, clerk, id) {
		t.Fatalf("not on the day after: %+v", o.detail(t, clerk, id).Delivery)
	}
	o.sweep(t) // again changes nothing
	if m := o.mine(t, who, id); !m.Decision.CopyOnly || m.Decision.Outcome == nil || m.Decision.Letter == nil || !m.Decision.ServedOn.IsZero() {
		t.Errorf("what comes by post is shown as a copy: %+v", m.Decision)
	}
}

// The end of the ten days moves off Saturday and Sunday (VwVfG §31(3)).
func TestTheLastDayMovesToTheNextWorkingDay(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk := o.Applicant(t), o.Clerk(t)
	o.Days(t, 4)
	id := o.granted(t, who, clerk) // on Wednesday, 25 November: ten days end on Saturday, 5 December
	o.Days(t, 12)                  // Monday, 7 December
	if o.toPost(t, clerk, id) {
		t.Fatal("on the Monday to which the last day moved")
	}
	o.Days(t, 1)
	if !o.toPost(t, clerk, id) {
		t.Fatal("not on the day after")
	}
}

func TestARetrievalOnTheLastDayServes(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk := o.Applicant(t), o.Clerk(t)
	id := o.granted(t, who, clerk)
	o.Days(t, 10)
	casestest.Must(t, o.Retrieve(who, decisions.RetrieveDecision{Case: id}))
	if o.toPost(t, clerk, id) {
		t.Fatal("what was retrieved goes by post")
	}
	if d := o.detail(t, clerk, id); d.State != cases.Decided || d.Delivery.State != decisions.DeliveryRetrieved || d.Delivery.ServedOn.String() != "2026-12-02" {
		t.Fatalf("%+v", d.Delivery)
	}
	o.Days(t, 1)
	if d := o.detail(t, clerk, id); d.State != cases.Delivered || d.Delivery.State != decisions.DeliveryServed {
		t.Errorf("%+v", d.Delivery)
	}
}

func TestWhatLiesInThePrintQueueIsNotServedByALook(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk := o.Applicant(t), o.Clerk(t)
	id := o.granted(t, who, clerk)
	o.Days(t, 11)
	if !o.toPost(t, clerk, id) {
		t.Fatal("not by post")
	}
	_ = o.Retrieve(who, decisions.RetrieveDecision{Case: id}) // whatever it says
	o.Days(t, 2)
	if d := o.detail(t, clerk, id); d.State != cases.Decided || !d.Delivery.ServedOn.IsZero() || d.Delivery.State != decisions.DeliveryPrinting {
		t.Errorf("%+v", d.Delivery)
	}
	o.post(t, o.detail(t, clerk, id).Delivery.LetterID)
	if d := o.detail(t, clerk, id).Delivery; d.ServedOn != o.Today().AddDays(4) {
		t.Errorf("%+v", d)
	}
}

// By post: served on the fourth day after posting (VwVfG §41(2)), and closed on that day, not before.
func TestByPostACaseIsClosedOnTheFourthDay(t *testing.T) {
	t.Parallel()
	o := open(t, func(p *casestest.Plan) { p.Town.Delivery.Portal = "off" })
	clerk := o.Clerk(t)
	id := o.granted(t, o.Applicant(t), clerk)
	o.Days(t, 3) // three days in the print queue count for nothing
	o.post(t, o.detail(t, clerk, id).Delivery.LetterID)
	o.Days(t, 3)
	if d := o.detail(t, clerk, id); d.State != cases.Decided || d.Delivery.State != decisions.DeliveryPosted {
		t.Fatalf("%s: %+v", d.State, d.Delivery)
	}
	o.Days(t, 1)
	if d := o.detail(t, clerk, id); d.State != cases.Delivered || d.Delivery.ServedOn != o.Today() || d.ClosedAt == nil {
		t.Errorf("%s: %+v", d.State, d.Delivery)
	}
}

// In the post box of the user account (OZG §9): served on the fourth day after provision, seen or not.
func TestInThePostBoxACaseIsClosedOnTheFourthDay(t *testing.T) {
	t.Parallel()
	o := open(t, func(p *casestest.Plan) { p.Town.Delivery.Portal = "ozg9" })
	clerk := o.Clerk(t)
	id := o.granted(t, o.Applicant(t), clerk)
	o.Days(t, 3)
	if d := o.detail(t, clerk, id); d.State != cases.Decided || d.Delivery.State != decisions.DeliveryNotified {
		t.Fatalf("%s: %+v", d.State, d.Delivery)
	}
	if o.toPost(t, clerk, id) {
		t.Fatal("the post box needs no retrieval")
	}
	o.Days(t, 1)
	if d := o.detail(t, clerk, id); d.State != cases.Delivered || d.Delivery.State != decisions.DeliveryServed {
		t.Errorf("%s: %+v", d.State, d.Delivery)
	}
}

// What is served unread lies only in an account whose holder has agreed and was proved by a provider; else it comes by post.
func TestThePostBoxIsAgreedToAndProved(t *testing.T) {
	t.Parallel()
	o := open(t, func(p *casestest.Plan) { p.Town.Delivery.Portal = "ozg9" })
	clerk := o.Clerk(t)
	for _, of := range []struct {
		trust  identity.Trust
		agreed bool
		regime string
	}{
		{identity.TrustEmail, true, "post"}, {identity.TrustBasic, true, "post"}, {identity.TrustSubstantial, false, "post"},
		{identity.TrustSubstantial, true, "ozg9"}, {identity.TrustHigh, true, "ozg9"},
	} {
		who := o.Applicant(t, func(c *identity.Claims) { c.Trust = of.trust })
		id := o.Submit(t, who, o.Sitting(t, who, casestest.Linh()).ID, of.agreed).CaseID
		o.draft(t, clerk, id, decisions.OutcomeGrant)
		if d := o.propose(t, clerk, id).Delivery; d.Regime != of.regime {
			t.Errorf("%+v: %s", of, d.Regime)
		}
	}
}

// Who agreed to fetch decisions has not agreed that they count unread: a city that changes its rule asks anew, in its words, and till then it is post.
func TestAnAgreementIsToTheWordsOfItsRule(t *testing.T) {
	t.Parallel()
	o := open(t, func(p *casestest.Plan) { p.Town.Delivery.Portal = "ozg9" })
	clerk := o.Clerk(t)
	who := o.Applicant(t, func(c *identity.Claims) { c.Trust = identity.TrustSubstantial })
	id := o.Submit(t, who, o.Sitting(t, who, casestest.Linh()).ID, true).CaseID
	said := func() (*decisions.DeliveryConsents, string) {
		t.Helper()
		now, err := o.DeliveryConsents(who, o.mine(t, who, id).Case)
		casestest.Must(t, err)
		var words string
		casestest.Must(t, o.DB.NewRaw("SELECT text_version FROM persons.consent WHERE kind = 'portal_delivery' ORDER BY id DESC LIMIT 1").Scan(t.Context(), &words))
		return now, words
	}
	if now, words := said(); now.Portal == nil || !*now.Portal || now.Rule != "ozg9" || words != "ozg9 2026-11-23" {
		t.Errorf("handed in under this rule: %+v, to %q", now, words)
	}
	_, err := o.DB.NewRaw("UPDATE persons.consent SET text_version = ? WHERE kind = 'portal_delivery'", applications.DeclarationVersion).Exec(t.Context())
	casestest.Must(t, err) // as from before the city changed its rule
	if now, _ := said(); now.Portal != nil {
		t.Errorf("%+v", now)
	}
	o.draft(t, clerk, id, decisions.OutcomeGrant)
	if d := o.propose(t, clerk, id).Delivery; d.Regime != "post" {
		t.Errorf("served unread, and nobody agreed to that: %s", d.Regime)
	}
	agree := decisions.SetDeliveryConsent{Case: id, Portal: new(true)}
	casestest.Refused(t, o.SetDeliveryConsent(who, agree), cases.ErrConflict) // a page from before, with other words
	agree.Rule = new("ozg9")
	casestest.Must(t, o.SetDeliveryConsent(who, agree))
	if now, words := said(); now.Portal == nil || !*now.Portal || words != "ozg9 2026-11-23" {
		t.Errorf("%+v, to %q", now, words)
	}
}

// Where no decision comes in the portal, nobody is asked for it; what was once agreed to can be taken back all the same.
func TestWhereNoDecisionComesNobodyIsAskedForIt(t *testing.T) {
	t.Parallel()
	o := open(t, func(p *casestest.Plan) { p.Town.Delivery.Portal = "off" })
	who := o.Applicant(t)
	id := o.Submit(t, who, o.Sitting(t, who, casestest.Linh()).ID, true).CaseID
	casestest.Refused(t, o.SetDeliveryConsent(who, decisions.SetDeliveryConsent{Case: id, Portal: new(true)}), cases.ErrState)
	if now, err := o.DeliveryConsents(who, o.mine(t, who, id).Case); err != nil || now.Portal != nil || now.Rule != "" {
		t.Errorf("%+v %v", now, err)
	}
	casestest.Must(t, o.SetDeliveryConsent(who, decisions.SetDeliveryConsent{Case: id, Portal: new(false)}))
}

// refusedCase is a case that was refused after a hearing.
func (o *office) refusedCase(t testing.TB, who, clerk context.Context) uuid.UUID {
	t.Helper()
	id := o.Apply(t, who).CaseID
	o.hear(t, clerk, id)
	casestest.Must(t, o.AnswerHearing(who, decisions.AnswerHearing{Case: id, Answer: "Nein."}))
	o.draft(t, clerk, id, decisions.OutcomeRefusal)
	casestest.Must(t, o.Approve(o.Approver(t), approval(o.propose(t, clerk, id))))
	o.RunJobs(t)
	return id
}

// A refusal needs written form (AufenthG §77(1)): by post, whatever the person agreed to and the city configured.
func TestWrittenFormGoesByPost(t *testing.T) {
	t.Parallel()
	for _, portal := range []string{"vwvfg41_2a", "ozg9", "off"} {
		o := open(t, func(p *casestest.Plan) { p.Town.Delivery.Portal = portal })
		clerk := o.Clerk(t)
		id := o.refusedCase(t, o.Applicant(t), clerk)
		if d := o.detail(t, clerk, id).Delivery; d.Regime != "post" {
			t.Errorf("with the portal %q: %+v", portal, d)
		}
	}
}

// What comes by post is told as that, in the thread and by mail, to whoever agreed to the portal too: nothing is to be fetched. What lies in the portal is.
func TestWhatComesByPostIsNotToBeFetched(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerk := o.Clerk(t)
	refused, ready := o.refusedCase(t, o.Applicant(t), clerk), o.granted(t, o.Applicant(t), clerk)
	for id, want := range map[uuid.UUID]string{refused: messages.TemplateDecisionPosted, ready: messages.TemplateDecisionReady} {
		for _, from := range []string{"messages.message WHERE thread_id = ?", "messages.mail WHERE about_id = ?"} {
			var told []string
			casestest.Must(t, o.DB.NewRaw("SELECT template FROM "+from+" AND template LIKE 'decision%'", id).Scan(t.Context(), &told))
			if len(told) != 1 || told[0] != want {
				t.Errorf("%s: %v, not %s", from, told, want)
			}
		}
	}
}

func TestTheRemedyEndsAMonthAfterTheDayOfService(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk := o.Applicant(t), o.Clerk(t)
	id := o.refusedCase(t, who, clerk)
	if d := o.detail(t, clerk, id).Delivery; !d.RemedyEndsOn.IsZero() {
		t.Fatalf("a remedy runs before the service: %+v", d)
	}
	o.post(t, o.detail(t, clerk, id).Delivery.LetterID) // on 21 November: served on the 25th
	if d := o.detail(t, clerk, id).Delivery; d.ServedOn.String() != "2026-11-25" || d.RemedyEndsOn.String() != "2026-12-28" {
		t.Errorf("the 25th of December is a holiday, the days after it are one and a weekend: %+v", d)
	}
	if m := o.mine(t, who, id).Decision; m.RemedyEndsOn.String() != "2026-12-28" || *m.Outcome != decisions.OutcomeRefusal {
		t.Errorf("%+v", m)
	}
}

func TestWhoCannotBeToldOfItGetsPaper(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerk := o.Clerk(t)
	silent := o.Applicant(t, func(c *identity.Claims) { c.Email, c.EmailVerified = "", false })
	id := o.Apply(t, silent).CaseID
	o.draft(t, clerk, id, decisions.OutcomeGrant)
	if d := o.propose(t, clerk, id).Delivery; d.Regime != "post" || d.State != decisions.DeliveryPrinting {
		t.Errorf("%+v", d)
	}
}

// The way of a decision is that of the day on which it is proposed.
func TestAConsentThatIsTakenBackBeforeTheProposalCounts(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk := o.Applicant(t), o.Clerk(t)
	id := o.WithPassport(t, who)
	o.draft(t, clerk, id, decisions.OutcomeGrant)
	casestest.Must(t, o.SetDeliveryConsent(who, decisions.SetDeliveryConsent{Case: id, Portal: new(false)}))
	if said, err := o.DeliveryConsents(t.Context(), o.mine(t, who, id).Case); err != nil || said.Portal == nil || *said.Portal {
		t.Fatalf("%+v %v", said, err)
	}
	if d := o.propose(t, clerk, id).Delivery; d.Regime != "post" {
		t.Errorf("%+v", d)
	}
	for _, ctx := range []context.Context{o.Applicant(t), clerk, t.Context()} {
		casestest.Refused(t, o.SetDeliveryConsent(ctx, decisions.SetDeliveryConsent{Case: id, Portal: new(true)}), cases.ErrNotFound)
	}
}

func TestOtherLettersOfACaseMoveNoDecision(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerk := o.Clerk(t)
	opened := o.Apply(t, o.Applicant(t, func(c *identity.Claims) { c.Email, c.EmailVerified = "", false }))
	o.RunJobs(t)
	before := o.detail(t, clerk, opened.CaseID)
	o.post(t, *opened.ReceiptID)
	if d := o.detail(t, clerk, opened.CaseID); d.Delivery != nil || d.Version != before.Version {
		t.Errorf("%+v", d.Case)
	}
}
