package towntest

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/ankunft/ankunft/platform/testkit"
)

const isProgram = "ANKUNFT_TEST_IS_PROGRAM"

// Main lets the test's own program be the town's.
func Main(m *testing.M, main func()) {
	if os.Getenv(isProgram) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// configuration is a file of a town whose outside worlds are not asked before somebody needs them.
const configuration = `city: Nachbarstadt
rules: ../../cities/nachbarstadt
base_url: http://localhost:%[1]d
listen: localhost:%[1]d
database: env:TOWN_DATABASE
audit_key: env:TOWN_KEY
link_key: env:TOWN_KEY
vault: {use: s3, with: {endpoint: "http://localhost:1", bucket: trail, accessKey: env:TOWN_KEY, secretKey: env:TOWN_KEY, mode: governance, retentionDays: 30}}
staff_login: {use: oidc, with: {name: staff, issuer: "http://localhost:1", clientID: town, redirectURL: "http://localhost:%[1]d/auth/staff/callback"}}
`

// Program is the town's on a database and a port, with what else its configuration says.
func Program(t *testing.T, more, database string, port int, command string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "town.yaml")
	if err := os.WriteFile(file, fmt.Appendf(nil, configuration+"%[2]s", port, more), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), 2*time.Minute)
	t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, self, "--config", file, command)
	cmd.Env = append(os.Environ(), isProgram+"=1", "TOWN_DATABASE="+database, "TOWN_KEY=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")
	return cmd
}

// StandsAlone has the program stand up from nothing but a file and a database, answer its own schema and end when it is told to. query is one that strangers may not ask.
func StandsAlone(t *testing.T, more, query string) {
	t.Helper()
	database := testkit.New(t).URL()
	port := testkit.FreePorts(t, 1)
	if out, err := Program(t, more, database, port, "migrate").CombinedOutput(); err != nil {
		t.Fatalf("migrate: %v\n%s", err, out)
	}
	serve := Program(t, more, database, port, "serve")
	var log strings.Builder
	serve.Stderr = &log
	if err := serve.Start(); err != nil {
		t.Fatal(err)
	}
	if status, body := ask(t, http.MethodGet, fmt.Sprintf("http://localhost:%d/readyz", port), ""); status != http.StatusOK {
		t.Errorf("it is not ready: %d %s", status, body)
	}
	status, body := ask(t, http.MethodPost, fmt.Sprintf("http://localhost:%d/graphql", port), fmt.Sprintf(`{"query": %q}`, query))
	if status != http.StatusOK || !strings.Contains(body, "UNAUTHENTICATED") {
		t.Errorf("to a stranger: %d %s", status, body)
	}
	if _, body = ask(t, http.MethodPost, fmt.Sprintf("http://localhost:%d/graphql", port), `{"query": "{ cases { items { id } } }"}`); !strings.Contains(body, "GRAPHQL_VALIDATION_FAILED") {
		t.Errorf("it knows of cases: %s", body)
	}
	if err := serve.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := serve.Wait(); err != nil {
		t.Errorf("interrupted: %v\n%s", err, log.String())
	}
}

// ask waits until somebody answers.
func ask(t *testing.T, method, address, body string) (status int, text string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for {
		r, err := http.NewRequestWithContext(ctx, method, address, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/json")
		res, err := http.DefaultClient.Do(r)
		if ctx.Err() != nil {
			t.Fatal("nobody answers:", err)
		}
		if err != nil {
			continue
		}
		raw, err := io.ReadAll(res.Body)
		_ = res.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
		return res.StatusCode, string(raw)
	}
}
