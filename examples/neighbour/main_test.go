package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/ankunft/ankunft/examples/town/towntest"
)

func TestMain(m *testing.M) { towntest.Main(m, main) }

// more is what the file says beside what each town's does.
func more(t *testing.T) string {
	t.Helper()
	return fmt.Sprintf("teams: {soziales: \"\"}\nmail: {use: pickup, with: {folder: %q, from: amt@nachbarstadt.example, fromName: Nachbarstadt}}\n", t.TempDir())
}

func TestTheProgramStandsAlone(t *testing.T) {
	t.Parallel()
	towntest.StandsAlone(t, more(t), `{ interpretersOnDuty(site: "x") { name } }`)
}

func TestAFaultyFileIsToldWhole(t *testing.T) {
	t.Parallel()
	cmd := towntest.Program(t, strings.ReplaceAll(more(t), `soziales: ""`, ""), "", 8080, "serve")
	cmd.Env = append(cmd.Env, "TOWN_KEY=short")
	out, err := cmd.CombinedOutput()
	for _, fault := range []string{"database", "link_key", "audit_key", "teams"} {
		if err == nil || !strings.Contains(string(out), fault) {
			t.Errorf("no word of %s: %v\n%s", fault, err, out)
		}
	}
}
