-- +goose Up
-- How many passes phones were given: for a code that a hall showed, to a network, at a site. Hashes only; a count is forgotten when its time is over.
CREATE TABLE frontdesk.entered (
  bucket  bytea NOT NULL,
  until   timestamptz NOT NULL,
  count   int NOT NULL,
  PRIMARY KEY (bucket, until)
);

-- +goose Down
DROP TABLE frontdesk.entered;
