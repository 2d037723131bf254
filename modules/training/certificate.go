package training

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/page"
)

// ErrDecided says that a certificate was accepted, rejected or withdrawn.
var ErrDecided = errs.New(errs.Conflict, "training.decided")

// CertificateState is how far a certificate is.
type CertificateState string

// The states of a certificate.
const (
	CertificateOpen      CertificateState = "open"
	CertificateAccepted  CertificateState = "accepted"
	CertificateRejected  CertificateState = "rejected"
	CertificateWithdrawn CertificateState = "withdrawn"
)

// Certificate is what somebody gives in to show what they learned; the paper lies in documents.
type Certificate struct {
	bun.BaseModel `bun:"table:training.certificate,alias:c"`

	ID          uuid.UUID `bun:",pk"`
	AccountID   uuid.UUID
	TrainingID  uuid.UUID
	CompletedOn clock.Date
	ValidUntil  clock.Date // the last day; zero: as the training says
	State       CertificateState
	Reason      string // why rejected: a code
	Remark      string
	RecordID    *uuid.UUID
	DecidedBy   *uuid.UUID
	DecidedAt   *time.Time
	Version     int
	CreatedAt   time.Time

	Training *Training           `bun:"rel:belongs-to,join:training_id=id"`
	Name     string              `bun:"-"` // of whom, in the list of what waits
	Paper    *documents.Document `bun:"-"` // nil while nothing was uploaded
}

// Paper is the record on which the paper of a certificate hangs, and its item there.
func paperOf(id uuid.UUID) audit.Record {
	return audit.Record{Kind: string(documents.SubjectCertificate), ID: id}
}

const (
	paperItem = "certificate"
	mostOpen  = 20 // certificates of one person that wait
)

// Reasons for which a certificate is rejected.
var Reasons = []string{"unreadable", "other_name", "other_training", "days", "no_proof"}

// HandIn says what somebody has learned elsewhere; the paper is uploaded to the certificate afterwards.
type HandIn struct {
	Training    uuid.UUID
	CompletedOn clock.Date
	ValidUntil  *clock.Date
}

// HandIn opens a certificate of the viewer.
func (s *Service) HandIn(ctx context.Context, in HandIn) (*Certificate, error) {
	c := &Certificate{
		ID: ids.New(), AccountID: identity.ViewerFrom(ctx).AccountID, TrainingID: in.Training, CompletedOn: in.CompletedOn, ValidUntil: or(in.ValidUntil, clock.Date{}),
		State: CertificateOpen, Version: 1,
	}
	var f form
	f.days(c.CompletedOn, c.ValidUntil, s.today())
	if err := f.As(ErrInput); err != nil {
		return nil, err
	}
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if is, err := tx.NewSelect().Model((*Training)(nil)).Where("t.id = ?", in.Training).Exists(ctx); err != nil || !is {
			return orNone(err)
		}
		open, err := tx.NewSelect().Model((*Certificate)(nil)).Where("c.account_id = ? AND c.state = 'open'", c.AccountID).Count(ctx)
		if err != nil || open >= mostOpen {
			return orElse(err, ErrInput.With(field("training", "too_many")))
		}
		c.CreatedAt = tx.Now
		if _, err := tx.NewInsert().Model(c).Exec(ctx); err != nil {
			return fmt.Errorf("hand certificate in: %w", err)
		}
		return s.record(ctx, tx, FileOf(c.AccountID), "certificate_handed_in", audit.Details{"certificate": c.ID.String(), "training": in.Training.String()})
	})
	if err != nil {
		return nil, err
	}
	return s.own(ctx, c.ID)
}

func orElse(err, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}

// WithdrawCertificate takes an own one back.
type WithdrawCertificate struct{ ID uuid.UUID }

// WithdrawCertificate takes it back and deletes its paper; ErrDecided where it is too late.
func (s *Service) WithdrawCertificate(ctx context.Context, in WithdrawCertificate) (*Certificate, error) {
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		c, err := openTx(ctx, tx, in.ID, nil)
		if err != nil {
			return err
		}
		if c.AccountID != identity.ViewerFrom(ctx).AccountID {
			return ErrNone
		}
		c.State = CertificateWithdrawn
		if err := s.decideTx(ctx, tx, c, nil); err != nil {
			return err
		}
		return s.Documents.EraseSubjectTx(ctx, tx, paperOf(c.ID))
	})
	if err != nil {
		return nil, err
	}
	return s.own(ctx, in.ID)
}

