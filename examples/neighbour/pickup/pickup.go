// Package pickup hands mails to the city's mail gateway as files in a folder that the gateway empties, as Exchange and Postfix setups know it ("pickup directory").
package pickup

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/ankunft/ankunft/integrations/smtp"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/plugin"
)

// Plugin fills messages.Mailer.
var Plugin = plugin.Plugin{
	Kind: "pickup", Port: "messages.Mailer", Check: plugin.Checker[Config](),
	Open: func(_ context.Context, raw []byte, deps plugin.Deps) (any, error) {
		var c Config
		if err := plugin.Decode(raw, &c); err != nil {
			return nil, err
		}
		return New(c, deps.Clock), nil
	},
}

// Config says where mails go and who they come from.
type Config struct {
	Folder   string `yaml:"folder"`
	From     string `yaml:"from"`
	FromName string `yaml:"fromName"`
	// Never are domains to which the gateway lets no mail out.
	Never []string `yaml:"never"`
}

// Validate tells all faults.
func (c *Config) Validate() error {
	var faults []error
	if info, err := os.Stat(c.Folder); err != nil || !info.IsDir() {
		faults = append(faults, fmt.Errorf("folder: %q is no folder", c.Folder))
	}
	if !strings.Contains(c.From, "@") {
		faults = append(faults, fmt.Errorf("from: %q is no address", c.From))
	}
	return errors.Join(faults...)
}

// Mailer is a messages.Mailer that writes files.
type Mailer struct {
	config Config
	clk    clock.Clock
}

var _ messages.Mailer = (*Mailer)(nil)

// New makes a mailer.
func New(c Config, clk clock.Clock) *Mailer { return &Mailer{c, clk} }

// Send implements messages.Mailer. A file appears under its name only when all of it is there.
func (m *Mailer) Send(ctx context.Context, mail messages.Mail) error {
	if ctx.Err() != nil {
		return messages.ErrMailUnavailable.Because(ctx.Err())
	}
	if _, domain, _ := strings.Cut(mail.To, "@"); slices.Contains(m.config.Never, domain) {
		return messages.ErrAddressRefused
	}
	sender := smtp.Sender{From: m.config.From, FromName: m.config.FromName}
	composed, err := sender.Compose(mail, m.clk.Now())
	if err != nil {
		return err
	}
	name := filepath.Join(m.config.Folder, ids.New().String())
	if err := errors.Join(composed.WriteToFile(name+".tmp"), os.Rename(name+".tmp", name+".eml")); err != nil {
		return messages.ErrMailUnavailable.Because(errors.New("write into the folder"))
	}
	return nil
}
