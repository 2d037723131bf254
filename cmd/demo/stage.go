package main

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/ankunft/ankunft/cmd/demo/clamd"
	"github.com/ankunft/ankunft/cmd/demo/idp"
	"github.com/ankunft/ankunft/cmd/demo/mailsink"
	"github.com/ankunft/ankunft/cmd/demo/objectstore"
	"github.com/ankunft/ankunft/cmd/office"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/httpd"
	"github.com/ankunft/ankunft/platform/logs"
	"github.com/ankunft/ankunft/platform/pgrun"
)

// stage is everything that the demo starts, in the order in which it is started; strike ends it the other way round.
type stage struct {
	options
	dir      string
	out      io.Writer
	terminal bool // out is one
	log      *slog.Logger

	postgres *pgrun.Server
	store    *objectstore.Server
	scanner  *clamd.Server // nil: not installed
	mail     *mailsink.Sink
	logins   http.Handler
	ports    *office.Ports
	office   *office.Office
	filled   filled
	fresh    bool // this is the first start
	ends     []func() error
}

const (
	logName  = "office.log"
	fillStep = "people and cases"
)

func (s *stage) url(offset int) string { return fmt.Sprintf("http://localhost:%d", s.Port+offset) }

// tell shows a step and how long it took.
func (s *stage) tell(what string, do func() error) error {
	_, _ = fmt.Fprintf(s.out, "  %-34s", what)
	start := clock.System().Now()
	if err := do(); err != nil {
		_, _ = fmt.Fprintln(s.out, " failed")
		return fmt.Errorf("%s: %w", what, err)
	}
	_, _ = fmt.Fprintf(s.out, " %5.1f s\n", clock.System().Now().Sub(start).Seconds())
	return nil
}

func (s *stage) build(ctx context.Context) error {
	_, _ = fmt.Fprintf(s.out, "\nAnkunft: the demo city starts (data in %s)\n", s.Dir)
	if err := s.prepare(); err != nil {
		return err
	}
	for _, step := range []struct {
		what string
		do   func(context.Context) error
	}{
		{"ports are free", s.checkPorts}, {"PostgreSQL", s.startPostgres}, {"object store", s.startStore}, {"mail sink", s.startMail},
		{"virus scanner", s.startScanner}, {"logins of staff and applicants", s.makeLogins}, {"office", s.wire},
		{"database is up to date", func(ctx context.Context) error { return s.office.Migrate(ctx) }},
		{"services of the city", func(ctx context.Context) error { return s.office.Catalogue.Publish(ctx) }},
		{fillStep, s.fill},
	} {
		if err := s.tell(step.what, func() error { return step.do(ctx) }); err != nil {
			return err
		}
	}
	return nil
}

func (s *stage) prepare() error {
	if err := os.MkdirAll(s.dir, 0o755); err != nil {
		return fmt.Errorf("make folder of the demo: %w", err)
	}
	file, err := os.OpenFile(filepath.Join(s.dir, logName), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("open log: %w", err)
	}
	s.ends = append(s.ends, file.Close)
	s.log = logs.New(file, slog.LevelInfo)
	return nil
}

// checkPorts says which of the four is taken before anything is started.
func (s *stage) checkPorts(ctx context.Context) error {
	var taken []error
	for offset, what := range []string{"office", "logins", "mails", "object store"} {
		var lc net.ListenConfig
		l, err := lc.Listen(ctx, "tcp", fmt.Sprintf("localhost:%d", s.Port+offset))
		if err != nil {
			taken = append(taken, fmt.Errorf("port %d (%s) is taken: stop what uses it, or choose others with --port", s.Port+offset, what))
			continue
		}
		if err := l.Close(); err != nil {
			return err
		}
	}
	return errors.Join(taken...)
}

func (s *stage) startPostgres(ctx context.Context) (err error) {
	s.postgres, err = pgrun.Start(ctx, pgrun.Options{Dir: filepath.Join(s.dir, "postgres"), Log: io.Discard})
	if err != nil {
		return err
	}
	s.ends = append(s.ends, s.postgres.Stop)
	if err := s.postgres.CreateDatabase(ctx, database); err != nil {
		return err
	}
	return s.clear(ctx)
}

