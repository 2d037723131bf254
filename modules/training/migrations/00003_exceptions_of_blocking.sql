-- +goose Up
-- Whether an exception also frees of what blocks: who keeps requirements gave it. Those of before do until they end.
ALTER TABLE training.exception ADD COLUMN of_blocking boolean NOT NULL DEFAULT true;
ALTER TABLE training.exception ALTER COLUMN of_blocking DROP DEFAULT;

-- +goose Down
ALTER TABLE training.exception DROP COLUMN of_blocking;
