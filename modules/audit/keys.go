package audit

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
)

// Signer signs checkpoints with an Ed25519 key that lies outside the database: in a file, a secret, or a device.
type Signer interface {
	// PublicKey names the key and checks its signatures.
	PublicKey() ed25519.PublicKey
	// Sign signs a message.
	Sign(message []byte) ([]byte, error)
}

// Keyring holds the key that signs now and the public keys whose signatures count, among them those that signed before.
type Keyring struct {
	// Signer may be nil in a program that only verifies.
	Signer Signer
	// Trusted are keys of earlier years; the Signer's own counts without being listed.
	Trusted []ed25519.PublicKey
}

// KeyID is the first half of the SHA-256 of a public key, in hex: short enough for a log.
func KeyID(k ed25519.PublicKey) string {
	sum := sha256.Sum256(k)
	return hex.EncodeToString(sum[:16])
}

func (k Keyring) find(id string) ed25519.PublicKey {
	if k.Signer != nil && KeyID(k.Signer.PublicKey()) == id {
		return k.Signer.PublicKey()
	}
	for _, t := range k.Trusted {
		if KeyID(t) == id {
			return t
		}
	}
	return nil
}

// FileKey is a Signer whose key was read from a file or an environment variable.
type FileKey struct{ private ed25519.PrivateKey }

var _ Signer = FileKey{}

// ErrKey says that a text is not a key.
var ErrKey = errors.New("audit key: 32 bytes in base64 are needed (make one with: openssl rand -base64 32)")

// ParseKey reads an Ed25519 seed: 32 bytes in base64, blanks around it are ignored. The error shows nothing of the text.
func ParseKey(text string) (FileKey, error) {
	seed, err := decode(text)
	if err != nil || len(seed) != ed25519.SeedSize {
		return FileKey{}, ErrKey
	}
	return FileKey{ed25519.NewKeyFromSeed(seed)}, nil
}

// ParsePublicKey reads a public key in base64, as PublicKeyText writes it.
func ParsePublicKey(text string) (ed25519.PublicKey, error) {
	raw, err := decode(text)
	if err != nil || len(raw) != ed25519.PublicKeySize {
		return nil, fmt.Errorf("public %w", ErrKey)
	}
	return raw, nil
}

// PublicKeyText writes a public key for a configuration.
func PublicKeyText(k ed25519.PublicKey) string { return base64.StdEncoding.EncodeToString(k) }

func decode(text string) ([]byte, error) {
	return base64.RawStdEncoding.DecodeString(strings.TrimRight(strings.TrimSpace(text), "="))
}

// PublicKey implements Signer.
func (k FileKey) PublicKey() ed25519.PublicKey {
	pub, _ := k.private.Public().(ed25519.PublicKey) // always that type
	return pub
}

// Sign implements Signer.
func (k FileKey) Sign(message []byte) ([]byte, error) { return ed25519.Sign(k.private, message), nil }

// String hides the key.
func (k FileKey) String() string { return "[key " + KeyID(k.PublicKey()) + "]" }

// GoString hides the key.
func (k FileKey) GoString() string { return k.String() }
