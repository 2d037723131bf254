package appointments

import (
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/platform/seal"
)

// linkFor is the one thing that a link lets its holder do.
type linkFor byte

const (
	toHold    linkFor = 'h' // name the person of a held time, or give it back
	toConfirm linkFor = 'c' // confirm by the mail (double opt-in)
	toManage  linkFor = 'm' // see, move, cancel
	toAccept  linkFor = 'o' // take the time that was offered
	toLeave   linkFor = 'w' // see and leave the waiting list
	toSeries  linkFor = 's' // see the appointments that were booked together, and from there each
	toCheckIn linkFor = 'q' // say at the door that one is there: the QR code of the confirmation
)

func (s *Service) links() seal.Seal {
	return seal.Seal{Key: s.Secret, Purpose: "appointments.link", Bytes: 16, Forged: ErrNone, Over: ErrEnded}
}

func (s *Service) sign(what linkFor, id uuid.UUID, until time.Time) string {
	return s.links().Link(byte(what), id, until)
}

// open reads a token that was made for this purpose; a wrong one is ErrNone, one that ran out is ErrEnded.
func (s *Service) open(what linkFor, token string) (uuid.UUID, error) {
	return s.links().OpenLink(byte(what), token, s.DB.Clock.Now())
}
