package clamav_test

import (
	"bytes"
	"errors"
	"io"
	"net"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ankunft/ankunft/cmd/demo/clamd"
	"github.com/ankunft/ankunft/integrations/clamav"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/documents/documentstest"
	"github.com/ankunft/ankunft/platform/plugin"
)

func open(t *testing.T, config clamav.Config) *clamav.Scanner {
	t.Helper()
	scanner, err := clamav.New(config)
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	return scanner
}

func TestScanner(t *testing.T) {
	t.Parallel()
	server, err := clamd.Start(t.Context(), t.TempDir(), clamd.Options{Log: t.Output()})
	if err != nil {
		t.Fatalf("start clamd: %v", err)
	}
	t.Cleanup(func() { _ = server.Kill() })
	scanner := open(t, clamav.Config{Address: server.Socket})
	if err := scanner.Probe(t.Context()); err != nil {
		t.Fatalf("probe: %v", err)
	}
	documentstest.ExerciseScanner(t, scanner, clamd.StreamLimit)
	t.Run("finds what is hidden in a larger file", func(t *testing.T) {
		t.Parallel()
		filler := bytes.Repeat([]byte("letter "), 500_000)
		verdict, err := scanner.Scan(t.Context(), io.MultiReader(bytes.NewReader(filler), bytes.NewReader(documentstest.EICAR()), bytes.NewReader(filler)))
		if err != nil || verdict.Clean {
			t.Errorf("%+v, %v", verdict, err)
		}
	})
}

// answering is a clamd that reads a little and then says reply, whatever it was asked.
func answering(t *testing.T, reply string) clamav.Config {
	t.Helper()
	path := filepath.Join(t.TempDir(), "s")
	l, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			if reply != "" {
				_, _ = conn.Read(make([]byte, 64))
				_, _ = io.WriteString(conn, reply)
				_ = conn.Close()
			} // without a reply the connection stays open and silent
		}
	}()
	return clamav.Config{Address: path, TimeoutSeconds: 1}
}

func TestOnlyAClearAnswerIsAVerdict(t *testing.T) {
	t.Parallel()
	for reply, want := range map[string]error{
		"stream: OK\x00":                          nil,
		"stream: Win.Test.EICAR_HDB-1 FOUND\x00":  nil,
		"INSTREAM size limit exceeded. ERROR\x00": documents.ErrScanTooLarge,
		"stream: Can't allocate memory ERROR\x00": documents.ErrScannerUnavailable,
		"stream: OK":                        documents.ErrScannerUnavailable, // cut off: could have been "OK ERROR"
		"stream:  FOUND\x00":                documents.ErrScannerUnavailable,
		"OK\x00":                            documents.ErrScannerUnavailable,
		"\x00":                              documents.ErrScannerUnavailable,
		strings.Repeat("x", 1<<20):          documents.ErrScannerUnavailable,
		"COMMAND READ TIMED OUT\x00":        documents.ErrScannerUnavailable,
		"UNKNOWN COMMAND\x00stream: OK\x00": documents.ErrScannerUnavailable,
		"":                                  documents.ErrScannerUnavailable,
	} {
		verdict, err := open(t, answering(t, reply)).Scan(t.Context(), strings.NewReader("file"))
		if !errors.Is(err, want) || (want != nil && verdict.Clean) {
			t.Errorf("reply %.40q: %+v, %v", reply, verdict, err)
		}
	}
}

func TestAScannerThatIsGoneIsUnavailable(t *testing.T) {
	t.Parallel()
	for _, address := range []string{filepath.Join(t.TempDir(), "nobody"), "127.0.0.1:1"} {
		scanner := open(t, clamav.Config{Address: address})
		if verdict, err := scanner.Scan(t.Context(), strings.NewReader("x")); !errors.Is(err, documents.ErrScannerUnavailable) || verdict.Clean {
			t.Errorf("%s: %+v, %v", address, verdict, err)
		}
		if err := scanner.Probe(t.Context()); !errors.Is(err, documents.ErrScannerUnavailable) {
			t.Errorf("%s: probe: %v", address, err)
		}
	}
}

func TestConfigurationTellsEveryFault(t *testing.T) {
	t.Parallel()
	err := clamav.Plugin.Check([]byte("address: clamd\ntimeoutSeconds: -1"))
	if err == nil || !strings.Contains(err.Error(), "address:") || !strings.Contains(err.Error(), "timeoutSeconds:") {
		t.Fatalf("check: %v", err)
	}
	for _, good := range []string{"address: /run/clamav/clamd.ctl", "address: scanner:3310\ntimeoutSeconds: 30"} {
		if _, err := plugin.Open[documents.Scanner](t.Context(), plugin.List{clamav.Plugin}, "documents.Scanner", "clamav", []byte(good), plugin.Deps{}); err != nil {
			t.Errorf("%s: %v", good, err)
		}
	}
}
