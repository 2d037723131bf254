package decisions_test

import (
	"context"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/cases/casestest"
	"github.com/ankunft/ankunft/modules/decisions"
	"github.com/ankunft/ankunft/platform/db"
)

// office is the office of these stories: the cases' and who decides them.
type office struct {
	*casestest.Office
	*decisions.Service
}

func open(t testing.TB, change ...func(*casestest.Plan)) *office {
	t.Helper()
	above := func(p *casestest.Plan) { p.Above = []db.Migrations{decisions.Migrations} }
	o := &office{Office: casestest.Open(t, append(change, above)...)}
	o.Service = decisions.New(decisions.Deps{
		DB: o.DB, Audit: o.Trail, Catalogue: o.Services, Persons: o.People, Letters: o.Letters, Cases: o.Office.Service,
	})
	o.Service.Register(o.Jobs, o.Bus)
	o.EachDay(o.Service.Daily)
	return o
}

// file is a case with what decisions laid beside it.
type file struct {
	*cases.Detail
	Decision *decisions.DecisionRow
	Hearing  *decisions.HearingRow
	Delivery *decisions.Delivery
}

// detail opens a case as staff.
func (o *office) detail(t testing.TB, ctx context.Context, id uuid.UUID) *file {
	t.Helper()
	d := o.Read(t, ctx, id)
	b := decisions.Of(d)
	return &file{d, b.Decision(d), b.Hearing(d), b.Delivery()}
}

// own is the applicant's case with what decisions laid beside it.
type own struct {
	*cases.MyCase
	*decisions.Own
}

// mine opens the own case.
func (o *office) mine(t testing.TB, who context.Context, id uuid.UUID) *own {
	t.Helper()
	m := o.Mine(t, who, id)
	return &own{m, decisions.OfOwn(m)}
}
