// Package clamd starts the virus scanner of the machine for the demo and for tests, with one signature: the test virus.
package clamd

import (
	"bufio"
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// ErrNotInstalled says that this machine has no clamd: the demo then runs without a scanner and says so.
var ErrNotInstalled = errors.New("clamd is not installed (Debian: apt install clamav-daemon)")

// StreamLimit is the largest file in bytes that the scanner takes: a bit more than the 50 MB that an upload may have.
const StreamLimit = 60 << 20

const (
	startLimit    = 60 * time.Second
	stopLimit     = 5 * time.Second
	maxSocketPath = 107             // bytes, a limit of the kernel
	readySign     = "Self checking" // clamd's last word before it takes connections
)

// Options say how the scanner runs; the zero value is usable.
type Options struct {
	Program string    // path of clamd; empty: found in PATH and the usual places
	Log     io.Writer // what it says; nil drops it
}

// Server is a running scanner.
type Server struct {
	Socket string // address for integrations/clamav

	socketDir string
	cmd       *exec.Cmd
	exited    chan struct{}
}

// Start runs clamd with its files in dir and returns when it takes files. ctx bounds the start only.
func Start(ctx context.Context, dir string, opts Options) (*Server, error) {
	program, err := find(opts.Program)
	if err != nil {
		return nil, err
	}
	dir, err = filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("find directory of clamd: %w", err)
	}
	s := &Server{Socket: filepath.Join(dir, "clamd.sock"), exited: make(chan struct{})}
	if len(s.Socket) > maxSocketPath {
		if s.socketDir, err = os.MkdirTemp("", "clamd-"); err != nil {
			return nil, fmt.Errorf("make directory of clamd's socket: %w", err)
		}
		s.Socket = filepath.Join(s.socketDir, "s")
	}
	config, err := s.write(dir)
	if err != nil {
		return nil, err
	}
	if err := s.run(ctx, exec.Command(program, "--config-file="+config), opts.Log); err != nil {
		return nil, errors.Join(err, os.RemoveAll(s.socketDir))
	}
	return s, nil
}

func find(program string) (string, error) {
	if program != "" {
		return program, nil
	}
	for _, name := range []string{"clamd", "/usr/sbin/clamd", "/usr/local/sbin/clamd", "/opt/homebrew/sbin/clamd"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", ErrNotInstalled
}

// write puts configuration and signature into dir.
func (s *Server) write(dir string) (config string, err error) {
	database := filepath.Join(dir, "signatures")
	if err := os.MkdirAll(database, 0o755); err != nil {
		return "", fmt.Errorf("make directory of clamd: %w", err)
	}
	// Name, any kind of file, anywhere in it, the bytes (put together here so that this source is no finding itself).
	eicar := `X5O!P%@AP[4\PZX54(P^)7CC)7}$` + `EICAR-STANDARD-ANTIVIRUS-` + `TEST-FILE!$H+H*`
	signature := "Eicar-Test-Signature:0:*:" + hex.EncodeToString([]byte(eicar)) + "\n"
	settings := fmt.Sprintf("Foreground yes\nLocalSocket %s\nFixStaleSocket yes\nDatabaseDirectory %s\nTemporaryDirectory %s\nStreamMaxLength %d\nMaxFileSize %d\nMaxScanSize %d\nMaxThreads 4\nSelfCheck 0\n",
		s.Socket, database, os.TempDir(), StreamLimit, StreamLimit, 4*StreamLimit)
	config = filepath.Join(dir, "clamd.conf")
	if err := errors.Join(
		os.WriteFile(filepath.Join(database, "eicar.ndb"), []byte(signature), 0o644),
		os.WriteFile(config, []byte(settings), 0o644),
	); err != nil {
		return "", fmt.Errorf("write configuration of clamd: %w", err)
	}
	return config, nil
}

// run starts clamd and waits until it takes connections; if it does not come to that, nothing is left running.
func (s *Server) run(ctx context.Context, cmd *exec.Cmd, log io.Writer) error {
	if log == nil {
		log = io.Discard
	}
	s.cmd = cmd
	said, says := io.Pipe()
	cmd.Stdout, cmd.Stderr = says, says
	started, ready := make(chan error, 1), make(chan struct{})
	go keep(cmd, started, says)
	last := &bytes.Buffer{} // what it said before it was ready, for the error
	go s.watch(said, log, last, ready)
	if err := <-started; err != nil {
		return fmt.Errorf("start clamd: %w", err)
	}
	timer := time.NewTimer(startLimit)
	defer timer.Stop()
	select {
	case <-ready:
		return nil
	case <-s.exited:
		return fmt.Errorf("clamd ended at once: %s", strings.TrimSpace(last.String()))
	case <-timer.C:
		return errors.Join(errors.New("clamd does not become ready"), s.Kill())
	case <-ctx.Done():
		return errors.Join(ctx.Err(), s.Kill())
	}
}

// watch passes on what clamd says, tells when it is ready and when it has ended.
func (s *Server) watch(said io.Reader, log io.Writer, last *bytes.Buffer, ready chan<- struct{}) {
	isReady := false
	for lines := bufio.NewScanner(said); lines.Scan(); {
		fmt.Fprintln(log, lines.Text())
		if isReady {
			continue
		}
		if isReady = strings.HasPrefix(lines.Text(), readySign); isReady {
			close(ready)
			continue
		}
		fmt.Fprintln(last, lines.Text())
	}
	_, _ = io.Copy(log, said)
	close(s.exited)
}

// Exited is closed when clamd has ended, for whatever reason.
func (s *Server) Exited() <-chan struct{} { return s.exited }

// Stop ends clamd in good order and waits for it.
func (s *Server) Stop() error {
	if err := s.cmd.Process.Signal(os.Interrupt); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return fmt.Errorf("stop clamd: %w", err)
	}
	timer := time.NewTimer(stopLimit)
	defer timer.Stop()
	select {
	case <-s.exited:
		return os.RemoveAll(s.socketDir)
	case <-timer.C:
		return s.Kill()
	}
}

// Kill ends clamd as a power cut would, and waits until it is gone.
func (s *Server) Kill() error {
	if err := s.cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return fmt.Errorf("kill clamd: %w", err)
	}
	<-s.exited
	return os.RemoveAll(s.socketDir)
}
