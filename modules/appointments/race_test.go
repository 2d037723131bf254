package appointments_test

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/ankunft/ankunft/modules/appointments"
	"github.com/ankunft/ankunft/modules/capacity"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/events"
)

// oneCounter closes all counters but the first for everything, so that there is one time at a time.
func oneCounter(r *capacity.Rules) {
	r.Plan.Sites = r.Plan.Sites[:1]
	r.Plan.Sites[0].Counters = r.Plan.Sites[0].Counters[:1]
	r.Limits.HoldsPerMinute = 100_000
}

// Two hundred want the same time at once, fifty times over, at two servers on one database. Exactly one gets it each time. This test is the promise of the
// house; it is never skipped. Where nothing has changed that it is made of, `go test` tells its last result.
func TestOneTimeHasOneWinner(t *testing.T) {
	t.Parallel()
	o := open(t, oneCounter)
	other, err := db.Open(t.Context(), db.Config{URL: o.URL(), MaxConns: 8}, o.Clock, events.NewBus(), o.Log)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = other.Close() })
	r := rules(t)
	oneCounter(r)
	servers := []*appointments.Service{o.Service, o.second(t, other, r)}
	var starts []string
	for n := 1; len(starts) < 50; n++ {
		day := date("2026-11-23").AddDays(n)
		for _, at := range o.times(t, day.String()) {
			starts = append(starts, day.String()+"T"+at)
		}
	}
	for _, start := range starts[:50] {
		var won, lost atomic.Int64
		var all sync.WaitGroup
		for i := range 200 {
			all.Go(func() {
				_, err := servers[i%2].Hold(t.Context(), wish(start, fmt.Sprint(start, i)), "192.0.2.1")
				switch {
				case err == nil:
					won.Add(1)
				case errors.Is(err, appointments.ErrTaken):
					lost.Add(1)
				default:
					t.Errorf("%s: %v", start, err)
				}
			})
		}
		all.Wait()
		if won.Load() != 1 || lost.Load() != 199 {
			t.Fatalf("%s: %d winners, %d losers", start, won.Load(), lost.Load())
		}
	}
	var appointmentsMade, occupied int
	if err := o.Pool().QueryRow(t.Context(), "SELECT (SELECT count(*) FROM appointments.appointment), (SELECT count(*) FROM appointments.occupation)").
		Scan(&appointmentsMade, &occupied); err != nil || appointmentsMade != 50 || occupied != 50 {
		t.Fatal(err, appointmentsMade, occupied)
	}
	o.agree(t)
}

// The same request, sent by a phone that did not hear the answer, is one hold.
func TestTheSameRequestAtOnceIsOneHold(t *testing.T) {
	t.Parallel()
	o := open(t)
	start := "2026-11-26T" + o.times(t, "2026-11-26")[0]
	tokens := make([]string, 40)
	var all sync.WaitGroup
	for i := range tokens {
		all.Go(func() {
			h, err := o.Hold(t.Context(), wish(start, "one"), "192.0.2.1")
			if err != nil {
				t.Error(err)
				return
			}
			tokens[i] = h.Token
		})
	}
	all.Wait()
	for _, token := range tokens {
		if token != tokens[0] {
			t.Fatal("two answers to one request")
		}
	}
}
