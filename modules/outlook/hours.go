package outlook

import (
	"cmp"
	"context"
	"slices"

	"github.com/ankunft/ankunft/modules/capacity"
	"github.com/ankunft/ankunft/platform/clock"
)

// hoursDays are how many days ahead exceptions are told.
const hoursDays = 28

// SiteHours are when a site is open, for what, and when it is not as usual.
type SiteHours struct {
	Site       capacity.Site
	Hours      []Hours
	Exceptions []Exception
}

// Hours are a part of a weekday on which a site is there for a purpose, in minutes of wall time after midnight.
type Hours struct {
	Purpose    capacity.Purpose
	Team       string // whose open hours they are; of walk-in hours only
	Weekday    int    // ISO: 1 is Monday
	FromMinute int
	ToMinute   int
}

// Exception is a day of the coming four weeks that is not like its weekday.
type Exception struct {
	Day clock.Date
	// Kind is holiday (public, or a closed day of the city), closure (of the whole site) or changed (some of the hours are others).
	Kind   string
	Reason string // in German as the office has written it; "" for a public holiday
	Hours  []Hours
}

// Kinds of exception.
const (
	KindHoliday = "holiday"
	KindClosure = "closure"
	KindChanged = "changed"
)

// service is what a site is there for.
type service struct {
	purpose capacity.Purpose
	team    string
}

func serviceOf(s *capacity.Stretch) service {
	if s.Purpose == capacity.WalkIn {
		return service{s.Purpose, s.Team}
	}
	return service{purpose: s.Purpose}
}

// open is what is open on a day.
type open map[service]capacity.Mask

func (o open) add(of service, m *capacity.Mask) {
	if had := o[of]; !m.Empty() {
		o[of] = had.Or(m)
	}
}

func (o open) same(other open) bool {
	if len(o) != len(other) {
		return false
	}
	for of, m := range o {
		if m != other[of] {
			return false
		}
	}
	return true
}

// hours are the parts of a day, in order of purpose, team and time.
func (o open) hours(weekday int) []Hours {
	list := []Hours{}
	for of, m := range o {
		for _, span := range spans(&m) {
			list = append(list, Hours{of.purpose, of.team, weekday, span.From / 60, span.To / 60})
		}
	}
	slices.SortFunc(list, func(a, b Hours) int {
		return cmp.Or(cmp.Compare(rank(a.Purpose), rank(b.Purpose)), cmp.Compare(a.Team, b.Team), cmp.Compare(a.FromMinute, b.FromMinute))
	})
	return list
}

var purposes = []capacity.Purpose{capacity.WalkIn, capacity.Booking, capacity.EmergencyCounter, capacity.Phone}

func rank(p capacity.Purpose) int { return slices.Index(purposes, p) }

// knownHours are those of a plan on a day: they are asked for by everybody and change with either.
type knownHours struct {
	plan  *capacity.Plan
	today clock.Date
	list  []SiteHours
}

// OpeningHours are those of all sites, from the plan as it holds now. Nobody changes what comes back.
func (s *Service) OpeningHours(ctx context.Context) ([]SiteHours, error) {
	plan, err := s.Appointments.Plan(ctx)
	if err != nil {
		return nil, err
	}
	today := s.today()
	if k := s.hours.Load(); k != nil && k.plan == plan && k.today == today {
		return k.list, nil
	}
	list := s.openingHours(plan, today)
	s.hours.Store(&knownHours{plan, today, list})
	return list, nil
}

func (s *Service) openingHours(plan *capacity.Plan, today clock.Date) []SiteHours {
	list := []SiteHours{}
	for _, site := range plan.Sites {
		if !site.Active {
			continue
		}
		h := SiteHours{Site: site, Hours: []Hours{}, Exceptions: []Exception{}}
		usual := map[int]open{}
		for n := range 7 {
			day := today.AddDays(n)
			usual[weekday(day)] = usually(plan, site.Key, day)
		}
		for wd := 1; wd <= 7; wd++ {
			h.Hours = append(h.Hours, usual[wd].hours(wd)...)
		}
		for n := range hoursDays {
			day := today.AddDays(n)
			if really := really(plan, site.Key, day); !really.same(usual[weekday(day)]) {
				h.Exceptions = append(h.Exceptions, s.exception(plan, site.Key, day, really))
			}
		}
		list = append(list, h)
	}
	return list
}

// usually is what the week has open, whatever happens on the day.
func usually(p *capacity.Plan, site string, day clock.Date) open {
	o := open{}
	for i := range p.Stretches {
		st := &p.Stretches[i]
		if r, ok := p.Counter(st.CounterID); !ok || !r.Active || r.Site != site || !st.On(day) {
			continue
		}
		m := capacity.Cells(st.FromMinute/capacity.CellMinutes, (st.ToMinute-st.FromMinute)/capacity.CellMinutes)
		o.add(serviceOf(st), &m)
	}
	return o
}

func really(p *capacity.Plan, site string, day clock.Date) open {
	o := open{}
	for _, opening := range p.Openings(site, day) {
		o.add(serviceOf(opening.Stretch), &opening.All)
	}
	return o
}

// exception says why. What a closure of one counter says is nobody's business outside: it may tell of a colleague's illness.
func (s *Service) exception(p *capacity.Plan, site string, day clock.Date, really open) Exception {
	e := Exception{Day: day, Kind: KindChanged, Hours: really.hours(weekday(day))}
	if s.Appointments.Holiday(day) {
		e.Kind, e.Reason = KindHoliday, s.DayName(day)
		return e
	}
	for _, c := range p.Closures {
		here := c.Site != nil && *c.Site == site || c.Site == nil && c.ResourceID == nil
		if here && c.ResourceID == nil && !day.Before(c.FirstDay) && !c.LastDay.Before(day) {
			e.Kind, e.Reason = KindClosure, c.Reason
		}
	}
	return e
}

// weekday of a day: 1 is Monday.
func weekday(day clock.Date) int { return (int(day.Time(clock.Berlin).Weekday())+6)%7 + 1 }

// Span is a part of a day in seconds of wall time after midnight.
type Span struct{ From, To int }

const cellSeconds = capacity.CellMinutes * 60

// spans are the parts of a day without a gap.
func spans(m *capacity.Mask) []Span {
	var list []Span
	for _, cell := range m.List() {
		from := cell * cellSeconds
		if n := len(list); n > 0 && list[n-1].To == from {
			list[n-1].To += cellSeconds
			continue
		}
		list = append(list, Span{from, from + cellSeconds})
	}
	return list
}
