-- +goose Up
-- The papers that people still owe for their cases, with the service in whose words they are called.
CREATE VIEW cases.owed_v1 AS
  SELECT p.case_id, c.state, c.person_id, c.service, c.service_version, p.item, p.position, p.required
  FROM cases.paper p JOIN cases.case c ON c.id = p.case_id WHERE p.state IN ('missing', 'rejected');

-- +goose Down
DROP VIEW cases.owed_v1;
