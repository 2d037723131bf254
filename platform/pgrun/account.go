package pgrun

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

// account is the user that the server runs as when we are root, whom PostgreSQL refuses; nil means: as ourselves.
type account struct{ uid, gid uint32 }

// runAs picks the owner of data that exist already, else postgres, else nobody. initdb wants an entry in the passwd file.
func runAs(dir string) (*account, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	if dir != "" {
		if st, ok := ownerOf(filepath.Join(dir, "data")); ok && st.uid != 0 {
			return &st, nil
		}
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err1 := strconv.ParseUint(u.Uid, 10, 32)
		gid, err2 := strconv.ParseUint(u.Gid, 10, 32)
		if err := errors.Join(err1, err2); err != nil {
			return nil, fmt.Errorf("read account %s: %w", name, err)
		}
		return &account{uint32(uid), uint32(gid)}, nil
	}
	return nil, errors.New("we are root, PostgreSQL refuses root, and there is neither a user postgres nor nobody")
}

func ownerOf(path string) (account, bool) {
	info, err := os.Lstat(path)
	if err != nil {
		return account{}, false
	}
	st, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return account{}, false
	}
	return account{st.Uid, st.Gid}, true
}

// own creates a folder that only the server's user may enter. A folder that exists must be ours already: in a place
// that everybody may write to, somebody else may have put it there.
func (a *account) own(dir string) error {
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return err
	}
	err := os.Mkdir(dir, 0o700)
	if err != nil && !errors.Is(err, os.ErrExist) {
		return err
	}
	if o, ok := ownerOf(dir); !ok || int(o.uid) != os.Geteuid() && (a == nil || o.uid != a.uid) {
		return fmt.Errorf("folder %s belongs to somebody else", dir)
	}
	if err := os.Chmod(dir, 0o700); err != nil {
		return err
	}
	if a == nil {
		return nil
	}
	return os.Chown(dir, int(a.uid), int(a.gid))
}

// placeDir chooses and creates the server's folder: where the caller wants it, unless the server's user cannot get there.
func (a *account) placeDir(o Options) (string, error) {
	if o.Dir == "" {
		dir, err := os.MkdirTemp(memoryDir(), "ankunft-pg-")
		if err != nil {
			return "", err
		}
		return dir, a.own(dir)
	}
	dir, err := filepath.Abs(o.Dir)
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return "", err
	}
	if !a.canReach(filepath.Dir(dir)) {
		dir = elsewhere(dir)
	}
	return dir, a.own(dir)
}

// reachableBinaries copies the programs when the server's user cannot read them where they are, as below /root.
func (a *account) reachableBinaries(b Binaries) (Binaries, error) {
	if a.canReach(b.Dir) {
		return b, nil
	}
	home := filepath.Dir(b.Dir)
	target := elsewhere(home)
	copied := Binaries{Dir: filepath.Join(target, "bin"), Major: b.Major}
	if o, ok := ownerOf(target); ok {
		if o.uid != 0 {
			return Binaries{}, fmt.Errorf("folder %s belongs to somebody else", target)
		}
		return copied, nil
	}
	fresh, err := os.MkdirTemp(filepath.Dir(target), "ankunft-bin-")
	if err != nil {
		return Binaries{}, err
	}
	defer os.RemoveAll(fresh) // gone by its new name, unless something failed
	if err := os.CopyFS(fresh, os.DirFS(home)); err != nil {
		return Binaries{}, fmt.Errorf("copy PostgreSQL to where its user can read it: %w", err)
	}
	if err := os.Chmod(fresh, 0o755); err != nil {
		return Binaries{}, err
	}
	if err := os.Rename(fresh, target); err != nil && !errors.Is(err, os.ErrExist) {
		return Binaries{}, err
	}
	return copied, nil
}

// elsewhere is a lasting place outside our own folders, always the same for the same folder.
func elsewhere(dir string) string {
	sum := sha256.Sum256([]byte(dir))
	return filepath.Join("/var/tmp", "ankunft-"+hex.EncodeToString(sum[:6]))
}

// canReach tells whether the account may pass through every folder on the way to dir, and into it.
func (a *account) canReach(dir string) bool {
	if a == nil {
		return true
	}
	for {
		info, err := os.Stat(dir)
		if err != nil {
			return false
		}
		o, _ := ownerOf(dir)
		if info.Mode()&0o001 == 0 && (o.uid != a.uid || info.Mode()&0o100 == 0) {
			return false
		}
		up := filepath.Dir(dir)
		if up == dir {
			return true
		}
		dir = up
	}
}
