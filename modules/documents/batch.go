package documents

import (
	"github.com/jackc/pgx/v5"

	"github.com/ankunft/ankunft/modules/audit"
)

// Rows of documents with their files, in the order in which they are shown; a document without files is none. No row comes twice: what lies
// here is not what came from here and lies elsewhere, and what was reused is told as such.
const (
	columnsOfDocument = `d.id, d.account_id, d.person_id, d.subject_kind, d.subject_id, d.origin_kind, d.origin_id, d.item, d.verification, d.rejection,
 d.remark, d.verified_at, d.verified_by, d.valid_until, d.sealed_at, d.delete_after, d.version, d.created_at, d.updated_at`
	ofSubjectWithFiles = `SELECT d.*, f.id, f.account_id, f.position, f.name, f.type, f.size, f.state, f.refusal, f.finding, coalesce(f.sha256, ''), f.active,
 f.duplicate_of, f.page_count, f.part_size, f.created_at, f.touched_at, f.received_at, f.inspected_at
FROM (SELECT ` + columnsOfDocument + `, false AS reused FROM documents.document d WHERE d.subject_kind = $1 AND d.subject_id = $2
 UNION ALL SELECT ` + columnsOfDocument + `, false FROM documents.document d WHERE d.origin_kind = $1 AND d.origin_id = $2 AND d.origin_id <> d.subject_id
 UNION ALL SELECT ` + columnsOfDocument + `, true FROM documents.reuse l JOIN documents.document d ON d.id = l.document_id WHERE l.subject_kind = $1 AND l.subject_id = $2) d
JOIN documents.file f ON f.document_id = d.id ORDER BY d.item, d.created_at, d.id, d.reused, f.position, f.id`
)

// QueueForSubject reads what ForSubject does as one prepared statement of somebody's batch.
func QueueForSubject(b *pgx.Batch, rec audit.Record, into *[]*Document) {
	b.Queue(ofSubjectWithFiles, rec.Kind, rec.ID).Query(func(rows pgx.Rows) error {
		var last *Document
		for rows.Next() {
			d, f := new(Document), new(File)
			err := rows.Scan(&d.ID, &d.AccountID, &d.PersonID, &d.SubjectKind, &d.SubjectID, &d.OriginKind, &d.OriginID, &d.Item, &d.Verification, &d.Rejection,
				&d.Remark, &d.VerifiedAt, &d.VerifiedBy, &d.ValidUntil, &d.SealedAt, &d.DeleteAfter, &d.Version, &d.CreatedAt, &d.UpdatedAt, &d.Reused,
				&f.ID, &f.AccountID, &f.Position, &f.Name, &f.Type, &f.Size, &f.State, &f.Refusal, &f.Finding, &f.SHA256, &f.Active, &f.DuplicateOf, &f.PageCount,
				&f.PartSize, &f.CreatedAt, &f.TouchedAt, &f.ReceivedAt, &f.InspectedAt)
			if err != nil {
				return err
			}
			f.DocumentID = d.ID
			if last == nil || last.ID != d.ID || last.Reused != d.Reused {
				last = d
				*into = append(*into, d)
			}
			last.Files = append(last.Files, f)
		}
		return rows.Err()
	})
}
