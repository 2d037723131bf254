-- +goose Up
-- How many papers beside its list a case is told of. Whoever keeps them counts what was there before there was a count.
CREATE VIEW cases.beside_v1 AS SELECT id AS case_id, papers_beside AS papers FROM cases.case;

-- +goose Down
DROP VIEW cases.beside_v1;
