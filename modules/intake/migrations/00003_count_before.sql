-- +goose Up
-- Papers that were given in beside the list before cases counted them: each is kept by its name, seen by clerks and to be checked, as of a new case.
INSERT INTO intake.extra (document_id, kind) SELECT d.id, d.item FROM documents.document_v1 d
WHERE d.subject_kind = 'case' AND d.sealed_at IS NOT NULL
  AND EXISTS (SELECT FROM cases.beside_v1 c WHERE c.case_id = d.subject_id)
  AND NOT EXISTS (SELECT FROM cases.paper_v1 p WHERE p.case_id = d.subject_id AND p.item = d.item)
ON CONFLICT DO NOTHING;
UPDATE cases.beside_v1 c SET papers = n.papers FROM (
  SELECT d.subject_id, count(*) AS papers FROM documents.document_v1 d JOIN intake.extra x ON x.document_id = d.id
  WHERE d.subject_kind = 'case' AND d.verification = 'pending' AND d.origin_kind <> 'translation' GROUP BY d.subject_id) n
WHERE c.case_id = n.subject_id AND c.papers <> n.papers;

-- +goose Down
SELECT 1; -- what was counted stays
