package frontdesk

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"

	"github.com/google/uuid"
)

const macBytes = 12

// Token is what the link of a ticket says: whoever has it sees the number and may leave the queue. It is worth nothing after the day.
func (s *Service) Token(t *Ticket) string {
	return base64.RawURLEncoding.EncodeToString(append(t.ID[:], s.seal(t.ID)...))
}

func (s *Service) seal(id uuid.UUID) []byte {
	mac := hmac.New(sha256.New, s.Secret)
	mac.Write([]byte("frontdesk.ticket\x00"))
	mac.Write(id[:])
	return mac.Sum(nil)[:macBytes]
}

// ByToken finds today's ticket of a link.
func (s *Service) ByToken(ctx context.Context, token string) (*Ticket, error) {
	raw, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil || len(raw) != 16+macBytes || !hmac.Equal(raw[16:], s.seal(uuid.UUID(raw[:16]))) {
		return nil, ErrNone
	}
	t, err := s.Get(ctx, uuid.UUID(raw[:16]))
	if err != nil {
		return nil, err
	}
	if t.Day != s.today() {
		return nil, ErrNone
	}
	return t, nil
}
