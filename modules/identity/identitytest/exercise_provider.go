package identitytest

import (
	"context"
	"errors"
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/ids"
)

// Rig is a provider under test together with a person who can log in there.
type Rig struct {
	Provider identity.Provider
	LogIn    func(t *testing.T, authURL string) (code, state string) // the person logs in; what comes back with the browser
	Down     func(down bool)                                         // takes the provider away and brings it back; nil when the rig cannot
	Want     identity.Claims                                         // what is known of the person; Issuer and Subject only if fixed
}

// ExerciseProvider is the suite that every identity.Provider has to pass.
func ExerciseProvider(t *testing.T, rig Rig) {
	t.Helper()
	t.Run("tells who has logged in", func(t *testing.T) {
		a := newAttempt(t, rig)
		if a.stateBack != a.state {
			t.Errorf("state %q came back as %q", a.state, a.stateBack)
		}
		got, err := rig.Provider.Exchange(t.Context(), a.code, a.nonce, a.verifier)
		if err != nil {
			t.Fatalf("exchange: %v", err)
		}
		want := rig.Want
		if got.Issuer == "" || got.Subject == "" {
			t.Errorf("issuer %q, subject %q", got.Issuer, got.Subject)
		}
		want.Issuer, want.Subject = got.Issuer, got.Subject
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("claims (-want +got):\n%s", diff)
		}
		again := newAttempt(t, rig)
		second, err := rig.Provider.Exchange(t.Context(), again.code, again.nonce, again.verifier)
		if err != nil || second.Issuer != got.Issuer || second.Subject != got.Subject {
			t.Errorf("the next login names somebody else: %q (%v)", second.Subject, err)
		}
	})
	t.Run("takes a code once", func(t *testing.T) {
		a := newAttempt(t, rig)
		if _, err := rig.Provider.Exchange(t.Context(), a.code, a.nonce, a.verifier); err != nil {
			t.Fatalf("exchange: %v", err)
		}
		mustRefuse(t, rig, a.code, a.nonce, a.verifier)
	})
	t.Run("refuses a code of someone else's login", func(t *testing.T) {
		mine, other := newAttempt(t, rig), newAttempt(t, rig)
		mustRefuse(t, rig, mine.code, mine.nonce, other.verifier)
		another := newAttempt(t, rig)
		mustRefuse(t, rig, another.code, other.nonce, another.verifier)
	})
	t.Run("refuses what it never gave", func(t *testing.T) {
		a := newAttempt(t, rig)
		mustRefuse(t, rig, "made-up", a.nonce, a.verifier)
		mustRefuse(t, rig, "", a.nonce, a.verifier)
	})
	t.Run("never shows the verifier", func(t *testing.T) {
		verifier := ids.Token()
		address, err := rig.Provider.AuthURL(t.Context(), "state", "nonce", verifier)
		if err != nil {
			t.Fatalf("address: %v", err)
		}
		u, err := url.Parse(address)
		if err != nil {
			t.Fatalf("address: %v", err)
		}
		q := u.Query()
		if q.Get("code_challenge_method") != "S256" || q.Get("code_challenge") == "" || q.Get("code_challenge") == verifier {
			t.Errorf("challenge %q by %q", q.Get("code_challenge"), q.Get("code_challenge_method"))
		}
	})
	if rig.Down == nil {
		return
	}
	t.Run("tells when it is away", func(t *testing.T) {
		a := newAttempt(t, rig)
		rig.Down(true)
		_, err := rig.Provider.Exchange(context.WithoutCancel(t.Context()), a.code, a.nonce, a.verifier)
		rig.Down(false)
		if !errors.Is(err, identity.ErrProviderUnavailable) {
			t.Errorf("exchange while the provider is away: %v", err)
		}
	})
}

type attempt struct{ state, stateBack, nonce, verifier, code string }

func newAttempt(t *testing.T, rig Rig) attempt {
	t.Helper()
	a := attempt{state: ids.Token(), nonce: ids.Token(), verifier: ids.Token()}
	address, err := rig.Provider.AuthURL(t.Context(), a.state, a.nonce, a.verifier)
	if err != nil {
		t.Fatalf("address of login: %v", err)
	}
	a.code, a.stateBack = rig.LogIn(t, address)
	return a
}

func mustRefuse(t *testing.T, rig Rig, code, nonce, verifier string) {
	t.Helper()
	claims, err := rig.Provider.Exchange(t.Context(), code, nonce, verifier)
	if !errors.Is(err, identity.ErrLoginRefused) || claims.Subject != "" {
		t.Errorf("subject %q, %v", claims.Subject, err)
	}
}
