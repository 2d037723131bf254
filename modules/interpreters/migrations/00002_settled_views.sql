-- +goose Up
-- What rooms above may join: bookings with what was asked, and duty. No client is in them.
CREATE VIEW interpreters.assignment_v1 AS
  SELECT a.id, a.interpreter_id, a.state, lower(a.during) AS starts_at, upper(a.during) AS ends_at, a.cents, a.team, a.cost_centre, a.arrived_at, a.started_at, a.ended_at,
    a.office_signed_at, a.interpreter_signed_at, a.cancelled_at, a.cancelled_by, r.language, r.mode, r.site, r.urgent, r.necessity, r.asked_at
  FROM interpreters.assignment a JOIN interpreters.request r ON r.id = a.request_id WHERE a.state <> 'held';
CREATE VIEW interpreters.shift_v1 AS
  SELECT id, interpreter_id, language, mode, site, lower(during) AS starts_at, upper(during) AS ends_at, state FROM interpreters.shift;

-- +goose Down
DROP VIEW interpreters.shift_v1;
DROP VIEW interpreters.assignment_v1;
