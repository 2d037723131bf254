package linguists

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/remuneration"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
)

// Who is what rooms above know of somebody in the directory.
type Who struct {
	bun.BaseModel `bun:"table:linguists.interpreter_v1,alias:i"`

	ID            uuid.UUID `bun:",pk"`
	Kind          InterpreterKind
	AgencyID      *uuid.UUID
	Name          string
	Email         string
	Phone         string
	Language      string // in which we write to them, BCP 47
	TravelMinutes int    // one way
	AccountID     *uuid.UUID
	State         InterpreterState
}

// String tells nothing personal.
func (w Who) String() string { return "interpreter " + w.ID.String() }

// LogValue implements slog.LogValuer: the id only.
func (w Who) LogValue() slog.Value { return slog.StringValue(w.ID.String()) }

// Addresses are where people are mailed, or the agencies for which they work.
func Addresses(ctx context.Context, q bun.IDB, people []uuid.UUID) (map[uuid.UUID]messages.Addressee, error) {
	var rows []struct {
		ID              uuid.UUID
		Email, Language string
	}
	err := q.NewRaw(`SELECT p.id, coalesce(a.email, p.email) AS email, coalesce(a.language, p.language) AS language FROM linguists.interpreter_v1 p
LEFT JOIN linguists.interpreter_v1 a ON a.id = p.agency_id WHERE p.id IN (?)`, bun.List(people)).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("find whom to mail: %w", err)
	}
	of := map[uuid.UUID]messages.Addressee{}
	for _, r := range rows {
		of[r.ID] = messages.Addressee{Email: r.Email, Language: r.Language}
	}
	return of, nil
}

// LockTx keeps an entry for a transaction: who books somebody and who gives them duty wait for one another. ErrNone where there is none.
func LockTx(ctx context.Context, tx *db.Tx, id uuid.UUID) error {
	var one int
	err := tx.NewRaw("SELECT 1 FROM linguists.interpreter_v1 WHERE id = ? FOR UPDATE", id).Scan(ctx, &one)
	return db.NoRows(err, ErrNone, "lock interpreter")
}

// Terms are by what somebody is paid: of who works for an agency its contract and its tax.
type Terms struct {
	TravelMinutes, TravelKm int // one way
	Contract                string
	Exempt                  bool // no VAT (UStG §19)
}

// Work is what a time that is asked of somebody with these terms is expected to be paid for: there and back by the same way.
func (t Terms) Work(during clock.Span, mode Mode, holiday func(clock.Date) bool) remuneration.Work {
	work := remuneration.Work{Starts: during.From, Ends: during.To, OnSite: mode == OnSite, Holiday: holiday, VAT: !t.Exempt}
	if work.OnSite {
		work.TravelMinutes, work.TravelKm = 2*t.TravelMinutes, 2*t.TravelKm
	}
	return work
}

// TermsOf are those of a person. ErrNone where there is none.
func TermsOf(ctx context.Context, q bun.IDB, person uuid.UUID) (t Terms, err error) {
	var raw []byte
	err = q.NewRaw(`SELECT p.travel_minutes, p.travel_km, coalesce(a.contract, p.contract), coalesce(a.tax, p.tax) FROM linguists.interpreter_v1 p
LEFT JOIN linguists.interpreter_v1 a ON a.id = p.agency_id WHERE p.id = ?`, person).Scan(ctx, &t.TravelMinutes, &t.TravelKm, &t.Contract, &raw)
	if err := db.NoRows(err, ErrNone, "read terms of interpreter"); err != nil {
		return t, err
	}
	var tax Tax
	if err := json.Unmarshal(raw, &tax); err != nil {
		return t, fmt.Errorf("read tax facts: %w", err)
	}
	t.Exempt = tax.Exempt
	return t, nil
}
