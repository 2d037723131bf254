-- +goose Up
-- Templates and texts as they were when a letter was frozen with them: one row for each state of the city's files and language.
CREATE TABLE letters.bundle (
  digest     bytea PRIMARY KEY,             -- SHA-256 over the names and contents of the files
  files      bytea NOT NULL,                -- JSON {path: base64}, compressed
  created_at timestamptz NOT NULL
);

CREATE SEQUENCE letters.number;

CREATE TABLE letters.letter (
  id            uuid PRIMARY KEY,
  about_kind    text NOT NULL,              -- the record that the letter is about: application, case
  about_id      uuid NOT NULL,
  kind          text NOT NULL,
  language      text NOT NULL,              -- BCP 47
  state         text NOT NULL CHECK (state IN ('draft', 'frozen', 'released')),
  dispatch      text NOT NULL CHECK (dispatch IN ('portal', 'post', 'handed_over', 'mail')),
  regime        text NOT NULL CHECK (regime IN ('', 'post', 'vwvfg41_2a', 'ozg9', 'handed_over')),
  data          json NOT NULL,              -- canonical; json, not jsonb, for its bytes are in the digest
  secrets       json,                       -- printed, but neither in the digest nor kept once the PDF is there
  bundle        bytea REFERENCES letters.bundle (digest),
  digest        bytea,                      -- SHA-256 over kind, language, bundle and data; set by Freeze
  version       integer NOT NULL DEFAULT 1,
  created_at    timestamptz NOT NULL,
  frozen_at     timestamptz,
  released_at   timestamptz,
  number        text UNIQUE,
  dated         date,
  rendered_at   timestamptz,
  object_key    text,
  pdf_sha256    bytea,
  pages         integer,
  substituted   boolean NOT NULL DEFAULT false, -- characters without a font were printed as a box
  printed_at    timestamptz,
  posted_on     date,
  returned_at   timestamptz,
  return_reason text,
  provided_at   timestamptz,                -- stood in the portal
  notice_at     timestamptz,                -- the notice of it was sent
  retrieved_at  timestamptz,                -- opened by the logged-in person, the first time
  handed_on     date,
  served_on     date,
  served_basis  text NOT NULL DEFAULT 'pending',
  CONSTRAINT letter_frozen_is_whole CHECK (state = 'draft' OR (digest IS NOT NULL AND bundle IS NOT NULL)),
  CONSTRAINT letter_released_is_dated CHECK (state <> 'released' OR (number IS NOT NULL AND dated IS NOT NULL))
);
CREATE INDEX letter_about ON letters.letter (about_kind, about_id, id);
CREATE INDEX letter_to_print ON letters.letter (released_at, id)
  WHERE state = 'released' AND dispatch = 'post' AND posted_on IS NULL;
CREATE INDEX letter_to_retrieve ON letters.letter (notice_at)
  WHERE dispatch = 'portal' AND regime = 'vwvfg41_2a' AND retrieved_at IS NULL AND served_basis = 'pending';

-- What modules above may join: no words, no names.
CREATE VIEW letters.letter_v1 AS
  SELECT id, about_kind, about_id, kind, language, state, dispatch, regime, number, dated, digest,
         released_at, rendered_at IS NOT NULL AS rendered, printed_at, posted_on, returned_at, provided_at, notice_at,
         retrieved_at, handed_on, served_on, served_basis
  FROM letters.letter;

-- +goose Down
DROP VIEW letters.letter_v1;
DROP TABLE letters.letter;
DROP SEQUENCE letters.number;
DROP TABLE letters.bundle;
