package fill

import (
	"context"
	"fmt"
	"io"
	"strconv"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/cmd/office"
)

// How many learn, in how many teams, what is asked of them, and how often each has done it in ten years.
const (
	Learners     = 5000
	Departments  = 100
	Asked        = 30
	timesLearned = 6
	Learned      = Learners * Asked * timesLearned
	// Leads lead twenty departments each.
	Leads = 5
)

// LeadID is the account of a lead; Department the key of a team.
func LeadID(n int) uuid.UUID {
	return uuid.NewSHA1(uuid.NameSpaceOID, []byte("bench lead "+strconv.Itoa(n)))
}

// Department is the key of a team.
func Department(n int) string { return fmt.Sprintf("dept%03d", n) }

// learning are statements, one after the other; each makes what the next stands on.
var learning = []string{
	`CREATE TEMP TABLE learner AS SELECT gen_random_uuid() AS id, n, 'dept' || to_char(n % ` + strconv.Itoa(Departments) + `, 'FM000') AS team,
	 (ARRAY['clerk', 'clerk', 'clerk', 'approver', 'frontdesk'])[1 + n / ` + strconv.Itoa(Departments) + ` % 5] AS role FROM generate_series(0, ` + strconv.Itoa(Learners-1) + `) n`,
	`INSERT INTO identity.account (id, kind, issuer, subject, email, email_verified, name, trust, claimed_roles, claimed_teams, created_at)
	 SELECT id, 'staff', 'bench', id::text, '', false, 'Person ' || to_char(n * 7919 % 100000, 'FM00000'), 'high', ARRAY[role], ARRAY[team], now() - interval '11 years' FROM learner`,
	`INSERT INTO identity.staff_grant (id, account_id, role, teams, decide, approve, granted_at) SELECT gen_random_uuid(), id, role, ARRAY[team], '{}', '{}', now() FROM learner`,
	`INSERT INTO identity.staff_right (account_id, role, team) SELECT id, role, team FROM learner`,
	`INSERT INTO training.training (id, key, title, kind, created_at)
	 SELECT gen_random_uuid(), 'subject_' || n, 'Schulung Nummer ' || n, 'law', now() - interval '11 years' FROM generate_series(1, ` + strconv.Itoa(Asked) + `) n`,
	`INSERT INTO training.requirement (id, key, training_id) SELECT gen_random_uuid(), key, id FROM training.training`,
	`INSERT INTO training.requirement_version (requirement_id, version, valid_from, roles, teams, actions, every_months, due_days, grace_days, blocks, services, set_at)
	 SELECT id, 1, current_date - 4000, CASE WHEN right(key, 1) < '3' THEN '{clerk,approver,frontdesk}'::text[] ELSE '{}' END, '{}',
	  CASE WHEN right(key, 1) = '4' THEN '{cases.list}'::text[] ELSE '{}' END, 24, 90, 30, '{}', '{}', now() FROM training.requirement`,
	`INSERT INTO training.asked (account_id, requirement_id, since) SELECT l.id, q.id, current_date - 3650 FROM learner l, training.requirement q`,
	`INSERT INTO training.record (id, account_id, training_id, completed_on, source, source_id, recorded_at)
	 SELECT gen_random_uuid(), l.id, t.id, current_date - 620 * k - (l.n * 31 + length(t.title) * 17 + k) % 190, 'import', gen_random_uuid(), now()
	 FROM learner l, training.training t, generate_series(0, ` + strconv.Itoa(timesLearned-1) + `) k`,
	`INSERT INTO training.holding (account_id, training_id, record_id, completed_on)
	 SELECT DISTINCT ON (account_id, training_id) account_id, training_id, id, completed_on FROM training.record ORDER BY account_id, training_id, completed_on DESC`,
	`DELETE FROM training.holding h WHERE abs(hashtext(h.record_id::text)) % 20 = 0`, // one of twenty has not done it
	`VACUUM ANALYZE`,
}

// Learning fills the empty, migrated database of an office with people who learn.
func Learning(ctx context.Context, o *office.Office, tell io.Writer) error {
	start := o.DB.Clock.Now()
	conn, err := o.DB.Pool().Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	for _, statement := range learning {
		if _, err := conn.Exec(ctx, statement); err != nil {
			return fmt.Errorf("fill trainings: %w", err)
		}
	}
	for n := range Leads {
		teams := []string{}
		for d := n; d < Departments; d += Leads {
			teams = append(teams, Department(d))
		}
		for _, statement := range []string{
			`INSERT INTO identity.account (id, kind, issuer, subject, name, trust, claimed_roles, claimed_teams, created_at) VALUES ($1::uuid, 'staff', 'bench', $1::text, 'Lead', 'high', '{lead}', $2, now())`,
			`INSERT INTO identity.staff_grant (id, account_id, role, teams, decide, approve, granted_at) VALUES (gen_random_uuid(), $1, 'lead', $2, '{}', '{}', now())`,
			`INSERT INTO identity.staff_right (account_id, role, team) SELECT $1, 'lead', unnest($2::text[])`,
		} {
			if _, err := conn.Exec(ctx, statement, LeadID(n), teams); err != nil {
				return fmt.Errorf("fill leads: %w", err)
			}
		}
	}
	fmt.Fprintf(tell, "  %d people, %d records after %.0f s\n", Learners, Learned, o.DB.Clock.Now().Sub(start).Seconds())
	return nil
}
