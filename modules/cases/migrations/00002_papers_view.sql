-- +goose Up
-- How the list of a case stands, for modules above.
CREATE VIEW cases.paper_v1 AS
  SELECT case_id, item, position, required, state, reason, requested, valid_until, document_id FROM cases.paper;
