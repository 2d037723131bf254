package seed

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/appointments"
	"github.com/ankunft/ankunft/modules/capacity"
	"github.com/ankunft/ankunft/modules/frontdesk"
	"github.com/ankunft/ankunft/modules/outlook"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
)

const (
	hallDays  = 56 // of the past, on which people came to the halls
	leadDays  = 84 // on which lead times were measured
	aheadDays = 35 // for which some have booked

	// A city of few cases is for tests: a busy week ahead shows all there is to see.
	fewCases, aheadOfFew = 100, 7
)

// house gives the halls their past weeks and some appointments ahead, so that there is something to look ahead from. Its visits were not lived
// through the services one by one, as cases are: three thousand tickets would keep everybody waiting who starts the demo.
func (f *filler) house(ctx context.Context) error {
	booking := f.Office.Appointments
	if booking == nil || f.Office.Frontdesk == nil {
		return nil
	}
	if err := booking.Begin(ctx); err != nil {
		return err
	}
	plan, err := booking.Plan(ctx)
	if err != nil {
		return err
	}
	p := &hallPast{filler: f, plan: plan, rand: rand.New(rand.NewPCG(9, 41))} // the same each time
	for n := -hallDays; n < 0; n++ {
		for _, site := range plan.Sites {
			p.day(site.Key, f.today.AddDays(n))
		}
	}
	if err := p.keep(ctx); err != nil {
		return err
	}
	if err := f.Office.Outlook.Import(ctx, p.leads()); err != nil {
		return err
	}
	if err := p.calledBack(); err != nil { //nolint:contextcheck // the hand brings its own
		return err
	}
	return p.bookAhead() //nolint:contextcheck // the hand brings its own
}

// hallPast are the past weeks of the halls.
type hallPast struct {
	*filler
	plan    *capacity.Plan
	rand    *rand.Rand
	visits  []*appointments.Appointment
	tickets []*frontdesk.Ticket
	number  map[string]int // of the day, by letter
}

func (p *hallPast) day(site string, day clock.Date) {
	p.number = map[string]int{}
	var walkIns []capacity.Opening
	for _, o := range p.plan.Openings(site, day) {
		switch {
		case o.Stretch.Purpose == capacity.WalkIn && o.All.Count() < capacity.DayCells: // not the hall of the demo that never closes
			walkIns = append(walkIns, o)
		case o.Stretch.Purpose == capacity.Booking || o.Stretch.Purpose == capacity.EmergencyCounter:
			p.booked(site, day, o)
		}
	}
	p.walkedIn(site, day, walkIns)
}

// booked fills a counter's stretch with appointments, most of which took place, each a bit shorter or longer than planned.
func (p *hallPast) booked(site string, day clock.Date, o capacity.Opening) {
	free := time.Time{} // from when on nobody is at the counter
	cells := o.All.List()
	for at := 0; at < len(cells); {
		c := p.concern(o.Stretch)
		starts, ok := capacity.At(day, cells[at])
		if at += c.Cells(1); !ok || at > len(cells) || p.rand.IntN(100) >= 82 {
			continue
		}
		ends := starts.Add(time.Duration(c.Cells(1)*capacity.CellMinutes) * time.Minute)
		created := starts.AddDate(0, 0, -1-p.rand.IntN(21))
		if o.Stretch.Purpose == capacity.EmergencyCounter {
			created = starts.Add(-time.Hour)
		}
		by := "office"
		a := &appointments.Appointment{
			ID: ids.New(), Number: ids.SecretCode()[:9], Purpose: o.Stretch.Purpose, State: appointments.Done, Site: site, Concern: c.Key, People: 1,
			CounterID: o.Stretch.CounterID, StartsAt: starts, EndsAt: ends, Language: "de", Needs: []string{}, Version: 1, CreatedAt: created, BookedAt: &created,
			EndedAt: &ends, EndedBy: &by, AnonymisedAt: &ends,
		}
		p.visits = append(p.visits, a)
		if p.rand.IntN(100) < 8 {
			a.State = appointments.Missed
			continue
		}
		t := p.ticket(site, day, "appointments", "T", c.Key, starts.Add(-time.Duration(p.rand.IntN(20)-3)*time.Minute))
		t.DueAt, t.AppointmentID, t.ForCounter, t.DrawnBy = starts, &a.ID, &o.Stretch.CounterID, "appointment"
		free = p.serve(t, o.Stretch.CounterID, later(free, later(t.DrawnAt, starts.Add(-2*time.Minute))), c.Minutes)
	}
}

