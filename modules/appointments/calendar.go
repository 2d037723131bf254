package appointments

import (
	"bytes"
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

// seriesKey is the file with all that was booked together.
func seriesKey(a *Appointment) string { return calendarPrefix + "series/" + a.SeriesID.String() }

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
	cal := newCalendar(method(a))
	e := s.event(ctx, cal, a)
	if a.Email != "" {
		e.AddAttendee(a.Email, ics.ParticipationStatusAccepted, ics.WithRSVP(false))
	}
	return []byte(cal.Serialize(ics.WithNewLineWindows))
}

func newCalendar(method string) *ics.Calendar {
	cal := ics.NewCalendar()
	cal.SetProductId("-//Ankunft//Termine//DE")
	cal.SetMethod(ics.Method(method))
	return cal
}

// CalendarOf are the entries of appointments that were booked together in one file. A request (RFC 5546 §3.2.2) is about one UID alone, so they are
// published (§3.2.1); what changes later comes for each, under the same UID.
func (s *Service) CalendarOf(ctx context.Context, list []*Appointment) []byte {
	cal := newCalendar(string(ics.MethodPublish))
	for _, a := range list {
		s.event(ctx, cal, a)
	}
	return []byte(cal.Serialize(ics.WithNewLineWindows))
}

func (s *Service) event(ctx context.Context, cal *ics.Calendar, a *Appointment) *ics.VEvent {
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
	e.SetClass(ics.ClassificationPrivate)
	e.SetStatus(ics.ObjectStatusConfirmed)
	if a.State == Cancelled {
		e.SetStatus(ics.ObjectStatusCancelled)
	}
	return e
}

// File opens a file that goes with a mail; false for keys that are not of this module.
func (s *Service) File(ctx context.Context, key string) (io.ReadCloser, bool, error) {
	rest, ours := strings.CutPrefix(key, calendarPrefix)
	if !ours {
		return nil, false, nil
	}
	if series, several := strings.CutPrefix(rest, "series/"); several {
		id, err := uuid.Parse(series)
		if err != nil {
			return nil, true, ErrNone
		}
		list, err := s.SeriesOf(ctx, id)
		return io.NopCloser(bytes.NewReader(s.CalendarOf(ctx, list))), true, err
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
	return io.NopCloser(bytes.NewReader(s.Calendar(ctx, a))), true, nil
}
