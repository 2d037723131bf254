package audit

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// maxFaults bounds a Report; one fault is enough to call for help.
const maxFaults = 1000

// FaultCode says what is wrong.
type FaultCode string

// What Verify can find.
const (
	EntryChanged      FaultCode = "entry_changed"      // its hash does not fit its content
	EntryMissing      FaultCode = "entry_missing"      // a number is skipped, or entries at the end are gone
	ChainBroken       FaultCode = "chain_broken"       // it does not follow the entry before it
	HeadChanged       FaultCode = "head_changed"       // the stored head is not the newest entry
	SealBroken        FaultCode = "seal_broken"        // a checkpoint saw another entry here, or one that is gone
	SealMisnoted      FaultCode = "seal_misnoted"      // the chain says another sealed number than the checkpoints do
	CheckpointChanged FaultCode = "checkpoint_changed" // digest, signature or the link to the one before is wrong
	CheckpointMissing FaultCode = "checkpoint_missing" // the vault has it, or a later one exists, but it is gone
	KeyUnknown        FaultCode = "key_unknown"        // signed by a key that nobody trusts: forged, or a key of earlier years is not listed
	VaultMissing      FaultCode = "vault_missing"      // it was exported, but the vault does not have it
	VaultDiffers      FaultCode = "vault_differs"      // the copy in the vault is another
)

// Fault is one finding; either a record and the number of its entry, or a checkpoint.
type Fault struct {
	Code       FaultCode
	Record     Record
	Seq        int64
	Checkpoint int64
	Key        string // id of a key (KeyID), for KeyUnknown
}

// String tells the fault on one line.
func (f Fault) String() string {
	if f.Key != "" {
		return fmt.Sprintf("%s: checkpoint %d, key %s", f.Code, f.Checkpoint, f.Key)
	}
	if f.Record.Kind == "" {
		return fmt.Sprintf("%s: checkpoint %d", f.Code, f.Checkpoint)
	}
	if f.Checkpoint != 0 {
		return fmt.Sprintf("%s: %s %s entry %d (checkpoint %d)", f.Code, f.Record.Kind, f.Record.ID, f.Seq, f.Checkpoint)
	}
	return fmt.Sprintf("%s: %s %s entry %d", f.Code, f.Record.Kind, f.Record.ID, f.Seq)
}

// Report is what Verify found. Status tells the tail that no checkpoint covers: there, only slips and clumsy hands are found.
type Report struct {
	Status  Status
	Records int64
	Entries int64
	Faults  []Fault // the first thousand
	More    int64   // faults beyond them
}

// OK says that nothing is wrong.
func (r *Report) OK() bool { return len(r.Faults) == 0 }

func (r *Report) add(f Fault) {
	if len(r.Faults) >= maxFaults {
		r.More++
		return
	}
	r.Faults = append(r.Faults, f)
}

// Verify recomputes every chain and every checkpoint and compares both with the vault. It reads one consistent state while
// others write, streams (memory does not grow with the rows), and returns an error only if it could not look.
func (s *Service) Verify(ctx context.Context) (Report, error) {
	var r Report
	held, err := s.vaultNumbers(ctx) // before the snapshot: what is exported meanwhile is not missed in it
	if err != nil {
		return r, err
	}
	tx, err := s.db.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
	if err != nil {
		return r, fmt.Errorf("begin verification: %w", err)
	}
	defer func() { _ = tx.Rollback() }() // nothing was written
	if r.Status, err = s.status(ctx, tx); err != nil {
		return r, err
	}
	if err := verifyChains(ctx, tx, &r); err != nil {
		return r, err
	}
	if err := verifySealedNumbers(ctx, tx, &r); err != nil {
		return r, err
	}
	return r, s.verifyCheckpoints(ctx, tx, held, &r)
}

// chainState is the walk along one chain.
type chainState struct {
	rec     Record
	headSeq int64
	head    []byte
	seq     int64
	hash    []byte
}

func (c *chainState) step(e *Entry, r *Report) {
	at := Fault{Record: c.rec, Seq: e.Seq}
	if e.Seq != c.seq+1 {
		at.Code, at.Seq = EntryMissing, c.seq+1
		r.add(at)
	} else if !bytes.Equal(e.Prev, c.hash) {
		at.Code = ChainBroken
		r.add(at)
	}
	if !bytes.Equal(e.hashAfter(e.Prev), e.Hash) {
		at.Code, at.Seq = EntryChanged, e.Seq
		r.add(at)
	}
	c.seq, c.hash = e.Seq, e.Hash
}

func (c *chainState) end(r *Report) {
	switch {
	case c.rec.Kind == "":
	case c.headSeq > c.seq:
		r.add(Fault{Code: EntryMissing, Record: c.rec, Seq: c.seq + 1})
	case c.headSeq < c.seq || !bytes.Equal(c.head, c.hash):
		r.add(Fault{Code: HeadChanged, Record: c.rec, Seq: c.seq})
	}
}

// In the order of the primary keys: the index gives it, nothing is sorted.
const allEntries = `SELECT e.record_kind, e.record_id, coalesce(c.seq, 0), c.head,
  e.seq, e.at, e.actor_kind, e.actor_id, e.action, e.details, e.prev, e.hash
FROM audit.entry AS e LEFT JOIN audit.chain AS c ON (c.record_kind, c.record_id) = (e.record_kind, e.record_id)
ORDER BY e.record_kind, e.record_id, e.seq`

const emptyChains = `SELECT c.record_kind, c.record_id FROM audit.chain AS c WHERE NOT EXISTS (
  SELECT FROM audit.entry AS e WHERE (e.record_kind, e.record_id) = (c.record_kind, c.record_id))`

func verifyChains(ctx context.Context, tx bun.Tx, r *Report) error {
	var c chainState
	err := each(ctx, tx, allEntries, func(rows *sql.Rows) error {
		var rec Record
		var headSeq int64
		var head, details []byte
		var actor uuid.NullUUID
		var e Entry
		if err := rows.Scan(&rec.Kind, &rec.ID, &headSeq, &head,
			&e.Seq, &e.At, &e.ActorKind, &actor, &e.Action, &details, &e.Prev, &e.Hash); err != nil {
			return err
		}
		if rec != c.rec {
			c.end(r)
			c = chainState{rec: rec, headSeq: headSeq, head: head, hash: genesis}
			r.Records++
		}
		e.RecordKind, e.RecordID, e.Details = rec.Kind, rec.ID, readDetails(details)
		if actor.Valid {
			e.ActorID = &actor.UUID
		}
		r.Entries++
		c.step(&e, r)
		return nil
	})
	c.end(r)
	if err != nil {
		return err
	}
	return each(ctx, tx, emptyChains, func(rows *sql.Rows) error {
		f := Fault{Code: EntryMissing, Seq: 1}
		err := rows.Scan(&f.Record.Kind, &f.Record.ID)
		r.Records++
		r.add(f)
		return err
	})
}

// each walks through the rows of a statement without keeping them.
func each(ctx context.Context, tx bun.Tx, statement string, fn func(*sql.Rows) error, args ...any) error {
	rows, err := tx.QueryContext(ctx, statement, args...)
	if err != nil {
		return fmt.Errorf("verify: %w", err)
	}
	defer func() { _ = rows.Close() }() // Err tells what matters
	for rows.Next() {
		if err := fn(rows); err != nil {
			return fmt.Errorf("verify: %w", err)
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("verify: %w", err)
	}
	return nil
}
