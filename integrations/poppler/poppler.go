package poppler

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"image/jpeg"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/ankunft/ankunft/modules/documents"
)

// Pages implements documents.Pages for PDFs.
type Pages struct{ cfg Config }

// New checks the configuration; nothing is started before the first file.
func New(cfg Config) (*Pages, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	return &Pages{cfg: cfg.withDefaults()}, nil
}

// Look implements documents.Pages. A PDF that only its owner's password protects against printing or copying can be read by
// everybody and is not documents.ErrEncrypted.
func (p *Pages) Look(ctx context.Context, path string) (documents.PageFacts, error) {
	ends, active, err := skim(path)
	if err != nil {
		return documents.PageFacts{}, documents.ErrPagesUnavailable.Because(err)
	}
	if !ends {
		return documents.PageFacts{}, documents.ErrDamaged.Because(errors.New("the end of the file is missing"))
	}
	out, err := p.run(ctx, p.cfg.Info, 64<<10, path)
	if err != nil {
		return documents.PageFacts{}, err
	}
	told := fields(out)
	pages, err := strconv.Atoi(told["Pages"])
	if err != nil {
		return documents.PageFacts{}, documents.ErrDamaged.Because(errors.New("no number of pages"))
	}
	return documents.PageFacts{Pages: pages, Active: active || told["JavaScript"] == "yes"}, nil
}

// Paint implements documents.Pages: the visible part of the page, as every viewer shows it.
func (p *Pages) Paint(ctx context.Context, path string, n, edge int, w io.Writer) error {
	page := strconv.Itoa(n)
	out, err := p.run(ctx, p.cfg.Paint, maxPicture,
		"-q", "-f", page, "-l", page, "-cropbox", "-scale-to", strconv.Itoa(edge), "-jpeg", "-jpegopt", "quality=82", path)
	if err != nil {
		return err
	}
	size, err := jpeg.DecodeConfig(bytes.NewReader(out))
	if err != nil || size.Width > edge || size.Height > edge {
		return documents.ErrDamaged.Because(fmt.Errorf("page %d yields no picture", n))
	}
	if _, err := w.Write(out); err != nil {
		return fmt.Errorf("write picture: %w", err)
	}
	return nil
}

// maxPicture bounds the picture of one page in bytes; a full page of noise at 1800 pixels takes 3 MB.
const maxPicture = 16 << 20

// fields reads "Key: value" lines.
func fields(out []byte) map[string]string {
	told := map[string]string{}
	for line := range strings.Lines(string(out)) {
		if key, value, ok := strings.Cut(line, ":"); ok {
			told[key] = strings.TrimSpace(value)
		}
	}
	return told
}

// signs of things that a PDF would do when it is opened. They may also hide in compressed objects: what this finds is a hint
// for staff, and safety rests on showing pictures only.
var signs = [][]byte{[]byte("/Launch"), []byte("/JavaScript"), []byte("/EmbeddedFile"), []byte("/RichMedia")}

// skim reads the file once, in pieces: does it end as a PDF must, and does it carry actions.
func skim(path string) (ends, active bool, err error) {
	f, err := os.Open(path)
	if err != nil {
		return false, false, err
	}
	defer f.Close()
	const overlap = 2048
	r, buf, kept := bufio.NewReaderSize(f, 1<<16), make([]byte, overlap+1<<16), 0
	for {
		n, err := r.Read(buf[kept:])
		seen := buf[:kept+n]
		for _, sign := range signs {
			active = active || bytes.Contains(seen, sign)
		}
		kept = copy(buf, seen[max(0, len(seen)-overlap):])
		if errors.Is(err, io.EOF) {
			return bytes.Contains(buf[:kept], []byte("%%EOF")), active, nil
		}
		if err != nil {
			return false, false, err
		}
	}
}
