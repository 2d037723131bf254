// Package pool is Ankunft's interpreters for a city that has software of its own for everything else.
package pool

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"os"
	"slices"
	"time"

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
	"github.com/ankunft/ankunft/platform/events"
	"github.com/ankunft/ankunft/platform/jobs"
	"github.com/ankunft/ankunft/web/locales"
)

// Matter is the kind of record about which interpreters are asked here: a file of the city's own software, which alone knows more of it.
const Matter = "matter"

// Pool is the program, wired.
type Pool struct {
	Config       Config
	DB           *db.DB
	Jobs         *jobs.Runner
	Log          *slog.Logger
	Audit        *audit.Service
	Messages     *messages.Service
	Identity     *identity.Service
	Linguists    *linguists.Service
	Budgets      *budgets.Service
	Duty         *duty.Service
	Interpreters *interpreters.Service
}

// Migrations are those of the modules that are taken, from the ground up.
func Migrations() []db.Migrations {
	return []db.Migrations{audit.Migrations, messages.Migrations, identity.Migrations, linguists.Migrations, budgets.Migrations, duty.Migrations, interpreters.Migrations}
}

// Wire builds the modules bottom-up.
func Wire(ctx context.Context, c Config, ports *Ports, clk clock.Clock, log *slog.Logger) (*Pool, error) {
	url, err := c.Database.Reveal()
	if err != nil {
		return nil, err
	}
	d, err := db.Open(ctx, db.Config{URL: url}, clk, events.NewBus(), log)
	if err != nil {
		return nil, err
	}
	p := &Pool{Config: c, DB: d, Jobs: jobs.New(d, log), Log: log}
	return p, p.furnish(ports)
}

func (p *Pool) furnish(ports *Ports) error {
	c, files := p.Config, os.DirFS(p.Config.Rules)
	keys, err := c.keyring()
	if err != nil {
		return err
	}
	secret, err := c.linkKey()
	if err != nil {
		return err
	}
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
	p.Audit = audit.New(p.DB, keys, ports.Vault, p.Log)
	p.Messages = messages.New(p.DB, ports.Mailer, locales.Text, nil, nil, messages.Config{BaseURL: c.BaseURL, City: c.City}, p.Log)
	doors := []identity.Door{{Provider: ports.Staff, Kind: identity.KindStaff}}
	p.Identity = identity.New(p.DB, p.Audit, p.Messages, doors, identity.Config{BaseURL: c.BaseURL, Grants: identity.GrantsOptional}, p.Log)
	p.Budgets = budgets.New(budgets.Deps{
		DB: p.DB, Audit: p.Audit, Teams: slices.Sorted(maps.Keys(c.Teams)), Unbudgeted: map[string]bool{interpreters.Purpose: rules.Unbudgeted == "allowed"},
	})
	p.Linguists = linguists.New(linguists.Deps{
		DB: p.DB, Audit: p.Audit, Messages: p.Messages, Identity: p.Identity, Tariffs: tariffs, Behind: behind, Required: rules.Proofs, Languages: []string{"de", "en"}, Log: p.Log,
	})
	p.Interpreters = interpreters.New(interpreters.Deps{
		DB: p.DB, Audit: p.Audit, Messages: p.Messages, Linguists: p.Linguists, Budgets: p.Budgets, Rules: rules, Tariffs: tariffs, Texts: locales.Text, Secret: secret, Log: p.Log,
		Holiday: func(day clock.Date) bool { return slices.Contains(c.Holidays, day) }, Place: c.house, Team: c.mailbox,
	})
	p.Duty = duty.New(duty.Deps{
		DB: p.DB, Audit: p.Audit, Messages: p.Messages, Budgets: p.Budgets, Purpose: interpreters.Purpose, Modes: rules.Modes, Tariffs: tariffs, Texts: locales.Text,
		Holiday: func(day clock.Date) bool { return slices.Contains(c.Holidays, day) }, Place: c.house,
	})
	p.Duty.Connect(p.Interpreters.Booked)
	p.Audit.Register(p.Jobs)
	p.Messages.Register(p.Jobs)
	p.Identity.Register(p.Jobs)
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

const (
	workers = 4
	grace   = 30 * time.Second
)
