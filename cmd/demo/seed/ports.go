package seed

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/platform/jobs"
)

// soon is when letters of the past are set: the office is open by then.
const soon = 20 * time.Second

// press sets letters, or lets them wait for the workers of the open office.
type press struct {
	letters.Renderer
	waits func() bool
}

func (p press) Render(ctx context.Context, job letters.Job) ([]byte, error) {
	if p.waits() {
		return nil, jobs.Later(soon)
	}
	return p.Renderer.Render(ctx, job)
}

// postbox sends mails, except those of long ago, which their people have read.
type postbox struct {
	messages.Mailer
	drops func() bool
}

func (p postbox) Send(ctx context.Context, m messages.Mail) error {
	if p.drops() {
		return nil
	}
	return p.Mailer.Send(ctx, m)
}

// paintedEdge suffices to read invented papers, in pixels.
const paintedEdge = 640

// painter remembers the pictures of files that it has painted: most invented papers are copies of one another.
type painter struct {
	documents.Pages
	mu    *sync.Mutex
	known map[string][]byte
	facts map[string]documents.PageFacts
}

func remembering(p documents.Pages) painter {
	return painter{p, &sync.Mutex{}, map[string][]byte{}, map[string]documents.PageFacts{}}
}

func (p painter) Look(ctx context.Context, path string) (documents.PageFacts, error) {
	sum, err := sumOf(path)
	if err != nil {
		return documents.PageFacts{}, err
	}
	p.mu.Lock()
	facts, ok := p.facts[sum]
	p.mu.Unlock()
	if ok {
		return facts, nil
	}
	facts, err = p.Pages.Look(ctx, path)
	if err == nil {
		p.mu.Lock()
		p.facts[sum] = facts
		p.mu.Unlock()
	}
	return facts, err
}

func (p painter) Paint(ctx context.Context, path string, n, edge int, w io.Writer) error {
	sum, err := sumOf(path)
	if err != nil {
		return err
	}
	edge = min(edge, paintedEdge)
	key := fmt.Sprintf("%s %d %d", sum, n, edge)
	p.mu.Lock()
	picture, ok := p.known[key]
	p.mu.Unlock()
	if !ok {
		var out bytes.Buffer
		if err := p.Pages.Paint(ctx, path, n, edge, &out); err != nil {
			return err
		}
		picture = out.Bytes()
		p.mu.Lock()
		p.known[key] = picture
		p.mu.Unlock()
	}
	_, err = w.Write(picture)
	return err
}

func sumOf(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", fmt.Errorf("read paper: %w", err)
	}
	sum := sha256.New()
	_, err = io.Copy(sum, f)
	return string(sum.Sum(nil)), errors.Join(err, f.Close())
}
