package documents

import (
	"log/slog"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/platform/clock"
)

// SubjectKind is what a document hangs on.
type SubjectKind string

// The kinds of subjects.
const (
	SubjectApplication SubjectKind = "application"
	SubjectCase        SubjectKind = "case"
	SubjectReferral    SubjectKind = "referral"    // signed by somebody who is referred; taken in by a member of staff
	SubjectTranslation SubjectKind = "translation" // given in by a translator for an order of the office
	SubjectCertificate SubjectKind = "certificate" // of a member of staff, who gives it in to show what they learned
	SubjectVisit       SubjectKind = "visit"       // at the clearing desk: given in by a member of staff for the person before them
)

// Verification is the office's opinion of a document.
type Verification string

// The opinions.
const (
	Pending  Verification = "pending"
	Accepted Verification = "accepted"
	Rejected Verification = "rejected"
)

// DocumentState sums up the states of the files.
type DocumentState string

// The states of a document.
const (
	DocumentEmpty     DocumentState = "empty"
	DocumentUploading DocumentState = "uploading"
	DocumentChecking  DocumentState = "checking"
	DocumentReady     DocumentState = "ready"
	DocumentUnscanned DocumentState = "unscanned"
	DocumentRefused   DocumentState = "refused"
)

// Document is a paper: the files for one item of a checklist.
type Document struct {
	bun.BaseModel `bun:"table:documents.document,alias:document"`

	ID        uuid.UUID  `bun:",pk"`
	AccountID *uuid.UUID // who gave it in; nil once the account is gone
	PersonID  *uuid.UUID // only when it is certain who the person is

	SubjectKind SubjectKind
	SubjectID   uuid.UUID
	OriginKind  SubjectKind // where it was given in; never changes
	OriginID    uuid.UUID
	Item        string // key of the item in the checklist

	Verification Verification
	Rejection    *string // a code
	Remark       *string // for the applicant; personal data
	VerifiedAt   *time.Time
	VerifiedBy   *uuid.UUID
	ValidUntil   clock.Date // it counts up to and including this day; zero: without an end

	SealedAt    *time.Time // given in for good: no new file is begun, none is removed
	DeleteAfter clock.Date // end of retention; zero: not yet known
	Version     int
	CreatedAt   time.Time
	UpdatedAt   time.Time

	Reused bool    `bun:",scanonly"` // it serves the subject asked for, but was given in for another
	Files  []*File `bun:"rel:has-many,join:id=document_id"`
}

// Record names the document for the audit trail.
func (d *Document) Record() audit.Record { return audit.Record{Kind: "document", ID: d.ID} }

// Subject is what the document hangs on now.
func (d *Document) Subject() audit.Record {
	return audit.Record{Kind: string(d.SubjectKind), ID: d.SubjectID}
}

// State is that of the file that is furthest behind; a refused one counts before all, because the person has to do something.
func (d *Document) State() DocumentState {
	worst, rank := DocumentEmpty, 0
	for _, f := range d.Files {
		if s, r := f.behind(); r > rank {
			worst, rank = s, r
		}
	}
	return worst
}

// PageCount counts the pages that can be seen.
func (d *Document) PageCount() int {
	n := 0
	for _, f := range d.Files {
		n += f.PageCount
	}
	return n
}

// ReceivedAt is when the last file of it arrived whole; nil while none has.
func (d *Document) ReceivedAt() *time.Time {
	var last *time.Time
	for _, f := range d.Files {
		if f.ReceivedAt != nil && (last == nil || f.ReceivedAt.After(*last)) {
			last = f.ReceivedAt
		}
	}
	return last
}

// Open says whether its owner may still change its files.
func (d *Document) Open() bool { return d.SealedAt == nil && d.Verification == Pending }

// LogValue implements slog.LogValuer: the id is all that a log may know.
func (d *Document) LogValue() slog.Value { return slog.StringValue(d.ID.String()) }
