package audit

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/platform/db"
)

// headsPerCheckpoint bounds a checkpoint, its export and the memory that each needs.
const headsPerCheckpoint = 10_000

// sealing lets one replica seal at a time.
const sealing = 7_2026_11_21

// Checkpoint closes the chains that have grown since the one before.
type Checkpoint struct {
	bun.BaseModel `bun:"table:audit.checkpoint,alias:checkpoint"`

	Number     int64 `bun:",pk"`
	At         time.Time
	Previous   []byte
	Digest     []byte
	KeyID      string
	Signature  []byte
	ExportedAt *time.Time
}

// Head is a chain's newest entry when a checkpoint closed it.
type Head struct {
	bun.BaseModel `bun:"table:audit.sealed_head,alias:sealed_head" json:"-"`

	Checkpoint int64     `bun:",pk" json:"-"`
	RecordKind string    `bun:",pk" json:"kind"`
	RecordID   uuid.UUID `bun:",pk" json:"id"`
	Seq        int64     `json:"seq"`
	Head       []byte    `json:"head"`
}

// One statement: what is being written at this moment is skipped and comes into the next checkpoint, so that nobody waits.
const seal = `WITH due AS MATERIALIZED (
  SELECT record_kind, record_id, seq, head FROM audit.chain WHERE seq > sealed_seq
  ORDER BY record_kind, record_id LIMIT ?1 FOR NO KEY UPDATE SKIP LOCKED),
closed AS (
  UPDATE audit.chain AS chain SET sealed_seq = due.seq FROM due
  WHERE chain.record_kind = due.record_kind AND chain.record_id = due.record_id),
kept AS (
  INSERT INTO audit.sealed_head (checkpoint, record_kind, record_id, seq, head)
  SELECT ?0, record_kind, record_id, seq, head FROM due RETURNING record_kind, record_id, seq, head)
SELECT * FROM kept ORDER BY record_kind, record_id`

// Checkpoint seals every chain that has grown since the last one, in as many checkpoints as it takes, and has each exported
// after its commit.
func (s *Service) Checkpoint(ctx context.Context) error {
	if s.keys.Signer == nil {
		return errors.New("seal audit trails: no key to sign with")
	}
	for {
		n := 0
		err := s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
			n, err = s.sealTx(ctx, tx)
			return err
		})
		if err != nil || n < headsPerCheckpoint {
			return err
		}
	}
}

func (s *Service) sealTx(ctx context.Context, tx *db.Tx) (int, error) {
	if _, err := tx.NewRaw("SELECT pg_advisory_xact_lock(?)", sealing).Exec(ctx); err != nil {
		return 0, fmt.Errorf("wait for other sealers: %w", err)
	}
	last := Checkpoint{Digest: genesis}
	err := tx.NewSelect().Model(&last).OrderExpr("number DESC").Limit(1).Scan(ctx)
	if err := db.NoRows(err, nil, "read last checkpoint"); err != nil {
		return 0, err
	}
	cp := Checkpoint{Number: last.Number + 1, At: tx.Now, Previous: last.Digest, KeyID: KeyID(s.keys.Signer.PublicKey())}
	cp.Digest, cp.Signature = genesis, genesis // filled below, once the heads are known
	if _, err := tx.NewInsert().Model(&cp).Exec(ctx); err != nil {
		return 0, fmt.Errorf("begin checkpoint: %w", err)
	}
	var heads []Head
	if err := tx.NewRaw(seal, cp.Number, headsPerCheckpoint).Scan(ctx, &heads); err != nil {
		return 0, fmt.Errorf("seal heads: %w", err)
	}
	if len(heads) == 0 {
		_, err := tx.NewDelete().Model(&cp).WherePK().Exec(ctx)
		return 0, err
	}
	cp.Digest = cp.digest(heads)
	if cp.Signature, err = s.keys.Signer.Sign(cp.Digest); err != nil {
		return 0, fmt.Errorf("sign checkpoint: %w", err)
	}
	if _, err := tx.NewUpdate().Model(&cp).WherePK().Column("digest", "signature").Exec(ctx); err != nil {
		return 0, fmt.Errorf("write checkpoint: %w", err)
	}
	return len(heads), tx.Enqueue(ctx, ExportArgs{Number: cp.Number}, nil)
}

// digest is SHA-256 over the checkpoint before and all heads in their order; it is what the key signs.
func (c *Checkpoint) digest(heads []Head) []byte {
	h := sha256.New()
	h.Write(appendText(nil, "ankunft audit checkpoint 1"))
	for _, n := range []int64{c.Number, c.At.UnixMicro(), int64(len(heads))} {
		_ = binary.Write(h, binary.BigEndian, n) // a hash takes everything
	}
	h.Write(c.Previous)
	for _, head := range heads {
		h.Write(appendText(nil, head.RecordKind))
		h.Write(head.RecordID[:])
		_ = binary.Write(h, binary.BigEndian, head.Seq)
		h.Write(head.Head)
	}
	return h.Sum(nil)
}

// signed tells whether a trusted key signed the digest.
func (c *Checkpoint) signed(keys Keyring) bool {
	key := keys.find(c.KeyID)
	return key != nil && ed25519.Verify(key, c.Digest, c.Signature)
}

// exported is a checkpoint as it lies in the vault: readable without this program.
type exported struct {
	Format    string    `json:"format"`
	Number    int64     `json:"number"`
	At        time.Time `json:"at"`
	Previous  []byte    `json:"previous"`
	Digest    []byte    `json:"digest"`
	KeyID     string    `json:"key_id"`
	Signature []byte    `json:"signature"`
	Heads     []Head    `json:"heads"`
}

const exportFormat = "ankunft audit checkpoint 1"

func exportName(number int64) string { return fmt.Sprintf("checkpoint-%012d.json", number) }

func (c *Checkpoint) export(heads []Head) ([]byte, error) {
	return json.Marshal(exported{exportFormat, c.Number, c.At.UTC(), c.Previous, c.Digest, c.KeyID, c.Signature, heads})
}
