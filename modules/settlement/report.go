package settlement

import (
	"context"
	"fmt"
	"strconv"

	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/sheet"
)

// Figures are those of a team, a language, a manner and a month. No client and no interpreter is in them.
type Figures struct {
	Team             string
	Language         string // ISO 639-3
	Mode             string
	Month            int // 1 is January
	Number           int // that took place
	ClientMissed     int
	Missed           int // the interpreter did not come
	Cancelled        int
	Minutes          int64 // as they are paid
	Cents            int64 // of what is confirmed, with VAT, cancellations among it
	CancelledCents   int64
	SurchargeCents   int64 // before VAT
	UnconfirmedCents int64 // claimed, or to be claimed yet
}

// A booking with its claim; then shifts and translations, which are claims alone.
const figures = `WITH held AS (
  SELECT a.team, a.language, a.mode, a.starts_at, a.state, c.state AS claim, c.kind, c.minutes, c.total_cents, c.surcharge_cents
  FROM interpreters.assignment_v1 a LEFT JOIN settlement.claim c ON c.about_kind = 'assignment' AND c.about_id = a.id
  WHERE a.starts_at >= ?0::timestamp AT TIME ZONE 'Europe/Berlin' AND a.starts_at < ?1::timestamp AT TIME ZONE 'Europe/Berlin' AND a.state <> 'booked' AND (?2 OR a.team IN (?3))
  UNION ALL
  SELECT c.team, c.language, c.mode, c.ended_on::timestamp AT TIME ZONE 'Europe/Berlin', 'ended', c.state, c.kind, c.minutes, c.total_cents, c.surcharge_cents
  FROM settlement.claim c WHERE c.about_kind <> 'assignment' AND c.ended_on >= ?0::date AND c.ended_on < ?1::date AND (?2 OR c.team IN (?3))
)
SELECT team, language, mode, extract(month FROM starts_at AT TIME ZONE 'Europe/Berlin')::int AS month,
  count(*) FILTER (WHERE state IN ('arrived', 'started', 'ended')) AS number, count(*) FILTER (WHERE state = 'client_missed') AS client_missed,
  count(*) FILTER (WHERE state = 'missed') AS missed, count(*) FILTER (WHERE state = 'cancelled') AS cancelled,
  coalesce(sum(minutes) FILTER (WHERE claim IN ('confirmed', 'invoiced', 'paid') AND kind <> 'cancellation'), 0)::bigint AS minutes,
  coalesce(sum(total_cents) FILTER (WHERE claim IN ('confirmed', 'invoiced', 'paid')), 0)::bigint AS cents,
  coalesce(sum(total_cents) FILTER (WHERE claim IN ('confirmed', 'invoiced', 'paid') AND kind = 'cancellation'), 0)::bigint AS cancelled_cents,
  coalesce(sum(surcharge_cents) FILTER (WHERE claim IN ('confirmed', 'invoiced', 'paid')), 0)::bigint AS surcharge_cents,
  coalesce(sum(total_cents) FILTER (WHERE claim IN ('open', 'proposed', 'disputed')), 0)::bigint AS unconfirmed_cents
FROM held GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`

// Year is the report of a year over the teams that the viewer may read, in one statement.
func (s *Service) Year(ctx context.Context, year int) ([]Figures, error) {
	if year < 2000 || year > 2200 {
		return nil, ErrInput.With(errs.Field{Path: "year", Code: "out_of_range"})
	}
	v := identity.ViewerFrom(ctx)
	if !v.Can(ActionAudit) {
		return nil, ErrNone
	}
	teams, all := v.TeamsFor(ActionAudit)
	list := []Figures{}
	first, next := fmt.Sprintf("%d-01-01", year), fmt.Sprintf("%d-01-01", year+1)
	if err := s.DB.NewRaw(figures, first, next, all, bun.List(append(teams, ""))).Scan(ctx, &list); err != nil {
		return nil, fmt.Errorf("report a year: %w", err)
	}
	return list, nil
}

// YearCSV is the same as a file.
func (s *Service) YearCSV(ctx context.Context, year int) ([]byte, error) {
	list, err := s.Year(ctx, year)
	if err != nil {
		return nil, err
	}
	rows := [][]string{{
		"year", "month", "team", "language", "mode", "number", "client_missed", "interpreter_missed", "cancelled", "hours", "cost", "cancellation_cost", "surcharges", "unconfirmed",
	}}
	for _, r := range list {
		rows = append(rows, []string{
			strconv.Itoa(year), strconv.Itoa(r.Month), r.Team, r.Language, r.Mode, strconv.Itoa(r.Number), strconv.Itoa(r.ClientMissed), strconv.Itoa(r.Missed),
			strconv.Itoa(r.Cancelled), euros(r.Minutes * 100 / 60), euros(r.Cents), euros(r.CancelledCents), euros(r.SurchargeCents), euros(r.UnconfirmedCents),
		})
	}
	return sheet.Write(rows), nil
}
