package surveys

import (
	"context"
	"crypto/ecdh"
	"crypto/hkdf"
	"crypto/hpke"
	"crypto/sha256"
	"encoding/json"
	"fmt"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/identity"
)

// letterInfo binds what a browser has sealed to one survey.
const letterInfo = "ankunft survey "

// letterKey is the pair to whose public half browsers seal (RFC 9180: DHKEM(P-256), HKDF-SHA256, AES-256-GCM). It comes from the key of the answers, and is gone with it.
func (s *Service) letterKey(survey *Survey) (hpke.PrivateKey, error) {
	answers, err := s.unseal(survey.ID, "answers", survey.AnswerKey)
	if err != nil {
		return nil, err
	}
	seed, err := hkdf.Key(sha256.New, answers, survey.ID[:], "surveys.letters", sealedBits/8)
	if err != nil {
		return nil, fmt.Errorf("derive key: %w", err)
	}
	key, err := hpke.DHKEM(ecdh.P256()).DeriveKeyPair(seed)
	if err != nil {
		return nil, fmt.Errorf("derive key of letters: %w", err)
	}
	return key, nil
}

// giveSealKey lets browsers seal to the survey.
func (s *Service) giveSealKey(survey *Survey) error {
	key, err := s.letterKey(survey)
	if err != nil {
		return err
	}
	survey.SealKey = key.PublicKey().Bytes()
	return nil
}

// letter is what a browser seals, padded with spaces so that its length tells nothing.
type letter struct {
	Token     []byte   `json:"token"`
	Signature []byte   `json:"signature"`
	Answers   []Answer `json:"answers"`
}

// HandInSealed is HandIn of an answer as a browser has kept it: sealed to the office, so that whoever reads the browser learns neither what was said nor by which token.
func (s *Service) HandInSealed(ctx context.Context, id uuid.UUID, sealed []byte) error {
	if identity.ViewerFrom(ctx).LoggedIn() {
		return ErrKnown
	}
	survey, err := read(ctx, s.DB, id)
	if err != nil {
		return err
	}
	if survey.AnswerKey == nil {
		return ErrOver
	}
	key, err := s.letterKey(survey)
	if err != nil {
		return err
	}
	plain, err := hpke.Open(key, hpke.HKDFSHA256(), hpke.AES256GCM(), []byte(letterInfo+id.String()), sealed)
	if err != nil {
		return ErrToken
	}
	var l letter
	if json.Unmarshal(plain, &l) != nil {
		return ErrToken
	}
	return s.HandIn(ctx, HandIn{Survey: id, Token: l.Token, Signature: l.Signature, Answers: l.Answers})
}
