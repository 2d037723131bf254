package training

import (
	"context"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/db"
)

// Subject answers documents for papers that hang on a certificate.
type Subject struct{ *Service }

var _ documents.Subject = Subject{}

// MayAdd allows somebody to give in the paper of their own certificate while it waits. Staff are nobody's persons.
func (s Subject) MayAdd(ctx context.Context, account, certificate uuid.UUID, item string) (uuid.UUID, error) {
	c := new(Certificate)
	err := s.DB.NewSelect().Model(c).Where("c.id = ? AND c.account_id = ?", certificate, account).Scan(ctx)
	switch {
	case err != nil:
		return uuid.Nil, db.NoRows(err, documents.ErrNotFound, "find certificate")
	case item != paperItem:
		return uuid.Nil, documents.ErrNotFound
	case c.State != CertificateOpen:
		return uuid.Nil, documents.ErrSealed
	}
	return uuid.Nil, nil
}

// MayRead allows the person, and who plans what staff learn. Leads see that a training was done, not the paper.
func (s Subject) MayRead(ctx context.Context, certificate uuid.UUID) error {
	v := identity.ViewerFrom(ctx)
	is, err := s.DB.NewSelect().Model((*Certificate)(nil)).Where("c.id = ? AND (? OR c.account_id = ?)", certificate, v.Can(keep), v.AccountID).Exists(ctx)
	if err != nil {
		return err
	}
	if !is {
		return documents.ErrNotFound
	}
	return nil
}
