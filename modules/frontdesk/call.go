package frontdesk

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

func minutes(n int) time.Duration { return time.Duration(n) * time.Minute }

// The next for a counter: who has an appointment there whose hour has come, then whom the house calls first, then by turn. What another counter is just
// calling is passed over, so that nobody waits for anybody and nobody is called twice.
const next = `SELECT t.id FROM frontdesk.ticket t
WHERE t.site = ?0 AND t.day = ?1 AND t.state = 'waiting' AND (t.for_counter = ?2 OR t.for_counter IS NULL AND t.queue = ANY(?3))
  AND (t.appointment_id IS NULL OR t.due_at <= ?4)
ORDER BY t.appointment_id IS NULL, t.priority DESC, t.due_at, t.id LIMIT 1 FOR UPDATE SKIP LOCKED`

// early is how long before their hour people with an appointment may be called, if their counter is free.
const early = 10 * time.Minute

// Next calls the next to the counter at which the clerk sits; nil when nobody waits.
func (s *Service) Next(ctx context.Context, counter, clerk uuid.UUID) (*Ticket, error) {
	var called *Ticket
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		d, err := atTx(ctx, tx, counter, clerk)
		if err != nil {
			return err
		}
		if err := d.freeTx(ctx, tx); err != nil {
			return err
		}
		t := new(Ticket)
		err = tx.NewSelect().Model(t).Where("id = (?)", tx.NewRaw(next, d.Site, s.today(), d.CounterID, pgArray(d.Queues), tx.Now.Add(early))).Scan(ctx)
		if err = db.NoRows(err, ErrNone, "find next ticket"); errs.KindOf(err) == errs.NotFound {
			return nil
		}
		if err != nil {
			return err
		}
		if err := s.callTx(ctx, tx, t, d); err != nil {
			return err
		}
		called = t
		return nil
	})
	return called, err
}

// Call calls a certain ticket to the clerk's counter: one that was parked, or out of turn for a reason.
func (s *Service) Call(ctx context.Context, id, clerk uuid.UUID) (*Ticket, error) {
	var t *Ticket
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		d, err := deskTx(ctx, tx, clerk)
		if err != nil {
			return err
		}
		if t, err = getTx(ctx, tx, id); err != nil {
			return err
		}
		again := t.State == Called && t.CounterID != nil && *t.CounterID == d.CounterID
		if t.Site != d.Site || !again && !slices.Contains([]State{Waiting, Parked, Missed}, t.State) {
			return ErrState
		}
		return s.callTx(ctx, tx, t, d)
	})
	return t, err
}

func (s *Service) callTx(ctx context.Context, tx *db.Tx, t *Ticket, d *Desk) error {
	plan, err := s.Appointments.Plan(db.Outside(ctx))
	if err != nil {
		return err
	}
	r, ok := plan.Counter(d.CounterID)
	if !ok {
		return ErrNoDesk
	}
	t.State, t.CounterID, t.Counter, t.ClerkID, t.CalledAt, t.EndedAt = Called, &d.CounterID, r.Key, &d.ClerkID, &tx.Now, nil
	t.Calls++
	if err := s.save(ctx, tx, t, "state", "counter_id", "counter", "clerk_id", "called_at", "calls", "ended_at"); err != nil {
		return err
	}
	if err := s.tellTx(ctx, tx, t.Calls, "t.id = ?", t.ID); err != nil {
		return err
	}
	return s.record(ctx, tx, t, "ticket.called")
}

// step changes a ticket that is in one of the states.
func (s *Service) step(ctx context.Context, id uuid.UUID, action string, from []State, change func(t *Ticket, tx *db.Tx) []string) (*Ticket, error) {
	return s.stepTo(ctx, id, action, from, func(t *Ticket, tx *db.Tx) ([]string, error) { return change(t, tx), nil })
}

// here refuses a step of a window that sees the ticket somewhere else: a colleague has taken it over meanwhile. nil: at no counter.
func (t *Ticket) here(at *uuid.UUID) error {
	now := t.CounterID
	if t.State != Called && t.State != Serving {
		now = nil
	}
	if (now == nil) != (at == nil) || now != nil && *now != *at {
		return ErrState
	}
	return nil
}

// stepAt is step of who sees the ticket at a counter.
func (s *Service) stepAt(ctx context.Context, id, at uuid.UUID, action string, from []State, change func(t *Ticket, tx *db.Tx) []string) (*Ticket, error) {
	return s.stepTo(ctx, id, action, from, func(t *Ticket, tx *db.Tx) ([]string, error) {
		if err := t.here(&at); err != nil {
			return nil, err
		}
		return change(t, tx), nil
	})
}

// stepTo is step where the change itself may refuse.
func (s *Service) stepTo(ctx context.Context, id uuid.UUID, action string, from []State, change func(t *Ticket, tx *db.Tx) ([]string, error)) (*Ticket, error) {
	var t *Ticket
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		if t, err = getTx(ctx, tx, id); err != nil {
			return err
		}
		if !slices.Contains(from, t.State) {
			return ErrState
		}
		columns, err := change(t, tx)
		if err != nil {
			return err
		}
		if err := s.save(ctx, tx, t, columns...); err != nil {
			return err
		}
		return s.record(ctx, tx, t, action)
	})
	return t, err
}

