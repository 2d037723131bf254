package clearing_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/clearing"
	"github.com/ankunft/ankunft/modules/documents/documentstest"
	"github.com/ankunft/ankunft/modules/frontdesk"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/errs"
)

// What the counter screen did with the ticket holds: the visit ends, with its confirmation, and leaves the ticket alone.
func TestAVisitEndsWhateverBecameOfItsTicket(t *testing.T) {
	t.Parallel()
	o := open(t)
	for what, c := range map[string]struct {
		do   func(desk context.Context, ticket *frontdesk.Ticket) (*frontdesk.Ticket, error)
		left frontdesk.State
	}{
		"ended": {func(desk context.Context, n *frontdesk.Ticket) (*frontdesk.Ticket, error) {
			return o.hall.End(desk, n.ID, *n.CounterID, "referred", "am Schalter beendet")
		}, frontdesk.Done},
		"parked": {func(desk context.Context, n *frontdesk.Ticket) (*frontdesk.Ticket, error) {
			return o.hall.Park(desk, n.ID, *n.CounterID, "holt eine Kopie")
		}, frontdesk.Parked},
	} {
		desk, id := o.frontDesk(t), o.linh()
		ticket := o.ticket(t, desk)
		v, err := o.Open(desk, clearing.OpenVisit{Case: &id, Ticket: &ticket.ID})
		must(t, err)
		if !v.TicketHere {
			t.Errorf("%s: the ticket is at the counter", what)
		}
		after, err := c.do(desk, ticket)
		must(t, err)
		if v, err = o.Visit(desk, v.ID); err != nil || v.TicketHere {
			t.Errorf("%s: asks for an outcome: %v", what, err)
		}
		v, err = o.End(desk, clearing.EndVisit{Visit: v.ID})
		if err != nil || v.State != clearing.Ended || v.LetterID == nil {
			t.Errorf("%s: %v", what, err)
			continue
		}
		if now, err := o.hall.Get(desk, ticket.ID); err != nil || now.State != c.left || now.Version != after.Version {
			t.Errorf("%s: %+v %v", what, now, err)
		}
	}
}

// Somebody is sent on while their visit is open: the colleague begins one, and the first clerk's end does not end it at the colleague's counter.
func TestATicketThatWasSentOnIsServedByItsColleague(t *testing.T) {
	t.Parallel()
	o := open(t)
	a, b, id := o.frontDesk(t), o.frontDesk(t), o.linh()
	ticket := o.ticket(t, a)
	first, err := o.Open(a, clearing.OpenVisit{Case: &id, Ticket: &ticket.ID})
	must(t, err)
	o.takeIn(t, a, first.ID, "photo", "1.jpg", documentstest.JPEG(1))
	other := o.ticket(t, b)
	_, err = o.hall.End(b, other.ID, *other.CounterID, "done_here", "")
	must(t, err)
	_, err = o.hall.SendOn(a, ticket.ID, ticket.CounterID, "", other.CounterID, "")
	must(t, err)
	at, err := o.hall.Next(b, *other.CounterID, identity.ViewerFrom(b).AccountID)
	must(t, err)
	second, err := o.Open(b, clearing.OpenVisit{Case: &id, Ticket: &at.ID})
	must(t, err)
	if second.ID == first.ID || !second.TicketHere {
		t.Fatalf("%+v", second)
	}
	if _, err = o.End(a, clearing.EndVisit{Visit: first.ID}); err != nil {
		t.Fatal("the first clerk has no confirmation:", err)
	}
	if still, err := o.hall.Get(b, ticket.ID); err != nil || still.State != frontdesk.Called {
		t.Fatalf("ended at the colleague's counter: %+v %v", still, err)
	}
	_, err = o.End(b, clearing.EndVisit{Visit: second.ID})
	want(t, "no outcome", err, errs.Invalid)
	_, err = o.End(b, clearing.EndVisit{Visit: second.ID, Outcome: of("papers_taken")})
	must(t, err)
	if done, err := o.hall.Get(b, ticket.ID); err != nil || done.State != frontdesk.Done {
		t.Errorf("%+v %v", done, err)
	}
}

// Two clicks are one visit also for somebody without ticket and case; the next person with the same matter has a visit of their own.
func TestTwoClicksAreOneVisitAndTwoPeopleAreTwo(t *testing.T) {
	t.Parallel()
	o := open(t)
	desk := o.frontDesk(t)
	begin := func() uuid.UUID {
		t.Helper()
		o.Clock.Advance(time.Second)
		v, err := o.Open(desk, clearing.OpenVisit{Service: of("16b-extension"), Language: of("tr")})
		must(t, err)
		return v.ID
	}
	first := begin()
	if again := begin(); again != first {
		t.Error("two clicks, two visits")
	}
	o.takeIn(t, desk, first, "passport", "1.jpg", documentstest.JPEG(1))
	second := begin()
	if second == first {
		t.Fatal("the next person finds the papers of the one before")
	}
	_, err := o.Answer(desk, clearing.AnswerVisit{Visit: second, Answers: []byte(`{"works": true}`)})
	must(t, err)
	if third := begin(); third == first || third == second {
		t.Error("the next person finds the answers of the one before")
	}
}
