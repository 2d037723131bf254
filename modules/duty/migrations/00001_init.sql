-- +goose Up
CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;

-- On duty: a shift in the house or at the phone, for one language. Only its own place is taken by it, calls come in between.
CREATE TABLE duty.shift (
  id             uuid PRIMARY KEY,
  interpreter_id uuid REFERENCES linguists.interpreter,      -- none yet: planned, open
  language       text NOT NULL CHECK (language ~ '^[a-z]{3}$'),
  mode           text NOT NULL CHECK (mode IN ('on_site', 'phone', 'video')),
  site           text NOT NULL DEFAULT '',
  during         tstzrange NOT NULL,
  blocked        tstzrange NOT NULL,                         -- with the way there and back
  state          text NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'confirmed', 'running', 'done', 'missed', 'cancelled')),
  team           text NOT NULL DEFAULT '',                   -- whose budget bears it; '': planned before this was asked for, told when its claim is confirmed
  cost_centre    text NOT NULL DEFAULT '',
  cents          integer NOT NULL DEFAULT 0 CHECK (cents >= 0), -- bound in the budget
  version        integer NOT NULL DEFAULT 1,
  CONSTRAINT shift_time CHECK (blocked @> during),
  CONSTRAINT shift_once EXCLUDE USING gist (interpreter_id WITH =, during WITH &&) WHERE (state NOT IN ('cancelled', 'missed') AND interpreter_id IS NOT NULL),
  -- From one house to another one needs the way.
  CONSTRAINT shift_way EXCLUDE USING gist (interpreter_id WITH =, site WITH <>, blocked WITH &&) WHERE (state NOT IN ('cancelled', 'missed') AND interpreter_id IS NOT NULL)
);
CREATE INDEX shift_on_duty ON duty.shift USING gist (language, during) WHERE (state IN ('confirmed', 'running'));

-- What rooms above may join. No client is in it.
CREATE VIEW duty.shift_v1 AS
  SELECT id, interpreter_id, language, mode, site, during, blocked, lower(during) AS starts_at, upper(during) AS ends_at, state, team, cost_centre, version FROM duty.shift;

-- +goose Down
DROP SCHEMA duty CASCADE;
