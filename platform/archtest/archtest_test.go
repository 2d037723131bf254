package archtest_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ankunft/ankunft/platform/archtest"
)

// The house itself.
func TestHouseKeepsItsRules(t *testing.T) {
	t.Parallel()
	for _, fault := range faultsOf(t, "../..") {
		t.Error(fault)
	}
}

// A house in which each rule is broken at least once, beside what looks alike and is allowed.
func TestForbiddenHouseIsSeenThrough(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	if err := os.CopyFS(root, os.DirFS("testdata/forbidden")); err != nil {
		t.Fatal(err)
	}
	write(t, root, "README.md", 101)
	write(t, root, "web/long.ts", 401)
	write(t, root, "web/generated.ts", 401)
	write(t, root, "web/node_modules/x/theirs.ts", 401)
	for _, name := range []string{"a", "b", "c", "d", "e", "f", "g", "h"} {
		write(t, root, "modules/persons/"+name+".go", 400)
		write(t, root, "modules/cases/"+name+"_test.go", 400)
	}
	want := []string{
		"README.md has 101 lines, at most 100 are allowed",
		"graph/cases/graph.go names the table cases.case of another module: join a published view (cases.…_v1) or ask the module",
		"integrations/mail/mail.go imports integrations/store: the table has no arrow integrations/mail → integrations/store",
		"modules/cases/cases.go imports platform/clock: the table has no arrow modules/cases → platform/clock",
		"modules/cases/cases.go names the table persons.name of another module: join a published view (persons.…_v1) or ask the module",
		"modules/cases/cases.go names the table persons.person of another module: join a published view (persons.…_v1) or ask the module",
		"modules/cases/cases.go names the table persons.title of another module: join a published view (persons.…_v1) or ask the module",
		"modules/cases/casestest/build.go imports integrations/mail: the table has no arrow modules/cases → integrations/mail",
		"modules/cases/migrations/001.sql names the table persons.person of another module: join a published view (persons.…_v1) or ask the module",
		"modules/persons has 3209 lines without tests, at most 3000 are allowed: split it",
		"modules/persons/persons.go uses cases.case_v1: the table has no arrow modules/persons → modules/cases",
		"platform/clock/clock.go imports modules/persons: the table has no arrow platform/clock → modules/persons",
		"the table's line 3: nobody uses the arrow platform/db → platform/clock",
		"the table's line 5: nobody uses the arrow modules/persons → platform/clock",
		"the table's line 7: nobody uses the arrow integrations/mail → modules/cases",
		"web/long.ts has 401 lines, at most 400 are allowed",
	}
	if diff := cmp.Diff(want, faultsOf(t, root)); diff != "" {
		t.Errorf("faults (- want, + got):\n%s", diff)
	}
}

func TestTableWithAnArrowUpIsRefused(t *testing.T) {
	t.Parallel()
	const head = "| from | may import |\n| --- | --- |\n"
	for name, c := range map[string]struct{ table, want string }{
		"upwards":  {head + "| `modules/a` | `modules/b` |\n| `modules/b` | `platform/db` |\n", "line 3: the arrow modules/a → modules/b points up"},
		"missing":  {"# Architecture\n| who | where |\n| --- | --- |\n| `a` | `b` |\n", "no table"},
		"in order": {head + "| `modules/b` | `platform/db` |\n| `modules/a` | `modules/b` |\n", ""},
	} {
		_, err := archtest.ParseTable(c.table)
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

func faultsOf(t *testing.T, root string) []string {
	t.Helper()
	page, err := os.ReadFile(filepath.Join(root, "docs", "architecture.md"))
	if err != nil {
		t.Fatal(err)
	}
	arrows, err := archtest.ParseTable(string(page))
	if err != nil {
		t.Fatal(err)
	}
	tree, err := archtest.Load(root)
	if err != nil {
		t.Fatal(err)
	}
	faults, err := archtest.Check(tree, arrows)
	if err != nil {
		t.Fatal(err)
	}
	return faults
}

// write makes a file of so many lines, and keeps how the fixture's file begins.
func write(t *testing.T, root, name string, lines int) {
	t.Helper()
	path := filepath.Join(root, name)
	text, err := os.ReadFile(path)
	if os.IsNotExist(err) {
		text = []byte("package " + filepath.Base(filepath.Dir(path)) + "\n")
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil { // nobody commits a node_modules
		t.Fatal(err)
	}
	text = append(text, strings.Repeat("\n", lines-strings.Count(string(text), "\n"))...)
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
}
