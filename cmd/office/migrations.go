package office

import (
	"github.com/ankunft/ankunft/modules/applications"
	"github.com/ankunft/ankunft/modules/appointments"
	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/budgets"
	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/clearing"
	"github.com/ankunft/ankunft/modules/courses"
	"github.com/ankunft/ankunft/modules/decisions"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/duty"
	"github.com/ankunft/ankunft/modules/elearning"
	"github.com/ankunft/ankunft/modules/feeds"
	"github.com/ankunft/ankunft/modules/frontdesk"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/intake"
	"github.com/ankunft/ankunft/modules/interpreters"
	"github.com/ankunft/ankunft/modules/invitations"
	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/network"
	"github.com/ankunft/ankunft/modules/onboarding"
	"github.com/ankunft/ankunft/modules/outlook"
	"github.com/ankunft/ankunft/modules/partners"
	"github.com/ankunft/ankunft/modules/persons"
	"github.com/ankunft/ankunft/modules/qualifications"
	"github.com/ankunft/ankunft/modules/quality"
	"github.com/ankunft/ankunft/modules/settlement"
	"github.com/ankunft/ankunft/modules/supervision"
	"github.com/ankunft/ankunft/modules/surveys"
	"github.com/ankunft/ankunft/modules/swaps"
	"github.com/ankunft/ankunft/modules/training"
	"github.com/ankunft/ankunft/modules/translations"
	"github.com/ankunft/ankunft/modules/workforce"
	"github.com/ankunft/ankunft/platform/db"
)

// Migrations are those of all modules, from the ground up.
func Migrations() []db.Migrations {
	return []db.Migrations{
		audit.Migrations, messages.Migrations, identity.Migrations, supervision.Migrations, surveys.Migrations, partners.Migrations, network.Migrations, catalogue.Migrations, persons.Migrations,
		documents.Migrations, letters.Migrations, training.Migrations, onboarding.Migrations, qualifications.Migrations, workforce.Migrations, linguists.Migrations, budgets.Migrations, courses.Migrations, elearning.Migrations, duty.Migrations, interpreters.Migrations, swaps.Migrations, quality.Migrations, settlement.Migrations,
		appointments.Migrations, invitations.Migrations, frontdesk.Migrations, outlook.Migrations, clearing.Migrations,
		translations.Migrations, applications.Migrations, cases.Migrations, intake.Migrations, decisions.Migrations, feeds.Migrations,
	}
}
