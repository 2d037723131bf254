-- +goose Up
-- The secret addresses at which clerks read appointments: one for each kind, of which only a hash is known.
CREATE TABLE feeds.feed (
  account_id  uuid NOT NULL REFERENCES identity.account ON DELETE CASCADE,
  scope       text NOT NULL CHECK (scope IN ('own', 'team')),
  token_hash  bytea NOT NULL CONSTRAINT feed_token UNIQUE,
  created_at  timestamptz NOT NULL,
  used_at     timestamptz,                    -- to the minute
  PRIMARY KEY (account_id, scope)
);

-- +goose Down
DROP SCHEMA feeds CASCADE;
