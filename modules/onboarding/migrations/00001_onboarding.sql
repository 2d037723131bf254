-- +goose Up
-- What somebody new in a role goes through.
CREATE TABLE onboarding.plan (
  id      uuid PRIMARY KEY,
  role    text NOT NULL,
  title   text NOT NULL CHECK (title <> ''),
  ended   boolean NOT NULL DEFAULT false,
  version integer NOT NULL DEFAULT 1
);
CREATE TABLE onboarding.step (
  plan_id uuid NOT NULL REFERENCES onboarding.plan ON DELETE CASCADE,
  place   smallint NOT NULL,
  title   text NOT NULL CHECK (title <> ''),
  text    text NOT NULL DEFAULT '',
  url     text NOT NULL DEFAULT '',
  days    smallint NOT NULL CHECK (days BETWEEN 0 AND 730),
  sign    text NOT NULL CHECK (sign IN ('own', 'mentor')),
  opens   text NOT NULL DEFAULT '' CHECK (opens IN ('', 'propose', 'approve')),
  PRIMARY KEY (plan_id, place),
  CONSTRAINT step_opens CHECK (opens = '' OR sign = 'mentor')
);

-- Somebody under way, with their mentor.
CREATE TABLE onboarding.journey (
  id         uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES identity.account,
  mentor_id  uuid NOT NULL REFERENCES identity.account,
  title      text NOT NULL,
  started_on date NOT NULL,
  ended_at   timestamptz,
  version    integer NOT NULL DEFAULT 1,
  CONSTRAINT journey_mentor CHECK (account_id <> mentor_id)
);
CREATE UNIQUE INDEX journey_once ON onboarding.journey (account_id) WHERE ended_at IS NULL;
CREATE INDEX journey_of_mentor ON onboarding.journey (mentor_id) WHERE ended_at IS NULL;

CREATE TABLE onboarding.task (
  id         uuid PRIMARY KEY,
  journey_id uuid NOT NULL REFERENCES onboarding.journey ON DELETE CASCADE,
  place      smallint NOT NULL,
  title      text NOT NULL,
  text       text NOT NULL,
  url        text NOT NULL,
  due_on     date NOT NULL,
  sign       text NOT NULL CHECK (sign IN ('own', 'mentor')),
  opens      text NOT NULL,
  done_at    timestamptz,                          -- by the newcomer
  signed_by  uuid,                                 -- the mentor
  signed_at  timestamptz,
  reminded   smallint NOT NULL DEFAULT 0,          -- 1: that it is due soon, 2: that it is over
  asked      boolean NOT NULL DEFAULT false,       -- the mentor knows that it waits for them
  CONSTRAINT task_place UNIQUE (journey_id, place),
  CONSTRAINT task_signed CHECK ((signed_by IS NULL) = (signed_at IS NULL) AND (signed_at IS NULL OR sign = 'mentor'))
);
CREATE INDEX task_due ON onboarding.task (due_on) WHERE done_at IS NULL OR signed_at IS NULL;

-- +goose Down
DROP SCHEMA onboarding CASCADE;
