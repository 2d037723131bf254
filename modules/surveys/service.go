package surveys

import (
	"context"
	"embed"
	"fmt"
	"strings"
	"time"
	"unicode"

	"github.com/google/uuid"
	"github.com/riverqueue/river"
	"github.com/uptrace/bun"
	"golang.org/x/text/unicode/norm"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/jobs"
	"github.com/ankunft/ankunft/platform/rates"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of this module.
var Migrations = db.Migrations{Schema: "surveys", FS: migrations}

var (
	// ErrNone says that there is no such survey or measure, or not for this viewer.
	ErrNone = errs.New(errs.NotFound, "surveys.none")
	// ErrInput says that the input is at fault; its fields say where.
	ErrInput = errs.New(errs.Invalid, "surveys.input")
	// ErrConflict says that somebody else was faster: read again.
	ErrConflict = errs.New(errs.Conflict, "surveys.conflict")
	// ErrFew says that fewer people would be asked than the minimum.
	ErrFew = errs.New(errs.Conflict, "surveys.few")
	// ErrAlike says that another survey of the same days asks nearly the same people: by the difference of the two, a few could be found out.
	ErrAlike = errs.New(errs.Conflict, "surveys.alike")
	// ErrOver says that it is not the time: not yet, or not any more.
	ErrOver = errs.New(errs.Conflict, "surveys.over")
	// ErrSigned says that this account has had its signature for another token.
	ErrSigned = errs.New(errs.Conflict, "surveys.signed")
	// ErrToken says that a token was not signed for this survey.
	ErrToken = errs.New(errs.NotFound, "surveys.token")
	// ErrSpent says that the answer of a token is there already.
	ErrSpent = errs.New(errs.Conflict, "surveys.spent")
	// ErrTooOften says that more answers come than people could give.
	ErrTooOften = errs.New(errs.Limited, "surveys.too_often")
	// ErrKnown says that an answer came with a login: it is not taken, so that nobody can know whose it is.
	ErrKnown = errs.New(errs.Invalid, "surveys.known")
)

// ActionAsk is what a viewer must be allowed to do to ask.
const ActionAsk = "surveys.ask"

// Deps is what the module stands on.
type Deps struct {
	DB       *db.DB
	Audit    *audit.Service
	Messages *messages.Service
	Identity *identity.Service
	// Secret seals the keys of surveys: who has the database alone has none of them.
	Secret []byte
}

// Service asks, takes answers and counts them.
type Service struct {
	Deps

	answers rates.Networks
}

// New makes the Service.
func New(d Deps) *Service { return &Service{Deps: d} }

const answersPerMinute = 600 // of all together: from where they come is not looked at

// Record names a survey in the trail.
func Record(id uuid.UUID) audit.Record { return audit.Record{Kind: "survey", ID: id} }

// TendArgs is the job of each hour.
type TendArgs struct{}

// Kind implements river.JobArgs.
func (TendArgs) Kind() string { return "surveys.tend" }

// Register hands the hourly work to the workers.
func (s *Service) Register(r *jobs.Runner) {
	jobs.Handle(r, func(ctx context.Context, _ TendArgs) error { return s.Tend(ctx) })
	jobs.Every(r, "surveys.tend", time.Hour, func() river.JobArgs { return TendArgs{} })
}

func (s *Service) today() clock.Date { return clock.Today(s.DB.Clock.Now()) }

// mayAsk says whether the viewer sees every survey.
func mayAsk(ctx context.Context) bool { return identity.ViewerFrom(ctx).Can(ActionAsk) }

func (s *Service) recordTx(ctx context.Context, tx *db.Tx, id uuid.UUID, action string, d audit.Details) error {
	if err := s.Audit.RecordTx(ctx, tx, Record(id), "survey."+action, d); err != nil {
		return fmt.Errorf("record survey: %w", err)
	}
	return nil
}

func insert(ctx context.Context, q bun.IDB, model any, doing string) error {
	if _, err := q.NewInsert().Model(model).Exec(ctx); err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	return nil
}

// exec does statements one after the other.
func exec(ctx context.Context, q bun.IDB, doing string, statements []string, args ...any) error {
	for _, statement := range statements {
		if _, err := q.NewRaw(statement, args...).Exec(ctx); err != nil {
			return fmt.Errorf("%s: %w", doing, err)
		}
	}
	return nil
}

// tidy is a text as it is kept: trimmed and composed.
func tidy(text string) string {
	return norm.NFC.String(strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n")))
}

// words checks a text of an input.
func words(f *errs.Faults, text string, most int, path string, needed bool) {
	f.Need(!needed || text != "", path, "required")
	f.Fits(text, most, path)
	f.Need(!strings.ContainsFunc(text, strange), path, "forbidden_characters")
}

// strange says that a sign is a control character, or turns the direction of the text around it.
func strange(r rune) bool {
	return unicode.IsControl(r) && r != '\n' && r != '\t' || unicode.Is(unicode.Bidi_Control, r) || r == unicode.ReplacementChar
}
