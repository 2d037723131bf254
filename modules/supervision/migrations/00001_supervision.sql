-- +goose Up
CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;

-- Who leads supervision, from outside the house.
CREATE TABLE supervision.supervisor (
  id         uuid PRIMARY KEY,
  name       text NOT NULL CHECK (name <> ''),
  email      text NOT NULL,
  account_id uuid UNIQUE REFERENCES identity.account ON DELETE SET NULL,
  ended      boolean NOT NULL DEFAULT false,
  version    integer NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX supervisor_email ON supervision.supervisor (lower(email));

CREATE TABLE supervision.series (
  id            uuid PRIMARY KEY,
  kind          text NOT NULL CHECK (kind IN ('group', 'single')),
  title         text NOT NULL CHECK (title <> ''),
  supervisor_id uuid NOT NULL REFERENCES supervision.supervisor,
  place         text NOT NULL CHECK (place <> ''),
  places        smallint NOT NULL CHECK (places BETWEEN 1 AND 20),
  cents         bigint NOT NULL CHECK (cents >= 0),                -- that a session is to cost
  CONSTRAINT series_single CHECK (kind = 'group' OR places = 1)
);

-- A session, as accounting may see it: that it was, and what it cost. Nobody is named.
CREATE TABLE supervision.session (
  id            uuid PRIMARY KEY,
  series_id     uuid NOT NULL REFERENCES supervision.series,
  supervisor_id uuid NOT NULL REFERENCES supervision.supervisor,
  starts_at     timestamptz NOT NULL,
  ends_at       timestamptz NOT NULL,
  state         text NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'held', 'cancelled')),
  cents         bigint CHECK (cents >= 0),                         -- that the supervisor bills
  version       integer NOT NULL DEFAULT 1,
  CHECK (starts_at < ends_at),
  CONSTRAINT session_billed CHECK ((state = 'held') = (cents IS NOT NULL)),
  CONSTRAINT session_once EXCLUDE USING gist (supervisor_id WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE (state <> 'cancelled')
);
CREATE INDEX session_when ON supervision.session (starts_at, id);

-- Who takes part and what the supervisor notes, sealed, of one length for all. There is a row for each session from its beginning, so that none tells that somebody booked; all that can
-- still change are written together.
CREATE TABLE supervision.sealed (
  session_id uuid PRIMARY KEY REFERENCES supervision.session ON DELETE CASCADE,
  circle     bytea NOT NULL,
  notes      bytea NOT NULL
);

-- A private offer: for whom and why is sealed, the mark lets one cause make one offer.
CREATE TABLE supervision.offer (
  mark   bytea PRIMARY KEY,
  sealed bytea NOT NULL,
  until  date NOT NULL
);

-- How many colleagues took part in a closed half-year; null where they were too few to be told. Written once.
CREATE TABLE supervision.usage (
  half_year date PRIMARY KEY CHECK (extract(day FROM half_year) = 1 AND extract(month FROM half_year) IN (1, 7)),
  people    integer CHECK (people > 0)
);

-- When somebody is away, by half-days and without a reason; whoever takes part enters it like everybody else who is away.
CREATE TABLE supervision.away (
  id         uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES identity.account ON DELETE CASCADE,
  day        date NOT NULL,
  part       text NOT NULL CHECK (part IN ('morning', 'afternoon', 'day')),
  CONSTRAINT away_once UNIQUE (account_id, day, part)
);
CREATE VIEW supervision.away_v1 AS
  SELECT account_id, tstzrange(
    (day + CASE part WHEN 'afternoon' THEN time '12:00' ELSE time '00:00' END) AT TIME ZONE 'Europe/Berlin',
    CASE part WHEN 'morning' THEN (day + time '12:00') AT TIME ZONE 'Europe/Berlin' ELSE ((day + 1) + time '00:00') AT TIME ZONE 'Europe/Berlin' END) AS during
  FROM supervision.away;

-- +goose Down
DROP SCHEMA supervision CASCADE;
