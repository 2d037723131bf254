package office_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"flag"
	"io"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/ankunft/ankunft/cmd/office/officetest"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/pgrun"
)

var keepState = flag.String("keep-state", "", "folder into which a filled database of today is written, for upgrades to come: scripts/keep-state")

const states = "testdata/upgrade"

// state is what was kept beside the dump of a filled database.
type state struct {
	Applicant string            // who applied first: subject at the identity provider
	Number    string            // of their first case
	Code      string            // of that case
	Cases     int               // of all
	Counts    map[string]int    // rows by table
	Vault     map[string][]byte // exported checkpoints
}

// Each state that was kept for a release is a city that updates: its database is restored, migrated by today's program, and goes on.
func TestAFilledDatabaseOfEveryReleaseIsUpgraded(t *testing.T) {
	t.Parallel()
	kept, err := filepath.Glob(filepath.Join(states, "*", "state.sql.gz"))
	if err != nil || len(kept) == 0 {
		t.Fatalf("no state is kept: %v", err)
	}
	for _, dump := range kept {
		t.Run(filepath.Base(filepath.Dir(dump)), func(t *testing.T) {
			t.Parallel()
			upgrade(t, filepath.Dir(dump))
		})
	}
}

func upgrade(t *testing.T, folder string) {
	t.Helper()
	var was state
	if err := json.Unmarshal(unzip(t, filepath.Join(folder, "state.json.gz")), &was); err != nil {
		t.Fatal(err)
	}
	server, err := pgrun.Start(t.Context(), pgrun.Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Stop() })
	if err := server.CreateDatabase(t.Context(), "office"); err != nil {
		t.Fatal(err)
	}
	restore(t, server.URL("office"), unzip(t, filepath.Join(folder, "state.sql.gz")))
	early := besideTheList(t, server.URL("office"))
	o := officetest.Boot(t, officetest.OnDatabase(server.URL("office"))) // migrates
	for name, body := range was.Vault {
		if err := o.Vault.Put(t.Context(), name, body); err != nil {
			t.Fatal(err)
		}
	}
	now := counts(t, o)
	for _, table := range slices.Sorted(maps.Keys(was.Counts)) {
		if now[table] != was.Counts[table] {
			t.Errorf("%s: %d rows, there were %d", table, now[table], was.Counts[table])
		}
	}
	if status, out := run(t, o, "audit", "verify"); status != 0 {
		t.Errorf("the trail: %d %s", status, out)
	}
	o.Work(t)
	if n, beside := toCheck(t, o, early.CaseID); n != early.ToCheck+1 || !slices.Equal(beside, []string{"former"}) {
		t.Errorf("%d papers to check, want %d; beside the list %v: what was given in before it was counted", n, early.ToCheck+1, beside)
	}
	everythingAnswers(t, o, was)
}

// given is a case into which something was given beside its list before anybody counted that.
type given struct {
	CaseID  uuid.UUID
	ToCheck int // of its list
}

// besideTheList has one paper of a kept state stand on no list, and nobody has looked at it.
func besideTheList(t *testing.T, url string) (g given) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	err = conn.QueryRow(t.Context(), `WITH one AS (SELECT d.id, c.id AS case_id, c.papers_to_check FROM documents.document d JOIN cases.case c ON c.id = d.subject_id
WHERE d.subject_kind = 'case' AND d.sealed_at IS NOT NULL AND c.state = 'checking' ORDER BY d.id LIMIT 1)
UPDATE documents.document d SET item = 'former', verification = 'pending', verified_at = NULL, verified_by = NULL FROM one WHERE d.id = one.id RETURNING one.case_id, one.papers_to_check`).Scan(&g.CaseID, &g.ToCheck)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// toCheck is how many papers of a case are to be checked, and which of them stand on no list, as a clerk reads it.
func toCheck(t *testing.T, o *officetest.Office, id uuid.UUID) (n int, beside []string) {
	t.Helper()
	var got struct {
		WorkList struct {
			Items []struct {
				ID            uuid.UUID
				PapersToCheck int
			}
		}
		Case struct{ ExtraPapers []struct{ Item string } }
	}
	o.Colleague(t, officetest.Clerk()).Must(t, `query($id: ID!) { workList(first: 100) { items { id papersToCheck } } case(id: $id) { extraPapers { item } } }`, map[string]any{"id": id}, &got)
	for _, item := range got.WorkList.Items {
		if item.ID == id {
			n = item.PapersToCheck
		}
	}
	for _, p := range got.Case.ExtraPapers {
		beside = append(beside, p.Item)
	}
	return n, beside
}

// everythingAnswers asks for what is there as its people do, and goes on with it.
func everythingAnswers(t *testing.T, o *officetest.Office, was state) {
	t.Helper()
	clerk := o.Colleague(t, officetest.Clerk())
	list := listed(t, clerk)
	if len(list) != was.Cases {
		t.Errorf("%d cases in the list, want %d", len(list), was.Cases)
	}
	for _, id := range list {
		look(t, clerk, id)
	}
	amal := o.LogIn(t, o.Applicants, officetest.Amal(was.Applicant))
	var own struct{ MyCases []struct{ Number string } }
	amal.Must(t, `{ myCases { number } }`, nil, &own)
	if len(own.MyCases) != 1 || own.MyCases[0].Number != was.Number {
		t.Errorf("her cases: %+v, want %s", own.MyCases, was.Number)
	}
	var status struct{ PublicStatus *struct{ State string } }
	o.Stranger(t).Must(t, `query($n: String!, $c: String!) { publicStatus(number: $n, code: $c) { state } }`, map[string]any{"n": was.Number, "c": was.Code}, &status)
	if status.PublicStatus == nil {
		t.Error("the code of a receipt from before does not work any more")
	}
	before := o.Count(t, "cases.case_v1")
	amal.Apply(t, false, nil)
	if n := o.Count(t, "cases.case_v1"); n != before+1 {
		t.Errorf("%d cases after one more", n)
	}
}

