package capacity

import "github.com/ankunft/ankunft/platform/clock"

// Why a step has no time, or not one in its days.
const (
	NoAnchor = "no_anchor" // the case has no such day: no decision yet, no title
	TooFar   = "too_far"   // the times of these days are not open yet
	Full     = "full"      // nothing is free in these days
	Late     = "late"      // these days are over: the next free time is proposed
)

// Proposal is a step of a series with the days that its rule gives it and a free time in them.
type Proposal struct {
	Step        *Step
	Anchor      clock.Date // the day from which it is counted; zero where the case has none
	First, Last clock.Date // zero where there is no anchor
	Start       string     // "2026-12-01T08:20"; "" where there is none
	Why         string     // why there is none, or why not in its days; "" otherwise
}

// Days are the first and the last day of a horizon, or of a search in it.
type Days struct{ First, Last clock.Date }

// Until is the end of the step before: nobody is at two counters at once.
type Until struct {
	Day  clock.Date
	Cell int
}

// FirstFree finds the first free time for a step in some days, not before the end of the one before; "" where there is none.
type FirstFree func(st *Step, in Days, after Until) (start string, err error)

// Propose finds for each step of a series the first free time in its days. Chosen are starts that were already chosen, by step: what is counted from a step
// follows it. Cells is how many cells a step takes.
func (s *Series) Propose(a Anchors, chosen map[string]string, open Days, cells func(*Step) int, free FirstFree) ([]Proposal, error) {
	list := make([]Proposal, 0, len(s.Steps))
	var previous clock.Date
	var after Until
	for i := range s.Steps {
		st := &s.Steps[i]
		p := Proposal{Step: st, Anchor: a.Day(st.From, previous), Start: chosen[st.Key]}
		if !p.Anchor.IsZero() {
			p.First, p.Last = st.Days(p.Anchor)
		}
		if p.Start == "" {
			if err := p.find(open, after, free); err != nil {
				return nil, err
			}
		}
		if day, cell, ok := Moment(p.Start); ok {
			previous, after = day, Until{day, cell + cells(st)}
		} else {
			previous = p.First
		}
		list = append(list, p)
	}
	return list, nil
}

func (p *Proposal) find(open Days, after Until, free FirstFree) (err error) {
	if p.First.IsZero() {
		p.Why = NoAnchor
		return nil
	}
	in := Days{p.First, p.Last}
	for _, least := range []clock.Date{open.First, after.Day} {
		if in.First.Before(least) {
			in.First = least
		}
	}
	switch {
	case in.Last.Before(in.First):
		p.Why, in.Last = Late, open.Last
	case open.Last.Before(in.First):
		p.Why = TooFar
		return nil
	case open.Last.Before(in.Last):
		in.Last = open.Last
	}
	if p.Start, err = free(p.Step, in, after); p.Start == "" && err == nil {
		p.Why = Full
	}
	return err
}

// Moment reads "2026-12-01T08:20", a day and a time in the city.
func Moment(text string) (clock.Date, int, bool) {
	if len(text) != len("2026-12-01T08:20") || text[10] != 'T' {
		return clock.Date{}, 0, false
	}
	day, err := clock.ParseDate(text[:10])
	minute, ok := MinuteOf(text[11:])
	return day, minute / CellMinutes, err == nil && ok && minute%CellMinutes == 0 && minute < 24*60
}
