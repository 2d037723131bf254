package interpreters

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/modules/remuneration"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
)

// AssignmentState is how far a booking is.
type AssignmentState string

// The states.
const (
	Held                AssignmentState = "held" // while they think
	Booked              AssignmentState = "booked"
	Arrived             AssignmentState = "arrived"
	Started             AssignmentState = "started"
	Ended               AssignmentState = "ended"
	Missed              AssignmentState = "missed"        // the interpreter did not come
	ClientMissed        AssignmentState = "client_missed" // the client did not come
	AssignmentCancelled AssignmentState = "cancelled"
)

// Assignment is a booking. Whoever is held or booked is nowhere else.
type Assignment struct {
	bun.BaseModel `bun:"table:interpreters.assignment,alias:a"`

	ID                  uuid.UUID `bun:",pk"`
	RequestID           uuid.UUID
	OfferID             *uuid.UUID
	InterpreterID       uuid.UUID // a person
	State               AssignmentState
	During              Span
	Blocked             Span // with the way there and back
	Cents               int64
	FreeUntil           clock.Date // the last day on which it can be called off for nothing; zero: on every day
	Team                string
	CostCentre          string
	ArrivedAt           *time.Time
	StartedAt           *time.Time
	EndedAt             *time.Time
	AloneAt             *time.Time // when the interpreter said that the client did not come
	OfficeSignedBy      *uuid.UUID
	OfficeSignedAt      *time.Time
	InterpreterSignedAt *time.Time
	CancelledAt         *time.Time
	CancelledBy         *string // office, interpreter, client
	Reason              string
	Version             int
	CreatedAt           time.Time

	Request     *Request `bun:"rel:belongs-to,join:request_id=id"`
	Interpreter *Who     `bun:"rel:belongs-to,join:interpreter_id=id"`
}

// AssignmentRecord names an assignment, about which money is bound.
func AssignmentRecord(id uuid.UUID) audit.Record { return audit.Record{Kind: "assignment", ID: id} }

// manageDays is for how many days after the end somebody can still sign by the link of a booking: longer than it can be claimed (JVEG §2: three months).
const manageDays = 120

func (s *Service) manageLink(a *Assignment) string {
	return s.links().Link(toManage, a.ID, a.During.To.AddDate(0, 0, manageDays))
}

// insertTx takes somebody's time and the money for it; false if they are taken, or went on duty or off it since the price was made.
func (s *Service) insertTx(ctx context.Context, tx *db.Tx, r *Request, o *Offer, person *Who, state AssignmentState) (*Assignment, bool, error) {
	way := time.Duration(0)
	if r.Mode == linguists.OnSite {
		way = time.Duration(person.TravelMinutes) * time.Minute
	}
	tariff, work, err := s.work(ctx, tx, r, person.ID)
	if err != nil {
		return nil, false, err
	}
	a := &Assignment{
		ID: ids.New(), RequestID: r.ID, OfferID: &o.ID, InterpreterID: person.ID, State: state, During: r.During, Blocked: r.During.Wider(way), Cents: o.Cents,
		Team: r.Team, CostCentre: r.CostCentre, Version: 1, CreatedAt: tx.Now,
	}
	if a.Cents > 0 {
		a.FreeUntil = tariff.LastFreeDay(work)
	}
	if err := s.bindTx(ctx, tx, r, AssignmentRecord(a.ID), a.Cents); err != nil {
		return nil, false, err
	}
	res, err := tx.NewInsert().Model(a).On("CONFLICT DO NOTHING").Exec(ctx)
	if err != nil {
		return nil, false, fmt.Errorf("take time of interpreter: %w", err)
	}
	n, err := res.RowsAffected()
	if err != nil {
		return nil, false, err
	}
	if n > 0 {
		holds, err := s.priceHoldsTx(ctx, tx, r, a, tariff.Estimate(work).TotalCents)
		if err != nil || holds {
			return a, holds, err
		}
	}
	if _, err := tx.NewDelete().Model(a).WherePK().Exec(ctx); err != nil {
		return nil, false, fmt.Errorf("give time back: %w", err)
	}
	return nil, false, s.Budgets.FreeTx(ctx, tx, AssignmentRecord(a.ID))
}