// openTx reads one that waits, to be changed.
func openTx(ctx context.Context, tx *db.Tx, id uuid.UUID, read *int) (*Certificate, error) {
	c := new(Certificate)
	if err := db.NoRows(tx.NewSelect().Model(c).Where("c.id = ?", id).For("UPDATE").Scan(ctx), ErrNone, "lock certificate"); err != nil {
		return nil, err
	}
	switch {
	case c.State != CertificateOpen:
		return nil, ErrDecided
	case read != nil && *read != c.Version:
		return nil, ErrConflict
	}
	return c, nil
}

func (s *Service) decideTx(ctx context.Context, tx *db.Tx, c *Certificate, d audit.Details) error {
	by := actor(ctx)
	c.DecidedBy, c.DecidedAt, c.Version = &by, &tx.Now, c.Version+1
	if c.State == CertificateWithdrawn {
		c.DecidedBy = nil
	}
	if _, err := tx.NewUpdate().Model(c).WherePK().Exec(ctx); err != nil {
		return fmt.Errorf("decide certificate: %w", err)
	}
	details := audit.Details{"certificate": c.ID.String()}
	for k, v := range d {
		details[k] = v
	}
	return s.record(ctx, tx, FileOf(c.AccountID), "certificate_"+string(c.State), details)
}

// AcceptCertificate says that a paper shows what it should; the days may be put right by what is written there.
type AcceptCertificate struct {
	ID          uuid.UUID
	Version     int
	CompletedOn *clock.Date
	ValidUntil  *clock.Date
}

// AcceptCertificate writes the record. documents.ErrNotReady while the paper cannot be seen, ErrOwn for the viewer's own.
func (s *Service) AcceptCertificate(ctx context.Context, in AcceptCertificate) (*Certificate, error) {
	return s.judge(ctx, in.ID, in.Version, func(ctx context.Context, tx *db.Tx, c *Certificate) error {
		c.CompletedOn, c.ValidUntil = or(in.CompletedOn, c.CompletedOn), or(in.ValidUntil, c.ValidUntil)
		doc, err := s.verifyTx(ctx, tx, c, documents.Check{Accepted: true, ValidUntil: c.ValidUntil})
		if err != nil {
			return err
		}
		done := Completion{Account: c.AccountID, Training: c.TrainingID, CompletedOn: c.CompletedOn, Source: FromCertificate, SourceID: c.ID, Proof: &doc.ID}
		if !c.ValidUntil.IsZero() {
			done.ValidUntil = &c.ValidUntil
		}
		r, err := s.RecordTx(ctx, tx, done)
		if err != nil {
			return err
		}
		c.State, c.RecordID = CertificateAccepted, &r.ID
		return s.decideTx(ctx, tx, c, audit.Details{"record": r.ID.String(), "document": doc.ID.String()})
	})
}

// RejectCertificate says why a paper does not show it.
type RejectCertificate struct {
	ID      uuid.UUID
	Version int
	Reason  string // one of Reasons
	Remark  *string
}

// RejectCertificate sends it back; who gave it in hears why on their page.
func (s *Service) RejectCertificate(ctx context.Context, in RejectCertificate) (*Certificate, error) {
	var f form
	f.Need(slices.Contains(Reasons, in.Reason), "reason", "unknown")
	remark := f.text(or(in.Remark, ""), longestNote, "remark", false)
	if err := f.As(ErrInput); err != nil {
		return nil, err
	}
	return s.judge(ctx, in.ID, in.Version, func(ctx context.Context, tx *db.Tx, c *Certificate) error {
		if _, err := s.verifyTx(ctx, tx, c, documents.Check{Reason: in.Reason}); err != nil {
			return err
		}
		c.State, c.Reason, c.Remark = CertificateRejected, in.Reason, remark
		return s.decideTx(ctx, tx, c, audit.Details{"reason": in.Reason})
	})
}

// judge decides about what somebody else has given in.
func (s *Service) judge(ctx context.Context, id uuid.UUID, version int, how func(context.Context, *db.Tx, *Certificate) error) (*Certificate, error) {
	to, err := s.mailbox(ctx, id)
	if err != nil {
		return nil, err
	}
	err = s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		c, err := openTx(ctx, tx, id, &version)
		if err != nil {
			return err
		}
		if c.AccountID == actor(ctx) {
			return ErrOwn
		}
		if err := how(ctx, tx, c); err != nil {
			return err
		}
		return s.tellTx(ctx, tx, c, to)
	})
	if err != nil {
		return nil, err
	}
	return s.certificate(ctx, "c.id = ?", id)
}

