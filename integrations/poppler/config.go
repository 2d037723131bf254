// Package poppler makes pictures of the pages of PDFs with the programs pdfinfo and pdftoppm. They run as processes of their
// own, without a shell, within limits of memory, time and output that the system enforces: whatever a PDF does to them, the
// office goes on.
package poppler

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"time"

	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/platform/plugin"
)

// Config says where the programs are and what they may use; the zero value finds them on the PATH.
type Config struct {
	// Info is the program pdfinfo, Paint is pdftoppm (both in Debian's poppler-utils), Limit is prlimit (util-linux).
	Info  string `yaml:"info" json:"info"`
	Paint string `yaml:"paint" json:"paint"`
	Limit string `yaml:"limit" json:"limit"`
	// MemoryMB bounds the address space of one run. 0: 1024.
	MemoryMB int `yaml:"memory_mb" json:"memory_mb"`
	// CPUSeconds bounds the work on one page; a page that needs more is called damaged. 0: 20. A usual page takes 0.1.
	CPUSeconds int `yaml:"cpu_seconds" json:"cpu_seconds"`
}

// grace is how much longer than its CPU time a run may take on a busy machine before it is tried again later.
const grace = 4

func (c Config) withDefaults() Config {
	c.Info, c.Paint, c.Limit = cmp.Or(c.Info, "pdfinfo"), cmp.Or(c.Paint, "pdftoppm"), cmp.Or(c.Limit, "prlimit")
	c.MemoryMB, c.CPUSeconds = cmp.Or(c.MemoryMB, 1024), cmp.Or(c.CPUSeconds, 20)
	return c
}

func (c Config) patience() time.Duration {
	return max(time.Duration(c.CPUSeconds)*grace*time.Second, 30*time.Second)
}

// Validate returns every fault, joined; it starts nothing.
func (c Config) Validate() error {
	c = c.withDefaults()
	var faults []error
	for _, p := range []struct{ field, program string }{{"info", c.Info}, {"paint", c.Paint}, {"limit", c.Limit}} {
		if _, err := exec.LookPath(p.program); err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", p.field, err))
		}
	}
	if c.MemoryMB < 64 {
		faults = append(faults, errors.New("memory_mb: less than 64 suffices for no page"))
	}
	if c.CPUSeconds < 1 {
		faults = append(faults, errors.New("cpu_seconds: must be at least 1"))
	}
	return errors.Join(faults...)
}

// Plugin fills documents.Pages for PDFs.
var Plugin = plugin.Plugin{
	Kind: "poppler", Port: "documents.Pages",
	Check: plugin.Checker[Config](),
	Open: func(_ context.Context, raw []byte, _ plugin.Deps) (any, error) {
		var cfg Config
		if err := plugin.Decode(raw, &cfg); err != nil {
			return nil, err
		}
		return New(cfg)
	},
}

var _ documents.Pages = (*Pages)(nil)
