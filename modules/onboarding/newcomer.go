package onboarding

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
)

// newcomers are those who hold a role that has a plan, and neither worked in it before there was one nor had a way into it; of several plans of a role the oldest is theirs.
const newcomers = `SELECT DISTINCT r.account_id, p.id AS plan_id FROM identity.staff_right_v1 r JOIN onboarding.plan p ON p.role = r.role AND NOT p.ended
  AND NOT EXISTS (SELECT FROM onboarding.plan o WHERE o.role = p.role AND NOT o.ended AND o.id < p.id)
WHERE NOT EXISTS (SELECT FROM onboarding.entered e WHERE e.account_id = r.account_id AND e.role = r.role)`

// enteredTx notes that nobody who holds a role today is new in it: before this plan there was none.
func enteredTx(ctx context.Context, tx *db.Tx, p *Plan) error {
	_, err := tx.NewRaw(`INSERT INTO onboarding.entered (account_id, role) SELECT DISTINCT account_id, role FROM identity.staff_right_v1
WHERE role = ?0 AND NOT EXISTS (SELECT FROM onboarding.plan o WHERE o.role = ?0 AND NOT o.ended AND o.id <> ?1) ON CONFLICT DO NOTHING`, p.Role, p.ID).Exec(ctx)
	if err != nil {
		return fmt.Errorf("note who was there before: %w", err)
	}
	return nil
}

// enterTx notes that somebody has come into a role, and says whether it is new.
func enterTx(ctx context.Context, tx *db.Tx, account uuid.UUID, role identity.Role) (bool, error) {
	res, err := tx.NewRaw("INSERT INTO onboarding.entered (account_id, role) VALUES (?, ?) ON CONFLICT DO NOTHING", account, role).Exec(ctx)
	if err != nil {
		return false, fmt.Errorf("note who is new: %w", err)
	}
	n, err := res.RowsAffected()
	return n > 0, err
}

// welcome lets everybody begin who is new in a role that has a plan. Who is on a way already begins when that has ended; until then the veto holds what the plan does not open.
func (s *Service) welcome(ctx context.Context) error {
	var list []struct{ AccountID, PlanID uuid.UUID }
	err := s.DB.NewRaw(`SELECT DISTINCT ON (n.account_id) n.* FROM (`+newcomers+`) n
WHERE NOT EXISTS (SELECT FROM onboarding.journey j WHERE j.account_id = n.account_id AND j.ended_at IS NULL) ORDER BY n.account_id, n.plan_id`).Scan(ctx, &list)
	if err != nil {
		return fmt.Errorf("find who is new: %w", err)
	}
	var faults []error
	for _, n := range list {
		faults = append(faults, s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error { return s.welcomeTx(ctx, tx, n.AccountID, n.PlanID) }))
	}
	return errors.Join(faults...)
}

// welcomeTx lets one begin, without a mentor yet, and tells them and who leads them.
func (s *Service) welcomeTx(ctx context.Context, tx *db.Tx, account, plan uuid.UUID) error {
	p, err := planTx(ctx, tx, plan)
	if err != nil {
		return err
	}
	if is, err := enterTx(ctx, tx, account, p.Role); err != nil || !is {
		return err
	}
	if err := s.startTx(ctx, tx, &Journey{ID: ids.New(), AccountID: account, StartedOn: s.today(), Version: 1}, p); err != nil {
		return err
	}
	var leads []uuid.UUID
	err = tx.NewRaw(`WITH leads AS (SELECT l.account_id FROM identity.staff_right_v1 s JOIN identity.staff_right_v1 l ON l.role = 'lead' AND l.team = s.team
  WHERE s.account_id = ?0 AND s.team NOT IN ('', '*') AND l.account_id <> ?0)
SELECT account_id FROM leads UNION SELECT account_id FROM identity.staff_right_v1 WHERE role = 'training' AND account_id <> ?0 AND NOT EXISTS (SELECT FROM leads) ORDER BY 1`, account).Scan(ctx, &leads)
	if err != nil {
		return fmt.Errorf("find who leads somebody new: %w", err)
	}
	return s.newsTx(ctx, tx, append(leads, account)...)
}
