package pgrun

import (
	"fmt"
	"io"
	"os/exec"
	"strconv"
	"syscall"
)

// watchdogScript waits until our end of its standard input closes, which the kernel does however we die; then it ends
// the server and deletes its data. Tests end by os.Exit, so nothing in this process could do that. It looks at the server's
// lock file, not at its process: in a container nobody may reap that.
const watchdogScript = `read -r _
kill -INT "$1" 2>/dev/null
tries=0
while [ -e "$2/data/postmaster.pid" ] && [ "$tries" -lt 100 ]; do sleep 0.1; tries=$((tries + 1)); done
kill -KILL "$1" 2>/dev/null
rm -rf "$2"`

// watch starts the watchdog; closing the returned pipe lets it do its work.
func watch(pid int, dir string) (io.Closer, error) {
	cmd := exec.Command("/bin/sh", "-c", watchdogScript, "sh", strconv.Itoa(pid), dir)
	cmd.Dir = "/"
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	pipe, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start the watchdog of PostgreSQL: %w", err)
	}
	go func() { _ = cmd.Wait() }() // reaps it
	return pipe, nil
}
