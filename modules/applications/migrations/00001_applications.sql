-- +goose Up
CREATE TABLE applications.sitting (
  id              uuid PRIMARY KEY,
  account_id      uuid NOT NULL,
  service         text NOT NULL,
  service_version int  NOT NULL,
  language        text NOT NULL,
  state           text NOT NULL CHECK (state IN ('draft', 'submitted', 'withdrawn')),
  version         int  NOT NULL DEFAULT 1,
  started_at      timestamptz NOT NULL,
  changed_at      timestamptz NOT NULL,
  expires_at      timestamptz,
  reminded_at     timestamptz,
  submitted_at    timestamptz,
  start_key       text NOT NULL,
  submit_key      text NOT NULL DEFAULT '',
  CONSTRAINT sitting_start_key UNIQUE (account_id, start_key),
  CONSTRAINT sitting_draft_expires CHECK ((state = 'draft') = (expires_at IS NOT NULL)),
  CONSTRAINT sitting_submitted CHECK ((state = 'draft') = (submitted_at IS NULL))
);
CREATE INDEX sitting_account ON applications.sitting (account_id, id DESC);
CREATE INDEX sitting_expires ON applications.sitting (expires_at) WHERE state = 'draft';

CREATE TABLE applications.application (
  id          uuid PRIMARY KEY,
  sitting_id  uuid NOT NULL REFERENCES applications.sitting ON DELETE CASCADE,
  position    int  NOT NULL,
  who         text NOT NULL CHECK (who IN ('principal', 'member')),
  relation    text,
  add_key     text NOT NULL,
  state       text NOT NULL CHECK (state IN ('draft', 'submitted', 'withdrawn')),
  version     int  NOT NULL DEFAULT 1,
  answers     jsonb NOT NULL,
  signed_as   text,
  signer_name text NOT NULL DEFAULT '',
  person_id   uuid,
  case_id     uuid,
  case_number text NOT NULL DEFAULT '',
  receipt_id  uuid,
  CONSTRAINT application_add_key UNIQUE (sitting_id, add_key),
  CONSTRAINT application_position UNIQUE (sitting_id, position),
  CONSTRAINT application_relation CHECK ((who = 'member') = (relation IS NOT NULL)),
  CONSTRAINT application_case CHECK ((state = 'draft') = (case_id IS NULL))
);
CREATE UNIQUE INDEX application_one_principal ON applications.application (sitting_id) WHERE who = 'principal';
CREATE UNIQUE INDEX application_one_case ON applications.application (case_id);
CREATE INDEX application_person ON applications.application (person_id);

-- What was signed, byte by byte. One sitting is sealed once.
CREATE TABLE applications.seal (
  sitting_id          uuid PRIMARY KEY REFERENCES applications.sitting,
  content             bytea NOT NULL,
  sha256              bytea NOT NULL CONSTRAINT seal_sha256 CHECK (sha256 = sha256(content)),
  declaration_version text NOT NULL,
  account_id          uuid NOT NULL,
  issuer              text NOT NULL,
  subject_sha256      bytea NOT NULL,
  trust               text NOT NULL,
  method              text NOT NULL,
  signed_at           timestamptz NOT NULL
);
CREATE INDEX seal_account ON applications.seal (account_id, signed_at);
-- +goose StatementBegin
CREATE FUNCTION applications.seal_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a seal is never changed';
END $$;
-- +goose StatementEnd
CREATE TRIGGER seal_stays BEFORE UPDATE ON applications.seal FOR EACH ROW EXECUTE FUNCTION applications.seal_stays();

CREATE VIEW applications.application_v1 AS
  SELECT a.id, a.sitting_id, a.position, a.who, a.relation, a.state, a.person_id, a.case_id, a.answers, a.signed_as,
         s.account_id, s.service, s.service_version, s.language, s.submitted_at
  FROM applications.application a JOIN applications.sitting s ON s.id = a.sitting_id;
