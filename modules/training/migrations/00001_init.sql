-- +goose Up
CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;

CREATE TABLE training.training (
  id           uuid PRIMARY KEY,
  key          text NOT NULL CONSTRAINT training_key UNIQUE CHECK (key ~ '^[a-z][a-z0-9_]{0,49}$'),
  title        text NOT NULL CHECK (title <> ''),
  kind         text NOT NULL CHECK (kind IN ('law', 'anti_racism', 'communication', 'intercultural', 'data_protection', 'security', 'language', 'method',
                 'leadership', 'coaching', 'other')),
  about        text NOT NULL DEFAULT '',
  valid_months smallint CHECK (valid_months BETWEEN 1 AND 240),  -- so long a completion counts that says nothing else; none: for good
  ended_at     timestamptz,                                      -- it is not offered any more
  version      integer NOT NULL DEFAULT 1,
  created_at   timestamptz NOT NULL
);

-- Who must have done which training. What is asked for stands in the versions.
CREATE TABLE training.requirement (
  id          uuid PRIMARY KEY,
  key         text NOT NULL CONSTRAINT requirement_key UNIQUE CHECK (key ~ '^[a-z][a-z0-9_]{0,49}$'),
  training_id uuid NOT NULL REFERENCES training.training,
  version     integer NOT NULL DEFAULT 1                         -- the newest
);
CREATE INDEX requirement_of ON training.requirement (training_id);

CREATE TABLE training.requirement_version (
  requirement_id uuid NOT NULL REFERENCES training.requirement,
  version        integer NOT NULL,
  valid_from     date NOT NULL,
  valid_until    date,                                           -- the first day on which it does not count any more
  roles          text[] NOT NULL,                                -- of those; none: of all
  teams          text[] NOT NULL,
  actions        text[] NOT NULL,                                -- of who may do one of these
  every_months   smallint CHECK (every_months BETWEEN 1 AND 240), -- none: once
  due_days       smallint NOT NULL CHECK (due_days BETWEEN 0 AND 730),   -- after somebody came under it
  grace_days     smallint NOT NULL CHECK (grace_days BETWEEN 0 AND 730), -- after it is due
  blocks         text[] NOT NULL,                                -- actions refused once the grace is over
  services       text[] NOT NULL,                                -- to these only; none: to all
  basis          text NOT NULL DEFAULT '',                       -- where it is written that it must be
  set_by         uuid,
  set_at         timestamptz NOT NULL,
  PRIMARY KEY (requirement_id, version),
  CHECK (valid_until >= valid_from),
  CONSTRAINT requirement_one_at_a_time EXCLUDE USING gist (requirement_id WITH =, daterange(valid_from, valid_until) WITH &&)
);

-- From when something was asked of somebody: the days until it is due count from then. The daily job keeps it; who is not here yet was asked today.
CREATE TABLE training.asked (
  account_id     uuid NOT NULL REFERENCES identity.account ON DELETE CASCADE,
  requirement_id uuid NOT NULL REFERENCES training.requirement,
  since          date NOT NULL,
  PRIMARY KEY (account_id, requirement_id)
);

-- What somebody has completed. Rows are only added, and taken back where they were false.
CREATE TABLE training.record (
  id           uuid PRIMARY KEY,
  account_id   uuid NOT NULL REFERENCES identity.account ON DELETE CASCADE,
  training_id  uuid NOT NULL REFERENCES training.training,
  completed_on date NOT NULL,
  valid_until  date,                                             -- the last day; none: for good
  source       text NOT NULL CHECK (source IN ('course', 'elearning', 'certificate', 'sign_off', 'office', 'import')),
  source_id    uuid NOT NULL,
  proof_id     uuid,                                             -- a document
  recorded_by  uuid,
  recorded_at  timestamptz NOT NULL,
  withdrawn_by uuid,
  withdrawn_at timestamptz,
  CHECK (valid_until >= completed_on),
  CONSTRAINT record_once UNIQUE (source, source_id, account_id, training_id)
);
CREATE INDEX record_of ON training.record (account_id, completed_on DESC, id DESC);

-- Of the records of one training of somebody those that count: no other is both as new and as long valid. Written with each record, in its transaction, so that a
-- team of many with ten years of records is one page read.
CREATE TABLE training.holding (
  account_id   uuid NOT NULL REFERENCES identity.account ON DELETE CASCADE,
  training_id  uuid NOT NULL,
  record_id    uuid NOT NULL REFERENCES training.record ON DELETE CASCADE,
  completed_on date NOT NULL,
  valid_until  date,
  PRIMARY KEY (account_id, training_id, record_id)
);

-- A duty from which somebody is free for a time. The reason may be about their health: see who may read it in exceptions.go.
CREATE TABLE training.exception (
  id             uuid PRIMARY KEY,
  account_id     uuid NOT NULL REFERENCES identity.account ON DELETE CASCADE,
  requirement_id uuid NOT NULL REFERENCES training.requirement,
  from_on        date NOT NULL,
  until_on       date NOT NULL,                                  -- the last day
  reason         text NOT NULL CHECK (reason <> ''),
  given_by       uuid NOT NULL,
  given_at       timestamptz NOT NULL,
  ended_by       uuid,
  ended_at       timestamptz,                                    -- before its time
  version        integer NOT NULL DEFAULT 1,
  CHECK (until_on >= from_on),
  CHECK (given_by <> account_id),
  CONSTRAINT exception_once EXCLUDE USING gist (account_id WITH =, requirement_id WITH =, daterange(from_on, until_on, '[]') WITH &&) WHERE (ended_at IS NULL)
);

-- A paper that somebody gives in as proof of what they have learned elsewhere. The paper itself lies in documents.
CREATE TABLE training.certificate (
  id           uuid PRIMARY KEY,
  account_id   uuid NOT NULL REFERENCES identity.account ON DELETE CASCADE,
  training_id  uuid NOT NULL REFERENCES training.training,
  completed_on date NOT NULL,
  valid_until  date,
  state        text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'accepted', 'rejected', 'withdrawn')),
  reason       text NOT NULL DEFAULT '',                         -- why rejected: a code
  remark       text NOT NULL DEFAULT '',
  record_id    uuid REFERENCES training.record,
  decided_by   uuid,
  decided_at   timestamptz,
  version      integer NOT NULL DEFAULT 1,
  created_at   timestamptz NOT NULL,
  CHECK ((state = 'accepted') = (record_id IS NOT NULL)),
  CHECK (decided_by <> account_id)
);
CREATE INDEX certificate_open ON training.certificate (created_at, id) WHERE state = 'open';
CREATE INDEX certificate_of ON training.certificate (account_id, created_at DESC, id DESC);

-- What was told of a duty: each step of the ladder once for each day on which it is due.
CREATE TABLE training.told (
  account_id     uuid NOT NULL REFERENCES identity.account ON DELETE CASCADE,
  requirement_id uuid NOT NULL REFERENCES training.requirement,
  due_on         date NOT NULL,
  step           text NOT NULL CHECK (step IN ('ahead', 'near', 'late', 'grace', 'over', 'expired')),
  PRIMARY KEY (account_id, requirement_id, due_on, step)
);

-- What rooms above may join.
CREATE VIEW training.training_v1 AS SELECT id, key, title, kind FROM training.training;

-- +goose Down
DROP SCHEMA training CASCADE;
