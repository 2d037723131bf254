-- +goose Up
-- A translation hangs on its order until the office has accepted it.
ALTER TABLE documents.document DROP CONSTRAINT document_subject_kind_check;
ALTER TABLE documents.document ADD CONSTRAINT document_subject_kind_check CHECK (subject_kind IN ('application', 'case', 'visit', 'translation'));
