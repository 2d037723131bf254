-- +goose Up
-- A reason is there as long as somebody may need it, and empty afterwards.
ALTER TABLE training.exception DROP CONSTRAINT exception_reason_check;
CREATE INDEX certificate_decided ON training.certificate (decided_at) WHERE state IN ('rejected', 'withdrawn');

-- +goose Down
DROP INDEX training.certificate_decided;
UPDATE training.exception SET reason = '-' WHERE reason = '';
ALTER TABLE training.exception ADD CONSTRAINT exception_reason_check CHECK (reason <> '');
