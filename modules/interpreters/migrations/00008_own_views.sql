-- +goose Up
ALTER TABLE interpreters.assignment ADD COLUMN alone_at timestamptz; -- when the interpreter said that the client did not come

-- What somebody carries with them of their own bookings. No client is in it.
CREATE VIEW interpreters.own_v1 AS
  SELECT a.id, a.request_id, a.interpreter_id, a.state, lower(a.during) AS starts_at, upper(a.during) AS ends_at, a.team, a.reason, a.created_at, a.cancelled_at,
    r.language, r.dialect, r.form, r.mode, r.place, r.subject AS topic, r.urgent
  FROM interpreters.assignment a JOIN interpreters.request r ON r.id = a.request_id WHERE a.state <> 'held';

-- +goose Down
DROP VIEW interpreters.own_v1;
ALTER TABLE interpreters.assignment DROP COLUMN alone_at;
