-- +goose Up
-- Duty has a room of its own: what is planned goes there by its view. There has been no release that would still read it here.
INSERT INTO duty.shift_v1 (id, interpreter_id, language, mode, site, during, blocked, state)
  SELECT id, interpreter_id, language, mode, site, during, during, state FROM interpreters.shift;
DROP VIEW interpreters.shift_v1;
DROP TABLE interpreters.shift;

-- +goose Down
CREATE TABLE interpreters.shift (
  id uuid PRIMARY KEY, interpreter_id uuid REFERENCES linguists.interpreter, language text NOT NULL, mode text NOT NULL, site text NOT NULL DEFAULT '', during tstzrange NOT NULL,
  state text NOT NULL DEFAULT 'planned', version integer NOT NULL DEFAULT 1
);
CREATE VIEW interpreters.shift_v1 AS
  SELECT id, interpreter_id, language, mode, site, lower(during) AS starts_at, upper(during) AS ends_at, state FROM interpreters.shift;
