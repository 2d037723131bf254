-- +goose Up
-- Up to which amount the ceiling may be passed: what an approval was given for, and no more.
ALTER TABLE translations.orders ADD COLUMN approved_cents bigint NOT NULL DEFAULT 0 CHECK (approved_cents >= 0);
UPDATE translations.orders SET approved_cents = cents WHERE approved_by IS NOT NULL;

-- +goose Down
ALTER TABLE translations.orders DROP COLUMN approved_cents;
