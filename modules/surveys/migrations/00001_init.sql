-- +goose Up
-- What is asked of whom and when. Signatures are given from opens_on to closes_on, answers taken until the day before counts_on.
CREATE TABLE surveys.survey (
  id           uuid PRIMARY KEY,
  title        text NOT NULL CHECK (title <> ''),
  intro        text NOT NULL DEFAULT '',
  teams        text[] NOT NULL,                              -- empty: all
  minimum      integer NOT NULL CHECK (minimum >= 7),
  people       integer NOT NULL,
  opens_on     date NOT NULL,
  closes_on    date NOT NULL,
  counts_on    date NOT NULL,
  public_key   bytea NOT NULL,                               -- PKIX
  private_key  bytea,                                        -- sealed by the office; gone once closed
  answer_key   bytea,                                        -- sealed by the office; gone once counted
  invited      boolean NOT NULL DEFAULT false,
  reminded     boolean NOT NULL DEFAULT false,
  counted      boolean NOT NULL DEFAULT false,
  answers      integer,                                      -- at least so many; null: not counted, or too few
  withdrawn_on date,
  asked_by     uuid NOT NULL,
  version      integer NOT NULL DEFAULT 1,
  CONSTRAINT survey_days CHECK (opens_on <= closes_on AND closes_on < counts_on),
  CONSTRAINT survey_minimum CHECK (people >= minimum),
  CONSTRAINT survey_keys CHECK (NOT counted AND withdrawn_on IS NULL OR private_key IS NULL AND answer_key IS NULL)
);
CREATE INDEX survey_newest ON surveys.survey (opens_on DESC, id DESC);

CREATE TABLE surveys.question (
  survey_id uuid NOT NULL REFERENCES surveys.survey ON DELETE CASCADE,
  place     smallint NOT NULL,
  kind      text NOT NULL CHECK (kind IN ('scale', 'choice', 'text')),
  text      text NOT NULL CHECK (text <> ''),
  options   text[] NOT NULL DEFAULT '{}',
  PRIMARY KEY (survey_id, place),
  CONSTRAINT question_options CHECK ((kind = 'choice') = (cardinality(options) >= 2))
);

-- Who is asked, and that they have a signature: not when, and nothing that an answer holds. What was signed was blinded by the browser, so that its digest is
-- chance to everybody else; by it the same request again is the same signature. All are forgotten with the counting.
CREATE TABLE surveys.asked (
  survey_id  uuid NOT NULL REFERENCES surveys.survey ON DELETE CASCADE,
  account_id uuid NOT NULL REFERENCES identity.account ON DELETE CASCADE,
  blinded    bytea,
  PRIMARY KEY (survey_id, account_id)
);
CREATE INDEX asked_of ON surveys.asked (account_id);

-- What was answered, sealed and of one length for each survey. The token is chance alone. Gone once counted.
CREATE TABLE surveys.answer (
  survey_id uuid NOT NULL REFERENCES surveys.survey ON DELETE CASCADE,
  token     bytea NOT NULL,
  sealed    bytea NOT NULL,
  CONSTRAINT answer_once PRIMARY KEY (survey_id, token)
);

-- How many of a hundred answered what, to the nearest five; 0 is "rather not say".
CREATE TABLE surveys.result (
  survey_id uuid NOT NULL REFERENCES surveys.survey ON DELETE CASCADE,
  place     smallint NOT NULL,
  value     smallint NOT NULL,
  share     smallint NOT NULL CHECK (share BETWEEN 0 AND 100 AND share % 5 = 0),
  PRIMARY KEY (survey_id, place, value)
);
-- What was written, where enough have written. The id is chance alone.
CREATE TABLE surveys.remark (
  id        uuid PRIMARY KEY,
  survey_id uuid NOT NULL REFERENCES surveys.survey ON DELETE CASCADE,
  place     smallint NOT NULL,
  text      text NOT NULL CHECK (text <> '')
);
CREATE INDEX remark_of ON surveys.remark (survey_id);

-- What follows.
CREATE TABLE surveys.measure (
  id        uuid PRIMARY KEY,
  survey_id uuid NOT NULL REFERENCES surveys.survey ON DELETE CASCADE,
  title     text NOT NULL CHECK (title <> ''),
  owner_id  uuid NOT NULL,
  due_on    date NOT NULL,
  state     text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done', 'dropped')),
  note      text NOT NULL DEFAULT '',
  version   integer NOT NULL DEFAULT 1
);
CREATE INDEX measure_of ON surveys.measure (survey_id, due_on, id);

-- +goose Down
DROP SCHEMA surveys CASCADE;
