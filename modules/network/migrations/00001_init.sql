-- +goose Up
-- Who helps with what, in words for the public or for the office alone.
CREATE TABLE network.contact (
  id              uuid PRIMARY KEY,
  organisation_id uuid REFERENCES partners.organisation,   -- whose people see what is referred here
  name            text NOT NULL CHECK (name <> ''),
  topics          text[] NOT NULL CHECK (topics <> '{}'),
  languages       text[] NOT NULL,                            -- ISO 639-1
  words           jsonb NOT NULL,                             -- by language, German is there
  hours           jsonb NOT NULL DEFAULT '[]',
  street          text NOT NULL DEFAULT '',
  place           text NOT NULL DEFAULT '',
  phone           text NOT NULL DEFAULT '',
  email           text NOT NULL DEFAULT '',
  website         text NOT NULL DEFAULT '',
  public          boolean NOT NULL,
  ended           boolean NOT NULL DEFAULT false,
  version         integer NOT NULL DEFAULT 1,
  changed_at      timestamptz NOT NULL,
  CHECK (words ? 'de')
);
CREATE INDEX contact_by_name ON network.contact (name, id);

-- Somebody is referred to a contact. What leaves the house leaves it with their consent, which the table itself demands.
CREATE TABLE network.referral (
  id             uuid PRIMARY KEY,
  contact_id     uuid NOT NULL REFERENCES network.contact,
  subject_kind   text NOT NULL,
  subject_id     uuid NOT NULL,
  passed         jsonb NOT NULL,                              -- chosen field by field; emptied afterwards
  state          text NOT NULL CHECK (state IN ('asked', 'sent', 'accepted', 'declined', 'finished', 'withdrawn')),
  asked_by       uuid NOT NULL,
  asked_at       timestamptz NOT NULL,
  consent_text   text NOT NULL DEFAULT '',                    -- version of the words that were agreed to
  consent_at     timestamptz,
  consent_by     text CHECK (consent_by IN ('person', 'office')),
  consent_noted_by uuid,                                      -- the colleague who wrote it down, or the account that gave it
  withdrawn_at   timestamptz,
  answered_at    timestamptz,
  answered_by    uuid,                                        -- member; null by link
  answer         text NOT NULL DEFAULT '',
  outcome        text NOT NULL DEFAULT '' CHECK (outcome IN ('', 'came', 'helped', 'other')),
  ended_at       timestamptz,
  emptied_at     timestamptz,
  version        integer NOT NULL DEFAULT 1,
  CONSTRAINT referral_consent CHECK (state IN ('asked', 'withdrawn') OR (consent_at IS NOT NULL AND consent_by IS NOT NULL AND consent_text <> '' AND withdrawn_at IS NULL)),
  CONSTRAINT referral_withdrawn CHECK (state <> 'withdrawn' OR passed = '{}'::jsonb),
  CHECK (emptied_at IS NULL OR passed = '{}'::jsonb)
);
CREATE INDEX referral_of ON network.referral (subject_kind, subject_id, asked_at DESC);
CREATE INDEX referral_to ON network.referral (contact_id, asked_at DESC);
CREATE INDEX referral_when ON network.referral (asked_at DESC, id DESC);
CREATE INDEX referral_full ON network.referral (ended_at) WHERE passed <> '{}'::jsonb;

-- A round table, a commission: who is invited, what is on the agenda, what was decided.
CREATE TABLE network.meeting (
  id           uuid PRIMARY KEY,
  series_id    uuid NOT NULL,                                 -- that of the first, alone or not
  kind         text NOT NULL CHECK (kind IN ('round_table', 'commission', 'other')),
  title        text NOT NULL,
  place        text NOT NULL,
  starts_at    timestamptz NOT NULL,
  ends_at      timestamptz NOT NULL,
  minutes      text NOT NULL DEFAULT '',
  published_at timestamptz,                                   -- from then on members read the minutes, and they stay
  cancelled_at timestamptz,
  sequence     integer NOT NULL DEFAULT 0,                    -- iCalendar
  version      integer NOT NULL DEFAULT 1,
  made_by      uuid NOT NULL,
  CHECK (starts_at < ends_at)
);
CREATE INDEX meeting_when ON network.meeting (starts_at DESC, id DESC);
CREATE TABLE network.guest (
  meeting_id   uuid NOT NULL REFERENCES network.meeting ON DELETE CASCADE,
  member_id    uuid NOT NULL REFERENCES partners.member ON DELETE CASCADE,
  answer       text NOT NULL DEFAULT 'open' CHECK (answer IN ('open', 'comes', 'declines')),
  PRIMARY KEY (meeting_id, member_id)
);
CREATE INDEX guest_of ON network.guest (member_id);
CREATE TABLE network.item (
  id           uuid PRIMARY KEY,
  meeting_id   uuid NOT NULL REFERENCES network.meeting ON DELETE CASCADE,
  title        text NOT NULL,
  member_id    uuid REFERENCES partners.member ON DELETE SET NULL, -- who proposed it; null: the office
  decision     text NOT NULL DEFAULT '',
  added_at     timestamptz NOT NULL
);
CREATE INDEX item_of ON network.item (meeting_id, added_at);
CREATE TABLE network.measure (
  id           uuid PRIMARY KEY,
  meeting_id   uuid NOT NULL REFERENCES network.meeting ON DELETE CASCADE,
  title        text NOT NULL,
  member_id    uuid REFERENCES partners.member,               -- whose it is, or
  staff_id     uuid,                                          -- the colleague's
  due_on       date NOT NULL,
  state        text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done', 'dropped')),
  note         text NOT NULL DEFAULT '',
  version      integer NOT NULL DEFAULT 1,
  closed_at    timestamptz,
  CONSTRAINT measure_owner CHECK ((member_id IS NULL) <> (staff_id IS NULL))
);
CREATE INDEX measure_of ON network.measure (meeting_id);
CREATE INDEX measure_due ON network.measure (due_on) WHERE state = 'open';

-- +goose Down
DROP SCHEMA network CASCADE;
