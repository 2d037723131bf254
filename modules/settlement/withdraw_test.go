package settlement_test

import (
	"context"
	"errors"
	"testing"

	"github.com/ankunft/ankunft/modules/interpreters"
	"github.com/ankunft/ankunft/modules/settlement"
	"github.com/ankunft/ankunft/platform/db"
)

// A claim from a slip goes as long as nobody has claimed it; afterwards what it is about stays as it was noted.
func TestAClaimFromASlipIsWithdrawn(t *testing.T) {
	t.Parallel()
	o := open(t)
	missed := func(_ *interpreters.Request, a *interpreters.Assignment) {
		a.State, a.StartedAt, a.EndedAt, a.OfficeSignedAt, a.OfficeSignedBy, a.InterpreterSignedAt = interpreters.ClientMissed, nil, nil, nil, nil, nil
	}
	about := o.work(t, o.person(t, "Amal"), "2026-11-19", missed)
	withdraw := func() error {
		return o.DB.InTx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			return o.WithdrawTx(ctx, tx, interpreters.AssignmentRecord(about))
		})
	}
	if err := withdraw(); err != nil {
		t.Fatal("none is no fault:", err)
	}
	if len(o.claims(t)) != 1 {
		t.Fatal("nothing is claimed")
	}
	if err := withdraw(); err != nil {
		t.Fatal(err)
	}
	if n, err := o.NewSelect().Model((*settlement.Claim)(nil)).Count(t.Context()); err != nil || n != 0 {
		t.Error(n, err)
	}
	c := o.claims(t)[0]
	if _, err := o.Confirm(o.as(t, o.clerk), settlement.ConfirmClaim{Claim: c.ID, Version: c.Version}); err != nil {
		t.Fatal(err)
	}
	if err := withdraw(); !errors.Is(err, settlement.ErrOver) {
		t.Error("confirmed, and withdrawn:", err)
	}
}
