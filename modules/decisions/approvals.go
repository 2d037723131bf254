package decisions

import (
	"context"

	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/page"
)

// Approvals lists decisions that wait for a second pair of eyes and that the viewer may approve: own ones are not among them.
func (s *Service) Approvals(ctx context.Context, args page.Args) (cases.WorkList, error) {
	v := identity.ViewerFrom(ctx)
	return s.cases.WorkListOf(ctx, "cases.approve", args,
		cases.Clause{SQL: "c.state = 'approval'"},
		cases.Clause{SQL: "c.service = ANY(%s)", Args: []any{v.ApproveServices()}},
		cases.Clause{
			SQL:  "NOT EXISTS (SELECT FROM decisions.decision d WHERE d.case_id = c.id AND %s IN (d.proposed_by, d.drafted_by))",
			Args: []any{v.AccountID},
		})
}
