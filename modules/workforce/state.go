package workforce

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/ids"
)

// state is what is known of posts and persons before a list comes, and what the list says of who is who.
type state struct {
	posts    map[string]*known // by number
	fillings []*Filling
	persons  map[uuid.UUID]*Person
	byNo     map[string]*Person
	byName   map[string]*Person // who is known by name alone

	taken                map[*Filling]bool // stands in a line
	moved                []*Filling        // is another person's than it was
	fresh, changed, gone []*Person
}

// known is a post with all that belongs to it.
type known struct {
	*Post
	terms    []*Term
	fillings []*Filling
	adverts  []*Advert
}

func readState(ctx context.Context, from func() *bun.SelectQuery) (*state, error) {
	st := &state{posts: map[string]*known{}, persons: map[uuid.UUID]*Person{}, byNo: map[string]*Person{}, byName: map[string]*Person{}, taken: map[*Filling]bool{}}
	var posts []*Post
	var terms []*Term
	var adverts []*Advert
	var persons []*Person
	for rows, order := range map[any]string{&posts: "number", &terms: "from_on", &st.fillings: "from_on, id", &adverts: "from_on", &persons: "id"} {
		if err := from().Model(rows).OrderExpr(order).Scan(ctx); err != nil {
			return nil, fmt.Errorf("read posts: %w", err)
		}
	}
	by := map[uuid.UUID]*known{}
	for _, p := range posts {
		by[p.ID] = &known{Post: p}
		st.posts[p.Number] = by[p.ID]
	}
	for _, t := range terms {
		by[t.PostID].terms = append(by[t.PostID].terms, t)
	}
	for _, a := range adverts {
		by[a.PostID].adverts = append(by[a.PostID].adverts, a)
	}
	for _, p := range slices.Backward(persons) {
		st.know(p)
	}
	for _, f := range st.fillings {
		f.Name = st.persons[f.PersonID].Name
		by[f.PostID].fillings = append(by[f.PostID].fillings, f)
	}
	return st, nil
}

func (st *state) know(p *Person) {
	st.persons[p.ID] = p
	switch {
	case p.StaffNo != "":
		st.byNo[p.StaffNo] = p
	case p.AccountID == nil:
		st.byName[strings.ToLower(p.Name)] = p
	}
}

// meet says of each line who it is: those with a number first, so that a name does not take what is a number's.
func (st *state) meet(listed []*listedPost, day clock.Date) {
	for _, numbered := range []bool{true, false} {
		for _, l := range listed {
			for _, line := range l.people {
				if (line.staffNo != "") == numbered {
					st.find(l.Number, line, day)
				}
			}
		}
	}
}

// find says who a line is: whoever has its number; who stands on this post under its name and has no number yet; at last who is known by that name alone. And it says which filling the line is
// of: the one of the day, or one that is planned from that very day.
func (st *state) find(number string, line *listedPerson, day clock.Date) {
	p := st.byNo[line.staffNo]
	line.was = st.standing(number, line, day, func(q *Person) bool { return q == p })
	if line.was == nil {
		line.was = st.standing(number, line, day, func(q *Person) bool {
			return strings.EqualFold(q.Name, line.Name) && (line.staffNo == "" || q.StaffNo == "" && (p == nil || !p.other(q)))
		})
	}
	switch {
	case line.staffNo != "":
	case line.was != nil:
		p = st.persons[line.was.PersonID]
	default:
		p = st.byName[strings.ToLower(line.Name)]
	}
	if p == nil {
		p = &Person{ID: ids.New(), Name: line.Name, StaffNo: line.staffNo}
		st.know(p)
		st.fresh = append(st.fresh, p)
	}
	if line.was != nil {
		st.taken[line.was] = true
		if q := st.persons[line.was.PersonID]; q != p {
			st.join(q, p, line.was.PostID, day)
		}
	}
	if line.person = p; line.staffNo != "" && p.Name != line.Name {
		line.before, p.Name = p.Name, line.Name
		st.touch(p)
	}
}

func (st *state) standing(number string, line *listedPerson, day clock.Date, is func(*Person) bool) *Filling {
	p, there := st.posts[number]
	if !there {
		return nil
	}
	for _, f := range p.fillings {
		here := covers(f.FromOn, f.UntilOn, day)
		if day.Before(line.from) {
			here = f.FromOn == line.from
		}
		if here && !st.taken[f] && is(st.persons[f.PersonID]) {
			return f
		}
	}
	return nil
}

// join makes one person of two: what the first fills is the second's. Who is known by name alone and stands elsewhere too may be somebody else there: of those only this post.
func (st *state) join(gone, is *Person, on uuid.UUID, day clock.Date) {
	mine := func(f *Filling) bool { return f.PersonID == gone.ID }
	all := gone.AccountID != nil || !slices.ContainsFunc(st.fillings, func(f *Filling) bool {
		return mine(f) && f.PostID != on && (f.UntilOn.IsZero() || !f.UntilOn.Before(day))
	})
	for _, f := range st.fillings {
		if mine(f) && (all || f.PostID == on) {
			f.PersonID, st.moved = is.ID, append(st.moved, f)
		}
	}
	if !all {
		return
	}
	if gone.AccountID != nil {
		is.AccountID = gone.AccountID
		st.touch(is)
	} else {
		delete(st.byName, strings.ToLower(gone.Name))
	}
	st.gone = append(st.gone, gone)
}

func (st *state) touch(p *Person) {
	if !slices.Contains(st.fresh, p) && !slices.Contains(st.changed, p) {
		st.changed = append(st.changed, p)
	}
}

// left are posts that are on the day and stand in no line of the list, by number.
func (st *state) left(listed []*listedPost, day clock.Date) []*known {
	in, list := map[string]bool{}, []*known{}
	for _, l := range listed {
		in[l.Number] = true
	}
	for _, p := range st.posts {
		if !in[p.Number] && p.current(day) != nil {
			list = append(list, p)
		}
	}
	slices.SortFunc(list, func(a, b *known) int { return cmp.Compare(a.Number, b.Number) })
	return list
}

// current is what a post is on a day; nil where it is none.
func (p *known) current(day clock.Date) *Term {
	for _, t := range p.terms {
		if covers(t.FromOn, t.UntilOn, day) {
			return t
		}
	}
	return nil
}

// untilPlanned is the last day of somebody who comes from one day on: what is planned of them on this post after the list's day goes on as it was planned.
func (p *known) untilPlanned(person uuid.UUID, from, until, day clock.Date) clock.Date {
	for _, f := range p.fillings {
		if f.PersonID == person && from.Before(f.FromOn) && day.Before(f.FromOn) && (until.IsZero() || !until.Before(f.FromOn)) {
			until = f.FromOn.AddDays(-1)
		}
	}
	return until
}
