package appointments

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/capacity"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
)

// State is where an appointment stands.
type State string

// The states.
const (
	Held      State = "held"    // chosen; name and address are being typed
	Pending   State = "pending" // the mail with the link to confirm is on its way
	Booked    State = "booked"
	Arrived   State = "arrived"
	Done      State = "done"
	Missed    State = "missed"
	Cancelled State = "cancelled"
	Expired   State = "expired" // not confirmed in time
)

// Ahead are the states in which an appointment can still lose its time. Of who has arrived decides the hall.
var Ahead = []State{Held, Pending, Booked}

// Appointment is a time of somebody with the office.
type Appointment struct {
	bun.BaseModel `bun:"table:appointments.appointment,alias:a"`

	ID           uuid.UUID `bun:",pk"`
	Number       string    // six signs that can be read out
	Purpose      capacity.Purpose
	State        State
	Site         string
	Concern      string
	People       int
	CounterID    uuid.UUID
	StartsAt     time.Time
	EndsAt       time.Time
	AccountID    *uuid.UUID
	AboutKind    *string // what it is about, told by whoever booked it from there: "case"
	AboutID      *uuid.UUID
	Together     []uuid.UUID `bun:",array,nullzero"` // the further cases of a family that comes together
	SeriesID     *uuid.UUID  // the appointments that were booked together
	Series       string      // by which rule of the city, and which of its steps
	SeriesStep   string
	Name         string
	Email        string
	Phone        string
	Language     string
	Needs        []string `bun:",array"` // wheelchair, interpreter, sign_language …
	Who          []byte
	Urgency      string // the rule by which it cannot wait
	HeldUntil    *time.Time
	Sequence     int // iCalendar (RFC 5545 §3.8.7.4)
	Version      int
	CreatedAt    time.Time
	BookedAt     *time.Time
	EndedAt      *time.Time
	EndedBy      *string // person, office, time
	Reason       string
	AnonymisedAt *time.Time
}

// Day is the day in the city.
func (a *Appointment) Day() clock.Date { return clock.DateOf(a.StartsAt.In(clock.Berlin)) }

// Time is when it begins, as people write it.
func (a *Appointment) Time() string { return a.StartsAt.In(clock.Berlin).Format("15:04") }

// cells are the cells of its day that it takes.
func (a *Appointment) cells() (first, n int) {
	from := a.StartsAt.In(clock.Berlin)
	return (from.Hour()*60 + from.Minute()) / capacity.CellMinutes, int(a.EndsAt.Sub(a.StartsAt) / (capacity.CellMinutes * time.Minute))
}

// query asks for another time for the same.
func (a *Appointment) query() capacity.Query {
	return capacity.Query{Site: a.Site, Concern: a.Concern, People: a.People, Purpose: a.Purpose}
}

// Over says that the time of an unconfirmed appointment has run out.
func (a *Appointment) over(now time.Time) bool { return a.HeldUntil != nil && !a.HeldUntil.After(now) }

// Get reads an appointment. The caller has seen that the viewer may.
func (s *Service) Get(ctx context.Context, id uuid.UUID) (*Appointment, error) { return s.get(ctx, id) }

// Several reads appointments of which the caller has seen that the viewer may; who is no more is left out.
func (s *Service) Several(ctx context.Context, ids []uuid.UUID) ([]*Appointment, error) {
	var list []*Appointment
	if err := s.DB.NewSelect().Model(&list).Where("id IN (?)", bun.List(ids)).Scan(ctx); err != nil {
		return nil, fmt.Errorf("read appointments: %w", err)
	}
	return list, nil
}

func (s *Service) get(ctx context.Context, id uuid.UUID) (*Appointment, error) {
	a := new(Appointment)
	err := s.DB.NewSelect().Model(a).Where("id = ?", id).Scan(ctx)
	return a, db.NoRows(err, ErrNone, "read appointment")
}

func getTx(ctx context.Context, tx *db.Tx, id uuid.UUID) (*Appointment, error) {
	a := new(Appointment)
	err := tx.NewSelect().Model(a).Where("id = ?", id).For("UPDATE").Scan(ctx)
	return a, db.NoRows(err, ErrNone, "read appointment")
}

// save writes what has changed, one version on.
func (a *Appointment) save(ctx context.Context, tx *db.Tx, columns ...string) error {
	was := a.Version
	a.Version++
	res, err := tx.NewUpdate().Model(a).Column(append(columns, "version")...).Where("id = ? AND version = ?", a.ID, was).Exec(ctx)
	return db.One(res, err, ErrConflict, "change appointment")
}

// releaseTx gives back all that an appointment takes.
func releaseTx(ctx context.Context, tx *db.Tx, id uuid.UUID) error {
	if _, err := tx.NewRaw("DELETE FROM appointments.occupation WHERE appointment_id = ?", id).Exec(ctx); err != nil {
		return fmt.Errorf("give time back: %w", err)
	}
	return nil
}

// Minutes is how long it is planned.
func (a *Appointment) Minutes() int { return int(a.EndsAt.Sub(a.StartsAt) / time.Minute) }
