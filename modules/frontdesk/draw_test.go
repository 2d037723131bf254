package frontdesk_test

import (
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/ankunft/ankunft/modules/frontdesk"
	"github.com/ankunft/ankunft/platform/ids"
)

// A kiosk that gets no answer asks again, perhaps while the first request is still under way: it is one ticket, and everybody is told its number.
func TestOneRequestIsOneTicketHoweverOftenItComes(t *testing.T) {
	t.Parallel()
	o := open(t)
	for round := range 5 {
		const many = 16
		key, got := ids.Token(), make([]string, many)
		var all sync.WaitGroup
		for i := range many {
			all.Go(func() {
				ticket, err := o.Draw(t.Context(), frontdesk.DrawIn{Site: "rathaus", Concern: "info", Language: "ar", By: "kiosk", Key: key})
				if err != nil {
					t.Error(err)
					return
				}
				got[i] = ticket.Number
			})
		}
		all.Wait()
		if distinct := slices.Compact(slices.Sorted(slices.Values(got))); len(distinct) != 1 {
			t.Errorf("round %d: %v", round, distinct)
		}
	}
	hall, err := o.Hall(t.Context(), "rathaus")
	if err != nil || len(hall.Waiting) != 5 {
		t.Error(err, len(hall.Waiting))
	}
}

// What somebody needs is health: the day after, nobody knows it; what a clerk noted goes when questions about the visit have ended.
func TestTheDayAfterNobodyKnowsWhatSomebodyNeeded(t *testing.T) {
	t.Parallel()
	o := open(t)
	ticket := o.draw(t, "info", func(in *frontdesk.DrawIn) { in.Needs, in.Priority, in.Key = []string{"wheelchair"}, "pregnancy", "k" })
	clerk := o.seat(t, "5", "service")
	o.next(t, clerk)
	if _, err := o.End(t.Context(), ticket.ID, o.at(clerk), "done_here", "bekommt einen Brief"); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		after time.Duration
		needs int
		note  string
	}{{0, 2, "bekommt einen Brief"}, {24 * time.Hour, 0, "bekommt einen Brief"}, {40 * 24 * time.Hour, 0, ""}} {
		o.Clock.Set(tuesday.Add(c.after))
		if err := o.Daily(t.Context()); err != nil {
			t.Fatal(err)
		}
		got, err := o.Get(t.Context(), ticket.ID)
		if err != nil || len(got.Needs) != c.needs || got.Note != c.note || got.Outcome != "done_here" {
			t.Errorf("after %s: %+v %v", c.after, got, err)
		}
	}
}
