package settlement

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/interpreters"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/modules/remuneration"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
)

// done is something that is over and paid for.
type done struct {
	ID             uuid.UUID
	Kind           ClaimKind
	State          interpreters.AssignmentState
	InterpreterID  uuid.UUID
	StartsAt       time.Time
	EndsAt         time.Time
	ArrivedAt      *time.Time
	StartedAt      *time.Time
	EndedAt        *time.Time
	CancelledAt    *time.Time
	OfficeSignedAt *time.Time
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
	Made           *uuid.UUID // its claim, where there is one
}

// What is over and has no claim yet, or one from which something is missing that may be there now. A booking without an amount was paid by the shift in which it lay: the shift
// lasts as long as the last call that was taken in it, but not into their next one, and waits for one that is not over. What nobody has marked is a
// claim a day later, as it was planned.
const (
	bookingsDone = `SELECT a.id, CASE a.state WHEN 'cancelled' THEN 'cancellation' WHEN 'client_missed' THEN 'client_missed' ELSE 'interpreting' END AS kind, a.state, a.interpreter_id,
  a.starts_at, a.ends_at, a.arrived_at, a.started_at, a.ended_at, a.cancelled_at, a.office_signed_at, a.interpreter_signed_at AS signed_at, a.team, a.cost_centre, a.language, a.mode,
  a.necessity, a.asked_at, p.travel_minutes, p.travel_km, coalesce(g.contract, p.contract) AS contract, coalesce(g.tax, p.tax) AS tax, c.id AS made
FROM interpreters.assignment_v1 a JOIN linguists.interpreter_v1 p ON p.id = a.interpreter_id LEFT JOIN linguists.interpreter_v1 g ON g.id = p.agency_id
LEFT JOIN settlement.claim c ON c.about_kind = 'assignment' AND c.about_id = a.id
WHERE (?0 AND a.ends_at > ?3 OR a.id = ?1) AND (c.id IS NULL AND a.cents > 0 AND (a.state IN ('ended', 'client_missed', 'cancelled') OR a.state IN ('booked', 'arrived', 'started') AND a.ends_at < ?4)
  OR c.missing IN ('marking', 'signature', 'countersignature') AND c.state IN ('open', 'proposed', 'disputed')
  AND (a.state = 'ended' AND (c.missing = 'marking' OR a.interpreter_signed_at IS NOT NULL AND c.missing = 'signature' OR a.office_signed_at IS NOT NULL AND (c.agreed OR a.interpreter_signed_at IS NOT NULL)
      OR (c.times->>'starts_at')::timestamptz <> a.started_at OR (c.times->>'ends_at')::timestamptz <> a.ended_at)
    OR a.state IN ('client_missed', 'cancelled') OR a.state = 'missed' AND c.reported_at IS NULL))
ORDER BY c.id IS NOT NULL, a.id LIMIT ?2`
	shiftsDone = `SELECT s.id, 'shift' AS kind, 'ended' AS state, s.interpreter_id, s.starts_at, greatest(s.ends_at, (SELECT max(least(b.ended_at, (SELECT min(n.starts_at) FROM duty.shift_v1 n
      WHERE n.interpreter_id = s.interpreter_id AND n.starts_at >= s.ends_at AND n.state NOT IN ('missed', 'cancelled')))) FROM interpreters.assignment_v1 b
    WHERE b.interpreter_id = s.interpreter_id AND b.cents = 0 AND b.state = 'ended' AND b.starts_at >= s.starts_at AND b.starts_at < s.ends_at)) AS ends_at,
  NULL::timestamptz AS arrived_at, NULL::timestamptz AS started_at, NULL::timestamptz AS ended_at, NULL::timestamptz AS cancelled_at, NULL::timestamptz AS office_signed_at,
  NULL::timestamptz AS signed_at, s.team, s.cost_centre, s.language, s.mode, '' AS necessity, s.starts_at AS asked_at,
  p.travel_minutes, p.travel_km, coalesce(g.contract, p.contract) AS contract, coalesce(g.tax, p.tax) AS tax, NULL::uuid AS made
FROM duty.shift_v1 s JOIN linguists.interpreter_v1 p ON p.id = s.interpreter_id LEFT JOIN linguists.interpreter_v1 g ON g.id = p.agency_id
WHERE s.state = 'done' AND (?0 AND s.ends_at > ?3 OR s.id = ?1) AND NOT EXISTS (SELECT FROM settlement.claim c WHERE c.about_kind = 'shift' AND c.about_id = s.id)
  AND NOT EXISTS (SELECT FROM interpreters.assignment_v1 b WHERE b.interpreter_id = s.interpreter_id AND b.cents = 0 AND b.state IN ('arrived', 'started')
    AND b.starts_at >= s.starts_at AND b.starts_at < s.ends_at AND s.ends_at > ?4) ORDER BY s.id LIMIT ?2`
)

