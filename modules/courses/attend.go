package courses

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/db"
)

// around is how long before and after a day its code counts.
const around = 30 * time.Minute

// codeTries is how often somebody may type a code: of a million, fifteen in an hour hit none.
var codeTries = identity.Limit{Times: 5, Per: 20 * time.Minute}

// Code is what is shown in the room on a day and typed by those who are there; "" where the office has no secret to make it of. It is stored nowhere.
func (s *Service) Code(day uuid.UUID) string {
	if len(s.Secret) == 0 {
		return ""
	}
	mac := hmac.New(sha256.New, s.Secret)
	mac.Write([]byte("courses.code\x00"))
	mac.Write(day[:])
	return fmt.Sprintf("%06d", binary.BigEndian.Uint32(mac.Sum(nil))%1_000_000)
}

// on says whether a day's code counts now.
func (d *Day) on(now time.Time) bool {
	span := d.During.Wider(around)
	return !now.Before(span.From) && now.Before(span.To)
}

// Present is where somebody types a code.
type Present struct {
	Session uuid.UUID
	Code    string
}

// Attend notes that the viewer, who has a place, is there today: by the code that is shown in the room. Twice is no fault; who guesses is slowed down.
func (s *Service) Attend(ctx context.Context, in Present) (*Own, error) {
	v := identity.ViewerFrom(ctx)
	if err := s.Identity.Allow(ctx, "course_code", v.AccountID.String(), codeTries); err != nil {
		return nil, err
	}
	se, err := s.Session(ctx, in.Session)
	if err != nil {
		return nil, err
	}
	e := new(Enrolment)
	if err := db.NoRows(s.DB.NewSelect().Model(e).Where("e.session_id = ? AND e.account_id = ? AND e.state = ?", se.ID, v.AccountID, Enrolled).Scan(ctx), ErrNone, "find own place"); err != nil {
		return nil, err
	}
	now := s.DB.Clock.Now()
	today := slices.IndexFunc(se.Days, func(d Day) bool { return d.on(now) })
	if today < 0 || !se.stands() || len(s.Secret) == 0 { // without a secret everybody could reckon the code
		return nil, ErrOver
	}
	typed := strings.Join(strings.Fields(in.Code), "")
	if !hmac.Equal([]byte(typed), []byte(s.Code(se.Days[today].ID))) {
		return nil, ErrCode.With(field("code", "wrong"))
	}
	err = s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error { return s.presentTx(ctx, tx, e, se.Days[today].ID, "code") })
	if err != nil {
		return nil, err
	}
	return s.own(ctx, e.ID)
}

func (s *Service) presentTx(ctx context.Context, tx *db.Tx, e *Enrolment, day uuid.UUID, way string) error {
	res, err := tx.NewRaw("INSERT INTO courses.presence (enrolment_id, day_id, way, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", e.ID, day, way, tx.Now).Exec(ctx)
	if err != nil {
		return fmt.Errorf("note who is there: %w", err)
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return err
	}
	return s.record(ctx, tx, EnrolmentRecord(e.ID), "present", map[string]string{"way": way})
}

// MarkPresent is a line of the list of those who are there.
type MarkPresent struct {
	Enrolment uuid.UUID
	Day       uuid.UUID
	Present   bool
}

// Mark writes the list: that somebody else was there on a day that has begun, or was not after all; until the session is finished.
func (s *Service) Mark(ctx context.Context, in MarkPresent) (*Session, error) {
	var session uuid.UUID
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		se, e, err := s.enrolmentTx(ctx, tx, in.Enrolment)
		if err != nil {
			return err
		}
		if session = se.ID; e.AccountID == identity.ViewerFrom(ctx).AccountID {
			return ErrOwn
		}
		d := new(Day)
		if err := db.NoRows(tx.NewSelect().Model(d).Where("d.id = ? AND d.session_id = ?", in.Day, se.ID).Scan(ctx), ErrNone, "read day"); err != nil {
			return err
		}
		if !se.stands() || e.State != Enrolled || tx.Now.Before(d.During.Wider(around).From) {
			return ErrOver
		}
		if in.Present {
			return s.presentTx(ctx, tx, e, d.ID, "list")
		}
		if _, err := tx.NewRaw("DELETE FROM courses.presence WHERE enrolment_id = ? AND day_id = ?", e.ID, d.ID).Exec(ctx); err != nil {
			return fmt.Errorf("note who is not there: %w", err)
		}
		return s.record(ctx, tx, EnrolmentRecord(e.ID), "absent", nil)
	})
	if err != nil {
		return nil, err
	}
	return s.Session(ctx, session)
}
