package pgrun

import (
	"os"
	"syscall"
)

// attributes let the server die when we die, keep the terminal's Ctrl-C from it, and make it run as its own user.
func (a *account) attributes() *syscall.SysProcAttr {
	attr := &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGINT}
	if a != nil {
		attr.Credential = &syscall.Credential{Uid: a.uid, Gid: a.gid}
	}
	return attr
}

// memoryDir is a folder in memory if there is one with room enough; containers often have one of 64 MB only.
func memoryDir() string {
	const dir, enough = "/dev/shm", 2 << 30
	var fs syscall.Statfs_t
	if err := syscall.Statfs(dir, &fs); err != nil || fs.Bavail*uint64(fs.Bsize) < enough {
		return os.TempDir()
	}
	return dir
}