// priceHoldsTx says whether duty stands as it stood when the price was made: within a shift the shift pays, and only it; beside one nobody can work. Whoever plans a shift
// waits for us, or we have waited for them.
func (s *Service) priceHoldsTx(ctx context.Context, tx *db.Tx, r *Request, a *Assignment, price int64) (bool, error) {
	var here *bool // nil: not on duty
	at := r.During
	if r.Urgent {
		at.To = at.From.Add(time.Minute)
	}
	err := tx.NewRaw(`SELECT bool_and(mode = ? AND site IN ('', ?) AND state <> 'planned' AND during @> ?::tstzrange) FROM duty.shift_v1
WHERE interpreter_id = ? AND state IN ('planned', 'confirmed', 'running') AND during && ?::tstzrange`, r.Mode, r.Site, at, a.InterpreterID, a.Blocked).Scan(ctx, &here)
	if err != nil {
		return false, fmt.Errorf("read duty: %w", err)
	}
	if here != nil {
		return *here && a.Cents == 0, nil
	}
	return a.Cents > 0 || price == 0, nil
}

// holdTx keeps the time of who is asked, and the money; false if they are taken. Of an agency it is not known yet whose time it is.
func (s *Service) holdTx(ctx context.Context, tx *db.Tx, r *Request, o *Offer, asked *Who, state AssignmentState) (bool, error) {
	if asked.Kind == linguists.KindAgency {
		return true, s.bindTx(ctx, tx, r, RequestRecord(r.ID), o.Cents)
	}
	_, done, err := s.insertTx(ctx, tx, r, o, asked, state)
	return done, err
}

// releaseTx gives back what was held for an offer.
func (s *Service) releaseTx(ctx context.Context, tx *db.Tx, offer uuid.UUID) error {
	var held []uuid.UUID
	if err := tx.NewRaw("SELECT id FROM interpreters.assignment WHERE offer_id = ? AND state = 'held'", offer).Scan(ctx, &held); err != nil {
		return fmt.Errorf("find what is held: %w", err)
	}
	for _, id := range held {
		if err := s.Budgets.FreeTx(ctx, tx, AssignmentRecord(id)); err != nil {
			return err
		}
		if _, err := tx.NewRaw("DELETE FROM interpreters.assignment WHERE id = ?", id).Exec(ctx); err != nil {
			return fmt.Errorf("give time back: %w", err)
		}
	}
	return nil
}

// bookTx makes an accepted offer a booking: what was held for them, or the time of whom an agency sends or of who was first.
func (s *Service) bookTx(ctx context.Context, tx *db.Tx, r *Request, o *Offer, person *uuid.UUID) (*Assignment, error) {
	a := new(Assignment)
	err := tx.NewRaw("UPDATE interpreters.assignment SET state = 'booked', version = version + 1 WHERE offer_id = ? AND state = 'held' RETURNING *", o.ID).Scan(ctx, a)
	if err = db.NoRows(err, ErrNone, "book interpreter"); errors.Is(err, ErrNone) {
		a, err = s.bookFreshTx(ctx, tx, r, o, person)
	}
	if err != nil {
		return nil, err
	}
	if err := s.tellTx(ctx, tx, r, "interpreting.booked", audit.Details{"assignment": a.ID.String(), "interpreter": a.InterpreterID.String()}); err != nil {
		return nil, err
	}
	if err := s.mailBookingTx(ctx, tx, mailBooked, r, a); err != nil {
		return nil, err
	}
	return a, tx.Emit(ctx, BookedEvent{r.ID, a.ID})
}

