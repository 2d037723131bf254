-- +goose Up
-- Papers beside the list that nobody has looked at: a module above counts them, and they are to be checked like those on it.
ALTER TABLE cases.case ADD COLUMN papers_beside smallint NOT NULL DEFAULT 0;
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION cases.count_papers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE cases.case c SET papers_missing = n.missing, papers_to_check = n.to_check + c.papers_beside, papers_accepted = n.accepted, papers_total = n.total
  FROM (SELECT ids.case_id,
               count(p.*) FILTER (WHERE p.required AND p.state IN ('missing', 'rejected')) AS missing,
               count(p.*) FILTER (WHERE p.state = 'to_check') AS to_check,
               count(p.*) FILTER (WHERE p.state IN ('accepted', 'waived')) AS accepted,
               count(p.*) AS total
        FROM (SELECT DISTINCT case_id FROM changed) ids LEFT JOIN cases.paper p USING (case_id) GROUP BY 1) n
  WHERE c.id = n.case_id;
  RETURN NULL;
END $$;
CREATE FUNCTION cases.count_beside() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.papers_to_check := NEW.papers_to_check + NEW.papers_beside - OLD.papers_beside;
  RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER beside_counted BEFORE UPDATE ON cases.case
  FOR EACH ROW WHEN (NEW.papers_beside <> OLD.papers_beside) EXECUTE FUNCTION cases.count_beside();
