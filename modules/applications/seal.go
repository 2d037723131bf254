package applications

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"time"

	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/page"
)

// Seal is what was signed, by whom, how surely, and when.
type Seal struct {
	bun.BaseModel `bun:"table:applications.seal,alias:seal"`

	SittingID          ID     `bun:",pk"`
	Content            []byte // canonical JSON
	SHA256             []byte `bun:"sha256"`
	DeclarationVersion string
	AccountID          ID
	Issuer             string
	SubjectSHA256      []byte `bun:"subject_sha256"` // of the subject at the issuer
	Trust              identity.Trust
	Method             string // link, oidc
	SignedAt           time.Time
}

// String tells nothing personal.
func (s Seal) String() string { return "seal of sitting " + s.SittingID.String() }

// Seal reads the seal of a sitting.
func (s *Service) Seal(ctx context.Context, sitting ID) (*Seal, error) {
	seal := &Seal{}
	err := s.db.NewSelect().Model(seal).Where("sitting_id = ?", sitting).Scan(ctx)
	if err := db.NoRows(err, ErrNotFound, "read seal"); err != nil {
		return nil, err
	}
	return seal, nil
}

// VerifySeal proves that the sealed content is what was signed: its digest fits, it speaks of this sitting in canonical form, and the audit
// trail, whose chain is signed outside the database, names the same digest. ErrSealBroken otherwise.
func (s *Service) VerifySeal(ctx context.Context, sitting ID) (*Seal, error) {
	seal, err := s.Seal(ctx, sitting)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(seal.Content)
	var content map[string]any
	if err := json.Unmarshal(seal.Content, &content); err != nil {
		return nil, ErrSealBroken
	}
	again, err := Canonical(content)
	if err != nil || !bytes.Equal(again, seal.Content) || !bytes.Equal(sum[:], seal.SHA256) || content["sitting"] != sitting.String() {
		return nil, ErrSealBroken
	}
	named, err := s.audited(ctx, sitting)
	if err != nil {
		return nil, err
	}
	if named != digest(seal.Content) {
		return nil, ErrSealBroken
	}
	return seal, nil
}

// audited is the digest that the audit trail names for a sitting.
func (s *Service) audited(ctx context.Context, sitting ID) (string, error) {
	args := page.Args{First: page.Max}
	for {
		trail, err := s.deps.Audit.Trail(ctx, Record(sitting), args)
		if err != nil {
			return "", err
		}
		for _, e := range trail.Items {
			if e.Action == "sitting.submitted" {
				return e.Details["digest"], nil
			}
		}
		if trail.Next == "" {
			return "", nil
		}
		args.After = trail.Next
	}
}
