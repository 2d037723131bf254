package cases

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/persons"
	"github.com/ankunft/ankunft/platform/db"
)

// visible keeps to the cases of those teams in which the viewer may do the action: here rights enter every read of the office.
func visible(q *db.Numbered, v *identity.Viewer, action string) {
	q.SQL += " AND " + within(q, "c", v, action)
}

// within is the condition that a case, by its alias, is of such a team.
func within(q *db.Numbered, alias string, v *identity.Viewer, action string) string {
	teams, all := v.TeamsFor(action)
	if all {
		return "true"
	}
	of, mark := any(teams), "ANY($%d)"
	if len(teams) == 1 { // one team reads its index in order
		of, mark = teams[0], "$%d"
	}
	q.Args = append(q.Args, of)
	return fmt.Sprintf("%s.team = "+mark, alias, len(q.Args))
}

func (f WorkFilter) apply(q *db.Numbered, v *identity.Viewer) {
	if f.Team != nil {
		q.And("c.team = %s", *f.Team)
	}
	if f.Service != nil {
		q.And("c.service = %s", *f.Service)
	}
	if len(f.States) > 0 {
		q.And("c.state = ANY(%s)", f.States)
	} else { // what was decided waits for nobody of the office, unless it is asked for
		q.SQL += " AND c.state <> 'decided'"
	}
	if f.Mine != nil && *f.Mine {
		q.And("c.clerk_id = %s", v.AccountID)
	}
	if f.Clerk != nil {
		q.And("c.clerk_id = %s", *f.Clerk)
	}
	if f.Unassigned != nil && *f.Unassigned {
		q.SQL += " AND c.clerk_id IS NULL"
	}
	if f.Unreached != nil && *f.Unreached {
		q.SQL += " AND c.id IN (SELECT u.about_id FROM messages.unreached_v1 u WHERE u.about_kind = 'case')"
	}
	if f.Person != nil {
		q.And("c.person_id = %s", *f.Person)
	}
	if f.Text != nil {
		f.search(q)
	}
}

// search finds beginnings of names, with or without a date of birth, or of a number when the text looks like one.
func (f WorkFilter) search(q *db.Numbered) {
	text := strings.TrimSpace(*f.Text)
	if numberLike.MatchString(text) {
		q.And("starts_with(c.number, %s)", text)
		return
	}
	names, born := persons.Query(text)
	if names != "" {
		q.And("c.person_id IN (SELECT id FROM persons.person_v1 WHERE search @@ to_tsquery('simple', %s))", names)
	}
	if born != "" {
		q.And("p.birth_date = %s", born)
	}
}

var numberLike = regexp.MustCompile(`^[0-9]{4}-[0-9]{3,6}(-[0-9]?)?$`)
