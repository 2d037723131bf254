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
	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/persons"
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
	Messages     *messages.Service
	Identity     *identity.Service
	Catalogue    *catalogue.Service
	Persons      *persons.Service
	Documents    *documents.Service
	Letters      *letters.Service
	Applications *applications.Service
	Translator   Translator // nil: no translation is configured
	Texts        messages.Texts
	BaseURL      string // of the portal, for the status page on letters
	Log          *slog.Logger
}

// Service is the office's side.
type Service struct {
	db           *db.DB
	audit        *audit.Service
	messages     *messages.Service
	identity     *identity.Service
	catalogue    *catalogue.Service
	persons      *persons.Service
	documents    *documents.Service
	letters      *letters.Service
	applications *applications.Service
	translator   Translator
	texts        messages.Texts
	baseURL      string
	log          *slog.Logger
	checks       []ApprovalCheck
}

// New makes the Service.
func New(d Deps) *Service {
	return &Service{
		db: d.DB, audit: d.Audit, messages: d.Messages, identity: d.Identity, catalogue: d.Catalogue, persons: d.Persons,
		documents: d.Documents, letters: d.Letters, applications: d.Applications, translator: d.Translator,
		texts: d.Texts, baseURL: d.BaseURL, log: d.Log,
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

// touch hints all who may be looking at a case.
func touch(tx *db.Tx, c *Case) {
	tx.Notify(Topic(c.ID))
	tx.Notify(TeamTopic(c.Team))
	tx.Notify(OfficeTopic)
	if c.AccountID != nil {
		tx.Notify(AccountTopic(*c.AccountID))
	}
}
