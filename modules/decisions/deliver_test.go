package decisions_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/cases/casestest"
	"github.com/ankunft/ankunft/modules/decisions"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/page"
)

// granted is a case that was decided with a grant.
func (o *office) granted(t testing.TB, who, clerk context.Context) uuid.UUID {
	t.Helper()
	id := o.WithPassport(t, who)
	o.draft(t, clerk, id, decisions.OutcomeGrant)
	o.propose(t, clerk, id)
	o.RunJobs(t)
	return id
}

// letterSweep is the job by which letters looks for what nobody opened.
type letterSweep struct{}

func (letterSweep) Kind() string { return "letters.sweep" }

func (o *office) sweep(t testing.TB) {
	t.Helper()
	o.InTx(t, func(ctx context.Context, tx *db.Tx) error { return tx.Enqueue(ctx, letterSweep{}, nil) })
	o.RunJobs(t)
}

func TestADecisionIsServedTheDayAfterItsRetrieval(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk := o.Applicant(t), o.Clerk(t)
	id := o.granted(t, who, clerk)
	m := o.mine(t, who, id)
	if m.State != cases.Decided || m.Decision == nil || m.Decision.Outcome != nil || m.Decision.Letter != nil || m.Decision.Retrieved {
		t.Fatalf("what is not retrieved is told: %+v", m.Decision)
	}
	letter := o.detail(t, clerk, id).Decision.LetterID
	casestest.Refused(t, o.MayReadLetter(who, id, letter), cases.ErrNotFound)
	casestest.Refused(t, o.Retrieve(o.Applicant(t), decisions.RetrieveDecision{Case: id}), cases.ErrNotFound)
	o.Days(t, 2)
	casestest.Must(t, o.Retrieve(who, decisions.RetrieveDecision{Case: id}))
	casestest.Must(t, o.Retrieve(who, decisions.RetrieveDecision{Case: id})) // again changes nothing
	casestest.Must(t, o.MayReadLetter(who, id, letter))
	m = o.mine(t, who, id)
	if m.Decision.Outcome == nil || *m.Decision.Letter != letter || m.Decision.ServedOn.String() != "2026-11-24" || m.Decision.CopyOnly {
		t.Fatalf("%+v", m.Decision)
	}
	if m.Decision.RemedyEndsOn.String() != "2027-11-24" { // a grant carries no notice of remedies: a year (VwGO §58(2))
		t.Errorf("remedy until %s", m.Decision.RemedyEndsOn)
	}
	o.Days(t, 1)
	if d := o.detail(t, clerk, id); d.State != cases.Delivered || d.ClosedAt == nil || d.Delivery.State != decisions.DeliveryServed {
		t.Errorf("%+v %+v", d.Case, d.Delivery)
	}
}

func TestWhatNobodyRetrievesGoesByPost(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk := o.Applicant(t), o.Clerk(t)
	id := o.granted(t, who, clerk)
	o.Days(t, 11)
	o.sweep(t)
	d := o.detail(t, clerk, id)
	if d.Delivery.State != decisions.DeliveryPrinting || d.Delivery.Regime != "post" || d.State != cases.Decided {
		t.Fatalf("%+v", d.Delivery)
	}
	o.post(t, d.Delivery.LetterID)
	d = o.detail(t, clerk, id)
	if d.Delivery.State != decisions.DeliveryPosted || d.Delivery.ServedOn != d.Delivery.PostedOn.AddDays(4) {
		t.Fatalf("%+v", d.Delivery)
	}
	if m := o.mine(t, who, id); !m.Decision.CopyOnly || m.Decision.Outcome == nil {
		t.Errorf("%+v", m.Decision)
	}
	o.Days(t, 6)
	if d := o.detail(t, clerk, id); d.State != cases.Delivered {
		t.Errorf("%+v", d.Case)
	}
}

// post gives a letter of the print queue to the post.
func (o *office) post(t testing.TB, letter uuid.UUID) {
	t.Helper()
	queue, err := o.Letters.PrintQueue(t.Context(), page.Args{})
	if err != nil || len(queue.Items) != 1 || queue.Items[0].ID != letter {
		t.Fatalf("%+v %v", queue.Items, err)
	}
	_, err = o.Letters.BatchPrint(t.Context(), []uuid.UUID{letter})
	casestest.Must(t, err)
	casestest.Must(t, o.Letters.MarkPosted(t.Context(), []uuid.UUID{letter}, o.Today()))
	o.RunJobs(t)
}

