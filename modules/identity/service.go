package identity

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/riverqueue/river"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/jobs"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of this module.
var Migrations = db.Migrations{Schema: "identity", FS: migrations}

// GrantMode says what a claimed role is worth without a grant of the city.
type GrantMode string

// The modes.
const (
	GrantsRequired GrantMode = "required" // nothing, except that an admin may give grants; the default
	GrantsOptional GrantMode = "optional" // the role in the claimed teams; deciding and approving need a grant all the same
)

// Config says how people log in.
type Config struct {
	// BaseURL is the address of the office as browsers see it. Needed. With http (only for a demo on this machine) the cookies
	// are sent without protection.
	BaseURL string
	// Grants is "required" if empty.
	Grants GrantMode
	// NoEmailLink switches login links off; then everybody needs a provider.
	NoEmailLink bool
}

// Validate tells all faults.
func (c Config) Validate() error {
	var faults []error
	u, err := url.Parse(c.BaseURL)
	if err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") || strings.HasSuffix(c.BaseURL, "/") {
		faults = append(faults, errors.New("base_url: an address such as https://amt.example is needed"))
	} else if u.Scheme == "http" && u.Hostname() != "localhost" && u.Hostname() != "127.0.0.1" {
		faults = append(faults, errors.New("base_url: http is only for localhost, cookies need https"))
	}
	if c.Grants != "" && c.Grants != GrantsRequired && c.Grants != GrantsOptional {
		faults = append(faults, fmt.Errorf("grants: %q is neither required nor optional", c.Grants))
	}
	return errors.Join(faults...)
}

// Door is a provider and whom it lets in.
type Door struct {
	Provider Provider
	Kind     AccountKind
	// MostTrust caps what the provider claims; empty means its word counts.
	MostTrust Trust
}

// Service knows the accounts.
type Service struct {
	db       *db.DB
	audit    *audit.Service
	messages *messages.Service
	doors    []Door
	cfg      Config
	log      *slog.Logger

	grants     sync.Map // by the text of account.granted
	remembered atomic.Int32
	colleagues atomic.Pointer[colleagues]
}

// New makes the Service.
func New(d *db.DB, trail *audit.Service, mail *messages.Service, doors []Door, cfg Config, log *slog.Logger) *Service {
	if cfg.Grants == "" {
		cfg.Grants = GrantsRequired
	}
	return &Service{db: d, audit: trail, messages: mail, doors: doors, cfg: cfg, log: log}
}

// SweepArgs is the job that clears away what has run out.
type SweepArgs struct{}

// Kind implements river.JobArgs.
func (SweepArgs) Kind() string { return "identity.sweep" }

// keepEnded is how long ended sessions and used links are kept, so that questions about them can be answered.
const keepEnded = 7 * 24 * time.Hour

// Register hands the work of this module to the workers.
func (s *Service) Register(r *jobs.Runner) {
	jobs.Handle(r, s.Sweep)
	jobs.Every(r, "identity.sweep", time.Hour, func() river.JobArgs { return SweepArgs{} })
}

// Sweep clears away sessions, logins, links and counts that have run out, and brings what staff may do up to date.
func (s *Service) Sweep(ctx context.Context, _ SweepArgs) error {
	now := s.db.Clock.Now()
	for table, before := range map[string]time.Time{"login": now, "attempt": now, "login_link": now.Add(-keepEnded), "session": now.Add(-keepEnded)} {
		column := "expires_at"
		if table == "attempt" {
			column = "until"
		}
		if _, err := s.db.NewDelete().TableExpr("identity."+table).Where(column+" < ?", before).Exec(ctx); err != nil {
			return fmt.Errorf("sweep %s: %w", table, err)
		}
	}
	return s.standAll(ctx)
}

func accountRecord(a *Account) audit.Record { return audit.Record{Kind: "account", ID: a.ID} }
