package messages

import (
	"context"
	"embed"
	"errors"
	"io"
	"log/slog"
	"net/url"
	"strings"
	"time"

	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/jobs"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of this module.
var Migrations = db.Migrations{Schema: "messages", FS: migrations}

// Texts gives a text of a namespace in a language, with its parameters filled in.
type Texts func(language, namespace, key string, params map[string]string) string

// Files opens a stored file by its key.
type Files func(ctx context.Context, key string) (io.ReadCloser, error)

// Translate puts a text into another language. It is a machine's text and marked as such.
type Translate func(ctx context.Context, text, from, to string) (string, error)

// Config says how the office speaks of itself.
type Config struct {
	// BaseURL is the address of the portal, without a slash at the end. Needed.
	BaseURL string
	// City is the name under which mails come, in the language of the city. Needed.
	City string
	// Domain stands behind the @ of Message-IDs; empty means the host of BaseURL.
	Domain string
	// KeepMails is how long it is known where a mail went; 0 means 90 days.
	KeepMails time.Duration
}

// Validate tells all faults.
func (c Config) Validate() error {
	var faults []error
	if u, err := url.Parse(c.BaseURL); err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") || strings.HasSuffix(c.BaseURL, "/") {
		faults = append(faults, errors.New("base_url: an address such as https://amt.example is needed"))
	}
	if c.City == "" {
		faults = append(faults, errors.New("city: a name is needed"))
	}
	return errors.Join(faults...)
}

// Service brings word to people.
type Service struct {
	db        *db.DB
	mailer    Mailer
	texts     Texts
	files     Files
	translate Translate
	cfg       Config
	log       *slog.Logger
}

// New makes the Service. files may be nil if nothing is ever attached, translate if no translation is configured.
func New(d *db.DB, mailer Mailer, texts Texts, files Files, translate Translate, cfg Config, log *slog.Logger) *Service {
	if cfg.Domain == "" {
		if u, err := url.Parse(cfg.BaseURL); err == nil {
			cfg.Domain = u.Hostname()
		}
	}
	return &Service{db: d, mailer: mailer, texts: texts, files: files, translate: translate, cfg: cfg, log: log}
}

// Register hands the work of this module to the workers.
func (s *Service) Register(r *jobs.Runner) {
	jobs.Handle(r, s.Send)
	jobs.Handle(r, s.TranslateMessage)
	jobs.Handle(r, s.Forget)
	jobs.Every(r, "messages.forget", 24*time.Hour, forgetArgs)
}
