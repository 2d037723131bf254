package feeds

import (
	"cmp"
	"context"
	"fmt"
	"time"

	ics "github.com/arran4/golang-ical"
	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/platform/db"
)

// duty is a booking or a shift of an interpreter as a feed may tell it.
type duty struct {
	ID               uuid.UUID
	Shift            bool
	Off              bool
	Language, Mode   string
	Place            string // of a shift the key of its house
	StartsAt, EndsAt time.Time
	ChangedAt        time.Time
	Sequence         int
}

// interpreter is the entry of an account, and in which language the office writes to them. ErrNone where there is none (any more).
func (s *Service) interpreter(ctx context.Context, account uuid.UUID) (id uuid.UUID, reader string, err error) {
	err = s.DB.NewRaw("SELECT id, language FROM linguists.interpreter_v1 WHERE account_id = ? AND kind = 'person' AND state <> 'ended'", account).Scan(ctx, &id, &reader)
	return id, reader, db.NoRows(err, ErrNone, "find interpreter")
}

// duties are the bookings and shifts of the last days and of all to come, with what was called off lately. Whoever is not there any more has none.
const duties = `SELECT id, false AS shift, state = 'cancelled' AS off, language, mode, place, starts_at, ends_at, coalesce(cancelled_at, created_at) AS changed_at,
  CASE state WHEN 'cancelled' THEN 1 ELSE 0 END AS sequence
FROM interpreters.own_v1 WHERE interpreter_id = ?0 AND starts_at >= ?1 AND state <> 'missed'
UNION ALL SELECT id, true, state = 'cancelled', language, mode, site, starts_at, ends_at, least(starts_at, ?2), version
FROM duty.shift_v1 WHERE interpreter_id = ?0 AND starts_at >= ?1 AND state <> 'planned' ORDER BY starts_at, id LIMIT ?3`

// interpreting is the calendar of who has a feed.
func (s *Service) interpreting(ctx context.Context, f *Feed) (*ics.Calendar, error) {
	a, err := s.Identity.Account(ctx, f.AccountID)
	if err != nil || a.DisabledAt != nil {
		return nil, cmp.Or(err, error(ErrNone))
	}
	id, reader, err := s.interpreter(ctx, f.AccountID)
	if err != nil {
		return nil, err
	}
	var list []duty
	if err := s.DB.NewRaw(duties, id, s.DB.Clock.Now().AddDate(0, 0, -behind), f.CreatedAt, most).Scan(ctx, &list); err != nil {
		return nil, fmt.Errorf("read duties of feed: %w", err)
	}
	cal := s.calendar(s.Appointments.Texts(reader, "interpreting", "calendar.name", nil))
	for i := range list {
		s.duty(ctx, cal, &list[i], reader)
	}
	return cal, nil
}

func (s *Service) duty(ctx context.Context, cal *ics.Calendar, d *duty, reader string) {
	kind := "booking"
	if d.Shift {
		kind = "shift"
	}
	e := cal.AddEvent(fmt.Sprintf("interpreting-%s@%s", d.ID, s.Appointments.Domain))
	e.SetDtStampTime(d.ChangedAt)
	e.SetStartAt(d.StartsAt)
	e.SetEndAt(d.EndsAt)
	e.SetSequence(d.Sequence)
	e.SetSummary(s.Appointments.Texts(reader, "interpreting", "calendar."+kind, map[string]string{"language": linguists.LanguageName(d.Language, reader)}))
	switch {
	case d.Mode != string(linguists.OnSite):
		e.SetLocation(s.Appointments.Texts(reader, "interpreting", "by."+d.Mode, nil))
	case d.Shift:
		e.SetLocation(s.Place(ctx, d.Place))
	default:
		e.SetLocation(d.Place)
	}
	s.private(e, s.BaseURL+"/interpreting", d.Off)
}
