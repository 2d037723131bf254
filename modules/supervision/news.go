package supervision

import (
	"context"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/platform/db"
)

// Where somebody finds what is there for them.
const (
	newsPath = "/office/workplace"
	ledPath  = "/supervision"
)

// NewsRecord names in mails whom they reach; it is no place in the trail.
func NewsRecord(id uuid.UUID) audit.Record { return audit.Record{Kind: "news", ID: id} }

// newsTx tells members of staff that something is there for them. The mail is the same whatever it is, and so is its row; its key is chance.
func (s *Service) newsTx(ctx context.Context, tx *db.Tx, accounts []uuid.UUID) error {
	to, err := identity.Addresses(ctx, tx, accounts)
	if err != nil {
		return err
	}
	for _, a := range to {
		if err := s.mailTx(ctx, tx, NewsRecord(a.AccountID), a, newsPath); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) mailTx(ctx context.Context, tx *db.Tx, about audit.Record, to messages.Addressee, path string) error {
	return s.Messages.NotifyTx(ctx, tx, messages.Notice{Key: messages.TemplateNews + ":" + uuid.NewString(), Template: messages.TemplateNews, About: about, To: to, Path: path})
}
