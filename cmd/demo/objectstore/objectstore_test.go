package objectstore_test

import (
	"context"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ankunft/ankunft/cmd/demo/objectstore"
)

func TestMain(m *testing.M) {
	objectstore.RunIfChild()
	os.Exit(m.Run())
}

func start(t *testing.T, dir string) *objectstore.Server {
	t.Helper()
	s, err := objectstore.Start(t.Context(), dir, objectstore.Options{Log: t.Output()})
	if err != nil {
		t.Fatalf("start: %v", err)
	}
	t.Cleanup(func() {
		if err := s.Stop(); err != nil {
			t.Errorf("stop: %v", err)
		}
	})
	return s
}

// status asks without credentials for what is not there: 404 from a server that lives, an error from one that does not.
func status(endpoint string) (int, error) {
	resp, err := http.Get(endpoint + "/bucket/key")
	if err != nil {
		return 0, err
	}
	return resp.StatusCode, resp.Body.Close()
}

func TestStartsAnswersAndStops(t *testing.T) {
	t.Parallel()
	s := start(t, t.TempDir())
	if code, err := status(s.Endpoint); err != nil || code != http.StatusNotFound {
		t.Fatalf("a stranger got %d, %v", code, err)
	}
	if err := s.Stop(); err != nil {
		t.Fatalf("stop: %v", err)
	}
	<-s.Exited()
	if _, err := status(s.Endpoint); err == nil {
		t.Fatal("it still answers after its end")
	}
}

func TestKeepsItsKeysAndWorkingDirectory(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	before, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	first := start(t, dir)
	if err := first.Kill(); err != nil {
		t.Fatalf("kill: %v", err)
	}
	second := start(t, dir)
	if first.AccessKey != second.AccessKey || first.SecretKey != second.SecretKey || len(first.SecretKey) < 32 {
		t.Fatal("the keys changed between two starts")
	}
	other := start(t, t.TempDir())
	if other.SecretKey == first.SecretKey {
		t.Fatal("two directories share their keys")
	}
	if after, err := os.Getwd(); err != nil || after != before {
		t.Fatalf("working directory %q (%v) instead of %q", after, err, before)
	}
	info, err := os.Stat(filepath.Join(dir, "keys.json"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("mode of the keys: %v, %v", info, err)
	}
}

func TestSaysWhyItCannotStart(t *testing.T) {
	t.Parallel()
	running := start(t, t.TempDir())
	var log strings.Builder
	if _, err := objectstore.Start(t.Context(), t.TempDir(), objectstore.Options{Port: running.Port, Log: &log}); err == nil {
		t.Fatal("two servers on one port")
	}
	if !strings.Contains(log.String(), "address already in use") {
		t.Fatalf("log: %q", log.String())
	}
	broken := t.TempDir()
	if err := os.WriteFile(filepath.Join(broken, "keys.json"), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := objectstore.Start(t.Context(), broken, objectstore.Options{}); err == nil || !strings.Contains(err.Error(), "keys") {
		t.Fatalf("broken keys: %v", err)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := objectstore.Start(gone, t.TempDir(), objectstore.Options{}); err == nil {
		t.Fatal("started for a caller who has gone")
	}
}