// verifyTx says in documents what became of the paper.
func (s *Service) verifyTx(ctx context.Context, tx *db.Tx, c *Certificate, check documents.Check) (*documents.Document, error) {
	var paper struct {
		ID      uuid.UUID
		Version int
	}
	err := tx.NewRaw(`SELECT d.id, v.version FROM documents.document_v1 d JOIN documents.document_version_v1 v ON v.id = d.id
WHERE d.subject_kind = ? AND d.subject_id = ?`, documents.SubjectCertificate, c.ID).Scan(ctx, &paper)
	if err := db.NoRows(err, documents.ErrNotReady, "find paper of certificate"); err != nil {
		return nil, err
	}
	check.Version = paper.Version
	return s.Documents.VerifyTx(ctx, tx, paper.ID, check)
}

// MyCertificates are the viewer's own, the newest first.
func (s *Service) MyCertificates(ctx context.Context) ([]*Certificate, error) {
	list := []*Certificate{}
	err := s.DB.NewSelect().Model(&list).Relation("Training").Where("c.account_id = ?", identity.ViewerFrom(ctx).AccountID).Where("c.state <> 'withdrawn'").
		OrderExpr("c.created_at DESC, c.id DESC").Limit(100).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("list own certificates: %w", err)
	}
	return list, s.papers(ctx, list)
}

type certificateKey struct {
	At time.Time
	ID uuid.UUID
}

// Certificates lists those of others that wait and whose paper can be seen, the oldest first.
func (s *Service) Certificates(ctx context.Context, args page.Args) (page.Page[*Certificate], error) {
	var after certificateKey
	more, err := page.Decode(args.After, &after)
	if err != nil {
		return page.Page[*Certificate]{}, err
	}
	list := []*Certificate{}
	q := s.DB.NewSelect().Model(&list).Relation("Training").Where("c.state = 'open' AND c.account_id <> ?", identity.ViewerFrom(ctx).AccountID).
		Where("EXISTS (SELECT FROM documents.document_v1 d WHERE d.subject_kind = ? AND d.subject_id = c.id AND d.state IN ('ready', 'unscanned'))", documents.SubjectCertificate)
	if more {
		q = q.Where("(c.created_at, c.id) > (?, ?)", after.At, after.ID)
	}
	if err := q.OrderExpr("c.created_at, c.id").Limit(int64(args.Size()) + 1).Scan(ctx); err != nil {
		return page.Page[*Certificate]{}, fmt.Errorf("list certificates: %w", err)
	}
	cut := page.Cut(list, args.Size(), func(c *Certificate) any { return certificateKey{c.CreatedAt, c.ID} })
	people := make([]audit.Record, len(cut.Items))
	for i, c := range cut.Items {
		people[i] = FileOf(c.AccountID)
	}
	if err := s.Audit.OpenedPage(ctx, "certificates", people); err != nil {
		return page.Page[*Certificate]{}, err
	}
	return cut, s.papers(ctx, cut.Items)
}

func (s *Service) own(ctx context.Context, id uuid.UUID) (*Certificate, error) {
	return s.certificate(ctx, "c.id = ? AND c.account_id = ?", id, identity.ViewerFrom(ctx).AccountID)
}

func (s *Service) certificate(ctx context.Context, where string, args ...any) (*Certificate, error) {
	c := new(Certificate)
	if err := db.NoRows(s.DB.NewSelect().Model(c).Relation("Training").Where(where, args...).Scan(ctx), ErrNone, "read certificate"); err != nil {
		return nil, err
	}
	return c, s.papers(ctx, []*Certificate{c})
}

// papers adds what was uploaded, and whose it is.
func (s *Service) papers(ctx context.Context, list []*Certificate) error {
	of, whose := make([]uuid.UUID, len(list)), make([]uuid.UUID, len(list))
	for i, c := range list {
		of[i], whose[i] = c.ID, c.AccountID
	}
	found, err := s.Documents.ForSubjects(ctx, string(documents.SubjectCertificate), of)
	if err != nil {
		return err
	}
	names, err := s.Identity.Colleagues(ctx, whose)
	if err != nil {
		return err
	}
	for _, c := range list {
		c.Name = names[c.AccountID]
		if docs := found[c.ID]; len(docs) > 0 {
			c.Paper = docs[0]
		}
	}
	return nil
}
