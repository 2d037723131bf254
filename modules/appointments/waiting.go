package appointments

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/capacity"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
)

// Waiting is somebody's wish for an earlier time than the one they have.
type Waiting struct {
	bun.BaseModel `bun:"table:appointments.waiting,alias:w"`

	AppointmentID uuid.UUID `bun:",pk"`
	Since         time.Time
	OfferID       *uuid.UUID
	OfferedAt     *time.Time
	OfferedStart  *time.Time
}

// Wait puts the person of an appointment on the list for an earlier one, or takes them off it.
func (s *Service) Wait(ctx context.Context, token string, wait bool) (*Managed, error) {
	id, err := s.open(toManage, token)
	if err != nil {
		return nil, err
	}
	var a *Appointment
	err = s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if a, err = getTx(ctx, tx, id); err != nil {
			return err
		}
		if a.State != Booked || !tx.Now.Before(a.StartsAt) {
			return ErrEnded
		}
		if !wait {
			_, err := tx.NewRaw("DELETE FROM appointments.waiting WHERE appointment_id = ?", id).Exec(ctx)
			return err
		}
		row := Waiting{AppointmentID: id, Since: tx.Now}
		_, err := tx.NewInsert().Model(&row).On("CONFLICT (appointment_id) DO NOTHING").Exec(ctx)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("wait for an earlier time: %w", err)
	}
	return s.Managed(a), nil
}

// IsWaiting says whether an appointment's person waits for an earlier time.
func (s *Service) IsWaiting(ctx context.Context, id uuid.UUID) (bool, error) {
	return s.DB.NewSelect().Model((*Waiting)(nil)).Where("appointment_id = ?", id).Exists(ctx)
}

// Of those who wait at a site for something before their own time, the one who has waited longest without an offer; those to whom nothing was
// offered yet come first.
const nextWaiting = `SELECT w.appointment_id, a.concern, a.people, a.purpose FROM appointments.waiting w JOIN appointments.appointment a ON a.id = w.appointment_id
WHERE a.site = ? AND a.state = 'booked' AND a.starts_at > ? AND w.offer_id IS NULL
ORDER BY w.offered_at NULLS FIRST, w.since, w.appointment_id`

// offer looks whom a time that became free would help, and keeps it for the first of them for some hours. What is free is looked up once for all who want
// the same, so that a long list may be gone through to its end.
func (s *Service) offer(ctx context.Context, e FreedEvent) error {
	var waiting []struct {
		AppointmentID uuid.UUID
		Concern       string
		People        int
		Purpose       capacity.Purpose
	}
	if err := s.DB.NewRaw(nextWaiting, e.Site, e.Day.Time(clock.Berlin)).Scan(ctx, &waiting); err != nil {
		return fmt.Errorf("find who waits: %w", err)
	}
	free := map[capacity.Query][]string{}
	for _, w := range waiting {
		q := capacity.Query{Site: e.Site, Concern: w.Concern, People: w.People, Purpose: w.Purpose}
		if _, known := free[q]; !known {
			times, err := s.FreeTimes(ctx, q, e.Day)
			if err != nil {
				return err
			}
			free[q] = times
		}
		if len(free[q]) == 0 {
			continue
		}
		if done, err := s.offerTo(ctx, w.AppointmentID, e, free[q]); err != nil || done {
			return err
		}
	}
	return nil
}

// offerTo keeps the first free time of a day for somebody, if it is earlier than theirs and was not offered to them before.
func (s *Service) offerTo(ctx context.Context, id uuid.UUID, e FreedEvent, times []string) (bool, error) {
	own, err := s.get(ctx, id)
	if err != nil {
		return false, err
	}
	var w Waiting
	if err := s.DB.NewSelect().Model(&w).Where("appointment_id = ?", id).Scan(ctx); err != nil {
		return false, db.NoRows(err, nil, "read waiting")
	}
	for _, text := range times {
		start := e.Day.String() + "T" + text
		_, cell, _ := capacity.Moment(start)
		starts, _ := capacity.At(e.Day, cell)
		until := s.offerEnds(starts)
		if !starts.Before(own.StartsAt) || w.OfferedStart != nil && w.OfferedStart.Equal(starts) || !until.After(s.DB.Clock.Now()) {
			continue
		}
		wanted, err := s.wanted(own.query(), start, "offer", id.String(), e.AppointmentID.String()+starts.String())
		if err != nil {
			return false, err
		}
		a := &Appointment{ID: ids.New(), Number: number(), State: Pending, Language: own.Language, HeldUntil: &until, Version: 1}
		_, err = s.take(ctx, wanted, a, func(ctx context.Context, tx *db.Tx) error { return s.offeredTx(ctx, tx, own, a) })
		if errors.Is(err, ErrTaken) || errors.Is(err, ErrNotOpen) || errors.Is(err, ErrConflict) {
			continue
		}
		return err == nil, err
	}
	return false, nil
}

// offerEnds is until when a time is kept: the city's minutes, but not past the last moment at which somebody can still get there.
func (s *Service) offerEnds(starts time.Time) time.Time {
	return earlier(s.DB.Clock.Now().Add(minutes(s.Rules.OfferMinutes)), starts.Add(-minutes(max(s.Rules.NoticeMinutes, 60))))
}

