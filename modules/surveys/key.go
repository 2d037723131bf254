package surveys

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"

	"github.com/cloudflare/circl/blindsign/blindrsa"
	"github.com/google/uuid"
)

const (
	keyBits    = 3072 // BSI TR-02102-1 wants 3000 at least
	sealedBits = 256
	tokenBytes = 64 // 32 of the browser's chance before 32 of the token, as RFC 9474 prepares a message
	variant    = blindrsa.SHA384PSSRandomized
)

var errSealed = errors.New("surveys: not sealed by this key")

// makeKeys gives a survey a pair of its own to sign with, and a key under which its answers lie.
func (s *Service) makeKeys(survey *Survey) error {
	private, err := rsa.GenerateKey(rand.Reader, keyBits)
	if err != nil {
		return fmt.Errorf("make key of survey: %w", err)
	}
	if survey.PublicKey, err = x509.MarshalPKIXPublicKey(&private.PublicKey); err != nil {
		return fmt.Errorf("write key of survey: %w", err)
	}
	answers := make([]byte, sealedBits/8)
	rand.Read(answers)
	if survey.PrivateKey, err = s.seal(survey.ID, "private", x509.MarshalPKCS1PrivateKey(private)); err != nil {
		return err
	}
	if survey.AnswerKey, err = s.seal(survey.ID, "answers", answers); err != nil {
		return err
	}
	return s.giveSealKey(survey)
}

// Fingerprint names the public keys: whoever is asked sees the same, and can compare.
func (s *Survey) Fingerprint() string {
	sum := sha256.Sum256(slices.Concat(s.PublicKey, s.SealKey))
	return hex.EncodeToString(sum[:8])
}

// sign signs a blinded token; ErrInput if it cannot be one.
func (s *Service) sign(survey *Survey, blinded []byte) ([]byte, error) {
	raw, err := s.unseal(survey.ID, "private", survey.PrivateKey)
	if err != nil {
		return nil, err
	}
	private, err := x509.ParsePKCS1PrivateKey(raw)
	if err != nil {
		return nil, fmt.Errorf("read key of survey %s: %w", survey.ID, err)
	}
	signature, err := blindrsa.NewSigner(private).BlindSign(blinded)
	if err != nil {
		return nil, ErrInput.With(field("blinded", "out_of_range"))
	}
	return signature, nil
}

// verify says whether a token was signed for the survey.
func (s *Survey) verify(token, signature []byte) error {
	key, err := x509.ParsePKIXPublicKey(s.PublicKey)
	if err != nil {
		return fmt.Errorf("read key of survey %s: %w", s.ID, err)
	}
	public, ok := key.(*rsa.PublicKey)
	if !ok {
		return errSealed
	}
	verifier, err := blindrsa.NewVerifier(variant, public)
	if err != nil {
		return fmt.Errorf("read key of survey %s: %w", s.ID, err)
	}
	if len(token) != tokenBytes || verifier.Verify(token, signature) != nil {
		return ErrToken
	}
	return nil
}

// seal hides a key of a survey under the secret of the office.
func (s *Service) seal(survey uuid.UUID, what string, plain []byte) ([]byte, error) {
	key, err := hkdf.Key(sha256.New, s.Secret, survey[:], "surveys."+what, sealedBits/8)
	if err != nil {
		return nil, fmt.Errorf("derive key: %w", err)
	}
	return hide(key, plain, survey[:])
}

func (s *Service) unseal(survey uuid.UUID, what string, sealed []byte) ([]byte, error) {
	key, err := hkdf.Key(sha256.New, s.Secret, survey[:], "surveys."+what, sealedBits/8)
	if err != nil {
		return nil, fmt.Errorf("derive key: %w", err)
	}
	return reveal(key, sealed, survey[:])
}

// hide encrypts; about is not in it, but belongs to it.
func hide(key, plain, about []byte) ([]byte, error) {
	box, err := boxOf(key)
	if err != nil {
		return nil, err
	}
	return box.Seal(nil, nil, plain, about), nil
}

func reveal(key, sealed, about []byte) ([]byte, error) {
	box, err := boxOf(key)
	if err != nil {
		return nil, err
	}
	plain, err := box.Open(nil, nil, sealed, about)
	if err != nil {
		return nil, errSealed
	}
	return plain, nil
}

func boxOf(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("read key: %w", err)
	}
	return cipher.NewGCMWithRandomNonce(block)
}
