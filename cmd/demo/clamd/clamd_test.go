package clamd_test

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ankunft/ankunft/cmd/demo/clamd"
)

func TestStartsTakesConnectionsAndStops(t *testing.T) {
	t.Parallel()
	deep := filepath.Join(t.TempDir(), strings.Repeat("deep/", 20)) // longer than a socket's path may be
	s, err := clamd.Start(t.Context(), deep, clamd.Options{Log: t.Output()})
	if err != nil {
		t.Fatalf("start: %v", err)
	}
	conn, err := net.Dial("unix", s.Socket)
	if err != nil {
		t.Fatalf("connect: %v", err)
	}
	if err := conn.Close(); err != nil {
		t.Fatal(err)
	}
	if err := s.Stop(); err != nil {
		t.Fatalf("stop: %v", err)
	}
	<-s.Exited()
	if _, err := os.Stat(s.Socket); err == nil {
		t.Fatal("the socket was left behind")
	}
}

func TestSaysWhyItCannotStart(t *testing.T) {
	t.Parallel()
	if _, err := clamd.Start(t.Context(), t.TempDir(), clamd.Options{Program: "/does/not/exist"}); err == nil {
		t.Error("a program that does not exist was started")
	}
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "signatures"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "signatures", "broken.ndb"), []byte("no signature\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := clamd.Start(t.Context(), dir, clamd.Options{}); err == nil || !strings.Contains(err.Error(), "ended at once") {
		t.Errorf("with a broken database: %v", err)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := clamd.Start(gone, t.TempDir(), clamd.Options{}); err == nil {
		t.Error("started for a caller who has gone")
	}
}
