package identity

import (
	"context"
	"time"

	"github.com/google/uuid"
)

// Me is the viewer's own account, as the apps need it.
type Me struct {
	ID            uuid.UUID
	Kind          AccountKind
	Name          string
	Email         string
	Language      string
	Trust         Trust
	Roles         []Role
	Teams         []string
	AllTeams      bool
	Decide        []string
	Approve       []string
	Actions       []string
	SessionEndsAt time.Time
}

// Me tells the viewer about the own account; nil when nobody is logged in.
func (s *Service) Me(ctx context.Context) (*Me, error) {
	v := ViewerFrom(ctx)
	if !v.LoggedIn() {
		return nil, nil // nobody is an answer
	}
	a, err := s.Account(ctx, v.AccountID)
	if err != nil {
		return nil, err
	}
	me := &Me{
		ID: a.ID, Kind: a.Kind, Name: a.Name, Email: a.Email, Language: a.Language, Trust: v.Trust, Roles: []Role{},
		Teams: append([]string{}, v.Teams...), AllTeams: v.AllTeams, Decide: v.DecideServices(), Approve: v.ApproveServices(),
		Actions: v.Actions(), SessionEndsAt: v.EndsAt,
	}
	for _, r := range v.Rights {
		me.Roles = append(me.Roles, r.Role)
	}
	return me, nil
}
