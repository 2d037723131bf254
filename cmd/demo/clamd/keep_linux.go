package clamd

import (
	"io"
	"os/exec"
	"runtime"
	"syscall"
)

// keep starts cmd in a way that the kernel ends it with us, and waits for its end. The signal comes when the thread that
// started it ends, so this goroutine keeps its thread.
func keep(cmd *exec.Cmd, started chan<- error, says io.Closer) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	defer says.Close()
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL} // own group: Ctrl-C is the parent's matter
	err := cmd.Start()
	started <- err
	if err == nil {
		_ = cmd.Wait()
	}
}
