-- +goose Up
-- What was needed, for planning duty: when, in which language, whether somebody came, and what it cost. No client is in it.
CREATE VIEW interpreters.demand_v1 AS
  SELECT r.id, r.language, r.form, r.mode, r.site, lower(r.during) AS starts_at, upper(r.during) AS ends_at, r.state, r.urgent,
    coalesce((SELECT sum(a.cents) FROM interpreters.assignment a WHERE a.request_id = r.id AND a.state IN ('booked', 'arrived', 'started', 'ended', 'client_missed')), 0)::bigint AS cents
  FROM interpreters.request r WHERE r.state <> 'cancelled';

-- +goose Down
DROP VIEW interpreters.demand_v1;