func (s *Service) bookFreshTx(ctx context.Context, tx *db.Tx, r *Request, o *Offer, person *uuid.UUID) (*Assignment, error) {
	sent := o.Interpreter
	if sent.Kind == linguists.KindAgency {
		if person == nil {
			return nil, ErrInput.With(errs.Field{Path: "person", Code: "required"})
		}
		able, err := s.whoCanTx(ctx, tx, r.Wanted(), search{only: []uuid.UUID{*person}})
		if err != nil {
			return nil, err
		}
		if len(able) == 0 || able[0].Interpreter != o.InterpreterID || able[0].Person != *person {
			return nil, ErrInput.With(errs.Field{Path: "person", Code: "cannot"})
		}
		sent = new(Who)
		if err := tx.NewSelect().Model(sent).Where("i.id = ?", *person).Scan(ctx); err != nil {
			return nil, fmt.Errorf("read whom the agency sends: %w", err)
		}
	}
	if err := s.Budgets.FreeTx(ctx, tx, RequestRecord(r.ID)); err != nil {
		return nil, err
	}
	a, done, err := s.insertTx(ctx, tx, r, o, sent, Booked)
	if err == nil && !done {
		err = ErrTaken
	}
	return a, err
}

// work is what an assignment is paid for as planned.
func (s *Service) work(ctx context.Context, q bun.IDB, r *Request, person uuid.UUID) (*remuneration.Tariff, remuneration.Work, error) {
	terms, err := linguists.TermsOf(ctx, q, person)
	if err != nil {
		return nil, remuneration.Work{}, err
	}
	t, err := s.Tariffs.Of(terms.Contract, clock.Today(r.AskedAt))
	if err != nil {
		return nil, remuneration.Work{}, fmt.Errorf("find tariff: %w", err)
	}
	return t, s.planned(r.Wanted(), terms), nil
}

// Late is what it costs to call an assignment off.
type Late struct {
	FreeUntil clock.Date // the last day on which it costs nothing
	Cents     int64      // now
}

// Late says what it costs to call a booking off now (JVEG §9(5)); its request must be there. One that is paid by a shift costs nothing.
func (s *Service) Late(ctx context.Context, a *Assignment) (Late, error) {
	return s.late(ctx, s.DB, a.Request, a, s.DB.Clock.Now())
}

func (s *Service) late(ctx context.Context, q bun.IDB, r *Request, a *Assignment, now time.Time) (Late, error) {
	if a.State != Booked || a.Cents == 0 {
		return Late{FreeUntil: r.During.Day()}, nil
	}
	t, work, err := s.work(ctx, q, r, a.InterpreterID)
	if err != nil {
		return Late{}, err
	}
	return Late{t.LastFreeDay(work), t.Cancellation(work, now).TotalCents}, nil
}

// Cancel calls a request off in the viewer's name: nobody is asked any more, who was booked is told. Where that costs something, cents must say how much, so that nobody calls
// off late without knowing: else ErrLate tells it.
func (s *Service) Cancel(ctx context.Context, id uuid.UUID, reason string, cents int64) (*Request, error) {
	err := s.inTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := s.cancelledTx(ctx, tx, id, reason, cents)
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.Request(ctx, id)
}

// cancelledTx is a request that the viewer has called off, now or before.
func (s *Service) cancelledTx(ctx context.Context, tx *db.Tx, id uuid.UUID, reason string, cents int64) (*Request, error) {
	var f errs.Faults
	f.Fits(reason, 300, "reason")
	if err := f.As(ErrInput); err != nil {
		return nil, err
	}
	r, err := s.mineTx(ctx, tx, id)
	if err != nil || r.State == RequestCancelled {
		return r, err
	}
	if r.State == RequestEnded {
		return nil, ErrOver
	}
	if a, err := standingTx(ctx, tx, r); err != nil {
		return nil, err
	} else if a != nil {
		late, err := s.late(ctx, tx, r, a, tx.Now)
		if err != nil {
			return nil, err
		}
		if late.Cents != cents {
			return nil, ErrLate.With(errs.Field{Path: "cents", Code: "late", Params: map[string]string{"cents": strconv.FormatInt(late.Cents, 10)}})
		}
	}
	return r, s.callOffTx(ctx, tx, r, "office", reason)
}

