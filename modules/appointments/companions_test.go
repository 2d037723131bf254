package appointments_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/ankunft/ankunft/modules/appointments"
	"github.com/ankunft/ankunft/platform/db"
)

// Whoever comes along hears of each step in its transaction, and what they refuse does not happen.
func TestWhoComesAlongHearsOfEachStep(t *testing.T) {
	t.Parallel()
	o := open(t)
	var heard []string
	o.Companions = func(_ context.Context, _ *db.Tx, a *appointments.Appointment) error {
		heard = append(heard, string(a.State)+" "+a.Time())
		return nil
	}
	times := o.times(t, "2026-11-24")
	m := o.book(t, "2026-11-24T"+times[0], 1)
	if _, err := o.Move(t.Context(), m.Token, "2026-11-24T"+times[3], "m", "192.0.2.1"); err != nil {
		t.Fatal(err)
	}
	taken := errors.New("the interpreter is taken")
	o.Companions = func(context.Context, *db.Tx, *appointments.Appointment) error { return taken }
	if _, err := o.Move(t.Context(), m.Token, "2026-11-24T"+times[5], "n", "192.0.2.1"); !errors.Is(err, taken) {
		t.Fatal("moved although nobody comes along:", err)
	}
	if seen, err := o.Look(t.Context(), m.Token); err != nil || seen.Appointment.Time() != times[3] {
		t.Fatal(err, seen)
	}
	o.Companions = func(_ context.Context, _ *db.Tx, a *appointments.Appointment) error {
		heard = append(heard, string(a.State)+" "+a.Time())
		return nil
	}
	if _, err := o.Cancel(t.Context(), m.Token, ""); err != nil {
		t.Fatal(err)
	}
	if want := []string{"booked " + times[0], "booked " + times[3], "cancelled " + times[3]}; !slices.Equal(heard, want) {
		t.Errorf("heard %v, want %v", heard, want)
	}
	o.agree(t)
}
