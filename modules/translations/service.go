package translations

import (
	"context"
	"embed"
	"log/slog"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/budgets"
	"github.com/ankunft/ankunft/modules/documents"
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
var Migrations = db.Migrations{Schema: "translations", FS: migrations}

var (
	// ErrNone says that there is no such order, offer or paper, or not for this viewer.
	ErrNone = errs.New(errs.NotFound, "translations.none")
	// ErrInput says that the input is at fault; its fields say where.
	ErrInput = errs.New(errs.Invalid, "translations.input")
	// ErrConflict says that somebody else was faster: read again.
	ErrConflict = errs.New(errs.Conflict, "translations.conflict")
	// ErrOver says that an offer, an order or a link is over, or not yet so far.
	ErrOver = errs.New(errs.Conflict, "translations.over")
	// ErrAsked says that the paper is with a translator already.
	ErrAsked = errs.New(errs.Conflict, "translations.asked")
	// ErrNotReady says that no file has come, or that one cannot be seen yet or was refused.
	ErrNotReady = errs.New(errs.Conflict, "translations.not_ready")
	// ErrTooOften says that a network asks faster than many people would.
	ErrTooOften = errs.New(errs.Limited, "translations.too_often")
)

// Purpose is under which money is kept in budgets: there is one for language mediation, whether spoken or written.
const Purpose = "interpreting"

// Paper is a paper that the viewer may have translated.
type Paper struct {
	About    audit.Record  // a case
	Subject  *audit.Record // the person: who is tied to them is not asked
	Team     string
	Document uuid.UUID
	Title    string // its kind, in German; nothing of the person
	Pages    int
	Came     time.Time // when the original came
}

// Papers knows the papers of the office: an adapter above fills it.
type Papers interface {
	// Paper is ErrNone unless the viewer may see the paper and it can be seen.
	Paper(ctx context.Context, document uuid.UUID) (*Paper, error)
	// FileTx puts an accepted translation beside its original. It hangs on Record(o.ID), as do those that were sent back: they stay there.
	FileTx(ctx context.Context, tx *db.Tx, o *Order) error
}

// Claim is what somebody has earned by a translation.
type Claim struct {
	About       audit.Record
	Interpreter uuid.UUID
	Team        string
	CostCentre  string
	Language    string // ISO 639-3
	Bill        remuneration.Bill
	DoneOn      clock.Date
}

// Claims has it paid: an adapter above fills it.
type Claims interface {
	ClaimTx(ctx context.Context, tx *db.Tx, c Claim) error
}

// Deps is what the module stands on.
type Deps struct {
	DB        *db.DB
	Audit     *audit.Service
	Messages  *messages.Service
	Documents *documents.Service
	Budgets   *budgets.Service
	Tariffs   *remuneration.Tariffs
	// Required are the proofs without which, valid on the day, nobody is asked; who must be sworn has taken the oath besides.
	Required []linguists.ProofKind
	// OfferMinutes is how long an offer waits for its answer unless an order says otherwise.
	OfferMinutes int
	// Team is who of a team is told of what came, or that nobody was found; nil: nobody is.
	Team func(ctx context.Context, team string) ([]messages.Addressee, error)
	// Secret signs the links of mails.
	Secret []byte
	Log    *slog.Logger
}

// Service has papers translated.
type Service struct {
	Deps

	papers  Papers
	claims  Claims
	answers rates.Networks
}

// New makes the Service.
func New(d Deps) *Service { return &Service{Deps: d} }

// Connect names whose papers they are, and who pays; claims may be nil: then the money stays bound.
func (s *Service) Connect(papers Papers, claims Claims) { s.papers, s.claims = papers, claims }

// Record names an order in the trail, about which money is bound; a translation hangs on it until the office has accepted it.
func Record(id uuid.UUID) audit.Record {
	return audit.Record{Kind: string(documents.SubjectTranslation), ID: id}
}

const answersPerMinute = 120

// MayAnswer counts one request of a network that has a link in its hands, or guesses one.
func (s *Service) MayAnswer(network string) error {
	if !s.answers.Allow(network, answersPerMinute, s.DB.Clock.Now()) {
		return ErrTooOften
	}
	return nil
}

func (s *Service) today() clock.Date { return clock.Today(s.DB.Clock.Now()) }
