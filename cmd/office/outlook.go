package office

import (
	outlookgql "github.com/ankunft/ankunft/graph/outlook"
	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/frontdesk"
	"github.com/ankunft/ankunft/modules/outlook"
	"github.com/ankunft/ankunft/platform/clock"
)

// lookAhead makes the outlook of a city that gives appointments; halls is nil where nobody walks in.
func (o *Office) lookAhead(city *catalogue.City, halls *frontdesk.Rules) {
	o.Outlook = outlook.New(outlook.Deps{
		DB: o.DB, Appointments: o.Appointments, Halls: halls, Log: o.Log,
		DayName: func(day clock.Date) string {
			for _, c := range city.Holidays.Closed {
				if c.Day == day {
					return c.Name
				}
			}
			return ""
		},
	})
	o.Outlook.Register(o.Jobs)
}

// outlookPart is the outlook's part of the schema.
func (o *Office) outlookPart() outlookgql.Resolver {
	names := map[string]string{}
	for _, team := range o.Catalogue.City().Teams {
		names[team.Key] = team.Name
	}
	return outlookgql.Resolver{Outlook: o.Outlook, TeamName: func(key string) string { return names[key] }}
}
