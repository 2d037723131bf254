package frontdesk

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"regexp"
	"slices"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/appointments"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
)

// DrawIn asks for a ticket.
type DrawIn struct {
	Site     string
	Concern  string
	Language string
	People   int
	Priority string // a key of the city's priorities, "" for none
	Needs    []string
	Tongue   string // ISO 639-3: of the interpreter who is needed; "" that of the page
	By       string // kiosk, phone, desk
	Key      string // the same again is the same ticket
}

// Needs are what somebody may say that they need at the counter.
var Needs = []string{"wheelchair", "stroller", "sign_language", "interpreter"}

// MostPeople is how many may come with one ticket.
const MostPeople = 20

var language = regexp.MustCompile(`^([a-z]{2,3}(-[a-z]{2,8})?)?$`)

// Draw gives somebody who has walked in the next number. Outside the open hours and after the last ticket it is refused; at the desk a clerk may still draw
// one.
func (s *Service) Draw(ctx context.Context, in DrawIn) (*Ticket, error) {
	c, err := s.checkDraw(ctx, in)
	if err != nil {
		return nil, err
	}
	t := &Ticket{
		ID: ids.New(), Site: in.Site, Queue: c.Queue, Concern: c.Key, Language: in.Language, People: max(in.People, 1), Needs: append([]string{}, in.Needs...), Tongue: in.Tongue,
		Priority: in.Priority != "", State: Waiting, DrawnBy: in.By, Key: keyOf(in.Site, in.Key), Version: 1,
	}
	if t.Priority {
		t.Needs = append(t.Needs, in.Priority)
	}
	return s.draw(ctx, t)
}

func keyOf(site, key string) []byte {
	if key == "" {
		return nil
	}
	sum := sha256.Sum256([]byte(site + "\x00" + key))
	return sum[:]
}

func (s *Service) checkDraw(ctx context.Context, in DrawIn) (*Concern, error) {
	var faults errs.Faults
	c, ok := s.Rules.Concern(in.Concern)
	faults.Need(ok, "concern", "unknown")
	faults.Need(in.Priority == "" || slices.Contains(s.Rules.Priorities, in.Priority), "priority", "unknown")
	faults.Need(slices.Contains([]string{"kiosk", "phone", "desk"}, in.By), "by", "unknown")
	faults.Need(!slices.ContainsFunc(in.Needs, func(n string) bool { return !slices.Contains(Needs, n) }) && len(in.Needs) <= len(Needs), "needs", "unknown")
	faults.Need(in.People >= 0 && in.People <= MostPeople, "people", "too_many")
	faults.Need(language.MatchString(in.Language), "language", "unknown")
	faults.Need(len(in.Key) <= 200, "key", "too_long")
	if err := faults.As(ErrInput); err != nil {
		return nil, err
	}
	if in.By == "desk" {
		return c, s.knows(ctx, in.Site)
	}
	plan, err := s.Appointments.Plan(ctx)
	if err != nil {
		return nil, err
	}
	now := s.DB.Clock.Now()
	if open := plan.WalkInUntil(in.Site, now); open.IsZero() || !now.Before(open.Add(-minutes(s.Rules.LastTicketMinutes))) {
		return nil, ErrShut
	}
	return c, nil
}

const nextNumber = `INSERT INTO frontdesk.hall AS h (site, day, numbers) VALUES (?0, ?1, jsonb_build_object(?2::text, 1))
ON CONFLICT (site, day) DO UPDATE SET numbers = h.numbers || jsonb_build_object(?2::text, coalesce((h.numbers->>?2::text)::int, 0) + 1)
RETURNING (numbers->>?2::text)::int AS number, closed_at IS NOT NULL AS closed`

// errSame says that the same request is drawing this ticket at this moment.
var errSame = errors.New("the same request has drawn this ticket")

// draw gives a ticket its number and puts it into its queue; the same request again is the same ticket.
func (s *Service) draw(ctx context.Context, t *Ticket) (*Ticket, error) {
	asked := *t
	drawn, err := s.drawOnce(ctx, t)
	if errors.Is(err, errSame) {
		return s.drawOnce(ctx, &asked)
	}
	return drawn, err
}

func (s *Service) drawOnce(ctx context.Context, t *Ticket) (*Ticket, error) {
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if t.Key != nil {
			before := new(Ticket)
			err := tx.NewSelect().Model(before).Where("key = ?", t.Key).Scan(ctx)
			if err = db.NoRows(err, ErrNone, "find ticket"); err == nil {
				*t = *before
				return nil
			}
			if errs.KindOf(err) != errs.NotFound {
				return err
			}
		}
		return s.numberTx(ctx, tx, t)
	})
	if err != nil {
		return nil, err
	}
	return t, nil
}

