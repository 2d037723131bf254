// Package office composes the whole office from its modules and integrations, and gives it its commands. The production program
// (cmd/ankunft), the demo (cmd/demo) and a city's own program are each a few lines around it.
package office

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/logs"
	"github.com/ankunft/ankunft/platform/plugin"
	"github.com/ankunft/ankunft/platform/telemetry"
)

type cli struct {
	Config string `short:"c" help:"Configuration of the city." default:"ankunft.yaml" env:"ANKUNFT_CONFIG"`

	Serve   serveCmd   `cmd:"" help:"Answer browsers. Many may run side by side."`
	Work    workCmd    `cmd:"" help:"Work jobs: mails, scans, letters, what has become due. Many may run side by side."`
	Migrate migrateCmd `cmd:"" help:"Bring the database to the newest state."`
	Check   checkCmd   `cmd:"" help:"Tell all faults of the configuration and the city's data."`

	Catalogue struct {
		Check catalogueCmd `cmd:"" help:"Tell every fault of a city's data with file and line."`
	} `cmd:"" help:"The city's services."`
	Erase            eraseCmd            `cmd:"" help:"Erase people for good, where the law lets it; the audit trail stays whole."`
	EraseInterpreter eraseInterpreterCmd `cmd:"" help:"Forget for good who an interpreter was, once nothing is left to be done or paid."`

	Audit struct {
		Verify verifyCmd `cmd:"" help:"Recompute the audit trail: finds rows changed or removed by hand."`
		Key    keyCmd    `cmd:"" help:"Print the public half of audit_key, for audit_trusted_keys once the key is changed."`
	} `cmd:"" help:"The audit trail."`
}

// program is what the commands share.
type program struct {
	ctx     context.Context // the life of one command
	plugins plugin.List
	path    string
	out     io.Writer
	log     *slog.Logger
}

// Main runs one command and returns the exit status.
func Main(plugins plugin.List, args []string, out, errOut io.Writer) int {
	var c cli
	parser, err := kong.New(&c, kong.Name("ankunft"), kong.Description("A digital office for immigration authorities."),
		kong.Writers(out, errOut), kong.UsageOnError())
	if err != nil {
		_, _ = fmt.Fprintln(errOut, err)
		return 2
	}
	command, err := parser.Parse(args)
	if err != nil {
		parser.Errorf("%s", err)
		return 2
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	p := &program{ctx: ctx, plugins: plugins, path: c.Config, out: out, log: logs.New(errOut, slog.LevelInfo)}
	if err := command.Run(p); err != nil {
		_, _ = fmt.Fprintln(errOut, err)
		return 1
	}
	return 0
}

// office reads the configuration, checks it and wires the office.
func (p *program) office() (*Office, error) {
	cfg, err := ReadConfig(p.path)
	if err != nil {
		return nil, err
	}
	if err := cfg.Check(p.plugins); err != nil {
		return nil, fmt.Errorf("configuration %s:\n%w", p.path, err)
	}
	clk := clock.System()
	ports, err := OpenPorts(p.ctx, cfg, p.plugins, clk, p.log)
	if err != nil {
		return nil, err
	}
	return Wire(p.ctx, cfg, ports, clk, p.log)
}

// with wires the office for one command and closes it after.
func (p *program) with(do func(o *Office) error) error {
	o, err := p.office()
	if err != nil {
		return err
	}
	return errors.Join(do(o), o.Close())
}

type serveCmd struct{}

func (serveCmd) Run(p *program) error {
	return p.with(func(o *Office) error { return o.Serve(p.ctx, nil) })
}

type workCmd struct{}

const workGrace = 30 * time.Second

func (workCmd) Run(p *program) error {
	return p.with(func(o *Office) error { return o.Work(p.ctx) })
}

// Work works jobs until ctx ends, then lets running ones finish.
func (o *Office) Work(ctx context.Context) error {
	if o.ports.keys.Signer == nil {
		return errNoKey // a worker seals the trail
	}
	if err := o.canSign(); err != nil {
		return err
	}
	workers := o.Config.Workers
	if workers <= 0 {
		workers = defaultWorkers
	}
	if err := o.Catalogue.Publish(ctx); err != nil { // jobs ask for services too
		return fmt.Errorf("publish services: %w", err)
	}
	stop, err := telemetry.Start(ctx, o.Config.Telemetry, o.Log)
	if err != nil {
		return err
	}
	defer o.lastSpans(ctx, stop)
	go o.serveInside(ctx, o.Config.WorkerListen, o.Health())
	return o.Jobs.Run(ctx, workers, workGrace)
}

type migrateCmd struct{}

func (migrateCmd) Run(p *program) error {
	return p.with(func(o *Office) error { return o.Migrate(p.ctx) })
}

// Migrate brings the database to the newest state, and the partners into the one that the office needs: buckets, rules.
func (o *Office) Migrate(ctx context.Context) error {
	if err := db.Migrate(ctx, o.DB, o.Log, Migrations()...); err != nil {
		return err
	}
	return o.ports.Prepare(ctx)
}

type checkCmd struct{}

func (checkCmd) Run(p *program) error {
	cfg, err := ReadConfig(p.path)
	if err != nil {
		return err
	}
	_, err = cfg.supervisionKey()
	faults := []error{cfg.Check(p.plugins), err}
	if cfg.City != "" {
		city, rules, err := LoadCity(cfg.City)
		faults = append(faults, err)
		if rules != nil {
			_, err := cfg.linkKey()
			faults = append(faults, err)
		}
		p.tellEnding(city)
	}
	if err := errors.Join(faults...); err != nil {
		return err
	}
	_, _ = fmt.Fprintln(p.out, "no faults")
	return nil
}

type catalogueCmd struct {
	City string `arg:"" help:"Folder of the city's data." default:"cities/musterstadt"`
}

func (c catalogueCmd) Run(p *program) error {
	city, _, err := LoadCity(c.City)
	if err != nil {
		return err
	}
	p.tellEnding(city)
	_, _ = fmt.Fprintf(p.out, "%s: %d services, no faults\n", city.Name, len(city.Offers))
	return nil
}

// endingDays is how long before its end a fact without a successor is told.
const endingDays = 90

// tellEnding warns of facts that run out; they are no faults, the office works on.
func (p *program) tellEnding(city *catalogue.City) {
	if city == nil {
		return
	}
	for _, e := range city.Ending(clock.Today(clock.System().Now()).AddDays(endingDays)) {
		_, _ = fmt.Fprintln(p.out, "warning:", e)
	}
}

type verifyCmd struct{}

var errTampered = errors.New("the audit trail is not what was written")

func (verifyCmd) Run(p *program) error {
	return p.with(func(o *Office) error {
		report, err := o.Audit.Verify(p.ctx)
		if err != nil {
			return err
		}
		_, _ = fmt.Fprintf(p.out, "%d records, %d entries, %d not yet sealed\n", report.Records, report.Entries, report.Status.TailEntries)
		for _, f := range report.Faults {
			_, _ = fmt.Fprintln(p.out, f)
		}
		if len(report.Faults) > 0 {
			return errTampered
		}
		return nil
	})
}
