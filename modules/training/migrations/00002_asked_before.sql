-- +goose Up
-- Since when it is not asked of them any more; null: it is. It may be asked of them again.
ALTER TABLE training.asked ADD COLUMN gone_on date;

-- +goose Down
ALTER TABLE training.asked DROP COLUMN gone_on;
