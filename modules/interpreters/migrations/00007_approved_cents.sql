-- +goose Up
-- An approval over the ceiling holds for what it was given for.
ALTER TABLE interpreters.request ADD COLUMN approved_cents integer NOT NULL DEFAULT 0 CHECK (approved_cents >= 0);
UPDATE interpreters.request r SET approved_cents = coalesce((SELECT max(o.cents) FROM interpreters.offer o WHERE o.request_id = r.id), 0) WHERE approved_by IS NOT NULL;

-- +goose Down
ALTER TABLE interpreters.request DROP COLUMN approved_cents;
