-- +goose Up
-- Who may book what they were invited to, from a case.
CREATE TABLE invitations.invitation (
  id              uuid PRIMARY KEY,
  asked           bytea CONSTRAINT invitation_asked UNIQUE,   -- hash of who invited under which key: a click twice is one invitation
  about_kind      text NOT NULL,
  about_id        uuid NOT NULL,
  account_id      uuid,
  concern         text NOT NULL,
  people          int NOT NULL,
  name            text NOT NULL,
  email           text NOT NULL,
  language        text NOT NULL,
  together        uuid[] NOT NULL DEFAULT '{}',
  created_at      timestamptz NOT NULL,
  created_by      uuid NOT NULL,
  until           timestamptz NOT NULL,
  appointment_id  uuid REFERENCES appointments.appointment,
  withdrawn_at    timestamptz
);
CREATE INDEX invitation_by_about ON invitations.invitation (about_id, created_at);
CREATE INDEX invitation_together ON invitations.invitation USING gin (together) WHERE together <> '{}';

-- What was sent when invitations had no room of their own.
WITH moved AS (DELETE FROM appointments.invitation_v1 RETURNING *)
INSERT INTO invitations.invitation (id, about_kind, about_id, account_id, concern, people, name, email, language, together, created_at, created_by, until, appointment_id, withdrawn_at)
SELECT id, about_kind, about_id, account_id, concern, people, name, email, language, together, created_at, created_by, until, appointment_id, withdrawn_at FROM moved;

-- +goose Down
DROP SCHEMA invitations CASCADE;
