package training

import (
	"context"
	"fmt"
	"strconv"

	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/sheet"
)

// figures is the action of who is told how teams stand, of nobody alone.
const figures = "training.figures"

// group is the smallest number of people of whom anything is told, and the smallest that may be left over beside them.
const group = 7

// Compliance is how a team stood to a requirement in a month. A number is told only where seven at least are in order and seven at least are not: a rest of one would be somebody.
type Compliance struct {
	bun.BaseModel `bun:"table:training.compliance,alias:c"`

	Month   clock.Date `bun:",pk"` // its first day
	Team    string     `bun:",pk"` // "": the smaller teams together
	Key     string     `bun:",pk"`
	Title   string
	People  int    // of whom it is asked
	InOrder *int   // nil: not told
	Told    string // exact; most: fewer than seven are not in order; few: fewer than seven are; neither
}

const (
	monthsKept = 36
	mostRows   = 5000
)

// comply writes how each team of seven stands to what is asked of it, and the smaller ones together where they are seven.
const comply = `, stood AS (SELECT DISTINCT s.team, d.key, d.title, d.account_id, d.standing IN ('done', 'soon', 'exempt') AS well
  FROM duty d JOIN identity.staff_right_v1 s ON s.account_id = d.account_id AND s.team NOT IN ('', '*')),
teams AS (SELECT team, key, title, count(*) AS people, count(*) FILTER (WHERE well) AS well FROM stood GROUP BY team, key, title),
all_of AS (SELECT * FROM teams UNION ALL SELECT '', s.key, s.title, count(DISTINCT s.account_id), count(DISTINCT s.account_id) FILTER (WHERE s.well)
  FROM stood s JOIN teams t ON t.team = s.team AND t.key = s.key WHERE t.people < ?4 GROUP BY s.key, s.title)
INSERT INTO training.compliance (month, team, key, title, people, in_order, told)
SELECT ?5, team, key, title, people, CASE WHEN well >= ?4 AND people - well >= ?4 THEN well END,
  CASE WHEN well >= ?4 AND people - well >= ?4 THEN 'exact' WHEN well >= ?4 THEN 'most' WHEN people - well >= ?4 THEN 'few' ELSE 'neither' END
FROM all_of WHERE people >= ?4`

// complyTx writes the figures of a month, once: with its first day on which anything is reckoned.
func (s *Service) complyTx(ctx context.Context, tx *db.Tx) error {
	today := clock.Today(tx.Now)
	month := clock.Date{Year: today.Year, Month: today.Month, Day: 1}
	if _, err := tx.NewRaw("DELETE FROM training.reckoned WHERE month < ?", month.AddMonths(-monthsKept)).Exec(ctx); err != nil {
		return fmt.Errorf("forget figures: %w", err)
	}
	res, err := tx.NewRaw("INSERT INTO training.reckoned (month) VALUES (?) ON CONFLICT DO NOTHING", month).Exec(ctx)
	if err != nil {
		return fmt.Errorf("begin figures: %w", err)
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return err
	}
	if _, err := s.reckon(tx, everybody, comply, group, month).Exec(ctx); err != nil {
		return fmt.Errorf("reckon figures: %w", err)
	}
	return nil
}

// Compliances are how teams stood, the newest month first, for who may see figures.
func (s *Service) Compliances(ctx context.Context) ([]Compliance, error) {
	if !identity.ViewerFrom(ctx).Can(figures) {
		return nil, ErrNone
	}
	list := []Compliance{}
	if err := s.DB.NewSelect().Model(&list).OrderExpr("c.month DESC, c.team = '', c.team, c.title, c.key").Limit(mostRows).Scan(ctx); err != nil {
		return nil, fmt.Errorf("read figures: %w", err)
	}
	return list, nil
}

// ComplianceCSV is the same as a file, for the staff council.
func (s *Service) ComplianceCSV(ctx context.Context) ([]byte, error) {
	list, err := s.Compliances(ctx)
	if err != nil {
		return nil, err
	}
	rows := [][]string{{"month", "team", "key", "title", "people", "in_order", "told"}}
	for _, c := range list {
		in := ""
		if c.InOrder != nil {
			in = strconv.Itoa(*c.InOrder)
		}
		rows = append(rows, []string{c.Month.String(), c.Team, c.Key, c.Title, strconv.Itoa(c.People), in, c.Told})
	}
	return sheet.Write(rows), nil
}
