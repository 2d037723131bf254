package seed

import (
	"slices"

	"github.com/ankunft/ankunft/modules/identity"
)

// Password opens every login of the demo.
const Password = "demo"

// Keys of Musterstadt's services and teams.
const (
	study  = "16b-extension"
	work   = "18g-first"
	family = "28-family"

	teamStudy, teamWork, teamFamily, teamSpecial = "study", "work", "family", "special"
)

// Grant is what a member of staff may do in one role.
type Grant struct {
	Role            identity.Role
	Teams           []string
	Decide, Approve []string
}

// Staff is a member of staff.
type Staff struct {
	Username, GivenName, FamilyName string
	German, English                 string // what they do
	Grants                          []Grant
}

// Name is the whole name.
func (s Staff) Name() string { return s.GivenName + " " + s.FamilyName }

// Roles are what the identity provider claims.
func (s Staff) Roles() []string {
	var roles []string
	for _, g := range s.Grants {
		roles = append(roles, string(g.Role))
	}
	return roles
}

// Teams are what the identity provider claims; roles that reach every team need none.
func (s Staff) Teams() []string {
	var teams []string
	for _, g := range s.Grants {
		for _, t := range g.Teams {
			if t != identity.EveryTeam && !slices.Contains(teams, t) {
				teams = append(teams, t)
			}
		}
	}
	return teams
}

// Claims are what the identity provider says of them.
func (s Staff) Claims(issuer string) identity.Claims {
	return identity.Claims{
		Issuer: issuer, Subject: s.Username, Email: s.Email(), EmailVerified: true, Name: s.Name(), GivenName: s.GivenName, FamilyName: s.FamilyName,
		Trust: identity.TrustSubstantial, Roles: s.Roles(), Teams: s.Teams(), Locale: "de",
	}
}

// Email is their address at the city.
func (s Staff) Email() string { return s.Username + "@musterstadt.example" }

var (
	every     = []string{identity.EveryTeam}
	ofStudy   = []string{study}
	ofWork    = []string{work}
	ofFamily  = []string{family}
	ofAll     = []string{study, work, family}
	ofSpecial = []string{teamSpecial}
)

// Colleagues are the staff of Musterstadt.
func Colleagues() []Staff {
	return []Staff{
		{"lindner", "Petra", "Lindner", "Sachbearbeitung Studium, entscheidet", "Clerk, study; decides", []Grant{{identity.Clerk, []string{teamStudy}, ofStudy, nil}}},
		{"weber", "Jonas", "Weber", "Teamleitung Studium, zweites Augenpaar", "Lead, study; approves", []Grant{
			{identity.Lead, []string{teamStudy}, ofStudy, ofStudy}, {identity.Approver, []string{teamStudy}, nil, ofStudy},
		}},
		{"neumann", "Lea", "Neumann", "Sachbearbeitung Studium, neu, entscheidet noch nicht", "Clerk, study; new, may not decide yet", []Grant{{identity.Clerk, []string{teamStudy}, nil, nil}}},
		{"kaya", "Aylin", "Kaya", "Sachbearbeitung Fachkräfte, entscheidet", "Clerk, skilled work; decides", []Grant{{identity.Clerk, []string{teamWork}, ofWork, nil}}},
		{"vogt", "Martin", "Vogt", "Zweites Augenpaar Fachkräfte", "Approver, skilled work", []Grant{{identity.Approver, []string{teamWork}, nil, ofWork}}},
		{"marino", "Sofia", "Marino", "Sachbearbeitung Familie, entscheidet und prüft", "Clerk and approver, family", []Grant{
			{identity.Clerk, []string{teamFamily}, ofFamily, nil}, {identity.Approver, []string{teamFamily}, nil, ofFamily},
		}},
		{"okafor", "Daniel", "Okafor", "Sachbearbeitung Besondere Verfahren", "Clerk, special cases", []Grant{{identity.Clerk, ofSpecial, ofAll, nil}}},
		{"brandt", "Heike", "Brandt", "Teamleitung Familie und Besondere Verfahren", "Lead, family and special cases", []Grant{
			{identity.Lead, []string{teamFamily, teamSpecial}, ofAll, ofAll},
		}},
		{"arndt", "Silke", "Arndt", "Zweites Augenpaar Studium, Pflichtschulung abgelaufen", "Approver, study; a mandatory training has run out", []Grant{
			{identity.Approver, []string{teamStudy}, nil, ofStudy},
		}},
		{"adler", "Ruth", "Adler", "Poststelle", "Mail room", []Grant{{Role: identity.Mailroom, Teams: every}}},
		{"otto", "Ben", "Otto", "Servicepunkt", "Front desk", []Grant{{Role: identity.Frontdesk, Teams: every}}},
		{"hahn", "Clara", "Hahn", "Innenrevision", "Auditor", []Grant{{Role: identity.Auditor, Teams: every}}},
		{"sommer", "Eva", "Sommer", "Fortbildung", "Training office", []Grant{{Role: identity.Training, Teams: every}}},
		{"kraus", "Jan", "Kraus", "Personalstelle", "Personnel office", []Grant{{Role: identity.Personnel, Teams: every}}},
		{"arslan", "Deniz", "Arslan", "Personalrat", "Staff council", []Grant{{Role: identity.Council, Teams: every}}},
		{"berger", "Tom", "Berger", "Administration", "Administrator", []Grant{{Role: identity.Admin, Teams: every}}},
	}
}

// Who works a team's cases, and who looks at them a second time.
var (
	clerks    = map[string]string{teamStudy: "lindner", teamWork: "kaya", teamFamily: "marino", teamSpecial: "okafor"}
	approvers = map[string]string{teamStudy: "weber", teamWork: "vogt", teamFamily: "brandt", teamSpecial: "brandt"}
)

// beginner checks papers, but decides nothing yet.
const beginner = "neumann"

// Applicant is somebody who can log in at the portal.
type Applicant struct {
	Username        string
	German, English string // what there is to see
	Trust           identity.Trust
	person
}

// Claims are what their identity provider says of them.
func (a Applicant) Claims(issuer string) identity.Claims {
	return identity.Claims{
		Issuer: issuer, Subject: a.Username, Email: a.email, EmailVerified: true, Name: a.Name(), GivenName: a.given, FamilyName: a.family,
		BirthDate: a.born.String(), Trust: a.Trust, Locale: a.language,
	}
}
