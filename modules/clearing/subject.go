package clearing

import (
	"context"
	"errors"
	"slices"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/identity"
)

// Subject answers documents for papers that hang on a visit. It is named in wire.go.
type Subject struct{ *Service }

var _ documents.Subject = Subject{}

// MayAdd allows a member of staff to take in what is missing on the list of their open visit. Whose it is, is certain only in the case.
func (s Subject) MayAdd(ctx context.Context, account, visit uuid.UUID, item string) (uuid.UUID, error) {
	if identity.ViewerFrom(ctx).AccountID != account {
		return uuid.Nil, documents.ErrNotFound
	}
	v, err := s.Visit(ctx, visit)
	if errors.Is(err, ErrNotFound) {
		return uuid.Nil, documents.ErrNotFound
	}
	if err != nil {
		return uuid.Nil, err
	}
	if v.State != Open {
		return uuid.Nil, documents.ErrSealed
	}
	if !slices.ContainsFunc(v.Checklist, func(i Item) bool { return i.Key == item && i.Takes }) {
		return uuid.Nil, documents.ErrNotFound
	}
	return uuid.Nil, nil
}

// MayRead allows those who see the visit to see its papers.
func (s Subject) MayRead(ctx context.Context, visit uuid.UUID) error {
	if _, err := s.read(ctx, s.DB, visit, false); err != nil {
		return documents.ErrNotFound
	}
	return nil
}
