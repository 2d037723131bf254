package audit_test

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/audit/audittest"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/page"
	"github.com/ankunft/ankunft/platform/testkit"
)

type office struct {
	*testkit.Kit
	*audit.Service
	vault *audittest.MemoryVault
}

func open(t *testing.T) *office {
	t.Helper()
	kit, vault := testkit.New(t, audit.Migrations), audittest.NewMemoryVault()
	s := audit.New(kit.DB, audit.Keyring{Signer: key(t)}, vault, kit.Log)
	s.Register(kit.Jobs)
	return &office{kit, s, vault}
}

func key(t *testing.T) audit.FileKey {
	t.Helper()
	seed := make([]byte, 32)
	_, _ = rand.Read(seed)
	k, err := audit.ParseKey(base64.StdEncoding.EncodeToString(seed))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// live makes a case with n entries.
func (o *office) live(t *testing.T, n int) audit.Record {
	t.Helper()
	rec := audit.Record{Kind: "case", ID: ids.New()}
	for range n {
		o.act(t, rec, "case.checked")
	}
	return rec
}

func (o *office) act(t *testing.T, rec audit.Record, action string) {
	t.Helper()
	o.InTx(t, func(ctx context.Context, tx *db.Tx) error {
		ctx = audit.WithActor(ctx, audit.Actor{Kind: audit.Staff, ID: uuid.MustParse("01900000-0000-7000-8000-000000000001")})
		return o.RecordTx(ctx, tx, rec, action, audit.Details{"paper": ids.New().String()})
	})
}

// seal closes the chains and brings the checkpoint into the vault.
func (o *office) seal(t *testing.T) {
	t.Helper()
	if err := o.Checkpoint(t.Context()); err != nil {
		t.Fatal(err)
	}
	o.RunJobs(t)
}

func (o *office) verify(t *testing.T) audit.Report {
	t.Helper()
	r, err := o.Verify(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// attack changes the database by hand, walls switched off.
func (o *office) attack(t *testing.T, sql string, args ...any) {
	t.Helper()
	o.InTx(t, func(ctx context.Context, tx *db.Tx) error {
		if _, err := tx.ExecContext(ctx, "SET LOCAL session_replication_role = replica"); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, sql, args...)
		return err
	})
}

func TestATrailTellsWhoDidWhatNewestFirst(t *testing.T) {
	t.Parallel()
	o := open(t)
	rec := o.live(t, 3)
	first, err := o.Trail(t.Context(), rec, page.Args{First: 2})
	if err != nil || len(first.Items) != 2 || first.Items[0].Seq != 3 || first.Next == "" {
		t.Fatal(first, err)
	}
	if e := first.Items[0]; e.Action != "case.checked" || e.ActorKind != audit.Staff || e.ActorID == nil || !e.At.Equal(testkit.Start) {
		t.Fatalf("%+v", e)
	}
	rest, err := o.Trail(t.Context(), rec, page.Args{First: 2, After: first.Next})
	if err != nil || len(rest.Items) != 1 || rest.Items[0].Seq != 1 || rest.Next != "" {
		t.Fatal(rest, err)
	}
}

func TestAnEntryIsPartOfItsTransaction(t *testing.T) {
	t.Parallel()
	o, rec, stop := open(t), audit.Record{Kind: "case", ID: ids.New()}, errors.New("stop")
	err := o.DB.InTx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		if err := o.RecordTx(ctx, tx, rec, "case.decided", nil); err != nil {
			return err
		}
		return stop
	})
	if !errors.Is(err, stop) {
		t.Fatal(err)
	}
	if r := o.verify(t); r.Entries != 0 || !r.OK() {
		t.Fatalf("%+v", r)
	}
}

func TestNothingPersonalGetsIn(t *testing.T) {
	t.Parallel()
	o, rec := open(t), audit.Record{Kind: "case", ID: ids.New()}
	for _, d := range []audit.Details{{"name": "Amal Haddad"}, {"mail": "a@example.org"}, {"name": "أمل"}, {"Reason": "x"}, {"text": "a\nb"}} {
		err := o.DB.InTx(t.Context(), func(ctx context.Context, tx *db.Tx) error { return o.RecordTx(ctx, tx, rec, "case.noted", d) })
		if !errors.Is(err, audit.ErrDetails) {
			t.Errorf("%v: %v", d, err)
		}
	}
}

func TestLookingAgainIsTheSameOpening(t *testing.T) {
	t.Parallel()
	o, rec := open(t), audit.Record{Kind: "case", ID: ids.New()}
	clerk := audit.WithActor(t.Context(), audit.Actor{Kind: audit.Staff, ID: ids.New()})
	other := audit.WithActor(t.Context(), audit.Actor{Kind: audit.Staff, ID: ids.New()})
	look := func(ctx context.Context, reason string) {
		if err := o.Opened(ctx, rec, reason); err != nil {
			t.Fatal(err)
		}
	}
	look(clerk, "work")
	look(clerk, "work")
	look(other, "work")
	look(clerk, "search")
	o.Clock.Advance(11 * time.Minute)
	look(clerk, "work")
	trail, err := o.Trail(t.Context(), rec, page.Args{})
	if err != nil || len(trail.Items) != 4 || trail.Items[0].Action != "case.opened" || trail.Items[0].Details["reason"] != "work" {
		t.Fatal(trail.Items, err)
	}
}

