package qualifications

import (
	"cmp"
	"context"
	"slices"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/identity"
)

// Seat is somebody at a counter today: now, or by the plan.
type Seat struct {
	AccountID   uuid.UUID
	CounterID   uuid.UUID
	CounterName string
	From, To    string // of the plan, "08:00"; "" where they sit there unplanned
	Now         bool
	Away        bool // at a time for which the plan has them
}

// Speaker is somebody at a counter, and the languages that they speak today.
type Speaker struct {
	Seat
	Name      string
	Languages []*Held
}

// Speakers lists who sits at the counters of a house today and what they speak; with a language those who speak it, the surest first: who is there now, who is
// not away, who has a certificate, who speaks it best.
func (s *Service) Speakers(ctx context.Context, site, language string) ([]*Speaker, error) {
	list := []*Speaker{}
	if s.Seats == nil {
		return list, nil
	}
	seats, err := s.Seats(ctx, site)
	if err != nil {
		return nil, err
	}
	accounts := make([]uuid.UUID, len(seats))
	for i, seat := range seats {
		accounts[i] = seat.AccountID
	}
	held, err := s.of(ctx, accounts...)
	if err != nil {
		return nil, err
	}
	names, err := s.Identity.Colleagues(ctx, accounts)
	if err != nil {
		return nil, err
	}
	for _, seat := range seats {
		speaks := &Speaker{Seat: seat, Name: names[seat.AccountID], Languages: []*Held{}}
		for _, h := range held {
			if h.AccountID == seat.AccountID && h.Kind == Language && h.holds(s.today()) && (language == "" || h.Key == language) {
				speaks.Languages = append(speaks.Languages, h)
			}
		}
		if len(speaks.Languages) > 0 {
			list = append(list, speaks)
		}
	}
	slices.SortStableFunc(list, func(a, b *Speaker) int {
		return cmp.Or(first(a.Now, b.Now), first(!a.Away, !b.Away), better(a.Languages, b.Languages, language), cmp.Compare(a.Name, b.Name), cmp.Compare(a.From, b.From))
	})
	return list, nil
}

// first puts what holds before what does not.
func first(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

// better compares how two people speak the language that was asked for.
func better(a, b []*Held, language string) int {
	if language == "" {
		return 0
	}
	return cmp.Or(first(a[0].Certified(), b[0].Certified()), slices.Index(Levels, b[0].Level)-slices.Index(Levels, a[0].Level))
}

// Asked is what a record asks of who works on it.
type Asked struct {
	Team, Action  string // who may do the action in the team is asked at all
	Language      string // of its person, if they need one
	Qualification string // which its service asks for
}

// Fit is a colleague who may work on something, and what speaks for them.
type Fit struct {
	ID        uuid.UUID
	Name      string
	Speaks    *Held // the language that is asked for
	Qualified bool  // certified and valid today
}

// Fitting are the colleagues for a record: who holds what it asks for comes first.
type Fitting struct {
	Asked
	Items []*Fit
}

// Fitting lists who may work on a record that lies above; in another team, if one is named: who may not read there what colleagues can is told their names alone.
func (s *Service) Fitting(ctx context.Context, about audit.Record, team string) (*Fitting, error) {
	if s.Asks == nil {
		return nil, ErrNone
	}
	asked, err := s.Asks(ctx, about)
	if err != nil {
		return nil, err
	}
	list := &Fitting{Asked: *asked, Items: []*Fit{}}
	list.Team = cmp.Or(team, asked.Team)
	staff, err := s.Identity.Staff(ctx, identity.StaffFilter{Team: &list.Team, Action: &list.Action})
	if err != nil {
		return nil, err
	}
	accounts := make([]uuid.UUID, len(staff))
	for i, m := range staff {
		accounts[i] = m.ID
	}
	held, err := s.of(ctx, accounts...)
	if err != nil {
		return nil, err
	}
	by := map[uuid.UUID]*Fit{}
	for _, m := range staff {
		by[m.ID] = &Fit{ID: m.ID, Name: m.Name}
		list.Items = append(list.Items, by[m.ID])
	}
	if v := identity.ViewerFrom(ctx); list.Team != asked.Team && !v.CanInTeam("qualifications.read", list.Team) {
		held = nil
	}
	for _, h := range held {
		switch {
		case h.Kind == Language && h.Key == asked.Language && h.holds(s.today()):
			by[h.AccountID].Speaks = h
		case h.Kind == Particular && h.Key == asked.Qualification && h.counts(s.today()):
			by[h.AccountID].Qualified = true
		}
	}
	slices.SortStableFunc(list.Items, func(a, b *Fit) int { return cmp.Or(b.weight()-a.weight(), cmp.Compare(a.Name, b.Name)) })
	return list, nil
}

// weight puts who may approve before who speaks the language, and of those the surest first.
func (f *Fit) weight() int {
	n := 0
	if f.Qualified {
		n += 100
	}
	if f.Speaks != nil {
		n += 10 + slices.Index(Levels, f.Speaks.Level)
		if f.Speaks.Certified() {
			n += 10
		}
	}
	return n
}
