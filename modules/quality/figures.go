package quality

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/platform/clock"
)

// HalfYear is what one side said of an interpreter in a half-year.
type HalfYear struct {
	From      clock.Date // its first day
	Side      Side
	Answers   int // 0: they were too few to be told
	Questions []Counts
	Remarks   []string
}

// Counts is how often each value was said, from 1 to 4.
type Counts struct {
	Question string
	Counts   []int
}

// Figures are what was said of an interpreter in half-years that are closed since a day at least, the newest first. What is open is never told: two reports of one half-year
// are the same, so that no difference tells one answer.
func (s *Service) Figures(ctx context.Context, interpreter uuid.UUID) ([]HalfYear, error) {
	known, err := s.DB.NewSelect().TableExpr("linguists.interpreter_v1").Where("id = ?", interpreter).Exists(ctx)
	if err != nil {
		return nil, fmt.Errorf("find interpreter: %w", err)
	}
	if !known {
		return nil, ErrNone
	}
	open := halfYear(s.today().AddDays(-1))
	var tally []struct {
		HalfYear clock.Date
		Side     Side
		Question string
		Value, N int
	}
	err = s.DB.NewSelect().TableExpr("quality.tally").Column("half_year", "side", "question", "value", "n").Where("interpreter_id = ? AND half_year < ?", interpreter, open).Scan(ctx, &tally)
	if err != nil {
		return nil, fmt.Errorf("read figures: %w", err)
	}
	of := map[half]map[string][]int{}
	for _, t := range tally {
		k := half{t.HalfYear, t.Side}
		if of[k] == nil {
			of[k] = map[string][]int{}
		}
		if of[k][t.Question] == nil {
			of[k][t.Question] = make([]int, most)
		}
		of[k][t.Question][t.Value-1] = t.N
	}
	remarks, err := s.remarks(ctx, interpreter, open)
	if err != nil {
		return nil, err
	}
	list := make([]HalfYear, 0, len(of))
	for k, counts := range of {
		list = append(list, s.told(k, counts, remarks[k]))
	}
	slices.SortFunc(list, func(a, b HalfYear) int {
		return cmp.Or(-cmp.Compare(a.From.String(), b.From.String()), cmp.Compare(a.Side, b.Side))
	})
	return list, nil
}

// half is a half-year of a side.
type half struct {
	from clock.Date
	side Side
}

// remarks are in no order that tells anything: their ids are chance.
func (s *Service) remarks(ctx context.Context, interpreter uuid.UUID, open clock.Date) (map[half][]string, error) {
	var rows []struct {
		HalfYear clock.Date
		Side     Side
		Text     string
	}
	err := s.DB.NewSelect().TableExpr("quality.remark").Column("half_year", "side", "text").Where("interpreter_id = ? AND half_year < ?", interpreter, open).OrderExpr("id").Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("read remarks: %w", err)
	}
	of := map[half][]string{}
	for _, r := range rows {
		k := half{r.HalfYear, r.Side}
		of[k] = append(of[k], r.Text)
	}
	return of, nil
}

// told is what may be told of a half-year: of each question only what enough have answered.
func (s *Service) told(k half, counts map[string][]int, remarks []string) HalfYear {
	h := HalfYear{From: k.from, Side: k.side, Questions: []Counts{}, Remarks: []string{}}
	asked := s.Rules.Asked(k.side)
	for question, list := range counts {
		n := 0
		for _, c := range list {
			n += c
		}
		if n < s.Rules.Minimum {
			continue
		}
		h.Answers = max(h.Answers, n)
		h.Questions = append(h.Questions, Counts{question, list})
	}
	slices.SortFunc(h.Questions, func(a, b Counts) int {
		return cmp.Or(cmp.Compare(place(asked, a.Question), place(asked, b.Question)), cmp.Compare(a.Question, b.Question))
	})
	if h.Answers > 0 {
		h.Remarks = append(h.Remarks, remarks...)
	}
	return h
}

// place is where a question stands among those that are asked; what is not asked any more comes last.
func place(asked []string, question string) int {
	if at := slices.Index(asked, question); at >= 0 {
		return at
	}
	return len(asked)
}
