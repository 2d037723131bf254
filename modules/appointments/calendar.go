package appointments

import (
	"context"
	"fmt"
	"io"
	"strings"

	ics "github.com/arran4/golang-ical"
	"github.com/google/uuid"
)

// calendarPrefix is where the keys of calendar files begin: they lie in no store but are written when they are read.
const calendarPrefix = "appointments/calendar/"

func calendarKey(a *Appointment) string {
	return fmt.Sprintf("%s%s/%d", calendarPrefix, a.ID, a.Sequence)
}

// method is what a calendar shall do with the entry (RFC 5546): put it in or replace it, or take it out.
func method(a *Appointment) string {
	if a.State == Cancelled {
		return string(ics.MethodCancel)
	}
	return string(ics.MethodRequest)
}

// Calendar is the entry of an appointment for its person's calendar, as it stands now. The same UID with a higher SEQUENCE replaces what the calendar
// has (RFC 5545 §3.8.7.4; RFC 5546 §3.2.2, §3.2.5). It tells that and where, not why.
func (s *Service) Calendar(ctx context.Context, a *Appointment) []byte {
	cal := ics.NewCalendar()
	cal.SetProductId("-//Ankunft//Termine//DE")
	cal.SetMethod(ics.Method(method(a)))
	e := cal.AddEvent(fmt.Sprintf("%s@%s", a.ID, s.Domain))
	e.SetDtStampTime(s.DB.Clock.Now())
	e.SetCreatedTime(a.CreatedAt)
	e.SetStartAt(a.StartsAt)
	e.SetEndAt(a.EndsAt)
	e.SetSequence(a.Sequence)
	e.SetSummary(s.Texts(a.Language, "mail", "calendar.summary", map[string]string{"office": s.Office}))
	e.SetDescription(s.Texts(a.Language, "mail", "calendar.number", map[string]string{"number": a.Number}))
	e.SetLocation(s.place(ctx, a))
	e.SetOrganizer("mailto:noreply@"+s.Domain, ics.WithCN(s.Office))
	if a.Email != "" {
		e.AddAttendee(a.Email, ics.ParticipationStatusAccepted, ics.WithRSVP(false))
	}
	e.SetClass(ics.ClassificationPrivate)
	e.SetStatus(ics.ObjectStatusConfirmed)
	if a.State == Cancelled {
		e.SetStatus(ics.ObjectStatusCancelled)
	}
	return []byte(cal.Serialize(ics.WithNewLineWindows))
}

// File opens a file that goes with a mail; false for keys that are not of this module.
func (s *Service) File(ctx context.Context, key string) (io.ReadCloser, bool, error) {
	rest, ours := strings.CutPrefix(key, calendarPrefix)
	if !ours {
		return nil, false, nil
	}
	text, _, _ := strings.Cut(rest, "/")
	id, err := uuid.Parse(text)
	if err != nil {
		return nil, true, ErrNone
	}
	a, err := s.get(ctx, id)
	if err != nil {
		return nil, true, err
	}
	return io.NopCloser(strings.NewReader(string(s.Calendar(ctx, a)))), true, nil
}
