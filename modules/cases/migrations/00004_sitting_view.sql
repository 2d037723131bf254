-- +goose Up
-- case_v1 with the sitting: which cases are of one family.
CREATE VIEW cases.case_v2 AS
  SELECT id, number, sitting_id, role, person_id, account_id, service, state, team, clerk_id, received_on, title_ends_on, action_due_on,
         promise_due_on, risk_on, paused_reason, decided_at, closed_at
  FROM cases.case;

-- +goose Down
DROP VIEW cases.case_v2;
