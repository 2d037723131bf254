-- +goose Up
-- What others may know of appointments: when, where, for what. Nobody's name, address or case.
CREATE VIEW appointments.appointment_v1 AS
SELECT id, site, concern, purpose, state, people, counter_id, starts_at, ends_at, created_at, booked_at, ended_at FROM appointments.appointment;
CREATE INDEX appointment_by_creation ON appointments.appointment (site, created_at);

-- +goose Down
DROP INDEX appointments.appointment_by_creation;
DROP VIEW appointments.appointment_v1;
