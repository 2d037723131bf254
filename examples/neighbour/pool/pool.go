// Package pool is Ankunft's interpreters for a city that has software of its own for everything else.
package pool

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"os"
	"slices"

	"github.com/ankunft/ankunft/examples/neighbour/pickup"
	"github.com/ankunft/ankunft/examples/town"
	"github.com/ankunft/ankunft/integrations/oidc"
	"github.com/ankunft/ankunft/integrations/s3/vault"
	"github.com/ankunft/ankunft/integrations/smtp"
	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/budgets"
	"github.com/ankunft/ankunft/modules/duty"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/interpreters"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/remuneration"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/plugin"
	"github.com/ankunft/ankunft/web/locales"
)

// Matter is the kind of record about which interpreters are asked here: a file of the city's own software, which alone knows more of it.
const Matter = "matter"

// Plugins are the integrations of this program: Ankunft's, and pickup, which is the city's own.
func Plugins() plugin.List {
	return plugin.List{vault.Plugin, oidc.Plugin, smtp.Plugin, pickup.Plugin}
}

// Pool is the program, wired.
type Pool struct {
	*town.Town
	Config       Config
	Linguists    *linguists.Service
	Budgets      *budgets.Service
	Duty         *duty.Service
	Interpreters *interpreters.Service
}

// Migrations are those of the modules that are taken, from the ground up.
func Migrations() []db.Migrations {
	return town.Migrations(linguists.Migrations, budgets.Migrations, duty.Migrations, interpreters.Migrations)
}

// Open wires the program by a configuration file.
func Open(ctx context.Context, path string, deps plugin.Deps) (*Pool, error) {
	var c Config
	if err := town.Read(path, &c); err != nil {
		return nil, err
	}
	ports, err := town.OpenPorts(ctx, c.Config, Plugins(), deps)
	if err != nil {
		return nil, err
	}
	return Wire(ctx, c, ports, deps.Clock, deps.Log)
}

// Wire builds the modules bottom-up.
func Wire(ctx context.Context, c Config, ports town.Ports, clk clock.Clock, log *slog.Logger) (*Pool, error) {
	t, err := town.Found(ctx, c.Config, ports, nil, clk, log)
	if err != nil {
		return nil, err
	}
	p := &Pool{Town: t, Config: c}
	if err := p.furnish(); err != nil {
		return nil, errors.Join(err, p.Close())
	}
	return p, nil
}

func (p *Pool) furnish() error {
	c, files := p.Config, os.DirFS(p.Config.Rules)
	rules, err := linguists.LoadRules(files)
	if err != nil {
		return fmt.Errorf("load rules:\n%w", err)
	}
	if rules == nil {
		return fmt.Errorf("load rules: no interpreters.yaml in %s", c.Rules)
	}
	tariffs, err := remuneration.LoadTariffs(files)
	if err != nil {
		return fmt.Errorf("load tariffs:\n%w", err)
	}
	p.Budgets = budgets.New(budgets.Deps{
		DB: p.DB, Audit: p.Audit, Teams: slices.Sorted(maps.Keys(c.Teams)), Unbudgeted: map[string]bool{interpreters.Purpose: rules.Unbudgeted == "allowed"},
	})
	p.Linguists = linguists.New(linguists.Deps{
		DB: p.DB, Audit: p.Audit, Messages: p.Messages, Identity: p.Identity, Tariffs: tariffs, Behind: behind, Required: rules.Proofs, Languages: []string{"de", "en"}, Log: p.Log,
	})
	p.Interpreters = interpreters.New(interpreters.Deps{
		DB: p.DB, Audit: p.Audit, Messages: p.Messages, Linguists: p.Linguists, Budgets: p.Budgets, Rules: rules, Tariffs: tariffs, Texts: locales.Text, Secret: p.Secret, Log: p.Log,
		Holiday: func(day clock.Date) bool { return slices.Contains(c.Holidays, day) }, Place: c.house, Team: c.mailbox,
	})
	p.Duty = duty.New(duty.Deps{
		DB: p.DB, Audit: p.Audit, Messages: p.Messages, Budgets: p.Budgets, Purpose: interpreters.Purpose, Modes: rules.Modes, Tariffs: tariffs, Texts: locales.Text,
		Holiday: func(day clock.Date) bool { return slices.Contains(c.Holidays, day) }, Place: c.house,
	})
	p.Duty.Connect(p.Interpreters.Booked)
	p.Linguists.Register(p.Jobs)
	p.Duty.Register(p.Jobs)
	p.Interpreters.Register(p.Jobs)
	return nil
}

// behind lets whoever works with interpreters see what a matter needs; behind it nothing more is known here: who is in it, the city's own software knows.
func behind(ctx context.Context, rec audit.Record) ([]audit.Record, error) {
	if rec.Kind != Matter || !identity.ViewerFrom(ctx).Can("interpreters.read") {
		return nil, linguists.ErrNone
	}
	return []audit.Record{rec}, nil
}

func (c *Config) house(_ context.Context, key string) string {
	if words := c.Houses[key]; words != "" {
		return words
	}
	return key
}

func (c *Config) mailbox(_ context.Context, team string) ([]messages.Addressee, error) {
	if c.Teams[team] == "" {
		return nil, nil
	}
	return []messages.Addressee{{Email: c.Teams[team], Language: "de"}}, nil
}

// Migrate brings the database to the newest state.
func (p *Pool) Migrate(ctx context.Context) error {
	return db.Migrate(ctx, p.DB, p.Log, Migrations()...)
}
