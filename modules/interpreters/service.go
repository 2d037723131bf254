package interpreters

import (
	"context"
	"embed"
	"log/slog"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/budgets"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/remuneration"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/rates"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of this module.
var Migrations = db.Migrations{Schema: "interpreters", FS: migrations}

var (
	// ErrNone says that there is no such interpreter, request or offer, or not for this viewer.
	ErrNone = errs.New(errs.NotFound, "interpreters.none")
	// ErrInput says that the input is at fault; its fields say where.
	ErrInput = errs.New(errs.Invalid, "interpreters.input")
	// ErrConflict says that somebody else was faster: read again.
	ErrConflict = errs.New(errs.Conflict, "interpreters.conflict")
)

// Deps is what the module stands on.
type Deps struct {
	DB       *db.DB
	Audit    *audit.Service
	Messages *messages.Service
	// Linguists is the directory: who calls off because they are tied to a party is noted there.
	Linguists *linguists.Service
	Budgets   *budgets.Service
	Rules     *linguists.Rules
	Tariffs   *remuneration.Tariffs
	// Holiday says whether a day is a public holiday of the Land.
	Holiday func(clock.Date) bool
	// Place is a house of the office in words, for who is told no other place; nil: there is none.
	Place func(ctx context.Context, site string) string
	// Texts are the office's words by language, namespace and key.
	Texts func(language, namespace, key string, params map[string]string) string
	// Team is who of a team is told when nobody is found; nil: nobody is.
	Team func(ctx context.Context, team string) ([]messages.Addressee, error)
	// Unsettle takes back, in the room above, what followed from what is taken back of a booking; nil: nothing did.
	Unsettle func(ctx context.Context, tx *db.Tx, booking audit.Record) error
	// Secret signs the links of mails.
	Secret []byte
	Log    *slog.Logger
}

// Service asks and books who stands in the directory.
type Service struct {
	Deps

	answers rates.Networks
}

// New makes the Service.
func New(d Deps) *Service { return &Service{Deps: d} }

// ErrTooOften says that a network asks faster than many people would.
var ErrTooOften = errs.New(errs.Limited, "interpreters.too_often")

const answersPerMinute = 60

// MayAnswer counts one request of a network that has a link in its hands, or guesses one.
func (s *Service) MayAnswer(network string) error {
	if !s.answers.Allow(network, answersPerMinute, s.DB.Clock.Now()) {
		return ErrTooOften
	}
	return nil
}

func (s *Service) today() clock.Date { return clock.Today(s.DB.Clock.Now()) }
