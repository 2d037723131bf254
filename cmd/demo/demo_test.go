package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/ankunft/ankunft/cmd/demo/objectstore"
	"github.com/ankunft/ankunft/integrations/images"
	"github.com/ankunft/ankunft/platform/testkit"
)

const asDemo = "ANKUNFT_TEST_IS_DEMO"

// said is what a demo said on both of its outputs.
type said struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// Write implements io.Writer.
func (s *said) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(p)
}

// String implements fmt.Stringer.
func (s *said) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

// TestMain lets the test's own program be the demo, and the demo's children.
func TestMain(m *testing.M) {
	images.Child()
	objectstore.RunIfChild()
	if os.Getenv(asDemo) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// The demo starts, lets people in, ends when it is told to, and stands up again after it was killed.
func TestTheDemoStandsFallsAndStandsUpAgain(t *testing.T) {
	t.Parallel()
	dir, port := t.TempDir(), testkit.FreePorts(t, 4)
	d := start(t, dir, port, 3)
	for _, address := range []string{d.Ready, d.Portal, d.Office, d.Mails} {
		if status, body := fetch(t, http.DefaultClient, address); status != http.StatusOK {
			t.Errorf("%s answers %d: %s", address, status, body)
		}
	}
	if name := d.logIn(t, "staff", url.Values{"as": {"lindner"}}); name != "Petra Lindner" {
		t.Errorf("a click on the clerk logs in %q", name)
	}
	if name := d.logIn(t, "applicants", url.Values{"username": {"amal"}, "password": {"demo"}}); name != "Amal Haddad" {
		t.Errorf("the applicant's password logs in %q", name)
	}
	if n := d.ask(t, http.DefaultClient, fmt.Sprintf(`{ publicStatus(number: %q, code: %q) { number } }`, d.Status.Number, d.Status.Code)); !strings.Contains(n, d.Status.Number) {
		t.Errorf("status of the example: %s", n)
	}
	d.end(t, os.Interrupt)
	if err := d.Wait(); err != nil {
		t.Errorf("interrupted: %v\n%s", err, d.said)
	}
	d.gone(t)

	d = start(t, dir, port, 3)
	if !strings.Contains(d.said.String(), fillStep) || strings.Contains(d.said.String(), "100%") {
		t.Errorf("a second start fills again: %s", d.said.String())
	}
	d.end(t, os.Kill)
	_ = d.Wait() // killed, as it should be
	d.gone(t)

	d = start(t, dir, port, 3)
	if name := d.logIn(t, "staff", url.Values{"as": {"lindner"}}); name != "Petra Lindner" {
		t.Errorf("after a kill: %q", name)
	}
	d.end(t, syscall.SIGTERM)
	if err := d.Wait(); err != nil {
		t.Errorf("terminated: %v\n%s", err, d.said)
	}
}

func TestWhatIsInTheWayIsSaid(t *testing.T) {
	t.Parallel()
	port := testkit.FreePorts(t, 4)
	taken, err := net.Listen("tcp", fmt.Sprintf("localhost:%d", port+2))
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	for name, c := range map[string]struct {
		env, port, want string
	}{
		"a port that is taken": {"", fmt.Sprint(port), fmt.Sprintf("port %d (mails) is taken", port+2)},
		"no PostgreSQL":        {"PGBIN=/nowhere", fmt.Sprint(testkit.FreePorts(t, 4)), "PGBIN"},
	} {
		cmd := command(t, t.TempDir(), c.port, 3)
		cmd.Env = append(cmd.Env, c.env)
		out, err := cmd.CombinedOutput()
		if err == nil || !strings.Contains(string(out), c.want) {
			t.Errorf("%s: %v, %s", name, err, out)
		}
	}
}

// standing is a demo that stands.
type standing struct {
	*exec.Cmd
	playbill
	said *said
}

func command(t *testing.T, dir, port string, cases int) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), 5*time.Minute)
	t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, self, "--port", port, "--dir", dir, "--cases", fmt.Sprint(cases), "--json", "--open")
	cmd.Dir, cmd.Env = root, append(os.Environ(), asDemo+"=1", "DATABASE_URL=")
	return cmd
}

func start(t *testing.T, dir string, port, cases int) *standing {
	t.Helper()
	d := &standing{Cmd: command(t, dir, fmt.Sprint(port), cases), said: &said{}}
	d.Stderr = d.said
	out, err := d.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Process.Kill() })
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if raw := lines.Bytes(); bytes.HasPrefix(raw, []byte("{")) {
			if err := json.Unmarshal(raw, &d.playbill); err != nil {
				t.Fatal(err)
			}
			go io.Copy(io.Discard, out)
			return d
		}
		_, _ = d.said.Write([]byte(lines.Text() + "\n"))
	}
	_ = d.Wait()
	t.Fatalf("the demo does not stand:\n%s", d.said)
	return nil
}

func (d *standing) end(t *testing.T, how os.Signal) {
	t.Helper()
	if err := d.Process.Signal(how); err != nil {
		t.Fatal(err)
	}
}

// gone waits until the ports are free again, which they are once all children have ended.
func (d *standing) gone(t *testing.T) {
	t.Helper()
	for _, address := range []string{d.Portal, d.Logins, d.Mails} {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		if conn, err := net.DialTimeout("tcp", u.Host, time.Second); err == nil {
			_ = conn.Close()
			t.Errorf("%s still answers", address)
		}
	}
}

// logIn goes through the identity provider as a browser does, and tells whom the office sees.
func (d *standing) logIn(t *testing.T, realm string, form url.Values) string {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	browser := &http.Client{Jar: jar}
	res, err := browser.Get(d.Portal + "auth/" + realm + "/start?next=/")
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	form.Set("request", res.Request.URL.Query().Get("request"))
	page := *res.Request.URL
	page.RawQuery = ""
	res, err = browser.PostForm(page.String(), form)
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	var answer struct {
		Data struct{ Me struct{ Name string } }
	}
	if err := json.Unmarshal([]byte(d.ask(t, browser, "{ me { name } }")), &answer); err != nil {
		t.Fatal(err)
	}
	return answer.Data.Me.Name
}

func (d *standing) ask(t *testing.T, browser *http.Client, query string) string {
	t.Helper()
	raw, err := json.Marshal(map[string]string{"query": query})
	if err != nil {
		t.Fatal(err)
	}
	res, err := browser.Post(d.Portal+"graphql", "application/json", bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func fetch(t *testing.T, browser *http.Client, address string) (int, string) {
	t.Helper()
	res, err := browser.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(io.LimitReader(res.Body, 500))
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(body)
}
