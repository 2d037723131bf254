-- +goose Up
CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;

-- Who works with the office and does not belong to it.
CREATE TABLE partners.organisation (
  id          uuid PRIMARY KEY,
  kind        text NOT NULL CHECK (kind IN ('security', 'counselling', 'office', 'association')),
  name        text NOT NULL CHECK (name <> ''),
  email       text NOT NULL DEFAULT '',
  phone       text NOT NULL DEFAULT '',
  ended       boolean NOT NULL DEFAULT false,
  version     integer NOT NULL DEFAULT 1,
  created_at  timestamptz NOT NULL
);
CREATE UNIQUE INDEX organisation_name ON partners.organisation (lower(name));

CREATE TABLE partners.member (
  id              uuid PRIMARY KEY,
  organisation_id uuid NOT NULL REFERENCES partners.organisation,
  name            text NOT NULL CHECK (name <> ''),
  email           text NOT NULL DEFAULT '',
  phone           text NOT NULL DEFAULT '',
  language        text NOT NULL DEFAULT 'de',
  account_id      uuid UNIQUE REFERENCES identity.account ON DELETE SET NULL,
  version         integer NOT NULL DEFAULT 1,
  created_at      timestamptz NOT NULL
);
CREATE INDEX member_of ON partners.member (organisation_id, name);
CREATE UNIQUE INDEX member_email ON partners.member (lower(email)) WHERE email <> '';

-- What somebody does for the office, where, from when to when. What they see follows from it, and ends with it.
CREATE TABLE partners.access (
  id          uuid PRIMARY KEY,
  member_id   uuid NOT NULL REFERENCES partners.member ON DELETE CASCADE,
  task        text NOT NULL,                              -- key of the city's partners.yaml
  sites       text[] NOT NULL DEFAULT '{}',               -- none: in all houses
  from_on     date NOT NULL,
  until_on    date,                                       -- the last day
  given_by    uuid NOT NULL,
  ended_at    timestamptz,
  ended_by    uuid,
  CHECK (until_on >= from_on)
);
CREATE INDEX access_of ON partners.access (member_id, from_on);

CREATE TABLE partners.shift (
  id           uuid PRIMARY KEY,
  member_id    uuid NOT NULL REFERENCES partners.member ON DELETE CASCADE,
  site         text NOT NULL,
  starts_at    timestamptz NOT NULL,
  ends_at      timestamptz NOT NULL,
  sequence     integer NOT NULL DEFAULT 0,                -- iCalendar
  cancelled_at timestamptz,
  CHECK (starts_at < ends_at),
  CONSTRAINT shift_once EXCLUDE USING gist (member_id WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE (cancelled_at IS NULL)
);
CREATE INDEX shift_when ON partners.shift (starts_at, id);

-- What everybody with a task must have read. A new version is to be read again.
CREATE TABLE partners.briefing (
  id           uuid PRIMARY KEY,
  tasks        text[] NOT NULL CHECK (tasks <> '{}'),
  title        text NOT NULL,
  body         text NOT NULL,
  due_on       date NOT NULL,
  version      integer NOT NULL DEFAULT 1,
  published_by uuid NOT NULL,
  published_at timestamptz NOT NULL,
  ended_at     timestamptz
);
CREATE TABLE partners.briefing_version (
  briefing_id  uuid NOT NULL REFERENCES partners.briefing ON DELETE CASCADE,
  version      integer NOT NULL,
  title        text NOT NULL,
  body         text NOT NULL,
  published_by uuid NOT NULL,
  published_at timestamptz NOT NULL,
  PRIMARY KEY (briefing_id, version)
);
CREATE TABLE partners.confirmation (
  briefing_id  uuid NOT NULL,
  version      integer NOT NULL,
  member_id    uuid NOT NULL REFERENCES partners.member ON DELETE CASCADE,
  confirmed_at timestamptz NOT NULL,
  PRIMARY KEY (briefing_id, member_id, version),
  FOREIGN KEY (briefing_id, version) REFERENCES partners.briefing_version ON DELETE CASCADE
);

-- What happened in a house. It has no place for the name of a client; staff may name the record that it touches.
CREATE TABLE partners.incident (
  id           uuid PRIMARY KEY,
  kind         text NOT NULL CHECK (kind IN ('threat', 'violence', 'insult', 'medical', 'fire', 'damage', 'theft', 'lost_child', 'other')),
  site         text NOT NULL,
  place        text NOT NULL CHECK (place IN ('entrance', 'hall', 'counter', 'office', 'corridor', 'outside', 'other')),
  happened_at  timestamptz NOT NULL,
  done         text[] NOT NULL,
  told         text[] NOT NULL,
  note         text NOT NULL DEFAULT '',
  member_id    uuid REFERENCES partners.member ON DELETE SET NULL, -- who reported it, or
  staff_id     uuid,                                               -- the colleague who did
  subject_kind text NOT NULL DEFAULT '',
  subject_id   uuid,
  concerned    uuid[] NOT NULL DEFAULT '{}',                       -- accounts of staff
  owner_id     uuid,
  due_on       date,
  state        text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'in_work', 'closed')),
  outcome      text NOT NULL DEFAULT '',
  version      integer NOT NULL DEFAULT 1,
  reported_at  timestamptz NOT NULL,
  closed_at    timestamptz,
  CHECK ((subject_id IS NULL) = (subject_kind = '')),
  CHECK (state <> 'in_work' OR (owner_id IS NOT NULL AND due_on IS NOT NULL)),
  CHECK (state <> 'closed' OR outcome <> '')
);
CREATE INDEX incident_when ON partners.incident (reported_at DESC, id DESC);
CREATE INDEX incident_of ON partners.incident (member_id, reported_at DESC);

-- What rooms above may join.
CREATE VIEW partners.organisation_v1 AS SELECT id, kind, name, email, ended FROM partners.organisation;
CREATE VIEW partners.member_v1 AS SELECT id, organisation_id, name, email, language, account_id FROM partners.member;

-- +goose Down
DROP SCHEMA partners CASCADE;
