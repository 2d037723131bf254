package messages

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/jobs"
)

// SendArgs is the job that hands one mail to the mail server.
type SendArgs struct {
	MailID uuid.UUID `json:"mail_id"`
}

// Kind implements river.JobArgs.
func (SendArgs) Kind() string { return "messages.send" }

const (
	giveUpAfter   = 72 * time.Hour // then somebody has to print
	firstPause    = 15 * time.Second
	longestPause  = 30 * time.Minute
	maxAttachment = 10 << 20
)

// Send hands one mail to the mail server. It may run again after any accident: a mail that left is not sent twice, and one
// whose end is unclear leaves again under the same Message-ID.
func (s *Service) Send(ctx context.Context, args SendArgs) error {
	var m storedMail
	if err := s.db.NewSelect().Model(&m).Where("id = ?", args.MailID).Scan(ctx); err != nil {
		return fmt.Errorf("read mail %s: %w", args.MailID, err)
	}
	if m.State != MailQueued {
		return nil
	}
	now := s.db.Clock.Now()
	if m.Until != nil && now.After(*m.Until) || now.Sub(m.CreatedAt) > giveUpAfter {
		return s.end(ctx, &m, MailFailed, "gave_up")
	}
	letter, err := s.letter(ctx, &m)
	if err != nil {
		return err
	}
	switch err := s.mailer.Send(ctx, letter); {
	case errors.Is(err, ErrAddressRefused):
		return s.end(ctx, &m, MailRefused, "refused")
	case errors.Is(err, ErrMailUnavailable):
		return s.waits(ctx, &m)
	case err != nil:
		return fmt.Errorf("send mail %s: %w", m.ID, err)
	}
	return s.end(ctx, &m, MailSent, "")
}

func (s *Service) letter(ctx context.Context, m *storedMail) (Mail, error) {
	letter := s.compose(m)
	for _, ref := range m.Attach {
		data, err := s.read(ctx, ref)
		if err != nil {
			return Mail{}, fmt.Errorf("attach to mail %s: %w", m.ID, err)
		}
		letter.Attachments = append(letter.Attachments, Attachment{Name: ref.Name, Type: ref.Type, Data: data})
	}
	return letter, nil
}

func (s *Service) read(ctx context.Context, ref AttachmentRef) ([]byte, error) {
	if s.files == nil {
		return nil, errors.New("no files to attach from")
	}
	f, err := s.files(ctx, ref.Key)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // only read
	data, err := io.ReadAll(io.LimitReader(f, maxAttachment+1))
	if err == nil && len(data) > maxAttachment {
		err = errors.New("file is larger than a mail may be")
	}
	return data, err
}

// Waiting counts the mails that have waited longer than that for their server.
func (s *Service) Waiting(ctx context.Context, longerThan time.Duration) (int64, error) {
	n, err := s.db.NewSelect().Model((*storedMail)(nil)).Where("state = ? AND created_at < ?", MailQueued, s.db.Clock.Now().Add(-longerThan)).Count(ctx)
	if err != nil {
		return 0, fmt.Errorf("count waiting mails: %w", err)
	}
	return n, nil
}

// waits lets the mail try again later: after 15 s, 30 s, … half an hour.
func (s *Service) waits(ctx context.Context, m *storedMail) error {
	_, err := s.db.NewUpdate().Model(m).WherePK().Set("attempts = attempts + 1").Exec(ctx)
	if err != nil {
		return fmt.Errorf("note attempt of mail %s: %w", m.ID, err)
	}
	s.log.WarnContext(ctx, "mail server is away, mail waits", "mail", m.ID, "attempts", m.Attempts+1)
	return jobs.Later(min(firstPause<<min(m.Attempts, 10), longestPause))
}

// end notes what became of a mail and wipes its secret. The note may fail while the mail has left; then the job runs again.
func (s *Service) end(ctx context.Context, m *storedMail, state MailState, reason string) error {
	return s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		q := tx.NewUpdate().Model(m).WherePK().Set("state = ?", state).Set("secret = ''").Set("attempts = attempts + 1").
			Where("state = ?", MailQueued)
		if state == MailSent {
			q = q.Set("sent_at = ?", tx.Now)
		}
		res, err := q.Exec(ctx)
		if err != nil {
			return fmt.Errorf("note end of mail %s: %w", m.ID, err)
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 || state == MailSent {
			return err
		}
		s.log.WarnContext(ctx, "mail did not arrive", "mail", m.ID, "template", m.Template, "reason", reason)
		return tx.Emit(ctx, m.undeliverable(reason))
	})
}