// listed are the cases of a clerk's work list.
func listed(t *testing.T, clerk *officetest.Person) []uuid.UUID {
	t.Helper()
	var list struct {
		WorkList struct{ Items []struct{ ID uuid.UUID } }
	}
	clerk.Must(t, `{ workList(first: 100) { items { id } } }`, nil, &list)
	var found []uuid.UUID
	for _, item := range list.WorkList.Items {
		found = append(found, item.ID)
	}
	return found
}

var (
	foreign = regexp.MustCompile(`(?m)^\\.*$`)                        // words for psql
	noise   = regexp.MustCompile(`(?m)^(SET|COMMENT ON SCHEMA) .*;$`) // of the program that dumped
)

// restore runs a plain dump with INSERTs, without psql.
func restore(t *testing.T, url string, dump []byte) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	script := noise.ReplaceAll(foreign.ReplaceAll(dump, nil), nil)
	if _, err := conn.PgConn().Exec(t.Context(), string(script)).ReadAll(); err != nil {
		t.Fatalf("restore: %v", err)
	}
}

func unzip(t *testing.T, path string) []byte {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// counts are the rows of what the office keeps; jobs come and go.
func counts(t *testing.T, o *officetest.Office) map[string]int {
	t.Helper()
	var tables []string
	err := o.DB.NewRaw(`SELECT schemaname || '.' || quote_ident(tablename) FROM pg_tables WHERE tablename <> 'migration'
		AND schemaname NOT IN ('pg_catalog', 'information_schema', 'river', 'catalogue')`).Scan(t.Context(), &tables)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]int{}
	for _, table := range tables {
		found[table] = o.Count(t, table)
	}
	return found
}

// TestKeepState writes a filled database of today; without the flag it has nothing to do.
func TestKeepState(t *testing.T) {
	if *keepState == "" {
		return
	}
	o := officetest.Boot(t)
	was := liveALittle(t, o)
	if err := o.Audit.Checkpoint(t.Context()); err != nil {
		t.Fatal(err)
	}
	o.Work(t)
	was.Counts, was.Vault = counts(t, o), map[string][]byte{}
	names, err := o.Vault.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if was.Vault[name], err = o.Vault.Get(t.Context(), name); err != nil {
			t.Fatal(err)
		}
	}
	dump, err := exec.CommandContext(t.Context(), "pg_dump", "--inserts", "--no-owner", "--no-privileges", "--dbname", o.Database(t)).Output()
	if err != nil {
		t.Fatalf("pg_dump: %v", err)
	}
	raw, err := json.Marshal(was)
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{"state.sql.gz": dump, "state.json.gz": raw} {
		var packed bytes.Buffer
		z, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := z.Write(content); err != nil || z.Close() != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(*keepState, name), packed.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// liveALittle fills the office with cases in many states.
func liveALittle(t *testing.T, o *officetest.Office) state {
	t.Helper()
	subject := "kept-" + ids.Token()[:8]
	amal, clerk, lead := o.LogIn(t, o.Applicants, officetest.Amal(subject)), o.Colleague(t, officetest.Clerk()), o.Colleague(t, officetest.Lead())
	hard := map[string]any{"subject_changed": true, "change_reason": "Ich habe gemerkt, dass mir die Statistik mehr liegt."}
	first := amal.Apply(t, true, nil)
	o.Applicant(t).Apply(t, false, nil)
	o.Applicant(t).Draft(t, officetest.Answers(nil))
	checked := o.Applicant(t).Apply(t, true, nil)
	checkAll(t, clerk, look(t, clerk, checked.CaseID))
	waiting := o.Applicant(t).Apply(t, false, nil)
	w := look(t, clerk, waiting.CaseID)
	do(t, clerk, "requestPapers", "RequestPapers", map[string]any{"case": w.ID, "version": w.Version, "items": []string{"rent"}, "dueOn": "2026-12-15"})
	do(t, clerk, "addNote", "AddNote", map[string]any{"case": w.ID, "text": "Rückruf vereinbart."})
	drafted := o.Applicant(t).Apply(t, true, nil)
	draft(t, clerk, checkAll(t, clerk, look(t, clerk, drafted.CaseID)))
	approval := o.Applicant(t).Apply(t, true, hard)
	propose(t, lead, draft(t, lead, checkAll(t, lead, look(t, lead, approval.CaseID))))
	propose(t, clerk, draft(t, clerk, checkAll(t, clerk, look(t, clerk, first.CaseID))))
	o.Work(t)
	amal.Must(t, `mutation($id: ID!) { retrieveDecision(input: {case: $id}) { state } }`, map[string]any{"id": first.CaseID}, nil)
	quitter := o.Applicant(t)
	quit := quitter.Apply(t, false, nil)
	quitter.Must(t, `mutation($in: WithdrawCase!) { withdrawCase(input: $in) { state } }`, map[string]any{"in": map[string]any{"case": quit.CaseID}}, nil)
	o.Work(t)
	if res, _ := clerk.Get(t, "/files/letters/"+first.ReceiptID.String()); res.StatusCode != http.StatusOK {
		t.Fatal(res.StatusCode)
	}
	return state{Applicant: subject, Number: first.Number, Code: first.Code, Cases: len(listed(t, clerk))}
}
