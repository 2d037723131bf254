package workforce

import (
	"cmp"
	"maps"
	"slices"
	"strconv"

	"github.com/google/uuid"

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

// comparePeople says who comes, who stays and who goes. Who goes and is followed by somebody goes the day before.
func (w *work) comparePeople(st *state, p *known, l *listedPost, day clock.Date) {
	open := map[string]*Filling{}
	for _, f := range p.fillings {
		if covers(f.FromOn, f.UntilOn, day) || day.Before(f.FromOn) {
			open[f.person()] = f
		} else {
			w.fillings = append(w.fillings, f)
		}
	}
	followed := day
	for _, person := range l.people {
		next := person.filling(w.post.ID, st.accounts)
		var was *Filling
		for _, key := range next.keys() {
			if was == nil {
				was = open[key]
			}
		}
		if was == nil {
			followed = earlier(followed, next.FromOn)
			w.step("person", "", next.told())
			w.add, w.fillings, w.lines[next] = append(w.add, next), append(w.fillings, next), person.line
			continue
		}
		delete(open, was.person())
		w.keep(was, next, person.line, day)
	}
	for _, key := range slices.Sorted(maps.Keys(open)) {
		w.leave(open[key], followed.AddDays(-1))
	}
}

// keep notes what changed of somebody who stays: a share from the day on, all else as it always was.
func (w *work) keep(was, next *Filling, line int, day clock.Date) {
	is := *was
	is.Kind, is.UntilOn, is.AccountID, is.StaffNo = next.Kind, next.UntilOn, cmp.Or(next.AccountID, was.AccountID), cmp.Or(next.StaffNo, was.StaffNo)
	w.step("until", told(was.UntilOn), told(next.UntilOn))
	w.step("kind", string(was.Kind), string(next.Kind))
	w.step("share", hundredths(was.Share), hundredths(next.Share))
	if was.Share != next.Share && was.FromOn.Before(day) {
		more := is
		more.ID, more.FromOn, more.Share = ids.New(), day, next.Share
		is.UntilOn = day.AddDays(-1)
		w.add, w.fillings = append(w.add, &more), append(w.fillings, &more)
		w.lines[&more] = line
	} else {
		is.Share = next.Share
	}
	if !same(&is, was) {
		w.save = append(w.save, &is)
		if len(w.Steps) == 0 {
			w.step("known", "", next.told()) // only how the personnel office knows them
		}
	}
	w.fillings, w.lines[&is] = append(w.fillings, &is), line
}

func same(a, b *Filling) bool {
	return a.Kind == b.Kind && a.Share == b.Share && a.UntilOn == b.UntilOn && a.StaffNo == b.StaffNo && (a.AccountID == nil) == (b.AccountID == nil) &&
		(a.AccountID == nil || *a.AccountID == *b.AccountID)
}

// leave ends a filling with a day; one that would begin later never was.
func (w *work) leave(was *Filling, last clock.Date) {
	w.step("person", was.told(), "")
	if last.Before(was.FromOn) {
		w.drop = append(w.drop, was)
		return
	}
	is := *was
	is.UntilOn = last
	w.save, w.fillings = append(w.save, &is), append(w.fillings, &is)
}

func (w *work) compareAdverts(p *known, l *listedPost) {
	if l.advert == nil {
		return
	}
	for _, a := range p.adverts {
		if a.FromOn == l.advert.FromOn {
			if a.UntilOn != l.advert.UntilOn {
				w.step("advert", told(a.UntilOn), told(l.advert.UntilOn))
				w.save = append(w.save, &Advert{ID: a.ID, PostID: a.PostID, FromOn: a.FromOn, UntilOn: l.advert.UntilOn})
			}
			return
		}
	}
	w.step("advert", "", told(l.advert.UntilOn))
	w.add = append(w.add, &Advert{ID: ids.New(), PostID: w.post.ID, FromOn: l.advert.FromOn, UntilOn: l.advert.UntilOn})
}

// end is what becomes of a post that the list does not have.
func (p *known) end(day clock.Date) *work {
	w := &work{PostChange: PostChange{Number: p.Number, What: Ended, Steps: []Step{}}, post: p.Post, lines: map[*Filling]int{}}
	last := day.AddDays(-1)
	for _, f := range p.fillings {
		if f.UntilOn.IsZero() || last.Before(f.UntilOn) {
			w.leave(f, last)
		} else {
			w.fillings = append(w.fillings, f)
		}
	}
	for _, t := range p.terms {
		switch {
		case last.Before(t.FromOn):
			w.drop = append(w.drop, t)
		case t.UntilOn.IsZero() || last.Before(t.UntilOn):
			is := *t
			is.UntilOn = last
			w.save = append(w.save, &is)
		}
	}
	return w
}

// overfilled tells of lines by which a post would be filled beyond its share, or before it was one.
func (w *work) overfilled(l *listedPost) []sheet.CellFault {
	var faults []sheet.CellFault
	for _, f := range w.fillings {
		line, listed := w.lines[f]
		if listed && filledShare(w.fillings, f.FromOn) > shareOn(w.terms, f.FromOn) {
			faults = append(faults, sheet.CellFault{Line: line, Column: "name", Code: "overfilled", Value: sheet.Short(l.Number)})
		}
	}
	return faults
}

// overworked tells of lines by which somebody would fill more than a whole post.
func (st *state) overworked(list []*work) []sheet.CellFault {
	lines, by := map[*Filling]int{}, map[string][]*Filling{}
	for _, w := range list {
		maps.Copy(lines, w.lines)
		for _, f := range w.fillings {
			if f.Beyond == "" {
				key := string(f.Kind) + f.person()
				by[key] = append(by[key], f)
			}
		}
	}
	var faults []sheet.CellFault
	for f, line := range lines {
		if f.Beyond == "" && filledShare(by[string(f.Kind)+f.person()], f.FromOn) > 100 {
			faults = append(faults, sheet.CellFault{Line: line, Column: "name", Code: "overworked", Value: sheet.Short(f.Name)})
		}
	}
	return faults
}

func (l *listedPerson) filling(post uuid.UUID, accounts map[string]uuid.UUID) *Filling {
	f := &Filling{ID: ids.New(), PostID: post, Kind: l.kind, Name: l.Name, StaffNo: l.staffNo, Share: l.share, FromOn: l.from, UntilOn: l.until}
	if id, ok := accounts[l.Name]; ok {
		f.AccountID = &id
	}
	return f
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
