// Command withpg runs a command beside a throwaway PostgreSQL that all its processes share:
//
//	go run ./scripts/withpg go test ./...
//
// It ends with the command's exit code and leaves nothing behind. The server's address is the same in every run and differs with
// ANKUNFT_TEST_TOOLS: `go test` keeps the results of tests until something changes that they read, and this address is among that.
package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/ankunft/ankunft/platform/pgrun"
)

const (
	toolsEnv = "ANKUNFT_TEST_TOOLS" // names the versions of programs that tests run
	lasting  = ".cache/test-pg"     // leads to the server's socket while one runs
)

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "usage: withpg command [argument …]")
		os.Exit(2)
	}
	code, err := run(os.Args[1], os.Args[2:]...)
	if err != nil {
		fmt.Fprintln(os.Stderr, "withpg:", err)
	}
	os.Exit(code)
}

func run(name string, args ...string) (code int, err error) {
	// The command hears Ctrl-C from the terminal itself; we only must outlive it. (Ignoring would be inherited.)
	signal.Notify(make(chan os.Signal, 1), syscall.SIGINT)
	terminated, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	server, err := pgrun.Start(terminated, pgrun.Options{Throwaway: true})
	if err != nil {
		return 1, err
	}
	defer func() { err = errors.Join(err, server.Stop()) }()

	address, forget, err := lastingAddress(server.URL("postgres"))
	if err != nil {
		return 1, err
	}
	defer func() { err = errors.Join(err, forget()) }()

	cmd := exec.CommandContext(terminated, name, args...)
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.Env = append(os.Environ(), pgrun.SharedEnv+"="+address)
	err = cmd.Run()
	var exit *exec.ExitError
	switch {
	case err == nil:
		return 0, nil
	case errors.As(err, &exit) && exit.Exited():
		return exit.ExitCode(), nil
	default:
		return 1, fmt.Errorf("run %s: %w", name, err)
	}
}

// lastingAddress leads to the server by a link that is called the same in every run. Beside another run, and where a path is too long for
// a socket, it is the address that was given.
func lastingAddress(given string) (address string, forget func() error, err error) {
	forget = func() error { return nil }
	u, err := url.Parse(given)
	if err != nil {
		return "", forget, err
	}
	here, err := os.Getwd()
	if err != nil {
		return "", forget, err
	}
	link := filepath.Join(here, lasting)
	if len(link) > pgrun.MaxSocketDir {
		return given, forget, nil
	}
	if _, err := os.Stat(filepath.Join(link, pgrun.SocketName)); err == nil {
		return given, forget, nil // somebody else's, who lives
	}
	if err := os.Remove(link); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", forget, err
	}
	if err := os.MkdirAll(filepath.Dir(link), 0o755); err != nil {
		return "", forget, err
	}
	query := u.Query()
	if err := os.Symlink(query.Get("host"), link); err != nil {
		return "", forget, err
	}
	query.Set("host", link)
	query.Set("application_name", "tests "+os.Getenv(toolsEnv))
	u.RawQuery = query.Encode()
	return u.String(), func() error { return os.Remove(link) }, nil
}
