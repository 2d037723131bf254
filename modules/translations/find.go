package translations

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/modules/remuneration"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/errs"
)

// Who is what an order knows of somebody in the directory.
type Who struct {
	bun.BaseModel `bun:"table:linguists.interpreter_v1,alias:i"`

	ID       uuid.UUID `bun:",pk"`
	Name     string
	Language string // in which we write to them, BCP 47
}

// String tells nothing personal.
func (w Who) String() string { return "interpreter " + w.ID.String() }

// LogValue implements slog.LogValuer: the id only.
func (w Who) LogValue() slog.Value { return slog.StringValue(w.ID.String()) }

// Wanted says what is to be translated.
type Wanted struct {
	Language  string
	Direction linguists.Direction
	Sworn     bool
	Difficult bool
	Editable  bool
	Strokes   int
	Parties   []audit.Record // who is tied to one of them is not asked (VwVfG §§20, 21)
}

// Candidate is somebody who can translate, and what is known of how well.
type Candidate struct {
	Interpreter uuid.UUID
	Name        string
	Sworn       bool
	Orders      int   // on which they work
	Cents       int64 // what it is expected to cost, with VAT
	Rank        int   // 1 is the first

	contract string
	exempt   bool
}

// whoCan finds people who translate from or into a language, have the proofs that the city requires, and are tied to nobody concerned. An agency is no person: its
// people are found, it is mailed.
const whoCan = `SELECT p.id AS interpreter, p.name, s.sworn, coalesce(a.contract, p.contract) AS contract, coalesce(a.tax, p.tax) AS tax,
  (SELECT count(*) FROM translations.orders o WHERE o.interpreter_id = p.id AND o.state = 'given') AS orders
FROM (SELECT k.interpreter_id, bool_or(k.sworn) AS sworn FROM linguists.skill_v1 k WHERE k.language = ?0 AND k.form = 'written' AND k.direction IN ('both', ?1) GROUP BY 1) s
JOIN linguists.interpreter_v1 p ON p.id = s.interpreter_id
LEFT JOIN linguists.interpreter_v1 a ON a.id = p.agency_id
WHERE p.kind = 'person' AND p.state = 'active' AND (a.id IS NULL OR a.state = 'active') AND (NOT ?2 OR s.sworn) AND coalesce(a.email, p.email) <> ''
  AND (SELECT count(DISTINCT f.kind) FROM linguists.proof_v1 f WHERE f.interpreter_id = p.id AND f.kind = ANY(?3::text[]) AND f.issued_on <= ?4
    AND (f.valid_until IS NULL OR f.valid_until >= ?4)) = cardinality(?3::text[])
  AND NOT EXISTS (SELECT FROM linguists.bias_v1 b JOIN unnest(?5::text[], ?6::uuid[]) AS x (kind, id) ON b.subject_kind = x.kind AND b.subject_id = x.id
    WHERE b.interpreter_id IN (p.id, p.agency_id))`

func (w Wanted) check() error {
	var f errs.Faults
	f.Need(linguists.KnownLanguage(w.Language) && w.Language != "deu", "language", "unknown")
	f.Need(w.Direction == linguists.IntoGerman || w.Direction == linguists.FromGerman, "direction", "unknown")
	f.Need(w.Strokes > 0 && w.Strokes <= mostStrokes, "strokes", "out_of_range")
	return f.As(ErrInput)
}

// WhoCan finds who can translate papers of a case that the viewer may see, the best first: the price, then on how much they work already, then the name. Strokes of 0 are
// reckoned by the pages.
func (s *Service) WhoCan(ctx context.Context, document uuid.UUID, more []uuid.UUID, w Wanted) ([]Candidate, error) {
	paper, _, err := s.together(ctx, document, more)
	if err != nil {
		return nil, err
	}
	w.Direction, w.Strokes = cmp.Or(w.Direction, linguists.IntoGerman), cmp.Or(w.Strokes, max(paper.Pages, 1)*strokesOfPage)
	w.Parties = []audit.Record{paper.About}
	if paper.Subject != nil {
		w.Parties = append(w.Parties, *paper.Subject)
	}
	if err := w.check(); err != nil {
		return nil, err
	}
	return s.whoCan(ctx, s.DB, w, s.today())
}

func (o *Order) wanted() Wanted {
	w := Wanted{
		Language: o.Language, Direction: o.Direction, Sworn: o.Sworn, Difficult: o.Difficult, Editable: o.Editable, Strokes: o.ExpectedStrokes,
		Parties: []audit.Record{{Kind: o.AboutKind, ID: o.AboutID}},
	}
	if o.SubjectID != nil {
		w.Parties = append(w.Parties, audit.Record{Kind: o.SubjectKind, ID: *o.SubjectID})
	}
	return w
}

func (s *Service) whoCan(ctx context.Context, q bun.IDB, w Wanted, today clock.Date) ([]Candidate, error) {
	needed := []string{}
	for _, kind := range s.Required {
		needed = append(needed, string(kind))
	}
	if w.Sworn && !slices.Contains(needed, string(linguists.Oath)) {
		needed = append(needed, string(linguists.Oath))
	}
	kinds, parties := []string{}, []string{}
	for _, rec := range w.Parties {
		kinds, parties = append(kinds, rec.Kind), append(parties, rec.ID.String())
	}
	var rows []struct {
		Candidate
		Contract string
		Tax      json.RawMessage
	}
	err := q.NewRaw(whoCan, w.Language, w.Direction, w.Sworn, pgdialect.Array(needed), today, pgdialect.Array(kinds), pgdialect.Array(parties)).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("find who can translate: %w", err)
	}
	found := []Candidate{}
	for _, row := range rows {
		var tax linguists.Tax
		if err := json.Unmarshal(row.Tax, &tax); err != nil {
			return nil, fmt.Errorf("read tax facts: %w", err)
		}
		c := row.Candidate
		c.contract, c.exempt = row.Contract, tax.Exempt
		bill, err := s.bill(c.contract, today, w.text(), c.exempt)
		if errors.Is(err, remuneration.ErrNone) {
			s.Log.Warn("no tariff holds", "interpreter", c.Interpreter, "day", today)
			continue
		}
		if err != nil {
			return nil, err
		}
		c.Cents = bill.TotalCents
		found = append(found, c)
	}
	slices.SortFunc(found, func(a, b Candidate) int {
		return cmp.Or(cmp.Compare(a.Cents, b.Cents), cmp.Compare(a.Orders, b.Orders), cmp.Compare(a.Name, b.Name), slices.Compare(a.Interpreter[:], b.Interpreter[:]))
	})
	for i := range found {
		found[i].Rank = i + 1
	}
	return found, nil
}

func (w Wanted) text() remuneration.Text {
	return remuneration.Text{Strokes: w.Strokes, Editable: w.Editable, Difficult: w.Difficult}
}

// bill is what a text costs by the tariff of the day on which it was ordered (JVEG §11, §24).
func (s *Service) bill(contract string, ordered clock.Date, text remuneration.Text, exempt bool) (remuneration.Bill, error) {
	t, err := s.Tariffs.Of(contract, ordered)
	if err != nil {
		return remuneration.Bill{}, err
	}
	return t.Translate(remuneration.Order{Texts: []remuneration.Text{text}, VAT: !exempt}), nil
}
