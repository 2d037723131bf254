-- +goose Up
-- What happened, for ever: a new subscriber can be caught up from here. Ids only, never personal data.
CREATE TABLE events.event (
  id      uuid PRIMARY KEY,
  name    text NOT NULL,
  payload jsonb NOT NULL,
  at      timestamptz NOT NULL
);
CREATE INDEX event_by_name ON events.event (name, id);
