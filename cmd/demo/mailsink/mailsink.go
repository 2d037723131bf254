// Package mailsink is a real SMTP server for the demo and for tests: it takes every mail, keeps it as a file, and shows it
// in the browser.
package mailsink

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"sync"
	"time"

	"github.com/emersion/go-smtp"

	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/ids"
)

// RefusedDomain is the domain of addresses that the sink refuses for good, so that this too can be tried.
const RefusedDomain = "refused.example"

const (
	maxMessage = 64 << 20 // bytes
	timeout    = 30 * time.Second
	extension  = ".eml"
)

// Options say where the sink listens and what it asks for; Dir and Clock are needed.
type Options struct {
	Dir     string      // where the mails lie, one .eml each
	Address string      // "127.0.0.1:2525"; empty: any free port on 127.0.0.1
	Clock   clock.Clock // for the time of arrival

	TLS                *tls.Config // offers STARTTLS
	ImplicitTLS        bool        // speaks TLS from the first byte instead
	Username, Password string      // asked for when set
}

// Sink is a running mail sink.
type Sink struct {
	Address string // of SMTP, "127.0.0.1:2525"

	opts Options

	mu       sync.Mutex
	server   *smtp.Server
	listener net.Listener
	served   chan struct{} // closed when server has ended
	cache    map[string]Mail
	arrival  chan struct{} // closed and renewed at each arrival
}

// Start opens the directory and listens.
func Start(opts Options) (*Sink, error) {
	if err := os.MkdirAll(opts.Dir, 0o700); err != nil {
		return nil, fmt.Errorf("make directory of the mail sink: %w", err)
	}
	if opts.Address == "" {
		opts.Address = "127.0.0.1:0"
	}
	s := &Sink{opts: opts, Address: opts.Address, cache: map[string]Mail{}, arrival: make(chan struct{})}
	if err := s.Down(false); err != nil {
		return nil, err
	}
	return s, nil
}

// Down takes the SMTP server away, as if its machine were off, or brings it back at the same address.
func (s *Sink) Down(down bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if down == (s.server == nil) {
		return nil
	}
	if down {
		err := s.server.Close()
		_ = s.listener.Close() // the server closes only what it has begun to serve
		<-s.served
		s.server = nil
		return err
	}
	l, err := net.Listen("tcp", s.Address)
	if err != nil {
		return fmt.Errorf("listen for mail: %w", err)
	}
	s.Address = l.Addr().String()
	if s.opts.ImplicitTLS {
		l = tls.NewListener(l, s.opts.TLS)
	}
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &session{sink: s}, nil }))
	server.Domain = "mailsink.localhost"
	server.MaxMessageBytes = maxMessage
	server.MaxRecipients = 100
	server.ReadTimeout, server.WriteTimeout = timeout, timeout
	server.EnableSMTPUTF8 = true
	server.ErrorLog = silent{}
	if !s.opts.ImplicitTLS {
		server.TLSConfig = s.opts.TLS
	}
	served := make(chan struct{})
	s.server, s.listener, s.served = server, l, served
	go func() {
		defer close(served)
		_ = server.Serve(l) // ends by Close only
	}()
	return nil
}

// IsDown tells whether the SMTP server is away.
func (s *Sink) IsDown() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.server == nil
}

// Close ends the sink; the mails stay in their directory.
func (s *Sink) Close() error { return s.Down(true) }

// Mails lists what has come for an address, the newest first; of all addresses when it is empty.
// A part of an address finds all that contain it.
func (s *Sink) Mails(to string) ([]Mail, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	entries, err := os.ReadDir(s.opts.Dir)
	if err != nil {
		return nil, fmt.Errorf("list mails: %w", err)
	}
	sort.Slice(entries, func(i, j int) bool { return entries[i].Name() > entries[j].Name() }) // names begin with the time
	found := []Mail{}
	for _, entry := range entries {
		id, isMail := strings.CutSuffix(entry.Name(), extension)
		if !isMail {
			continue
		}
		mail, err := s.load(id)
		if err != nil {
			return nil, err
		}
		if to == "" || strings.Contains(strings.ToLower(mail.To), strings.ToLower(to)) {
			found = append(found, mail)
		}
	}
	return found, nil
}

// ErrNoMail says that there is no mail of that id.
var ErrNoMail = errors.New("no such mail")

// Mail reads one mail.
func (s *Sink) Mail(id string) (Mail, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.load(id)
}

// Raw reads one mail as it came.
func (s *Sink) Raw(id string) ([]byte, error) {
	if id == "" || id != filepath.Base(id) || strings.HasPrefix(id, ".") {
		return nil, ErrNoMail
	}
	raw, err := os.ReadFile(filepath.Join(s.opts.Dir, id+extension))
	if errors.Is(err, os.ErrNotExist) {
		return nil, ErrNoMail
	}
	return raw, err
}

func (s *Sink) load(id string) (Mail, error) {
	if mail, ok := s.cache[id]; ok {
		return mail, nil
	}
	raw, err := s.Raw(id)
	if err != nil {
		return Mail{}, err
	}
	mail := Parse(raw)
	mail.ID = id
	s.cache[id] = mail
	return mail, nil
}

// Clear deletes all mails.
func (s *Sink) Clear() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	files, err := filepath.Glob(filepath.Join(s.opts.Dir, "*"+extension))
	if err != nil {
		return fmt.Errorf("delete mails: %w", err)
	}
	for _, file := range files {
		if err := os.Remove(file); err != nil {
			return fmt.Errorf("delete mails: %w", err)
		}
	}
	clear(s.cache)
	return nil
}

// Arrival is closed when the next mail has come.
func (s *Sink) Arrival() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.arrival
}

// keep stores a mail under a name that sorts by time; what the envelope said goes in front, as mail servers do.
func (s *Sink) keep(from string, to []string, body []byte) error {
	var head strings.Builder
	fmt.Fprintf(&head, "Return-Path: <%s>\r\n", from)
	for _, address := range to {
		fmt.Fprintf(&head, "%s: %s\r\n", envelopeHeader, address)
	}
	fmt.Fprintf(&head, "%s: %s\r\n", arrivedHeader, s.opts.Clock.Now().Format(time.RFC3339Nano))
	id := ids.New().String()
	s.mu.Lock()
	defer s.mu.Unlock()
	unfinished := filepath.Join(s.opts.Dir, "."+id)
	if err := os.WriteFile(unfinished, append([]byte(head.String()), body...), 0o600); err != nil {
		return fmt.Errorf("keep mail: %w", err)
	}
	if err := os.Rename(unfinished, filepath.Join(s.opts.Dir, id+extension)); err != nil {
		return fmt.Errorf("keep mail: %w", err)
	}
	close(s.arrival)
	s.arrival = make(chan struct{})
	return nil
}

type silent struct{}

func (silent) Printf(string, ...any) {}
func (silent) Println(...any)        {}
