//go:build unix && !linux

package pgrun

import (
	"os"
	"syscall"
)

// attributes keep the terminal's Ctrl-C from the server and make it run as its own user. A death signal exists on Linux
// only: elsewhere a persistent server may outlive a starter that was killed.
func (a *account) attributes() *syscall.SysProcAttr {
	attr := &syscall.SysProcAttr{Setpgid: true}
	if a != nil {
		attr.Credential = &syscall.Credential{Uid: a.uid, Gid: a.gid}
	}
	return attr
}

// memoryDir knows of no folder in memory here.
func memoryDir() string { return os.TempDir() }
