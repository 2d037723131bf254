-- +goose Up
CREATE TABLE persons.person (
  id             uuid PRIMARY KEY,
  state          text NOT NULL CHECK (state IN ('on_file', 'provisional', 'merged', 'erased')),
  merged_into    uuid REFERENCES persons.person,
  version        int  NOT NULL DEFAULT 1,
  created_at     timestamptz NOT NULL,
  changed_at     timestamptz NOT NULL,
  family_name    text NOT NULL,
  given_names    text NOT NULL,
  birth_name     text NOT NULL,
  original_name  text NOT NULL,
  birth_date     text NOT NULL CONSTRAINT person_birth_date CHECK (birth_date ~ '^([0-9]{4}-[0-9]{2}-[0-9]{2})?$'),
  birth_place    text NOT NULL,
  birth_country  text NOT NULL,
  sex            text NOT NULL CHECK (sex IN ('female', 'male', 'diverse', 'unknown')),
  marital_status text NOT NULL,
  nationalities  text[] NOT NULL CONSTRAINT person_nationalities CHECK (cardinality(nationalities) <= 4),
  address_street text NOT NULL,
  address_extra  text NOT NULL,
  address_postcode text NOT NULL,
  address_place  text NOT NULL,
  address_country text NOT NULL,
  email          text NOT NULL,
  phone          text NOT NULL,
  language       text NOT NULL,
  needs          text NOT NULL,
  name_key       text NOT NULL, -- folded names in alphabetical order: what two spellings of one name share
  search_text    text NOT NULL, -- folded names and the original script, for search by beginnings
  search         tsvector NOT NULL GENERATED ALWAYS AS (to_tsvector('simple', search_text)) STORED,
  CONSTRAINT person_merged CHECK ((state = 'merged') = (merged_into IS NOT NULL))
);
CREATE INDEX person_name_key ON persons.person (name_key, birth_date) WHERE state = 'on_file';
CREATE INDEX person_search ON persons.person USING gin (search);

CREATE TABLE persons.link (
  id         uuid PRIMARY KEY,
  account_id uuid NOT NULL,
  person_id  uuid NOT NULL REFERENCES persons.person,
  state      text NOT NULL CHECK (state IN ('confirmed', 'pending', 'refused', 'ended')),
  trust      text NOT NULL,
  created_at timestamptz NOT NULL,
  decided_at timestamptz,
  decided_by uuid
);
-- An account is one person, and a person has one account at a time: whoever comes second waits for a clerk.
CREATE UNIQUE INDEX link_one_person ON persons.link (account_id) WHERE state IN ('confirmed', 'pending');
CREATE UNIQUE INDEX link_one_account ON persons.link (person_id) WHERE state = 'confirmed';
CREATE INDEX link_person ON persons.link (person_id);

CREATE TABLE persons.proposal (
  id          uuid PRIMARY KEY,
  state       text NOT NULL CHECK (state IN ('open', 'confirmed', 'refused')),
  provisional uuid NOT NULL REFERENCES persons.person,
  account_id  uuid,
  reason      text NOT NULL,
  trust       text NOT NULL,
  created_at  timestamptz NOT NULL,
  decided_at  timestamptz,
  decided_by  uuid,
  merged_into uuid REFERENCES persons.person
);
CREATE UNIQUE INDEX proposal_open ON persons.proposal (provisional) WHERE state = 'open';
CREATE INDEX proposal_queue ON persons.proposal (id) WHERE state = 'open';
CREATE TABLE persons.candidate (
  proposal_id uuid NOT NULL REFERENCES persons.proposal ON DELETE CASCADE,
  person_id   uuid NOT NULL REFERENCES persons.person,
  PRIMARY KEY (proposal_id, person_id)
);

CREATE TABLE persons.relation (
  id         uuid PRIMARY KEY,
  person_id  uuid NOT NULL REFERENCES persons.person,
  other_id   uuid NOT NULL REFERENCES persons.person,
  kind       text NOT NULL CHECK (kind IN ('spouse', 'partner', 'child', 'parent', 'sibling', 'ward', 'guardian', 'other')),
  proven     bool NOT NULL,
  created_at timestamptz NOT NULL,
  CONSTRAINT relation_self CHECK (person_id <> other_id),
  CONSTRAINT relation_once UNIQUE (person_id, other_id, kind)
);
CREATE INDEX relation_other ON persons.relation (other_id);

CREATE TABLE persons.title (
  id          uuid PRIMARY KEY,
  person_id   uuid NOT NULL REFERENCES persons.person,
  kind        text NOT NULL,
  basis       text NOT NULL,
  valid_from  date,
  valid_until date,
  card_number text NOT NULL,
  effect      text NOT NULL CHECK (effect IN ('none', 'lawful', 'deportation_suspended', 'continues', 'continues_by_order')),
  created_at  timestamptz NOT NULL,
  CONSTRAINT title_period CHECK (valid_until >= valid_from)
);
CREATE INDEX title_person ON persons.title (person_id);

-- Each yes and each no of a person stays with its time; the latest counts.
CREATE TABLE persons.consent (
  id           uuid PRIMARY KEY,
  person_id    uuid NOT NULL REFERENCES persons.person,
  kind         text NOT NULL CHECK (kind IN ('portal_delivery', 'pdf_by_mail')),
  given        bool NOT NULL,
  changed_at   timestamptz NOT NULL,
  text_version text NOT NULL,
  account_id   uuid
);
CREATE INDEX consent_person ON persons.consent (person_id, kind, id DESC);

CREATE TABLE persons.representative (
  id         uuid PRIMARY KEY,
  person_id  uuid NOT NULL REFERENCES persons.person,
  kind       text NOT NULL CHECK (kind IN ('parent', 'guardian', 'authorised', 'lawyer')),
  name       text NOT NULL,
  email      text NOT NULL,
  phone      text NOT NULL,
  since      date,
  until      date,
  created_at timestamptz NOT NULL,
  ended_at   timestamptz
);
CREATE INDEX representative_person ON persons.representative (person_id);

CREATE VIEW persons.person_v1 AS
  SELECT id, state, merged_into, family_name, given_names, original_name, birth_date, nationalities, email, language, needs,
         search
  FROM persons.person;
CREATE VIEW persons.proposal_v1 AS SELECT id, state, provisional FROM persons.proposal;
