package documentstest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"io"
	"os"
	"strconv"
	"sync/atomic"

	"github.com/ankunft/ankunft/modules/documents"
)

// FakePages understands files by words in them: "encrypted", "damaged", "bomb", "script", and "pages=7" (1 without it).
// It paints grey sheets.
type FakePages struct {
	down    atomic.Bool
	painted atomic.Int64
}

var _ documents.Pages = (*FakePages)(nil)

// Down makes every call fail with documents.ErrPagesUnavailable until it is called with false.
func (p *FakePages) Down(down bool) { p.down.Store(down) }

// Painted counts the pages so far.
func (p *FakePages) Painted() int64 { return p.painted.Load() }

// Look implements documents.Pages.
func (p *FakePages) Look(ctx context.Context, path string) (documents.PageFacts, error) {
	if ctx.Err() != nil || p.down.Load() {
		return documents.PageFacts{}, documents.ErrPagesUnavailable
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return documents.PageFacts{}, documents.ErrPagesUnavailable.Because(err)
	}
	switch {
	case bytes.Contains(content, []byte("encrypted")):
		return documents.PageFacts{}, documents.ErrEncrypted
	case len(content) == 0 || bytes.Contains(content, []byte("damaged")):
		return documents.PageFacts{}, documents.ErrDamaged
	case bytes.Contains(content, []byte("bomb")):
		return documents.PageFacts{}, documents.ErrTooManyPixels
	}
	facts := documents.PageFacts{Pages: 1, Active: bytes.Contains(content, []byte("script"))}
	if _, after, ok := bytes.Cut(content, []byte("pages=")); ok {
		digits := after[:len(after)-len(bytes.TrimLeft(after, "0123456789"))]
		if facts.Pages, err = strconv.Atoi(string(digits)); err != nil {
			return documents.PageFacts{}, documents.ErrDamaged.Because(err)
		}
	}
	return facts, nil
}

// mostEdge keeps pictures small: under the race detector each of their pixels costs as much as a statement.
const mostEdge = 320

// Paint implements documents.Pages.
func (p *FakePages) Paint(ctx context.Context, path string, n, edge int, w io.Writer) error {
	facts, err := p.Look(ctx, path)
	if err != nil {
		return err
	}
	if n < 1 || n > facts.Pages {
		return documents.ErrDamaged.Because(fmt.Errorf("no page %d", n))
	}
	p.painted.Add(1)
	edge = min(edge, mostEdge)
	sheet := image.NewGray(image.Rect(0, 0, max(1, edge*5/7), edge))
	if err := jpeg.Encode(w, sheet, nil); err != nil {
		return errors.Join(documents.ErrPagesUnavailable, err)
	}
	return nil
}
