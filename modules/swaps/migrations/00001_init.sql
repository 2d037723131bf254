-- +goose Up
-- A booking for which whoever has it seeks a colleague.
CREATE TABLE swaps.swap (
  id                uuid PRIMARY KEY,
  request_id        uuid NOT NULL REFERENCES interpreters.request,
  assignment_id     uuid NOT NULL REFERENCES interpreters.assignment,
  interpreter_id    uuid NOT NULL REFERENCES linguists.interpreter,  -- who seeks
  state             text NOT NULL CHECK (state IN ('open', 'taken', 'declined', 'withdrawn', 'undone')),
  until             timestamptz NOT NULL,                            -- when it begins
  offered_at        timestamptz NOT NULL,
  taken_by          uuid REFERENCES linguists.interpreter,
  taken_at          timestamptz,
  new_assignment_id uuid REFERENCES interpreters.assignment,
  undone_by         uuid,
  undone_at         timestamptz,
  CONSTRAINT swap_taken CHECK (state NOT IN ('taken', 'undone') OR taken_by IS NOT NULL AND taken_at IS NOT NULL),
  CONSTRAINT swap_undone CHECK (state <> 'undone' OR undone_by IS NOT NULL)
);
CREATE UNIQUE INDEX swap_open ON swaps.swap (assignment_id) WHERE state = 'open';
CREATE INDEX swap_of_request ON swaps.swap (request_id);

-- Who is asked; the first who accepts has it.
CREATE TABLE swaps.asked (
  id             uuid PRIMARY KEY,
  swap_id        uuid NOT NULL REFERENCES swaps.swap ON DELETE CASCADE,
  interpreter_id uuid NOT NULL REFERENCES linguists.interpreter,
  state          text NOT NULL CHECK (state IN ('asked', 'accepted', 'declined')),
  cents          bigint NOT NULL CHECK (cents >= 0),                 -- what they would be paid
  answered_at    timestamptz,
  CONSTRAINT asked_once UNIQUE (swap_id, interpreter_id)
);
CREATE INDEX asked_of ON swaps.asked (interpreter_id) WHERE state = 'asked';
CREATE UNIQUE INDEX asked_accepted ON swaps.asked (swap_id) WHERE state = 'accepted';

-- +goose Down
DROP SCHEMA swaps CASCADE;
