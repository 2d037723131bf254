-- +goose Up
-- What browsers seal answers to until they hand them in; it comes from the key of the answers. Null: of before, and filled in by the hour.
ALTER TABLE surveys.survey ADD COLUMN seal_key bytea;

-- +goose Down
ALTER TABLE surveys.survey DROP COLUMN seal_key;
