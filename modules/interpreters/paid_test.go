package interpreters_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/duty"
	"github.com/ankunft/ankunft/modules/interpreters"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/ids"
)

// What lies in a shift is paid by it: nobody gets one over a booking that is paid by itself, and nobody leaves one by which bookings are paid.
func TestABookingIsPaidOnce(t *testing.T) {
	t.Parallel()
	o := open(t)
	amal, badr := o.person(t, "Amal", func(i *linguists.Interpreter, _ *linguists.Skill) { i.TravelMinutes = 0 }), o.person(t, "Badr")
	in := asked(interpreters.One, amal)
	plan := func(who *uuid.UUID) (*duty.Shift, error) {
		return o.duty.Plan(o.asLead(t), duty.PlanShift{Key: ids.New(), Team: team, Language: "ara", Mode: linguists.OnSite, Site: in.Site, Day: thursday.Day(), FromMinute: 480, ToMinute: 960, Interpreter: who})
	}
	change := func(s *duty.Shift, who *uuid.UUID, state duty.State) error {
		_, err := o.duty.Change(o.asLead(t), duty.ChangeShift{ID: s.ID, Version: s.Version, Interpreter: who, State: state})
		return err
	}
	r := o.ask(t, in)
	empty, err := plan(nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := plan(&amal); !errors.Is(err, duty.ErrOverlaps) || r.Offers[0].Cents == 0 {
		t.Error("planned over a booking with a price:", err, r.Offers[0].Cents)
	}
	if err := change(empty, &amal, ""); !errors.Is(err, duty.ErrOverlaps) {
		t.Error("given over a booking with a price:", err)
	}
	if _, err := o.Cancel(o.asLead(t), r.ID, "", 0); err != nil {
		t.Fatal(err)
	}
	if err := change(empty, &amal, duty.Confirmed); err != nil {
		t.Fatal(err)
	}
	in.Key = ids.Token()
	r = o.ask(t, in)
	empty.Version++
	for _, err := range []error{change(empty, nil, duty.Cancelled), change(empty, &badr, "")} {
		if !errors.Is(err, duty.ErrPays) || r.Offers[0].Cents != 0 {
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

// Who took a call in a shift came: it is not missed while the call would not be paid without it.
func TestAShiftWithACallIsNotMissed(t *testing.T) {
	t.Parallel()
	o := open(t)
	amal := o.person(t, "Amal")
	s, err := o.duty.Plan(o.asLead(t), duty.PlanShift{Key: ids.New(), Team: team, Language: "ara", Mode: linguists.Phone, Day: date("2026-11-23"), FromMinute: 360, ToMinute: 600, Interpreter: &amal})
	if err != nil {
		t.Fatal(err)
	}
	if s, err = o.duty.Change(o.asLead(t), duty.ChangeShift{ID: s.ID, Version: s.Version, State: duty.Confirmed}); err != nil {
		t.Fatal(err)
	}
	r, err := o.Ask(o.asLead(t), now())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := o.Accept(t.Context(), interpreters.OfferLink(o.Service, r.Offers[0]), nil); err != nil {
		t.Fatal(err)
	}
	missed := duty.ChangeShift{ID: s.ID, Version: s.Version, State: duty.Missed}
	if _, err := o.duty.Change(o.asLead(t), missed); !errors.Is(err, duty.ErrPays) {
		t.Error("nobody pays the call:", err)
	}
	if _, err := o.Cancel(o.asLead(t), r.ID, "", 0); err != nil {
		t.Fatal(err)
	}
	if _, err := o.duty.Change(o.asLead(t), missed); err != nil {
		t.Error(err)
	}
}

// Duty that began or fell away between an offer and its answer changes who pays: the offer does not stand any more.
func TestAnOfferFallsWithTheDutyItWasMadeFor(t *testing.T) {
	t.Parallel()
	o := open(t)
	amal, badr := o.person(t, "Amal"), o.person(t, "Badr")
	plan := func(who uuid.UUID, mode linguists.Mode, site string, day clock.Date, from, to int) *duty.Shift {
		t.Helper()
		s, err := o.duty.Plan(o.asLead(t), duty.PlanShift{Key: ids.New(), Team: team, Language: "ara", Mode: mode, Site: site, Day: day, FromMinute: from, ToMinute: to, Interpreter: &who})
		if err == nil {
			s, err = o.duty.Change(o.asLead(t), duty.ChangeShift{ID: s.ID, Version: s.Version, State: duty.Confirmed})
		}
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	accepts := func(r *interpreters.Request, who uuid.UUID) error {
		t.Helper()
		i := slices.IndexFunc(r.Offers, func(f *interpreters.Offer) bool { return f.InterpreterID == who })
		_, err := o.Accept(t.Context(), interpreters.OfferLink(o.Service, r.Offers[i]), nil)
		return err
	}
	in := asked(interpreters.All, amal, badr)
	r := o.ask(t, in)
	plan(amal, linguists.OnSite, in.Site, thursday.Day(), 480, 960)
	if err := accepts(r, amal); !errors.Is(err, interpreters.ErrTaken) {
		t.Error("paid by the shift and by itself:", err)
	}
	if err := accepts(r, badr); err != nil {
		t.Error(err)
	}
	shift := plan(badr, linguists.Phone, "", date("2026-11-23"), 360, 600)
	call, err := o.Ask(o.asLead(t), now())
	if err != nil || call.Offers[0].Cents != 0 {
		t.Fatal(call, err)
	}
	if _, err := o.duty.Change(o.asLead(t), duty.ChangeShift{ID: shift.ID, Version: shift.Version, State: duty.Cancelled}); err != nil {
		t.Fatal(err)
	}
	if err := accepts(call, badr); !errors.Is(err, interpreters.ErrTaken) {
		t.Error("nobody pays it:", err)
	}
}

// Who is on duty at the phone is in no house meanwhile.
func TestDutyAtThePhoneIsNoTimeForAHouse(t *testing.T) {
	t.Parallel()
	o := open(t)
	amal := o.person(t, "Amal")
	in := asked(interpreters.One, amal)
	day := thursday.Day()
	if _, err := o.duty.Plan(o.asLead(t), duty.PlanShift{Key: ids.New(), Team: team, Language: "ara", Mode: linguists.Phone, Day: day, FromMinute: 480, ToMinute: 960, Interpreter: &amal}); err != nil {
		t.Fatal(err)
	}
	if _, err := o.Ask(o.asLead(t), in); !errors.Is(err, interpreters.ErrTaken) {
		t.Error("asked into a house:", err)
	}
}
