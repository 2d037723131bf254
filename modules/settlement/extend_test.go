package settlement_test

import (
	"strings"
	"testing"

	"github.com/ankunft/ankunft/modules/settlement"
)

// More time is never less: a day before the one until which they may claim is refused.
func TestMoreTimeIsNotLess(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.work(t, o.person(t, "Amal"), "2026-11-19", nobodySigned)
	c := o.claims(t)[0]
	in := settlement.ExtendClaim{RefuseClaim: settlement.RefuseClaim{Claim: c.ID, Version: c.Version, Reason: "Bald"}, Until: c.LapsesOn}
	if _, err := o.Extend(o.as(t, o.clerk), in); strings.Join(codes(err), " ") != "until too_early" {
		t.Error(err)
	}
	in.Until = c.LapsesOn.AddDays(1)
	if _, err := o.Extend(o.as(t, o.clerk), in); err != nil {
		t.Error(err)
	}
}
