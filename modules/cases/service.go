package cases

import (
	"embed"
	"log/slog"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/applications"
	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/persons"
	"github.com/ankunft/ankunft/modules/writing"
	"github.com/ankunft/ankunft/platform/db"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of this module.
var Migrations = db.Migrations{Schema: "cases", FS: migrations}

// Deps is what the module stands on.
type Deps struct {
	DB           *db.DB
	Audit        *audit.Service
	Identity     *identity.Service
	Catalogue    *catalogue.Service
	Persons      *persons.Service
	Documents    *documents.Service
	Writing      *writing.Service
	Applications *applications.Service
	Translator   Translator // nil: no translation is configured
	BaseURL      string     // of the portal, for the status page on letters
	Log          *slog.Logger
}

// Service is the office's side.
type Service struct {
	db           *db.DB
	audit        *audit.Service
	identity     *identity.Service
	catalogue    *catalogue.Service
	persons      *persons.Service
	documents    *documents.Service
	writing      *writing.Service
	applications *applications.Service
	translator   Translator
	baseURL      string
	log          *slog.Logger
	neighbours   []Neighbour
}

// New makes the Service.
func New(d Deps) *Service {
	return &Service{
		db: d.DB, audit: d.Audit, identity: d.Identity, catalogue: d.Catalogue, persons: d.Persons,
		documents: d.Documents, writing: d.Writing, applications: d.Applications, translator: d.Translator, baseURL: d.BaseURL, log: d.Log,
	}
}

// Record names a case for the audit trail and its thread of messages.
func Record(id uuid.UUID) audit.Record { return audit.Record{Kind: "case", ID: id} }

// Topic is the live topic of a case; TeamTopic and AccountTopic are those of lists.
func Topic(id uuid.UUID) string { return "case:" + id.String() }

// TeamTopic is the live topic of a team's work list.
func TeamTopic(team string) string { return "team:" + team }

// OfficeTopic is that of everybody who works for all teams.
const OfficeTopic = "office:cases"

// AccountTopic is the live topic of an applicant's own cases.
func AccountTopic(account uuid.UUID) string { return "account:" + account.String() }

// Touch hints all who may be looking at a case.
func Touch(tx *db.Tx, c *Case) {
	tx.Notify(Topic(c.ID))
	tx.Notify(TeamTopic(c.Team))
	tx.Notify(OfficeTopic)
	if c.AccountID != nil {
		tx.Notify(AccountTopic(*c.AccountID))
	}
}
