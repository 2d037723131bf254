package poppler

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strconv"
	"syscall"
	"time"

	"github.com/ankunft/ankunft/modules/documents"
)

// run starts a program within its limits and returns at most max bytes of what it writes. Its errors are the port's.
func (p *Pages) run(ctx context.Context, program string, most int, args ...string) ([]byte, error) {
	wall, cancel := context.WithTimeout(ctx, p.cfg.patience())
	defer cancel()
	limits := []string{
		"--as=" + strconv.Itoa(p.cfg.MemoryMB<<20), "--cpu=" + strconv.Itoa(p.cfg.CPUSeconds),
		"--fsize=" + strconv.Itoa(maxPicture), "--nofile=64", "--core=0", "--", program,
	}
	cmd := exec.CommandContext(wall, p.cfg.Limit, append(limits, args...)...)
	cmd.Env = []string{"PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C.UTF-8", "HOME=/nonexistent"}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.WaitDelay = time.Second
	out, said := &capped{most: most}, &capped{most: 16 << 10}
	cmd.Stdout, cmd.Stderr = out, said
	err := cmd.Run()
	switch exit := (*exec.ExitError)(nil); {
	case out.over:
		return nil, documents.ErrDamaged.Because(errors.New("more output than a page can have"))
	case err == nil:
		return out.kept.Bytes(), nil
	case wall.Err() != nil, !errors.As(err, &exit), exit.ExitCode() == 126, exit.ExitCode() == 127:
		return nil, documents.ErrPagesUnavailable.Because(err) // we were stopped, or the program is not there
	case bytes.Contains(said.kept.Bytes(), []byte("Incorrect password")):
		return nil, documents.ErrEncrypted
	default: // it gave up, crashed, or ran into a limit
		return nil, documents.ErrDamaged.Because(fmt.Errorf("%s: %w", program, exit))
	}
}

// capped keeps the first bytes and remembers that there were more; the writer is never held up. It does not embed its buffer:
// io.Copy would find the buffer's ReadFrom and pass the cap by.
type capped struct {
	kept bytes.Buffer
	most int
	over bool
}

func (c *capped) Write(p []byte) (int, error) {
	room := c.most - c.kept.Len()
	c.over = c.over || len(p) > room
	c.kept.Write(p[:min(len(p), room)])
	return len(p), nil
}