func (p *hallPast) concern(s *capacity.Stretch) *capacity.Concern {
	list := p.Office.Appointments.Rules.Concerns
	for {
		if c := &list[p.rand.IntN(len(list))]; s.Takes(c.Key) && slices.Contains(c.Purposes, string(s.Purpose)) {
			return c
		}
	}
}

// walkedIn lets people come to the open counters, most of them early, and be called by turn; some go before it is theirs.
func (p *hallPast) walkedIn(site string, day clock.Date, open []capacity.Opening) {
	if len(open) == 0 {
		return
	}
	rules := p.Office.Frontdesk.Rules
	free := make([]time.Time, len(open))
	come := map[int]int{} // by cell
	for i, o := range open {
		cells := o.All.List()
		free[i], _ = capacity.At(day, cells[0])
		for range len(cells) / 2 {
			if at := min(p.rand.IntN(len(cells)), p.rand.IntN(len(cells))); at < len(cells)-6 && p.rand.IntN(100) < 88 {
				come[cells[at]]++
			}
		}
	}
	for cell := range capacity.DayCells {
		for range come[cell] {
			drawn, _ := capacity.At(day, cell)
			c := rules.Concerns[min(p.rand.IntN(len(rules.Concerns)), p.rand.IntN(len(rules.Concerns)))]
			q, _ := rules.Queue(c.Queue)
			t := p.ticket(site, day, q.Key, q.Letter, c.Key, drawn.Add(time.Duration(p.rand.IntN(280))*time.Second))
			t.Priority = p.rand.IntN(12) == 0
			p.turn(t, open, free, c.Minutes)
		}
	}
}

// turn calls somebody to the counter that is free first, if they and the counter are still there.
func (p *hallPast) turn(t *frontdesk.Ticket, open []capacity.Opening, free []time.Time, minutes int) {
	first := 0
	for i := range free {
		if free[i].Before(free[first]) {
			first = i
		}
	}
	cells := open[first].All.List()
	shut, _ := capacity.At(t.Day, cells[len(cells)-1])
	at := later(t.DrawnAt, free[first])
	patience := t.DrawnAt.Add(time.Duration(25+p.rand.IntN(120)) * time.Minute)
	switch {
	case at.After(patience) && patience.Before(shut):
		t.State, t.EndedAt = frontdesk.Left, &patience
	case at.After(shut):
		t.State, t.EndedAt = frontdesk.Closed, &shut
	default:
		free[first] = p.serve(t, open[first].Stretch.CounterID, at, minutes)
	}
}

func (p *hallPast) ticket(site string, day clock.Date, queue, letter, concern string, drawn time.Time) *frontdesk.Ticket {
	p.number[letter]++
	t := &frontdesk.Ticket{
		ID: ids.New(), Site: site, Day: day, Number: fmt.Sprintf("%s%03d", letter, p.number[letter]), Queue: queue, Concern: concern, Language: "de", People: 1,
		Needs: []string{}, DueAt: drawn, DrawnAt: drawn, DrawnBy: "kiosk", Version: 1,
	}
	p.tickets = append(p.tickets, t)
	return t
}

