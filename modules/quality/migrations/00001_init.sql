-- +goose Up
-- Who was asked how it went, and whether they have answered: not when, and not what.
CREATE TABLE quality.asked (
  assignment_id uuid NOT NULL REFERENCES interpreters.assignment ON DELETE CASCADE,
  side          text NOT NULL CHECK (side IN ('client', 'clerk')),
  spent         boolean NOT NULL DEFAULT false,
  valid_until   timestamptz NOT NULL,
  PRIMARY KEY (assignment_id, side)
);

-- How often what was answered. The half-year is that of the answer: what is closed does not change any more.
CREATE TABLE quality.tally (
  interpreter_id uuid NOT NULL REFERENCES linguists.interpreter,
  half_year      date NOT NULL CONSTRAINT tally_half_year CHECK (extract(day FROM half_year) = 1 AND extract(month FROM half_year) IN (1, 7)),
  side           text NOT NULL CHECK (side IN ('client', 'clerk')),
  question       text NOT NULL,
  value          smallint NOT NULL CHECK (value BETWEEN 1 AND 4),
  n              integer NOT NULL CHECK (n > 0),
  PRIMARY KEY (interpreter_id, half_year, side, question, value)
);

-- What was said besides. The id is chance alone: one that sorts by time would tell when.
CREATE TABLE quality.remark (
  id             uuid PRIMARY KEY,
  interpreter_id uuid NOT NULL REFERENCES linguists.interpreter,
  half_year      date NOT NULL CONSTRAINT remark_half_year CHECK (extract(day FROM half_year) = 1 AND extract(month FROM half_year) IN (1, 7)),
  side           text NOT NULL CHECK (side IN ('client', 'clerk')),
  text           text NOT NULL CHECK (text <> '')
);
CREATE INDEX remark_of ON quality.remark (interpreter_id, half_year);

-- A complaint about an interpreter. It does not know the talk it was about, nor when on its day it came; who complained may have no name.
CREATE TABLE quality.complaint (
  id             uuid PRIMARY KEY,
  key            bytea NOT NULL CONSTRAINT complaint_key UNIQUE,  -- the same complaint once
  interpreter_id uuid NOT NULL CONSTRAINT complaint_interpreter REFERENCES linguists.interpreter,
  from_side      text NOT NULL CHECK (from_side IN ('client', 'clerk', 'other')),
  name           text NOT NULL DEFAULT '',
  email          text NOT NULL DEFAULT '',
  language       text NOT NULL DEFAULT 'de',                      -- in which an answer is written
  text           text NOT NULL,
  state          text NOT NULL DEFAULT 'received' CHECK (state IN ('received', 'heard', 'settled')),
  received_on    date NOT NULL,
  due_on         date NOT NULL,
  said           text NOT NULL DEFAULT '',                        -- by the interpreter
  outcome        text NOT NULL DEFAULT '' CHECK (outcome IN ('', 'founded', 'partly', 'unfounded', 'withdrawn')),
  measure        text NOT NULL DEFAULT '',
  settled_on     date,
  version        integer NOT NULL DEFAULT 1,
  CONSTRAINT complaint_named CHECK ((name = '') = (email = '')),
  CONSTRAINT complaint_settled CHECK ((state = 'settled') = (settled_on IS NOT NULL) AND (state = 'settled') = (outcome <> ''))
);
CREATE INDEX complaint_due ON quality.complaint ((state = 'settled'), due_on, id);
CREATE INDEX complaint_of ON quality.complaint (interpreter_id, received_on);
CREATE INDEX complaint_named_once ON quality.complaint (settled_on) WHERE email <> '';

-- +goose Down
DROP SCHEMA quality CASCADE;
