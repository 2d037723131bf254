// Package town is what the programs of towns that take parts of Ankunft have in common: a configuration, the ground, a command line and a server.
package town

import (
	"context"
	"errors"
	"log/slog"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/events"
	"github.com/ankunft/ankunft/platform/jobs"
	"github.com/ankunft/ankunft/platform/plugin"
	"github.com/ankunft/ankunft/web/locales"
)

// Ports are the outside worlds of every town, opened.
type Ports struct {
	Vault  audit.Vault
	Staff  identity.Provider
	Mailer messages.Mailer
}

// OpenPorts opens what the configuration names.
func OpenPorts(ctx context.Context, c Config, plugins plugin.List, deps plugin.Deps) (p Ports, err error) {
	var faults [3]error
	p.Vault, faults[0] = plugin.Open[audit.Vault](ctx, plugins, "audit.Vault", c.Vault.Use, c.Vault.With, deps)
	p.Staff, faults[1] = plugin.Open[identity.Provider](ctx, plugins, "identity.Provider", c.Staff.Use, c.Staff.With, deps)
	p.Mailer, faults[2] = plugin.Open[messages.Mailer](ctx, plugins, "messages.Mailer", c.Mail.Use, c.Mail.With, deps)
	return p, errors.Join(faults[:]...)
}

// Town is the ground on which a town's program puts what it takes.
type Town struct {
	DB       *db.DB
	Jobs     *jobs.Runner
	Log      *slog.Logger
	Audit    *audit.Service
	Messages *messages.Service
	Identity *identity.Service
	Secret   []byte // the key for links

	config Config
}

// Migrations are those of the ground and of the modules that are taken, from the ground up.
func Migrations(taken ...db.Migrations) []db.Migrations {
	return append([]db.Migrations{audit.Migrations, messages.Migrations, identity.Migrations}, taken...)
}

// Found builds the ground. attached opens what goes with mails; nil: nothing does.
func Found(ctx context.Context, c Config, ports Ports, attached messages.Files, clk clock.Clock, log *slog.Logger) (*Town, error) {
	url, err := c.Database.Reveal()
	if err != nil {
		return nil, err
	}
	keys, err := c.keyring()
	if err != nil {
		return nil, err
	}
	t := &Town{Log: log, config: c}
	if t.Secret, err = c.linkKey(); err != nil {
		return nil, err
	}
	if t.DB, err = db.Open(ctx, db.Config{URL: url}, clk, events.NewBus(), log); err != nil {
		return nil, err
	}
	t.Jobs = jobs.New(t.DB, log)
	t.Audit = audit.New(t.DB, keys, ports.Vault, log)
	t.Messages = messages.New(t.DB, ports.Mailer, locales.Text, attached, nil, messages.Config{BaseURL: c.BaseURL, City: c.City}, log)
	doors := []identity.Door{{Provider: ports.Staff, Kind: identity.KindStaff}}
	t.Identity = identity.New(t.DB, t.Audit, t.Messages, doors, identity.Config{BaseURL: c.BaseURL, Grants: identity.GrantsOptional}, log)
	t.Audit.Register(t.Jobs)
	t.Messages.Register(t.Jobs)
	t.Identity.Register(t.Jobs)
	return t, nil
}

// Close gives the database back.
func (t *Town) Close() error { return t.DB.Close() }