// serve tells when the counter is free again.
func (p *hallPast) serve(t *frontdesk.Ticket, counter uuid.UUID, at time.Time, minutes int) time.Time {
	served := at.Add(time.Minute)
	ended := at.Add(time.Duration(float64(minutes)*(0.45+0.9*p.rand.Float64())*60) * time.Second)
	t.State, t.Outcome, t.CounterID, t.CalledAt, t.ServedAt, t.EndedAt, t.Calls = frontdesk.Done, "done_here", &counter, &at, &served, &ended, 1
	if r, ok := p.plan.Counter(counter); ok {
		t.Counter = r.Key
	}
	return ended
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// keep writes all of it, in a few statements.
func (p *hallPast) keep(ctx context.Context) error {
	for some := range slices.Chunk(p.visits, 1000) {
		if _, err := p.Office.DB.NewInsert().Model(&some).Exec(ctx); err != nil {
			return fmt.Errorf("keep past appointments: %w", err)
		}
	}
	for some := range slices.Chunk(p.tickets, 1000) {
		if _, err := p.Office.DB.NewInsert().Model(&some).Exec(ctx); err != nil {
			return fmt.Errorf("keep past tickets: %w", err)
		}
	}
	return nil
}

// leads are lead times that became shorter over the weeks.
func (p *hallPast) leads() []outlook.LeadTime {
	var list []outlook.LeadTime
	for _, site := range p.plan.Sites {
		for _, c := range p.Office.Appointments.Rules.Concerns {
			l, base := outlook.LeadTime{Site: site.Key, Concern: c.Key}, 12+p.rand.IntN(10)
			for n := -leadDays; n < 0; n++ {
				third := max(1, base*(-n+20)/(leadDays+20)+p.rand.IntN(4))
				next := max(0, third-p.rand.IntN(4))
				l.Course = append(l.Course, outlook.LeadPoint{Day: p.today.AddDays(n), Next: &next, Third: &third})
			}
			list = append(list, l)
		}
	}
	return list
}

// calledBack books a call-back on the last day that had phone hours; nobody has said yet whether it took place.
func (p *hallPast) calledBack() error {
	h := p.hands[0]
	q := capacity.Query{Site: p.plan.Sites[0].Key, Concern: "advice", People: 1, Purpose: capacity.Phone}
	for ago := 1; ago < 14; ago++ {
		day := p.today.AddDays(-ago)
		h.clock.Set(day.AddDays(-2).Time(clock.Berlin).Add(10 * time.Hour))
		times, err := h.Appointments.FreeTimes(h.ctx, q, day)
		if err != nil {
			return err
		}
		if len(times) == 0 {
			continue
		}
		to := appointments.Party{Name: guests[7], Phone: "+49 9999 5550177", Language: "fr"}
		_, err = h.Appointments.BookFor(h.by("lindner"), to, q, day.String()+"T"+times[0], ids.Token(), h.staff["lindner"].AccountID)
		return err
	}
	return nil
}

// bookAhead books some of the coming times, fewer of those that are far away. Enough stay free on each day.
func (p *hallPast) bookAhead() error {
	h := p.hands[0]
	h.clock.Set(p.now)
	rules, days := h.Appointments.Rules, aheadDays
	if p.Cases < fewCases {
		days = aheadOfFew
	}
	for n := 1; n <= days; n++ {
		day := p.today.AddDays(n)
		for _, site := range p.plan.Sites {
			for _, c := range slices.Concat(rules.Concerns, rules.Concerns) {
				if p.rand.IntN(days) < n || !slices.Contains(c.Purposes, string(capacity.Booking)) {
					continue
				}
				q := capacity.Query{Site: site.Key, Concern: c.Key, People: 1, Purpose: capacity.Booking}
				times, err := h.Appointments.FreeTimes(h.ctx, q, day)
				if err != nil {
					return err
				}
				if len(times) < 3 {
					continue
				}
				to := appointments.Party{Name: guests[p.rand.IntN(len(guests))], Language: "de"}
				_, err = h.Appointments.BookFor(h.by("lindner"), to, q, day.String()+"T"+times[p.rand.IntN(len(times))], ids.Token(), h.staff["lindner"].AccountID)
				if err != nil && errs.KindOf(err) != errs.Conflict {
					return fmt.Errorf("book ahead: %w", err)
				}
			}
		}
	}
	return nil
}

// guests have no case; they called and were given a time.
var guests = []string{
	"Aylin Kaya", "Omar Haddad", "Olena Kovalenko", "Minh Tran", "Fatemeh Karimi", "Ivan Petrov", "Lucía Romero", "Awa Diallo", "Mehmet Şahin", "Sofia Rossi",
	"Daniel Okafor", "Mariam Aziz", "Piotr Nowak", "Elena Popescu", "Rahul Sharma",
}
