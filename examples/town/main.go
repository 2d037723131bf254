package town

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/logs"
	"github.com/ankunft/ankunft/platform/plugin"
)

// Program is a town's, wired.
type Program interface {
	// Migrate brings the database to the newest state.
	Migrate(ctx context.Context) error
	// Run answers and works jobs until ctx ends.
	Run(ctx context.Context) error
	Close() error
}

type cli struct {
	Config  string   `short:"c" help:"Configuration." default:"${name}.yaml"`
	Serve   struct{} `cmd:"" help:"Answer browsers and work jobs."`
	Migrate struct{} `cmd:"" help:"Bring the database to the newest state."`
}

// Main is a town's program on the command line; open wires it by a configuration file.
func Main[P Program](name, description string, open func(ctx context.Context, path string, deps plugin.Deps) (P, error)) {
	var c cli
	command := kong.Parse(&c, kong.Name(name), kong.Description(description), kong.Vars{"name": name}).Command()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, c.Config, command, open); err != nil {
		_, _ = fmt.Fprintln(os.Stderr, err)
		os.Exit(1) // nothing is left to be stopped
	}
}

func run[P Program](ctx context.Context, path, command string, open func(context.Context, string, plugin.Deps) (P, error)) error {
	p, err := open(ctx, path, plugin.Deps{Clock: clock.System(), Log: logs.New(os.Stderr, slog.LevelInfo)})
	if err != nil {
		return err
	}
	defer func() { _ = p.Close() }()
	if command == "migrate" {
		return p.Migrate(ctx)
	}
	return p.Run(ctx)
}
