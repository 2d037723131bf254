package outlookgql

import (
	"context"

	appointmentsgql "github.com/ankunft/ankunft/graph/appointments"
	"github.com/ankunft/ankunft/modules/outlook"
	"github.com/ankunft/ankunft/platform/clock"
)

// Resolver resolves the part; it is Query. Where a city gives no appointments, Outlook is nil and everything is not found.
type Resolver struct {
	Outlook *outlook.Service
	// TeamName is what a team is called.
	TeamName func(key string) string
}

// Query resolves the queries.
type Query struct{ Resolver }

// The types of the schema that are not the module's own.
type (
	// LeadTime is how long one waited.
	LeadTime struct {
		Site, Concern, Title string
		Course               []outlook.LeadPoint
	}
	// SiteHours are when a site is open.
	SiteHours struct {
		Key, Name, Street, Place, Hint string
		Hours                          []OpenHours
		Exceptions                     []HoursException
	}
	// OpenHours are a part of a weekday.
	OpenHours struct {
		Purpose, Team                 string
		Weekday, FromMinute, ToMinute int
	}
	// HoursException is a day that is not as usual.
	HoursException struct {
		Day          clock.Date
		Kind, Reason string
		Hours        []OpenHours
	}
)

func (r Resolver) service() (*outlook.Service, error) {
	if r.Outlook == nil {
		return nil, appointmentsgql.ErrOff
	}
	return r.Outlook, nil
}

// LeadTime is how long one waited for an appointment.
func (q Query) LeadTime(ctx context.Context, site, concern string) (*LeadTime, error) {
	s, err := q.service()
	if err != nil {
		return nil, err
	}
	l, err := s.LeadTime(ctx, site, concern)
	if err != nil {
		return nil, err
	}
	shown := q.shown(l)
	return &shown, nil
}

func (r Resolver) shown(l *outlook.LeadTime) LeadTime {
	return LeadTime{l.Site, l.Concern, r.title(l.Concern), append([]outlook.LeadPoint{}, l.Course...)}
}

// OpeningHours are when the sites are open.
func (q Query) OpeningHours(ctx context.Context) ([]SiteHours, error) {
	s, err := q.service()
	if err != nil {
		return nil, err
	}
	sites, err := s.OpeningHours(ctx)
	if err != nil {
		return nil, err
	}
	list := make([]SiteHours, len(sites))
	for i, h := range sites {
		list[i] = SiteHours{
			Key: h.Site.Key, Name: h.Site.Name, Street: h.Site.Street, Place: h.Site.Place, Hint: h.Site.Hint, Hours: q.hours(h.Hours),
			Exceptions: make([]HoursException, len(h.Exceptions)),
		}
		for j, e := range h.Exceptions {
			list[i].Exceptions[j] = HoursException{e.Day, e.Kind, e.Reason, q.hours(e.Hours)}
		}
	}
	return list, nil
}

func (r Resolver) hours(list []outlook.Hours) []OpenHours {
	shown := make([]OpenHours, len(list))
	for i, h := range list {
		shown[i] = OpenHours{string(h.Purpose), "", h.Weekday, h.FromMinute, h.ToMinute}
		if h.Team != "" {
			shown[i].Team = r.TeamName(h.Team)
		}
	}
	return shown
}
