package idp_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/ankunft/ankunft/cmd/demo/idp"
	"github.com/ankunft/ankunft/platform/clock"
)

const callback = "http://localhost:8080/auth/staff/callback"

func realm() idp.Realm {
	return idp.Realm{
		Name: "staff", Title: map[string]string{"de": "Anmeldung für Beschäftigte", "en": "Login for staff"},
		People: []idp.Person{
			{Username: "keller", Password: "demo", Name: "Martina Keller", Email: "keller@musterstadt.example", Roles: []string{"clerk"}, Note: map[string]string{"de": "Sachbearbeitung", "en": "Clerk"}},
			{Username: "quote", Password: "demo", Name: `<b>"Quote"</b>`},
		},
		Clients: []idp.Client{{ID: "office", Secret: "secret", RedirectURIs: []string{callback}, LogoutURIs: []string{"http://localhost:8080/"}}},
	}
}

func serve(t *testing.T, clk clock.Clock) (base string) {
	t.Helper()
	server := httptest.NewUnstartedServer(nil)
	base = "http://" + server.Listener.Addr().String()
	handler, err := idp.New(idp.Options{ForDemo: true, BaseURL: base, Realms: []idp.Realm{realm()}, Clock: clk})
	if err != nil {
		t.Fatalf("new: %v", err)
	}
	server.Config.Handler = handler
	server.Start()
	t.Cleanup(server.Close)
	return base
}

// browser follows redirects within the provider and stops at the application.
func browser(t *testing.T, base string) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &http.Client{Jar: jar, CheckRedirect: func(r *http.Request, _ []*http.Request) error {
		if !strings.HasPrefix(r.URL.String(), base) {
			return http.ErrUseLastResponse
		}
		return nil
	}}
}

func authURL(base string) string {
	return base + "/staff/authorize?" + url.Values{
		"client_id": {"office"}, "redirect_uri": {callback}, "response_type": {"code"}, "scope": {"openid profile"}, "state": {"s"}, "nonce": {"n"},
		"code_challenge": {"E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"}, "code_challenge_method": {"S256"},
	}.Encode()
}

func fetch(t *testing.T, c *http.Client, address, lang string) (*http.Response, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Accept-Language", lang)
	return do(t, c, req)
}

func submit(t *testing.T, c *http.Client, page *url.URL, form url.Values) (*http.Response, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, page.ResolveReference(&url.URL{Path: "login"}).String(), strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return do(t, c, req)
}

func do(t *testing.T, c *http.Client, req *http.Request) (*http.Response, string) {
	t.Helper()
	resp, err := c.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp, string(body)
}

func TestLoginPageSpeaksGermanAndEnglish(t *testing.T) {
	t.Parallel()
	base := serve(t, nil)
	for lang, words := range map[string][]string{
		"de-AT,en;q=0.5": {`lang="de"`, "Anmeldung für Beschäftigte", "Sachbearbeitung", "erfunden"},
		"en":             {`lang="en"`, "Login for staff", "Clerk", "invented"},
		"fr":             {`lang="de"`},
	} {
		resp, body := fetch(t, browser(t, base), authURL(base), lang)
		if resp.StatusCode != http.StatusOK {
			t.Fatalf("%s: status %d", lang, resp.StatusCode)
		}
		for _, word := range append(words, "DEMO", "Martina Keller", "keller", "&lt;b&gt;") {
			if !strings.Contains(body, word) {
				t.Errorf("%s: %q is missing", lang, word)
			}
		}
		if csp := resp.Header.Get("Content-Security-Policy"); !strings.Contains(csp, "form-action 'self' http://localhost:8080;") {
			t.Errorf("the browser would stop on the way back: %s", csp)
		}
	}
}

func TestOneClickOrPasswordLeadsBack(t *testing.T) {
	t.Parallel()
	base := serve(t, nil)
	for name, form := range map[string]url.Values{
		"click":    {"as": {"keller"}},
		"password": {"username": {" keller "}, "password": {"demo"}},
	} {
		c := browser(t, base)
		page, _ := fetch(t, c, authURL(base), "de")
		form.Set("request", page.Request.URL.Query().Get("request"))
		resp, _ := submit(t, c, page.Request.URL, form)
		back, err := resp.Location()
		if err != nil || !strings.HasPrefix(back.String(), callback+"?") || back.Query().Get("code") == "" || back.Query().Get("state") != "s" {
			t.Errorf("%s: %d to %v, %v", name, resp.StatusCode, back, err)
		}
	}
}

