package oidc_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ankunft/ankunft/cmd/demo/idp"
	"github.com/ankunft/ankunft/integrations/oidc"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/identity/identitytest"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/plugin"
)

const callback = "http://localhost:8080/auth/callback"

// provider is the demo's provider behind a switch.
type provider struct {
	base string
	down atomic.Bool
}

func serve(t *testing.T, realms ...idp.Realm) *provider {
	t.Helper()
	server := httptest.NewUnstartedServer(nil)
	p := &provider{base: "http://" + server.Listener.Addr().String()}
	handler, err := idp.New(idp.Options{ForDemo: true, BaseURL: p.base, Realms: realms})
	if err != nil {
		t.Fatalf("start provider: %v", err)
	}
	server.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if p.down.Load() {
			panic(http.ErrAbortHandler) // the connection breaks
		}
		handler.ServeHTTP(w, r)
	})
	server.Start()
	t.Cleanup(server.Close)
	return p
}

func staff() idp.Realm {
	return idp.Realm{
		Name: "staff",
		People: []idp.Person{{
			Username: "keller", Name: "Martina Keller", GivenName: "Martina", FamilyName: "Keller", Email: "keller@musterstadt.example", Locale: "de",
			Roles: []string{"clerk", "unrelated"}, Teams: []string{"t2", "t1"}, ACR: "high",
		}},
		Clients: []idp.Client{{ID: "office", Secret: "secret", RedirectURIs: []string{callback}, LogoutURIs: []string{"http://localhost:8080/"}, ClaimsInIDToken: true}},
	}
}

func applicants() idp.Realm {
	return idp.Realm{
		Name: "applicants",
		People: []idp.Person{{
			Username: "amal", Subject: "subject-of-amal", Name: "Amal Haddad", GivenName: "Amal", FamilyName: "Haddad", BirthDate: "2000-02-29",
			Email: "amal@example.org", Locale: "ar", ACR: "STORK-QAA-Level-3",
		}},
		Clients: []idp.Client{{ID: "portal", Secret: "other", RedirectURIs: []string{callback}}}, // tells in the user info only
	}
}

func staffConfig(p *provider) oidc.Config {
	return oidc.Config{
		Name: "staff", Issuer: p.base + "/staff", ClientID: "office", ClientSecret: "secret", RedirectURL: callback,
		Claims: oidc.ClaimNames{Roles: "roles", Teams: "teams"}, Roles: map[string]string{"clerk": "caseworker"},
		Trust: map[string]identity.Trust{"high": identity.TrustHigh}, TimeoutSeconds: 5,
	}
}

func applicantsConfig(p *provider) oidc.Config {
	return oidc.Config{
		Name: "applicants", Issuer: p.base + "/applicants", ClientID: "portal", ClientSecret: "other", RedirectURL: callback,
		Trust: map[string]identity.Trust{"STORK-QAA-Level-1": identity.TrustBasic, "STORK-QAA-Level-3": identity.TrustSubstantial},
	}
}

func open(t *testing.T, config oidc.Config, clk clock.Clock) *oidc.Provider {
	t.Helper()
	opened, err := oidc.New(config, clk)
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	return opened
}

// logIn is the browser of a person who clicks on their name.
func logIn(username string) func(*testing.T, string) (code, state string) {
	return func(t *testing.T, authURL string) (code, state string) {
		t.Helper()
		jar, err := cookiejar.New(nil)
		if err != nil {
			t.Fatal(err)
		}
		browser := &http.Client{Jar: jar, CheckRedirect: func(r *http.Request, _ []*http.Request) error {
			if strings.HasPrefix(r.URL.String(), callback) {
				return http.ErrUseLastResponse
			}
			return nil
		}}
		page, err := browser.Get(authURL)
		if err != nil {
			t.Fatal(err)
		}
		_ = page.Body.Close()
		at := page.Request.URL
		form := url.Values{"as": {username}, "request": {at.Query().Get("request")}}
		resp, err := browser.PostForm(at.ResolveReference(&url.URL{Path: "login"}).String(), form)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		back, err := resp.Location()
		if err != nil {
			t.Fatalf("login ended with status %d: %v", resp.StatusCode, err)
		}
		return back.Query().Get("code"), back.Query().Get("state")
	}
}

func TestStaffWithClaimsInTheToken(t *testing.T) {
	t.Parallel()
	p := serve(t, staff(), applicants())
	identitytest.ExerciseProvider(t, identitytest.Rig{
		Provider: open(t, staffConfig(p), clock.System()), LogIn: logIn("keller"), Down: p.down.Store,
		Want: identity.Claims{
			Email: "keller@musterstadt.example", EmailVerified: true, Name: "Martina Keller", GivenName: "Martina", FamilyName: "Keller", Locale: "de",
			Trust: identity.TrustHigh, Roles: []string{"caseworker"}, Teams: []string{"t1", "t2"},
		},
	})
}

func TestApplicantsWithClaimsInTheUserInfo(t *testing.T) {
	t.Parallel()
	p := serve(t, staff(), applicants())
	identitytest.ExerciseProvider(t, identitytest.Rig{
		Provider: open(t, applicantsConfig(p), clock.System()), LogIn: logIn("amal"), Down: p.down.Store,
		Want: identity.Claims{
			Email: "amal@example.org", EmailVerified: true, Name: "Amal Haddad", GivenName: "Amal", FamilyName: "Haddad", BirthDate: "2000-02-29", Locale: "ar",
			Trust: identity.TrustSubstantial,
		},
	})
}

