-- +goose Up
-- What remains of the claims of staff after the grants, one row for each role and team ("*" is every team, "" a role that is bound to none
-- and reaches none); written with each login, grant and lock, so that modules above can ask in SQL who works where. Who is locked out has none.
CREATE TABLE identity.staff_right (
  account_id uuid NOT NULL REFERENCES identity.account ON DELETE CASCADE,
  role       text NOT NULL,
  team       text NOT NULL,
  PRIMARY KEY (account_id, role, team)
);
CREATE INDEX staff_right_by_team ON identity.staff_right (team, role);

CREATE VIEW identity.staff_right_v1 AS SELECT account_id, role, team FROM identity.staff_right;

-- +goose Down
DROP VIEW identity.staff_right_v1;
DROP TABLE identity.staff_right;
