package quality

import (
	"context"
	"embed"
	"log/slog"
	"strings"
	"time"
	"unicode"

	"github.com/google/uuid"
	"github.com/riverqueue/river"
	"golang.org/x/text/unicode/norm"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/interpreters"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/events"
	"github.com/ankunft/ankunft/platform/jobs"
	"github.com/ankunft/ankunft/platform/rates"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of this module.
var Migrations = db.Migrations{Schema: "quality", FS: migrations}

var (
	// ErrNone says that there is no such link, complaint or interpreter, or not for this viewer.
	ErrNone = errs.New(errs.NotFound, "quality.none")
	// ErrInput says that the input is at fault; its fields say where.
	ErrInput = errs.New(errs.Invalid, "quality.input")
	// ErrConflict says that somebody else was faster: read again.
	ErrConflict = errs.New(errs.Conflict, "quality.conflict")
	// ErrOver says that the time to answer is over.
	ErrOver = errs.New(errs.Conflict, "quality.over")
	// ErrSpent says that this was answered already.
	ErrSpent = errs.New(errs.Conflict, "quality.spent")
	// ErrUnheard says that the interpreter has not been heard yet.
	ErrUnheard = errs.New(errs.Conflict, "quality.unheard")
	// ErrSettled says that a complaint is settled already.
	ErrSettled = errs.New(errs.Conflict, "quality.settled")
	// ErrTooOften says that a network asks faster than many people would, or that very many complain.
	ErrTooOften = errs.New(errs.Limited, "quality.too_often")
)

// What a viewer must be allowed to do.
const (
	ActionRead       = "quality.read"
	ActionComplaints = "quality.complaints"
)

// Clients knows who came: an adapter above fills it.
type Clients interface {
	// Of is where somebody is reached about whom, or about whose appointment or case, an interpreter was asked for; false: nobody is known, or they have no mailbox.
	Of(ctx context.Context, about audit.Record) (messages.Addressee, bool, error)
}

// Deps is what the module stands on.
type Deps struct {
	DB       *db.DB
	Audit    *audit.Service
	Messages *messages.Service
	Rules    *Rules
	// Clients are asked by mail; nil: clerks alone are asked.
	Clients Clients
	// Responsible are those who hear complaints; nil: nobody is reminded.
	Responsible func(ctx context.Context) ([]messages.Addressee, error)
	// Languages are those in which the office writes mails.
	Languages []string
	// Secret signs the links of mails.
	Secret []byte
	Log    *slog.Logger
}

// Service asks, counts and hears.
type Service struct {
	Deps

	answers rates.Networks
}

// New makes the Service.
func New(d Deps) *Service { return &Service{Deps: d} }

// Record names a complaint in the trail.
func Record(id uuid.UUID) audit.Record { return audit.Record{Kind: "complaint", ID: id} }

const answersPerMinute = 60

// MayAnswer counts one request of a network that has a link in its hands, or guesses one.
func (s *Service) MayAnswer(network string) error {
	if !s.answers.Allow(network, answersPerMinute, s.DB.Clock.Now()) {
		return ErrTooOften
	}
	return nil
}

// DailyArgs is the job of each night.
type DailyArgs struct{}

// Kind implements river.JobArgs.
func (DailyArgs) Kind() string { return "quality.daily" }

// Register hears which talks are over, and hands the nightly work to the workers.
func (s *Service) Register(r *jobs.Runner, bus *events.Bus) {
	events.Subscribe(bus, "quality.on_signed", func(ctx context.Context, e interpreters.SignedEvent) error { return s.Ask(ctx, e.AssignmentID) })
	jobs.Handle(r, func(ctx context.Context, _ DailyArgs) error { return s.Daily(ctx) })
	jobs.Every(r, "quality.daily", 24*time.Hour, func() river.JobArgs { return DailyArgs{} })
}

func (s *Service) today() clock.Date { return clock.Today(s.DB.Clock.Now()) }

// tidy is a text as it is kept: trimmed and composed.
func tidy(text string) string {
	return norm.NFC.String(strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n")))
}

// plain says that a text holds no control characters but ends of lines, and no marks that turn the direction of the text around them.
func plain(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool {
		return unicode.IsControl(r) && r != '\n' && r != '\t' || unicode.Is(unicode.Bidi_Control, r) || r == unicode.ReplacementChar
	})
}

// words checks a text of an input.
func words(f *errs.Faults, text string, most int, path string, needed bool) {
	f.Need(!needed || text != "", path, "required")
	f.Fits(text, most, path)
	f.Need(plain(text), path, "forbidden_characters")
}
