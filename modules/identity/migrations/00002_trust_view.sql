-- +goose Up
-- How sure the newest login of an account makes us of who it is.
CREATE VIEW identity.trust_v1 AS SELECT id, trust FROM identity.account;

-- +goose Down
DROP VIEW identity.trust_v1;
