package workforce

import (
	"cmp"
	"maps"
	"slices"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/sheet"
)

// judge tells of lines by which a post would be filled beyond its share, or on a day on which it is none: on each day on which something begins or ends, as the table judges.
func (w *work) judge(l *listedPost) {
	days := map[clock.Date]bool{}
	for _, f := range w.fillings {
		days[f.FromOn] = true
	}
	for _, t := range w.terms {
		if days[t.FromOn] = true; !t.UntilOn.IsZero() {
			days[t.UntilOn.AddDays(1)] = true
		}
	}
	for day := range days {
		if filledShare(w.fillings, day) <= shareOn(w.terms, day) {
			continue
		}
		lines := w.linesOn(day)
		for _, line := range lines {
			w.fault(line, "name", "overfilled", l.Number)
		}
		if len(lines) == 0 { // who was there before, or is planned
			w.fault(l.line, "share", "overfilled", l.Number)
		}
	}
}

func (w *work) linesOn(day clock.Date) (lines []int) {
	for f, line := range w.lines {
		if covers(f.FromOn, f.UntilOn, day) {
			lines = append(lines, line)
		}
	}
	return lines
}

// together is all that somebody fills once a list is done.
type together struct {
	fillings []*Filling
	lines    map[*Filling]int
}

// judgePeople tells of lines by which somebody would fill more than a whole post, or one post twice at a time.
func (st *state) judgePeople(list []*work) []sheet.CellFault {
	by, judged := map[uuid.UUID]*together{}, map[uuid.UUID]bool{}
	add := func(f *Filling) *together {
		if by[f.PersonID] == nil {
			by[f.PersonID] = &together{lines: map[*Filling]int{}}
		}
		t := by[f.PersonID]
		t.fillings = append(t.fillings, f)
		return t
	}
	for _, w := range list {
		judged[w.post.ID] = true
		for _, f := range w.fillings {
			if t := add(f); w.lines[f] > 0 {
				t.lines[f] = w.lines[f]
			}
		}
	}
	for _, f := range st.fillings {
		if !judged[f.PostID] {
			add(f)
		}
	}
	var faults []sheet.CellFault
	for id, t := range by {
		if len(t.lines) > 0 { // of nobody else anything changes but an end
			faults = append(faults, t.judge(st.persons[id].Name)...)
		}
	}
	return faults
}

func (t *together) judge(name string) []sheet.CellFault {
	found := map[sheet.CellFault]bool{}
	tell := func(code string, on func(*Filling) bool) {
		lines := []int{}
		for f, line := range t.lines {
			if on(f) {
				lines = append(lines, line)
			}
		}
		if len(lines) == 0 { // it does not fit by who they are
			lines = slices.Collect(maps.Values(t.lines))
		}
		for _, line := range lines {
			found[sheet.CellFault{Line: line, Column: "name", Code: code, Value: sheet.Short(name)}] = true
		}
	}
	for _, d := range t.fillings {
		sum := 0
		for _, f := range t.fillings {
			if f.Kind == d.Kind && f.Beyond == "" && covers(f.FromOn, f.UntilOn, d.FromOn) {
				sum += f.Share
			}
			if f != d && f.PostID == d.PostID && covers(f.FromOn, f.UntilOn, d.FromOn) {
				tell("overlaps", func(k *Filling) bool { return k == f || k == d })
			}
		}
		if d.Beyond == "" && sum > 100 {
			tell("overworked", func(k *Filling) bool { return k.Kind == d.Kind && covers(k.FromOn, k.UntilOn, d.FromOn) })
		}
	}
	return slices.SortedFunc(maps.Keys(found), func(a, b sheet.CellFault) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Code, b.Code))
	})
}
