package frontdesk

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"time"

	"github.com/google/uuid"
)

const (
	macBytes  = 12
	timeBytes = 8
)

// sealFor is the one thing that a token is good for.
type sealFor string

const (
	forTicket   sealFor = "frontdesk.ticket"   // see a ticket and give it back
	forPresence sealFor = "frontdesk.presence" // what a device of the hall shows: whoever has it stands before it
	forPass     sealFor = "frontdesk.pass"     // draw one ticket on a phone
)

// seal signs parts for one purpose; the length of each part is fixed or it is the last.
func (s *Service) seal(what sealFor, parts ...[]byte) []byte {
	mac := hmac.New(sha256.New, s.Secret)
	mac.Write([]byte(what + "\x00"))
	for _, part := range parts {
		mac.Write(part)
	}
	return mac.Sum(nil)[:macBytes]
}

// sealed reads body and seal of a token of that many bytes; nil if it was not made for this purpose and these further parts.
func (s *Service) sealed(what sealFor, token string, size int, more ...[]byte) []byte {
	raw, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil || len(raw) != size+macBytes || !hmac.Equal(raw[size:], s.seal(what, append([][]byte{raw[:size]}, more...)...)) {
		return nil
	}
	return raw[:size]
}

func token(body, seal []byte) string {
	return base64.RawURLEncoding.EncodeToString(append(append([]byte{}, body...), seal...))
}

// Token is what the link of a ticket says: whoever has it sees the number and may leave the queue. It is worth nothing after the day.
func (s *Service) Token(t *Ticket) string { return token(t.ID[:], s.seal(forTicket, t.ID[:])) }

// ByToken finds today's ticket of a link.
func (s *Service) ByToken(ctx context.Context, token string) (*Ticket, error) {
	id := s.sealed(forTicket, token, len(uuid.UUID{}))
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

// putTime and timeOf write a moment into a token, by the second.
func putTime(body []byte, t time.Time) []byte {
	return binary.BigEndian.AppendUint64(body, uint64(t.Unix())) //nolint:gosec // a time of our century
}

func timeOf(body []byte) time.Time {
	return time.Unix(int64(binary.BigEndian.Uint64(body)), 0) //nolint:gosec // as it was written
}
