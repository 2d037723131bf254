package frontdesk_test

import (
	"errors"
	"testing"

	"github.com/ankunft/ankunft/modules/frontdesk"
)

// A has sent somebody on, B has called them: whatever A's window, which still shows them, does now, it does not touch B's visit.
func TestAStaleWindowDoesNothingToSomebodyElsesVisit(t *testing.T) {
	t.Parallel()
	o := open(t)
	a, b := o.seat(t, "5", "service"), o.seat(t, "3", "clearing")
	ticket := o.draw(t, "info")
	o.next(t, a)
	if _, err := o.SendOn(t.Context(), ticket.ID, of(o.at(a)), "clearing", nil, ""); err != nil {
		t.Fatal(err)
	}
	if _, err := o.SendOn(t.Context(), ticket.ID, of(o.at(a)), "service", nil, ""); !errors.Is(err, frontdesk.ErrState) {
		t.Error("sent on twice:", err)
	}
	if got := o.next(t, b); got == nil || got.ID != ticket.ID {
		t.Fatal(got)
	}
	for what, err := range map[string]error{
		"come":                call(o.Serve(t.Context(), ticket.ID, o.at(a))),
		"missed":              call(o.Miss(t.Context(), ticket.ID, o.at(a))),
		"parked":              call(o.Park(t.Context(), ticket.ID, o.at(a), "")),
		"ended":               call(o.End(t.Context(), ticket.ID, o.at(a), "done_here", "")),
		"sent on":             call(o.SendOn(t.Context(), ticket.ID, of(o.at(a)), "service", nil, "")),
		"sent on, as waiting": call(o.SendOn(t.Context(), ticket.ID, nil, "service", nil, "")),
	} {
		if !errors.Is(err, frontdesk.ErrState) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if still, err := o.Get(t.Context(), ticket.ID); err != nil || still.State != frontdesk.Called || *still.CounterID != o.at(b) {
		t.Fatal(err, still)
	}
	if _, err := o.Serve(t.Context(), ticket.ID, o.at(b)); err != nil {
		t.Error(err)
	}
}
