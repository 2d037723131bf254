//go:build !linux

package clamd

import (
	"io"
	"os/exec"
)

// keep starts cmd and waits for its end.
func keep(cmd *exec.Cmd, started chan<- error, says io.Closer) {
	defer says.Close()
	err := cmd.Start()
	started <- err
	if err == nil {
		_ = cmd.Wait()
	}
}
