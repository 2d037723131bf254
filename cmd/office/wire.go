package office

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/applications"
	"github.com/ankunft/ankunft/modules/appointments"
	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/budgets"
	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/clearing"
	"github.com/ankunft/ankunft/modules/courses"
	"github.com/ankunft/ankunft/modules/decisions"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/duty"
	"github.com/ankunft/ankunft/modules/elearning"
	"github.com/ankunft/ankunft/modules/feeds"
	"github.com/ankunft/ankunft/modules/frontdesk"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/intake"
	"github.com/ankunft/ankunft/modules/interpreters"
	"github.com/ankunft/ankunft/modules/invitations"
	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/network"
	"github.com/ankunft/ankunft/modules/onboarding"
	"github.com/ankunft/ankunft/modules/outlook"
	"github.com/ankunft/ankunft/modules/partners"
	"github.com/ankunft/ankunft/modules/persons"
	"github.com/ankunft/ankunft/modules/presence"
	"github.com/ankunft/ankunft/modules/qualifications"
	"github.com/ankunft/ankunft/modules/quality"
	"github.com/ankunft/ankunft/modules/settlement"
	"github.com/ankunft/ankunft/modules/supervision"
	"github.com/ankunft/ankunft/modules/surveys"
	"github.com/ankunft/ankunft/modules/swaps"
	"github.com/ankunft/ankunft/modules/training"
	"github.com/ankunft/ankunft/modules/translations"
	"github.com/ankunft/ankunft/modules/workforce"
	"github.com/ankunft/ankunft/modules/writing"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/events"
	"github.com/ankunft/ankunft/platform/jobs"
	"github.com/ankunft/ankunft/web/locales"
)

// Office is the whole office, wired.
type Office struct {
	Config         Config
	DB             *db.DB
	Jobs           *jobs.Runner
	Log            *slog.Logger
	Audit          *audit.Service
	Messages       *messages.Service
	Identity       *identity.Service
	Catalogue      *catalogue.Service
	Persons        *persons.Service
	Documents      *documents.Service
	Letters        *letters.Service
	Surveys        *surveys.Service // nil where the city has no key for links
	Qualifications *qualifications.Service
	Workforce      *workforce.Service
	Training       *training.Service
	Courses        *courses.Service
	Elearning      *elearning.Service
	Supervision    *supervision.Service // nil where the city offers none
	Onboarding     *onboarding.Service
	Partners       *partners.Service // nil where the city works with nobody outside, as is the next
	Network        *network.Service
	Linguists      *linguists.Service // nil where the city works without interpreters, as are the next four
	Budgets        *budgets.Service
	Duty           *duty.Service
	Interpreters   *interpreters.Service
	Swaps          *swaps.Service
	Settlement     *settlement.Service
	Quality        *quality.Service      // nil where the city asks nobody how it went
	Presence       *presence.Service     // nil where the city works without interpreters
	Translations   *translations.Service // nil where the city works without interpreters
	Appointments   *appointments.Service // nil where the city gives none
	Invitations    *invitations.Service  // nil where the city gives no appointments
	Frontdesk      *frontdesk.Service    // nil where the city has no hall
	Outlook        *outlook.Service      // nil where the city gives no appointments
	Feeds          *feeds.Service        // nil where the city gives no appointments
	Clearing       *clearing.Service
	Applications   *applications.Service
	Cases          *cases.Service
	Intake         *intake.Service
	Decisions      *decisions.Service

	ports       *Ports
	nextSession func(ctx context.Context, training uuid.UUID) (*NextSession, error) // nil: nobody knows
}

