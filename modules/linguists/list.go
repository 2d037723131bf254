package linguists

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"github.com/ankunft/ankunft/platform/page"
)

// InterpreterFilter narrows a list. What is left out does not.
type InterpreterFilter struct {
	Text         *string // beginnings of words of the name, the address, a language in German or a dialect
	Language     *string // ISO 639-3
	Form         *Form
	Sworn        *bool // true: only who is sworn, in the language if one is named
	Mode         *Mode
	State        *InterpreterState
	Kind         *InterpreterKind
	Agency       *uuid.UUID
	ProofMissing *bool // true: only whom nobody may ask today
	Changed      *bool // true: only whose own change waits for the office
}

type listKey struct {
	Name string
	ID   uuid.UUID
}

const mostSearched = 8 // words

// List lists entries by name.
func (s *Service) List(ctx context.Context, f InterpreterFilter, args page.Args) (page.Page[*Interpreter], error) {
	var after listKey
	more, err := page.Decode(args.After, &after)
	if err != nil {
		return page.Page[*Interpreter]{}, err
	}
	rows := []*Interpreter{}
	q := whole(s.DB.NewSelect().Model(&rows)).OrderExpr("i.name, i.id").Limit(int64(args.Size()) + 1)
	if more {
		q = q.Where("(i.name, i.id) > (?, ?)", after.Name, after.ID)
	}
	if err := s.narrow(q, f).Scan(ctx); err != nil {
		return page.Page[*Interpreter]{}, fmt.Errorf("list interpreters: %w", err)
	}
	for _, i := range rows {
		i.Missing = s.missing(i)
	}
	return page.Cut(rows, args.Size(), func(i *Interpreter) any { return listKey{i.Name, i.ID} }), nil
}

func (s *Service) narrow(q *bun.SelectQuery, f InterpreterFilter) *bun.SelectQuery {
	if f.Text != nil {
		found := strings.Fields(fold(*f.Text))
		for _, w := range found[:min(len(found), mostSearched)] {
			q = q.Where("(' ' || i.search) LIKE ?", "% "+w+"%") // folded: no sign of LIKE is left in it
		}
	}
	if f.State != nil {
		q = q.Where("i.state = ?", *f.State)
	}
	if f.Kind != nil {
		q = q.Where("i.kind = ?", *f.Kind)
	}
	if f.Agency != nil {
		q = q.Where("i.agency_id = ?", *f.Agency)
	}
	if f.Mode != nil {
		q = q.Where("i.modes @> ?", pgdialect.Array([]string{string(*f.Mode)}))
	}
	if f.Language != nil || f.Form != nil || or(f.Sworn, false) {
		q = q.Where(`EXISTS (SELECT FROM linguists.skill k WHERE k.interpreter_id = i.id AND (?0 = '' OR k.language = ?0) AND (?1 = '' OR k.form = ?1) AND (NOT ?2 OR k.sworn))`,
			or(f.Language, ""), string(or(f.Form, "")), or(f.Sworn, false))
	}
	if or(f.ProofMissing, false) {
		q = q.Where(`i.kind = 'person' AND EXISTS (SELECT FROM (SELECT unnest(?0::text[]) UNION SELECT 'oath' FROM linguists.skill k WHERE k.interpreter_id = i.id AND k.sworn) need (kind)
 WHERE NOT EXISTS (SELECT FROM linguists.proof p WHERE p.interpreter_id = i.id AND p.kind = need.kind AND p.issued_on <= ?1 AND (p.valid_until IS NULL OR p.valid_until >= ?1)))`,
			pgdialect.Array(kinds(s.Required)), s.today())
	}
	if or(f.Changed, false) {
		q = q.Where("EXISTS (SELECT FROM linguists.change c WHERE c.interpreter_id = i.id AND c.state = ?)", ChangeOpen)
	}
	return q
}

func kinds(list []ProofKind) []string {
	texts := make([]string, len(list))
	for i, k := range list {
		texts[i] = string(k)
	}
	return texts
}

// missing are the proofs without which somebody is not asked today: those that the city requires, and the oath of who is said to be sworn. An agency proves nothing:
// whom it sends does.
func (s *Service) missing(i *Interpreter) []ProofKind {
	list := []ProofKind{}
	if i.Kind == KindAgency {
		return list
	}
	needed := slices.Clone(s.Required)
	if slices.ContainsFunc(i.Skills, func(k *Skill) bool { return k.Sworn }) {
		needed = append(needed, Oath)
	}
	today := s.today()
	for _, kind := range distinct(needed) {
		if !slices.ContainsFunc(i.Proofs, func(p *Proof) bool { return p.Kind == kind && p.holds(today) }) {
			list = append(list, kind)
		}
	}
	return list
}
