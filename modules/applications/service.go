package applications

import (
	"embed"
	"log/slog"
	"time"

	"github.com/riverqueue/river"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/persons"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/events"
	"github.com/ankunft/ankunft/platform/jobs"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of this module.
var Migrations = db.Migrations{Schema: "applications", FS: migrations}

// The errors of this module.
var (
	ErrNotFound      = errs.New(errs.NotFound, "applications.not_found")       // or somebody else's
	ErrNoService     = errs.New(errs.NotFound, "applications.no_service")      // no such service
	ErrConflict      = errs.New(errs.Conflict, "applications.conflict")        // changed on another device: read again
	ErrChanged       = errs.New(errs.Conflict, "applications.changed")         // not what was reviewed: review again
	ErrSubmitted     = errs.New(errs.Conflict, "applications.submitted")       // handed in: answers stay
	ErrNotSubmitted  = errs.New(errs.Conflict, "applications.not_submitted")   // a draft is deleted, not withdrawn
	ErrAnswers       = errs.New(errs.Invalid, "applications.answers")          // Fields say which
	ErrIncomplete    = errs.New(errs.Invalid, "applications.incomplete")       // Fields say what is missing
	ErrPaperRefused  = errs.New(errs.Invalid, "applications.paper_refused")    // Fields say which
	ErrDeclaration   = errs.New(errs.Invalid, "applications.declaration")      // not confirmed
	ErrSigner        = errs.New(errs.Invalid, "applications.signer")           // may not sign in this capacity
	ErrMember        = errs.New(errs.Invalid, "applications.member")           // no such member is possible here
	ErrKey           = errs.New(errs.Invalid, "applications.idempotency_key")  // missing or too long
	ErrLanguage      = errs.New(errs.Invalid, "applications.language")         // unknown
	ErrTrust         = errs.New(errs.Forbidden, "applications.trust_too_low")  // log in at a higher level
	ErrTooManyDrafts = errs.New(errs.Limited, "applications.too_many_drafts")  // delete one first
	ErrTooMany       = errs.New(errs.Limited, "applications.too_many_submits") // try again tomorrow
	ErrSealBroken    = errs.New(errs.Internal, "applications.seal_broken")     // content and digest disagree
	errNoOffice      = errs.New(errs.Unavailable, "applications.no_office")    // Connect was not called
)

// Config says how long drafts are kept. The zero value is what a city needs as a rule; how much one person may cause stands in the
// city's limits.
type Config struct {
	KeepDraft    time.Duration // a draft is deleted after so long without a change; 0: 90 days
	RemindBefore time.Duration // a mail reminds so long before; 0: 7 days
}

func (c Config) withDefaults() Config {
	if c.KeepDraft == 0 {
		c.KeepDraft = 90 * 24 * time.Hour
	}
	if c.RemindBefore == 0 {
		c.RemindBefore = 7 * 24 * time.Hour
	}
	return c
}

// Deps are what the Service stands on. All are needed.
type Deps struct {
	Audit     *audit.Service
	Messages  *messages.Service
	Identity  *identity.Service
	Catalogue *catalogue.Service
	Persons   *persons.Service
	Documents *documents.Service
	// Texts gives a text of a namespace in a language (web/locales).
	Texts messages.Texts
	Log   *slog.Logger
}

// Service keeps the sittings.
type Service struct {
	db     *db.DB
	deps   Deps
	cfg    Config
	office Office
}

// New makes the Service. Nothing can be handed in before Connect.
func New(d *db.DB, deps Deps, cfg Config) *Service {
	return &Service{db: d, deps: deps, cfg: cfg.withDefaults()}
}

// Connect names the office that opens the cases. It lies above this module and is therefore told while the program is wired.
func (s *Service) Connect(o Office) { s.office = o }

// Register hands the work of this module to the workers.
func (s *Service) Register(r *jobs.Runner, bus *events.Bus) {
	jobs.Handle(r, s.Tidy)
	jobs.Every(r, "applications.tidy", time.Hour, func() river.JobArgs { return TidyArgs{} })
	events.Subscribe(bus, "applications.on_merged", s.onMerged)
}

// Record names a sitting in the audit.
func Record(id ID) audit.Record { return audit.Record{Kind: "sitting", ID: id} }

// Topic is the live topic on which other devices hear of changes.
func Topic(id ID) string { return "sitting:" + id.String() }
