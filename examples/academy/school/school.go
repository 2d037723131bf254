// Package school is Ankunft's training and courses for a town that has software of its own for everything else.
package school

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"

	"github.com/ankunft/ankunft/examples/town"
	"github.com/ankunft/ankunft/integrations/clamav"
	"github.com/ankunft/ankunft/integrations/images"
	"github.com/ankunft/ankunft/integrations/oidc"
	"github.com/ankunft/ankunft/integrations/poppler"
	"github.com/ankunft/ankunft/integrations/s3"
	"github.com/ankunft/ankunft/integrations/s3/vault"
	"github.com/ankunft/ankunft/integrations/smtp"
	"github.com/ankunft/ankunft/modules/budgets"
	"github.com/ankunft/ankunft/modules/courses"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/training"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/plugin"
)

// Config is the town's configuration file; training.yaml lies in its rules: what staff learn to begin with.
type Config struct {
	town.Config `yaml:",inline"`

	// Teams are those of the town.
	Teams []string `yaml:"teams"`
	// MailDomain is in the names of calendar entries.
	MailDomain string `yaml:"mail_domain"`
	// Objects keeps certificates, Scanner looks for viruses in them, Pages paints their PDFs.
	Objects plugin.Section `yaml:"objects"`
	Scanner plugin.Section `yaml:"scanner"`
	Pages   plugin.Section `yaml:"pages"`
}

// Check tells all faults at once.
func (c *Config) Check() error {
	var nowhere error
	if c.MailDomain == "" {
		nowhere = errors.New("mail_domain: missing")
	}
	return errors.Join(c.Config.Check(), nowhere)
}

// Plugins are the integrations of this program.
func Plugins() plugin.List {
	return plugin.List{vault.Plugin, oidc.Plugin, smtp.Plugin, s3.Plugin, clamav.Plugin, poppler.Plugin}
}

// Ports are the outside worlds, opened.
type Ports struct {
	town.Ports
	Papers documents.Ports
}

// School is the program, wired.
type School struct {
	*town.Town
	Documents *documents.Service
	Budgets   *budgets.Service
	Training  *training.Service
	Courses   *courses.Service
}

// Migrations are those of the modules that are taken, from the ground up.
func Migrations() []db.Migrations {
	return town.Migrations(documents.Migrations, training.Migrations, budgets.Migrations, courses.Migrations)
}

// Open wires the program by a configuration file.
func Open(ctx context.Context, path string, deps plugin.Deps) (*School, error) {
	var c Config
	if err := town.Read(path, &c); err != nil {
		return nil, err
	}
	var p Ports
	var faults [5]error
	p.Ports, faults[0] = town.OpenPorts(ctx, c.Config, Plugins(), deps)
	p.Papers.Store, faults[1] = plugin.Open[documents.Store](ctx, Plugins(), "documents.Store", c.Objects.Use, c.Objects.With, deps)
	p.Papers.Scanner, faults[2] = plugin.Open[documents.Scanner](ctx, Plugins(), "documents.Scanner", c.Scanner.Use, c.Scanner.With, deps)
	p.Papers.PDF, faults[3] = plugin.Open[documents.Pages](ctx, Plugins(), "documents.Pages", c.Pages.Use, c.Pages.With, deps)
	p.Papers.Pictures, faults[4] = images.New(images.Config{})
	if err := errors.Join(faults[:]...); err != nil {
		return nil, err
	}
	return Wire(ctx, c, p, deps.Clock, deps.Log)
}

// Wire builds the modules bottom-up.
func Wire(ctx context.Context, c Config, ports Ports, clk clock.Clock, log *slog.Logger) (*School, error) {
	first, err := training.LoadFirst(os.DirFS(c.Rules))
	if err != nil {
		return nil, fmt.Errorf("load trainings:\n%w", err)
	}
	s := &School{}
	if s.Town, err = town.Found(ctx, c.Config, ports.Ports, s.attached, clk, log); err != nil {
		return nil, err
	}
	s.Documents = documents.New(s.DB, s.Audit, ports.Papers, documents.Config{}, log)
	s.Training = training.New(training.Deps{
		DB: s.DB, Audit: s.Audit, Messages: s.Messages, Identity: s.Identity, Documents: s.Documents, Teams: c.Teams, First: first, Log: log,
	})
	s.Documents.SetSubject(documents.SubjectCertificate, training.Subject{Service: s.Training})
	s.Budgets = budgets.New(budgets.Deps{DB: s.DB, Audit: s.Audit, Teams: c.Teams, Unbudgeted: map[string]bool{courses.Purpose: true}})
	s.Courses = courses.New(courses.Deps{
		DB: s.DB, Audit: s.Audit, Messages: s.Messages, Identity: s.Identity, Training: s.Training, Budgets: s.Budgets, Secret: s.Secret, Office: c.City,
		Domain: c.MailDomain, Log: log,
	})
	s.Documents.Register(s.Jobs)
	s.Training.Register(s.Jobs)
	s.Courses.Register(s.Jobs)
	return s, nil
}

// attached opens the calendar entries that go with mails.
func (s *School) attached(ctx context.Context, key string) (io.ReadCloser, error) {
	f, ours, err := s.Courses.File(ctx, key)
	if !ours {
		return nil, courses.ErrNone
	}
	return f, err
}

// Migrate brings the database to the newest state.
func (s *School) Migrate(ctx context.Context) error {
	return db.Migrate(ctx, s.DB, s.Log, Migrations()...)
}
