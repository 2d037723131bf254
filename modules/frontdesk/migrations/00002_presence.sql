-- +goose Up
-- The kiosks and displays of a hall: let in by the front desk through a link that is good once, known afterwards by a cookie. Both secrets are kept
-- as hashes only.
CREATE TABLE frontdesk.device (
  id          uuid PRIMARY KEY,
  site        text NOT NULL,
  kind        text NOT NULL CHECK (kind IN ('kiosk', 'display')),
  name        text NOT NULL,
  link        bytea CONSTRAINT device_link UNIQUE,
  link_until  timestamptz NOT NULL,
  secret      bytea CONSTRAINT device_secret UNIQUE,
  made_at     timestamptz NOT NULL,
  opened_at   timestamptz,
  put_out_at  timestamptz
);
CREATE INDEX device_by_site ON frontdesk.device (site, made_at) WHERE put_out_at IS NULL;

-- Where the browser of a ticket is told that it is called (web push). It ends with the visit, at the latest with the day.
CREATE TABLE frontdesk.watch (
  ticket_id  uuid NOT NULL REFERENCES frontdesk.ticket ON DELETE CASCADE,
  endpoint   text NOT NULL,
  p256dh     bytea NOT NULL,
  auth       bytea NOT NULL,
  made_at    timestamptz NOT NULL,
  PRIMARY KEY (ticket_id, endpoint)
);

-- +goose Down
DROP TABLE frontdesk.watch;
DROP TABLE frontdesk.device;
