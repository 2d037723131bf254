// Package typst sets letters with Typst: by the typst command where there is one, else by a Node helper that stays running.
// Both read the same fonts and the same templates and give tagged PDF.
package typst

import (
	"context"
	"errors"
	"fmt"
	"path"
	"strings"
	"time"

	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/platform/plugin"
)

// Plugin is this integration for a program's list.
var Plugin = plugin.Plugin{
	Kind:  "typst",
	Port:  "letters.Renderer",
	Check: plugin.Checker[Config](),
	Open: func(_ context.Context, raw []byte, deps plugin.Deps) (any, error) {
		var config Config
		if err := plugin.Decode(raw, &config); err != nil {
			return nil, err
		}
		return New(config, deps.Log)
	},
}

var _ letters.Renderer = (*Renderer)(nil)

// engine sets one job; the Renderer has seen to it that the job is sound, in time and not one too many.
type engine interface {
	render(ctx context.Context, job letters.Job) ([]byte, error)
	Close() error
}

// Renderer is a letters.Renderer; use it from as many goroutines as you like.
type Renderer struct {
	engine  engine
	slots   chan struct{}
	timeout time.Duration
	maxPDF  int
}

// Render implements letters.Renderer. No more than Config.Concurrency letters are set at once; the others wait, within ctx.
func (r *Renderer) Render(ctx context.Context, job letters.Job) ([]byte, error) {
	if err := check(job); err != nil {
		return nil, err
	}
	if job.Standard == "" {
		job.Standard = letters.StandardUA
	}
	if ctx.Err() != nil {
		return nil, letters.ErrRendererUnavailable.Because(ctx.Err())
	}
	select {
	case r.slots <- struct{}{}:
		defer func() { <-r.slots }()
	case <-ctx.Done():
		return nil, letters.ErrRendererUnavailable.Because(ctx.Err())
	}
	pdf, err := r.engine.render(ctx, job)
	if err != nil {
		return nil, fmt.Errorf("set letter %s: %w", job.Main, err)
	}
	if len(pdf) > r.maxPDF {
		return nil, letters.ErrTooLarge
	}
	return pdf, nil
}

// Close ends what the renderer started.
func (r *Renderer) Close() error { return r.engine.Close() }

func check(job letters.Job) error {
	var faults []error
	if _, ok := job.Files[job.Main]; !ok {
		faults = append(faults, fmt.Errorf("main file %q is not among the files", job.Main))
	}
	for name := range job.Files {
		if name == "" || path.Clean(name) != name || path.IsAbs(name) || strings.HasPrefix(name, "..") ||
			strings.ContainsAny(name, "\\\x00") || name == letters.DataFile {
			faults = append(faults, fmt.Errorf("file name %q is not allowed", name))
		}
	}
	if len(faults) > 0 {
		return letters.ErrTemplate.Because(errors.Join(faults...))
	}
	return nil
}
