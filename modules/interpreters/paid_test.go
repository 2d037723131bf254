package interpreters_test

import (
	"errors"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/interpreters"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/platform/ids"
)

// What lies in a shift is paid by it: nobody gets one over a booking that is paid by itself, and nobody leaves one by which bookings are paid.
func TestABookingIsPaidOnce(t *testing.T) {
	t.Parallel()
	o := open(t)
	amal, badr := o.person(t, "Amal", func(i *linguists.Interpreter, _ *linguists.Skill) { i.TravelMinutes = 0 }), o.person(t, "Badr")
	in := asked(interpreters.One, amal)
	plan := func(who *uuid.UUID) (*interpreters.Shift, error) {
		return o.PlanShift(o.asLead(t), interpreters.PlanShift{Key: ids.New(), Language: "ara", Mode: linguists.OnSite, Site: in.Site, Day: thursday.Day(), FromMinute: 480, ToMinute: 960, Interpreter: who})
	}
	change := func(s *interpreters.Shift, who *uuid.UUID, state interpreters.ShiftState) error {
		_, err := o.ChangeShift(o.asLead(t), interpreters.ChangeShift{ID: s.ID, Version: s.Version, Interpreter: who, State: state})
		return err
	}
	r := o.ask(t, in)
	empty, err := plan(nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := plan(&amal); !errors.Is(err, interpreters.ErrShift) || r.Offers[0].Cents == 0 {
		t.Error("planned over a booking with a price:", err, r.Offers[0].Cents)
	}
	if err := change(empty, &amal, ""); !errors.Is(err, interpreters.ErrShift) {
		t.Error("given over a booking with a price:", err)
	}
	if _, err := o.Cancel(o.asLead(t), r.ID, "", 0); err != nil {
		t.Fatal(err)
	}
	if err := change(empty, &amal, interpreters.ShiftConfirmed); err != nil {
		t.Fatal(err)
	}
	in.Key = ids.Token()
	r = o.ask(t, in)
	empty.Version++
	for _, err := range []error{change(empty, nil, interpreters.ShiftCancelled), change(empty, &badr, "")} {
		if !errors.Is(err, interpreters.ErrShiftPays) || r.Offers[0].Cents != 0 {
			t.Error("nobody pays the booking:", err, r.Offers[0].Cents)
		}
	}
	if _, err := o.Cancel(o.asLead(t), r.ID, "", 0); err != nil {
		t.Fatal(err)
	}
	if err := change(empty, &badr, ""); err != nil {
		t.Error(err)
	}
}
