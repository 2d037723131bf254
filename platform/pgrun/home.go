package pgrun

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// home is where one server lives: its folder, its socket and the user it runs as.
type home struct {
	bin    Binaries
	dir    string // data, log
	socket string // folder of the socket; beside the data when the path is short enough
	user   *account
}

func (h home) data() string { return filepath.Join(h.dir, "data") }

// makeHome creates the folders and hands them to the user that the server will run as.
func makeHome(bin Binaries, o Options) (home, error) {
	h := home{bin: bin}
	var err error
	if h.user, err = runAs(o.Dir); err != nil {
		return home{}, err
	}
	if h.bin, err = h.user.reachableBinaries(bin); err != nil {
		return home{}, err
	}
	if h.dir, err = h.user.placeDir(o); err != nil {
		return home{}, err
	}
	if h.dir != o.Dir && o.Dir != "" && o.Log != nil {
		fmt.Fprintf(o.Log, "PostgreSQL keeps its data in %s, because its user cannot reach %s\n", h.dir, o.Dir)
	}
	h.socket = h.dir
	if len(h.socket) > MaxSocketDir {
		sum := sha256.Sum256([]byte(h.dir))
		h.socket = filepath.Join(os.TempDir(), "ankunft-pg-"+hex.EncodeToString(sum[:6]))
		if err := h.user.own(h.socket); err != nil {
			return home{}, err
		}
	}
	return h, nil
}

// initialise runs initdb once. It works beside the final place and renames, so that a killed initdb leaves nothing that
// looks finished.
func (h home) initialise(ctx context.Context, o Options) error {
	if _, err := os.Stat(filepath.Join(h.data(), "PG_VERSION")); err == nil {
		return nil
	}
	fmt.Fprintf(o.Log, "PostgreSQL %d: creating a new database cluster\n", h.bin.Major)
	fresh := filepath.Join(h.dir, "data.new")
	if err := os.RemoveAll(fresh); err != nil {
		return err
	}
	args := []string{"-D", fresh, "-U", superuser, "--auth=trust", "--encoding=UTF8", "--locale=" + locale(), "--no-instructions"}
	if o.Throwaway {
		args = append(args, "--no-sync")
	}
	cmd := h.command("initdb", args...)
	done := make(chan struct{})
	defer close(done)
	stop := context.AfterFunc(ctx, func() {
		select {
		case <-done:
		default:
			if cmd.Process != nil {
				_ = cmd.Process.Kill()
			}
		}
	})
	defer stop()
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("run initdb: %w\n%s", errors.Join(ctx.Err(), err), lastBytes(out))
	}
	return os.Rename(fresh, h.data())
}

// locale sorts by code point and knows upper and lower case of all scripts.
func locale() string {
	if runtime.GOOS == "darwin" {
		return "en_US.UTF-8" // C.UTF-8 is unknown to older versions
	}
	return "C.UTF-8"
}

func (h home) settings(o Options) map[string]string {
	s := map[string]string{
		"listen_addresses":        "",
		"port":                    "5432", // names the socket, opens nothing
		"unix_socket_directories": h.socket,
		"max_connections":         "300",
		"timezone":                "UTC",
		"log_timezone":            "UTC",
		"lc_messages":             "C",
		"jit":                     "off",
	}
	if o.Throwaway {
		maps.Copy(s, map[string]string{
			"fsync":              "off",
			"synchronous_commit": "off",
			"full_page_writes":   "off",
			"autovacuum":         "off", // hundreds of short-lived databases, nothing worth cleaning
			"wal_level":          "minimal",
			"max_wal_senders":    "0",
			"min_wal_size":       "32MB",
			"max_wal_size":       "256MB", // the folder lies in memory
		})
	}
	maps.Copy(s, o.Settings)
	return s
}

func (h home) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(h.bin.Dir, name), args...)
	cmd.Dir = "/"
	cmd.Env = []string{"PATH=/usr/bin:/bin", "LC_ALL=C", "HOME=/"}
	cmd.SysProcAttr = h.user.attributes()
	return cmd
}

// discard clears a home whose server never came up.
func (h home) discard(o Options) {
	if o.Throwaway {
		_ = os.RemoveAll(h.dir)
	}
}

func tail(path string) string {
	text, err := os.ReadFile(path)
	if err != nil {
		return ""
	}
	return lastBytes(text)
}

func lastBytes(text []byte) string {
	const keep = 2000
	if len(text) > keep {
		text = text[len(text)-keep:]
	}
	return strings.TrimSpace(string(text))
}
