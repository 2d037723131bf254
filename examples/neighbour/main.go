// Neighbour is the program of a city that keeps its own software for cases and takes from Ankunft the interpreters alone: the directory, who can,
// requests, offers, duty and the budget. It composes the modules that it wants, generates a schema of their parts, and brings an integration of its own.
package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"github.com/ankunft/ankunft/examples/neighbour/pool"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/logs"
)

type cli struct {
	Config  string   `short:"c" help:"Configuration." default:"neighbour.yaml"`
	Serve   struct{} `cmd:"" help:"Answer browsers and work jobs."`
	Migrate struct{} `cmd:"" help:"Bring the database to the newest state."`
}

func main() {
	var c cli
	command := kong.Parse(&c, kong.Name("neighbour"), kong.Description("Interpreters for a neighbouring city.")).Command()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, c.Config, command); err != nil {
		_, _ = fmt.Fprintln(os.Stderr, err)
		os.Exit(1) //nolint:gocritic // nothing is left to be stopped
	}
}

func run(ctx context.Context, path, command string) error {
	cfg, err := pool.ReadConfig(path)
	if err != nil {
		return err
	}
	log, clk := logs.New(os.Stderr, slog.LevelInfo), clock.System()
	ports, err := pool.OpenPorts(ctx, cfg, pool.Plugins(), clk, log)
	if err != nil {
		return err
	}
	p, err := pool.Wire(ctx, cfg, ports, clk, log)
	if err != nil {
		return err
	}
	defer func() { _ = p.DB.Close() }()
	if command == "migrate" {
		return p.Migrate(ctx)
	}
	return p.Run(ctx)
}
