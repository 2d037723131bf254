package network

import (
	"context"
	"embed"
	"fmt"
	"log/slog"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/partners"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/rates"
	"github.com/ankunft/ankunft/platform/seal"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of this module.
var Migrations = db.Migrations{Schema: "network", FS: migrations}

var (
	// ErrNone says that there is no such thing, or not for this viewer.
	ErrNone = errs.New(errs.NotFound, "network.none")
	// ErrInput says that the input is at fault; its fields say where.
	ErrInput = errs.New(errs.Invalid, "network.input")
	// ErrConflict says that somebody else was faster: read again.
	ErrConflict = errs.New(errs.Conflict, "network.conflict")
	// ErrConsent says that the person has not agreed to these words.
	ErrConsent = errs.New(errs.Conflict, "network.consent")
	// ErrLink says that a link is not ours, or its time is over.
	ErrLink = errs.New(errs.NotFound, "network.link")
	// ErrTooOften says that a network asks faster than many people would.
	ErrTooOften = errs.New(errs.Limited, "network.too_often")
)

// Deps is what the module stands on.
type Deps struct {
	DB       *db.DB
	Audit    *audit.Service
	Messages *messages.Service
	Identity *identity.Service
	Partners *partners.Service
	// Sees says whether the viewer, who is of the staff, may see a person or a case that is referred. Nil: nobody sees any.
	Sees func(ctx context.Context, rec audit.Record) error
	// Own are the records that are the viewer's own: themselves, their cases. Nil: none.
	Own func(ctx context.Context) ([]audit.Record, error)
	// Reach is how to reach the person of a record, who is asked for their consent; an empty address where nobody can.
	Reach func(ctx context.Context, rec audit.Record) (messages.Addressee, error)
	// Papers are what people sign by hand. Nil: nobody is asked on paper.
	Papers Papers
	// Secret signs the links to referrals.
	Secret []byte
	// Office is who invites, as people call it; Domain is that of its mails.
	Office, Domain string
	Log            *slog.Logger
}

// Service keeps contacts, referrals and meetings.
type Service struct {
	Deps

	answers, asks rates.Networks
}

// New makes the Service.
func New(d Deps) *Service { return &Service{Deps: d} }

// Of one network, in a minute; behind one there may be a whole house.
const (
	answersPerMinute = 60
	asksPerMinute    = 240
)

// MayAnswer counts one request of a network that has a link in its hands, or guesses one.
func (s *Service) MayAnswer(network string) error {
	return slower(s.answers.Allow(network, answersPerMinute, s.DB.Clock.Now()))
}

// MayAsk counts one request of a network that asks who helps.
func (s *Service) MayAsk(network string) error {
	return slower(s.asks.Allow(network, asksPerMinute, s.DB.Clock.Now()))
}

func slower(fast bool) error {
	if !fast {
		return ErrTooOften
	}
	return nil
}

func (s *Service) today() clock.Date { return clock.Today(s.DB.Clock.Now()) }

func (s *Service) seal() seal.Seal {
	return seal.Seal{Key: s.Secret, Purpose: "network.referral", Bytes: 16, Forged: ErrLink, Over: ErrLink}
}

// consentSeal signs what goes to the person, which opens nothing of the partner's.
func (s *Service) consentSeal() seal.Seal {
	return seal.Seal{Key: s.Secret, Purpose: "network.consent", Bytes: 16, Forged: ErrLink, Over: ErrLink}
}

func recordOf(kind string) func(uuid.UUID) audit.Record {
	return func(id uuid.UUID) audit.Record { return audit.Record{Kind: kind, ID: id} }
}

// How the things of this module are called in the trail.
var (
	ContactRecord  = recordOf("contact")
	ReferralRecord = recordOf("referral")
	MeetingRecord  = recordOf("meeting")
	MeasureRecord  = recordOf("measure")
)

func (s *Service) record(ctx context.Context, tx *db.Tx, rec audit.Record, action string, d audit.Details) error {
	if err := s.Audit.RecordTx(ctx, tx, rec, rec.Kind+"."+action, d); err != nil {
		return fmt.Errorf("record %s: %w", rec.Kind, err)
	}
	return nil
}

// member is the viewer as somebody of a partner whose task sees an area.
func (s *Service) member(ctx context.Context, area partners.Area) (*partners.Member, error) {
	m, err := s.Partners.Own(ctx, area)
	if errs.KindOf(err) == errs.NotFound {
		return nil, ErrNone
	}
	return m, err
}

// lockTx reads a row to be changed.
func lockTx(ctx context.Context, tx *db.Tx, model any, id uuid.UUID) error {
	return db.NoRows(tx.NewSelect().Model(model).Where("?TableAlias.id = ?", id).For("UPDATE").Scan(ctx), ErrNone, "lock")
}

// insert and update write a row.
func insert(ctx context.Context, q bun.IDB, model any, doing string) error {
	if _, err := q.NewInsert().Model(model).Exec(ctx); err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	return nil
}

func update(ctx context.Context, q bun.IDB, model any, doing string) error {
	if _, err := q.NewUpdate().Model(model).WherePK().Exec(ctx); err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	return nil
}

func actor(ctx context.Context) uuid.UUID { return audit.ActorFrom(ctx).ID }

func field(path, code string) errs.Field { return errs.Field{Path: path, Code: code} }

// orNone is what went wrong, or that there is no such thing.
func orNone(err error) error {
	if err != nil {
		return err
	}
	return ErrNone
}

func said[T any](v *T) (value T) {
	if v != nil {
		value = *v
	}
	return value
}
