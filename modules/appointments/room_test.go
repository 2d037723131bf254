package appointments_test

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/appointments"
	"github.com/ankunft/ankunft/modules/capacity"
	"github.com/ankunft/ankunft/platform/ids"
)

// interview needs a room, and the house has one for two counters.
var interview = capacity.Query{Site: "rathaus", Concern: "interview", People: 1}

// everything of the plan can be booked at once: nothing is kept for later days.
func everything(r *capacity.Rules) {
	r.Release = []capacity.Release{{Share: 100, Days: 60, At: "00:00"}}
}

func (o *office) free(t testing.TB, q capacity.Query, day string) []string {
	t.Helper()
	times, err := o.FreeTimes(t.Context(), q, date(day))
	if err != nil {
		t.Fatal(err)
	}
	return times
}

// Whoever needs the room gets it, or hears that it is taken, though a counter is free; nobody is shown a time that they cannot have. Who needs none is
// given the other counter.
func TestARoomIsTakenOnce(t *testing.T) {
	t.Parallel()
	o := open(t, everything)
	first := o.free(t, interview, wednesday)[0]
	var won, lost atomic.Int64
	var all sync.WaitGroup
	for i := range 20 {
		all.Go(func() {
			_, err := o.BookFor(t.Context(), party(), interview, wednesday+"T"+first, fmt.Sprint(i), ids.New())
			switch {
			case err == nil:
				won.Add(1)
			case errors.Is(err, appointments.ErrTaken):
				lost.Add(1)
			default:
				t.Error(err)
			}
		})
	}
	all.Wait()
	if won.Load() != 1 || lost.Load() != 19 {
		t.Errorf("%d have the room, %d do not", won.Load(), lost.Load())
	}
	if slices.Contains(o.free(t, interview, wednesday), first) {
		t.Error("the room is shown as free")
	}
	if !slices.Contains(o.times(t, wednesday), first) {
		t.Error("the other counter is not free for who needs no room")
	}
	o.agree(t)
}

// A counter that is shut sends who needs the room to the other one at the same time, for the room is theirs then; a room that is shut touches only who needs it, and is offered to nobody.
func TestARoomIsPartOfThePlan(t *testing.T) {
	t.Parallel()
	o := open(t, everything)
	times := o.free(t, interview, wednesday)
	var booked []*appointments.Appointment
	for i, at := range times[:2] {
		a, err := o.BookFor(t.Context(), party(), interview, wednesday+"T"+at, fmt.Sprint(i), ids.New())
		if err != nil {
			t.Fatal(err)
		}
		booked = append(booked, a)
	}
	other := o.book(t, wednesday+"T"+last(o.times(t, wednesday)), 1).Appointment
	plan, err := o.Plan(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	shut := func(id uuid.UUID) appointments.Change {
		return appointments.Change{Close: []capacity.Closure{{ResourceID: &id, FirstDay: date(wednesday), LastDay: date(wednesday), ToMinute: 1440}}}
	}
	o.change(t, shut(booked[0].CounterID))
	for _, a := range booked {
		after, err := o.Get(t.Context(), a.ID)
		if err != nil || after.State != appointments.Booked || after.CounterID == booked[0].CounterID || !after.StartsAt.Equal(a.StartsAt) {
			t.Errorf("%v: %+v", err, after)
		}
	}
	room := plan.Resources[slices.IndexFunc(plan.Resources, func(r capacity.Resource) bool { return r.Kind == "room" })].ID
	before := o.times(t, wednesday)
	o.change(t, shut(room))
	if left := o.free(t, interview, wednesday); len(left) != 0 {
		t.Error("the room is shut, and given:", left)
	}
	for _, a := range booked {
		if after, err := o.Get(t.Context(), a.ID); err != nil || after.Day() == date(wednesday) {
			t.Errorf("still in the room: %v", err)
		}
	}
	if after, err := o.Get(t.Context(), other.ID); err != nil || after.Day() != date(wednesday) || len(o.times(t, wednesday)) < len(before) {
		t.Error("who needs no room is touched:", err)
	}
	o.change(t, appointments.Change{Retire: []uuid.UUID{room}})
	days, err := o.FreeDays(t.Context(), interview)
	if err != nil || slices.Contains(days.Days, capacity.DayFree) {
		t.Error("a room that is no more is given:", err)
	}
}
