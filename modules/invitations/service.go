// Package invitations lets somebody book one appointment about their case: the right concern for the right number of people. Links for everybody were sold
// by brokers elsewhere.
package invitations

import (
	"embed"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/appointments"
	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/seal"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of this module.
var Migrations = db.Migrations{Schema: "invitations", FS: migrations}

// Deps is what the module stands on. Its errors are those of appointments.
type Deps struct {
	DB           *db.DB
	Audit        *audit.Service
	Messages     *messages.Service
	Appointments *appointments.Service
}

// Service invites.
type Service struct{ Deps }

// New makes the Service.
func New(d Deps) *Service { return &Service{d} }

// Invitation is good for one appointment at a time, bound to what it is about.
type Invitation struct {
	bun.BaseModel `bun:"table:invitations.invitation,alias:i"`

	ID            uuid.UUID `bun:",pk"`
	Asked         []byte
	AboutKind     string
	AboutID       uuid.UUID
	AccountID     *uuid.UUID
	Concern       string
	People        int
	Name          string
	Email         string
	Language      string
	Together      []uuid.UUID `bun:",array"` // further cases
	CreatedAt     time.Time
	CreatedBy     uuid.UUID
	Until         time.Time
	AppointmentID *uuid.UUID // what they booked
	WithdrawnAt   *time.Time

	Used bool `bun:",scanonly"` // what they booked is ahead or took place; read by About
}

// party is whom it was sent to, as who books for them.
func (i *Invitation) party() appointments.Party {
	return appointments.Party{
		About: audit.Record{Kind: i.AboutKind, ID: i.AboutID}, AccountID: i.AccountID, Name: i.Name, Email: i.Email, Language: i.Language, Together: i.Together,
	}
}

// toInvite is what a link is for; its purpose is that of the links of appointments, among which invitations were once.
const toInvite = 'i'

func (s *Service) links() seal.Seal {
	return seal.Seal{Key: s.Appointments.Secret, Purpose: "appointments.link", Bytes: 16, Forged: appointments.ErrNone, Over: appointments.ErrEnded}
}

// Token is what the link of an invitation says, for its person's own page.
func (s *Service) Token(i *Invitation) string { return s.links().Link(toInvite, i.ID, i.Until) }

// open reads a token; a wrong one is ErrNone, one that ran out is ErrEnded.
func (s *Service) open(token string) (uuid.UUID, error) {
	return s.links().OpenLink(toInvite, token, s.DB.Clock.Now())
}
