package supervision

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/google/uuid"
)

var errKey = errors.New("supervision: the key has not 32 bytes")

// vault seals with keys of its own for each row and purpose, all from one key that lies outside the database. What it seals for one row opens in no other, and what is short has the
// same length as what is long.
type vault struct{ key []byte }

func newVault(key []byte) (*vault, error) {
	if len(key) != KeySize {
		return nil, errKey
	}
	return &vault{key}, nil
}

// What is sealed.
const (
	forCircle = "circle"
	forNotes  = "notes"
	forOffer  = "offer"
)

func (v *vault) cipher(purpose string, id []byte) (cipher.AEAD, error) {
	key, err := hkdf.Key(sha256.New, v.key, id, "supervision "+purpose, KeySize)
	if err != nil {
		return nil, fmt.Errorf("derive key: %w", err)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("make cipher: %w", err)
	}
	return cipher.NewGCMWithRandomNonce(block)
}

func (v *vault) seal(purpose string, id, plain []byte) ([]byte, error) {
	c, err := v.cipher(purpose, id)
	if err != nil {
		return nil, err
	}
	return c.Seal(nil, nil, plain, nil), nil
}

func (v *vault) open(purpose string, id, sealed []byte) ([]byte, error) {
	c, err := v.cipher(purpose, id)
	if err != nil {
		return nil, err
	}
	plain, err := c.Open(nil, nil, sealed, nil)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", purpose, err)
	}
	return plain, nil
}

// mark is the same for the same parts, and tells nobody without the key which these are.
func (v *vault) mark(parts ...string) []byte {
	mac := hmac.New(sha256.New, v.key)
	for _, p := range parts {
		var size [4]byte
		binary.BigEndian.PutUint32(size[:], uint32(len(p))) // words and ids
		mac.Write(size[:])
		mac.Write([]byte(p))
	}
	return mac.Sum(nil)
}

// circle is who takes part in a session.
type circle struct {
	Members  []uuid.UUID
	Untold   bool // the supervisor does not know yet that it changed
	Informed bool // of a session that was called off, the members know
}

const (
	bitUntold = 1 << iota
	bitInformed
)

const (
	mostPlaces = 20
	circleSize = 2 + 16*mostPlaces // of every session, so that a group looks like a single talk
)

func (v *vault) sealCircle(session uuid.UUID, c *circle) ([]byte, error) {
	plain := make([]byte, circleSize)
	if c.Untold {
		plain[0] |= bitUntold
	}
	if c.Informed {
		plain[0] |= bitInformed
	}
	plain[1] = byte(len(c.Members)) // mostPlaces at most
	for i, m := range c.Members {
		copy(plain[2+16*i:], m[:])
	}
	return v.seal(forCircle, session[:], plain)
}

func (v *vault) openCircle(session uuid.UUID, sealed []byte) (*circle, error) {
	plain, err := v.open(forCircle, session[:], sealed)
	if err != nil {
		return nil, err
	}
	c := &circle{Untold: plain[0]&bitUntold != 0, Informed: plain[0]&bitInformed != 0}
	for i := range int(plain[1]) {
		c.Members = append(c.Members, uuid.UUID(plain[2+16*i:2+16*i+16]))
	}
	return c, nil
}

const (
	longestNotes = 2000 // characters
	notesSize    = 2 + 4*longestNotes
)

func (v *vault) sealNotes(session uuid.UUID, text string) ([]byte, error) {
	plain := make([]byte, notesSize)
	binary.BigEndian.PutUint16(plain, uint16(len(text))) // four bytes for each character at most
	copy(plain[2:], text)
	return v.seal(forNotes, session[:], plain)
}

func (v *vault) openNotes(session uuid.UUID, sealed []byte) (string, error) {
	plain, err := v.open(forNotes, session[:], sealed)
	if err != nil {
		return "", err
	}
	return string(plain[2 : 2+binary.BigEndian.Uint16(plain)]), nil
}
