package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/ankunft/ankunft/platform/testkit"
)

const asNeighbour = "ANKUNFT_TEST_IS_NEIGHBOUR"

// TestMain lets the test's own program be the neighbour's.
func TestMain(m *testing.M) {
	if os.Getenv(asNeighbour) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// configuration is a whole file of a city whose outside worlds are not asked before somebody needs them.
const configuration = `city: Nachbarstadt
rules: ../../cities/nachbarstadt
base_url: http://localhost:%[1]d
listen: localhost:%[1]d
database: env:NEIGHBOUR_DATABASE
audit_key: env:NEIGHBOUR_KEY
link_key: env:NEIGHBOUR_KEY
teams: {soziales: ""}
vault: {use: s3, with: {endpoint: "http://localhost:1", bucket: trail, accessKey: env:NEIGHBOUR_KEY, secretKey: env:NEIGHBOUR_KEY, mode: governance, retentionDays: 30}}
staff_login: {use: oidc, with: {name: staff, issuer: "http://localhost:1", clientID: neighbour, redirectURL: "http://localhost:%[1]d/auth/staff/callback"}}
mail: {use: pickup, with: {folder: %[2]q, from: amt@nachbarstadt.example, fromName: Nachbarstadt}}
`

// program is the neighbour's on a database and a port.
func program(t *testing.T, database string, port int, command string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "neighbour.yaml")
	if err := os.WriteFile(file, fmt.Appendf(nil, configuration, port, t.TempDir()), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), 2*time.Minute)
	t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, self, "--config", file, command)
	cmd.Env = append(os.Environ(), asNeighbour+"=1", "NEIGHBOUR_DATABASE="+database, "NEIGHBOUR_KEY=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")
	return cmd
}

// The program of its own stands up from nothing but a file and a database, answers its own schema, and ends when it is told to.
func TestTheProgramStandsAlone(t *testing.T) {
	t.Parallel()
	database := testkit.New(t).URL()
	listener, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	port := listener.Addr().(*net.TCPAddr).Port
	_ = listener.Close()
	if out, err := program(t, database, port, "migrate").CombinedOutput(); err != nil {
		t.Fatalf("migrate: %v\n%s", err, out)
	}
	serve := program(t, database, port, "serve")
	var log strings.Builder
	serve.Stderr = &log
	if err := serve.Start(); err != nil {
		t.Fatal(err)
	}
	if status, body := ask(t, http.MethodGet, fmt.Sprintf("http://localhost:%d/readyz", port), ""); status != http.StatusOK {
		t.Errorf("it is not ready: %d %s", status, body)
	}
	status, body := ask(t, http.MethodPost, fmt.Sprintf("http://localhost:%d/graphql", port), `{"query": "{ interpretersOnDuty(site: \"x\") { name } }"}`)
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

func TestAFaultyFileIsToldWhole(t *testing.T) {
	t.Parallel()
	cmd := program(t, "", 8080, "serve")
	cmd.Env = append(cmd.Env, "NEIGHBOUR_KEY=short")
	out, err := cmd.CombinedOutput()
	for _, fault := range []string{"database", "link_key", "audit_key"} {
		if err == nil || !strings.Contains(string(out), fault) {
			t.Errorf("no word of %s: %v\n%s", fault, err, out)
		}
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
