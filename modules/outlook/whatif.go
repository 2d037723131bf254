package outlook

import (
	"cmp"
	"slices"

	"github.com/google/uuid"
)

// MinDays is how many days of a hall must be known before anything is said about it.
const MinDays = 10

// Question asks what would be.
type Question struct {
	Site    string
	More    int        // so many counters more
	Queues  []string   // which these call from; none: from all, appointments too
	Without *uuid.UUID // a counter at which nobody sits
	Absent  int        // for so many days it is missing; 0: for good
	Minutes []MinutesChange
}

// MinutesChange makes each visit for a concern longer, or shorter where it is negative.
type MinutesChange struct {
	Concern string
	Minutes int
}

// leastService is what a visit takes at least, however many minutes less are asked for: greeting and good-bye.
const leastService = 60

// Outcome is how the days went.
type Outcome struct {
	Days    int
	People  int // all who came: called, left, or still there at closing
	Called  int
	Left    int
	Closed  int
	Median  int // wait in seconds, of all but those who left
	P90     int // nine of ten waited no longer
	Longest int // how many waited at once at most
	Lead    *int
	Lines   []LineOutcome
}

// LineOutcome is the same of one queue.
type LineOutcome struct {
	Queue  string
	People int
	Closed int
	Median int
	P90    int
}

// Changed are the days as they would have been, and those of the days as they were that compare with them: where a counter is missing, only days on
// which it was there.
func (q *Question) Changed(days []Day) (was, then []Day) {
	for i := range days {
		d := &days[i]
		if q.Without != nil && !slices.ContainsFunc(d.Posts, func(p Post) bool { return p.Counter == *q.Without }) {
			continue
		}
		was, then = append(was, *d), append(then, q.change(d))
	}
	return was, then
}

func (q *Question) change(d *Day) Day {
	c := Day{Day: d.Day, Visits: slices.Clone(d.Visits), Posts: slices.Clone(d.Posts)}
	for i := range c.Visits {
		v := &c.Visits[i]
		for _, m := range q.Minutes {
			if m.Concern == v.Concern {
				v.Service = max(leastService, v.Service+m.Minutes*60)
			}
		}
		if q.Without != nil && v.Own == *q.Without {
			v.Own, v.Queue = uuid.Nil, takenOver
		}
	}
	if q.Without != nil {
		c.Posts = slices.DeleteFunc(c.Posts, func(p Post) bool { return p.Counter == *q.Without })
		for i := range c.Posts { // whoever is free takes over their appointments
			c.Posts[i].Queues = append(slices.Clone(c.Posts[i].Queues), takenOver)
		}
	}
	for range q.More {
		c.Posts = append(c.Posts, Post{Queues: q.Queues, All: len(q.Queues) == 0, Open: openOf(d.Posts)})
	}
	return c
}

// takenOver is the line of those whose counter is missing.
const takenOver = "\x00taken over"

// openOf is when any of the posts is there.
func openOf(posts []Post) []Span {
	var all []Span
	for i := range posts {
		all = append(all, posts[i].Open...)
	}
	return joined(all)
}

// joined are spans in order, without what they have in common.
func joined(list []Span) []Span {
	list = slices.Clone(list)
	slices.SortFunc(list, func(a, b Span) int { return a.From - b.From })
	var out []Span
	for _, s := range list {
		if n := len(out); n > 0 && s.From <= out[n-1].To {
			out[n-1].To = max(out[n-1].To, s.To)
			continue
		}
		out = append(out, s)
	}
	return out
}

// Simulate runs days and sums up how they went. The same days give the same outcome.
func Simulate(days []Day) Outcome {
	o := Outcome{Days: len(days)}
	var waits []int
	lines := map[string]*LineOutcome{}
	waitsOf := map[string][]int{}
	for i := range days {
		fates, longest := days[i].Run()
		o.Longest = max(o.Longest, longest)
		for j, f := range fates {
			v := &days[i].Visits[j]
			queue := v.Queue
			if queue == takenOver {
				queue = appointmentQueue
			}
			if lines[queue] == nil {
				lines[queue] = &LineOutcome{Queue: queue}
			}
			o.count(lines[queue], f)
			if !f.Left {
				waits, waitsOf[queue] = append(waits, f.Wait), append(waitsOf[queue], f.Wait)
			}
		}
	}
	o.Median, o.P90 = quantile(waits, 50), quantile(waits, 90)
	for queue, l := range lines {
		l.Median, l.P90 = quantile(waitsOf[queue], 50), quantile(waitsOf[queue], 90)
		o.Lines = append(o.Lines, *l)
	}
	slices.SortFunc(o.Lines, func(a, b LineOutcome) int {
		return cmp.Or(cmp.Compare(b.People, a.People), cmp.Compare(a.Queue, b.Queue))
	})
	return o
}

func (o *Outcome) count(line *LineOutcome, f Fate) {
	o.People++
	line.People++
	switch {
	case f.Called:
		o.Called++
	case f.Left:
		o.Left++
	default:
		o.Closed++
		line.Closed++
	}
}

// quantile is the least value that so many of a hundred do not exceed.
func quantile(list []int, percent int) int {
	if len(list) == 0 {
		return 0
	}
	slices.Sort(list)
	return list[(len(list)*percent+99)/100-1]
}
