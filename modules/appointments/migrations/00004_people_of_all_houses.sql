-- +goose Up
-- Who sits in one house today sits in another tomorrow: a person belongs to none of them, and is one resource, so that nobody is planned in two at once.
-- Its id is that of the account.
ALTER TABLE appointments.resource ALTER COLUMN site DROP NOT NULL;
ALTER TABLE appointments.resource ADD CONSTRAINT resource_site CHECK (site IS NOT NULL OR kind = 'person');

-- +goose Down
ALTER TABLE appointments.resource DROP CONSTRAINT resource_site;
ALTER TABLE appointments.resource ALTER COLUMN site SET NOT NULL;