// Serve says that the person has come to the counter at which the ticket is called. Here and below, a ticket that is no longer where it is seen is ErrState.
func (s *Service) Serve(ctx context.Context, id, at uuid.UUID) (*Ticket, error) {
	return s.stepAt(ctx, id, at, "ticket.serving", []State{Called}, func(t *Ticket, tx *db.Tx) []string {
		t.State, t.ServedAt = Serving, &tx.Now
		return []string{"state", "served_at"}
	})
}

// Park sends somebody away for a moment; they are called again without a new ticket.
func (s *Service) Park(ctx context.Context, id, at uuid.UUID, note string) (*Ticket, error) {
	if err := checkNote(note); err != nil {
		return nil, err
	}
	return s.stepAt(ctx, id, at, "ticket.parked", []State{Called, Serving}, func(t *Ticket, _ *db.Tx) []string {
		t.State, t.Note, t.CounterID = Parked, note, nil
		return []string{"state", "note", "counter_id"}
	})
}

// SendOn puts somebody into another queue, or to a certain counter of the site, at the place of the time at which they came: without a new ticket. at is the
// counter at which they are seen, nil while they wait.
func (s *Service) SendOn(ctx context.Context, id uuid.UUID, at *uuid.UUID, queue string, counter *uuid.UUID, note string) (*Ticket, error) {
	var faults errs.Faults
	_, known := s.Rules.Queue(queue)
	faults.Need(known || queue == "" && counter != nil, "queue", "unknown")
	to := ""
	if counter != nil {
		var err error
		if to, err = s.siteOf(ctx, *counter); err != nil {
			return nil, err
		}
		faults.Need(to != "", "counter", "unknown")
	}
	noteFits(&faults, note)
	if err := faults.As(ErrInput); err != nil {
		return nil, err
	}
	return s.stepTo(ctx, id, "ticket.sent_on", []State{Waiting, Called, Serving, Parked}, func(t *Ticket, _ *db.Tx) ([]string, error) {
		if err := t.here(at); err != nil {
			return nil, err
		}
		if to != "" && to != t.Site {
			return nil, ErrInput.With(errs.Field{Path: "counter", Code: "other_site"})
		}
		if queue != "" {
			t.Queue = queue
		}
		t.State, t.ForCounter, t.CounterID, t.Note = Waiting, counter, nil, note
		return []string{"state", "queue", "for_counter", "counter_id", "note"}, nil
	})
}

// Note writes down what the next colleague should know; it changes nothing else. Of people it says no name.
func (s *Service) Note(ctx context.Context, id uuid.UUID, note string) (*Ticket, error) {
	if err := checkNote(note); err != nil {
		return nil, err
	}
	return s.step(ctx, id, "ticket.noted", []State{Waiting, Called, Serving, Parked, Missed}, func(t *Ticket, _ *db.Tx) []string {
		t.Note = note
		return []string{"note"}
	})
}

// Miss says that somebody was called and has not come. They keep their number: who comes back is called again by hand.
func (s *Service) Miss(ctx context.Context, id, at uuid.UUID) (t *Ticket, err error) {
	err = s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		t, err = s.endTx(ctx, tx, id, at, "ticket.missed", []State{Called}, Missed, "", "")
		return err
	})
	return t, err
}

// End ends a visit with its outcome.
func (s *Service) End(ctx context.Context, id, at uuid.UUID, outcome, note string) (t *Ticket, err error) {
	err = s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		t, err = s.EndTx(ctx, tx, id, at, outcome, note)
		return err
	})
	return t, err
}

// EndTx is End in a transaction of a module above: what was done at the counter and the end of the ticket are one.
func (s *Service) EndTx(ctx context.Context, tx *db.Tx, id, at uuid.UUID, outcome, note string) (*Ticket, error) {
	if !slices.Contains(s.Rules.Outcomes, outcome) {
		return nil, ErrInput.With(errs.Field{Path: "outcome", Code: "unknown"})
	}
	if err := checkNote(note); err != nil {
		return nil, err
	}
	return s.endTx(ctx, tx, id, at, "ticket.done", []State{Called, Serving}, Done, outcome, note)
}

// With says at which counter a clerk has the ticket now; nil where it is at none, or somebody else's.
func (t *Ticket) With(clerk uuid.UUID) *uuid.UUID {
	if t.State != Called && t.State != Serving || t.ClerkID == nil || *t.ClerkID != clerk {
		return nil
	}
	return t.CounterID
}

// WithTx is With, and holds the ticket there until the transaction ends.
func (s *Service) WithTx(ctx context.Context, tx *db.Tx, id, clerk uuid.UUID) (*uuid.UUID, error) {
	t, err := getTx(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	return t.With(clerk), nil
}

// endTx ends a ticket, and with it the appointment that it was for.
func (s *Service) endTx(ctx context.Context, tx *db.Tx, id, at uuid.UUID, action string, from []State, to State, outcome, note string) (*Ticket, error) {
	t, err := getTx(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(from, t.State) {
		return nil, ErrState
	}
	if err := t.here(&at); err != nil {
		return nil, err
	}
	t.State, t.EndedAt, t.Outcome, t.Note = to, &tx.Now, outcome, note
	if err := s.save(ctx, tx, t, "state", "ended_at", "outcome", "note"); err != nil {
		return nil, err
	}
	if to == Done {
		if err := forgetTx(ctx, tx, t.ID); err != nil {
			return nil, err
		}
	}
	if t.AppointmentID != nil {
		if err := s.Appointments.FinishTx(ctx, tx, *t.AppointmentID, outcomes[to]); err != nil {
			return nil, err
		}
	}
	return t, s.record(ctx, tx, t, action)
}
