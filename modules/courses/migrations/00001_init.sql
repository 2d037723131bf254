-- +goose Up
-- Who gives courses: the house itself, or somebody outside.
CREATE TABLE courses.provider (
  id       uuid PRIMARY KEY,
  name     text NOT NULL CONSTRAINT provider_name UNIQUE,
  external boolean NOT NULL,
  contact  text NOT NULL DEFAULT '',
  ended_at timestamptz,
  version  int NOT NULL DEFAULT 1
);

-- What stands in the catalogue. Who attends has completed the training, if the course teaches one.
CREATE TABLE courses.course (
  id          uuid PRIMARY KEY,
  training_id uuid REFERENCES training.training,
  provider_id uuid REFERENCES courses.provider,
  title       text NOT NULL,
  about       text NOT NULL DEFAULT '',
  form        text NOT NULL CHECK (form IN ('in_house', 'external', 'online')),
  subject     text NOT NULL CHECK (subject IN ('law', 'anti_racism', 'intercultural', 'communication', 'data_protection', 'language', 'coaching', 'method', 'leadership', 'security', 'other')),
  level       text NOT NULL DEFAULT '' CHECK (level IN ('', 'A1', 'A2', 'B1', 'B2', 'C1', 'C2')),
  link        text NOT NULL DEFAULT '',
  approval    boolean NOT NULL,                     -- also of free places; paid ones always need one
  cancel_days int NOT NULL CHECK (cancel_days BETWEEN 0 AND 60),
  ended_at    timestamptz,
  version     int NOT NULL DEFAULT 1,
  CONSTRAINT course_level CHECK (level = '' OR subject = 'language'),
  CONSTRAINT course_link CHECK ((form = 'online') = (link <> ''))
);
CREATE INDEX course_of_training ON courses.course (training_id) WHERE training_id IS NOT NULL;

-- A course at certain times. What is taken never passes the places, whoever asks at once.
CREATE TABLE courses.session (
  id           uuid PRIMARY KEY,
  course_id    uuid NOT NULL REFERENCES courses.course,
  places       int NOT NULL CHECK (places BETWEEN 1 AND 500),
  taken        int NOT NULL DEFAULT 0,
  asked        int NOT NULL DEFAULT 0,              -- how many asked so far: the order in which they move up
  place        text NOT NULL DEFAULT '',
  video        text NOT NULL DEFAULT '',
  cents        bigint NOT NULL CHECK (cents >= 0),  -- of a place
  starts_at    timestamptz NOT NULL,
  ends_at      timestamptz NOT NULL,
  cancelled_at timestamptz,
  finished_at  timestamptz,
  sequence     int NOT NULL DEFAULT 0,              -- how often it was moved or called off
  most_days    int NOT NULL,                        -- that it ever had: calendars know so many entries
  version      int NOT NULL DEFAULT 1,
  made_by      uuid NOT NULL,
  CONSTRAINT session_taken CHECK (taken BETWEEN 0 AND places),
  CONSTRAINT session_somewhere CHECK (place <> '' OR video <> ''),
  CONSTRAINT session_time CHECK (starts_at < ends_at)
);
CREATE INDEX session_ahead ON courses.session (starts_at, id);
CREATE INDEX session_of ON courses.session (course_id, starts_at);

-- The days of a session.
CREATE TABLE courses.day (
  id         uuid PRIMARY KEY,
  session_id uuid NOT NULL REFERENCES courses.session ON DELETE CASCADE,
  during     tstzrange NOT NULL CHECK (NOT isempty(during)),
  CONSTRAINT day_once EXCLUDE USING gist (session_id WITH =, during WITH &&)
);

-- Somebody and a session: asked for, waiting, in, and how it ended.
CREATE TABLE courses.enrolment (
  id             uuid PRIMARY KEY,
  session_id     uuid NOT NULL REFERENCES courses.session,
  account_id     uuid NOT NULL REFERENCES identity.account,
  team           text NOT NULL,                     -- which pays
  state          text NOT NULL CHECK (state IN ('asked', 'waiting', 'enrolled', 'declined', 'cancelled', 'attended', 'missed', 'unplaced')),
  position       int NOT NULL,
  asked_at       timestamptz NOT NULL,
  decided_by     uuid,
  decided_at     timestamptz,
  reason         text NOT NULL DEFAULT '',
  ended_by       uuid,
  ended_at       timestamptz,
  reminded_at    timestamptz,
  feedback_given boolean NOT NULL DEFAULT false,
  cents          bigint NOT NULL DEFAULT 0,         -- what was paid in the end
  CONSTRAINT enrolment_in_order UNIQUE (session_id, position),
  CONSTRAINT enrolment_not_by_oneself CHECK (decided_by <> account_id)
);
CREATE UNIQUE INDEX enrolment_once ON courses.enrolment (session_id, account_id) WHERE state NOT IN ('declined', 'cancelled');
CREATE INDEX enrolment_of ON courses.enrolment (account_id, asked_at);
CREATE INDEX enrolment_asked ON courses.enrolment (team, asked_at) WHERE state = 'asked';

-- Who was there on which day.
CREATE TABLE courses.presence (
  enrolment_id uuid NOT NULL REFERENCES courses.enrolment ON DELETE CASCADE,
  day_id       uuid NOT NULL REFERENCES courses.day ON DELETE CASCADE,
  way          text NOT NULL CHECK (way IN ('list', 'code')),
  at           timestamptz NOT NULL,
  PRIMARY KEY (enrolment_id, day_id)
);
CREATE INDEX presence_on ON courses.presence (day_id);

-- What was said of a session, by nobody in particular. The id is chance alone: one that sorts by time would tell who.
CREATE TABLE courses.feedback (
  id         uuid PRIMARY KEY,
  session_id uuid NOT NULL REFERENCES courses.session,
  useful     smallint NOT NULL CHECK (useful BETWEEN 1 AND 4),
  well_given smallint NOT NULL CHECK (well_given BETWEEN 1 AND 4),
  remark     text NOT NULL DEFAULT ''
);
CREATE INDEX feedback_of ON courses.feedback (session_id);

-- One question to the person and one to the lead, three months later.
CREATE TABLE courses.effect (
  id           uuid PRIMARY KEY,
  enrolment_id uuid NOT NULL REFERENCES courses.enrolment,
  side         text NOT NULL CHECK (side IN ('person', 'lead')),
  account_id   uuid NOT NULL REFERENCES identity.account, -- who is asked
  asked_at     timestamptz NOT NULL,
  answered_at  timestamptz,
  helps        smallint CHECK (helps BETWEEN 1 AND 4),
  CONSTRAINT effect_once UNIQUE (enrolment_id, side),
  CONSTRAINT effect_answered CHECK ((answered_at IS NULL) = (helps IS NULL))
);
CREATE INDEX effect_open ON courses.effect (account_id) WHERE answered_at IS NULL;

-- Who says that they have worked an online course through.
CREATE TABLE courses.confirmation (
  id           uuid PRIMARY KEY,
  course_id    uuid NOT NULL REFERENCES courses.course,
  account_id   uuid NOT NULL REFERENCES identity.account,
  team         text NOT NULL,
  confirmed_on date NOT NULL,
  CONSTRAINT confirmation_once UNIQUE (course_id, account_id, confirmed_on)
);

-- +goose Down
DROP SCHEMA courses CASCADE;
