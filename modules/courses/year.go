package courses

import (
	"context"
	"fmt"
	"strconv"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/sheet"
)

// Year is what the half-years of a year cost and covered that are closed: they are told as they were written. What runs along is not shown, since two reports a day apart would tell
// of one person.
type Year struct {
	Year      int
	HalfYears []HalfYear
}

// HalfYear is one of them.
type HalfYear struct {
	From    clock.Date
	All     Figures
	Courses []Figures
	Teams   []Figures
}

// Year is the report of a year, for who may see figures.
func (s *Service) Year(ctx context.Context, year int) (*Year, error) {
	if year < 2000 || year > 2200 {
		return nil, ErrInput.With(field("year", "out_of_range"))
	}
	if !identity.ViewerFrom(ctx).Can(ActionFigures) {
		return nil, ErrNone
	}
	var list []Figures
	first := clock.Date{Year: year, Month: 1, Day: 1}
	err := s.DB.NewSelect().Model(&list).Where("g.half_year >= ? AND g.half_year < ?", first, first.AddYears(1)).
		OrderExpr("g.half_year, g.kind = 'team', g.kind = 'course', g.name = '', g.name, g.key").Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("report a year: %w", err)
	}
	y := &Year{Year: year, HalfYears: []HalfYear{}}
	for _, g := range list {
		if g.Kind == ofAll { // the first of each
			y.HalfYears = append(y.HalfYears, HalfYear{From: g.HalfYear, All: g, Courses: []Figures{}, Teams: []Figures{}})
			continue
		}
		h := &y.HalfYears[len(y.HalfYears)-1]
		if g.Kind == ofCourse {
			h.Courses = append(h.Courses, g)
		} else {
			h.Teams = append(h.Teams, g)
		}
	}
	return y, nil
}

// CSV is the year as a file, for the staff council: what the screen shows, and nothing else.
func (s *Service) CSV(ctx context.Context, year int) ([]byte, error) {
	y, err := s.Year(ctx, year)
	if err != nil {
		return nil, err
	}
	rows := [][]string{{"half_year", "kind", "name", "sessions", "places", "staff", "people", "times", "cost"}}
	for _, h := range y.HalfYears {
		rows = append(rows, h.All.row())
		for _, g := range append(h.Courses, h.Teams...) {
			rows = append(rows, g.row())
		}
	}
	return sheet.Write(rows), nil
}

func (g *Figures) row() []string {
	row := []string{g.HalfYear.String(), g.Kind, g.Name, strconv.Itoa(g.Sessions), strconv.Itoa(g.Places), strconv.Itoa(g.Staff), "hidden", "hidden", "hidden"}
	if g.People != nil {
		row[6], row[7], row[8] = strconv.Itoa(*g.People), strconv.Itoa(*g.Times), fmt.Sprintf("%d,%02d", *g.Cents/100, *g.Cents%100)
	}
	return row
}
