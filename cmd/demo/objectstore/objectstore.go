// Package objectstore runs a real S3 server for the demo and for tests, so that neither needs one installed.
//
// The server (versitygw over a plain directory) changes its working directory and keeps global state, so it runs in a
// process of its own: Start starts this very program a second time, and RunIfChild, called first thing in main or
// TestMain, turns that second process into the server. The child ends when its standard input ends, which also
// happens when its parent is killed.
package objectstore

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"time"

	"github.com/ankunft/ankunft/platform/ids"
)

// Region is what clients sign with.
const Region = "eu-central-1"

const (
	host        = "127.0.0.1"
	listening   = "object store is listening"
	startLimit  = 30 * time.Second
	stopLimit   = 5 * time.Second
	bindRetries = 5
)

// Options say how the server runs; the zero value is usable.
type Options struct {
	Port int       // 0 takes any free one
	Log  io.Writer // what the server says; nil drops it
}

// Server is a running object store.
type Server struct {
	Endpoint             string // "http://127.0.0.1:7070"
	Port                 int    // the number in Endpoint, for a restart at the same place
	AccessKey, SecretKey string // made at the first start, kept in the directory

	stdin  io.Closer
	cmd    *exec.Cmd
	exited chan struct{}
	err    error
	stop   sync.Once
}

// spec is what the parent tells the child.
type spec struct {
	Dir, Address, AccessKey, SecretKey string
}

// Start starts a server that keeps its objects below dir, and returns when it answers. ctx bounds the start only.
func Start(ctx context.Context, dir string, opts Options) (*Server, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("find directory of the object store: %w", err)
	}
	access, secret, err := keys(dir)
	if err != nil {
		return nil, err
	}
	for attempt := 1; ; attempt++ {
		port := opts.Port
		if port == 0 {
			if port, err = freePort(); err != nil {
				return nil, err
			}
		}
		address := net.JoinHostPort(host, strconv.Itoa(port))
		s, err := start(ctx, spec{Dir: dir, Address: address, AccessKey: access, SecretKey: secret}, opts.Log)
		if err == nil {
			s.Port = port
			return s, nil
		}
		if opts.Port != 0 || attempt == bindRetries || ctx.Err() != nil {
			return nil, err
		} // somebody else may have taken the free port first
	}
}

func start(ctx context.Context, child spec, log io.Writer) (*Server, error) {
	if log == nil {
		log = io.Discard
	}
	executable, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("find own program: %w", err)
	}
	cmd := exec.Command(executable) // its life is Stop's matter, not ctx's
	cmd.Env = append(os.Environ(), childEnv+"=1")
	said, says := io.Pipe()
	cmd.Stdout, cmd.Stderr = says, says
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return nil, fmt.Errorf("prepare object store: %w", err)
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start object store: %w", err)
	}
	s := &Server{
		Endpoint: "http://" + child.Address, AccessKey: child.AccessKey, SecretKey: child.SecretKey,
		stdin: stdin, cmd: cmd, exited: make(chan struct{}),
	}
	ready := make(chan struct{})
	go func() {
		s.err = cmd.Wait()
		_ = says.Close()
	}()
	go s.watch(said, log, ready)
	if err := json.NewEncoder(stdin).Encode(child); err != nil {
		_ = s.Stop()
		return nil, fmt.Errorf("instruct object store: %w", err)
	}
	if err := s.await(ctx, ready); err != nil {
		return nil, err
	}
	return s, nil
}

// await returns when the server listens; if it does not come to that, nothing is left running.
func (s *Server) await(ctx context.Context, ready <-chan struct{}) error {
	timer := time.NewTimer(startLimit)
	defer timer.Stop()
	select {
	case <-ready:
		return nil
	case <-s.exited:
		return fmt.Errorf("object store at %s ended at once: %w", s.Endpoint, errors.Join(errEnded, s.err))
	case <-timer.C:
		return errors.Join(fmt.Errorf("object store at %s does not answer", s.Endpoint), s.Kill())
	case <-ctx.Done():
		return errors.Join(ctx.Err(), s.Kill())
	}
}

var errEnded = errors.New("see its log for why")

// watch passes the child's words on, tells when it is ready and when it has ended.
func (s *Server) watch(said io.Reader, log io.Writer, ready chan<- struct{}) {
	lines := bufio.NewScanner(said)
	for lines.Scan() {
		if lines.Text() == listening {
			close(ready)
			continue
		}
		fmt.Fprintln(log, lines.Text())
	}
	_, _ = io.Copy(log, said) // a line too long to scan ends the scanning, not the server
	close(s.exited)
}

// Exited is closed when the server has ended, for whatever reason.
func (s *Server) Exited() <-chan struct{} { return s.exited }

// Stop ends the server in good order and waits for it.
func (s *Server) Stop() error {
	s.stop.Do(func() { _ = s.stdin.Close() })
	timer := time.NewTimer(stopLimit)
	defer timer.Stop()
	select {
	case <-s.exited:
		return nil
	case <-timer.C:
		return s.Kill()
	}
}

// Kill ends the server as a power cut would, and waits until it is gone.
func (s *Server) Kill() error {
	if err := s.cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return fmt.Errorf("kill object store: %w", err)
	}
	<-s.exited
	return nil
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", net.JoinHostPort(host, "0"))
	if err != nil {
		return 0, fmt.Errorf("find a free port: %w", err)
	}
	defer l.Close()
	address, ok := l.Addr().(*net.TCPAddr)
	if !ok {
		return 0, fmt.Errorf("find a free port: %s is no TCP address", l.Addr())
	}
	return address.Port, nil
}

type keyFile struct{ AccessKey, SecretKey string }

// keys reads the credentials of the directory, or makes them.
func keys(dir string) (access, secret string, err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", "", fmt.Errorf("make directory of the object store: %w", err)
	}
	path := filepath.Join(dir, "keys.json")
	var k keyFile
	raw, err := os.ReadFile(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		k = keyFile{AccessKey: "demo-" + ids.New().String()[24:], SecretKey: ids.Token()}
		if raw, err = json.Marshal(k); err != nil {
			return "", "", fmt.Errorf("write keys of the object store: %w", err)
		}
		if err := os.WriteFile(path, raw, 0o600); err != nil {
			return "", "", fmt.Errorf("write keys of the object store: %w", err)
		}
	case err != nil:
		return "", "", fmt.Errorf("read keys of the object store: %w", err)
	default:
		if err := json.Unmarshal(raw, &k); err != nil {
			return "", "", fmt.Errorf("read keys of the object store in %s: %w", path, err)
		}
	}
	if k.AccessKey == "" || k.SecretKey == "" {
		return "", "", fmt.Errorf("read keys of the object store in %s: incomplete, remove the file to make new ones", path)
	}
	return k.AccessKey, k.SecretKey, nil
}
