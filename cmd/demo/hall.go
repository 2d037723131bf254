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

// openHall gives that site a counter that is open to all at any hour, before the plan is written; and today is no holiday in the demo.
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
	site := &booking.Rules.Plan.Sites[at]
	for _, counter := range []capacity.FirstCounter{{Key: "7", Name: "Schalter 7, Vorführung"}, {Key: "8", Name: "Schalter 8, Vorführung"}} {
		counter.Open = []capacity.FirstOpen{{Days: []string{"mo", "tu", "we", "th", "fr", "sa", "su"}, From: "00:00", To: "24:00", Purpose: string(capacity.WalkIn), Team: "service"}}
		site.Counters = append(site.Counters, counter)
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
