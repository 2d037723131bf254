package typst

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"

	"github.com/ankunft/ankunft/modules/letters"
)

// commandEngine runs the typst program once for each letter, in a folder of its own that is gone afterwards.
type commandEngine struct {
	program string
	fonts   []string
	timeout time.Duration
	maxPDF  int
}

// Close implements engine: nothing stays running.
func (e *commandEngine) Close() error { return nil }

func (e *commandEngine) render(ctx context.Context, job letters.Job) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, e.timeout)
	defer cancel()
	root, err := os.MkdirTemp("", "letter-")
	if err != nil {
		return nil, letters.ErrRendererUnavailable.Because(err)
	}
	defer func() { _ = os.RemoveAll(root) }()
	if err := writeFiles(root, job); err != nil {
		return nil, letters.ErrRendererUnavailable.Because(err)
	}
	args := []string{
		"compile", "--root", root, "--pdf-standard", job.Standard,
		"--creation-timestamp", strconv.FormatInt(job.CreatedAt.Unix(), 10),
	}
	for _, dir := range e.fonts {
		args = append(args, "--font-path", dir)
	}
	cmd := exec.CommandContext(ctx, e.program, append(args, filepath.Join(root, filepath.FromSlash(job.Main)), "-")...)
	cmd.Env = environment()
	cmd.WaitDelay = time.Second
	out := &capped{left: e.maxPDF + 1}
	diagnostics := &capped{left: 64 << 10}
	cmd.Stdout, cmd.Stderr = out, diagnostics
	err = cmd.Run()
	switch {
	case out.left == 0:
		return nil, letters.ErrTooLarge
	case err == nil:
		return out.Bytes(), nil
	case ctx.Err() != nil:
		return nil, letters.ErrRendererUnavailable.Because(ctx.Err())
	}
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) && exit.ExitCode() == 1 {
		return nil, faultOf(diagnostics.String(), root)
	}
	return nil, letters.ErrRendererUnavailable.Because(err)
}

func writeFiles(root string, job letters.Job) error {
	write := func(name string, content []byte) error {
		full := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(full), 0o700); err != nil {
			return fmt.Errorf("make folder for letter: %w", err)
		}
		return os.WriteFile(full, content, 0o600)
	}
	for name, content := range job.Files {
		if err := write(name, content); err != nil {
			return err
		}
	}
	return write(letters.DataFile, job.Data)
}

// environment keeps what a program needs to run, and sends its wish for packages from the network nowhere.
func environment() []string {
	env := []string{"HTTPS_PROXY=http://127.0.0.1:9", "HTTP_PROXY=http://127.0.0.1:9"}
	for _, name := range []string{"PATH", "HOME", "TMPDIR"} {
		if value, ok := os.LookupEnv(name); ok {
			env = append(env, name+"="+value)
		}
	}
	return env
}

// capped keeps the first bytes and drops the rest, so that a runaway letter costs no more memory than allowed.
type capped struct {
	bytes.Buffer
	left int
}

// Write implements io.Writer; it never fails.
func (c *capped) Write(p []byte) (int, error) {
	keep := min(len(p), c.left)
	c.left -= keep
	c.Buffer.Write(p[:keep])
	return len(p), nil
}