func TestALetterThatComesBackWaitsForAClerk(t *testing.T) {
	t.Parallel()
	o := open(t, func(p *casestest.Plan) { p.Town.Delivery.Portal = "off" })
	who, clerk := o.Applicant(t), o.Clerk(t)
	id := o.granted(t, who, clerk)
	letter := o.detail(t, clerk, id).Delivery.LetterID
	o.post(t, letter)
	casestest.Must(t, o.Letters.MarkReturned(t.Context(), letter, "moved"))
	o.RunJobs(t)
	o.Days(t, 10)
	if d := o.detail(t, clerk, id); d.Delivery.State != decisions.DeliveryReturned || d.State != cases.Decided || !d.Delivery.ServedOn.IsZero() {
		t.Errorf("%+v %+v", d.Case, d.Delivery)
	}
}

func TestInThePostBoxOfTheUserAccountADecisionIsServedOnTheFourthDay(t *testing.T) {
	t.Parallel()
	o := open(t, func(p *casestest.Plan) { p.Town.Delivery.Portal = "ozg9" })
	who, clerk := o.Applicant(t), o.Clerk(t)
	id := o.granted(t, who, clerk)
	d := o.detail(t, clerk, id)
	if d.Delivery.Regime != "ozg9" || d.Delivery.ServedOn.String() != "2026-11-25" {
		t.Fatalf("%+v", d.Delivery)
	}
	if m := o.mine(t, who, id); m.Decision.Outcome == nil || m.Decision.Letter == nil {
		t.Errorf("%+v", m.Decision)
	}
	var told string
	casestest.Must(t, o.DB.NewRaw("SELECT coalesce(other, original) FROM messages.message WHERE template = 'decision_provided'").Scan(t.Context(), &told))
	if !strings.Contains(told, "25.11.2026") {
		t.Errorf("they do not read from when it counts: %q", told)
	}
	o.Days(t, 4)
	if d := o.detail(t, clerk, id); d.State != cases.Delivered {
		t.Errorf("%+v", d.Case)
	}
}

func TestWithoutConsentADecisionComesByPost(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk := o.Applicant(t), o.Clerk(t)
	id := o.Submit(t, who, o.Sitting(t, who, casestest.Linh()).ID, false).CaseID
	if said, err := o.DeliveryConsents(t.Context(), o.mine(t, who, id).Case); err != nil || said.Portal != nil && *said.Portal {
		t.Fatalf("%+v %v", said, err)
	}
	o.draft(t, clerk, id, decisions.OutcomeGrant)
	if d := o.propose(t, clerk, id); d.Delivery.Regime != "post" {
		t.Fatalf("%+v", d.Delivery)
	}

	second := o.Submit(t, who, o.Sitting(t, who, casestest.Linh()).ID, false).CaseID
	casestest.Must(t, o.SetDeliveryConsent(who, decisions.SetDeliveryConsent{Case: second, Portal: new(true)}))
	o.draft(t, clerk, second, decisions.OutcomeGrant)
	if d := o.propose(t, clerk, second); d.Delivery.Regime != "vwvfg41_2a" {
		t.Errorf("%+v", d.Delivery)
	}
}

func TestALetterOfSomebodyElseIsNotThere(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk := o.Applicant(t), o.Clerk(t)
	id := o.WithPassport(t, who)
	receipt := *o.detail(t, clerk, id).ReceiptLetter
	casestest.Must(t, o.MayReadLetter(who, id, receipt))
	casestest.Must(t, o.MayReadLetter(clerk, id, receipt))
	for _, ctx := range []context.Context{o.Applicant(t), t.Context()} {
		if err := o.MayReadLetter(ctx, id, receipt); errs.KindOf(err) != errs.NotFound {
			t.Error(err)
		}
	}
	o.draft(t, clerk, id, decisions.OutcomeGrant)
	casestest.Refused(t, o.MayReadLetter(who, id, o.detail(t, clerk, id).Decision.LetterID), cases.ErrNotFound)
}
