-- +goose Up
-- What members of staff can: languages and what the city calls a qualification. They say so themselves; somebody else certifies it.
CREATE TABLE qualifications.held (
  id           uuid PRIMARY KEY,
  account_id   uuid NOT NULL REFERENCES identity.account ON DELETE CASCADE,
  kind         text NOT NULL CHECK (kind IN ('language', 'qualification')),
  key          text NOT NULL,                        -- ISO 639-3, sign languages among them; or a key of the city's
  level        text NOT NULL DEFAULT '',
  valid_until  date,                                 -- the last day
  stated_at    timestamptz NOT NULL,
  certified_by uuid,
  certified_at timestamptz,
  proof        text NOT NULL DEFAULT '',             -- what was seen: which certificate, of when
  ended_at     timestamptz,
  version      integer NOT NULL DEFAULT 1,
  CONSTRAINT held_language CHECK (kind <> 'language' OR (key ~ '^[a-z]{3}$' AND level IN ('A1', 'A2', 'B1', 'B2', 'C1', 'C2', 'native'))),
  CONSTRAINT held_qualification CHECK (kind <> 'qualification' OR level = ''),
  CONSTRAINT held_certified_whole CHECK ((certified_by IS NULL) = (certified_at IS NULL) AND (certified_by IS NULL) = (proof = '')),
  CONSTRAINT held_not_by_oneself CHECK (certified_by <> account_id)
);
CREATE UNIQUE INDEX held_once ON qualifications.held (account_id, kind, key) WHERE ended_at IS NULL;
CREATE INDEX held_by_key ON qualifications.held (kind, key, account_id) WHERE ended_at IS NULL;
CREATE INDEX held_by_end ON qualifications.held (valid_until) WHERE ended_at IS NULL AND certified_at IS NOT NULL;

-- What rooms above may join.
CREATE VIEW qualifications.held_v1 AS
  SELECT account_id, kind, key, level, certified_at IS NOT NULL AS certified, valid_until FROM qualifications.held WHERE ended_at IS NULL;

-- +goose Down
DROP SCHEMA qualifications CASCADE;
