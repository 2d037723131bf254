package main

import (
	"context"
	"slices"

	"github.com/ankunft/ankunft/modules/capacity"
	"github.com/ankunft/ankunft/modules/frontdesk"
	"github.com/ankunft/ankunft/platform/clock"
)

// openHouse is the site of the demo city whose hall is open round the clock: whoever looks at the demo on a Sunday evening finds a kiosk that works.
const openHouse = "nordstadt"

// openHall gives that site counters that are open at any hour, before the plan is written: to all, and for what cannot wait, whose times open a day
// before. And today is no holiday in the demo.
func (s *stage) openHall() {
	booking := s.office.Appointments
	if booking == nil || s.office.Frontdesk == nil {
		return
	}
	holiday, today := booking.Holiday, clock.Today(clock.System().Now())
	booking.Holiday = func(day clock.Date) bool { return holiday(day) && day != today }
	at := slices.IndexFunc(booking.Rules.Plan.Sites, func(f capacity.FirstSite) bool { return f.Key == openHouse })
	if at < 0 {
		return
	}
	booking.Rules.Emergency.Days, booking.Rules.Emergency.OpensAt = 1, "00:00"
	site := &booking.Rules.Plan.Sites[at]
	for _, counter := range []struct {
		key     string
		purpose capacity.Purpose
	}{{"7", capacity.WalkIn}, {"8", capacity.WalkIn}, {"9", capacity.EmergencyCounter}} {
		open := capacity.FirstOpen{Days: []string{"mo", "tu", "we", "th", "fr", "sa", "su"}, From: "00:00", To: "24:00", Purpose: string(counter.purpose), Team: "service"}
		site.Counters = append(site.Counters, capacity.FirstCounter{Key: counter.key, Name: "Schalter " + counter.key + ", Vorführung", Open: []capacity.FirstOpen{open}})
	}
}

// devices are links for a kiosk and a display of that hall; each is good once.
func (s *stage) devices(ctx context.Context) (kiosk, display string, err error) {
	if s.office.Frontdesk == nil {
		return "", "", nil
	}
	link := func(kind, name string) string {
		_, token, fault := s.office.Frontdesk.LetIn(ctx, openHouse, kind, name)
		if fault != nil {
			err = fault
		}
		return s.url(0) + "/hall/" + openHouse + "/" + kind + "#" + token
	}
	return link(frontdesk.Kiosk, "Automat der Vorführung"), link(frontdesk.Display, "Anzeige der Vorführung"), err
}
