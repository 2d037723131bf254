-- +goose Up
-- The day on which a supervisor said first that a session was held: by it, and not by when somebody looks, it belongs to a figure.
ALTER TABLE supervision.session ADD COLUMN billed_on date;
UPDATE supervision.session SET billed_on = (ends_at AT TIME ZONE 'Europe/Berlin')::date WHERE state = 'held';
ALTER TABLE supervision.session ADD CONSTRAINT session_billed_on CHECK ((state = 'held') = (billed_on IS NOT NULL));

-- +goose Down
ALTER TABLE supervision.session DROP COLUMN billed_on;
