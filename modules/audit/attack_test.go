package audit_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"slices"
	"strings"
	"testing"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/platform/db"
)

// Each attack is done by somebody who may do everything in the database, but holds neither the key nor the vault.
func TestWhatIsDoneByHandIsFound(t *testing.T) {
	t.Parallel()
	const of = " WHERE record_id = ? AND seq = ?"
	for name, c := range map[string]struct {
		sql  []string
		seq  int64
		want audit.FaultCode
	}{
		"an entry changed":        {[]string{"UPDATE audit.entry SET action = 'case.refused'" + of}, 2, audit.EntryChanged},
		"its time changed":        {[]string{"UPDATE audit.entry SET at = at - interval '1 day'" + of}, 2, audit.EntryChanged},
		"its actor taken away":    {[]string{"UPDATE audit.entry SET actor_id = NULL" + of}, 2, audit.EntryChanged},
		"its details changed":     {[]string{`UPDATE audit.entry SET details = '{"paper": "x"}'` + of}, 2, audit.EntryChanged},
		"its details made a mess": {[]string{`UPDATE audit.entry SET details = '[1]'` + of}, 2, audit.EntryChanged},
		"an entry removed":        {[]string{"DELETE FROM audit.entry" + of}, 2, audit.EntryMissing},
		"the first removed":       {[]string{"DELETE FROM audit.entry" + of}, 1, audit.EntryMissing},
		"the last removed":        {[]string{"DELETE FROM audit.entry" + of}, 3, audit.EntryMissing},
		"an entry moved away": {[]string{
			"UPDATE audit.entry SET record_id = '01900000-0000-7000-8000-00000000000f'" + of}, 2, audit.EntryMissing},
		"the tail cut and the head mended": {[]string{
			"DELETE FROM audit.entry" + of,
			"UPDATE audit.chain AS c SET seq = e.seq, head = e.hash, prev = e.prev, sealed_seq = 2 FROM audit.entry AS e WHERE e.record_id = c.record_id AND c.record_id = ? AND e.seq = ? - 1",
		}, 3, audit.SealBroken},
		"the whole chain removed": {[]string{
			"DELETE FROM audit.entry WHERE record_id = ? AND ? > 0", "DELETE FROM audit.chain WHERE record_id = ? AND ? > 0"}, 3, audit.SealBroken},
		"the chain and its seal removed": {[]string{
			"DELETE FROM audit.entry WHERE record_id = ? AND ? > 0", "DELETE FROM audit.chain WHERE record_id = ? AND ? > 0",
			"DELETE FROM audit.sealed_head WHERE record_id = ? AND ? > 0"}, 3, audit.SealBroken},
		"the chain kept from being sealed": {[]string{"UPDATE audit.chain SET sealed_seq = 99 WHERE record_id = ? AND ? > 0"}, 99, audit.SealMisnoted},
		"the head changed":                 {[]string{"UPDATE audit.chain SET head = prev WHERE record_id = ? AND ? > 0"}, 3, audit.HeadChanged},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := open(t)
			o.live(t, 2)
			rec := o.live(t, 3)
			o.seal(t)
			if r := o.verify(t); !r.OK() || r.Entries != 5 || r.Records != 2 {
				t.Fatalf("before: %+v", r)
			}
			for _, sql := range c.sql {
				o.attack(t, sql, rec.ID, c.seq)
			}
			r := o.verify(t)
			if !slices.ContainsFunc(r.Faults, func(f audit.Fault) bool { return f.Code == c.want && f.Record == rec && f.Seq == c.seq }) {
				t.Fatalf("want %s at %d, found %v", c.want, c.seq, r.Faults)
			}
		})
	}
}

// A chain that is rewritten as a whole, with right hashes throughout, contradicts the checkpoint.
func TestARewrittenChainContradictsItsSeal(t *testing.T) {
	t.Parallel()
	o := open(t)
	rec := o.live(t, 1)
	o.seal(t)
	o.attack(t, "DELETE FROM audit.entry WHERE record_id = ?", rec.ID)
	o.attack(t, "DELETE FROM audit.chain WHERE record_id = ?", rec.ID)
	o.act(t, rec, "case.refused")
	r := o.verify(t)
	if !slices.Contains(r.Faults, audit.Fault{Code: audit.SealBroken, Record: rec, Seq: 1, Checkpoint: 1}) {
		t.Fatal(r.Faults)
	}
}

