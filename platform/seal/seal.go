// Package seal makes texts that say one thing and that nobody else can make: what stands in the links of mails and in codes. Nothing of
// them is stored, so that whoever steals the database has none.
package seal

import (
	"cmp"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"time"

	"github.com/google/uuid"
)

// What can be wrong with a link.
var (
	ErrForged = errors.New("seal: not ours, or for another purpose")
	ErrOver   = errors.New("seal: its time has run out")
)

// Seal signs for one purpose. A purpose with another name never opens what this one has made.
type Seal struct {
	Key     []byte // without one nothing can be opened
	Purpose string // "appointments.link"
	Bytes   int    // of the seal behind what it says; 12 at least

	Forged, Over error // how its owner calls what is wrong with a link; ErrForged and ErrOver where nil
}

func (s Seal) of(body []byte, more ...[]byte) []byte {
	mac := hmac.New(sha256.New, s.Key)
	mac.Write([]byte(s.Purpose + "\x00"))
	mac.Write(body)
	for _, part := range more {
		mac.Write(part)
	}
	return mac.Sum(nil)[:s.Bytes]
}

// Make is a text that says body. What stands in more is sealed with it but not said: whoever opens it must know it. Body has a fixed length wherever
// more is given.
func (s Seal) Make(body []byte, more ...[]byte) string {
	sealed := make([]byte, 0, len(body)+s.Bytes)
	return base64.RawURLEncoding.EncodeToString(append(append(sealed, body...), s.of(body, more...)...))
}

// Open reads what a text says, which has so many bytes; nil if this seal did not make it with these further parts.
func (s Seal) Open(text string, size int, more ...[]byte) []byte {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil || len(s.Key) == 0 || len(raw) != size+s.Bytes || !hmac.Equal(raw[size:], s.of(raw[:size], more...)) {
		return nil
	}
	return raw[:size]
}

const (
	idBytes   = 16
	linkBytes = 1 + idBytes + TimeBytes
)

// TimeBytes is how many bytes a moment has in a text.
const TimeBytes = 8

// PutTime writes a moment behind body, by the second.
func PutTime(body []byte, t time.Time) []byte {
	return binary.BigEndian.AppendUint64(body, uint64(t.Unix())) // a time of our century
}

// Time reads the moment at the beginning of body.
func Time(body []byte) time.Time {
	return time.Unix(int64(binary.BigEndian.Uint64(body)), 0) // as it was written
}

// Link says for what, about which record, until when.
func (s Seal) Link(what byte, id uuid.UUID, until time.Time) string {
	body := append([]byte{what}, id[:]...)
	return s.Make(PutTime(body, until))
}

// OpenLink reads a link that was made for this: Forged if it was not, Over when its time has run out.
func (s Seal) OpenLink(what byte, link string, now time.Time) (uuid.UUID, error) {
	body := s.Open(link, linkBytes)
	if body == nil || body[0] != what {
		return uuid.Nil, cmp.Or(s.Forged, ErrForged)
	}
	if !now.Before(Time(body[1+idBytes:])) {
		return uuid.Nil, cmp.Or(s.Over, ErrOver)
	}
	return uuid.UUID(body[1 : 1+idBytes]), nil
}
