-- +goose Up
-- Proofs of what members of staff have learned, given in by them.
ALTER TABLE documents.document DROP CONSTRAINT document_subject_kind_check;
ALTER TABLE documents.document ADD CONSTRAINT document_subject_kind_check
  CHECK (subject_kind IN ('application', 'case', 'visit', 'translation', 'referral', 'certificate'));
