package appointments

import (
	"cmp"
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/capacity"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
)

// Party is whom something is about, as whoever invites or books for them knows it; About is zero where it is about no case.
type Party struct {
	About     audit.Record // the case
	AccountID *uuid.UUID
	Name      string
	Email     string
	Phone     string
	Language  string
	Together  []uuid.UUID // the further cases of a family that comes together
}

// BookFor books for somebody whom the office knows: the follow-up from a case or at the counter. What is also done in its transaction can refuse it.
func (s *Service) BookFor(ctx context.Context, to Party, q capacity.Query, start, key string, by uuid.UUID, also ...func(context.Context, *db.Tx, *Appointment) error) (*Appointment, error) {
	w, err := s.wanted(q, start, "book", by.String(), key)
	if err != nil {
		return nil, err
	}
	a := s.forParty(to)
	return s.take(ctx, w, a, func(ctx context.Context, tx *db.Tx) error {
		if err := s.nameTx(ctx, tx, a, to); err != nil {
			return err
		}
		for _, do := range also {
			if err := do(ctx, tx, a); err != nil {
				return err
			}
		}
		return s.bookTx(ctx, tx, a)
	})
}

// BookVisitor books for somebody without a case, at the desk or on the phone. An address is not needed: who has none is told the number. What the city gives to
// one at most binds the public, not the office.
func (s *Service) BookVisitor(ctx context.Context, g Guest, language string, q capacity.Query, start, key string, by uuid.UUID) (*Appointment, error) {
	if err := g.check(q.Purpose, g.Email != ""); err != nil {
		return nil, err
	}
	return s.BookFor(ctx, Party{Name: g.Name, Email: g.Email, Phone: g.Phone, Language: language}, q, start, key, by)
}

// forParty is an appointment for somebody whom the office knows, before it has a time.
func (s *Service) forParty(to Party) *Appointment {
	until := s.DB.Clock.Now().Add(minutes(s.Rules.HoldMinutes))
	a := &Appointment{ID: ids.New(), Number: number(), State: Held, Language: language(to.Language), AccountID: to.AccountID, Version: 1, HeldUntil: &until}
	if to.About.ID != uuid.Nil {
		a.AboutKind, a.AboutID = &to.About.Kind, &to.About.ID
	}
	return a
}

// nameTx writes down whose appointment it is.
func (s *Service) nameTx(ctx context.Context, tx *db.Tx, a *Appointment, to Party, also ...string) error {
	a.Name, a.Email, a.Phone, a.Needs, a.Together = to.Name, to.Email, to.Phone, []string{}, append([]uuid.UUID{}, to.Together...)
	if to.Email != "" {
		a.Who = whoIs(to.Email)
	}
	return a.save(ctx, tx, append(also, "name", "email", "phone", "who", "together")...)
}

// CancelFor cancels in the office's name and tells the person; the reason is kept with the appointment.
func (s *Service) CancelFor(ctx context.Context, id uuid.UUID, reason string) (*Appointment, error) {
	if reason == "" {
		return nil, ErrInput.With(errs.Field{Path: "reason", Code: "missing"})
	}
	if err := fits(reason); err != nil {
		return nil, err
	}
	var a *Appointment
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		if a, err = getTx(ctx, tx, id); err != nil || a.State == Cancelled {
			return err
		}
		if a.State != Booked || !tx.Now.Before(a.StartsAt) {
			return ErrEnded
		}
		return s.cancelTx(ctx, tx, a, byOffice, reason)
	})
	return a, err
}

// MoveFor moves in the office's name.
func (s *Service) MoveFor(ctx context.Context, id uuid.UUID, site, start, key string, by uuid.UUID) (*Appointment, error) {
	a, err := s.get(ctx, id)
	if err != nil {
		return nil, err
	}
	q := a.query()
	q.Site = cmp.Or(site, q.Site)
	w, err := s.wanted(q, start, "move", id.String()+by.String(), key)
	if err != nil {
		return nil, err
	}
	return s.move(ctx, a, w, byOffice)
}

// Day are the appointments of a site on a day, in order, without what was only held or given back.
func (s *Service) Day(ctx context.Context, site string, day clock.Date) ([]*Appointment, error) {
	list := []*Appointment{}
	if !capacity.Sensible(day) {
		return list, nil // whatever a calendar is made to ask
	}
	err := s.DB.NewSelect().Model(&list).Where("site = ? AND starts_at >= ? AND starts_at < ?", site, day.Time(clock.Berlin), day.AddDays(1).Time(clock.Berlin)).
		Where("state IN ('booked', 'arrived', 'done', 'missed')").OrderExpr("starts_at, counter_id, id").Limit(1000).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read day: %w", err)
	}
	return list, nil
}

// isAbout finds what is about something, or about it together with others.
const isAbout = "(about_id = ? AND about_kind = ? OR together <> '{}' AND together @> ARRAY[?::uuid])"

// About are the appointments about something, those ahead first, then those that were, the latest first; at most 20.
func (s *Service) About(ctx context.Context, rec audit.Record) ([]*Appointment, error) {
	list := []*Appointment{}
	err := s.DB.NewSelect().Model(&list).Where(isAbout+" AND state NOT IN ('held', 'pending', 'expired')", rec.ID, rec.Kind, rec.ID).
		OrderExpr("state = 'booked' AND ends_at > ? DESC, starts_at DESC", s.DB.Clock.Now()).Limit(20).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read appointments about %s: %w", rec.Kind, err)
	}
	return list, nil
}
