-- +goose Up
-- Who has come to a house for an appointment and has not ended: what the welcome desk asks.
CREATE VIEW interpreters.here_v1 AS
  SELECT a.id, a.interpreter_id, a.state, r.language, r.site, r.about_kind, r.about_id, lower(a.during) AS starts_at, upper(a.during) AS ends_at
  FROM interpreters.assignment a JOIN interpreters.request r ON r.id = a.request_id
  WHERE a.state IN ('arrived', 'started') AND r.mode = 'on_site';

-- +goose Down
DROP VIEW interpreters.here_v1;
