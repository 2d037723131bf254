-- +goose Up
-- Whoever loses a time asks whether something of that day ran out. Without this the planner weighs the day against all that is held, anew for each question.
CREATE INDEX appointment_held_by_site ON appointments.appointment (site, starts_at) WHERE held_until IS NOT NULL;

-- +goose Down
DROP INDEX appointments.appointment_held_by_site;
