package messages

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/jobs"
)

// TranslateArgs is the job that puts a message into its other language.
type TranslateArgs struct {
	MessageID uuid.UUID `json:"message_id"`
}

// Kind implements river.JobArgs.
func (TranslateArgs) Kind() string { return "messages.translate" }

const (
	translatePause = 2 * time.Minute
	translateUntil = 24 * time.Hour
)

// TranslateMessage has a machine put a message into its other language and marks it so. Without a translation the original stands alone.
func (s *Service) TranslateMessage(ctx context.Context, args TranslateArgs) error {
	var m Message
	if err := s.db.NewSelect().Model(&m).Where("id = ?", args.MessageID).Scan(ctx); err != nil {
		return fmt.Errorf("read message %s: %w", args.MessageID, err)
	}
	if m.Other != nil || s.translate == nil {
		return nil
	}
	text, err := s.translate(ctx, m.Original, tag(m.OriginalLanguage), tag(m.OtherLanguage))
	if err != nil {
		if errs.KindOf(err) == errs.Unavailable && s.db.Clock.Now().Sub(m.SentAt) < translateUntil {
			return jobs.Later(translatePause)
		}
		s.log.WarnContext(ctx, "message stays untranslated", "message", m.ID, "err", err)
		return nil
	}
	return s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.NewUpdate().Model(&m).WherePK().Set("other = ?, machine = true", text).Where("other IS NULL").Exec(ctx)
		if err != nil {
			return fmt.Errorf("keep translation of message %s: %w", m.ID, err)
		}
		tx.Notify(Topic(audit.Record{Kind: m.ThreadKind, ID: m.ThreadID}))
		return nil
	})
}
