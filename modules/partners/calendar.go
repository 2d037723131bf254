package partners

import (
	"context"
	"fmt"

	ics "github.com/arran4/golang-ical"

	"github.com/ankunft/ankunft/modules/identity"
)

// MyCalendar are the viewer's shifts for their own calendar (RFC 5545): when and where, nothing else.
func (s *Service) MyCalendar(ctx context.Context) (string, error) {
	list, err := s.MyShifts(ctx)
	if err != nil {
		return "", err
	}
	sites, err := s.Sites(ctx)
	if err != nil {
		return "", err
	}
	where := map[string]string{}
	for _, h := range sites {
		where[h.Key] = h.Name + ", " + h.Address
	}
	language := identity.ViewerFrom(ctx).Language
	if language == "" {
		language = "de"
	}
	cal := ics.NewCalendar()
	cal.SetProductId("-//Ankunft//Schichten//DE")
	cal.SetMethod(ics.MethodPublish)
	for _, sh := range list {
		e := cal.AddEvent(fmt.Sprintf("shift-%s@%s", sh.ID, s.Domain))
		e.SetDtStampTime(s.DB.Clock.Now())
		e.SetStartAt(sh.StartsAt)
		e.SetEndAt(sh.EndsAt)
		e.SetSequence(sh.Sequence)
		e.SetSummary(s.Texts(language, "partners", "shifts.summary", nil))
		e.SetLocation(where[sh.Site])
		e.SetClass(ics.ClassificationPrivate)
	}
	return cal.Serialize(ics.WithNewLineWindows), nil
}
