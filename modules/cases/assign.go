package cases

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/db"
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
	return s.change(ctx, "cases.assign", in.Case, in.Version, nil, func(ctx context.Context, tx *db.Tx, c *Case) (step, error) {
		if c.ClosedAt != nil {
			return step{}, ErrState
		}
		details := audit.Details{}
		if in.Team != nil && *in.Team != c.Team {
			if err := s.moveTx(ctx, tx, c, *in.Team); err != nil {
				return step{}, err
			}
			details["team"] = c.Team
		}
		c.ClerkID = in.Clerk
		if in.Clerk != nil {
			if err := s.worksIn(ctx, *in.Clerk, c.Team); err != nil {
				return step{}, err
			}
			details["clerk"] = in.Clerk.String()
		}
		return step{"case.assigned", details}, nil
	})
}

func (s *Service) moveTx(_ context.Context, tx *db.Tx, c *Case, team string) error {
	var f faults
	_, known := s.catalogue.City().FindTeam(team)
	f.need(known, "team", "not_in_list")
	if err := f.err(); err != nil {
		return err
	}
	tx.Notify(TeamTopic(c.Team)) // whose list it leaves
	c.Team, c.ClerkID = team, nil
	return nil
}

// worksIn says whether somebody works cases of a team.
func (s *Service) worksIn(ctx context.Context, clerk uuid.UUID, team string) error {
	staff, err := s.identity.Staff(ctx, identity.StaffFilter{Team: &team})
	if err != nil {
		return err
	}
	var f faults
	f.need(slices.ContainsFunc(staff, func(m identity.StaffMember) bool { return m.ID == clerk }), "clerk", "not_in_team")
	return f.err()
}