// Wire builds the modules bottom-up. It opens no connection that must answer: what is away shows when it is used.
func Wire(ctx context.Context, cfg Config, ports *Ports, clk clock.Clock, log *slog.Logger) (*Office, error) {
	url, err := cfg.Database.Reveal()
	if err != nil {
		return nil, err
	}
	bus := events.NewBus()
	d, err := db.Open(ctx, db.Config{URL: url, MaxConns: cfg.MaxConns, Spans: cfg.Telemetry.On()}, clk, bus, log)
	if err != nil {
		return nil, err
	}
	city, err := catalogue.Load(os.DirFS(cfg.City))
	if err != nil {
		return nil, errors.Join(fmt.Errorf("load city:\n%w", err), d.Close())
	}
	o := &Office{Config: cfg, DB: d, Jobs: jobs.New(d, log), Log: log, ports: ports}
	o.Audit = audit.New(d, ports.keys, ports.Vault, log)
	o.Messages = messages.New(d, ports.Mailer, locales.Text, o.attached, ports.translate(),
		messages.Config{BaseURL: cfg.BaseURL, City: city.Name, Domain: cfg.MailDomain, KeepMails: cfg.Retention.mails()}, log)
	o.Identity = identity.New(d, o.Audit, o.Messages, ports.Doors, identity.Config{BaseURL: cfg.BaseURL, Grants: cfg.grants(), NoEmailLink: cfg.NoLoginLinks}, log)
	o.Catalogue = catalogue.New(d, city)
	o.Persons = persons.New(d, o.Audit)
	o.Documents = documents.New(d, o.Audit, documents.Ports{Store: ports.Store, Scanner: ports.Scanner, PDF: ports.PDF, Pictures: ports.Pictures},
		documents.Config{MaxSize: city.Limits.FileMegabytes << 20, MaxFilesPerDocument: city.Limits.FilesPerItem}, log)
	holidays, err := letters.NewCalendar(city.Holidays.Calendar)
	if err != nil {
		return nil, errors.Join(err, d.Close())
	}
	if o.Letters, err = letters.New(o.letterDeps(city, ports, holidays)); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	for _, furnish := range []func(*catalogue.City, *letters.Calendar) error{o.learn, o.fund, o.teach, o.play, o.supervise, o.qualify, o.keepPosts, o.survey, o.interpret, o.settle, o.ask, o.appoint, o.onDuty, o.partner, o.clear} {
		if err = furnish(city, holidays); err != nil {
			return nil, errors.Join(err, d.Close())
		}
	}
	o.Applications = applications.New(d, applications.Deps{
		Audit: o.Audit, Messages: o.Messages, Identity: o.Identity, Catalogue: o.Catalogue, Persons: o.Persons, Documents: o.Documents,
		Texts: locales.Text, Log: log,
	}, applications.Config{})
	o.Cases = cases.New(cases.Deps{
		DB: d, Audit: o.Audit, Identity: o.Identity, Catalogue: o.Catalogue, Persons: o.Persons, Documents: o.Documents,
		Writing:      writing.New(writing.Deps{Catalogue: o.Catalogue, Persons: o.Persons, Letters: o.Letters, Messages: o.Messages, Texts: locales.Text}),
		Applications: o.Applications, Translator: ports.Translator, BaseURL: cfg.BaseURL, Log: log,
	})
	o.Intake = intake.New(intake.Deps{
		DB: d, Audit: o.Audit, Persons: o.Persons, Documents: o.Documents, Applications: o.Applications, Clearing: o.Clearing, Cases: o.Cases,
	})
	o.Decisions = decisions.New(decisions.Deps{DB: d, Audit: o.Audit, Catalogue: o.Catalogue, Persons: o.Persons, Letters: o.Letters, Cases: o.Cases})
	o.Decisions.OnApproval(o.trained)
	o.Decisions.OnDecidingAlone(o.trained)
	o.connect(bus)
	o.keepInTouch(bus)
	return o, nil
}

// connect fills what modules ask of those above them, and hands their work to the workers.
func (o *Office) connect(bus *events.Bus) {
	o.Applications.Connect(o.Cases)
	o.Documents.SetSubject(documents.SubjectApplication, applications.Subject{Service: o.Applications})
	o.Documents.SetSubject(documents.SubjectCase, cases.Subject{Service: o.Cases})
	o.Documents.SetSubject(documents.SubjectVisit, clearing.Subject{Service: o.Clearing})
	o.Clearing.Connect(matters{o})
	o.translate()
	o.Audit.Register(o.Jobs)
	o.Messages.Register(o.Jobs)
	o.Identity.Register(o.Jobs)
	o.Documents.Register(o.Jobs)
	o.Applications.Register(o.Jobs, bus)
	o.Clearing.Register(o.Jobs)
	if o.Settlement != nil {
		o.Settlement.Register(o.Jobs, bus)
	}
	o.Cases.Register(o.Jobs, bus)
	o.Intake.Register(bus)
	o.Decisions.Register(o.Jobs, bus)
	o.standBy(bus)
	o.Decisions.OnApproval(o.qualified)
}

// Close gives everything back.
func (o *Office) Close() error {
	faults := []error{o.DB.Close()}
	for _, c := range o.ports.closers() {
		faults = append(faults, c.Close())
	}
	return errors.Join(faults...)
}
