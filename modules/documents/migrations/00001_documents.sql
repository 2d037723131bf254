-- +goose Up
-- A paper: the files for one item of a checklist. It hangs on an application, later on the case.
CREATE TABLE documents.document (
  id            uuid PRIMARY KEY,
  account_id    uuid,
  person_id     uuid,                    -- set when it is certain who the person is
  subject_kind  text NOT NULL CHECK (subject_kind IN ('application', 'case')),
  subject_id    uuid NOT NULL,
  origin_kind   text NOT NULL,           -- where it was given in; never changes
  origin_id     uuid NOT NULL,
  item          text NOT NULL,
  verification  text NOT NULL DEFAULT 'pending' CHECK (verification IN ('pending', 'accepted', 'rejected')),
  rejection     text,
  remark        text,
  verified_at   timestamptz,
  verified_by   uuid,
  valid_until   date,
  sealed_at     timestamptz,             -- given in for good: files neither go nor come
  delete_after  date,                    -- end of retention, set by who knows the rule
  version       int NOT NULL DEFAULT 1,
  created_at    timestamptz NOT NULL,
  updated_at    timestamptz NOT NULL,
  CONSTRAINT document_rejection CHECK ((verification = 'rejected') = (rejection IS NOT NULL))
);
-- One open document for each item: a second upload adds to it.
CREATE UNIQUE INDEX document_open ON documents.document (subject_kind, subject_id, item)
  WHERE verification = 'pending' AND sealed_at IS NULL;
CREATE INDEX document_by_subject ON documents.document (subject_id, subject_kind);
CREATE INDEX document_by_origin ON documents.document (origin_id, origin_kind);
CREATE INDEX document_by_person ON documents.document (person_id, item) WHERE verification = 'accepted';
CREATE INDEX document_expired ON documents.document (delete_after) WHERE delete_after IS NOT NULL;

CREATE TABLE documents.file (
  id            uuid PRIMARY KEY,
  document_id   uuid NOT NULL REFERENCES documents.document ON DELETE CASCADE,
  account_id    uuid,
  position      int NOT NULL,
  name          text NOT NULL,
  type          text NOT NULL,
  size          bigint NOT NULL CHECK (size > 0),
  state         text NOT NULL CHECK (state IN ('uploading', 'received', 'inspecting', 'ready', 'unscanned', 'refused')),
  refusal       text,
  finding       text,                    -- what the scanner calls it; for the office's own eyes
  sha256        text,
  active        boolean NOT NULL DEFAULT false,
  duplicate_of  uuid,
  page_count    int NOT NULL DEFAULT 0,
  upload_id     text,                    -- the store's name for the upload in parts
  part_size     bigint NOT NULL,
  created_at    timestamptz NOT NULL,
  touched_at    timestamptz NOT NULL,    -- last sign of life of the upload
  received_at   timestamptz,
  inspected_at  timestamptz,
  alarmed_at    timestamptz,             -- the watchdog has spoken of it
  discarded_at  timestamptz,             -- refused bytes were deleted; the row still tells of them
  CONSTRAINT file_refusal CHECK ((state = 'refused') = (refusal IS NOT NULL)),
  CONSTRAINT file_seen CHECK (state NOT IN ('ready', 'unscanned') OR sha256 IS NOT NULL)
);
CREATE INDEX file_by_document ON documents.file (document_id, position);
CREATE INDEX file_by_account ON documents.file (account_id, created_at);
CREATE INDEX file_by_content ON documents.file (sha256) WHERE sha256 IS NOT NULL;
CREATE INDEX file_uploading ON documents.file (touched_at) WHERE state = 'uploading';
CREATE INDEX file_waiting ON documents.file (received_at) WHERE state IN ('received', 'inspecting');
CREATE INDEX file_unscanned ON documents.file (received_at) WHERE state = 'unscanned';
CREATE INDEX file_refused ON documents.file (inspected_at) WHERE state = 'refused' AND discarded_at IS NULL;

-- What became of a subject that has handed its papers over: whoever announces a file for it at that very moment comes too late.
CREATE TABLE documents.adopted (
  from_kind text NOT NULL,
  from_id   uuid NOT NULL,
  to_kind   text NOT NULL,
  to_id     uuid NOT NULL,
  PRIMARY KEY (from_id, from_kind)
);
CREATE INDEX adopted_by ON documents.adopted (to_id, to_kind);

-- A checked paper that serves another case of the same person.
CREATE TABLE documents.reuse (
  document_id  uuid NOT NULL REFERENCES documents.document ON DELETE CASCADE,
  subject_kind text NOT NULL,
  subject_id   uuid NOT NULL,
  at           timestamptz NOT NULL,
  PRIMARY KEY (subject_id, subject_kind, document_id)
);
CREATE INDEX reuse_by_document ON documents.reuse (document_id);

-- What modules above may join: one row for each document, the state of its furthest-behind file.
CREATE VIEW documents.document_v1 AS
SELECT d.id, d.account_id, d.person_id, d.subject_kind, d.subject_id, d.origin_kind, d.origin_id, d.item,
       d.verification, d.valid_until, d.verified_at, d.sealed_at, f.files, f.received_at,
       CASE WHEN f.refused THEN 'refused' WHEN f.uploading THEN 'uploading' WHEN f.checking THEN 'checking'
            WHEN f.unscanned THEN 'unscanned' WHEN f.files > 0 THEN 'ready' ELSE 'empty' END AS state
FROM documents.document d
CROSS JOIN LATERAL (
  SELECT count(*) AS files, max(f.received_at) AS received_at,
         coalesce(bool_or(f.state = 'refused'), false) AS refused,
         coalesce(bool_or(f.state = 'uploading'), false) AS uploading,
         coalesce(bool_or(f.state IN ('received', 'inspecting')), false) AS checking,
         coalesce(bool_or(f.state = 'unscanned'), false) AS unscanned
  FROM documents.file f WHERE f.document_id = d.id) f;

CREATE VIEW documents.file_v1 AS
SELECT id, document_id, position, type, size, state, refusal, sha256, page_count, received_at, inspected_at
FROM documents.file;

-- How often a document changed: whoever judges it says which state they looked at.
CREATE VIEW documents.document_version_v1 AS
SELECT id, version FROM documents.document;
