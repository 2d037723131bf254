package appointments_test

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"math/bits"
	"testing"

	"github.com/ankunft/ankunft/modules/appointments"
	"github.com/ankunft/ankunft/modules/capacity"
	"github.com/ankunft/ankunft/platform/errs"
)

// Work is good for one time: who would hold all of a day has to work for each.
func TestWorkIsGoodForOneTime(t *testing.T) {
	t.Parallel()
	o := open(t, func(r *capacity.Rules) { r.Limits.Work = 6 })
	times := o.times(t, "2026-11-26")
	in := wish("2026-11-26T"+times[0], "k1")
	if _, err := o.Hold(t.Context(), in, "192.0.2.1"); !errors.Is(err, appointments.ErrWork) {
		t.Fatal("without work:", err)
	}
	challenge := o.Challenge()
	for n := 0; ; n++ {
		in.Work = fmt.Sprintf("%s:%d", challenge.Text, n)
		if sum := sha256.Sum256([]byte(in.Work)); bits.LeadingZeros64(binary.BigEndian.Uint64(sum[:8])) >= challenge.Bits {
			break
		}
	}
	for range 2 { // a lost answer is asked for again
		if _, err := o.Hold(t.Context(), in, "192.0.2.1"); err != nil {
			t.Fatal(err)
		}
	}
	second := wish("2026-11-26T"+times[1], "k2")
	second.Work = in.Work
	if _, err := o.Hold(t.Context(), second, "192.0.2.1"); !errors.Is(err, appointments.ErrWork) {
		t.Fatal("one piece of work, two times:", err)
	}
}

// What a concern is not for cannot be had by asking the interface instead of the page.
func TestAConcernHasItsPurposes(t *testing.T) {
	t.Parallel()
	o := open(t)
	in := wish("2026-11-24T13:00", "k")
	in.Concern, in.Phone = "collect", true
	if _, err := o.Hold(t.Context(), in, "192.0.2.1"); !errors.Is(err, appointments.ErrInput) {
		t.Fatal(err)
	}
}

// Who wants to be called says where; nobody else has to.
func TestACallBackNeedsANumber(t *testing.T) {
	t.Parallel()
	o := open(t)
	in := wish("2026-11-24T13:00", "k")
	in.Phone = true
	h, err := o.Hold(t.Context(), in, "192.0.2.1")
	if err != nil {
		t.Fatal(err)
	}
	_, err = o.Request(t.Context(), h.Token, guest(1))
	if faults := errs.Of(err).Fields; !errors.Is(err, appointments.ErrInput) || len(faults) != 1 || faults[0].Path != "phone" {
		t.Fatal(err, faults)
	}
	called := guest(1)
	called.Phone = "0151 2345678"
	if _, err := o.Request(t.Context(), h.Token, called); err != nil {
		t.Error("a fault ended the hold:", err)
	}
}

// A link to one appointment is no way around the rate of a network: who moves takes times too.
func TestMovingKeepsTheRateOfItsNetwork(t *testing.T) {
	t.Parallel()
	o := open(t, func(r *capacity.Rules) { r.Limits.HoldsPerMinute = 3 })
	times := o.times(t, "2026-11-26")
	m := o.book(t, "2026-11-26T"+times[0], 1) // holds once
	for n := range 2 {
		if _, err := o.Move(t.Context(), m.Token, "2026-11-26T"+times[n+1], fmt.Sprint(n), "192.0.2.1"); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := o.Move(t.Context(), m.Token, "2026-11-26T"+times[3], "more", "192.0.2.1"); !errors.Is(err, appointments.ErrTooOften) {
		t.Error("moved as often as a script likes:", err)
	}
	if _, err := o.Move(t.Context(), m.Token, "2026-11-26T"+times[3], "more", "198.51.100.1"); err != nil {
		t.Error("another network:", err)
	}
}
