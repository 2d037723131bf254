package interpreters_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/interpreters"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
)

// booked is an hour for which somebody comes.
func (o *office) booked(t *testing.T, name string) (interpreters.Ask, *interpreters.Assignment) {
	t.Helper()
	in := asked(interpreters.One, o.person(t, name))
	o.ask(t, in)
	a, err := o.Accept(t.Context(), o.offered(t, name), nil)
	if err != nil {
		t.Fatal(err)
	}
	return in, a
}

// What was noted by a slip is taken back step by step until somebody signs; money that was freed is bound again, and the room above may say that it is settled.
func TestASlipIsTakenBack(t *testing.T) {
	t.Parallel()
	o := open(t)
	_, a := o.booked(t, "Amal")
	price := o.bound(t)
	o.Clock.Set(thursday.To)
	version := a.Version
	step := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		version++
	}
	mark := func(state interpreters.AssignmentState) {
		t.Helper()
		_, err := o.Mark(o.asLead(t), interpreters.MarkAssignment{Assignment: a.ID, Version: version, State: state})
		step(err)
	}
	back := func(want interpreters.AssignmentState) {
		t.Helper()
		r, err := o.Unmark(o.asLead(t), interpreters.UnmarkAssignment{Assignment: a.ID, Version: version})
		step(err)
		if got := r.Assignments[0]; got.State != want || r.State != interpreters.RequestFilled || o.bound(t) != price {
			t.Fatal(got.State, r.State, o.bound(t), price)
		}
	}
	mark(interpreters.Missed)
	if o.bound(t) != 0 {
		t.Fatal("who did not come is paid")
	}
	back(interpreters.Booked)
	mark(interpreters.Arrived)
	mark(interpreters.Started)
	mark(interpreters.Ended)
	back(interpreters.Started)
	back(interpreters.Arrived)
	mark(interpreters.ClientMissed)
	settled := errors.New("settled")
	o.Unsettle = func(context.Context, *db.Tx, audit.Record) error { return settled }
	if _, err := o.Unmark(o.asLead(t), interpreters.UnmarkAssignment{Assignment: a.ID, Version: version}); !errors.Is(err, settled) {
		t.Error("the room above was not asked:", err)
	}
	o.Unsettle = nil
	back(interpreters.Arrived)
	back(interpreters.Booked)
	if _, err := o.Unmark(o.asLead(t), interpreters.UnmarkAssignment{Assignment: a.ID, Version: version}); !errors.Is(err, interpreters.ErrOver) {
		t.Error("nothing was noted:", err)
	}
	mark(interpreters.Started)
	mark(interpreters.Ended)
	if _, err := o.SignForOffice(o.asLead(t), a.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := o.Unmark(o.asLead(t), interpreters.UnmarkAssignment{Assignment: a.ID, Version: version + 1}); !errors.Is(err, interpreters.ErrOver) {
		t.Error("what is signed was taken back:", err)
	}
}

// What calling appointments off costs by their interpreters is told beforehand, to who may see their requests.
func TestWhatFallsWithAnAppointmentIsTold(t *testing.T) {
	t.Parallel()
	o := open(t)
	first, _ := o.booked(t, "Amal")
	second, _ := o.booked(t, "Basil")
	about := []uuid.UUID{first.About.ID, second.About.ID, ids.New()}
	ask := func(ctx context.Context) (int, int64) {
		t.Helper()
		booked, cents, err := o.LateAbout(ctx, "appointment", about)
		if err != nil {
			t.Fatal(err)
		}
		return booked, cents
	}
	if booked, cents := ask(o.asLead(t)); booked != 2 || cents != 0 {
		t.Error("in time:", booked, cents)
	}
	o.Clock.Set(at("2026-12-03 08:00"))
	_, both := ask(o.asLead(t))
	if both <= 0 {
		t.Error("on the day it costs something:", both)
	}
	if booked, cents := ask(identity.WithViewer(t.Context(), identity.StaffViewer(ids.New(), identity.Right{Role: identity.Clerk, Teams: []string{"arbeit"}}))); booked != 0 || cents != 0 {
		t.Error("a team of others is told:", booked, cents)
	}
	o.InTx(t, func(ctx context.Context, tx *db.Tx) error { return o.EndedTx(ctx, tx, *first.About, "office") })
	if o.bound(t) >= both*2 || func() bool { _, left := ask(o.asLead(t)); return left*2 != both }() {
		t.Error("what was told is not what it costs")
	}
	about = make([]uuid.UUID, 1001)
	if _, _, err := o.LateAbout(o.asLead(t), "appointment", about); !errors.Is(err, interpreters.ErrInput) {
		t.Error(err)
	}
}
