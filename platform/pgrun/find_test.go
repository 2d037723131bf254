package pgrun_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ankunft/ankunft/platform/pgrun"
)

func TestFindRefusesWhatIsTooOldOrNoPostgreSQL(t *testing.T) {
	for name, c := range map[string]struct{ answer, want string }{
		"too old":  {"postgres (PostgreSQL) 14.9", "older than 15"},
		"not it":   {"CockroachDB CCL v23", "unknown PostgreSQL version"},
		"new":      {"postgres (PostgreSQL) 18beta1", ""},
		"packaged": {"postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)", ""},
	} {
		dir := t.TempDir()
		for _, program := range []string{"initdb", "postgres"} {
			script := "#!/bin/sh\necho '" + c.answer + "'\n"
			if err := os.WriteFile(filepath.Join(dir, program), []byte(script), 0o755); err != nil {
				t.Fatal(err)
			}
		}
		t.Setenv("PGBIN", dir)
		b, err := pgrun.Find()
		switch {
		case c.want == "" && (err != nil || b.Dir != dir || b.Major < 15):
			t.Errorf("%s: %+v, %v", name, b, err)
		case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

func TestMissingPostgreSQLTellsHowToGetOne(t *testing.T) {
	t.Parallel()
	for _, way := range []string{"scripts/setup", "apt-get install", "PGBIN", "DATABASE_URL"} {
		if !strings.Contains(pgrun.ErrNotFound.Error(), way) {
			t.Errorf("the message does not name %s", way)
		}
	}
}
