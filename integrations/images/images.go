package images

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"syscall"
	"time"

	"github.com/ankunft/ankunft/modules/documents"
)

// Pages implements documents.Pages for pictures: each is one page.
type Pages struct {
	cfg     Config
	program string
}

// New makes the Pages. The program must have called Child at the beginning of its main function.
func New(cfg Config) (*Pages, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	if !hooked.Load() {
		return nil, errors.New("the program's main function does not call images.Child: it could not start itself for a picture")
	}
	program, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("find own program: %w", err)
	}
	return &Pages{cfg: cfg.withDefaults(), program: program}, nil
}

// Look implements documents.Pages: it reads the head of the picture.
func (p *Pages) Look(ctx context.Context, path string) (documents.PageFacts, error) {
	if _, err := p.run(ctx, "look", path, 0); err != nil {
		return documents.PageFacts{}, err
	}
	return documents.PageFacts{Pages: 1}, nil
}

// Paint implements documents.Pages.
func (p *Pages) Paint(ctx context.Context, path string, n, edge int, w io.Writer) error {
	if n != 1 {
		return documents.ErrDamaged.Because(fmt.Errorf("a picture has no page %d", n))
	}
	out, err := p.run(ctx, "paint", path, edge)
	if err != nil {
		return err
	}
	if _, err := w.Write(out); err != nil {
		return fmt.Errorf("write picture: %w", err)
	}
	return nil
}

// maxPicture bounds what a child may answer, in bytes.
const maxPicture = 16 << 20

func (p *Pages) run(ctx context.Context, what, path string, edge int) ([]byte, error) {
	wall, cancel := context.WithTimeout(ctx, p.cfg.patience())
	defer cancel()
	cmd := exec.CommandContext(wall, p.program, what, path, strconv.Itoa(edge), strconv.Itoa(p.cfg.MaxMegapixels),
		strconv.Itoa(p.cfg.MemoryMB), strconv.Itoa(p.cfg.CPUSeconds))
	cmd.Env = []string{childSwitch + "=1", "GOTRACEBACK=none", "GOMAXPROCS=2", "GORACE=atexit_sleep_ms=0"} // the last: a second each, where races are looked for
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.WaitDelay = time.Second
	var out capped
	cmd.Stdout = &out
	err := cmd.Run()
	switch exit := (*exec.ExitError)(nil); {
	case out.over:
		return nil, documents.ErrDamaged.Because(errors.New("more output than a picture can have"))
	case err == nil:
		return out.kept.Bytes(), nil
	case wall.Err() != nil, !errors.As(err, &exit), exit.ExitCode() == exitNotOurs:
		return nil, documents.ErrPagesUnavailable.Because(err)
	case exit.ExitCode() == exitTooLarge:
		return nil, documents.ErrTooManyPixels
	default: // it could not be decoded, crashed the decoder, or ran into a limit
		return nil, documents.ErrDamaged.Because(exit)
	}
}

// capped keeps the first bytes and remembers that there were more; the writer is never held up.
type capped struct {
	kept bytes.Buffer
	over bool
}

func (c *capped) Write(p []byte) (int, error) {
	room := maxPicture - c.kept.Len()
	c.over = c.over || len(p) > room
	c.kept.Write(p[:min(len(p), room)])
	return len(p), nil
}
