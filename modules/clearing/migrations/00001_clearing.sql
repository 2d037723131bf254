-- +goose Up
-- Somebody at the clearing desk: about a case, or about a service for which they have none yet.
CREATE TABLE clearing.visit (
  id               uuid PRIMARY KEY,
  ticket_id        uuid,
  case_id          uuid,                       -- of a module above
  service          text NOT NULL,
  service_version  int NOT NULL,
  language         text NOT NULL,
  name             text NOT NULL DEFAULT '',   -- as the confirmation writes it, of somebody without a case
  answers          jsonb NOT NULL DEFAULT '{}',
  state            text NOT NULL CHECK (state IN ('open', 'ended')),
  clerk_id         uuid NOT NULL,
  opened_at        timestamptz NOT NULL,
  ended_at         timestamptz,
  letter_id        uuid,                       -- the confirmation
  kept_until       date,                       -- without a case: its last day
  taken_over_at    timestamptz,
  version          int NOT NULL DEFAULT 1,
  CONSTRAINT visit_ended CHECK ((state = 'ended') = (ended_at IS NOT NULL)),
  CONSTRAINT visit_kept CHECK (case_id IS NULL OR kept_until IS NULL)
);
CREATE INDEX visit_of_clerk ON clearing.visit (clerk_id, opened_at DESC);
CREATE INDEX visit_of_case ON clearing.visit (case_id) WHERE case_id IS NOT NULL;
CREATE INDEX visit_left_open ON clearing.visit (opened_at) WHERE state = 'open';
CREATE INDEX visit_kept_until ON clearing.visit (kept_until) WHERE kept_until IS NOT NULL;
-- A ticket is served once; who comes back to the form finds the visit again.
CREATE UNIQUE INDEX visit_of_ticket ON clearing.visit (ticket_id) WHERE state = 'open';

-- An original that somebody of the office has had in their hands: no certified copy is needed.
CREATE TABLE clearing.original (
  visit_id  uuid NOT NULL REFERENCES clearing.visit ON DELETE CASCADE,
  item      text NOT NULL,
  seen_by   uuid NOT NULL,
  seen_at   timestamptz NOT NULL,
  PRIMARY KEY (visit_id, item)
);

-- What modules above may join.
CREATE VIEW clearing.visit_v1 AS
SELECT id, case_id, service, state, clerk_id, opened_at, ended_at, letter_id FROM clearing.visit;

CREATE VIEW clearing.original_v1 AS
SELECT o.visit_id, v.case_id, o.item, o.seen_by, o.seen_at FROM clearing.original o JOIN clearing.visit v ON v.id = o.visit_id;
