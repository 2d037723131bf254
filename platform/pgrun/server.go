package pgrun

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

const (
	superuser     = "ankunft"
	maxSocketPath = 107              // sun_path holds 108 bytes with its closing zero
	stopPatience  = 90 * time.Second // its last checkpoint waits for the disk, which a busy machine may have much to write to

	// SocketName is the file of a server's socket in the folder that its address names as host.
	SocketName = ".s.PGSQL.5432"
	// MaxSocketDir is how many bytes the path of that folder may have.
	MaxSocketDir = maxSocketPath - len("/"+SocketName)
)

// Options of Start. The zero value is a persistent server without a folder, which Start refuses.
type Options struct {
	Dir       string            // where the data lies; for a throwaway server optional and then a new folder in memory
	Throwaway bool              // no durability; the data vanish when the server stops or its starter dies
	Settings  map[string]string // postgresql.conf, wins over our own
	Log       io.Writer         // a line about each slow step; may be nil
}

// Server is a running PostgreSQL, ours or (with DATABASE_URL) somebody else's.
type Server struct {
	base     *url.URL // its path is the database
	dir      string   // "" when the server is not ours
	socket   string   // folder of its socket
	exited   chan struct{}
	process  *os.Process
	watchdog io.Closer // nil for a persistent server
}

// Start returns when the server answers. ctx bounds the start, not the server's life: that ends with Stop or with this
// process. The error of a server that does not come up carries the end of its log.
func Start(ctx context.Context, o Options) (*Server, error) {
	if given := os.Getenv("DATABASE_URL"); given != "" && !o.Throwaway {
		return attach(given)
	}
	if o.Dir == "" && !o.Throwaway {
		return nil, errors.New("start PostgreSQL: a persistent server needs a folder")
	}
	if o.Log == nil {
		o.Log = io.Discard
	}
	bin, err := Find()
	if err != nil {
		return nil, err
	}
	h, err := makeHome(bin, o)
	if err != nil {
		return nil, fmt.Errorf("prepare PostgreSQL: %w", err)
	}
	s, err := h.launch(ctx, o)
	if err != nil {
		h.discard(o)
		return nil, err
	}
	return s, nil
}

func attach(given string) (*Server, error) {
	u, err := url.Parse(given)
	if err != nil || u.Scheme != "postgres" && u.Scheme != "postgresql" {
		// The address may hold a password: never repeat it.
		return nil, errors.New("read the address of PostgreSQL: want postgres://user@host/database")
	}
	return &Server{base: u}, nil
}

// URL is the address of a database on this server, as pgx and libpq read it.
func (s *Server) URL(database string) string {
	u := *s.base
	u.Path = "/" + database
	return u.String()
}

// Own tells whether Start launched this server, and Stop will end it.
func (s *Server) Own() bool { return s.process != nil }

// Stop ends a server of our own and, when it was throwaway, deletes its data. A server that was given is left alone.
// Stopping twice is harmless.
func (s *Server) Stop() error {
	if !s.Own() {
		return nil
	}
	_ = s.process.Signal(syscall.SIGINT) // fast shutdown; fails only if it is gone already
	var err error
	select {
	case <-s.exited:
	case <-time.After(stopPatience):
		err = errors.Join(errors.New("stop PostgreSQL: had to kill it"), s.process.Kill())
		<-s.exited
	}
	if s.socket != s.dir {
		_ = os.Remove(s.socket) // refuses when another server's socket is in it
	}
	if s.watchdog != nil {
		_ = s.watchdog.Close()
		err = errors.Join(err, os.RemoveAll(s.dir))
	}
	return err
}

// launch starts the server in a prepared home and waits until it answers.
func (h home) launch(ctx context.Context, o Options) (*Server, error) {
	if err := h.initialise(ctx, o); err != nil {
		return nil, err
	}
	logPath := filepath.Join(h.dir, "postgres.log")
	logFile, err := os.Create(logPath)
	if err != nil {
		return nil, err
	}
	defer logFile.Close()
	args := []string{"-D", h.data()}
	settings := h.settings(o)
	for _, name := range slices.Sorted(maps.Keys(settings)) {
		args = append(args, "-c", name+"="+settings[name])
	}
	cmd := h.command("postgres", args...)
	cmd.Stdout, cmd.Stderr = logFile, logFile
	s := &Server{dir: h.dir, socket: h.socket, exited: make(chan struct{}), base: &url.URL{
		Scheme: "postgres", User: url.User(superuser), Path: "/postgres",
		RawQuery: url.Values{"host": {h.socket}}.Encode(),
	}}
	if err := s.spawn(cmd); err != nil {
		return nil, fmt.Errorf("start PostgreSQL from %s: %w", h.bin.Dir, err)
	}
	if o.Throwaway {
		if s.watchdog, err = watch(s.process.Pid, h.dir); err != nil {
			return nil, errors.Join(err, s.Stop())
		}
	}
	if err := s.waitReady(ctx); err != nil {
		err = fmt.Errorf("start PostgreSQL %d: %w\n%s", h.bin.Major, err, tail(logPath))
		return nil, errors.Join(err, s.Stop())
	}
	return s, nil
}

// spawn keeps one OS thread for the server, because the kernel sends the death signal when the starting thread ends.
func (s *Server) spawn(cmd *exec.Cmd) error {
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := cmd.Start()
		s.process = cmd.Process
		started <- err
		if err == nil {
			_ = cmd.Wait() // how it ended stands in its log
			close(s.exited)
		}
	}()
	return <-started
}

func (s *Server) waitReady(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute) // crash recovery of a demo may take a while
	defer cancel()
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for {
		err := s.answers(ctx)
		if err == nil {
			return nil
		}
		select {
		case <-s.exited:
			return errors.New("the server ended")
		case <-ctx.Done():
			return errors.Join(ctx.Err(), err)
		case <-again.C:
		}
	}
}

// answers looks at the lock file first: on a socket that another server holds, that one would answer.
func (s *Server) answers(ctx context.Context) error {
	lock, err := os.ReadFile(filepath.Join(s.dir, "data", "postmaster.pid"))
	if err != nil {
		return err
	}
	if pid, _, _ := strings.Cut(string(lock), "\n"); pid != strconv.Itoa(s.process.Pid) {
		return errors.New("another server holds the data")
	}
	conn, err := pgx.Connect(ctx, s.URL("postgres"))
	if err != nil {
		return err
	}
	return conn.Close(ctx)
}
