package appointments

import (
	"context"
	"crypto/sha256"
	"strings"

	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/capacity"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
)

// HoldIn chooses a time.
type HoldIn struct {
	Site     string
	Concern  string
	People   int
	Start    string // "2026-12-01T08:20", wall time of the city
	Language string
	Key      string         // the same again is answered with the same
	Work     string         // the proof of work, where the city asks for it
	Urgent   map[string]any // the answers to the questions of the emergency counter; nil for an ordinary time
	Phone    bool           // a call-back instead of a visit
}

// Holding is a time that waits for its person's name, and the token by which it is named.
type Holding struct {
	Appointment *Appointment
	Token       string
}

// Hold keeps a time for some minutes. Network is where the request came from, for the rate.
func (s *Service) Hold(ctx context.Context, in HoldIn, network string) (*Holding, error) {
	q := capacity.Query{Site: in.Site, Concern: in.Concern, People: in.People, Purpose: capacity.Booking}
	urgency := ""
	switch {
	case in.Urgent != nil:
		need := s.Rules.Judge(in.Urgent, s.today())
		if need.Rank < s.Rules.Emergency.Needed {
			return nil, ErrNotUrgent
		}
		q.Purpose, urgency = capacity.EmergencyCounter, need.Reason
	case in.Phone:
		q.Purpose = capacity.Phone
	}
	w, err := s.wanted(q, in.Start, "hold", network, in.Key)
	if err != nil {
		return nil, err
	}
	if in.Key == "" {
		return nil, ErrInput.With(errs.Field{Path: "key", Code: "missing"})
	}
	if w.concern.Booking != "open" && urgency == "" {
		return nil, ErrInvited
	}
	if err := s.mayHold(in.Work, network); err != nil {
		return nil, err
	}
	until := s.DB.Clock.Now().Add(minutes(s.Rules.HoldMinutes))
	a := &Appointment{ID: ids.New(), Number: number(), State: Held, Language: language(in.Language), Urgency: urgency, HeldUntil: &until, Version: 1}
	w.action = "appointment.held"
	a, err = s.take(ctx, w, a, s.spend(in.Work, a))
	if err != nil {
		return nil, err
	}
	if a.HeldUntil == nil {
		return nil, ErrEnded // the same request long ago: that appointment has gone on since
	}
	return &Holding{a, s.sign(toHold, a.ID, *a.HeldUntil)}, nil
}

// Release gives a held time back before its minutes are over.
func (s *Service) Release(ctx context.Context, token string) error {
	id, err := s.open(toHold, token)
	if err != nil {
		return err
	}
	return s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		a, err := getTx(ctx, tx, id)
		if err != nil || a.State != Held && a.State != Pending { // also where the address was mistyped and no mail will come
			return err
		}
		return s.endTx(ctx, tx, a, Expired, "person", "")
	})
}

// Guest is whose appointment it will be.
type Guest struct {
	Name  string
	Email string
	Phone string
	Needs []string // wheelchair, sign_language, interpreter, stroller …
}

// check tells all that is wrong; a call-back needs a number to call, a mail an address.
func (g *Guest) check(of capacity.Purpose, mailed bool) error {
	var faults errs.Faults
	g.Name, g.Email, g.Phone = strings.TrimSpace(g.Name), strings.TrimSpace(g.Email), strings.TrimSpace(g.Phone)
	faults.Need(g.Name != "" && len(g.Name) <= 200, "name", "missing")
	faults.Need(!mailed || ValidAddress(g.Email), "email", "no_address")
	faults.Need(len(g.Phone) <= 40, "phone", "not_a_phone")
	faults.Need(of != capacity.Phone || g.Phone != "", "phone", "missing")
	faults.Need(len(g.Needs) <= 10, "needs", "too_many")
	for _, need := range g.Needs {
		faults.Need(capacity.IsKey(need), "needs", "unknown")
	}
	return faults.As(ErrInput)
}

