-- +goose Up
-- Who speaks: a person, or an agency that sends somebody.
CREATE TABLE linguists.interpreter (
  id             uuid PRIMARY KEY,
  kind           text NOT NULL CHECK (kind IN ('person', 'agency')),
  agency_id      uuid REFERENCES linguists.interpreter,   -- for whom this person works
  name           text NOT NULL CHECK (name <> ''),
  email          text NOT NULL DEFAULT '',
  phone          text NOT NULL DEFAULT '',
  gender         text NOT NULL DEFAULT '' CHECK (gender IN ('', 'female', 'male', 'diverse')),
  modes          text[] NOT NULL,                            -- on_site, phone, video
  subjects       text[] NOT NULL DEFAULT '{}',
  sites          text[] NOT NULL DEFAULT '{}',               -- where they come to; none named: everywhere
  travel_minutes integer NOT NULL DEFAULT 0 CHECK (travel_minutes BETWEEN 0 AND 600), -- one way, to the office
  travel_km      integer NOT NULL DEFAULT 0 CHECK (travel_km BETWEEN 0 AND 2000),
  contract       text NOT NULL DEFAULT '',                   -- key of a framework contract in the city's tariffs; '' is JVEG
  tax            jsonb NOT NULL DEFAULT '{}',                -- number, vat_id, exempt (§ 19 UStG), iban
  language       text NOT NULL DEFAULT 'de',                 -- in which we write to them
  account_id     uuid UNIQUE REFERENCES identity.account ON DELETE SET NULL,
  state          text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'resting', 'ended')),
  version        integer NOT NULL DEFAULT 1,
  created_at     timestamptz NOT NULL,
  search         text NOT NULL DEFAULT ''
);
CREATE INDEX interpreter_by_name ON linguists.interpreter (name, id);
CREATE UNIQUE INDEX interpreter_email ON linguists.interpreter (lower(email)) WHERE email <> '';

CREATE TABLE linguists.skill (
  id             uuid PRIMARY KEY,
  interpreter_id uuid NOT NULL REFERENCES linguists.interpreter ON DELETE CASCADE,
  language       text NOT NULL CHECK (language ~ '^[a-z]{3}$'), -- ISO 639-3
  dialect        text NOT NULL DEFAULT '',                      -- as people call it: Dari, Kurmancî, Sorani
  form           text NOT NULL CHECK (form IN ('spoken', 'signed', 'written')),
  direction      text NOT NULL DEFAULT 'both' CHECK (direction IN ('both', 'into_german', 'from_german')),
  level          text NOT NULL CHECK (level IN ('A1', 'A2', 'B1', 'B2', 'C1', 'C2', 'native')),
  sworn          boolean NOT NULL DEFAULT false,                -- § 189 GVG, Land law
  CONSTRAINT skill_once UNIQUE (interpreter_id, language, dialect, form)
);
CREATE INDEX skill_by_language ON linguists.skill (language, form) INCLUDE (interpreter_id, dialect, sworn, level);

-- What was proved or signed: a certificate, the oath, secrecy, data protection. Without those that the city requires nobody is asked.
CREATE TABLE linguists.proof (
  id             uuid PRIMARY KEY,
  interpreter_id uuid NOT NULL REFERENCES linguists.interpreter ON DELETE CASCADE,
  kind           text NOT NULL CHECK (kind IN ('certificate', 'oath', 'secrecy', 'data_protection')),
  name           text NOT NULL DEFAULT '',
  issued_on      date NOT NULL,
  valid_until    date,                                          -- the last day
  noted_by       uuid NOT NULL,
  noted_at       timestamptz NOT NULL
);
CREATE INDEX proof_of ON linguists.proof (interpreter_id, kind);

-- Who may not interpret for whom (VwVfG §§ 20, 21 by analogy): a relation to a party.
CREATE TABLE linguists.bias (
  interpreter_id uuid NOT NULL REFERENCES linguists.interpreter ON DELETE CASCADE,
  subject_kind   text NOT NULL,
  subject_id     uuid NOT NULL,
  told_by        text NOT NULL CHECK (told_by IN ('interpreter', 'office', 'client')),
  noted_at       timestamptz NOT NULL,
  PRIMARY KEY (interpreter_id, subject_kind, subject_id)
);

-- What an interpreter changed themselves and the office must confirm: languages, oath, tax facts, travel.
CREATE TABLE linguists.change (
  id             uuid PRIMARY KEY,
  interpreter_id uuid NOT NULL REFERENCES linguists.interpreter ON DELETE CASCADE,
  facts          jsonb NOT NULL,
  state          text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'confirmed', 'refused')),
  reason         text NOT NULL DEFAULT '',
  told_at        timestamptz NOT NULL,
  settled_by     uuid,
  settled_at     timestamptz
);
CREATE UNIQUE INDEX change_open ON linguists.change (interpreter_id) WHERE state = 'open';

-- The need stands on the person, and is taken over by what concerns them.
CREATE TABLE linguists.need (
  subject_kind  text NOT NULL,                                  -- person, appointment, ticket, case
  subject_id    uuid NOT NULL,
  enough_german boolean NOT NULL DEFAULT false,
  language      text NOT NULL DEFAULT '' CHECK (language ~ '^([a-z]{3})?$'),
  dialect       text NOT NULL DEFAULT '',
  form          text NOT NULL DEFAULT 'spoken' CHECK (form IN ('spoken', 'signed')),
  gender        text NOT NULL DEFAULT '' CHECK (gender IN ('', 'female', 'male')),
  told_by       text NOT NULL CHECK (told_by IN ('person', 'office')),
  version       integer NOT NULL DEFAULT 1,
  noted_at      timestamptz NOT NULL,
  PRIMARY KEY (subject_kind, subject_id),
  CONSTRAINT need_names_a_language CHECK (enough_german OR language <> '')
);

-- What rooms above may join.
CREATE VIEW linguists.interpreter_v1 AS
  SELECT id, kind, agency_id, name, email, phone, language, gender, modes, subjects, sites, travel_minutes, travel_km, contract, tax, account_id, state FROM linguists.interpreter;
CREATE VIEW linguists.skill_v1 AS
  SELECT interpreter_id, language, dialect, form, direction, level, sworn FROM linguists.skill;
CREATE VIEW linguists.proof_v1 AS
  SELECT interpreter_id, kind, issued_on, valid_until FROM linguists.proof;
CREATE VIEW linguists.bias_v1 AS
  SELECT interpreter_id, subject_kind, subject_id FROM linguists.bias;
CREATE VIEW linguists.need_v1 AS
  SELECT subject_kind, subject_id, enough_german, language, dialect, form, gender FROM linguists.need;

-- +goose Down
DROP SCHEMA linguists CASCADE;
