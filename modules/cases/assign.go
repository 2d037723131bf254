package cases

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

// AssignCase gives a case to a clerk, another team, or nobody.
type AssignCase struct {
	Case    uuid.UUID
	Version int
	Clerk   *uuid.UUID
	Team    *string
}

// Assign gives a case to a clerk of its team, or hands it to another team, where nobody has it yet.
func (s *Service) Assign(ctx context.Context, in AssignCase) error {
	if err := s.worksIn(ctx, in); err != nil {
		return err
	}
	return s.Change(ctx, "cases.assign", in.Case, in.Version, nil, func(ctx context.Context, tx *db.Tx, c *Case) (Deed, error) {
		if c.ClosedAt != nil {
			return Deed{}, ErrState
		}
		details := audit.Details{}
		if in.Team != nil && *in.Team != c.Team {
			if err := s.moveTx(ctx, tx, c, *in.Team); err != nil {
				return Deed{}, err
			}
			details["team"] = c.Team
		}
		c.ClerkID = in.Clerk
		if in.Clerk != nil {
			details["clerk"] = in.Clerk.String()
		}
		return Deed{"case.assigned", details}, nil
	})
}

func (s *Service) moveTx(_ context.Context, tx *db.Tx, c *Case, team string) error {
	var f errs.Faults
	_, known := s.catalogue.City().FindTeam(team)
	f.Need(known, "team", "not_in_list")
	if err := f.As(ErrInput); err != nil {
		return err
	}
	tx.Notify(TeamTopic(c.Team)) // whose list it leaves
	c.Team, c.ClerkID = team, nil
	return nil
}

// worksIn says whether whoever is to have the case works cases of its team. The version of the case keeps the answer true.
func (s *Service) worksIn(ctx context.Context, in AssignCase) error {
	c, err := s.reached(ctx, in.Case, "cases.assign")
	if err != nil || in.Clerk == nil {
		return err
	}
	team, action := c.Team, "cases.check"
	if in.Team != nil {
		team = *in.Team
	}
	staff, err := s.identity.Staff(ctx, identity.StaffFilter{Team: &team, Action: &action})
	if err != nil {
		return err
	}
	var f errs.Faults
	f.Need(slices.ContainsFunc(staff, func(m identity.StaffMember) bool { return m.ID == *in.Clerk }), "clerk", "not_in_team")
	return f.As(ErrInput)
}