func TestTheOfficeStartsWithoutItsProvider(t *testing.T) {
	t.Parallel()
	p := serve(t, staff())
	p.down.Store(true)
	opened := open(t, staffConfig(p), clock.System())
	if _, err := opened.AuthURL(t.Context(), "s", "n", ids.Token()); !errors.Is(err, identity.ErrProviderUnavailable) {
		t.Errorf("while it is away: %v", err)
	}
	if opened.Probe(t.Context()) == nil {
		t.Error("the probe does not see that it is away")
	}
	p.down.Store(false)
	if _, err := opened.AuthURL(t.Context(), "s", "n", ids.Token()); err != nil {
		t.Errorf("when it is back: %v", err)
	}
	if err := opened.Probe(t.Context()); err != nil {
		t.Errorf("probe: %v", err)
	}
}

func TestExpiredTokensAreRefusedWithinTheSkew(t *testing.T) {
	t.Parallel()
	p := serve(t, staff())
	for ahead, refused := range map[time.Duration]bool{time.Hour + 10*time.Second: false, time.Hour + 5*time.Minute: true} { // tokens last an hour
		opened := open(t, staffConfig(p), clock.NewFixed(clock.System().Now().Add(ahead)))
		nonce, verifier := ids.Token(), ids.Token()
		address, err := opened.AuthURL(t.Context(), "s", nonce, verifier)
		if err != nil {
			t.Fatal(err)
		}
		code, _ := logIn("keller")(t, address)
		if _, err := opened.Exchange(t.Context(), code, nonce, verifier); errors.Is(err, identity.ErrLoginRefused) != refused {
			t.Errorf("a clock ahead by %s: %v", ahead, err)
		}
	}
}

func TestAnUnknownOfficeIsNotThePersonsFault(t *testing.T) {
	t.Parallel()
	p := serve(t, staff())
	config := staffConfig(p)
	config.ClientSecret = "wrong"
	opened := open(t, config, clock.System())
	nonce, verifier := ids.Token(), ids.Token()
	address, err := opened.AuthURL(t.Context(), "s", nonce, verifier)
	if err != nil {
		t.Fatal(err)
	}
	code, _ := logIn("keller")(t, address)
	if _, err := opened.Exchange(t.Context(), code, nonce, verifier); !errors.Is(err, identity.ErrProviderUnavailable) {
		t.Errorf("with a wrong secret: %v", err)
	}
}

func TestLevelsAndLogout(t *testing.T) {
	t.Parallel()
	p := serve(t, staff())
	config := staffConfig(p)
	config.ACRValues = []string{"high", "substantial"}
	opened := open(t, config, clock.System())
	address, err := opened.AuthURL(t.Context(), "s", "n", ids.Token())
	if err != nil || !strings.Contains(address, "acr_values=high+substantial") {
		t.Errorf("%s, %v", address, err)
	}
	logout, err := opened.LogoutURL(t.Context(), "http://localhost:8080/")
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Get(logout)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if resp.Header.Get("Location") != "http://localhost:8080/" {
		t.Errorf("logout: %d to %q", resp.StatusCode, resp.Header.Get("Location"))
	}
}

func TestAProviderThatTalksWithoutEndIsCutOff(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"issuer":"`)
		_, _ = io.Copy(w, io.LimitReader(endless{}, 64<<20))
	}))
	t.Cleanup(server.Close)
	config := staffConfig(&provider{base: server.URL})
	if _, err := open(t, config, clock.System()).AuthURL(t.Context(), "s", "n", ids.Token()); !errors.Is(err, identity.ErrProviderUnavailable) || len(err.Error()) > 2<<20 {
		t.Errorf("%.200v", err)
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

func TestConfigurationTellsEveryFault(t *testing.T) {
	t.Parallel()
	err := oidc.Plugin.Check([]byte(`
name: "a/b"
issuer: http://login.example.org
redirectURL: /auth
clientSecret: env:ANKUNFT_TEST_ABSENT
scopes: [email]
defaultTrust: much
trust: {one: little}
roles: {a: b}
teams: {a: b}
clockSkewSeconds: 4000
timeoutSeconds: -1
`))
	if err == nil {
		t.Fatal("a configuration full of faults was accepted")
	}
	for _, fault := range []string{"name:", "issuer:", "redirectURL:", "clientID:", "clientSecret:", "scopes:", "defaultTrust:", "trust: one", "roles:", "teams:", "clockSkewSeconds:", "timeoutSeconds:"} {
		if !strings.Contains(err.Error(), fault) {
			t.Errorf("%s is not told in:\n%v", fault, err)
		}
	}
	good := []byte("name: staff\nissuer: https://login.example.org\nclientID: office\nredirectURL: https://office.example.org/auth/staff/callback\n")
	opened, err := plugin.Open[identity.Provider](t.Context(), plugin.List{oidc.Plugin}, "identity.Provider", "oidc", good, plugin.Deps{Clock: clock.System()})
	if err != nil || opened.Name() != "staff" {
		t.Errorf("a good configuration: %v", err)
	}
}
