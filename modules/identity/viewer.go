package identity

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
)

// AccountKind says what sort of someone an account belongs to.
type AccountKind string

// The kinds of accounts.
const (
	KindStaff     AccountKind = "staff"
	KindApplicant AccountKind = "applicant"
	KindPartner   AccountKind = "partner"
)

// Right is one role of a viewer with its reach.
type Right struct {
	Role     Role
	Teams    []string
	AllTeams bool
	Decide   []string // keys of services this person may decide
	Approve  []string // keys of services this person may approve
}

// Viewer is who asks. The zero Viewer is the public.
type Viewer struct {
	AccountID uuid.UUID
	SessionID uuid.UUID
	Kind      AccountKind
	Name      string
	Language  string    // BCP 47
	Trust     Trust     // of the login of this session
	EndsAt    time.Time // of the session, if nothing is done
	Rights    []Right   // only staff have any
	Teams     []string  // of all rights together, for showing and choosing; lists ask TeamsFor
	AllTeams  bool      // whether some right reaches every team
}

// StaffViewer makes a Viewer of a member of staff with these rights.
func StaffViewer(account uuid.UUID, rights ...Right) *Viewer {
	v := &Viewer{AccountID: account, Kind: KindStaff, Rights: rights}
	for _, r := range rights {
		v.Teams = append(v.Teams, r.Teams...)
		v.AllTeams = v.AllTeams || r.AllTeams
	}
	slices.Sort(v.Teams)
	v.Teams = slices.Compact(v.Teams)
	return v
}

// LoggedIn says that the viewer has an account.
func (v *Viewer) LoggedIn() bool { return v.AccountID != uuid.Nil }

// Can says whether the viewer may do an action at all; on which things stands in the SQL. Unknown actions are refused.
func (v *Viewer) Can(action string) bool {
	switch action {
	case ActionPublic:
		return true
	case ActionAccount:
		return v.LoggedIn()
	case ActionApplicant:
		return v.LoggedIn() && v.Kind == KindApplicant
	case ActionPartner:
		return v.LoggedIn() && v.Kind == KindPartner
	}
	return v.LoggedIn() && v.Kind == KindStaff &&
		slices.ContainsFunc(v.Rights, func(r Right) bool { return r.Role.May(action) })
}

// Is says whether the viewer has a role, in whatever team.
func (v *Viewer) Is(role Role) bool {
	return v.Kind == KindStaff && slices.ContainsFunc(v.Rights, func(r Right) bool { return r.Role == role })
}

// TeamsFor says in which teams the viewer may do an action; all means in every team. A clerk of one team who also sits at the
// front desk reads the cases of all teams, but checks papers only in the own one.
func (v *Viewer) TeamsFor(action string) (teams []string, all bool) {
	if v.Kind != KindStaff {
		return nil, false
	}
	for _, r := range v.Rights {
		if r.Role.May(action) {
			teams = append(teams, r.Teams...)
			all = all || r.AllTeams
		}
	}
	slices.Sort(teams)
	return slices.Compact(teams), all
}

// CanInTeam says whether the viewer may do an action on a thing of this team.
func (v *Viewer) CanInTeam(action, team string) bool {
	teams, all := v.TeamsFor(action)
	return all || slices.Contains(teams, team)
}

// DecideServices are the keys of the services that the viewer may decide.
func (v *Viewer) DecideServices() []string {
	return v.services("cases.decide", func(r Right) []string { return r.Decide })
}

// ApproveServices are the keys of the services that the viewer may approve.
func (v *Viewer) ApproveServices() []string {
	return v.services("cases.approve", func(r Right) []string { return r.Approve })
}

// CanDecide says whether the viewer may decide cases of a service.
func (v *Viewer) CanDecide(service string) bool { return slices.Contains(v.DecideServices(), service) }

// CanApprove says whether the viewer may be the second pair of eyes for a service.
func (v *Viewer) CanApprove(service string) bool {
	return slices.Contains(v.ApproveServices(), service)
}

// Actions are all actions of the schema that the viewer may do, sorted: the web shows what is there and nothing else.
func (v *Viewer) Actions() []string {
	can := []string{}
	for _, a := range append(Actions(), ActionAccount, ActionApplicant, ActionPartner) {
		if v.Can(a) {
			can = append(can, a)
		}
	}
	slices.Sort(can)
	return can
}

func (v *Viewer) services(action string, of func(Right) []string) []string {
	keys := []string{}
	if v.Kind == KindStaff {
		for _, r := range v.Rights {
			if r.Role.May(action) {
				keys = append(keys, of(r)...)
			}
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

type viewerKey struct{}

// WithViewer says who asks under ctx, and who acts for the audit trail.
func WithViewer(ctx context.Context, v *Viewer) context.Context {
	actor := audit.Actor{Kind: audit.Public}
	if v.LoggedIn() {
		actor = audit.Actor{Kind: audit.ActorKind(v.Kind), ID: v.AccountID}
	}
	return audit.WithActor(context.WithValue(ctx, viewerKey{}, v), actor)
}

// ViewerFrom tells who asks; never nil, the public if nobody is named.
func ViewerFrom(ctx context.Context) *Viewer {
	if v, ok := ctx.Value(viewerKey{}).(*Viewer); ok && v != nil {
		return v
	}
	return &Viewer{}
}
