package office

import (
	"context"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/network"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

// signed are papers by which people agree to be referred: documents keeps them, network says whose business they are.
type signed struct{ *Office }

var (
	_ documents.Subject = signed{}
	_ network.Papers    = signed{}
)

// consentItem is what such a paper is called among documents.
const consentItem = "consent"

// MayAdd implements documents.Subject: a member of staff takes in what the person before them has signed.
func (o signed) MayAdd(ctx context.Context, account, referral uuid.UUID, item string) (uuid.UUID, error) {
	v := identity.ViewerFrom(ctx)
	if v.AccountID != account || !v.Can("partners.refer") || item != consentItem {
		return uuid.Nil, documents.ErrNotFound
	}
	switch err := o.Network.AwaitsPaper(ctx, referral); errs.KindOf(err) {
	case errs.NotFound:
		return uuid.Nil, documents.ErrNotFound
	case errs.Conflict:
		return uuid.Nil, documents.ErrSealed
	default:
		return uuid.Nil, err
	}
}

// MayRead implements documents.Subject.
func (o signed) MayRead(ctx context.Context, referral uuid.UUID) error {
	if !identity.ViewerFrom(ctx).Can("partners.refer") || o.Network.SeesPaper(ctx, referral) != nil {
		return documents.ErrNotFound
	}
	return nil
}

func paperOf(referral uuid.UUID) audit.Record {
	return audit.Record{Kind: string(documents.SubjectReferral), ID: referral}
}

// Signed implements network.Papers.
func (o signed) Signed(ctx context.Context, referral uuid.UUID) (uuid.UUID, error) {
	list, err := o.Documents.ForSubject(ctx, paperOf(referral))
	for _, d := range list {
		if state := d.State(); state == documents.DocumentReady || state == documents.DocumentUnscanned {
			return d.ID, nil
		}
	}
	return uuid.Nil, err
}

// DropTx implements network.Papers.
func (o signed) DropTx(ctx context.Context, tx *db.Tx, referral uuid.UUID) error {
	return o.Documents.EraseSubjectTx(ctx, tx, paperOf(referral))
}
