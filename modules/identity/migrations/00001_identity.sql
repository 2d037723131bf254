-- +goose Up
CREATE TABLE identity.account (
  id             uuid PRIMARY KEY,
  kind           text NOT NULL CHECK (kind IN ('staff', 'applicant', 'partner')),
  issuer         text NOT NULL,           -- "email" for accounts that a login link made
  subject        text NOT NULL,
  email          text NOT NULL DEFAULT '',
  email_verified boolean NOT NULL DEFAULT false,
  name           text NOT NULL DEFAULT '',
  given_name     text NOT NULL DEFAULT '',
  family_name    text NOT NULL DEFAULT '',
  birth_date     text NOT NULL DEFAULT '', -- as claimed; the year may be 0000
  trust          text NOT NULL,            -- of the newest login
  language       text NOT NULL DEFAULT 'de',
  claimed_roles  text[] NOT NULL DEFAULT '{}',
  claimed_teams  text[] NOT NULL DEFAULT '{}',
  granted        jsonb NOT NULL DEFAULT '[]', -- the grants that stand, for the one read of each request; a trigger keeps it
  created_at     timestamptz NOT NULL,
  last_login_at  timestamptz,
  disabled_at    timestamptz,
  CONSTRAINT account_identity UNIQUE (kind, issuer, subject)
);
CREATE INDEX account_staff ON identity.account (name, id) WHERE kind = 'staff';

CREATE TABLE identity.session (
  id           uuid PRIMARY KEY,
  account_id   uuid NOT NULL REFERENCES identity.account ON DELETE CASCADE,
  token_hash   bytea NOT NULL CONSTRAINT session_token UNIQUE,
  provider     text NOT NULL,             -- "" for a login link
  trust        text NOT NULL,
  device       text NOT NULL,
  created_at   timestamptz NOT NULL,
  last_seen_at timestamptz NOT NULL,
  idle_until   timestamptz NOT NULL,
  expires_at   timestamptz NOT NULL,
  revoked_at   timestamptz
);
CREATE INDEX session_open ON identity.session (account_id) WHERE revoked_at IS NULL;
CREATE INDEX session_by_end ON identity.session (expires_at);

-- A login at a provider between its start and the answer. Each row is taken once.
CREATE TABLE identity.login (
  state_hash   bytea PRIMARY KEY,
  browser_hash bytea NOT NULL,            -- the answer must come from the browser that began
  provider     text NOT NULL,
  nonce        text NOT NULL,
  verifier     text NOT NULL,
  next         text NOT NULL,
  expires_at   timestamptz NOT NULL
);

CREATE TABLE identity.login_link (
  token_hash bytea PRIMARY KEY,
  email      text NOT NULL,
  language   text NOT NULL,
  next       text NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at    timestamptz
);

-- What the city allows a member of staff within the claims. Taken ones stay, for the history.
CREATE TABLE identity.staff_grant (
  id         uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES identity.account ON DELETE CASCADE,
  role       text NOT NULL,
  teams      text[] NOT NULL,             -- "*" is every team
  decide     text[] NOT NULL,             -- keys of services
  approve    text[] NOT NULL,
  granted_by uuid,
  granted_at timestamptz NOT NULL,
  revoked_by uuid,
  revoked_at timestamptz
);
CREATE UNIQUE INDEX staff_grant_one ON identity.staff_grant (account_id, role) WHERE revoked_at IS NULL;

-- +goose StatementBegin
CREATE FUNCTION identity.keep_granted() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  whose uuid := coalesce(NEW.account_id, OLD.account_id);
BEGIN
  UPDATE identity.account SET granted = coalesce(
    (SELECT jsonb_agg(jsonb_build_object('Role', role, 'Teams', teams, 'Decide', decide, 'Approve', approve) ORDER BY role)
     FROM identity.staff_grant WHERE account_id = whose AND revoked_at IS NULL), '[]')
  WHERE id = whose;
  RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER staff_grant_kept AFTER INSERT OR UPDATE OR DELETE ON identity.staff_grant
  FOR EACH ROW EXECUTE FUNCTION identity.keep_granted();

-- How often something was tried: counted for all replicas, under hashes.
CREATE TABLE identity.attempt (
  bucket bytea NOT NULL,
  until  timestamptz NOT NULL,            -- end of the window that is counted
  count  int NOT NULL,
  PRIMARY KEY (bucket, until)
);
CREATE INDEX attempt_by_end ON identity.attempt (until);

-- Counts of tries, for a module above that looks at the limit in its own statement.
CREATE VIEW identity.attempt_v1 AS SELECT bucket, until, count FROM identity.attempt;

-- Names of accounts, for the modules above.
CREATE VIEW identity.account_v1 AS SELECT id, kind, name, language FROM identity.account;
