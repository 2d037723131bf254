package audit

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"
)

// readDetails reads what is stored; something that is no map of texts hashes to nothing that fits.
func readDetails(raw []byte) Details {
	var d Details
	if err := json.Unmarshal(raw, &d); err != nil {
		return Details{"unreadable": string(raw)}
	}
	return d
}

// A chain that says too much is sealed would keep its tail out of all later checkpoints.
const misnoted = `SELECT c.record_kind, c.record_id, c.sealed_seq
FROM audit.chain AS c LEFT JOIN audit.sealed_head AS h
  ON (h.record_kind, h.record_id, h.seq) = (c.record_kind, c.record_id, c.sealed_seq)
WHERE (c.sealed_seq > 0 AND h.seq IS NULL) OR c.sealed_seq > c.seq`

func verifySealedNumbers(ctx context.Context, tx bun.Tx, r *Report) error {
	return each(ctx, tx, misnoted, func(rows *sql.Rows) error {
		f := Fault{Code: SealMisnoted}
		err := rows.Scan(&f.Record.Kind, &f.Record.ID, &f.Seq)
		r.add(f)
		return err
	})
}

func (s *Service) vaultNumbers(ctx context.Context) (map[int64]bool, error) {
	names, err := s.vault.List(ctx)
	if err != nil {
		return nil, fmt.Errorf("list vault: %w", err)
	}
	held := make(map[int64]bool, len(names))
	for _, name := range names {
		digits, found := strings.CutPrefix(strings.TrimSuffix(name, ".json"), "checkpoint-")
		if n, err := strconv.ParseInt(digits, 10, 64); found && err == nil && exportName(n) == name {
			held[n] = true
		}
	}
	return held, nil
}

func (s *Service) verifyCheckpoints(ctx context.Context, tx bun.Tx, held map[int64]bool, r *Report) error {
	var last int64
	if err := tx.NewSelect().Model((*Checkpoint)(nil)).ColumnExpr("coalesce(max(number), 0)").Scan(ctx, &last); err != nil {
		return fmt.Errorf("read last checkpoint: %w", err)
	}
	for n := range held {
		last = max(last, n)
	}
	previous := genesis
	for n := int64(1); n <= last; n++ {
		digest, err := s.verifyCheckpoint(ctx, tx, n, held[n], previous, r)
		if err != nil {
			return err
		}
		previous = digest
	}
	return nil
}

// verifyCheckpoint compares a checkpoint with itself, with its copy and with the entries, and returns its digest: the copy's,
// if that is genuine, because nobody could change it.
func (s *Service) verifyCheckpoint(ctx context.Context, tx bun.Tx, n int64, inVault bool, previous []byte, r *Report) ([]byte, error) {
	own, heads, err := s.checkpoint(ctx, tx, n)
	missing := errors.Is(err, errNoCheckpoint)
	if err != nil && !missing {
		return nil, err
	}
	switch {
	case missing:
		r.add(Fault{Code: CheckpointMissing, Checkpoint: n})
	case s.keys.find(own.KeyID) == nil:
		r.add(Fault{Code: KeyUnknown, Checkpoint: n, Key: own.KeyID})
	case !bytes.Equal(own.digest(heads), own.Digest) || !bytes.Equal(own.Previous, previous) || !own.signed(s.keys):
		r.add(Fault{Code: CheckpointChanged, Checkpoint: n})
	case own.ExportedAt != nil && !inVault:
		r.add(Fault{Code: VaultMissing, Checkpoint: n})
	}
	digest := own.Digest
	if inVault {
		kept, keptHeads, err := s.fromVault(ctx, n)
		if err != nil {
			return nil, err
		}
		switch {
		case kept.KeyID != "" && kept.KeyID == own.KeyID && s.keys.find(kept.KeyID) == nil: // told above
		case !bytes.Equal(kept.digest(keptHeads), kept.Digest) || kept.Number != n || !kept.signed(s.keys):
			r.add(Fault{Code: VaultDiffers, Checkpoint: n})
		default:
			if !missing && !bytes.Equal(kept.Digest, own.Digest) {
				r.add(Fault{Code: VaultDiffers, Checkpoint: n})
			}
			digest, heads = kept.Digest, keptHeads
		}
	}
	return digest, verifyHeads(ctx, tx, n, heads, r)
}

// fromVault reads a copy; one that cannot be read comes back empty and fits nothing.
func (s *Service) fromVault(ctx context.Context, n int64) (Checkpoint, []Head, error) {
	body, err := s.vault.Get(ctx, exportName(n))
	if err != nil {
		return Checkpoint{}, nil, fmt.Errorf("read checkpoint %d from vault: %w", n, err)
	}
	var e exported
	if err := json.Unmarshal(body, &e); err != nil || e.Format != exportFormat {
		return Checkpoint{}, nil, nil
	}
	return Checkpoint{Number: e.Number, At: e.At, Previous: e.Previous, Digest: e.Digest, KeyID: e.KeyID, Signature: e.Signature}, e.Heads, nil
}

const broken = `SELECT h.kind, h.id, h.seq FROM unnest(?0::text[], ?1::uuid[], ?2::bigint[], ?3::text[]) AS h (kind, id, seq, head)
LEFT JOIN audit.entry AS e ON (e.record_kind, e.record_id, e.seq) = (h.kind, h.id, h.seq)
WHERE e.hash IS DISTINCT FROM decode(h.head, 'hex')`

func verifyHeads(ctx context.Context, tx bun.Tx, n int64, heads []Head, r *Report) error {
	if len(heads) == 0 {
		return nil
	}
	kinds, ids := make([]string, len(heads)), make([]string, len(heads))
	seqs, hashes := make([]int64, len(heads)), make([]string, len(heads))
	for i, h := range heads {
		kinds[i], ids[i], seqs[i], hashes[i] = h.RecordKind, h.RecordID.String(), h.Seq, hex.EncodeToString(h.Head)
	}
	return each(ctx, tx, broken, func(rows *sql.Rows) error {
		f := Fault{Code: SealBroken, Checkpoint: n}
		err := rows.Scan(&f.Record.Kind, &f.Record.ID, &f.Seq)
		r.add(f)
		return err
	}, pgdialect.Array(kinds), pgdialect.Array(ids), pgdialect.Array(seqs), pgdialect.Array(hashes))
}
