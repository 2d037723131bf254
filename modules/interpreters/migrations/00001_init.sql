-- +goose Up
CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;

-- When somebody can: the hours of each week in wall time, days off, and both worked out into intervals for the days ahead.
CREATE TABLE interpreters.hours (
  id             uuid PRIMARY KEY,
  interpreter_id uuid NOT NULL REFERENCES linguists.interpreter ON DELETE CASCADE,
  weekday        smallint NOT NULL CHECK (weekday BETWEEN 1 AND 7),  -- ISO 8601: Monday is 1
  from_minute    smallint NOT NULL CHECK (from_minute BETWEEN 0 AND 1439),
  to_minute      smallint NOT NULL CHECK (to_minute BETWEEN 1 AND 1440),
  modes          text[] NOT NULL,
  valid_from     date NOT NULL,
  valid_to       date,
  CHECK (from_minute < to_minute),
  CONSTRAINT hours_once EXCLUDE USING gist (interpreter_id WITH =, weekday WITH =, int4range(from_minute, to_minute) WITH &&,
    daterange(valid_from, valid_to, '[]') WITH &&)
);
CREATE INDEX hours_of ON interpreters.hours (interpreter_id);
CREATE TABLE interpreters.away (
  id             uuid PRIMARY KEY,
  interpreter_id uuid NOT NULL REFERENCES linguists.interpreter ON DELETE CASCADE,
  during         tstzrange NOT NULL
);
CREATE INDEX away_of ON interpreters.away (interpreter_id);
CREATE TABLE interpreters.availability (
  interpreter_id uuid NOT NULL REFERENCES linguists.interpreter ON DELETE CASCADE,
  during         tstzrange NOT NULL,
  modes          text[] NOT NULL,
  CONSTRAINT availability_once EXCLUDE USING gist (interpreter_id WITH =, during WITH &&)
);
-- Intervals of one person never overlap: the last that begins before a moment is the only one that can hold it.
CREATE INDEX availability_from ON interpreters.availability (interpreter_id, lower(during)) INCLUDE (during, modes);

-- On duty: a shift in the house or at the phone, for one language. Only its own place is taken by it, calls come in between.
CREATE TABLE interpreters.shift (
  id             uuid PRIMARY KEY,
  interpreter_id uuid REFERENCES linguists.interpreter,      -- none yet: planned, open
  language       text NOT NULL CHECK (language ~ '^[a-z]{3}$'),
  mode           text NOT NULL CHECK (mode IN ('on_site', 'phone', 'video')),
  site           text NOT NULL DEFAULT '',
  during         tstzrange NOT NULL,
  state          text NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'confirmed', 'running', 'done', 'cancelled')),
  version        integer NOT NULL DEFAULT 1,
  CONSTRAINT shift_once EXCLUDE USING gist (interpreter_id WITH =, during WITH &&) WHERE (state <> 'cancelled' AND interpreter_id IS NOT NULL)
);
CREATE INDEX shift_on_duty ON interpreters.shift USING gist (language, during) WHERE (state IN ('confirmed', 'running'));

-- Somebody is needed: for an appointment, or now.
CREATE TABLE interpreters.request (
  id            uuid PRIMARY KEY,
  key           bytea NOT NULL CONSTRAINT request_key UNIQUE,   -- the same request once
  about_kind    text NOT NULL,                                  -- appointment, ticket, case
  about_id      uuid NOT NULL,
  subject_kind  text NOT NULL DEFAULT '',                       -- whose need and whose bias counts
  subject_id    uuid,
  language      text NOT NULL CHECK (language ~ '^[a-z]{3}$'),
  dialect       text NOT NULL DEFAULT '',
  form          text NOT NULL CHECK (form IN ('spoken', 'signed')),
  gender        text NOT NULL DEFAULT '',
  sworn         boolean NOT NULL DEFAULT false,
  mode          text NOT NULL CHECK (mode IN ('on_site', 'phone', 'video')),
  site          text NOT NULL DEFAULT '',
  place         text NOT NULL DEFAULT '',                       -- in words, for those who come
  subject       text NOT NULL DEFAULT '',
  during        tstzrange NOT NULL,
  urgent        boolean NOT NULL DEFAULT false,                 -- now: to all on duty at once
  manner        text NOT NULL CHECK (manner IN ('one', 'in_turn', 'all')),
  offer_minutes integer NOT NULL CHECK (offer_minutes BETWEEN 1 AND 20160),
  team          text NOT NULL,
  cost_centre   text NOT NULL DEFAULT '',
  necessity     text NOT NULL DEFAULT '',                       -- JVEG § 9(6): why at night, on a Sunday or holiday
  client        text NOT NULL DEFAULT '',                       -- shown after acceptance alone, emptied afterwards
  state         text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'filled', 'unfilled', 'cancelled', 'ended')),
  version       integer NOT NULL DEFAULT 1,
  seek          boolean NOT NULL DEFAULT false,                 -- when those asked are through, others are looked for
  approved_by   uuid,                                           -- over the ceiling of the budget: by whom, and why
  approval      text NOT NULL DEFAULT '',
  reason        text NOT NULL DEFAULT '',                       -- why it is unfilled or cancelled
  asked_by      uuid,
  asked_at      timestamptz NOT NULL,
  CONSTRAINT request_approval CHECK (approved_by IS NULL OR approval <> '')
);
CREATE INDEX request_about ON interpreters.request (about_kind, about_id);
CREATE INDEX request_when ON interpreters.request (lower(during), id);
CREATE INDEX request_client ON interpreters.request (upper(during)) WHERE client <> '';
CREATE UNIQUE INDEX request_one ON interpreters.request (about_kind, about_id) WHERE state IN ('open', 'filled', 'unfilled') AND NOT urgent;

