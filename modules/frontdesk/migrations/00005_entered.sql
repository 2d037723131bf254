-- +goose Up
-- How many passes phones were given: for a code that a hall showed, to a network, at a site. Hashes only; a count is forgotten when its time is over.
CREATE TABLE frontdesk.entered (
  bucket  bytea NOT NULL,
  until   timestamptz NOT NULL,
  count   int NOT NULL,
  PRIMARY KEY (bucket, until)
);

-- What the night may still have to end.
CREATE INDEX ticket_unfinished ON frontdesk.ticket (day)
  WHERE state IN ('waiting', 'parked', 'called', 'serving') OR appointment_id IS NOT NULL AND state IN ('left', 'closed');
-- How long the day's last visits took, which each phone reads at each hint.
CREATE INDEX ticket_took ON frontdesk.ticket (site, day, queue, ended_at DESC) WHERE state = 'done' AND called_at IS NOT NULL;

-- +goose Down
DROP INDEX frontdesk.ticket_took;
DROP INDEX frontdesk.ticket_unfinished;
DROP TABLE frontdesk.entered;
