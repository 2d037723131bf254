-- +goose Up
-- The last day on which a booking can be called off for nothing (JVEG §9(5)): that day the office is told. Who was booked before is not.
ALTER TABLE interpreters.assignment ADD COLUMN free_until date;

-- +goose Down
ALTER TABLE interpreters.assignment DROP COLUMN free_until;
