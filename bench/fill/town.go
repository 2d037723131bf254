package fill

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/web/locales"
)

// town is what all parts of the generator know: the services, the teams with their clerks, and the day on which it is made.
type town struct {
	cases    int
	now      time.Time
	today    clock.Date
	services []*catalogue.Offer
	clerks   map[string][]uuid.UUID

	declaration string // as JSON
}

const (
	clerksOfTeam = 12
	seed         = 2026
)

// openTown makes the clerks, whose ids follow from team and number.
func openTown(cases int, now time.Time, city *catalogue.City, services []*catalogue.Offer) *town {
	t := &town{cases: cases, now: now, today: clock.Today(now), services: services, clerks: map[string][]uuid.UUID{},
		declaration: asJSON(locales.Text(catalogue.German, "declaration", "text", nil)),
	}
	for _, team := range city.Teams {
		for n := range clerksOfTeam {
			t.clerks[team.Key] = append(t.clerks[team.Key], ClerkID(team.Key, n))
		}
	}
	return t
}

// ClerkID is the account of clerk n of a team.
func ClerkID(team string, n int) uuid.UUID {
	return uuid.NewSHA1(uuid.NameSpaceOID, []byte("bench clerk "+team+strconv.Itoa(n)))
}

// SecretCode is the code of case n, in the form in which codes are hashed.
func SecretCode(n int) string {
	const signs = "3467CDFGHJKMNPQRTVWXY9"
	sum := ids.Hash("bench code " + strconv.Itoa(n))
	code := make([]byte, 16)
	for i := range code {
		code[i] = signs[int(sum[i])%len(signs)]
	}
	return ids.NormalizeCode(string(code))
}

// employ gives the clerks their accounts and grants: each in one team, with all services of the city.
func (t *town) employ(ctx context.Context, conn *pgx.Conn) error {
	accounts := &table{name: "identity.account", columns: "id, kind, issuer, subject, email, email_verified, name, given_name, family_name, trust, claimed_roles, claimed_teams, created_at"}
	grants := &table{name: "identity.staff_grant", columns: "id, account_id, role, teams, decide, approve, granted_at"}
	r := rand.New(rand.NewPCG(seed, 0))
	var keys []string
	for _, s := range t.services {
		keys = append(keys, s.Key)
	}
	for team, clerks := range t.clerks {
		for n, id := range clerks {
			given, family := pick(r, givens), pick(r, families)
			login := fmt.Sprintf("%s.%d@musterstadt.example", team, n)
			accounts.row(id, "staff", "https://login.bench.example", login, login, true, given.text+" "+family.text, given.text, family.text,
				"high", []string{"clerk", "approver"}, []string{team}, t.now.AddDate(-3, 0, 0))
			for _, role := range []string{"clerk", "approver"} {
				grants.row(ids.New(), id, role, []string{team}, keys, keys, t.now.AddDate(-3, 0, 0))
			}
		}
	}
	if err := accounts.send(ctx, conn.PgConn()); err != nil {
		return err
	}
	return grants.send(ctx, conn.PgConn())
}

// newID is a UUID of version 7 born at a moment, from the generator's own chance.
func newID(r *rand.Rand, at time.Time) uuid.UUID {
	var id uuid.UUID
	ms := uint64(at.UnixMilli()) // after 1970
	hi := ms<<16 | 0x7000 | r.Uint64()&0x0fff
	lo := 1<<63 | r.Uint64()>>2
	for i := range 8 {
		id[i], id[8+i] = byte(hi>>(56-8*i)), byte(lo>>(56-8*i))
	}
	return id
}
