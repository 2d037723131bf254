-- +goose Up
-- How the office and the person were in touch when a note was written; '' is a note about nothing of the kind.
ALTER TABLE cases.note ADD COLUMN channel text NOT NULL DEFAULT '' CONSTRAINT note_channel CHECK (channel IN ('', 'phone', 'mail', 'visit'));
