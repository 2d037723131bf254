-- +goose Up
-- What was sent to be played as a course, and what became of it. The bytes lie in the object store, by id and number.
CREATE TABLE elearning.package (
  id          uuid PRIMARY KEY,
  course_id   uuid NOT NULL REFERENCES courses.course,
  name        text NOT NULL,                       -- as the sender's device calls the archive; for showing
  size        int NOT NULL CHECK (size BETWEEN 1 AND 209715200),
  part_size   int NOT NULL,
  upload_id   text,
  state       text NOT NULL CHECK (state IN ('uploading', 'scanning', 'ready', 'refused')),
  scanned     boolean NOT NULL DEFAULT false,
  standard    text NOT NULL DEFAULT '' CHECK (standard IN ('', 'scorm12', 'xapi')),
  title       text NOT NULL DEFAULT '',
  activity    text NOT NULL DEFAULT '',            -- as xAPI calls it
  items       int NOT NULL DEFAULT 0,
  files       int NOT NULL DEFAULT 0,
  bytes       bigint NOT NULL DEFAULT 0,           -- unpacked
  sha256      text NOT NULL DEFAULT '',            -- of the archive
  faults      jsonb NOT NULL DEFAULT '[]',
  imported_by uuid NOT NULL REFERENCES identity.account,
  imported_at timestamptz NOT NULL,
  touched_at  timestamptz NOT NULL,
  ended_by    uuid,
  ended_at    timestamptz,
  emptied_at  timestamptz,                         -- its files are gone
  CONSTRAINT package_whole CHECK (state <> 'ready' OR standard <> '' AND items > 0 AND files > 0),
  CONSTRAINT package_kept CHECK (emptied_at IS NULL OR ended_at IS NOT NULL OR state = 'refused')
);
CREATE UNIQUE INDEX package_current ON elearning.package (course_id) WHERE state = 'ready' AND ended_at IS NULL;
CREATE INDEX package_of ON elearning.package (course_id, imported_at);
CREATE INDEX package_full ON elearning.package (touched_at) WHERE emptied_at IS NULL;

-- What begins by itself in a package.
CREATE TABLE elearning.item (
  package_id uuid NOT NULL REFERENCES elearning.package ON DELETE CASCADE,
  number     int NOT NULL CHECK (number >= 1),
  title      text NOT NULL,
  href       text NOT NULL,                        -- of a file of the package, with what goes behind it
  launch     text NOT NULL DEFAULT '',             -- what it is told when it begins
  mastery    double precision,                     -- percent from which it is passed
  PRIMARY KEY (package_id, number)
);

-- Which path is which object.
CREATE TABLE elearning.file (
  package_id uuid NOT NULL REFERENCES elearning.package ON DELETE CASCADE,
  path       text NOT NULL,
  number     int NOT NULL CHECK (number >= 1),
  type       text NOT NULL,
  bytes      bigint NOT NULL,
  PRIMARY KEY (package_id, path),
  CONSTRAINT file_once UNIQUE (package_id, number)
);

-- Somebody who plays a package, from its beginning to its result.
CREATE TABLE elearning.attempt (
  id          uuid PRIMARY KEY,
  account_id  uuid NOT NULL REFERENCES identity.account,
  course_id   uuid NOT NULL REFERENCES courses.course,
  package_id  uuid NOT NULL REFERENCES elearning.package,
  status      text NOT NULL CHECK (status IN ('open', 'failed', 'completed', 'passed')),
  score       int CHECK (score BETWEEN 0 AND 100),
  seconds     int NOT NULL DEFAULT 0,
  begun_at    timestamptz NOT NULL,
  played_at   timestamptz NOT NULL,
  finished_at timestamptz,
  version     int NOT NULL,
  CONSTRAINT attempt_finished CHECK ((status = 'open') = (finished_at IS NULL))
);
CREATE UNIQUE INDEX attempt_open ON elearning.attempt (account_id, course_id) WHERE status = 'open';
CREATE INDEX attempt_of ON elearning.attempt (account_id, course_id, begun_at);
CREATE INDEX attempt_in ON elearning.attempt (package_id);
CREATE INDEX attempt_old ON elearning.attempt (played_at);

-- How far somebody is in an item, as SCORM says it.
CREATE TABLE elearning.state (
  attempt_id uuid NOT NULL REFERENCES elearning.attempt ON DELETE CASCADE,
  item       int NOT NULL,
  cmi        jsonb NOT NULL,
  status     text NOT NULL CHECK (status IN ('open', 'failed', 'completed', 'passed')),
  score      int CHECK (score BETWEEN 0 AND 100),
  seconds    int NOT NULL,
  PRIMARY KEY (attempt_id, item)
);

-- What a package said by xAPI, and what it lays down there. It is read by that attempt alone.
CREATE TABLE elearning.statement (
  attempt_id uuid NOT NULL REFERENCES elearning.attempt ON DELETE CASCADE,
  id         uuid NOT NULL,
  verb       text NOT NULL,
  activity   text NOT NULL,
  body       bytea NOT NULL,
  stored_at  timestamptz NOT NULL,
  PRIMARY KEY (attempt_id, id)
);
CREATE TABLE elearning.document (
  attempt_id uuid NOT NULL REFERENCES elearning.attempt ON DELETE CASCADE,
  kind       text NOT NULL CHECK (kind IN ('state', 'agent', 'activity')),
  activity   text NOT NULL,
  name       text NOT NULL,
  type       text NOT NULL,
  body       bytea NOT NULL,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (attempt_id, kind, activity, name)
);

-- What lets a browser play an attempt without a login: its hash.
CREATE TABLE elearning.ticket (
  hash       bytea PRIMARY KEY,
  attempt_id uuid NOT NULL REFERENCES elearning.attempt ON DELETE CASCADE,
  expires_at timestamptz NOT NULL
);
CREATE INDEX ticket_of ON elearning.ticket (attempt_id);

-- +goose Down
DROP SCHEMA elearning CASCADE;