// Gather makes claims of what is over, and puts to those that are made what was missing: of one booking, or of all bookings and shifts of the last twelve months (uuid.Nil).
// As often as one likes.
func (s *Service) Gather(ctx context.Context, id uuid.UUID) error {
	now := s.DB.Clock.Now()
	for kind, statement := range map[string]string{"assignment": bookingsDone, "shift": shiftsDone} {
		var list []done
		if err := s.DB.NewRaw(statement, id == uuid.Nil, id, gatheredAtOnce, now.AddDate(-1, 0, 0), now.AddDate(0, 0, -1)).Scan(ctx, &list); err != nil {
			return fmt.Errorf("find what is over: %w", err)
		}
		for _, d := range list {
			if err := s.gather(ctx, kind, d); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *Service) gather(ctx context.Context, kind string, d done) error {
	c, err := s.worth(kind, d)
	if errors.Is(err, remuneration.ErrNone) {
		s.Log.Warn("no tariff holds", "interpreter", d.InterpreterID, kind, d.ID)
		return nil
	}
	if err != nil {
		return err
	}
	return s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if d.Made != nil {
			return s.renewTx(ctx, tx, d, c)
		}
		_, err := s.ClaimTx(ctx, tx, c)
		return err
	})
}

// renewTx works a claim out anew from which something was missing. What they have claimed by other times than are noted now they have not agreed to.
func (s *Service) renewTx(ctx context.Context, tx *db.Tx, d done, in NewClaim) error {
	c := new(Claim)
	if err := tx.NewSelect().Model(c).Where("c.id = ?", d.Made).For("UPDATE").Scan(ctx); err != nil {
		return fmt.Errorf("read claim: %w", err)
	}
	switch {
	case !c.proposable() || c.Missing == MissingNothing:
		return nil // somebody was faster
	case d.State == interpreters.Missed || d.State == interpreters.AssignmentCancelled && in.Bill.TotalCents == 0:
		return s.dropTx(ctx, tx, c)
	}
	if c.EndedOn != in.EndedOn {
		c.EndedOn, c.LapsesOn = in.EndedOn, remuneration.LapsesOn(in.EndedOn, s.Holiday)
	}
	if c.Kind != in.Kind { // what they proposed was for something else
		c.State, c.ProposedTimes, c.ProposedBill, c.Reason = ClaimOpen, nil, nil, ""
	}
	c.Agreed = c.Agreed && in.Times != nil && c.Times.same(*in.Times)
	c.Kind, c.Terms, c.Times, c.Missing = in.Kind, in.Terms, in.Times, in.Missing
	if c.Agreed && d.OfficeSignedAt != nil {
		c.Missing = MissingNothing
	} else if c.Agreed && c.Missing == MissingSignature {
		c.Missing = MissingCountersignature
	}
	if c.ReportedAt == nil {
		c.ReportedAt = in.ReportedAt
	}
	c.charge(in.Bill)
	if err := c.saveTx(ctx, tx); err != nil {
		return err
	}
	if err := s.tellTx(ctx, tx, c, "claim.renewed"); err != nil || c.Kind != ForCancellation {
		return err
	}
	return s.askLossTx(ctx, tx, c)
}

// dropTx takes a claim back that was made as it was planned, for they did not come. What they have claimed themselves stays, for the office to refuse.
func (s *Service) dropTx(ctx context.Context, tx *db.Tx, c *Claim) error {
	if c.ReportedAt != nil {
		return nil
	}
	if _, err := tx.NewDelete().Model(c).WherePK().Exec(ctx); err != nil {
		return fmt.Errorf("take claim back: %w", err)
	}
	return s.tellTx(ctx, tx, c, "claim.dropped")
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
		EndedOn: clock.Today(d.EndsAt), BudgetYear: clock.Today(d.StartsAt).Year, Missing: d.missing(), Terms: terms, Times: times, ReportedAt: d.SignedAt,
	}
	switch {
	case d.Kind == ForCancellation:
		t, err := s.Tariffs.Of(terms.Contract, terms.OrderedOn)
		if err != nil {
			return c, err
		}
		c.Bill, c.EndedOn = t.Cancellation(s.work(terms, times), *d.CancelledAt), clock.Today(*d.CancelledAt)
		c.Terms, c.Times, c.ReportedAt = nil, nil, nil // nothing was done that could have lasted otherwise; what was lost nobody has said
		return c, nil
	case d.Kind == ForInterpreting && d.State == interpreters.Ended:
		times.StartsAt, times.EndsAt, times.WaitingMinutes = *d.StartedAt, *d.EndedAt, waited(d)
		c.EndedOn = clock.Today(*d.EndedAt)
	case d.Kind == ForClientMissed && d.EndedAt != nil && d.EndedAt.Before(d.EndsAt):
		times.EndsAt = *d.EndedAt // let go
	}
	var err error
	c.Bill, err = s.bill(terms, times)
	return c, err
}

func (d *done) missing() Missing {
	switch {
	case d.Kind == ForCancellation:
		return MissingAssurance
	case d.Kind != ForInterpreting:
		return MissingNothing
	case d.State != interpreters.Ended:
		return MissingMarking
	case d.SignedAt == nil:
		return MissingSignature
	case d.OfficeSignedAt == nil:
		return MissingCountersignature
	}
	return MissingNothing
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
		ExpensesCents: t.ExpensesCents, AllowanceCents: t.AllowanceCents, WaitingMinutes: t.WaitingMinutes, Necessity: terms.Necessity, Holiday: s.Holiday, VAT: terms.VAT,
	}
}

func (s *Service) bill(terms *Terms, t *Times) (remuneration.Bill, error) {
	tariff, err := s.Tariffs.Of(terms.Contract, terms.OrderedOn)
	if err != nil {
		return remuneration.Bill{}, fmt.Errorf("find tariff: %w", err)
	}
	return tariff.Estimate(s.work(terms, t)), nil
}
