package training

import (
	"context"
	"fmt"
	"sync"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/clock"
)

// Standing says how somebody stands to a requirement.
type Standing string

// The standings.
const (
	Done   Standing = "done"
	Soon   Standing = "soon"    // done, and runs out before long
	Open   Standing = "open"    // to be done, there is time
	Late   Standing = "late"    // the day is over, the grace is not
	RunOut Standing = "run_out" // the grace is over too
	Exempt Standing = "exempt"  // free of it for a time
)

// Standings are all of them, what is worst first.
var Standings = []Standing{RunOut, Late, Open, Soon, Exempt, Done}

// Duty is a requirement as it is asked of somebody.
type Duty struct {
	AccountID     uuid.UUID  `json:"account_id"`
	RequirementID uuid.UUID  `json:"requirement_id"`
	Version       int        `json:"version"`
	Key           string     `json:"key"`
	TrainingID    uuid.UUID  `json:"training_id"`
	Title         string     `json:"title"`
	Standing      Standing   `json:"standing"`
	DueOn         clock.Date `json:"due_on"`        // the last day on which it is in order; zero: for good
	GraceEndsOn   clock.Date `json:"grace_ends_on"` // the last day of the grace
	CompletedOn   clock.Date `json:"completed_on"`  // the newest completion; zero: never
	ExemptUntil   clock.Date `json:"exempt_until"`
	Blocks        []string   `bun:",array" json:"blocks"`
}

// soonDays before something runs out it is said that it will.
const soonDays = 60

// versionsWhere and concerning say of whom of a query "person" (id) some versions of requirements ask something, whatever they have done; between both stands which versions.
const (
	versionsWhere = `may AS (SELECT * FROM unnest(?1::text[], ?2::text[]) AS m (action, role)),
wanted AS MATERIALIZED (SELECT v.*, q.key, q.training_id, t.title, v.roles = '{}' AND v.actions = '{}' AS everybody,
    CASE WHEN v.actions = '{}' THEN v.roles ELSE ARRAY(SELECT DISTINCT m.role FROM may m WHERE m.action = ANY(v.actions) AND (v.roles = '{}' OR m.role = ANY(v.roles))) END AS holders
  FROM training.requirement_version v JOIN training.requirement q ON q.id = v.requirement_id
    JOIN training.training t ON t.id = q.training_id
  WHERE `
	concerning = `),
concerned AS (SELECT DISTINCT p.id AS account_id, w.requirement_id FROM person p JOIN identity.staff_right_v1 s ON s.account_id = p.id
  JOIN wanted w ON (w.everybody OR s.role = ANY(w.holders)) AND (w.teams = '{}' OR s.team = ANY(w.teams) OR s.team = '*' AND NOT w.everybody))`
)

// duties reckons what is asked of the people of a query "person" (id) today. Everything that shows how somebody stands reads these lines and no others. What somebody did
// long before it was asked of them leaves them the same time as others have, and so does an exception when it ends; who is asked since today is not in "asked" yet. Where
// something is blocked, nobody's own word counts.
const duties = versionsWhere + `v.valid_from <= ?0 AND (v.valid_until IS NULL OR v.valid_until > ?0)` + concerning + `,
freed AS (SELECT x.account_id, x.requirement_id, max(x.until_on) FILTER (WHERE x.ended_on IS NULL AND x.until_on >= ?0) AS exempt_until, max(coalesce(x.ended_on, x.until_on)) AS over_on
  FROM training.exception x JOIN person p ON p.id = x.account_id JOIN wanted w ON w.requirement_id = x.requirement_id
  WHERE x.from_on <= ?0 AND x.from_on <= coalesce(x.ended_on, x.until_on) AND (x.of_blocking OR w.blocks = '{}') GROUP BY 1, 2),
reckoned AS (SELECT c.account_id, w.requirement_id, w.version, w.key, w.training_id, w.title, w.blocks, w.services, w.grace_days, h.completed_on, h.until, x.exempt_until,
    greatest(h.until, coalesce(a.since, ?0) + w.due_days, x.over_on + w.due_days) AS due_on
  FROM concerned c JOIN wanted w ON w.requirement_id = c.requirement_id
  LEFT JOIN training.asked a ON a.account_id = c.account_id AND a.requirement_id = c.requirement_id
  LEFT JOIN freed x ON x.account_id = c.account_id AND x.requirement_id = c.requirement_id
  LEFT JOIN LATERAL (SELECT max(h.completed_on) AS completed_on, max(least(coalesce((h.completed_on + make_interval(months => w.every_months))::date, 'infinity'),
      coalesce(h.valid_until, 'infinity'))) AS until FROM training.holding h WHERE h.account_id = c.account_id AND h.training_id = w.training_id
      AND (w.blocks = '{}' OR NOT h.by_word)) h ON true),
duty AS (SELECT d.account_id, d.requirement_id, d.version, d.key, d.training_id, d.title, d.blocks, d.services, d.completed_on, d.until, d.exempt_until,
    nullif(d.due_on, 'infinity') AS due_on, nullif(d.due_on + d.grace_days, 'infinity') AS grace_ends_on,
    CASE WHEN d.exempt_until IS NOT NULL THEN 'exempt' WHEN d.until > ?0::date + ?3::integer THEN 'done' WHEN d.until >= ?0 THEN 'soon'
      WHEN d.due_on >= ?0 THEN 'open' WHEN d.due_on + d.grace_days >= ?0 THEN 'late' ELSE 'run_out' END AS standing
  FROM reckoned d)
`