// Request says whose held time it is, and sends the mail with the link to confirm. Until then the time is kept for the city's confirm_minutes, but not past
// its beginning. What is also done in its transaction can refuse it.
func (s *Service) Request(ctx context.Context, token string, g Guest, also ...func(context.Context, *db.Tx, *Appointment) error) (*Appointment, error) {
	id, err := s.open(toHold, token)
	if err != nil {
		return nil, err
	}
	var a *Appointment
	err = s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if a, err = getTx(ctx, tx, id); err != nil {
			return err
		}
		if err := g.check(a.Purpose, true); err != nil {
			return err
		}
		if a.State == Pending && a.Email == g.Email {
			return nil // sent twice
		}
		if a.State != Held || a.over(tx.Now) || !tx.Now.Before(a.StartsAt) {
			return ErrEnded
		}
		a.Name, a.Email, a.Phone, a.Needs, a.Who = g.Name, g.Email, g.Phone, append([]string{}, g.Needs...), whoIs(g.Email)
		if err := othersTx(ctx, tx, a, mostUnconfirmed, ErrUnconfirmed, Held, Pending); err != nil {
			return err
		}
		until := earlier(tx.Now.Add(minutes(s.Rules.ConfirmMinutes)), a.StartsAt)
		a.State, a.HeldUntil = Pending, &until
		if err := a.save(ctx, tx, "state", "held_until", "name", "email", "phone", "needs", "who"); err != nil {
			return err
		}
		if err := s.mailTx(ctx, tx, a, mailConfirm); err != nil {
			return err
		}
		for _, do := range also {
			if err := do(ctx, tx, a); err != nil {
				return err
			}
		}
		return s.audit(ctx, tx, a, "appointment.requested")
	})
	return a, err
}

// Confirm books what the link in the mail was sent for. Confirming twice is no fault. Only here, to whom the address belongs, is told that they have as
// many appointments as the city gives to one (ErrTooMany): whoever only types an address learns nothing of who it is.
func (s *Service) Confirm(ctx context.Context, token string) (*Managed, error) {
	id, err := s.open(toConfirm, token)
	if err != nil {
		return nil, err
	}
	var a *Appointment
	err = s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if a, err = getTx(ctx, tx, id); err != nil {
			return err
		}
		if a.State == Booked {
			return nil
		}
		if a.State != Pending || a.over(tx.Now) {
			return ErrEnded
		}
		if err := othersTx(ctx, tx, a, s.Rules.Limits.OpenPerPerson, ErrTooMany, Booked); err != nil {
			return err
		}
		return s.bookTx(ctx, tx, a)
	})
	if err != nil {
		return nil, err
	}
	return s.Managed(a), nil
}

// bookTx makes a held or pending appointment a booked one, tells its person and the house.
func (s *Service) bookTx(ctx context.Context, tx *db.Tx, a *Appointment) error {
	if err := s.certainTx(ctx, tx, a); err != nil {
		return err
	}
	return s.mailTx(ctx, tx, a, mailBooked)
}

// certainTx is bookTx for who tells the person otherwise.
func (s *Service) certainTx(ctx context.Context, tx *db.Tx, a *Appointment) error {
	a.State, a.HeldUntil, a.BookedAt = Booked, nil, &tx.Now
	if err := a.save(ctx, tx, "state", "held_until", "booked_at"); err != nil {
		return err
	}
	if err := s.audit(ctx, tx, a, "appointment.booked"); err != nil {
		return err
	}
	if err := s.companionsTx(ctx, tx, a); err != nil {
		return err
	}
	return tx.Emit(ctx, BookedEvent{a.ID})
}

func (s *Service) audit(ctx context.Context, tx *db.Tx, a *Appointment, action string) error {
	return s.Audit.RecordTx(ctx, tx, Record(a.ID), action, a.details())
}

// details are what the trail says of an appointment.
func (a *Appointment) details() audit.Details {
	return audit.Details{"site": a.Site, "concern": a.Concern, "start": a.Day().String() + "T" + a.Time()}
}

// mostUnconfirmed is how many requests for one address wait for the link in their mail at a time: enough for who mistypes, too few to flood a mailbox.
const mostUnconfirmed = 5

// othersTx refuses when the person of an appointment has so many others in such states. Two requests of one person at once wait for one another.
func othersTx(ctx context.Context, tx *db.Tx, a *Appointment, most int, refusal error, states ...State) error {
	var n int
	if _, err := tx.NewRaw("SELECT pg_advisory_xact_lock(hashtextextended(encode(?, 'hex'), 0))", a.Who).Exec(ctx); err != nil {
		return err
	}
	err := tx.NewRaw("SELECT count(*) FROM appointments.appointment WHERE who = ? AND id <> ? AND state IN (?) AND ends_at > ?",
		a.Who, a.ID, bun.List(states), tx.Now).Scan(ctx, &n)
	if err == nil && n >= most {
		return refusal
	}
	return err
}

// whoIs is the same for all ways to write one address.
func whoIs(email string) []byte {
	sum := sha256.Sum256([]byte("mail\x00" + strings.ToLower(strings.TrimSpace(email))))
	return sum[:]
}

func language(tag string) string {
	if tag == "" || len(tag) > 12 {
		return "de"
	}
	return tag
}
