package partnersgql

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/partners"
	"github.com/ankunft/ankunft/platform/clock"
)

// What this part shows of the module's things.
type (
	// PartnerTask is a task of the city.
	PartnerTask struct {
		Key, Name string
		Sees      []partners.Area
	}
	// PartnerOrganisation is a partner with its people.
	PartnerOrganisation struct {
		*partners.Organisation
		Members []PartnerMember
	}
	// PartnerMember is somebody of a partner.
	PartnerMember struct {
		*partners.Member
		Known    bool
		Accesses []PartnerAccess
	}
	// PartnerAccess is what somebody does, and whether today.
	PartnerAccess struct {
		*partners.Access
		TaskName string
		Holds    bool
	}
	// PartnerShift is a shift with its house.
	PartnerShift struct {
		*partners.Shift
		SiteName     string
		Name         *string
		Organisation *string
	}
	// Briefing is a briefing with who has not read it.
	Briefing struct {
		*partners.Briefing
		Overdue bool
	}
	// Incident is what happened, with the people who follow it up.
	Incident struct {
		*partners.Incident
		SiteName  string
		Reporter  string
		Concerned []PartnerStaff
		Owner     *PartnerStaff
		Late      bool
	}
	// OwnIncident is what the viewer reported.
	OwnIncident struct {
		*partners.Incident
		SiteName string
	}
	// IncidentPage is one page of them.
	IncidentPage struct {
		Items []Incident
		Next  *string
	}
	// PartnerStaff is a colleague.
	PartnerStaff struct {
		ID   uuid.UUID
		Name string
	}
	// OwnPartner is who is logged in.
	OwnPartner struct {
		ID                 uuid.UUID
		Name, Organisation string
		Sees               []partners.Area
		Tasks              []string
		Sites              []PartnerSite
	}
	// PartnerSite is a house.
	PartnerSite struct{ Key, Name string }
)

func (r Resolver) siteName(ctx context.Context, key string) (string, error) {
	list, err := r.Partners.Sites(ctx)
	if err != nil {
		return "", err
	}
	for _, h := range list {
		if h.Key == key {
			return h.Name, nil
		}
	}
	return key, nil
}

func (r Resolver) organisation(ctx context.Context, o *partners.Organisation) (*PartnerOrganisation, error) {
	people, err := each(r.member)(ctx, o.Members)
	return &PartnerOrganisation{o, people}, err
}

func (r Resolver) member(_ context.Context, m *partners.Member) (*PartnerMember, error) {
	shown := &PartnerMember{Member: m, Known: m.AccountID != nil, Accesses: []PartnerAccess{}}
	today := clock.Today(r.Partners.DB.Clock.Now())
	for _, a := range m.Accesses {
		shown.Accesses = append(shown.Accesses, PartnerAccess{a, r.taskName(a.Task), a.Holds(today)})
	}
	return shown, nil
}

// taskName is how the office calls a task; its key where the city has it no more.
func (r Resolver) taskName(key string) string {
	if t, ok := r.Partners.Rules.Task(key); ok {
		return t.In("de")
	}
	return key
}

func (r Resolver) shift(ctx context.Context, sh *partners.Shift) (*PartnerShift, error) {
	name, err := r.siteName(ctx, sh.Site)
	shown := &PartnerShift{Shift: sh, SiteName: name}
	if sh.Member != nil {
		shown.Name = &sh.Member.Name
		if sh.Member.Organisation != nil {
			shown.Organisation = &sh.Member.Organisation.Name
		}
	}
	return shown, err
}

func (r Resolver) briefing(_ context.Context, b *partners.Briefing) (*Briefing, error) {
	return &Briefing{b, b.EndedAt == nil && len(b.Open) > 0 && b.DueOn.Before(clock.Today(r.Partners.DB.Clock.Now()))}, nil
}

func (r Resolver) incident(ctx context.Context, i *partners.Incident) (*Incident, error) {
	name, err := r.siteName(ctx, i.Site)
	if err != nil {
		return nil, err
	}
	shown := &Incident{Incident: i, SiteName: name, Late: r.Partners.Late(i), Concerned: []PartnerStaff{}}
	people := slices.Clone(i.Concerned)
	for _, id := range []*uuid.UUID{i.OwnerID, i.StaffID} {
		if id != nil {
			people = append(people, *id)
		}
	}
	names, err := r.Identity.Colleagues(ctx, people)
	if err != nil {
		return nil, err
	}
	for _, id := range i.Concerned {
		shown.Concerned = append(shown.Concerned, PartnerStaff{id, names[id]})
	}
	if i.OwnerID != nil {
		shown.Owner = &PartnerStaff{*i.OwnerID, names[*i.OwnerID]}
	}
	switch {
	case i.StaffID != nil:
		shown.Reporter = names[*i.StaffID]
	case i.Member != nil && i.Member.Organisation != nil:
		shown.Reporter = i.Member.Name + ", " + i.Member.Organisation.Name
	}
	return shown, nil
}

func (r Resolver) ownIncident(ctx context.Context, i *partners.Incident) (*OwnIncident, error) {
	name, err := r.siteName(ctx, i.Site)
	return &OwnIncident{i, name}, err
}

// own shows the viewer, and in which houses their tasks are.
func (r Resolver) own(ctx context.Context, m *partners.Member, sees []partners.Area) (*OwnPartner, error) {
	shown := &OwnPartner{ID: m.ID, Name: m.Name, Organisation: m.Organisation.Name, Sees: sees, Tasks: []string{}, Sites: []PartnerSite{}}
	all, reach := false, map[string]bool{}
	for _, a := range m.Accesses {
		if name := r.taskName(a.Task); !slices.Contains(shown.Tasks, name) {
			shown.Tasks = append(shown.Tasks, name)
		}
		all = all || len(a.Sites) == 0
		for _, key := range a.Sites {
			reach[key] = true
		}
	}
	houses, err := r.Partners.Sites(ctx)
	if err != nil {
		return nil, err
	}
	for _, h := range houses {
		if all || reach[h.Key] {
			shown.Sites = append(shown.Sites, PartnerSite{h.Key, h.Name})
		}
	}
	return shown, nil
}
