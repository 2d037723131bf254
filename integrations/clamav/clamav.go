// Package clamav asks a ClamAV daemon whether a file is infected.
package clamav

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"time"

	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/platform/plugin"
)

// Plugin scans documents.
var Plugin = plugin.Plugin{
	Kind: "clamav", Port: "documents.Scanner", Check: plugin.Checker[Config](),
	Open: func(_ context.Context, raw []byte, _ plugin.Deps) (any, error) {
		var config Config
		if err := plugin.Decode(raw, &config); err != nil {
			return nil, err
		}
		return New(config)
	},
}

// Config says where clamd listens. Its StreamMaxLength must exceed the largest file that the office takes, or that file
// never gets a verdict.
type Config struct {
	Address        string `yaml:"address"`        // "/run/clamav/clamd.ctl" for a socket, "host:3310" for TCP; TCP is not encrypted
	TimeoutSeconds int    `yaml:"timeoutSeconds"` // for one scan as a whole; 0 means 120
}

const defaultTimeout = 120 * time.Second

// Validate returns every fault, joined.
func (c *Config) Validate() error {
	var faults []error
	if _, _, err := net.SplitHostPort(c.Address); !strings.HasPrefix(c.Address, "/") && err != nil {
		faults = append(faults, fmt.Errorf("address: %q is neither a socket's path nor host:port", c.Address))
	}
	if c.TimeoutSeconds < 0 {
		faults = append(faults, fmt.Errorf("timeoutSeconds: %d is negative", c.TimeoutSeconds))
	}
	return errors.Join(faults...)
}

// Scanner is a documents.Scanner that speaks clamd's INSTREAM.
type Scanner struct {
	network, address string
	timeout          time.Duration
}

var _ documents.Scanner = (*Scanner)(nil)

// New returns a scanner; it connects anew for each scan.
func New(config Config) (*Scanner, error) {
	if err := config.Validate(); err != nil {
		return nil, err
	}
	s := &Scanner{network: "tcp", address: config.Address, timeout: defaultTimeout}
	if strings.HasPrefix(config.Address, "/") {
		s.network = "unix"
	}
	if config.TimeoutSeconds > 0 {
		s.timeout = time.Duration(config.TimeoutSeconds) * time.Second
	}
	return s, nil
}

// Scan implements documents.Scanner.
func (s *Scanner) Scan(ctx context.Context, r io.Reader) (documents.Verdict, error) {
	reply, err := s.ask(ctx, "INSTREAM", r)
	if err != nil {
		return documents.Verdict{}, err
	}
	return verdict(reply)
}

// Probe tells whether clamd answers now; for readiness.
func (s *Scanner) Probe(ctx context.Context) error {
	reply, err := s.ask(ctx, "PING", nil)
	if err == nil && reply != "PONG" {
		return documents.ErrScannerUnavailable.Because(fmt.Errorf("clamd answered %q to a ping", reply))
	}
	return err
}

func (s *Scanner) ask(ctx context.Context, command string, r io.Reader) (reply string, err error) {
	ctx, cancel := context.WithTimeout(ctx, s.timeout)
	defer cancel()
	var dialer net.Dialer
	conn, err := dialer.DialContext(ctx, s.network, s.address)
	if err != nil {
		return "", documents.ErrScannerUnavailable.Because(fmt.Errorf("reach clamd: %w", err))
	}
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { _ = conn.Close() })()

	if _, err = conn.Write([]byte("z" + command + "\x00")); err == nil && r != nil {
		err = stream(conn, r)
	}
	var broken *sourceError
	if errors.As(err, &broken) {
		return "", fmt.Errorf("read file to scan: %w", broken.cause)
	}
	// clamd answers and hangs up as soon as a stream is too long: read what it said even if it no longer listens.
	reply, readErr := bufio.NewReaderSize(io.LimitReader(conn, maxReply), maxReply).ReadString(0)
	if readErr != nil {
		return "", documents.ErrScannerUnavailable.Because(fmt.Errorf("talk to clamd: %w", errors.Join(ctx.Err(), err, readErr)))
	}
	return strings.TrimSuffix(reply, "\x00"), nil
}

const (
	chunk    = 64 << 10 // bytes
	maxReply = 4 << 10  // bytes
)

type sourceError struct{ cause error }

func (e *sourceError) Error() string { return e.cause.Error() }

// stream sends r as chunks, each after its length, and a chunk of length zero at the end.
func stream(w io.Writer, r io.Reader) error {
	buf := make([]byte, 4+chunk)
	for {
		n, err := r.Read(buf[4:]) // not io.ReadFull: it ends a source that broke off and one that ended in the same way
		if n > 0 {
			binary.BigEndian.PutUint32(buf, uint32(n))
			if _, err := w.Write(buf[:4+n]); err != nil {
				return err
			}
		}
		if err == io.EOF { // a wrapped EOF is a fault of the source, not its end
			_, err := w.Write([]byte{0, 0, 0, 0})
			return err
		}
		if err != nil {
			return &sourceError{cause: err}
		}
	}
}

// verdict reads "stream: OK", "stream: <finding> FOUND" or an error. Anything else is no verdict.
func verdict(reply string) (documents.Verdict, error) {
	result, fromStream := strings.CutPrefix(reply, "stream: ")
	finding, found := strings.CutSuffix(result, " FOUND")
	switch {
	case fromStream && result == "OK":
		return documents.Verdict{Clean: true}, nil
	case fromStream && found && finding != "":
		return documents.Verdict{Finding: finding}, nil
	case strings.HasPrefix(reply, "INSTREAM size limit exceeded"):
		return documents.Verdict{}, documents.ErrScanTooLarge
	default:
		return documents.Verdict{}, documents.ErrScannerUnavailable.Because(fmt.Errorf("clamd answered %q", reply))
	}
}