CREATE TABLE interpreters.offer (
  id             uuid PRIMARY KEY,
  request_id     uuid NOT NULL REFERENCES interpreters.request ON DELETE CASCADE,
  interpreter_id uuid NOT NULL REFERENCES linguists.interpreter,
  rank           integer NOT NULL,
  state          text NOT NULL CHECK (state IN ('waiting', 'offered', 'accepted', 'declined', 'lapsed', 'withdrawn')),
  cents          integer NOT NULL CHECK (cents >= 0),           -- what it is expected to cost
  offered_at     timestamptz,
  until          timestamptz,
  answered_at    timestamptz,
  reason         text NOT NULL DEFAULT '',
  CONSTRAINT offer_once UNIQUE (request_id, interpreter_id)
);
CREATE INDEX offer_of ON interpreters.offer (interpreter_id, offered_at DESC);
CREATE INDEX offer_ends ON interpreters.offer (until) WHERE state = 'offered';

-- A booking. Whoever is held or booked is nowhere else, with the way there and back.
CREATE TABLE interpreters.assignment (
  id             uuid PRIMARY KEY,
  request_id     uuid NOT NULL REFERENCES interpreters.request,
  offer_id       uuid REFERENCES interpreters.offer,
  interpreter_id uuid NOT NULL REFERENCES linguists.interpreter,
  state          text NOT NULL CHECK (state IN ('held', 'booked', 'arrived', 'started', 'ended', 'missed', 'client_missed', 'cancelled')),
  during         tstzrange NOT NULL,
  blocked        tstzrange NOT NULL,                            -- with the way
  cents          integer NOT NULL CHECK (cents >= 0),           -- committed
  team           text NOT NULL,
  cost_centre    text NOT NULL DEFAULT '',
  arrived_at     timestamptz,
  started_at     timestamptz,
  ended_at       timestamptz,
  office_signed_by uuid,
  office_signed_at timestamptz,
  interpreter_signed_at timestamptz,
  cancelled_at   timestamptz,
  cancelled_by   text CHECK (cancelled_by IN ('office', 'interpreter', 'client')),
  reason         text NOT NULL DEFAULT '',
  version        integer NOT NULL DEFAULT 1,
  created_at     timestamptz NOT NULL,
  CONSTRAINT assignment_time CHECK (blocked @> during),
  CONSTRAINT assignment_once EXCLUDE USING gist (interpreter_id WITH =, blocked WITH &&)
    WHERE (state IN ('held', 'booked', 'arrived', 'started', 'ended'))
);
CREATE UNIQUE INDEX assignment_one ON interpreters.assignment (request_id) WHERE state NOT IN ('cancelled', 'missed');
CREATE INDEX assignment_blocked ON interpreters.assignment (interpreter_id, lower(blocked)) INCLUDE (blocked, state) WHERE state IN ('held', 'booked', 'arrived', 'started', 'ended');
CREATE INDEX assignment_of ON interpreters.assignment (interpreter_id, lower(during)) INCLUDE (during, state);
CREATE INDEX assignment_when ON interpreters.assignment (lower(during), id);

-- +goose Down
DROP SCHEMA interpreters CASCADE;
