package capacity_test

import (
	"math"
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/capacity"
	"github.com/ankunft/ankunft/platform/clock"
)

const firstCity = "../../cities/musterstadt"

func rulesOf(t *testing.T, city string) *capacity.Rules {
	t.Helper()
	r, err := capacity.LoadRules(os.DirFS(city), []string{"de"})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// every is a plan with one counter that is open at the same hours on all days of the week.
func every(r *capacity.Rules, purpose capacity.Purpose, counter uuid.UUID, from, to int) *capacity.Plan {
	p := capacity.NewPlan(r, func(clock.Date) bool { return false })
	p.Sites = []capacity.Site{{Key: "house", Active: true}}
	p.Resources = []capacity.Resource{{ID: counter, Kind: "counter", Site: "house", Active: true}}
	for weekday := 1; weekday <= 7; weekday++ {
		p.Stretches = append(p.Stretches, capacity.Stretch{CounterID: counter, Purpose: purpose, Weekday: weekday, FromMinute: 60 * from, ToMinute: 60 * to})
	}
	return p
}

func at(day clock.Date, hour, minute int) time.Time {
	return time.Date(day.Year, time.Month(day.Month), day.Day, hour, minute, 0, 0, clock.Berlin)
}

// What is kept for those who cannot wait opens to them at its minute and, so much as is left, to everybody at another; also when clocks change that night.
func TestWhatCannotWaitOpensAndFlowsBackAtItsMinute(t *testing.T) {
	t.Parallel()
	city := rulesOf(t, firstCity)
	for _, day := range []clock.Date{date("2026-11-26"), date("2027-03-28"), date("2026-10-25")} {
		for _, c := range []struct {
			name           string
			days           int // ahead that it opens
			flowsBack      string
			before         int // days that one looks ahead
			hour, minute   int
			urgent, others bool
		}{
			{"the evening before", 0, "10:30", 1, 23, 59, false, false},
			{"a minute before it opens", 0, "10:30", 0, 6, 59, false, false},
			{"when it opens", 0, "10:30", 0, 7, 0, true, false},
			{"a minute before it flows back", 0, "10:30", 0, 10, 29, true, false},
			{"when it flows back", 0, "10:30", 0, 10, 30, true, true},
			{"where it never flows back", 0, "", 0, 11, 0, true, false},
			{"where it opens a day before, too early", 1, "10:30", 1, 6, 59, false, false},
			{"where it opens a day before", 1, "10:30", 1, 7, 0, true, false},
			{"and does not flow back that day", 1, "10:30", 1, 10, 30, true, false},
		} {
			rules := *city
			rules.Emergency.Days, rules.Emergency.FlowsBackAt = c.days, c.flowsBack
			p, concern := every(&rules, capacity.EmergencyCounter, uuid.New(), 8, 12), &rules.Concerns[0]
			for purpose, want := range map[capacity.Purpose]bool{capacity.EmergencyCounter: c.urgent, capacity.Booking: c.others} {
				q := capacity.Query{Site: "house", Concern: concern.Key, People: 1, Purpose: purpose}
				if got := p.Free(q, concern, day, nil, at(day.AddDays(-c.before), c.hour, c.minute)); (len(got) > 0) != want {
					t.Errorf("%s, %s, for %s: free is %v", day, c.name, purpose, !want)
				}
			}
		}
	}
}

// Whom the office owes a time finds what is kept back of their own purpose, and nothing of another; open hours are booked by nobody.
func TestWhoIsOwedATimeFindsWhatIsKeptBack(t *testing.T) {
	t.Parallel()
	day := date("2026-12-16")
	for _, of := range []capacity.Purpose{capacity.Booking, capacity.EmergencyCounter, capacity.Phone, capacity.WalkIn} {
		rules := *rulesOf(t, firstCity)
		rules.Release = []capacity.Release{{Share: 100, Days: 0, At: "07:00"}}
		p, concern := every(&rules, of, uuid.New(), 8, 12), &rules.Concerns[0]
		for _, asked := range []capacity.Purpose{capacity.Booking, capacity.EmergencyCounter, capacity.Phone, capacity.WalkIn} {
			q := capacity.Query{Site: "house", Concern: concern.Key, People: 1, Purpose: asked, Early: true}
			want := asked == of && of != capacity.WalkIn
			if got := p.Free(q, concern, day, nil, at(day.AddDays(-20), 9, 0)); (len(got) > 0) != want {
				t.Errorf("of %s for %s: free is %v", of, asked, !want)
			}
		}
	}
}

// Each rule of what cannot wait holds to its last day and not a day longer; the highest counts, and what is no answer holds nothing.
func TestWhatCannotWaitIsRankedToTheDay(t *testing.T) {
	t.Parallel()
	rules, today := rulesOf(t, firstCity), date("2026-11-23")
	on := func(days int) string { return today.AddDays(days).String() }
	seen := map[string]bool{}
	for _, c := range []struct {
		answers map[string]any
		rank    int
		reason  string
	}{
		{map[string]any{}, 0, ""},
		{map[string]any{"title_ends_on": on(-1)}, 5, "title_ended"},
		{map[string]any{"title_ends_on": on(0)}, 4, "title_ends_now"},
		{map[string]any{"title_ends_on": on(7)}, 4, "title_ends_now"},
		{map[string]any{"title_ends_on": on(8)}, 2, "title_ends_soon"},
		{map[string]any{"title_ends_on": on(28)}, 2, "title_ends_soon"},
		{map[string]any{"title_ends_on": on(29)}, 0, ""},
		{map[string]any{"travels_on": on(-1)}, 0, ""},
		{map[string]any{"travels_on": on(0)}, 3, "travel"},
		{map[string]any{"travels_on": on(14)}, 3, "travel"},
		{map[string]any{"travels_on": on(15)}, 0, ""},
		{map[string]any{"newborn": true}, 3, "newborn"},
		{map[string]any{"newborn": false}, 0, ""},
		{map[string]any{"illness": true}, 4, "illness"},
		{map[string]any{"job_at_risk": true}, 4, "job"},
		{map[string]any{"violence": true}, 5, "violence"},
		{map[string]any{"newborn": true, "illness": true, "title_ends_on": on(20)}, 4, "illness"},
		{map[string]any{"newborn": "yes", "violence": 1, "title_ends_on": "soon", "travels_on": 20261124}, 0, ""},
	} {
		need := rules.Judge(c.answers, today)
		if need.Rank != c.rank || need.Reason != c.reason || (need.Law == "") != (c.reason == "") {
			t.Errorf("%v: %+v", c.answers, need)
		}
		seen[need.Reason] = true
	}
	for _, rank := range rules.Emergency.Ranks {
		if !seen[rank.Key] {
			t.Errorf("nothing is urgent because of %s", rank.Key)
		}
		if rank.Rank < rules.Emergency.Needed != (rank.Key == "title_ends_soon") {
			t.Errorf("%s has rank %d, needed is %d", rank.Key, rank.Rank, rules.Emergency.Needed)
		}
	}
}

// Whatever the shares, the counter and the day: nothing opens before its minute, what has opened stays open, blocks open as a whole and those of a small share
// apart from one another, in the end all is open; over many days each share is as large as the rule says and has early and late times.
func TestTimesAreReleasedByTheirShares(t *testing.T) {
	t.Parallel()
	dice, city := rand.New(rand.NewPCG(5, 6)), rulesOf(t, firstCity)
	for n := range 8 {
		rules := *city
		if n > 0 { // the city's own first
			a, b := 1+dice.IntN(98), dice.IntN(24)
			rest := 1 + dice.IntN(100-a)
			rules.Release = []capacity.Release{{Share: a, Days: 30, At: "00:00"}, {Share: rest, Days: 9, At: capacity.TimeOfCell(12 * b)}}
			if left := 100 - a - rest; left > 0 {
				rules.Release = append(rules.Release, capacity.Release{Share: left, Days: 0, At: "07:00"})
			}
		}
		p, concern := every(&rules, capacity.Booking, uuid.UUID{15: byte(dice.IntN(256))}, 8, 18), &rules.Concerns[0]
		given := make([][10]int, len(rules.Release)) // by share and hour
		first := date("2026-09-01").AddDays(dice.IntN(300))
		for d := range 300 {
			released(t, p, concern, first.AddDays(d), rules.Release, given)
		}
		for i, release := range rules.Release {
			total, late := 0, 0
			for hour, blocks := range given[i] {
				total += blocks
				if hour >= 5 {
					late += blocks
				}
			}
			if share := float64(total) / 30; math.Abs(share-float64(release.Share)) > 2 {
				t.Errorf("%v: share %d is %.1f of 100", rules.Release, i, share)
			}
			if release.Share >= 5 && math.Abs(float64(late)/float64(total)-0.5) > 0.1 {
				t.Errorf("%v: of share %d %d of %d blocks are late in the day", rules.Release, i, late, total)
			}
		}
	}
}

// released looks at a day a minute before each step of the release and at it, and adds the blocks that the step opened.
func released(t *testing.T, p *capacity.Plan, c *capacity.Concern, day clock.Date, releases []capacity.Release, given [][10]int) {
	t.Helper()
	q := capacity.Query{Site: "house", Concern: c.Key, People: 1, Purpose: capacity.Booking}
	open := func(now time.Time) (m capacity.Mask) {
		for _, b := range p.Bookable(q, c, day, now) {
			m = m.Or(&b.Open)
		}
		return m
	}
	var had capacity.Mask
	for i, release := range releases {
		minute, _ := capacity.MinuteOf(release.At)
		opens := at(day.AddDays(-release.Days), minute/60, minute%60)
		if before := open(opens.Add(-time.Minute)); before != had {
			t.Fatalf("%s: share %d is open before its minute", day, i)
		}
		now, neighbour := open(opens), false
		if lost := had.Without(&now); !lost.Empty() {
			t.Fatalf("%s: share %d closes what was open", day, i)
		}
		for hour := range given[i] {
			block := capacity.Cells(12*(8+hour), 12)
			opened := now.Without(&had)
			opened = opened.And(&block)
			whole := opened == block
			if !whole && !opened.Empty() {
				t.Fatalf("%s: share %d opens a part of a block", day, i)
			}
			if whole && neighbour && release.Share < 38 { // a golden section of the day lies between two neighbours
				t.Fatalf("%s: share %d opens %d o'clock and the hour before", day, i, 8+hour)
			}
			if neighbour = whole; whole {
				given[i][hour]++
			}
		}
		had = now
	}
	if all := p.Openings("house", day)[0].All; had != all {
		t.Fatalf("%s: something never opens", day)
	}
}
