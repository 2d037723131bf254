package pool

import (
	"context"
	"errors"
	"log/slog"

	"github.com/ankunft/ankunft/examples/neighbour/pickup"
	"github.com/ankunft/ankunft/integrations/oidc"
	"github.com/ankunft/ankunft/integrations/s3/vault"
	"github.com/ankunft/ankunft/integrations/smtp"
	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/plugin"
)

// Plugins are the integrations of this program: Ankunft's, and pickup, which is the city's own.
func Plugins() plugin.List {
	return plugin.List{vault.Plugin, oidc.Plugin, smtp.Plugin, pickup.Plugin}
}

// Ports are the outside worlds, opened.
type Ports struct {
	Vault  audit.Vault
	Staff  identity.Provider
	Mailer messages.Mailer
}

// OpenPorts opens what the configuration names.
func OpenPorts(ctx context.Context, c Config, plugins plugin.List, clk clock.Clock, log *slog.Logger) (*Ports, error) {
	p, deps := &Ports{}, plugin.Deps{Clock: clk, Log: log}
	var faults [3]error
	p.Vault, faults[0] = plugin.Open[audit.Vault](ctx, plugins, "audit.Vault", c.Vault.Use, c.Vault.With, deps)
	p.Staff, faults[1] = plugin.Open[identity.Provider](ctx, plugins, "identity.Provider", c.Staff.Use, c.Staff.With, deps)
	p.Mailer, faults[2] = plugin.Open[messages.Mailer](ctx, plugins, "messages.Mailer", c.Mail.Use, c.Mail.With, deps)
	return p, errors.Join(faults[:]...)
}
