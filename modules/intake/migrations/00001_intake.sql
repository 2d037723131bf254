-- +goose Up
-- A visit of the clearing desk whose papers the case has: each is taken in once.
CREATE TABLE intake.taken_in (
  visit_id  uuid PRIMARY KEY,
  case_id   uuid NOT NULL REFERENCES cases."case" ON DELETE CASCADE,
  papers    int NOT NULL,
  at        timestamptz NOT NULL
);
CREATE INDEX taken_in_by_case ON intake.taken_in (case_id);

-- Since when the papers of a case are complete, as its person was told.
CREATE TABLE intake.complete (
  case_id     uuid PRIMARY KEY REFERENCES cases."case" ON DELETE CASCADE,
  since       timestamptz NOT NULL,
  revoked_at  timestamptz,           -- a paper did not hold after all
  turn        int NOT NULL DEFAULT 1 -- how often it was told
);
