package settlement

import (
	"context"
	"embed"
	"fmt"
	"log/slog"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/budgets"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/interpreters"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/remuneration"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/events"
	"github.com/ankunft/ankunft/platform/jobs"
	"github.com/ankunft/ankunft/platform/rates"
	"github.com/ankunft/ankunft/platform/seal"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of this module.
var Migrations = db.Migrations{Schema: "settlement", FS: migrations}

var (
	// ErrNone says that there is no such claim, invoice or batch, or not for this viewer.
	ErrNone = errs.New(errs.NotFound, "settlement.none")
	// ErrInput says that the input is at fault; its fields say where.
	ErrInput = errs.New(errs.Invalid, "settlement.input")
	// ErrConflict says that somebody else was faster: read again.
	ErrConflict = errs.New(errs.Conflict, "settlement.conflict")
	// ErrOver says that a claim or an invoice is beyond what is asked, or its link is over.
	ErrOver = errs.New(errs.Conflict, "settlement.over")
	// ErrMissing says that a claim cannot be confirmed yet; its field says what is missing.
	ErrMissing = errs.New(errs.Conflict, "settlement.missing")
	// ErrInvoice says that an invoice cannot be taken, or cannot be accepted yet; its fields tell everything that is wrong with it.
	ErrInvoice = errs.New(errs.Invalid, "settlement.invoice")
	// ErrTwice says that an invoice of this number is there already.
	ErrTwice = errs.New(errs.Conflict, "settlement.invoice_twice")
	// ErrInfected says that the scanner has found something in a file.
	ErrInfected = errs.New(errs.Invalid, "settlement.infected")
	// ErrTooOften says that a network asks faster than many people would.
	ErrTooOften = errs.New(errs.Limited, "settlement.too_often")
	// ErrNothing says that no accepted invoice waits for the treasury.
	ErrNothing = errs.New(errs.Conflict, "settlement.nothing_to_export")
)

// The actions that the module asks for.
const (
	ActionRead    = "settlement.read"
	ActionConfirm = "settlement.confirm" // times
	ActionKeep    = "settlement.keep"    // invoices
	ActionExport  = "settlement.export"
	ActionAudit   = "settlement.audit" // to read invoices, batches and figures
)

// Deps is what the module stands on.
type Deps struct {
	DB       *db.DB
	Audit    *audit.Service
	Messages *messages.Service
	Budgets  *budgets.Service
	Tariffs  *remuneration.Tariffs
	// Holiday says whether a day is a public holiday of the Land.
	Holiday func(clock.Date) bool
	// Store keeps the originals of invoices, Scanner looks at them first; without one they are taken unseen.
	Store   documents.Store
	Scanner documents.Scanner
	// Secret signs the links of mails.
	Secret []byte
	Log    *slog.Logger
}

// Service settles what is owed.
type Service struct {
	Deps

	asked rates.Networks
}

// New makes the Service.
func New(d Deps) *Service { return &Service{Deps: d} }

// ClaimRecord names a claim in the trail.
func ClaimRecord(id uuid.UUID) audit.Record { return audit.Record{Kind: "claim", ID: id} }

// InvoiceRecord names an invoice in the trail.
func InvoiceRecord(id uuid.UUID) audit.Record { return audit.Record{Kind: "invoice", ID: id} }

// BatchRecord names a batch for the treasury in the trail.
func BatchRecord(id uuid.UUID) audit.Record { return audit.Record{Kind: "batch", ID: id} }

// Today is the day in the city.
func (s *Service) Today() clock.Date { return clock.Today(s.DB.Clock.Now()) }

// DailyArgs is the job of what is due once a day.
type DailyArgs struct{}

// Kind implements river.JobArgs.
func (DailyArgs) Kind() string { return "settlement.daily" }

// Register hears what is over, and hands the daily work to the workers.
func (s *Service) Register(r *jobs.Runner, bus *events.Bus) {
	events.Subscribe(bus, "settlement.on_signed", func(ctx context.Context, e interpreters.SignedEvent) error { return s.Gather(ctx, e.AssignmentID) })
	events.Subscribe(bus, "settlement.on_cancelled", func(ctx context.Context, e interpreters.CancelledEvent) error { return s.Gather(ctx, e.AssignmentID) })
	jobs.Handle(r, func(ctx context.Context, _ DailyArgs) error { return s.Daily(ctx) })
	jobs.Every(r, "settlement.daily", time.Hour, func() river.JobArgs { return DailyArgs{} })
}

const (
	toMoney          byte = 'm' // the money of somebody in the directory
	linkDays              = 120
	asksPerMinute         = 60
	moneyPath             = "/interpreting/money"
	longestReason         = 500
	longestNecessity      = 300
	longestExtension      = 366
	longestNumber         = 60
	mostAtOnce            = 200 // claims of one invoice, of one list of theirs
	longestBatch          = 5_000
	gatheredAtOnce        = 500
)

func (s *Service) links() seal.Seal {
	return seal.Seal{Key: s.Secret, Purpose: "settlement.link", Bytes: 16, Forged: ErrNone, Over: ErrOver}
}

func (s *Service) moneyLink(payee uuid.UUID) string {
	return s.links().Link(toMoney, payee, s.DB.Clock.Now().AddDate(0, 0, linkDays))
}

// MayAsk counts one request of a network that has a link in its hands, or guesses one.
func (s *Service) MayAsk(network string) error {
	if !s.asked.Allow(network, asksPerMinute, s.DB.Clock.Now()) {
		return ErrTooOften
	}
	return nil
}

// payee is whose money somebody may see: of the link in their hands, else of who is logged in. Who is out of the directory for good sees nothing; ErrOver by their link.
func (s *Service) payee(ctx context.Context, q bun.IDB, token string) (uuid.UUID, error) {
	if token != "" {
		id, err := s.links().OpenLink(toMoney, token, s.DB.Clock.Now())
		if err != nil {
			return uuid.Nil, err
		}
		err = q.NewRaw("SELECT id FROM linguists.interpreter_v1 WHERE id = ? AND state <> 'ended'", id).Scan(ctx, &id)
		return id, db.NoRows(err, ErrOver, "find entry of link")
	}
	v := identity.ViewerFrom(ctx)
	if !v.LoggedIn() {
		return uuid.Nil, ErrNone
	}
	var id uuid.UUID
	err := q.NewRaw("SELECT id FROM linguists.interpreter_v1 WHERE account_id = ? AND state <> 'ended'", v.AccountID).Scan(ctx, &id)
	return id, db.NoRows(err, ErrNone, "find own entry")
}

// reach keeps a read to claims of teams for which the viewer may do an action; those of no team yet are everybody's who may.
func reach(q *bun.SelectQuery, v *identity.Viewer, action string) *bun.SelectQuery {
	teams, all := v.TeamsFor(action)
	if !v.Can(action) {
		return q.Where("false")
	}
	return q.Where("? OR c.team IN (?)", all, bun.List(append(teams, "")))
}

// newsTx mails who is paid that there is something to see, with the link by which they see it. The key makes it one mail.
func (s *Service) newsTx(ctx context.Context, tx *db.Tx, template messages.Template, key string, about audit.Record, payee uuid.UUID, params func(language string) map[string]string) error {
	var to struct{ Email, Language string }
	if err := tx.NewRaw("SELECT email, language FROM linguists.interpreter_v1 WHERE id = ?", payee).Scan(ctx, &to.Email, &to.Language); err != nil {
		return fmt.Errorf("find whom to mail: %w", err)
	}
	n := messages.Notice{
		Key: template + ":" + key, Template: template, About: about, To: messages.Addressee{Email: to.Email, Language: to.Language}, Path: moneyPath, Secret: s.moneyLink(payee),
	}
	if params != nil {
		n.Params = params(to.Language)
	}
	return s.Messages.NotifyTx(ctx, tx, n)
}
