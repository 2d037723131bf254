-- +goose Up
-- One chain for each record, so that writers to different records never wait for one another.
CREATE TABLE audit.chain (
  record_kind text COLLATE "C" NOT NULL,
  record_id   uuid NOT NULL,
  seq         bigint NOT NULL,            -- number of the newest entry
  prev        bytea NOT NULL,             -- hash of the entry before it
  head        bytea NOT NULL,             -- hash of the newest entry
  sealed_seq  bigint NOT NULL DEFAULT 0,  -- the newest entry that a checkpoint covers
  PRIMARY KEY (record_kind, record_id)
);
CREATE INDEX chain_unsealed ON audit.chain (record_kind, record_id) WHERE seq > sealed_seq;

-- Who did what to which record, and who opened what. Ids, digests and codes only: never personal data.
CREATE TABLE audit.entry (
  record_kind text COLLATE "C" NOT NULL,
  record_id   uuid NOT NULL,
  seq         bigint NOT NULL CHECK (seq > 0),
  at          timestamptz NOT NULL,
  actor_kind  text NOT NULL,
  actor_id    uuid,
  action      text NOT NULL,
  details     jsonb NOT NULL,
  prev        bytea NOT NULL,
  hash        bytea NOT NULL,
  PRIMARY KEY (record_kind, record_id, seq)
);
CREATE INDEX entry_by_actor ON audit.entry (actor_id, at) WHERE actor_id IS NOT NULL;

CREATE TABLE audit.checkpoint (
  number      bigint PRIMARY KEY,
  at          timestamptz NOT NULL,
  previous    bytea NOT NULL,             -- digest of the checkpoint before
  digest      bytea NOT NULL,
  key_id      text NOT NULL,
  signature   bytea NOT NULL,
  exported_at timestamptz
);

-- The heads that a checkpoint closed.
CREATE TABLE audit.sealed_head (
  checkpoint  bigint NOT NULL REFERENCES audit.checkpoint,
  record_kind text COLLATE "C" NOT NULL,
  record_id   uuid NOT NULL,
  seq         bigint NOT NULL,
  head        bytea NOT NULL,
  PRIMARY KEY (checkpoint, record_kind, record_id)
);
CREATE INDEX sealed_head_by_record ON audit.sealed_head (record_kind, record_id, seq);

-- A wall against slips; who can switch it off is found by verification.
-- +goose StatementBegin
CREATE FUNCTION audit.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit entries are never changed or removed' USING ERRCODE = 'insufficient_privilege';
END $$;
-- +goose StatementEnd
CREATE TRIGGER entry_fixed BEFORE UPDATE OR DELETE ON audit.entry FOR EACH ROW EXECUTE FUNCTION audit.refuse();
CREATE TRIGGER entry_kept BEFORE TRUNCATE ON audit.entry FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse();
CREATE TRIGGER sealed_fixed BEFORE UPDATE OR DELETE ON audit.sealed_head FOR EACH ROW EXECUTE FUNCTION audit.refuse();
CREATE TRIGGER sealed_kept BEFORE TRUNCATE ON audit.sealed_head FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse();

-- For the history of a case in modules above.
CREATE VIEW audit.entry_v1 AS
  SELECT record_kind, record_id, seq, at, actor_kind, actor_id, action, details FROM audit.entry;