func (s *Service) offeredTx(ctx context.Context, tx *db.Tx, own, a *Appointment) error {
	res, err := tx.NewRaw("UPDATE appointments.waiting SET offer_id = ?, offered_at = ?, offered_start = ? WHERE appointment_id = ? AND offer_id IS NULL",
		a.ID, tx.Now, a.StartsAt, own.ID).Exec(ctx)
	if err := db.One(res, err, ErrConflict, "note offer"); err != nil {
		return err
	}
	if err := s.audit(ctx, tx, a, "appointment.offered"); err != nil {
		return err
	}
	return s.Messages.NotifyTx(ctx, tx, messages.Notice{
		Key: "appointment_offer:" + a.ID.String(), Template: messages.TemplateAppointmentOffer, About: Record(own.ID),
		To: messages.Addressee{Email: own.Email, Language: own.Language}, Path: "/appointments/offer", Secret: s.sign(toAccept, a.ID, *a.HeldUntil), Until: a.HeldUntil,
		Params: map[string]string{
			"date": a.Day().Written(own.Language), "time": a.Time(), "place": s.place(ctx, a),
			"minutes": a.minutesLeft(tx.Now),
		},
	})
}

// Offered is a time that is kept for somebody, beside the one they have.
type Offered struct{ Own, Offer *Appointment }

// LookOffer shows what a link offers.
func (s *Service) LookOffer(ctx context.Context, token string) (*Offered, error) {
	offer, err := s.open(toAccept, token)
	if err != nil {
		return nil, err
	}
	var w Waiting
	if err := s.DB.NewSelect().Model(&w).Where("offer_id = ?", offer).Scan(ctx); err != nil {
		return nil, db.NoRows(err, ErrEnded, "read offer")
	}
	own, err := s.get(ctx, w.AppointmentID)
	if err != nil {
		return nil, err
	}
	kept, err := s.get(ctx, offer)
	if err != nil {
		return nil, err
	}
	if kept.State != Pending || kept.over(s.DB.Clock.Now()) || own.State != Booked {
		return nil, ErrEnded
	}
	return &Offered{own, kept}, nil
}

// Accept moves somebody's appointment to the time that was kept for them; theirs becomes free for the next. Accepting twice is no fault.
func (s *Service) Accept(ctx context.Context, token string) (*Managed, error) {
	offer, err := s.open(toAccept, token)
	if err != nil {
		return nil, err
	}
	key := requestKey("accept", offer.String(), "")
	own, err := s.accept(ctx, token, key)
	if errors.Is(err, ErrEnded) { // by themselves, in another window or a moment ago
		if before, fault := s.answered(ctx, key); before != nil || fault != nil {
			own, err = before, fault
		}
	}
	if err != nil {
		return nil, err
	}
	return s.Managed(own), nil
}

func (s *Service) accept(ctx context.Context, token string, key []byte) (own *Appointment, err error) {
	o, err := s.LookOffer(ctx, token)
	if err != nil {
		return nil, err
	}
	err = again(func() error {
		return s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
			kept, err := getTx(ctx, tx, o.Offer.ID)
			if err != nil {
				return err
			}
			if own, err = getTx(ctx, tx, o.Own.ID); err != nil {
				return err
			}
			if kept.State != Pending || kept.over(tx.Now) || own.State != Booked {
				return ErrEnded
			}
			if err := rememberTx(ctx, tx, key, own.ID, ErrEnded); err != nil {
				return err
			}
			return s.acceptTx(ctx, tx, own, kept)
		})
	})
	return own, err
}

// acceptTx gives all that the kept time takes to somebody's appointment.
func (s *Service) acceptTx(ctx context.Context, tx *db.Tx, own, kept *Appointment) error {
	was := FreedEvent{own.ID, own.Site, own.Day()}
	if err := releaseTx(ctx, tx, own.ID); err != nil {
		return err
	}
	if _, err := tx.NewRaw("UPDATE appointments.occupation SET appointment_id = ? WHERE appointment_id = ?", own.ID, kept.ID).Exec(ctx); err != nil {
		return fmt.Errorf("take offered time: %w", err)
	}
	if err := own.placeTx(ctx, tx, kept.Site, kept.CounterID, kept.StartsAt, kept.EndsAt); err != nil {
		return err
	}
	by := "person"
	kept.State, kept.HeldUntil, kept.EndedAt, kept.EndedBy, kept.Reason = Expired, nil, &tx.Now, &by, "accepted"
	if err := kept.save(ctx, tx, "state", "held_until", "ended_at", "ended_by", "reason"); err != nil {
		return err
	}
	if _, err := tx.NewRaw("DELETE FROM appointments.waiting WHERE appointment_id = ?", own.ID).Exec(ctx); err != nil {
		return err
	}
	return s.tellMovedTx(ctx, tx, own, was)
}

// Decline gives a kept time to the next.
func (s *Service) Decline(ctx context.Context, token string) error {
	id, err := s.open(toAccept, token)
	if err != nil {
		return err
	}
	return s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		kept, err := getTx(ctx, tx, id)
		if err != nil || kept.State != Pending {
			return err
		}
		return s.endTx(ctx, tx, kept, Expired, "person", "")
	})
}
