package frontdesk_test

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ankunft/ankunft/modules/frontdesk"
)

// screen is a display that the front desk has let in; shows is the code that phones scan from it now.
func (o *office) screen(t *testing.T) (shows func() string) {
	t.Helper()
	_, link, err := o.LetIn(t.Context(), "rathaus", frontdesk.Display, "Wartebereich")
	if err != nil {
		t.Fatal(err)
	}
	_, secret, err := o.OpenDevice(t.Context(), link)
	if err != nil {
		t.Fatal(err)
	}
	return func() string {
		p, err := o.Presence(t.Context(), "rathaus", secret)
		if err != nil {
			t.Fatal(err)
		}
		return p.Token
	}
}

// enter tries as many phones at once, each from a network, and counts who got a pass.
func (o *office) enter(t *testing.T, code string, phones int, network func(n int) string) int {
	t.Helper()
	var got atomic.Int64
	var all sync.WaitGroup
	for n := range phones {
		all.Go(func() {
			switch _, err := o.Enter(t.Context(), "rathaus", code, network(n)); {
			case err == nil:
				got.Add(1)
			case !errors.Is(err, frontdesk.ErrCrowded):
				t.Error(err)
			}
		})
	}
	all.Wait()
	return int(got.Load())
}

// One scan is no licence: whoever hands a code to a script gets as many numbers as a crowd before the screen, and the next code lets people in again.
func TestACodeOfTheHallIsGoodForACrowdOnly(t *testing.T) {
	t.Parallel()
	o := open(t)
	one, other := o.screen(t), o.screen(t)
	everywhere := func(n int) string { return fmt.Sprintf("192.0.2.%d", n) }
	code := one()
	if got := o.enter(t, code, 40, everywhere); got != 12 {
		t.Errorf("one code let %d in", got)
	}
	if another := other(); another == code || o.enter(t, another, 1, everywhere) != 1 {
		t.Error("the code of another screen at the same moment")
	}
	o.Clock.Advance(time.Minute)
	if got := o.enter(t, one(), 40, everywhere); got != 12 {
		t.Errorf("the next code let %d in", got)
	}
	o.Clock.Advance(24 * time.Hour)
	if err := o.Daily(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n, err := o.DB.NewSelect().TableExpr("frontdesk.entered").Count(t.Context()); err != nil || n != 0 {
		t.Error("counts are kept:", n, err)
	}
}

// Who stands in the hall with a camera on the screen gets every code: so network and site have an end too, for some minutes.
func TestANetworkAndAHallHaveTheirFill(t *testing.T) {
	t.Parallel()
	o := open(t)
	shows := o.screen(t)
	o.Clock.Set(tuesday)
	sum := func(network func(n int) string) (all int) {
		for range 10 {
			o.Clock.Advance(10 * time.Second)
			all += o.enter(t, shows(), 12, network)
		}
		return all
	}
	if got := sum(func(int) string { return "198.51.100.7" }); got != 30 {
		t.Errorf("one network: %d", got)
	}
	if got := sum(func(n int) string { return fmt.Sprintf("192.0.2.%d", n) }); got != 60 {
		t.Errorf("the rest of the hall: %d", got)
	}
	o.Clock.Advance(10 * time.Minute)
	if o.enter(t, shows(), 1, func(int) string { return "198.51.100.7" }) != 1 {
		t.Error("for ever")
	}
}
