package office_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/ankunft/ankunft/cmd/office"
	"github.com/ankunft/ankunft/cmd/office/officetest"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/plugin"
)

// workerSwitch makes this program a worker of the office whose outside worlds are at that address.
const workerSwitch = "ANKUNFT_TEST_WORKER"

// beWorker works jobs until it is killed.
func beWorker() {
	server := os.Getenv(workerSwitch)
	if server == "" {
		return
	}
	t := new(testing.T) // the worlds ask for one; nothing of them is used here but that they are there
	plugins := append(plugin.List{
		officetest.Fill("messages.Mailer", "far", farMailer(server)), officetest.Fill("documents.Store", "far", farStore{base: server}),
		officetest.Fill("documents.Scanner", "far", farScanner(server)),
	}, officetest.Open(t, clock.System()).Plugins()...)
	os.Exit(office.Main(plugins, []string{"-c", os.Args[1], "work"}, os.Stdout, os.Stderr))
}

// farMailer hands mails to the test, which is the mail server.
type farMailer string

var errGone = errors.New("the mail server hung up")

// Send implements messages.Mailer.
func (m farMailer) Send(ctx context.Context, mail messages.Mail) error {
	raw, err := json.Marshal(mail)
	if err != nil {
		return err
	}
	body, pipe := io.Pipe()
	go func() { _, _ = pipe.Write(raw); _ = pipe.Close() }()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, string(m), body)
	if err != nil {
		return err
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		return errors.Join(errGone, err)
	}
	return res.Body.Close()
}

// post is a mail server that can kill whoever sends.
type post struct {
	mu       sync.Mutex
	kill     func()              // nil: lives
	accepted map[string][]string // addressee → Message-IDs
	arrived  chan string
}

func (p *post) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var mail messages.Mail
	if err := json.NewDecoder(r.Body).Decode(&mail); err != nil {
		http.Error(w, "no mail", http.StatusBadRequest)
		return
	}
	p.mu.Lock()
	kill := p.kill
	p.kill = nil
	p.mu.Unlock()
	if kill != nil {
		kill()
	}
	p.mu.Lock()
	p.accepted[mail.To] = append(p.accepted[mail.To], mail.MessageID)
	p.mu.Unlock()
	p.arrived <- mail.To
}

// worker starts a worker and returns what ends it with kill -9.
func worker(t *testing.T, config, server string) (kill func()) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self, config)
	cmd.Env = append(os.Environ(), workerSwitch+"="+server)
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for lines := bufio.NewScanner(stderr); lines.Scan(); {
			t.Log(lines.Text())
		}
		_ = cmd.Wait()
	}()
	var once sync.Once
	kill = func() { once.Do(func() { _ = cmd.Process.Kill(); <-ended }) }
	t.Cleanup(kill)
	return kill
}

// A worker dies between the mail server's acceptance and our commit: no mail is lost; the one whose end was unclear comes a second time
// under the same Message-ID, all others once.
func TestAWorkerKilledBetweenTheMailAndTheCommitLosesNothing(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t)
	o.Clock.Set(clock.System().Now()) // the workers are programs of their own, with a clock of their own
	visitor := o.Stranger(t)
	people := []string{"a@post.example", "b@post.example", "c@post.example", "d@post.example"}
	for _, to := range people {
		visitor.Must(t, `mutation($e: String!) { requestLoginLink(input: {email: $e, language: "de"}) { minutes } }`, map[string]any{"e": to}, nil)
	}
	p := &post{accepted: map[string][]string{}, arrived: make(chan string, 100)}
	server := httptest.NewServer(p)
	t.Cleanup(server.Close)
	config := configFile(t, o, map[string]any{"mail": map[string]any{"use": "far"}, "workers": 1})

	first := worker(t, config, server.URL)
	p.mu.Lock()
	p.kill = first
	p.mu.Unlock()
	deadline := time.After(3 * time.Minute)
	var unclear string // accepted from a worker that no longer lives
	select {
	case unclear = <-p.arrived:
	case <-deadline:
		t.Fatal("no mail ever arrives")
	}
	o.Exec(t, "UPDATE river.river_job SET attempted_at = attempted_at - interval '2 hours' WHERE state = 'running'")
	o.Exec(t, "DELETE FROM river.river_leader") // as if the time had passed after which others take over
	second := worker(t, config, server.URL)
	for missing := len(people); missing > 0; missing-- { // the unclear one once more
		select {
		case <-p.arrived:
		case <-deadline:
			t.Fatalf("%d mails are missing", missing)
		}
	}
	second()
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, to := range people {
		ids := p.accepted[to]
		switch {
		case to == unclear && (len(ids) != 2 || ids[0] != ids[1]):
			t.Errorf("%s, whose end was unclear: %v", to, ids)
		case to != unclear && len(ids) != 1:
			t.Errorf("%s: %v", to, ids)
		}
	}
}

// configFile writes the configuration of the test's office; changes win.
func configFile(t *testing.T, o *officetest.Office, changes map[string]any) string {
	t.Helper()
	memory := map[string]any{"use": "memory"}
	cfg := map[string]any{
		"city": officetest.City(), "base_url": o.URL, "database": o.Database(t), "audit_key": officetest.AuditKey, "link_key": officetest.AuditKey,
		"objects": memory, "vault": memory, "mail": memory, "scanner": memory, "typst": memory, "pages": memory,
		"staff_login": map[string]any{"use": "staff"}, "applicant_login": map[string]any{"use": "applicants"},
	}
	for key, value := range changes {
		cfg[key] = value
	}
	raw, err := json.Marshal(cfg)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "ankunft.yaml")
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
