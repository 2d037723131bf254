// Package presencegql is the part of the schema about duty from the real demand.
package presencegql

import (
	"context"
	"time"

	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/modules/presence"
	"github.com/ankunft/ankunft/platform/clock"
)

// What is shown and asked for.
type (
	// PresenceProposal is a rota for a language in a house.
	PresenceProposal struct {
		Language, LanguageName, Site   string
		Weeks, Needs, Covered, Percent int
		Shifts                         []PresenceShift
	}
	// PresentInterpreter is somebody in a house now.
	PresentInterpreter struct {
		Language, LanguageName, Name, Counter string
		Until                                 time.Time
		OnDuty, Seen                          bool
	}
	// PresenceShift is a time of each week.
	PresenceShift = presence.ProposedShift
	// PresenceWindow is a time of each week to be planned.
	PresenceWindow = presence.Window
	// TakeOverPresence plans a rota.
	TakeOverPresence struct {
		Language, Site string
		Shifts         []presence.Window
		Weeks          int
		From           clock.Date
		Team           string
		CostCentre     string
	}
	// PlannedPresence is one shift of a plan.
	PlannedPresence struct {
		Day                  clock.Date
		FromMinute, ToMinute int
		State                string
	}
)

// Resolver resolves the part; it is Query and Mutation.
type Resolver struct {
	Presence *presence.Service // nil where the city works without interpreters: nothing is proposed
}

// Query resolves the queries.
type Query struct{ Resolver }

// Mutation resolves the mutations.
type Mutation struct{ Resolver }

// PresenceProposals are proposals.
func (q Query) PresenceProposals(ctx context.Context, weeks int) ([]PresenceProposal, error) {
	shown := []PresenceProposal{}
	if q.Presence == nil {
		return shown, nil
	}
	list, err := q.Presence.Proposals(ctx, weeks)
	for _, p := range list {
		shown = append(shown, PresenceProposal{
			Language: p.Language, LanguageName: german(p.Language), Site: p.Site, Weeks: p.Weeks, Needs: p.Needs, Covered: p.Covered, Percent: p.Percent(), Shifts: p.Shifts,
		})
	}
	return shown, err
}

// PresentInterpreters are those in a house now; nobody where the city works without interpreters.
func (q Query) PresentInterpreters(ctx context.Context, site string) ([]PresentInterpreter, error) {
	shown := []PresentInterpreter{}
	if q.Presence == nil {
		return shown, nil
	}
	list, err := q.Presence.Here(ctx, site)
	for _, p := range list {
		shown = append(shown, PresentInterpreter{
			Language: p.Language, LanguageName: german(p.Language), Name: p.Name, Counter: p.Counter, Until: p.Until, OnDuty: p.Duty, Seen: p.Seen,
		})
	}
	return shown, err
}

// german is how a language is called, its code where nobody knows.
func german(language string) string {
	if name, ok := linguists.Name(language, "de"); ok {
		return name
	}
	return language
}

// PresencePlan says what would be planned.
func (q Query) PresencePlan(ctx context.Context, in TakeOverPresence) ([]PlannedPresence, error) {
	return q.take(ctx, in, true)
}

// TakeOverPresence plans it.
func (m Mutation) TakeOverPresence(ctx context.Context, in TakeOverPresence) ([]PlannedPresence, error) {
	return m.take(ctx, in, false)
}

func (r Resolver) take(ctx context.Context, in TakeOverPresence, preview bool) ([]PlannedPresence, error) {
	shown := []PlannedPresence{}
	if r.Presence == nil {
		return shown, nil
	}
	plan, err := r.Presence.TakeOver(ctx, presence.TakeOver{
		Language: in.Language, Site: in.Site, Shifts: in.Shifts, Weeks: in.Weeks, From: in.From, Team: in.Team, CostCentre: in.CostCentre, Preview: preview,
	})
	for _, p := range plan {
		shown = append(shown, PlannedPresence{Day: p.Day, FromMinute: p.FromMinute, ToMinute: p.ToMinute, State: string(p.State)})
	}
	return shown, err
}
