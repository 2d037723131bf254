package office_test

import (
	"bytes"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/ankunft/ankunft/cmd/office"
	"github.com/ankunft/ankunft/cmd/office/officetest"
)

func TestAnotherSiteCannotActForTheBrowser(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t)
	amal := o.Applicant(t)
	for path, kind := range map[string]string{"/graphql": "application/json", "/auth/logout": "application/x-www-form-urlencoded"} {
		for name, set := range map[string]func(http.Header){
			"by its origin":      func(h http.Header) { h.Set("Origin", "https://evil.example") },
			"by what it wants":   func(h http.Header) { h.Set("Sec-Fetch-Site", "cross-site") },
			"of the same site":   func(h http.Header) { h.Set("Sec-Fetch-Site", "same-site") },
			"with a null origin": func(h http.Header) { h.Set("Origin", "null") },
		} {
			r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, o.URL+path, bytes.NewReader([]byte(`{"query":"{ me { id } }"}`)))
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("Content-Type", kind)
			set(r.Header)
			if res, body := amal.Send(t, r); res.StatusCode != http.StatusForbidden {
				t.Errorf("%s %s: %d %.100s", path, name, res.StatusCode, body)
			}
		}
	}
	amal.Must(t, `{ mySessions { id } }`, nil, nil) // nobody logged her out
}

func TestASessionCannotBePlantedAndItsCookieStaysWithUs(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t)
	base, err := url.Parse(o.URL)
	if err != nil {
		t.Fatal(err)
	}
	amal := o.Applicant(t)
	first := session(t, amal, base)
	attacker := o.Applicant(t)
	planted := session(t, attacker, base)
	amal.Client.Jar.SetCookies(base, []*http.Cookie{{Name: planted.Name, Value: planted.Value, Path: "/", Secure: true}})
	amal.LogInAgain(t, o.Applicants)
	if now := session(t, amal, base); now.Value == planted.Value || now.Value == first.Value {
		t.Fatal("a login kept a token from before")
	}
	attacker.Refused(t, "UNAUTHENTICATED", `{ mySittings { next } }`, nil) // the planted session ended with the login
	begun, _ := amal.Get(t, "/auth/applicants/start?next=//evil.example/")
	code, state := o.Applicants.LogIn(t, begun.Header.Get("Location"), amal.Claims)
	other := o.Stranger(t)
	back, _ := other.Get(t, "/auth/applicants/callback?"+url.Values{"code": {code}, "state": {state}}.Encode())
	if !strings.Contains(back.Header.Get("Location"), "error=") || len(other.Client.Jar.Cookies(base)) > 0 {
		t.Error("another browser finished the login")
	}
	begun, _ = amal.Get(t, "/auth/applicants/start?next=//evil.example/")
	code, state = o.Applicants.LogIn(t, begun.Header.Get("Location"), amal.Claims)
	way := "/auth/applicants/callback?" + url.Values{"code": {code}, "state": {state}}.Encode()
	back, _ = amal.Get(t, way)
	if to := back.Header.Get("Location"); to != "/" {
		t.Errorf("the login leads to %s", to)
	}
	for _, c := range back.Cookies {
		if !c.HttpOnly || !c.Secure || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" || !strings.HasPrefix(c.Name, "__Host-") {
			t.Errorf("cookie %s: %+v", c.Name, c)
		}
	}
	if again, _ := amal.Get(t, way); !strings.Contains(again.Header.Get("Location"), "error=") {
		t.Error("the way back works twice")
	}
}

func session(t *testing.T, p *officetest.Person, base *url.URL) *http.Cookie {
	t.Helper()
	for _, c := range p.Client.Jar.Cookies(base) {
		if c.Name == "__Host-ankunft" {
			return c
		}
	}
	t.Fatal("no session")
	return nil
}

func TestEachAnswerKeepsThePageToItself(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t)
	for _, path := range []string{"/", "/office/", "/graphql", "/auth/nowhere/start", "/files/letters/x", "/healthz"} {
		res, _ := o.Stranger(t).Get(t, path)
		h := res.Header
		if csp := h.Get("Content-Security-Policy"); strings.Contains(csp, "unsafe") || !strings.Contains(csp, "frame-ancestors 'none'") {
			t.Errorf("%s: policy %q", path, csp)
		}
		if h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Strict-Transport-Security") == "" || h.Get("X-Request-Id") == "" {
			t.Errorf("%s: %v", path, h)
		}
		if data := path == "/graphql"; !data && h.Get("Referrer-Policy") == "" { // data lead nowhere
			t.Errorf("%s tells others where people come from: %v", path, h)
		}
		if h.Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%s is open to other origins", path)
		}
	}
}

func TestALinkWorksOnceAndACodeIsNotGuessed(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t)
	p := o.Stranger(t)
	const ask = `mutation { requestLoginLink(input: {email: "amal@post.example", language: "ar"}) { minutes } }`
	p.Must(t, ask, nil, nil)
	o.Work(t)
	_, token, ok := strings.Cut(o.Mailer.Sent("amal@post.example")[0].Text, "/login/link#")
	if !ok {
		t.Fatal("no link in the mail")
	}
	token = strings.FieldsFunc(token, func(r rune) bool { return r <= ' ' })[0]
	const redeem = `mutation($t: String!) { redeemLoginLink(input: {token: $t}) { next } }`
	p.Must(t, redeem, map[string]any{"t": token}, nil)
	p.Must(t, `{ mySittings { next } }`, nil, nil)
	thief := o.Stranger(t)
	thief.Refused(t, "identity.link_dead", redeem, map[string]any{"t": token})
	thief.Refused(t, "identity.link_dead", redeem, map[string]any{"t": "made-up"})
	thief.Refused(t, "UNAUTHENTICATED", `{ mySittings { next } }`, nil)

	const guess = `query($c: String!) { publicStatus(number: "2026-000001-1", code: $c) { state } }`
	for range 5 {
		if a := thief.Ask(t, guess, map[string]any{"c": "AAAA-BBBB-CCCC-DDDD"}); a.Code() != "" {
			t.Fatal(a.Raw)
		}
	}
	thief.Refused(t, "cases.guesses", guess, map[string]any{"c": "AAAA-BBBB-CCCC-DDDD"})
}

func TestACityMayLetApplicantsInByTheirProviderAlone(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t, officetest.Configured(func(c *office.Config) { c.NoLoginLinks = true }))
	visitor := o.Stranger(t)
	var ways struct{ LoginWays struct{ EmailLink bool } }
	visitor.Must(t, `{ loginWays { emailLink } }`, nil, &ways)
	if ways.LoginWays.EmailLink {
		t.Error("a link is offered")
	}
	visitor.Refused(t, "identity.no_links", `mutation { requestLoginLink(input: {email: "amal@post.example", language: "de"}) { minutes } }`, nil)
}