// mayDo are the actions and the roles that may do them, side by side.
var mayDo = sync.OnceValue(func() (pairs struct{ actions, roles []string }) {
	for _, action := range identity.Actions() {
		for _, role := range identity.Roles {
			if role.May(action) {
				pairs.actions, pairs.roles = append(pairs.actions, action), append(pairs.roles, string(role))
			}
		}
	}
	return pairs
})

// reckon asks for duties of the people whom person selects. What both say beyond refers to ?4 and on.
func (s *Service) reckon(q bun.IDB, person, rest string, args ...any) *bun.RawQuery {
	return s.among(q, person, duties+rest, args...)
}

func (s *Service) among(q bun.IDB, person, rest string, args ...any) *bun.RawQuery {
	may := mayDo()
	all := append([]any{s.today(), pgdialect.Array(may.actions), pgdialect.Array(may.roles), soonDays}, args...)
	return q.NewRaw("WITH person AS ("+person+"),\n"+rest, all...)
}

// one is a single member of staff.
const one = "SELECT id FROM identity.account_v1 WHERE id = ?4 AND kind = 'staff'"

// worstFirst orders duties of somebody.
const worstFirst = " ORDER BY array_position('{run_out,late,open,soon,exempt,done}'::text[], standing), due_on NULLS LAST, key"

// Of are the duties of somebody, what is worst first. The caller has checked the rights.
func (s *Service) Of(ctx context.Context, account uuid.UUID) ([]Duty, error) {
	list := []Duty{}
	if err := s.reckon(s.DB, one, "SELECT * FROM duty"+worstFirst, account).Scan(ctx, &list); err != nil {
		return nil, fmt.Errorf("reckon duties: %w", err)
	}
	return list, nil
}

// Met says which of some trainings somebody has done, so that it counts today, also for what is asked of them. The caller has checked the rights.
func (s *Service) Met(ctx context.Context, q bun.IDB, account uuid.UUID, trainings []uuid.UUID) (map[uuid.UUID]bool, error) {
	met, found := map[uuid.UUID]bool{}, []uuid.UUID{}
	if len(trainings) == 0 {
		return met, nil
	}
	err := s.reckon(q, one, `SELECT DISTINCT h.training_id FROM training.holding h WHERE h.account_id = ?4 AND h.training_id IN (?5) AND (h.valid_until IS NULL OR h.valid_until >= ?0)
  AND NOT EXISTS (SELECT FROM duty d WHERE d.training_id = h.training_id AND coalesce(d.until, '-infinity') < ?0)`, account, bun.List(trainings)).Scan(ctx, &found)
	if err != nil {
		return nil, fmt.Errorf("look what somebody has done: %w", err)
	}
	for _, id := range found {
		met[id] = true
	}
	return met, nil
}
