// Package images makes pictures that can be shown out of photos that somebody sent: JPEG, PNG and HEIC are decoded, turned
// upright, made smaller and written anew as JPEG, which leaves behind metadata and everything that was hidden in the file.
//
// Decoding hostile bytes happens in a process of its own: the program starts itself again with limits of memory and time that
// the system enforces, so that a bomb or a fault of a decoder ends that process and nothing else. HEIC is decoded by libheif
// compiled to WebAssembly.
package images

import (
	"cmp"
	"context"
	"errors"
	"time"

	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/platform/plugin"
)

// Config bounds what one picture may cost; the zero value suits photos of telephones.
type Config struct {
	// MaxMegapixels is the largest picture that is taken. 0: 80. One of 80 costs about a gigabyte while it is painted.
	MaxMegapixels int `yaml:"max_megapixels" json:"max_megapixels"`
	// MemoryMB bounds the address space of the process for one picture. 0: 4096, of which little is used as a rule.
	MemoryMB int `yaml:"memory_mb" json:"memory_mb"`
	// CPUSeconds bounds the work on one picture; one that needs more is called damaged. 0: 60. A photo takes 1, in HEIC 6.
	CPUSeconds int `yaml:"cpu_seconds" json:"cpu_seconds"`
}

// grace is how much longer than its CPU time a picture may take on a busy machine before it is tried again later.
const grace = 4

func (c Config) withDefaults() Config {
	c.MaxMegapixels, c.MemoryMB, c.CPUSeconds = cmp.Or(c.MaxMegapixels, 80), cmp.Or(c.MemoryMB, 4096), cmp.Or(c.CPUSeconds, 60)
	return c
}

func (c Config) patience() time.Duration {
	return max(time.Duration(c.CPUSeconds)*grace*time.Second, 30*time.Second)
}

// Validate returns every fault, joined.
func (c Config) Validate() error {
	c = c.withDefaults()
	var faults []error
	if c.MaxMegapixels < 1 || c.MaxMegapixels > 500 {
		faults = append(faults, errors.New("max_megapixels: from 1 to 500"))
	}
	if c.MemoryMB < 1024 {
		faults = append(faults, errors.New("memory_mb: less than 1024 does not start the program"))
	}
	if c.CPUSeconds < 1 {
		faults = append(faults, errors.New("cpu_seconds: must be at least 1"))
	}
	return errors.Join(faults...)
}

// Plugin fills documents.Pages for pictures.
var Plugin = plugin.Plugin{
	Kind: "images", Port: "documents.Pages",
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
