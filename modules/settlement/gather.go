package settlement

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/modules/remuneration"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
)

// done is something that is over and paid for.
type done struct {
	ID             uuid.UUID
	Kind           ClaimKind
	InterpreterID  uuid.UUID
	StartsAt       time.Time
	EndsAt         time.Time
	ArrivedAt      *time.Time
	StartedAt      *time.Time
	EndedAt        *time.Time
	CancelledAt    *time.Time
	SignedAt       *time.Time // by the interpreter
	Team           string
	CostCentre     string
	Language, Mode string
	Necessity      string
	AskedAt        time.Time
	TravelMinutes  int
	TravelKm       int
	Contract       string
	Tax            json.RawMessage
}

// What is over and has no claim yet. A booking without an amount was paid by the shift in which it lay: a shift whose last call lasts longer than planned is paid as long as it.
const (
	bookingsDone = `SELECT a.id, CASE a.state WHEN 'ended' THEN 'interpreting' WHEN 'cancelled' THEN 'cancellation' ELSE 'client_missed' END AS kind, a.interpreter_id,
  a.starts_at, a.ends_at, a.arrived_at, a.started_at, a.ended_at, a.cancelled_at, a.interpreter_signed_at AS signed_at, a.team, a.cost_centre, a.language, a.mode, a.necessity, a.asked_at,
  p.travel_minutes, p.travel_km, coalesce(g.contract, p.contract) AS contract, coalesce(g.tax, p.tax) AS tax
FROM interpreters.assignment_v1 a JOIN linguists.interpreter_v1 p ON p.id = a.interpreter_id LEFT JOIN linguists.interpreter_v1 g ON g.id = p.agency_id
WHERE a.cents > 0 AND (a.state = 'ended' AND a.office_signed_at IS NOT NULL AND a.interpreter_signed_at IS NOT NULL OR a.state IN ('client_missed', 'cancelled'))
  AND (?0 AND a.ends_at > ?3 OR a.id = ?1) AND NOT EXISTS (SELECT FROM settlement.claim c WHERE c.about_kind = 'assignment' AND c.about_id = a.id) ORDER BY a.id LIMIT ?2`
	shiftsDone = `SELECT s.id, 'shift' AS kind, s.interpreter_id, s.starts_at, greatest(s.ends_at, calls.ended_at) AS ends_at, NULL::timestamptz AS arrived_at, NULL::timestamptz AS started_at,
  NULL::timestamptz AS ended_at, NULL::timestamptz AS cancelled_at, NULL::timestamptz AS signed_at, s.team, s.cost_centre, s.language, s.mode, '' AS necessity, s.starts_at AS asked_at,
  p.travel_minutes, p.travel_km, coalesce(g.contract, p.contract) AS contract, coalesce(g.tax, p.tax) AS tax
FROM duty.shift_v1 s JOIN linguists.interpreter_v1 p ON p.id = s.interpreter_id LEFT JOIN linguists.interpreter_v1 g ON g.id = p.agency_id
LEFT JOIN LATERAL (SELECT max(a.ended_at) AS ended_at, bool_or(a.ended_at IS NULL AND a.state = 'started' AND a.starts_at > ?4) AS lasting FROM interpreters.assignment_v1 a
  WHERE a.interpreter_id = s.interpreter_id AND a.cents = 0 AND a.starts_at >= s.starts_at AND a.starts_at < s.ends_at AND a.state IN ('started', 'ended')) calls ON true
WHERE s.state = 'done' AND NOT coalesce(calls.lasting, false) AND (?0 AND s.ends_at > ?3 OR s.id = ?1) AND NOT EXISTS (SELECT FROM settlement.claim c WHERE c.about_kind = 'shift' AND c.about_id = s.id) ORDER BY s.id LIMIT ?2`
)

