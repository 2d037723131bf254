package outlook

import (
	"cmp"
	"container/heap"
	"slices"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/platform/clock"
)

// Day is what a hall saw on one past day. Times are seconds of wall time after midnight.
type Day struct {
	Day    clock.Date
	Visits []Visit
	Posts  []Post
}

// Visit is somebody who came.
type Visit struct {
	Comes    int
	Due      int // when the turn begins: the hour of an appointment, else when they came
	Queue    string
	Concern  string
	Own      uuid.UUID // only this counter calls them; Nil: whoever calls from the queue
	Booked   bool
	Priority bool
	Service  int // how long they take at the counter
	Patience int // after how long they leave; 0: they stay
}

// Post is a counter on the day.
type Post struct {
	Counter uuid.UUID
	Queues  []string
	All     bool // calls from everywhere, also who is bound to another counter
	Open    []Span
}

// early is how long before their hour people with an appointment may be called: as in the hall itself.
const early = 10 * 60

func (v *Visit) ready() int {
	if v.Booked {
		return max(v.Comes, v.Due-early)
	}
	return v.Comes
}

// since is from when on somebody waits.
func (v *Visit) since() int {
	if v.Booked {
		return max(v.Comes, v.Due)
	}
	return v.Comes
}

// before is the order in which a counter calls: who has an appointment, whom the house calls first, then by turn.
func (v *Visit) before(o *Visit) bool {
	if v.Booked != o.Booked {
		return v.Booked
	}
	if v.Priority != o.Priority {
		return v.Priority
	}
	return v.Due < o.Due
}

func (p *Post) calls(v *Visit) bool {
	switch {
	case p.All:
		return true
	case v.Own != uuid.Nil:
		return v.Own == p.Counter
	}
	return slices.Contains(p.Queues, v.Queue)
}

func (p *Post) openAt(now int) bool {
	return slices.ContainsFunc(p.Open, func(s Span) bool { return s.From <= now && now < s.To })
}

// Fate is what became of a visit.
type Fate struct {
	Wait   int  // seconds, until the call, the leaving or the end of the day
	Called bool // else left or still there at closing
	Left   bool
}

// hall runs one day: who is free calls the next that they may call, as the front desk does.
type hall struct {
	*Day
	times   moments
	fates   []Fate
	order   []int   // of coming
	waiting [][]int // by line: places in Visits, the next last
	lines   []*Visit
	lineOf  []int
	freeAt  []int
	present int
	longest int
}

// Run lets a day go by; the fates are in the order of its visits, longest is how many waited at most at once.
func (d *Day) Run() (fates []Fate, longest int) {
	h := &hall{Day: d, fates: make([]Fate, len(d.Visits)), freeAt: make([]int, len(d.Posts))}
	h.begin()
	next, last := 0, -1
	for h.times.Len() > 0 {
		now, _ := heap.Pop(&h.times).(int)
		if now == last {
			continue
		}
		last = now
		for ; next < len(h.order) && d.Visits[h.order[next]].ready() <= now; next++ {
			h.enter(h.order[next])
		}
		h.leave(now)
		h.call(now)
		h.longest = max(h.longest, h.present)
	}
	h.shut()
	return h.fates, h.longest
}

// begin puts everybody in the order in which they come, and each into the line of those whom the same counters call.
func (h *hall) begin() {
	type line struct {
		queue string
		own   uuid.UUID
	}
	known := map[line]int{}
	h.order, h.lineOf = make([]int, len(h.Visits)), make([]int, len(h.Visits))
	for i := range h.Visits {
		v := &h.Visits[i]
		key := line{v.Queue, v.Own}
		at, ok := known[key]
		if !ok {
			at = len(h.lines)
			known[key] = at
			h.lines = append(h.lines, v)
		}
		h.order[i], h.lineOf[i] = i, at
		h.times = append(h.times, v.ready())
		if v.Patience > 0 {
			h.times = append(h.times, v.since()+v.Patience)
		}
	}
	h.waiting = make([][]int, len(h.lines))
	slices.SortStableFunc(h.order, func(a, b int) int { return cmp.Compare(h.Visits[a].ready(), h.Visits[b].ready()) })
	for i := range h.Posts {
		for _, span := range h.Posts[i].Open {
			h.times = append(h.times, span.From)
		}
	}
	heap.Init(&h.times)
}

// enter puts somebody into their line behind all who are called before them.
func (h *hall) enter(i int) {
	line := h.waiting[h.lineOf[i]]
	at, _ := slices.BinarySearchFunc(line, i, func(there, new int) int {
		if h.Visits[there].before(&h.Visits[new]) || there == new {
			return 1 // the next stand last
		}
		if h.Visits[new].before(&h.Visits[there]) || new < there {
			return -1
		}
		return 1
	})
	h.waiting[h.lineOf[i]] = slices.Insert(line, at, i)
	h.present++
}

// leave lets those go whose patience is over.
func (h *hall) leave(now int) {
	for l := range h.waiting {
		h.waiting[l] = slices.DeleteFunc(h.waiting[l], func(i int) bool {
			v := &h.Visits[i]
			gone := v.Patience > 0 && now >= v.since()+v.Patience
			if gone {
				h.fates[i] = Fate{Wait: v.Patience, Left: true}
				h.present--
			}
			return gone
		})
	}
}

// call gives each free counter its next.
func (h *hall) call(now int) {
	for p := range h.Posts {
		post := &h.Posts[p]
		if h.freeAt[p] > now || !post.openAt(now) {
			continue
		}
		best := -1
		for l, line := range h.waiting {
			if len(line) == 0 || !post.calls(h.lines[l]) {
				continue
			}
			head := line[len(line)-1]
			if best < 0 || h.Visits[head].before(&h.Visits[best]) || !h.Visits[best].before(&h.Visits[head]) && head < best {
				best = head
			}
		}
		if best < 0 {
			continue
		}
		line := h.waiting[h.lineOf[best]]
		h.waiting[h.lineOf[best]] = line[:len(line)-1]
		v := &h.Visits[best]
		h.fates[best] = Fate{Wait: max(0, now-v.since()), Called: true}
		h.freeAt[p] = now + max(1, v.Service)
		h.present--
		heap.Push(&h.times, h.freeAt[p])
	}
}

// shut ends the day for those who are still there: they have waited until the last counter closed.
func (h *hall) shut() {
	end := 0
	for i := range h.Posts {
		for _, span := range h.Posts[i].Open {
			end = max(end, span.To)
		}
	}
	for _, line := range h.waiting {
		for _, i := range line {
			h.fates[i].Wait = max(0, end-h.Visits[i].since())
		}
	}
}

// moments is a heap of seconds.
type moments []int

// Len implements heap.Interface.
func (m moments) Len() int { return len(m) }

// Less implements heap.Interface.
func (m moments) Less(i, j int) bool { return m[i] < m[j] }

// Swap implements heap.Interface.
func (m moments) Swap(i, j int) { m[i], m[j] = m[j], m[i] }

// Push implements heap.Interface.
func (m *moments) Push(x any) {
	if at, ok := x.(int); ok {
		*m = append(*m, at)
	}
}

// Pop implements heap.Interface.
func (m *moments) Pop() any {
	old := *m
	at := old[len(old)-1]
	*m = old[:len(old)-1]
	return at
}