// mineTx locks a request that the viewer may book for.
func (s *Service) mineTx(ctx context.Context, tx *db.Tx, id uuid.UUID) (*Request, error) {
	r := new(Request)
	err := reach(tx.NewSelect().Model(r).Where("r.id = ?", id), identity.ViewerFrom(ctx), "interpreters.book").For("UPDATE").Scan(ctx)
	return r, db.NoRows(err, ErrNone, "read request")
}

// standingTx is who is held or booked for a request; nil: nobody.
func standingTx(ctx context.Context, tx *db.Tx, r *Request) (*Assignment, error) {
	var list []*Assignment
	err := tx.NewSelect().Model(&list).Where("a.request_id = ? AND a.state NOT IN ('cancelled', 'missed')", r.ID).For("UPDATE").Scan(ctx)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return list[0], nil
}

// callOffTx ends a request that was not fulfilled.
func (s *Service) callOffTx(ctx context.Context, tx *db.Tx, r *Request, by, reason string) error {
	a, err := s.endAllTx(ctx, tx, r, reason, by)
	if err != nil {
		return err
	}
	if err := r.saveTx(ctx, tx, RequestCancelled, reason); err != nil {
		return err
	}
	if err := s.tellTx(ctx, tx, r, "interpreting.cancelled", audit.Details{"by": by}); err != nil {
		return err
	}
	if a == nil {
		return nil
	}
	return s.mailTx(ctx, tx, mailCancelled, r, a.InterpreterID, a.ID)
}

// endAllTx takes back all that was asked or booked for a request, and tells who was asked but for the one who is held or booked: it returns them.
func (s *Service) endAllTx(ctx context.Context, tx *db.Tx, r *Request, reason, by string) (*Assignment, error) {
	a, err := standingTx(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	if a != nil && a.State != Held && a.State != Booked {
		return nil, ErrOver // it has begun
	}
	if err := s.Budgets.FreeTx(ctx, tx, RequestRecord(r.ID)); err != nil {
		return nil, err
	}
	if a != nil && a.State == Booked {
		late, err := s.late(ctx, tx, r, a, tx.Now)
		if err != nil {
			return nil, err
		}
		if err := s.cancelTx(ctx, tx, r, a, by, reason, late.Cents); err != nil {
			return nil, err
		}
	}
	asked := uuid.Nil
	if a != nil {
		asked = a.InterpreterID
	}
	return a, s.withdrawTx(ctx, tx, r, mailCancelled, asked)
}

// cancelTx calls a booking off; what it costs stays bound.
func (s *Service) cancelTx(ctx context.Context, tx *db.Tx, r *Request, a *Assignment, by, reason string, cents int64) error {
	a.State, a.CancelledAt, a.CancelledBy, a.Reason, a.Cents = AssignmentCancelled, &tx.Now, &by, reason, cents
	if err := a.saveTx(ctx, tx, "state", "cancelled_at", "cancelled_by", "reason", "cents"); err != nil {
		return err
	}
	if err := s.tellTx(ctx, tx, r, "interpreting.called_off", audit.Details{"assignment": a.ID.String(), "by": by, "cents": strconv.FormatInt(cents, 10)}); err != nil {
		return err
	}
	if err := tx.Emit(ctx, CancelledEvent{r.ID, a.ID}); err != nil {
		return err
	}
	if cents == 0 {
		return s.Budgets.FreeTx(ctx, tx, AssignmentRecord(a.ID))
	}
	return s.bindTx(ctx, tx, r, AssignmentRecord(a.ID), cents)
}

func (a *Assignment) saveTx(ctx context.Context, tx *db.Tx, columns ...string) error {
	was := a.Version
	a.Version++
	res, err := tx.NewUpdate().Model(a).Column(append(columns, "version")...).Where("id = ? AND version = ?", a.ID, was).Exec(ctx)
	return db.One(res, err, ErrConflict, "change assignment")
}
