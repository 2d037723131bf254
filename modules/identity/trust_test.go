package identity_test

import (
	"testing"

	"github.com/ankunft/ankunft/modules/identity"
)

func TestTrustRises(t *testing.T) {
	t.Parallel()
	rising := []identity.Trust{identity.TrustEmail, identity.TrustBasic, identity.TrustSubstantial, identity.TrustHigh}
	for i, have := range rising {
		for j, need := range rising {
			if have.AtLeast(need) != (i >= j) {
				t.Errorf("%s at least %s: %t", have, need, have.AtLeast(need))
			}
		}
		if have.AtLeast("unheard-of") || identity.Trust("unheard-of").AtLeast(have) || identity.Trust("").AtLeast(have) {
			t.Errorf("an unknown level was compared with %s", have)
		}
	}
}
