package documents

import "github.com/google/uuid"

// Inspected says that a file can be seen now.
type Inspected struct {
	DocumentID  uuid.UUID   `json:"document_id"`
	FileID      uuid.UUID   `json:"file_id"`
	SubjectKind SubjectKind `json:"subject_kind"`
	SubjectID   uuid.UUID   `json:"subject_id"`
	Item        string      `json:"item"`
}

// EventName implements events.Event.
func (Inspected) EventName() string { return "documents.inspected" }

// FileRefused says that a file was refused: what it stood for is missing.
type FileRefused struct {
	DocumentID  uuid.UUID   `json:"document_id"`
	FileID      uuid.UUID   `json:"file_id"`
	SubjectKind SubjectKind `json:"subject_kind"`
	SubjectID   uuid.UUID   `json:"subject_id"`
	Item        string      `json:"item"`
	Reason      Refusal     `json:"reason"`
}

// EventName implements events.Event.
func (FileRefused) EventName() string { return "documents.refused" }

// ScanStuck says that a file has waited too long for its inspection.
type ScanStuck struct {
	FileID uuid.UUID `json:"file_id"`
}

// EventName implements events.Event.
func (ScanStuck) EventName() string { return "documents.scan_stuck" }
