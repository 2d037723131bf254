package courses

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
const calendarPrefix = "courses/calendar/"

func calendarKey(se *Session, off bool) string {
	return fmt.Sprintf("%s%s/%d/%s", calendarPrefix, se.ID, se.Sequence, strings.ToLower(method(off)))
}

func method(off bool) string {
	if off {
		return string(ics.MethodCancel)
	}
	return string(ics.MethodPublish)
}

// Calendar are the entries of a session as it stands now, one for each day; off takes them out of a calendar. The same UID with a higher SEQUENCE replaces what a
// calendar has (RFC 5545 §3.8.7.4); a day that is no more is cancelled.
func (s *Service) Calendar(se *Session, off bool) []byte {
	cal := ics.NewCalendar()
	cal.SetProductId("-//Ankunft//Fortbildung//DE")
	cal.SetMethod(ics.Method(method(off)))
	for i := range max(se.MostDays, len(se.Days)) {
		day, gone := se.Days[min(i, len(se.Days)-1)], i >= len(se.Days)
		e := cal.AddEvent(fmt.Sprintf("course-%s-%d@%s", se.ID, i+1, s.Domain))
		e.SetDtStampTime(s.DB.Clock.Now())
		e.SetStartAt(day.During.From)
		e.SetEndAt(day.During.To)
		e.SetSequence(se.Sequence)
		e.SetSummary(se.Course.Title)
		e.SetLocation(strings.TrimSpace(se.Place))
		if se.Video != "" {
			e.SetURL(se.Video)
		}
		e.SetOrganizer("mailto:noreply@"+s.Domain, ics.WithCN(s.Office))
		e.SetStatus(ics.ObjectStatusConfirmed)
		if off || gone {
			e.SetStatus(ics.ObjectStatusCancelled)
		}
	}
	return []byte(cal.Serialize(ics.WithNewLineWindows))
}

// File opens a file that goes with a mail; false for keys that are not of this module.
func (s *Service) File(ctx context.Context, key string) (io.ReadCloser, bool, error) {
	rest, ours := strings.CutPrefix(key, calendarPrefix)
	if !ours {
		return nil, false, nil
	}
	parts := strings.Split(rest, "/")
	id, err := uuid.Parse(parts[0])
	if err != nil {
		return nil, true, ErrNone
	}
	se, err := s.Session(ctx, id)
	if err != nil {
		return nil, true, err
	}
	off := parts[len(parts)-1] == strings.ToLower(method(true))
	return io.NopCloser(bytes.NewReader(s.Calendar(se, off))), true, nil
}
