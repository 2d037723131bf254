package training

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/page"
)

// keep is the action of who plans what staff learn: they see everybody.
const keep = "training.keep"

// Member is somebody of a team with what is asked of them.
type Member struct {
	ID      uuid.UUID
	Name    string
	Asked   int    // requirements
	InOrder int    // of which nothing is to be done now
	Duties  []Duty `bun:"type:jsonb"` // those that are not simply done; of one requirement where that was asked for
}

// TeamFilter narrows a list; empty is all.
type TeamFilter struct {
	Team        *string
	Requirement *uuid.UUID
	Standing    *Standing
	Text        *string // a part of the name
}

type memberKey struct {
	Name string
	ID   uuid.UUID
}

// seen are the people whom the viewer may see for an action: of ?4 (every team) or of ?5.
const seen = `SELECT a.id, a.name FROM identity.account_v1 a WHERE a.kind = 'staff'
  AND EXISTS (SELECT FROM identity.staff_right_v1 s WHERE s.account_id = a.id AND (?4 OR s.team = ANY(?5::text[])))`

// Team lists people of the viewer's teams with how they stand, by name. Of few on a page each was opened.
func (s *Service) Team(ctx context.Context, f TeamFilter, args page.Args) (page.Page[Member], error) {
	var after memberKey
	if _, err := page.Decode(args.After, &after); err != nil {
		return page.Page[Member]{}, err
	}
	teams, all := identity.ViewerFrom(ctx).TeamsFor("training.team")
	person := seen + ` AND (?6 = '' OR EXISTS (SELECT FROM identity.staff_right_v1 s WHERE s.account_id = a.id AND s.team = ?6)) AND (?7 = '' OR a.name ILIKE ?7)
  AND (a.name, a.id) > (?8, ?9)`
	rest := ` SELECT p.id, p.name, count(d.key) AS asked, count(*) FILTER (WHERE d.standing IN ('done', 'soon', 'exempt')) AS in_order,
  coalesce(jsonb_agg(to_jsonb(d) ORDER BY array_position('{run_out,late,open,soon,exempt,done}'::text[], d.standing), d.due_on, d.key)
    FILTER (WHERE d.standing <> 'done' OR d.requirement_id = ?10), '[]') AS duties
FROM person p LEFT JOIN duty d ON d.account_id = p.id AND (?10::uuid IS NULL OR d.requirement_id = ?10)
GROUP BY p.id, p.name HAVING (?11 = '' OR bool_or(d.standing = ?11)) AND (?10::uuid IS NULL OR count(d.key) > 0) ORDER BY p.name, p.id LIMIT ?12`
	if f.Standing == nil && f.Requirement == nil { // who is on the page is known before anything is reckoned
		person += " ORDER BY a.name, a.id LIMIT ?12"
	}
	list := []Member{}
	err := s.reckon(s.DB, person, rest, all, pgdialect.Array(teams), or(f.Team, ""), like(f.Text), after.Name, after.ID, f.Requirement, string(or(f.Standing, "")), args.Size()+1).
		Scan(ctx, &list)
	if err != nil {
		return page.Page[Member]{}, fmt.Errorf("list team: %w", err)
	}
	cut := page.Cut(list, args.Size(), func(m Member) any { return memberKey{m.Name, m.ID} })
	people := make([]audit.Record, len(cut.Items))
	for i, m := range cut.Items {
		people[i] = FileOf(m.ID)
	}
	return cut, s.Audit.OpenedPage(ctx, LookedAtInList, people)
}

func like(text *string) string {
	part := strings.TrimSpace(or(text, ""))
	if part == "" {
		return ""
	}
	return "%" + strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(part) + "%"
}

// Person is somebody of the viewer's teams with all that is asked of them; that they were looked at stands in the trail. ErrNone where they are of no such team.
func (s *Service) Person(ctx context.Context, account uuid.UUID) (*Member, error) {
	m, err := s.reach(ctx, s.DB, "training.team", account)
	if err != nil {
		return nil, err
	}
	if err := s.Audit.Opened(ctx, FileOf(account), LookedAtPage); err != nil {
		return nil, err
	}
	if m.Duties, err = s.Of(ctx, account); err != nil {
		return nil, err
	}
	m.Asked = len(m.Duties)
	for _, d := range m.Duties {
		if d.Standing == Done || d.Standing == Soon || d.Standing == Exempt {
			m.InOrder++
		}
	}
	return m, nil
}

// reach finds somebody whom the viewer may reach by an action.
func (s *Service) reach(ctx context.Context, q bun.IDB, action string, account uuid.UUID) (*Member, error) {
	teams, all := identity.ViewerFrom(ctx).TeamsFor(action)
	m := new(Member)
	err := q.NewRaw(strings.NewReplacer("?4", "?0", "?5", "?1").Replace(seen)+" AND a.id = ?2", all, pgdialect.Array(teams), account).Scan(ctx, m)
	return m, db.NoRows(err, ErrNone, "find member")
}

func (s *Service) reachTx(ctx context.Context, tx bun.IDB, action string, account uuid.UUID) error {
	_, err := s.reach(ctx, tx, action, account)
	return err
}
