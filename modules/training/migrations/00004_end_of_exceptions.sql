-- +goose Up
-- The day on which an exception ended before its time: what it was of is due some days after its end, not on the day after.
ALTER TABLE training.exception ADD COLUMN ended_on date;
UPDATE training.exception SET ended_on = (ended_at AT TIME ZONE 'Europe/Berlin')::date WHERE ended_at IS NOT NULL;
ALTER TABLE training.exception ADD CONSTRAINT exception_ended CHECK ((ended_on IS NULL) = (ended_at IS NULL));
CREATE INDEX exception_of ON training.exception (account_id, requirement_id);

-- +goose Down
DROP INDEX training.exception_of;
ALTER TABLE training.exception DROP COLUMN ended_on;
