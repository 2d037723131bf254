-- +goose Up
-- What somebody signed to be referred hangs on the referral.
ALTER TABLE documents.document DROP CONSTRAINT document_subject_kind_check;
ALTER TABLE documents.document ADD CONSTRAINT document_subject_kind_check CHECK (subject_kind IN ('application', 'case', 'visit', 'translation', 'referral'));
