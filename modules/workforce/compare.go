package workforce

import (
	"slices"
	"strconv"

	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/sheet"
)

// work is what a list changes in a post, and what has to be done for it.
type work struct {
	PostChange
	post            *Post
	save, add, drop []any
	terms           []*Term // as they will be
	fillings        []*Filling
	lines           map[*Filling]int // of the list, of those that stand in it
	faults          []sheet.CellFault
}

func (w *work) fault(line int, column, code, value string) {
	f := sheet.CellFault{Line: line, Column: column, Code: code, Value: sheet.Short(value)}
	if !slices.Contains(w.faults, f) {
		w.faults = append(w.faults, f)
	}
}

func (w *work) step(field, before, after string) {
	if before != after {
		w.Steps = append(w.Steps, Step{field, before, after})
	}
}

// compare says what a listed post changes.
func (st *state) compare(l *listedPost, day clock.Date) *work {
	w := &work{PostChange: PostChange{Number: l.Number, Steps: []Step{}}, lines: map[*Filling]int{}}
	p, there := st.posts[l.Number]
	if !there {
		p = &known{Post: &Post{ID: ids.New(), Number: l.Number, Version: 1}}
	}
	w.post = p.Post
	w.compareFacts(p, l, day)
	w.comparePeople(st, p, l, day)
	w.compareAdverts(p, l)
	w.judge(l)
	switch {
	case !there:
		w.What = IsNew
	case len(w.Steps) > 0:
		w.What = Changed
	default:
		w.What = Unchanged
	}
	return w
}

func (w *work) compareFacts(p *known, l *listedPost, day clock.Date) {
	w.terms = slices.Clone(p.terms)
	was := p.current(day)
	if was == nil { // new, or there again
		from := day
		if len(p.terms) == 0 {
			from = l.firstDay(day)
		}
		next := &Term{ID: ids.New(), PostID: w.post.ID, FromOn: from, Facts: l.Facts}
		for _, t := range slices.Backward(p.terms) { // what it is to be later stays planned
			if day.Before(t.FromOn) {
				next.UntilOn = t.FromOn.AddDays(-1)
			}
		}
		w.facts(Facts{}, l.Facts)
		w.add, w.terms = append(w.add, next), append(w.terms, next)
		return
	}
	if was.Facts == l.Facts {
		return
	}
	w.facts(was.Facts, l.Facts)
	if was.FromOn == day {
		is := *was
		is.Facts = l.Facts
		w.save, w.terms[slices.Index(w.terms, was)] = append(w.save, &is), &is
		return
	}
	before, next := *was, &Term{ID: ids.New(), PostID: w.post.ID, FromOn: day, UntilOn: was.UntilOn, Facts: l.Facts}
	before.UntilOn = day.AddDays(-1)
	w.save, w.add = append(w.save, &before), append(w.add, next)
	w.terms[slices.Index(w.terms, was)] = &before
	w.terms = append(w.terms, next)
}

// firstDay is since when a post that nobody knew must have been there.
func (l *listedPost) firstDay(day clock.Date) clock.Date {
	for _, person := range l.people {
		day = earlier(day, person.from)
	}
	if l.advert != nil {
		day = earlier(day, l.advert.FromOn)
	}
	return day
}

func (w *work) facts(was, is Facts) {
	w.step("title", was.Title, is.Title)
	w.step("grade", was.Grade, is.Grade)
	w.step("share", hundredths(was.Share), hundredths(is.Share))
	w.step("team", was.Team, is.Team)
}

// hundredths is a share as people write it; "" where there is none.
func hundredths(share int) string {
	if share == 0 {
		return ""
	}
	return strconv.Itoa(share/100) + "," + strconv.Itoa(share/10%10) + strconv.Itoa(share%10)
}

// comparePeople says who comes, who stays and who goes. Who goes and is followed by somebody goes the day before. What is planned after the list's day is no matter of the list.
func (w *work) comparePeople(st *state, p *known, l *listedPost, day clock.Date) {
	followed := day
	for _, line := range l.people {
		if line.before != "" {
			w.step("name", line.before, line.Name)
		}
		until := p.untilPlanned(line.person.ID, line.from, line.until, day)
		if line.was != nil {
			w.keep(line, until, day, slices.Contains(st.moved, line.was))
			continue
		}
		followed = earlier(followed, line.from)
		next := &Filling{ID: ids.New(), PostID: w.post.ID, PersonID: line.person.ID, Kind: line.kind, Share: line.share, FromOn: line.from, UntilOn: until, Name: line.Name}
		w.step("person", "", next.told())
		w.add, w.fillings, w.lines[next] = append(w.add, next), append(w.fillings, next), line.line
	}
	for _, f := range p.fillings {
		switch {
		case st.taken[f]:
		case covers(f.FromOn, f.UntilOn, day):
			w.leave(f, followed.AddDays(-1), day)
		default:
			w.fillings = append(w.fillings, f)
		}
	}
}

