-- +goose Up
-- Papers that the clearing desk takes in hang on the visit until it ends.
ALTER TABLE documents.document DROP CONSTRAINT document_subject_kind_check;
ALTER TABLE documents.document ADD CONSTRAINT document_subject_kind_check CHECK (subject_kind IN ('application', 'case', 'visit'));