func TestWrongPasswordsAndUnknownPeopleStayOutside(t *testing.T) {
	t.Parallel()
	base := serve(t, nil)
	c := browser(t, base)
	page, _ := fetch(t, c, authURL(base), "de")
	for name, form := range map[string]url.Values{
		"wrong password": {"username": {"keller"}, "password": {"Demo"}},
		"no password":    {"username": {"keller"}},
		"nobody":         {"username": {""}, "password": {""}},
		"unknown":        {"as": {"nobody"}},
	} {
		form.Set("request", page.Request.URL.Query().Get("request"))
		resp, body := submit(t, c, page.Request.URL, form)
		if resp.StatusCode != http.StatusUnauthorized || !strings.Contains(body, `role="alert"`) {
			t.Errorf("%s: %d", name, resp.StatusCode)
		}
	}
}

func TestALoginIsOverAfterItsTime(t *testing.T) {
	t.Parallel()
	clk := clock.NewFixed(time.Date(2026, 5, 1, 8, 0, 0, 0, time.UTC))
	base := serve(t, clk)
	c := browser(t, base)
	page, _ := fetch(t, c, authURL(base), "de")
	clk.Advance(2 * time.Hour)
	resp, body := submit(t, c, page.Request.URL, url.Values{"as": {"keller"}, "request": {page.Request.URL.Query().Get("request")}})
	if resp.StatusCode != http.StatusGone || !strings.Contains(body, "abgelaufen") {
		t.Errorf("%d: %s", resp.StatusCode, body)
	}
}

func TestForeignApplicationsAreRefused(t *testing.T) {
	t.Parallel()
	base := serve(t, nil)
	for name, change := range map[string][2]string{
		"unknown client":    {"client_id=office", "client_id=other"},
		"foreign way back":  {url.QueryEscape(callback), url.QueryEscape("http://localhost:8080/elsewhere")},
		"logs in silently":  {"state=s", "state=s&prompt=none"},
		"tokens in the URL": {"response_type=code", "response_type=id_token"},
	} {
		resp, body := fetch(t, browser(t, base), strings.Replace(authURL(base), change[0], change[1], 1), "de")
		if strings.Contains(body, "Martina Keller") || strings.Contains(resp.Header.Get("Location"), "code=") {
			t.Errorf("%s: %d, %s", name, resp.StatusCode, resp.Header.Get("Location"))
		}
	}
}

func TestLogoutLeadsBackToRegisteredPlacesOnly(t *testing.T) {
	t.Parallel()
	base := serve(t, nil)
	_, body := fetch(t, browser(t, base), base+"/staff/.well-known/openid-configuration", "de")
	var discovery struct {
		EndSession string `json:"end_session_endpoint"`
	}
	if err := json.Unmarshal([]byte(body), &discovery); err != nil {
		t.Fatal(err)
	}
	end := func(to string) *http.Response {
		resp, _ := fetch(t, browser(t, base), discovery.EndSession+"?"+url.Values{"client_id": {"office"}, "post_logout_redirect_uri": {to}}.Encode(), "de")
		return resp
	}
	if resp := end("http://localhost:8080/"); resp.Header.Get("Location") != "http://localhost:8080/" {
		t.Errorf("%d to %q", resp.StatusCode, resp.Header.Get("Location"))
	}
	if resp := end("http://elsewhere.example/"); strings.Contains(resp.Header.Get("Location"), "elsewhere") {
		t.Error("logout leads anywhere")
	}
	if resp, body := fetch(t, browser(t, base), discovery.EndSession, "en"); resp.StatusCode != http.StatusOK || !strings.Contains(body, "logged out") {
		t.Errorf("logout without a place to go: %d", resp.StatusCode)
	}
}

func TestServesTheDemoOnThisMachineOnly(t *testing.T) {
	t.Parallel()
	for name, opts := range map[string]idp.Options{
		"not said to be a demo": {BaseURL: "http://localhost:8081", Realms: []idp.Realm{realm()}},
		"another machine":       {ForDemo: true, BaseURL: "https://login.example.org", Realms: []idp.Realm{realm()}},
		"all addresses":         {ForDemo: true, BaseURL: "http://0.0.0.0:8081", Realms: []idp.Realm{realm()}},
		"a path":                {ForDemo: true, BaseURL: "http://localhost:8081/idp", Realms: []idp.Realm{realm()}},
		"two of one name":       {ForDemo: true, BaseURL: "http://localhost:8081", Realms: []idp.Realm{realm(), realm()}},
		"a person without name": {ForDemo: true, BaseURL: "http://localhost:8081", Realms: []idp.Realm{{Name: "staff", People: []idp.Person{{}}}}},
	} {
		if _, err := idp.New(opts); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}
