-- +goose Up
-- Who put a clerk at a counter, if it was not the clerk: their window tells them.
ALTER TABLE frontdesk.desk ADD COLUMN moved_by uuid;

-- +goose Down
ALTER TABLE frontdesk.desk DROP COLUMN moved_by;
