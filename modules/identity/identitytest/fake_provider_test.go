package identitytest_test

import (
	"testing"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/identity/identitytest"
)

func TestFakeProvider(t *testing.T) {
	t.Parallel()
	provider := identitytest.NewFakeProvider("applicants")
	person := identity.Claims{Subject: "42", Email: "amal@example.org", EmailVerified: true, Name: "Amal Haddad", Trust: identity.TrustBasic}
	identitytest.ExerciseProvider(t, identitytest.Rig{
		Provider: provider,
		LogIn: func(t *testing.T, authURL string) (string, string) {
			return provider.LogIn(t, authURL, person)
		},
		Down: provider.Down,
		Want: person,
	})
}
