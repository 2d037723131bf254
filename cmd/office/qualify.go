package office

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/modules/persons"
	"github.com/ankunft/ankunft/modules/qualifications"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

// qualify makes what knows the languages and qualifications of staff.
func (o *Office) qualify(city *catalogue.City, _ *letters.Calendar) error {
	known := make([]qualifications.Qualification, len(city.Qualifications))
	for i, q := range city.Qualifications {
		known[i] = qualifications.Qualification{Key: q.Key, Title: q.Title}
	}
	o.Qualifications = qualifications.New(qualifications.Deps{
		DB: o.DB, Audit: o.Audit, Messages: o.Messages, Identity: o.Identity, Known: known, Seats: o.seatsToday, Asks: o.asksOfClerks,
	})
	o.Qualifications.Register(o.Jobs)
	return nil
}

// qualified refuses who lacks what a service asks of those who approve it.
func (o *Office) qualified(ctx context.Context, tx *db.Tx, approver uuid.UUID, service string) (map[string]string, error) {
	offer, err := o.Catalogue.Offer(ctx, service)
	if err != nil || offer.Qualification == "" {
		return nil, err
	}
	return nil, o.Qualifications.NeedTx(ctx, tx, approver, offer.Qualification)
}

// asksOfClerks is what a case asks of who works on it: its service's qualification, and the language of whom it is about, if they need one.
func (o *Office) asksOfClerks(ctx context.Context, about audit.Record) (*qualifications.Asked, error) {
	if about.Kind != cases.Record(about.ID).Kind {
		return nil, qualifications.ErrNone
	}
	c, err := o.Cases.Reach(ctx, about.ID, "cases.assign")
	if errs.KindOf(err) == errs.NotFound {
		return nil, qualifications.ErrNone
	}
	if err != nil {
		return nil, err
	}
	asked := &qualifications.Asked{Team: c.Team, Action: "cases.check"}
	if offer, err := o.Catalogue.Offer(ctx, c.Service); err == nil { // one that the city no longer offers asks for nothing
		asked.Qualification = offer.Qualification
	}
	if o.Linguists == nil {
		return asked, nil
	}
	need, err := o.Linguists.NeedOf(ctx, persons.Record(c.PersonID), about)
	if err == nil && need != nil && !need.EnoughGerman {
		asked.Language = need.Language
	}
	return asked, err
}

// seatsToday are those who sit at counters of a house today, by the plan or because they have opened one.
func (o *Office) seatsToday(ctx context.Context, site string) ([]qualifications.Seat, error) {
	if o.Appointments == nil {
		return nil, nil
	}
	plan, err := o.Appointments.Plan(ctx)
	if err != nil {
		return nil, err
	}
	list, today := []qualifications.Seat{}, clock.Today(o.DB.Clock.Now())
	for i := range plan.Stretches {
		stretch := &plan.Stretches[i]
		counter, ok := plan.Counter(stretch.CounterID)
		if !ok || counter.Site != site || stretch.PersonID == nil || !stretch.On(today) {
			continue
		}
		list = append(list, qualifications.Seat{
			AccountID: *stretch.PersonID, CounterID: counter.ID, CounterName: counter.Name, From: wallTime(stretch.FromMinute), To: wallTime(stretch.ToMinute),
		})
	}
	list = wholeDay(list)
	if err := o.noteAway(ctx, list, today); err != nil {
		return nil, err
	}
	if o.Frontdesk == nil {
		return list, nil
	}
	hall, err := o.Frontdesk.Hall(ctx, site)
	if err != nil {
		return nil, err
	}
	for _, d := range hall.Desks {
		seat := qualifications.Seat{AccountID: d.ClerkID, CounterID: d.CounterID, Now: true}
		if counter, ok := plan.Counter(d.CounterID); ok {
			seat.CounterName = counter.Name
		}
		list = seated(list, seat)
	}
	return list, nil
}

// noteAway notes who is away at a time for which the plan has them.
func (o *Office) noteAway(ctx context.Context, list []qualifications.Seat, today clock.Date) error {
	accounts := make([]uuid.UUID, len(list))
	for i, seat := range list {
		accounts[i] = seat.AccountID
	}
	midnight := today.Time(clock.Berlin)
	away, err := o.awayOf(ctx, accounts, clock.Span{From: midnight, To: today.AddDays(1).Time(clock.Berlin)})
	for i, seat := range list {
		for _, span := range away[seat.AccountID] {
			from, to := wallTimeOf(span.From, midnight), wallTimeOf(span.To, midnight)
			list[i].Away = list[i].Away || from < seat.To && seat.From < to
		}
	}
	return err
}

// wallTimeOf is a moment by the clocks of a day; whatever comes after it is its end.
func wallTimeOf(at, midnight time.Time) string {
	if at = at.In(clock.Berlin); clock.DateOf(at) != clock.DateOf(midnight) {
		return wallTime(24 * 60)
	}
	return wallTime(at.Hour()*60 + at.Minute())
}

// wholeDay joins what somebody does at one counter, one purpose after the other, to one seat.
func wholeDay(list []qualifications.Seat) []qualifications.Seat {
	joined := []qualifications.Seat{}
	for _, s := range list {
		there := false
		for i := range joined {
			if k := &joined[i]; k.AccountID == s.AccountID && k.CounterID == s.CounterID {
				k.From, k.To, there = min(k.From, s.From), max(k.To, s.To), true
			}
		}
		if !there {
			joined = append(joined, s)
		}
	}
	return joined
}

// seated notes who is at a counter now; where the plan has them there too, that is one seat.
func seated(list []qualifications.Seat, now qualifications.Seat) []qualifications.Seat {
	for i := range list {
		if list[i].AccountID == now.AccountID && list[i].CounterID == now.CounterID {
			list[i].Now, list[i].Away, list[i].CounterName = true, false, cmp.Or(now.CounterName, list[i].CounterName)
			return list
		}
	}
	return append(list, now)
}

func wallTime(minute int) string { return fmt.Sprintf("%02d:%02d", minute/60, minute%60) }