// keep notes what changed of somebody who stays: share and kind from the day on, all else as it always was. What is planned stays as it is: a list that says otherwise is at fault.
func (w *work) keep(line *listedPerson, until, day clock.Date, moved bool) {
	was := line.was
	if line.person.StaffNo != "" && moved {
		w.step("known", "", line.Name+" "+line.person.StaffNo)
	}
	if day.Before(was.FromOn) {
		if was.Kind != line.kind || was.Share != line.share || was.UntilOn != until {
			w.fault(line.line, "since", "planned", was.told())
		}
		w.fillings, w.lines[was] = append(w.fillings, was), line.line
		return
	}
	is := *was
	is.Kind, is.Share, is.UntilOn = line.kind, line.share, until
	w.step("until", told(was.UntilOn), told(is.UntilOn))
	w.step("kind", string(was.Kind), string(is.Kind))
	w.step("share", hundredths(was.Share), hundredths(is.Share))
	switch {
	case (is.Share != was.Share || is.Kind != was.Kind) && was.FromOn.Before(day):
		before := *was
		before.UntilOn = day.AddDays(-1)
		is.ID, is.FromOn = ids.New(), day
		w.save, w.add, w.fillings = append(w.save, &before), append(w.add, &is), append(w.fillings, &before)
	case is.Share != was.Share || is.Kind != was.Kind || is.UntilOn != was.UntilOn:
		w.save = append(w.save, &is)
	}
	w.fillings, w.lines[&is] = append(w.fillings, &is), line.line
}

// leave ends a filling with a day, or where it began after that the day before the list's; one that began on the list's day never was.
func (w *work) leave(was *Filling, last, day clock.Date) {
	w.step("person", was.told(), "")
	if last.Before(was.FromOn) {
		last = day.AddDays(-1)
	}
	if last.Before(was.FromOn) {
		w.drop = append(w.drop, was)
		return
	}
	is := *was
	is.UntilOn = last
	w.save, w.fillings = append(w.save, &is), append(w.fillings, &is)
}

// compareAdverts notes a new advert, or that one of the same first day ends otherwise; one that overlaps another is at fault.
func (w *work) compareAdverts(p *known, l *listedPost) {
	if l.advert == nil {
		return
	}
	is, before, there := *l.advert, "", false
	is.ID, is.PostID = ids.New(), w.post.ID
	for _, a := range p.adverts {
		switch {
		case a.FromOn == is.FromOn:
			is.ID, before, there = a.ID, told(a.UntilOn), true
		case !a.UntilOn.Before(is.FromOn) && !is.UntilOn.Before(a.FromOn):
			w.fault(l.advertLine, "advertised_from", "overlaps", told(a.FromOn))
		}
	}
	switch w.step("advert", before, told(is.UntilOn)); {
	case !there:
		w.add = append(w.add, &is)
	case before != told(is.UntilOn):
		w.save = append(w.save, &is)
	}
}

// end is what becomes of a post that the list does not have. Who is planned on it is in the way: nothing planned is lost by a list.
func (p *known) end(day clock.Date) *work {
	w := &work{PostChange: PostChange{Number: p.Number, What: Ended, Steps: []Step{}}, post: p.Post, lines: map[*Filling]int{}}
	last := day.AddDays(-1)
	for _, f := range p.fillings {
		switch {
		case covers(f.FromOn, f.UntilOn, day):
			w.leave(f, last, day)
		case day.Before(f.FromOn):
			w.fault(1, "number", "planned", p.Number)
		default:
			w.fillings = append(w.fillings, f)
		}
	}
	for _, t := range p.terms {
		switch {
		case last.Before(t.FromOn):
			w.step("from", told(t.FromOn), "")
			w.drop = append(w.drop, t)
		case t.UntilOn.IsZero() || last.Before(t.UntilOn):
			is := *t
			is.UntilOn = last
			w.save = append(w.save, &is)
		}
	}
	return w
}

func (f *Filling) told() string { return f.Name + " (" + hundredths(f.Share) + ")" }

func told(day clock.Date) string {
	if day.IsZero() {
		return ""
	}
	return day.German()
}

func earlier(a, b clock.Date) clock.Date {
	if b.Before(a) {
		return b
	}
	return a
}