func TestCheckpointsDoneByHandAreFound(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		sql  string
		want audit.FaultCode
	}{
		"its digest changed":  {"UPDATE audit.checkpoint SET digest = previous WHERE number = 1", audit.CheckpointChanged},
		"its time changed":    {"UPDATE audit.checkpoint SET at = at - interval '1 day' WHERE number = 1", audit.CheckpointChanged},
		"signed by no key":    {"UPDATE audit.checkpoint SET key_id = 'other' WHERE number = 1", audit.KeyUnknown},
		"a head taken out":    {"DELETE FROM audit.sealed_head WHERE checkpoint = 1", audit.CheckpointChanged},
		"removed":             {"DELETE FROM audit.checkpoint WHERE number = 1", audit.CheckpointMissing},
		"the newest removed":  {"DELETE FROM audit.checkpoint WHERE number = 2", audit.CheckpointMissing},
		"said to be exported": {"UPDATE audit.checkpoint SET exported_at = at WHERE number = 3", audit.VaultMissing},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := open(t)
			rec := o.live(t, 1)
			o.seal(t)
			o.act(t, rec, "case.noted")
			o.seal(t)
			o.act(t, rec, "case.noted")
			if err := o.Checkpoint(t.Context()); err != nil { // the third is not exported yet
				t.Fatal(err)
			}
			if r := o.verify(t); !r.OK() || r.Status.NotExported != 1 {
				t.Fatalf("before: %+v", r)
			}
			o.attack(t, c.sql)
			if r := o.verify(t); !slices.ContainsFunc(r.Faults, func(f audit.Fault) bool { return f.Code == c.want && f.Checkpoint > 0 }) {
				t.Fatalf("want %s, found %v", c.want, r.Faults)
			}
		})
	}
}

func TestAnotherCopyInTheVaultIsFound(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.live(t, 1)
	o.seal(t)
	const name = "checkpoint-000000000001.json"
	body, err := o.vault.Get(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	for _, other := range [][]byte{bytes.Replace(body, []byte(`"seq":1`), []byte(`"seq":2`), 1), []byte("{}"), []byte("no json"), nil} {
		o.vault.Tamper(name, other)
		if r := o.verify(t); !slices.ContainsFunc(r.Faults, func(f audit.Fault) bool { return f.Code == audit.VaultDiffers }) {
			t.Errorf("%.20s: %v", other, r.Faults)
		}
	}
}

func TestAnExportWaitsForItsVaultAndComesOnce(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.live(t, 1)
	o.vault.Down(true)
	o.seal(t) // the job snoozes
	if st, err := o.Status(t.Context()); err != nil || st.NotExported != 1 {
		t.Fatal(st, err)
	}
	o.vault.Down(false)
	for range 2 { // a second time does no harm
		if err := o.Export(t.Context(), audit.ExportArgs{Number: 1}); err != nil {
			t.Fatal(err)
		}
	}
	if r := o.verify(t); !r.OK() || r.Status.NotExported != 0 {
		t.Fatalf("%+v", r)
	}
}

// The key is changed each year: the old one's public half goes on the list, and what either signed counts. Without the list, or by a
// forger with a key of their own, a checkpoint is told with the key that nobody knows.
func TestAKeyOfLastYearStillCountsAndAnUnknownOneIsTold(t *testing.T) {
	t.Parallel()
	o := open(t)
	old, young := key(t), key(t)
	first := audit.New(o.DB, audit.Keyring{Signer: old}, o.vault, o.Log)
	second := audit.New(o.DB, audit.Keyring{Signer: young, Trusted: []ed25519.PublicKey{old.PublicKey()}}, o.vault, o.Log)
	for i, s := range []*audit.Service{first, second} {
		o.live(t, 1)
		if err := s.Checkpoint(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := s.Export(t.Context(), audit.ExportArgs{Number: int64(i + 1)}); err != nil {
			t.Fatal(err)
		}
	}
	public := audit.Keyring{Trusted: []ed25519.PublicKey{young.PublicKey(), old.PublicKey()}}
	for name, s := range map[string]*audit.Service{"who signs": second, "who only verifies": audit.New(o.DB, public, o.vault, o.Log)} {
		if r, err := s.Verify(t.Context()); err != nil || !r.OK() || r.Status.Checkpoints != 2 {
			t.Errorf("%s: %v, %v", name, r.Faults, err)
		}
	}
	want := []audit.Fault{{Code: audit.KeyUnknown, Checkpoint: 2, Key: audit.KeyID(young.PublicKey())}}
	if r, err := first.Verify(t.Context()); err != nil || !slices.Equal(r.Faults, want) || !strings.Contains(r.Faults[0].String(), want[0].Key) {
		t.Errorf("the key of next year: %v, %v", r.Faults, err)
	}
	// The key's name alone makes no signature of its.
	o.attack(t, "UPDATE audit.checkpoint SET key_id = ? WHERE number = 2", audit.KeyID(old.PublicKey()))
	if r, err := first.Verify(t.Context()); err != nil || !slices.Contains(r.Faults, audit.Fault{Code: audit.CheckpointChanged, Checkpoint: 2}) {
		t.Errorf("a signature under another key's name: %v, %v", r.Faults, err)
	}
}

// More chains than one checkpoint holds become several; verification walks them all.
func TestManyChainsBecomeSeveralCheckpoints(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.InTx(t, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO audit.chain SELECT 'bulk', gen_random_uuid(), 1, '', '' FROM generate_series(1, 10001)`)
		return err
	})
	if err := o.Checkpoint(t.Context()); err != nil {
		t.Fatal(err)
	}
	r := o.verify(t)
	if r.Status.Checkpoints != 2 || r.Status.TailRecords != 0 || len(r.Faults) != 1000 || r.More < 10_000 {
		t.Fatalf("%+v %d %d", r.Status, len(r.Faults), r.More)
	}
}
