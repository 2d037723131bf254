package appointments

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"time"

	"github.com/google/uuid"
)

// linkFor is the one thing that a link lets its holder do.
type linkFor byte

const (
	toHold    linkFor = 'h' // name the person of a held time, or give it back
	toConfirm linkFor = 'c' // confirm by the mail (double opt-in)
	toManage  linkFor = 'm' // see, move, cancel
	toInvite  linkFor = 'i' // book what one was invited to
	toAccept  linkFor = 'o' // take the time that was offered
	toLeave   linkFor = 'w' // see and leave the waiting list
	toSeries  linkFor = 's' // see the appointments that were booked together, and from there each
	toCheckIn linkFor = 'q' // say at the door that one is there: the QR code of the confirmation
)

const macBytes = 16

// sign makes a link's token: for what, for which record, until when, and a seal over the three. Nothing of it is stored, so that a
// thief of the database has no links.
func (s *Service) sign(what linkFor, id uuid.UUID, until time.Time) string {
	body := make([]byte, 0, 1+16+8+macBytes)
	body = append(append(body, byte(what)), id[:]...)
	body = binary.BigEndian.AppendUint64(body, uint64(until.Unix())) //nolint:gosec // a time of our century
	return base64.RawURLEncoding.EncodeToString(append(body, s.seal(body)...))
}

func (s *Service) seal(body []byte) []byte {
	mac := hmac.New(sha256.New, s.Secret)
	mac.Write([]byte("appointments.link\x00"))
	mac.Write(body)
	return mac.Sum(nil)[:macBytes]
}

// open reads a token that was made for this purpose; a wrong one is ErrNone, one that ran out is ErrEnded.
func (s *Service) open(what linkFor, token string) (uuid.UUID, error) {
	raw, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil || len(raw) != 1+16+8+macBytes || linkFor(raw[0]) != what {
		return uuid.Nil, ErrNone
	}
	body, seal := raw[:len(raw)-macBytes], raw[len(raw)-macBytes:]
	if !hmac.Equal(seal, s.seal(body)) {
		return uuid.Nil, ErrNone
	}
	until := time.Unix(int64(binary.BigEndian.Uint64(body[17:])), 0) //nolint:gosec // as it was written
	if !s.DB.Clock.Now().Before(until) {
		return uuid.Nil, ErrEnded
	}
	return uuid.UUID(body[1:17]), nil
}
