package appointments_test

import (
	"testing"
	"time"

	"github.com/ankunft/ankunft/modules/appointments"
	"github.com/ankunft/ankunft/modules/capacity"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/testkit"
)

func TestMasksTravelToTheDatabaseAndBack(t *testing.T) {
	t.Parallel()
	k := testkit.New(t, appointments.Migrations)
	for _, c := range [][2]int{{0, 1}, {0, 288}, {287, 1}, {96, 48}, {60, 10}} {
		m := capacity.Cells(c[0], c[1])
		var back, made capacity.Mask
		if err := k.Pool().QueryRow(t.Context(), "SELECT $1::bit(288), appointments.cells($2, $3)", m, c[0], c[1]).Scan(&back, &made); err != nil {
			t.Fatal(err)
		}
		if back != m || made != m {
			t.Errorf("%v: %v %v", c, back.List(), made.List())
		}
	}
}

// A hall that is open until midnight and from midnight on is open through the night; one that is shut says when it opens.
func TestOpenHoursGoOnAfterMidnight(t *testing.T) {
	t.Parallel()
	late := func(day, from, to string) capacity.FirstOpen {
		return capacity.FirstOpen{Days: []string{day}, From: from, To: to, Purpose: string(capacity.WalkIn)}
	}
	o := open(t, func(r *capacity.Rules) {
		counters := r.Plan.Sites[0].Counters
		counters[0].Open = []capacity.FirstOpen{late("mo", "20:00", "24:00"), late("tu", "00:00", "02:00")}
		for i := range counters[1:] {
			counters[i+1].Open = nil
		}
	})
	site := o.Rules.Plan.Sites[0].Key
	monday := time.Date(2026, 11, 23, 0, 0, 0, 0, clock.Berlin)
	for _, c := range []struct{ now, until, from time.Duration }{
		{23*time.Hour + 50*time.Minute, 26 * time.Hour, 7*24*time.Hour + 20*time.Hour}, {25 * time.Hour, 26 * time.Hour, 7*24*time.Hour + 20*time.Hour},
		{19 * time.Hour, 0, 20 * time.Hour}, {26 * time.Hour, 0, 7*24*time.Hour + 20*time.Hour},
	} {
		o.Clock.Set(monday.Add(c.now))
		plan, err := o.Plan(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		until := plan.WalkInUntil(site, o.Clock.Now())
		if (c.until == 0) != until.IsZero() || c.until != 0 && !until.Equal(monday.Add(c.until)) {
			t.Errorf("at %s: open until %s", c.now, until)
		}
		if from := plan.WalkInFrom(site, o.Clock.Now()); !from.Equal(monday.Add(c.from)) {
			t.Errorf("at %s: opens %s", c.now, from)
		}
	}
}
