package documentstest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"sync/atomic"

	"github.com/ankunft/ankunft/modules/documents"
)

// EICAR is the harmless file that every scanner must find. It is put together here so that this source is no finding itself.
func EICAR() []byte {
	return []byte(`X5O!P%@AP[4\PZX54(P^)7CC)7}$` + `EICAR-STANDARD-ANTIVIRUS-` + `TEST-FILE!$H+H*`)
}

// FakeScanner finds EICAR and nothing else.
type FakeScanner struct {
	down  atomic.Bool
	scans atomic.Int64
	limit int64
}

var _ documents.Scanner = (*FakeScanner)(nil)

// NewFakeScanner returns a scanner that takes files up to limit bytes; 0 means any size.
func NewFakeScanner(limit int64) *FakeScanner { return &FakeScanner{limit: limit} }

// Down makes every scan fail with documents.ErrScannerUnavailable until it is called with false.
func (s *FakeScanner) Down(down bool) { s.down.Store(down) }

// Scans counts the scans so far.
func (s *FakeScanner) Scans() int64 { return s.scans.Load() }

// Probe tells whether the scanner answers now.
func (s *FakeScanner) Probe(context.Context) error {
	if s.down.Load() {
		return documents.ErrScannerUnavailable
	}
	return nil
}

// Scan implements documents.Scanner.
func (s *FakeScanner) Scan(ctx context.Context, r io.Reader) (documents.Verdict, error) {
	s.scans.Add(1)
	if err := ctx.Err(); err != nil {
		return documents.Verdict{}, documents.ErrScannerUnavailable.Because(err)
	}
	if s.down.Load() {
		return documents.Verdict{}, documents.ErrScannerUnavailable
	}
	body, err := io.ReadAll(r)
	if err != nil {
		return documents.Verdict{}, fmt.Errorf("read file to scan: %w", err)
	}
	if s.limit > 0 && int64(len(body)) > s.limit {
		return documents.Verdict{}, documents.ErrScanTooLarge
	}
	if bytes.Contains(body, EICAR()) {
		return documents.Verdict{Finding: "Eicar-Test-Signature"}, nil
	}
	return documents.Verdict{Clean: true}, nil
}