func (s *stage) startStore(ctx context.Context) (err error) {
	s.store, err = objectstore.Start(ctx, filepath.Join(s.dir, "objects"), objectstore.Options{Port: s.Port + 3})
	if err == nil {
		s.ends = append(s.ends, s.store.Stop)
	}
	return err
}

func (s *stage) startMail(context.Context) (err error) {
	s.mail, err = mailsink.Start(mailsink.Options{Dir: filepath.Join(s.dir, "mails"), Clock: clock.System()})
	if err == nil {
		s.ends = append(s.ends, s.mail.Close)
	}
	return err
}

// startScanner starts clamd where it is installed; else the office runs without and says so on every paper.
func (s *stage) startScanner(ctx context.Context) (err error) {
	s.scanner, err = clamd.Start(ctx, filepath.Join(s.dir, "clamd"), clamd.Options{})
	if errors.Is(err, clamd.ErrNotInstalled) {
		_, _ = fmt.Fprint(s.out, " (not installed: papers stay unscanned)")
		return nil
	}
	if err == nil {
		s.ends = append(s.ends, s.scanner.Stop)
	}
	return err
}

func (s *stage) makeLogins(context.Context) (err error) {
	s.logins, err = idp.New(idp.Options{ForDemo: true, BaseURL: s.url(1), Realms: s.realms(), Clock: clock.System()})
	return err
}

func (s *stage) wire(ctx context.Context) error {
	key, err := s.secret("audit.key")
	if err != nil {
		return err
	}
	push, err := s.secret("push.key")
	if err != nil {
		return err
	}
	cfg := s.config(key, push)
	plugins := office.Plugins()
	if err := cfg.Check(plugins); err != nil {
		return err
	}
	if s.ports, err = office.OpenPorts(ctx, cfg, plugins, clock.System(), s.log); err != nil {
		return err
	}
	if s.office, err = office.Wire(ctx, cfg, s.ports, clock.System(), s.log); err != nil {
		return err
	}
	s.ends = append(s.ends, s.office.Close)
	s.openHall()
	return nil
}

// secret reads a key that the first start made.
func (s *stage) secret(name string) (string, error) {
	path := filepath.Join(s.dir, name)
	if raw, err := os.ReadFile(path); err == nil {
		return string(raw), nil
	}
	seed := make([]byte, 32)
	_, _ = rand.Read(seed) // never fails
	text := base64.StdEncoding.EncodeToString(seed)
	return text, os.WriteFile(path, []byte(text), 0o600)
}

// play runs office, workers, logins and the mail page until ctx ends, and says so when all of them listen.
func (s *stage) play(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	var silent atomic.Int32
	silent.Store(3)
	listens := func(net.Addr) {
		if silent.Add(-1) == 0 {
			g.Go(func() error { return s.open(ctx) })
		}
	}
	g.Go(func() error { return s.office.Serve(ctx, listens) })
	g.Go(func() error { return s.office.Work(ctx) })
	for offset, h := range map[int]http.Handler{1: s.logins, 2: s.mail.Handler()} {
		g.Go(func() error {
			return httpd.Run(ctx, httpd.Config{Listen: fmt.Sprintf("localhost:%d", s.Port+offset), Drain: time.Second}, h, s.log, listens)
		})
	}
	return g.Wait()
}

// open tells programs and people that everything is there.
func (s *stage) open(ctx context.Context) error {
	p := s.playbill()
	var err error
	if p.Kiosk, p.Display, err = s.devices(ctx); err != nil {
		return err
	}
	if !s.JSON {
		s.welcome(p)
	}
	return s.announce(p)
}

// strike ends all that was started, the last first.
func (s *stage) strike() error {
	var faults []error
	for i := len(s.ends) - 1; i >= 0; i-- {
		faults = append(faults, s.ends[i]())
	}
	return errors.Join(faults...)
}
