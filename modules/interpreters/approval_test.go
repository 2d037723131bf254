package interpreters_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/budgets"
	"github.com/ankunft/ankunft/modules/interpreters"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

// approved asks over a ceiling of nothing, with a reason.
func (o *office) approved(t *testing.T, reason string, chosen ...uuid.UUID) (interpreters.Ask, error) {
	t.Helper()
	if _, err := o.money.Set(o.asLead(t), budgets.SetBudget{Purpose: interpreters.Purpose, Year: 2026, Team: team, Cents: 0}); err != nil {
		t.Fatal(err)
	}
	in := asked(interpreters.InTurn, chosen...)
	in.Approval = &budgets.Approval{Reason: reason}
	_, err := o.Ask(o.asLead(t), in)
	return in, err
}

// An approval has a reason that says something, and is given by who may.
func TestAnApprovalIsNoBlankCheque(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ reason, want string }{
		"blank": {" \t\n", "required"}, "endless": {strings.Repeat("x", 501), "too_long"}, "as it should be": {" Anhörung ", ""},
	} {
		o := open(t)
		in, err := o.approved(t, c.reason, o.person(t, "Amal"))
		if c.want != "" {
			if !errors.Is(err, budgets.ErrInput) || errs.Of(err).Fields[0].Path+" "+errs.Of(err).Fields[0].Code != "approval "+c.want {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		var reason string
		if err := errors.Join(err, o.NewSelect().TableExpr("interpreters.request").Column("approval").Where("about_id = ?", in.About.ID).Scan(t.Context(), &reason)); err != nil || reason != "Anhörung" {
			t.Errorf("%s: %v %q", name, err, reason)
		}
	}
}

// An approval holds for what the dearest of those costs who were asked: who is moved to a longer time needs another.
func TestAnApprovalHoldsForItsSum(t *testing.T) {
	t.Parallel()
	o := open(t)
	amal := o.person(t, "Amal")
	in, err := o.approved(t, "Anhörung", amal)
	if err != nil || o.bound(t) == 0 {
		t.Fatal(err)
	}
	move := func(to interpreters.Span) string {
		t.Helper()
		o.InTx(t, func(ctx context.Context, tx *db.Tx) error {
			return o.MovedTx(ctx, tx, *in.About, to, in.Site, in.Place)
		})
		p, err := o.Requests(o.asLead(t), interpreters.RequestFilter{About: in.About, States: []interpreters.RequestState{interpreters.RequestOpen, interpreters.RequestUnfilled}}, pages)
		if err != nil || len(p.Items) != 1 {
			t.Fatal(len(p.Items), err)
		}
		return states(p.Items[0]) + p.Items[0].Reason
	}
	day := 24 * time.Hour
	if got := move(interpreters.Span{From: thursday.From.Add(day), To: thursday.To.Add(day)}); got != "open offered" || o.bound(t) == 0 {
		t.Error("as long as before:", got)
	}
	if got := move(interpreters.Span{From: thursday.From.Add(day), To: thursday.To.Add(day + 5*time.Hour)}); got != "unfilled waitingbudget" || o.bound(t) != 0 {
		t.Error("much longer, and nobody has approved that:", got)
	}
}
