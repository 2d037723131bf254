package identitygql_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	identitygql "github.com/ankunft/ankunft/graph/identity"
	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/audit/audittest"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/identity/identitytest"
	"github.com/ankunft/ankunft/platform/testkit"
)

// browser keeps cookies and follows nothing.
type browser struct {
	t       *testing.T
	office  http.Handler
	cookies map[string]string
}

func open(t *testing.T) (*browser, *identity.Service, *identitytest.FakeProvider) {
	t.Helper()
	kit, provider := testkit.New(t, audit.Migrations, identity.Migrations), identitytest.NewFakeProvider("applicants")
	trail := audit.New(kit.DB, audit.Keyring{}, audittest.NewMemoryVault(), kit.Log)
	s := identity.New(kit.DB, trail, nil, []identity.Door{{Provider: provider, Kind: identity.KindApplicant}}, identity.Config{BaseURL: "https://amt.example"}, kit.Log)
	return &browser{t, identity.Authenticate(s)(identitygql.Handler(s, kit.Log)), map[string]string{}}, s, provider
}

func (b *browser) do(method, target string, header ...string) *http.Response {
	b.t.Helper()
	r := httptest.NewRequest(method, "https://amt.example"+target, nil)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	for name, value := range b.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	b.office.ServeHTTP(w, r)
	res := w.Result()
	for _, c := range res.Cookies() {
		b.cookies[c.Name] = c.Value
		if c.MaxAge < 0 {
			delete(b.cookies, c.Name)
		}
		if !c.HttpOnly || !c.Secure || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" {
			b.t.Errorf("cookie is not tight: %v", c)
		}
	}
	return res
}

// logIn goes to the provider and comes back; it returns the way of the answer.
func (b *browser) logIn(p *identitytest.FakeProvider, next string) string {
	b.t.Helper()
	res := b.do(http.MethodGet, "/auth/applicants/start?next="+url.QueryEscape(next))
	code, state := p.LogIn(b.t, res.Header.Get("Location"), identity.Claims{Subject: "amal", Trust: identity.TrustBasic})
	return "/auth/applicants/callback?" + url.Values{"code": {code}, "state": {state}}.Encode()
}

func TestALoginThroughTheDoors(t *testing.T) {
	t.Parallel()
	b, s, p := open(t)
	answer := b.logIn(p, "/my/42")
	res := b.do(http.MethodGet, answer)
	if res.StatusCode != http.StatusSeeOther || res.Header.Get("Location") != "/my/42" || res.Header.Get("Cache-Control") != "no-store" {
		t.Fatal(res.Status, res.Header)
	}
	v, err := s.Viewer(t.Context(), b.cookies["__Host-ankunft"])
	if err != nil || !v.LoggedIn() || b.cookies["__Host-ankunft-login"] != "" {
		t.Fatal(b.cookies, err)
	}
	if res := b.do(http.MethodGet, answer); res.Header.Get("Location") != "/login?error=identity.login_refused" {
		t.Fatal("replayed:", res.Header.Get("Location"))
	}
}

func TestAnAnswerSlippedToAnotherBrowserLogsNobodyIn(t *testing.T) {
	t.Parallel()
	attacker, _, p := open(t)
	answer := attacker.logIn(p, "/")
	victim := &browser{t, attacker.office, map[string]string{}}
	if res := victim.do(http.MethodGet, answer); !strings.HasPrefix(res.Header.Get("Location"), "/login?error=") || victim.cookies["__Host-ankunft"] != "" {
		t.Fatal("the victim works in the attacker's account")
	}
}

func TestTheWayOnStaysInTheHouse(t *testing.T) {
	t.Parallel()
	b, _, p := open(t)
	if res := b.do(http.MethodGet, b.logIn(p, "https://evil.example/")); res.Header.Get("Location") != "/" {
		t.Fatal(res.Header.Get("Location"))
	}
}

func TestOnlyOurOwnPagesLogOut(t *testing.T) {
	t.Parallel()
	b, s, p := open(t)
	b.do(http.MethodGet, b.logIn(p, "/"))
	token := b.cookies["__Host-ankunft"]
	if res := b.do(http.MethodPost, "/auth/logout", "Sec-Fetch-Site", "cross-site"); res.StatusCode != http.StatusForbidden {
		t.Fatal(res.Status)
	}
	if res := b.do(http.MethodGet, "/auth/logout"); res.StatusCode == http.StatusSeeOther && b.cookies["__Host-ankunft"] == "" {
		t.Fatal("a picture can log people out")
	}
	if res := b.do(http.MethodPost, "/auth/logout", "Sec-Fetch-Site", "same-origin"); !strings.HasPrefix(res.Header.Get("Location"), "https://applicants.idp.example/logout") {
		t.Fatal(res.Status, res.Header.Get("Location"))
	}
	if v, err := s.Viewer(t.Context(), token); err != nil || v.LoggedIn() || b.cookies["__Host-ankunft"] != "" {
		t.Fatal("still in", err)
	}
}

func TestTroubleIsToldByItsCode(t *testing.T) {
	t.Parallel()
	b, _, p := open(t)
	for target, want := range map[string]string{
		"/auth/nobody/start":                            "/login?error=identity.no_provider",
		"/auth/staff/callback":                          "/office/login?error=identity.no_provider",
		"/auth/applicants/callback?error=access_denied": "/login?error=identity.login_refused",
	} {
		if got := b.do(http.MethodGet, target).Header.Get("Location"); got != want {
			t.Errorf("%s leads to %s", target, got)
		}
	}
	answer := b.logIn(p, "/")
	p.Down(true)
	if got := b.do(http.MethodGet, answer).Header.Get("Location"); got != "/login?error=identity.provider_unavailable" {
		t.Error(got)
	}
}
