package frontdesk

import (
	"context"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/platform/seal"
)

// What a token is good for.
const (
	forTicket   = "frontdesk.ticket"   // see a ticket and give it back
	forPresence = "frontdesk.presence" // what a device of the hall shows: whoever has it stands before it
	forPass     = "frontdesk.pass"     // draw one ticket on a phone
)

func (s *Service) seal(purpose string) seal.Seal {
	return seal.Seal{Key: s.Secret, Purpose: purpose, Bytes: 12}
}

// Token is what the link of a ticket says: whoever has it sees the number and may leave the queue. It is worth nothing after the day.
func (s *Service) Token(t *Ticket) string { return s.seal(forTicket).Make(t.ID[:]) }

// ByToken finds today's ticket of a link.
func (s *Service) ByToken(ctx context.Context, token string) (*Ticket, error) {
	id := s.seal(forTicket).Open(token, len(uuid.UUID{}))
	if id == nil {
		return nil, ErrNone
	}
	t, err := s.Get(ctx, uuid.UUID(id))
	if err != nil {
		return nil, err
	}
	if t.Day != s.today() {
		return nil, ErrNone
	}
	return t, nil
}
