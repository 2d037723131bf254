package cases

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/persons"
)

// query grows a statement with numbered parameters. Its texts are few, so that each is prepared once for each connection.
type query struct {
	sql  string
	args []any
}

// and adds a condition; each %s becomes the number of the next argument.
func (q *query) and(condition string, args ...any) {
	marks := make([]any, len(args))
	for i, a := range args {
		q.args = append(q.args, a)
		marks[i] = fmt.Sprintf("$%d", len(q.args))
	}
	q.sql += " AND " + fmt.Sprintf(condition, marks...)
}

// visible keeps to the cases of those teams in which the viewer may do the action: here rights enter every read of the office.
func (q *query) visible(v *identity.Viewer, action string) {
	q.sql += " AND " + q.within("c", v, action)
}

// within is the condition that a case, by its alias, is of such a team.
func (q *query) within(alias string, v *identity.Viewer, action string) string {
	teams, all := v.TeamsFor(action)
	if all {
		return "true"
	}
	of, mark := any(teams), "ANY($%d)"
	if len(teams) == 1 { // one team reads its index in order
		of, mark = teams[0], "$%d"
	}
	q.args = append(q.args, of)
	return fmt.Sprintf("%s.team = "+mark, alias, len(q.args))
}

func (f WorkFilter) apply(q *query, v *identity.Viewer) {
	if f.Team != nil {
		q.and("c.team = %s", *f.Team)
	}
	if f.Service != nil {
		q.and("c.service = %s", *f.Service)
	}
	if len(f.States) > 0 {
		q.and("c.state = ANY(%s)", f.States)
	} else { // what was decided waits for nobody of the office, unless it is asked for
		q.sql += " AND c.state <> 'decided'"
	}
	if f.Mine != nil && *f.Mine {
		q.and("c.clerk_id = %s", v.AccountID)
	}
	if f.Clerk != nil {
		q.and("c.clerk_id = %s", *f.Clerk)
	}
	if f.Unassigned != nil && *f.Unassigned {
		q.sql += " AND c.clerk_id IS NULL"
	}
	if f.Unreached != nil && *f.Unreached {
		q.sql += " AND c.id IN (SELECT u.about_id FROM messages.unreached_v1 u WHERE u.about_kind = 'case')"
	}
	if f.Person != nil {
		q.and("c.person_id = %s", *f.Person)
	}
	if f.Text != nil {
		f.search(q)
	}
}

// search finds beginnings of names, with or without a date of birth, or of a number when the text looks like one.
func (f WorkFilter) search(q *query) {
	text := strings.TrimSpace(*f.Text)
	if numberLike.MatchString(text) {
		q.and("starts_with(c.number, %s)", text)
		return
	}
	names, born := persons.Query(text)
	if names != "" {
		q.and("c.person_id IN (SELECT id FROM persons.person_v1 WHERE search @@ to_tsquery('simple', %s))", names)
	}
	if born != "" {
		q.and("p.birth_date = %s", born)
	}
}

var numberLike = regexp.MustCompile(`^[0-9]{4}-[0-9]{3,6}(-[0-9]?)?$`)