func TestManyWritersToOneRecordMakeOneChain(t *testing.T) {
	t.Parallel()
	o, rec := open(t), audit.Record{Kind: "case", ID: ids.New()}
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			err := o.DB.InTx(t.Context(), func(ctx context.Context, tx *db.Tx) error { return o.RecordTx(ctx, tx, rec, "case.noted", nil) })
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if r := o.verify(t); !r.OK() || r.Entries != 20 || r.Records != 1 {
		t.Fatalf("%+v", r)
	}
}

func TestWritersToDifferentRecordsDoNotWait(t *testing.T) {
	t.Parallel()
	o, a, b := open(t), audit.Record{Kind: "case", ID: ids.New()}, audit.Record{Kind: "case", ID: ids.New()}
	o.InTx(t, func(ctx context.Context, tx *db.Tx) error {
		if err := o.RecordTx(ctx, tx, a, "case.noted", nil); err != nil {
			return err
		}
		o.act(t, b, "case.noted") // a second transaction goes through while the first is open
		o.seal(t)                 // so does the sealing of what is there
		return nil
	})
	r := o.verify(t)
	if !r.OK() || r.Status.TailRecords != 1 || r.Status.Checkpoints != 1 {
		t.Fatalf("%+v", r)
	}
}

func TestTheWallRefusesSlips(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.live(t, 2)
	for _, sql := range []string{
		"UPDATE audit.entry SET action = 'case.granted'", "DELETE FROM audit.entry", "TRUNCATE audit.entry CASCADE",
		"DELETE FROM audit.sealed_head WHERE false; TRUNCATE audit.sealed_head",
	} {
		if _, err := o.Pool().Exec(t.Context(), sql); err == nil {
			t.Errorf("%s went through", sql)
		}
	}
}

func TestTheTailIsTold(t *testing.T) {
	t.Parallel()
	o := open(t)
	rec := o.live(t, 2)
	o.seal(t)
	o.Clock.Advance(time.Minute)
	o.act(t, rec, "case.noted")
	o.live(t, 3)
	st, err := o.Status(t.Context())
	if err != nil || st.TailEntries != 4 || st.TailRecords != 2 || st.Checkpoints != 1 || st.NotExported != 0 ||
		st.TailSince == nil || !st.TailSince.Equal(testkit.Start.Add(time.Minute)) {
		t.Fatalf("%+v %v", st, err)
	}
	if err := o.Checkpoint(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := o.Checkpoint(t.Context()); err != nil { // nothing has grown: no empty checkpoint
		t.Fatal(err)
	}
	if st, err = o.Status(t.Context()); err != nil || st.TailEntries != 0 || st.Checkpoints != 2 || st.NotExported != 1 {
		t.Fatalf("%+v %v", st, err)
	}
}

func TestAKeyShowsItselfNowhere(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{"", "short", "not base64 at all!", base64.StdEncoding.EncodeToString(make([]byte, 31))} {
		if _, err := audit.ParseKey(bad); !errors.Is(err, audit.ErrKey) {
			t.Errorf("%q: %v", bad, err)
		}
	}
	k := key(t)
	pub, err := audit.ParsePublicKey(audit.PublicKeyText(k.PublicKey()))
	if err != nil || !pub.Equal(k.PublicKey()) {
		t.Fatal(err)
	}
	if s := slog.AnyValue(k).String(); len(s) > 50 {
		t.Fatal(s)
	}
}

// Who reads a page of a list with facts of colleagues leaves one entry with how many they were; of three or fewer each was looked at.
func TestAPageOfPeopleIsOneEntryAndAFewAreEachLookedAt(t *testing.T) {
	t.Parallel()
	o := open(t)
	lead := audit.Actor{Kind: audit.Staff, ID: ids.New()}
	ctx := audit.WithActor(t.Context(), lead)
	people := make([]audit.Record, 5)
	for i := range people {
		people[i] = audit.Record{Kind: "training_file", ID: ids.New()}
	}
	read := func(of ...audit.Record) {
		t.Helper()
		if err := o.OpenedPage(ctx, "certificates", of); err != nil {
			t.Fatal(err)
		}
	}
	entries := func(rec audit.Record) []audit.Entry {
		t.Helper()
		p, err := o.Trail(t.Context(), rec, page.Args{})
		if err != nil {
			t.Fatal(err)
		}
		return p.Items
	}
	read()
	read(people...)
	read(append(people, people[0])...) // the same page
	if got := entries(audit.ListsOf(lead.ID)); len(got) != 1 || got[0].Action != "staff_list.opened" || got[0].Details["people"] != "5" || got[0].Details["reason"] != "certificates" {
		t.Fatalf("%+v", got)
	}
	if got := entries(people[0]); len(got) != 0 {
		t.Errorf("one of many: %+v", got)
	}
	read(people[:4]...)
	if got := entries(audit.ListsOf(lead.ID)); len(got) != 2 {
		t.Errorf("another page: %+v", got)
	}
	read(people[0], people[1], people[2], people[0], audit.Record{Kind: "training_file", ID: lead.ID})
	if got := entries(people[0]); len(got) != 0 {
		t.Errorf("four: %+v", got)
	}
	read(people[0], people[1], people[0])
	if got := entries(people[0]); len(got) != 1 || got[0].Action != "training_file.opened" {
		t.Errorf("two: %+v", got)
	}
	read(audit.Record{Kind: "training_file", ID: lead.ID})
	if got := entries(audit.Record{Kind: "training_file", ID: lead.ID}); len(got) != 0 {
		t.Errorf("one's own: %+v", got)
	}
}