// Gather makes claims of what is over: of one booking, or of all bookings and shifts of the last twelve months (uuid.Nil) that have none. As often as one likes.
func (s *Service) Gather(ctx context.Context, id uuid.UUID) error {
	now := s.DB.Clock.Now()
	since, today := now.AddDate(-1, 0, 0), now.AddDate(0, 0, -1)
	for kind, statement := range map[string]string{"assignment": bookingsDone, "shift": shiftsDone} {
		var list []done
		if err := s.DB.NewRaw(statement, id == uuid.Nil, id, gatheredAtOnce, since, today).Scan(ctx, &list); err != nil {
			return fmt.Errorf("find what is over: %w", err)
		}
		for _, d := range list {
			c, err := s.worth(kind, d)
			if errors.Is(err, remuneration.ErrNone) {
				s.Log.Warn("no tariff holds", "interpreter", d.InterpreterID, kind, d.ID)
				continue
			}
			if err != nil {
				return err
			}
			err = s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
				_, err := s.ClaimTx(ctx, tx, c)
				return err
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// worth works out what is paid for something that is over.
func (s *Service) worth(kind string, d done) (NewClaim, error) {
	var tax linguists.Tax
	if err := json.Unmarshal(d.Tax, &tax); err != nil {
		return NewClaim{}, fmt.Errorf("read tax facts: %w", err)
	}
	terms := &Terms{
		Contract: d.Contract, OrderedOn: clock.Today(d.AskedAt), OnSite: d.Mode == string(linguists.OnSite), Necessity: d.Necessity, VAT: !tax.Exempt,
	}
	times := &Times{StartsAt: d.StartsAt, EndsAt: d.EndsAt}
	if terms.OnSite {
		times.TravelMinutes, times.TravelKm = 2*d.TravelMinutes, 2*d.TravelKm
	}
	c := NewClaim{
		About: audit.Record{Kind: kind, ID: d.ID}, Kind: d.Kind, InterpreterID: d.InterpreterID, Team: d.Team, CostCentre: d.CostCentre, Language: d.Language, Mode: d.Mode,
		EndedOn: clock.Today(d.EndsAt), Terms: terms, Times: times, ReportedAt: d.SignedAt,
	}
	if d.Kind == ForCancellation {
		t, err := s.Tariffs.Of(terms.Contract, terms.OrderedOn)
		if err != nil {
			return c, err
		}
		c.Bill, c.EndedOn = t.Cancellation(s.work(terms, times), *d.CancelledAt), clock.Today(*d.CancelledAt)
		c.Terms, c.Times = nil, nil // nothing was done that could have lasted otherwise
		return c, nil
	}
	if d.Kind == ForInterpreting {
		times.StartsAt, times.EndsAt, times.WaitingMinutes = *d.StartedAt, *d.EndedAt, waited(d)
		c.EndedOn = clock.Today(*d.EndedAt)
	}
	var err error
	c.Bill, err = s.bill(terms, times)
	return c, err
}

// waited is how long the office let somebody wait who was there (JVEG §8(2)).
func waited(d done) int {
	if d.ArrivedAt == nil {
		return 0
	}
	from := d.StartsAt
	if d.ArrivedAt.After(from) {
		from = *d.ArrivedAt
	}
	return max(int(d.StartedAt.Sub(from)/time.Minute), 0)
}

// work is what is paid for.
func (s *Service) work(terms *Terms, t *Times) remuneration.Work {
	return remuneration.Work{
		Starts: t.StartsAt, Ends: t.EndsAt, OnSite: terms.OnSite, TravelMinutes: t.TravelMinutes, TravelKm: t.TravelKm, FareCents: t.FareCents, ParkingCents: t.ParkingCents,
		ExpensesCents: t.ExpensesCents, WaitingMinutes: t.WaitingMinutes, Necessity: terms.Necessity, Holiday: s.Holiday, VAT: terms.VAT,
	}
}

func (s *Service) bill(terms *Terms, t *Times) (remuneration.Bill, error) {
	tariff, err := s.Tariffs.Of(terms.Contract, terms.OrderedOn)
	if err != nil {
		return remuneration.Bill{}, fmt.Errorf("find tariff: %w", err)
	}
	return tariff.Estimate(s.work(terms, t)), nil
}
