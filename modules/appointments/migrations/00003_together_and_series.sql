-- +goose Up
-- A family is one sitting: the further cases that an appointment or an invitation is about. Ids of cases, nothing of their people.
ALTER TABLE appointments.appointment
  ADD COLUMN together    uuid[] NOT NULL DEFAULT '{}',
  ADD COLUMN series_id   uuid,                       -- the appointments that were booked together
  ADD COLUMN series      text NOT NULL DEFAULT '',   -- by which rule of the city
  ADD COLUMN series_step text NOT NULL DEFAULT '';
ALTER TABLE appointments.invitation ADD COLUMN together uuid[] NOT NULL DEFAULT '{}';
CREATE INDEX appointment_together ON appointments.appointment USING gin (together) WHERE together <> '{}';
CREATE INDEX appointment_by_series ON appointments.appointment (series_id) WHERE series_id IS NOT NULL;
CREATE INDEX invitation_together ON appointments.invitation USING gin (together) WHERE together <> '{}';

-- Which cases an appointment is about.
CREATE VIEW appointments.about_v1 AS
SELECT id AS appointment_id, about_id AS case_id FROM appointments.appointment WHERE about_kind = 'case'
UNION ALL SELECT id, unnest(together) FROM appointments.appointment WHERE together <> '{}';

-- What others may know of appointments, with what a calendar must know of changes.
CREATE VIEW appointments.appointment_v2 AS
SELECT id, site, concern, purpose, state, people, counter_id, starts_at, ends_at, created_at, booked_at, ended_at, sequence FROM appointments.appointment;

-- +goose Down
DROP VIEW appointments.appointment_v2;
DROP VIEW appointments.about_v1;
ALTER TABLE appointments.invitation DROP COLUMN together;
ALTER TABLE appointments.appointment DROP COLUMN together, DROP COLUMN series_id, DROP COLUMN series, DROP COLUMN series_step;