func (s *Service) numberTx(ctx context.Context, tx *db.Tx, t *Ticket) error {
	q, ok := s.Rules.Queue(t.Queue)
	if !ok {
		return ErrInput.With(errs.Field{Path: "queue", Code: "unknown"})
	}
	t.Day, t.DrawnAt = clock.Today(tx.Now), tx.Now
	if t.DueAt.IsZero() {
		t.DueAt = tx.Now
	}
	var next struct {
		Number int
		Closed bool
	}
	if err := tx.NewRaw(nextNumber, t.Site, t.Day, q.Letter).Scan(ctx, &next); err != nil {
		return fmt.Errorf("draw number: %w", err)
	}
	if next.Closed {
		return ErrShut
	}
	t.Number = fmt.Sprintf("%s%03d", q.Letter, next.Number)
	if _, err := tx.NewInsert().Model(t).Exec(ctx); err != nil {
		return fmt.Errorf("draw ticket: %w", db.MapConstraints(err, map[string]error{"ticket_one_for_an_appointment": ErrState, "ticket_key": errSame}))
	}
	if s.Drawn != nil {
		if err := s.Drawn(ctx, tx, t); err != nil {
			return err
		}
	}
	tx.Notify(Topic(t.Site))
	return s.record(ctx, tx, t, "ticket.drawn")
}

// CheckIn says at the door that somebody with an appointment is there: by what the QR code says, or by the number at the desk. Twice is the same ticket,
// and so is coming back after having left. Who comes late keeps the place of the hour at which they came.
func (s *Service) CheckIn(ctx context.Context, site, code string) (*Ticket, error) {
	var t *Ticket
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		a, err := s.Appointments.ArriveTx(ctx, tx, code)
		if err != nil {
			return err
		}
		if a.Site != site || a.Day() != clock.Today(tx.Now) {
			return ErrNotToday.With(errs.Field{Path: "day", Code: "other", Params: map[string]string{"day": a.Day().String(), "time": a.Time(), "site": a.Site}})
		}
		t = new(Ticket)
		err = tx.NewSelect().Model(t).Where("appointment_id = ?", a.ID).For("UPDATE").Scan(ctx)
		if err = db.NoRows(err, ErrNone, "find ticket"); err == nil && t.State == Left {
			return s.backTx(ctx, tx, t)
		}
		if errs.KindOf(err) != errs.NotFound {
			return err
		}
		t = s.ticketOf(a)
		if tx.Now.After(t.DueAt) {
			t.DueAt = tx.Now
		}
		return s.numberTx(ctx, tx, t)
	})
	if err != nil {
		return nil, err
	}
	return t, nil
}

// backTx puts somebody who had left back into the queue, at the place of now.
func (s *Service) backTx(ctx context.Context, tx *db.Tx, t *Ticket) error {
	shut, err := tx.NewSelect().TableExpr("frontdesk.hall").Where("site = ? AND day = ? AND closed_at IS NOT NULL", t.Site, t.Day).Exists(ctx)
	if err != nil {
		return fmt.Errorf("read hall: %w", err)
	}
	if shut {
		return ErrShut
	}
	t.State, t.EndedAt = Waiting, nil
	if tx.Now.After(t.DueAt) {
		t.DueAt = tx.Now
	}
	if err := s.save(ctx, tx, t, "state", "ended_at", "due_at"); err != nil {
		return err
	}
	return s.record(ctx, tx, t, "ticket.returned")
}

// appointmentQueue is where those with an appointment wait; only their counter calls them.
const appointmentQueue = "appointments"

func (s *Service) ticketOf(a *appointments.Appointment) *Ticket {
	return &Ticket{
		ID: ids.New(), Site: a.Site, Queue: appointmentQueue, Concern: a.Concern, Language: a.Language, People: a.People, Needs: a.Needs, State: Waiting, DueAt: a.StartsAt,
		AppointmentID: &a.ID, DrawnBy: "appointment", ForCounter: &a.CounterID, Version: 1,
	}
}

// Leave gives a ticket back. An appointment is not over by that: who checks in again the same day is back, and of who does not the night ends it.
func (s *Service) Leave(ctx context.Context, id uuid.UUID) (*Ticket, error) {
	t, err := s.step(ctx, id, "ticket.left", []State{Waiting, Parked}, func(t *Ticket, tx *db.Tx) []string {
		t.State, t.EndedAt = Left, &tx.Now
		return []string{"state", "ended_at"}
	})
	if err != nil {
		return nil, err
	}
	return t, s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error { return forgetTx(ctx, tx, id) })
}
