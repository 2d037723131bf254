-- +goose Up
-- The money of a year for a team and a cost centre. The sums are those of the entries; whoever adds one has the row locked.
CREATE TABLE budgets.budget (
  id          uuid PRIMARY KEY,
  purpose     text NOT NULL,                                    -- interpreting; training
  year        smallint NOT NULL CHECK (year BETWEEN 2000 AND 2200),
  team        text NOT NULL,
  cost_centre text NOT NULL DEFAULT '',
  cents       bigint CHECK (cents >= 0),                        -- the ceiling; none: money was bound before anybody set one
  bound_cents bigint NOT NULL DEFAULT 0 CHECK (bound_cents >= 0),
  spent_cents bigint NOT NULL DEFAULT 0 CHECK (spent_cents >= 0),
  warn_at     smallint[] NOT NULL DEFAULT '{80,95}',            -- per cent of it
  warned      smallint[] NOT NULL DEFAULT '{}',                 -- of which was told
  version     integer NOT NULL DEFAULT 1,
  CONSTRAINT budget_once UNIQUE (purpose, year, team, cost_centre)
);
-- What was bound, freed and spent. Entries are only added.
CREATE TABLE budgets.entry (
  id          uuid PRIMARY KEY,
  budget_id   uuid NOT NULL REFERENCES budgets.budget,
  about_kind  text NOT NULL,
  about_id    uuid NOT NULL,
  kind        text NOT NULL CHECK (kind IN ('bound', 'freed', 'spent')),
  cents       bigint NOT NULL CHECK (cents >= 0),
  approved_by uuid,                                             -- over the ceiling: by whom, and why
  reason      text NOT NULL DEFAULT '',
  at          timestamptz NOT NULL,
  CONSTRAINT entry_over_has_reason CHECK (approved_by IS NULL OR reason <> '')
);
CREATE INDEX entry_of ON budgets.entry (budget_id, kind) INCLUDE (cents);
CREATE INDEX entry_about ON budgets.entry (about_kind, about_id);
CREATE UNIQUE INDEX entry_spent_once ON budgets.entry (about_kind, about_id) WHERE kind = 'spent';

-- +goose Down
DROP SCHEMA budgets CASCADE;
