// Command withpg runs a command beside a throwaway PostgreSQL that all its processes share:
//
//	go run ./scripts/withpg go test ./...
//
// It ends with the command's exit code and leaves nothing behind.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"

	"github.com/ankunft/ankunft/platform/pgrun"
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

	cmd := exec.CommandContext(terminated, name, args...)
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.Env = append(os.Environ(), pgrun.SharedEnv+"="+server.URL("postgres"))
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
