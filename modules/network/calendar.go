package network

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
const calendarPrefix = "network/calendar/"

func calendarKey(m *Meeting) string { return fmt.Sprintf("%s%s/%d", calendarPrefix, m.ID, m.Sequence) }

func method(m *Meeting) string {
	if m.CancelledAt != nil {
		return string(ics.MethodCancel)
	}
	return string(ics.MethodPublish)
}

// Calendar is the entry of a meeting as it stands now. The same UID with a higher SEQUENCE replaces what a calendar has (RFC 5545 §3.8.7.4).
func (s *Service) Calendar(m *Meeting) []byte {
	cal := ics.NewCalendar()
	cal.SetProductId("-//Ankunft//Treffen//DE")
	cal.SetMethod(ics.Method(method(m)))
	e := cal.AddEvent(fmt.Sprintf("meeting-%s@%s", m.ID, s.Domain))
	e.SetDtStampTime(s.DB.Clock.Now())
	e.SetStartAt(m.StartsAt)
	e.SetEndAt(m.EndsAt)
	e.SetSequence(m.Sequence)
	e.SetSummary(m.Title)
	e.SetLocation(m.Place)
	e.SetOrganizer("mailto:noreply@"+s.Domain, ics.WithCN(s.Office))
	e.SetStatus(ics.ObjectStatusConfirmed)
	if m.CancelledAt != nil {
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
	m, err := s.Meeting(ctx, id)
	if err != nil {
		return nil, true, err
	}
	return io.NopCloser(bytes.NewReader(s.Calendar(m))), true, nil
}
