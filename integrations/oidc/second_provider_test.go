package oidc_test

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/ankunft/ankunft/integrations/oidc"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/identity/identitytest"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/ids"
)

// serveSecond starts the provider of testprovider/ and returns its issuer.
func serveSecond(t *testing.T) (issuer string) {
	t.Helper()
	if _, err := os.Stat("testprovider/node_modules"); err != nil {
		t.Fatal("the packages of testprovider are missing: run `npm ci` in integrations/oidc/testprovider, or `make test`")
	}
	client, err := json.Marshal(map[string]string{"clientId": "office", "clientSecret": "s&cret+1", "redirectUri": callback})
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "node", "testprovider/server.mjs", string(client))
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatalf("start provider: %v", err)
	}
	t.Cleanup(func() {
		_ = stdin.Close()
		_ = cmd.Wait()
	})
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		t.Fatalf("the provider does not tell its issuer: %v", err)
	}
	return strings.TrimSpace(line)
}

var hidden = regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)"`)

// logInThere fills in the second provider's forms: who, then consent.
func logInThere(t *testing.T, authURL string) (code, state string) {
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
	resp, err := browser.Get(authURL)
	for range 4 {
		if err != nil {
			t.Fatal(err)
		}
		page, readErr := io.ReadAll(resp.Body)
		_ = resp.Body.Close()
		if readErr != nil {
			t.Fatal(readErr)
		}
		if back, err := resp.Location(); err == nil {
			return back.Query().Get("code"), back.Query().Get("state")
		}
		form := url.Values{"login": {"amal"}, "password": {"any"}}
		for _, field := range hidden.FindAllStringSubmatch(string(page), -1) {
			form.Set(field[1], field[2])
		}
		resp, err = browser.PostForm(resp.Request.URL.String(), form)
	}
	t.Fatal("the login does not come to an end")
	return "", ""
}

func TestASecondIndependentProvider(t *testing.T) {
	t.Parallel()
	opened := open(t, oidc.Config{
		Name: "applicants", Issuer: serveSecond(t), ClientID: "office", ClientSecret: "s&cret+1", RedirectURL: callback,
		Claims: oidc.ClaimNames{Roles: "realm_access.roles", Trust: "assurance.level"},
		Trust:  map[string]identity.Trust{"substantial": identity.TrustSubstantial},
	}, clock.System())
	identitytest.ExerciseProvider(t, identitytest.Rig{
		Provider: opened, LogIn: logInThere,
		Want: identity.Claims{
			Email: "amal@example.org", EmailVerified: true, Name: "Amal Haddad", GivenName: "Amal", FamilyName: "Haddad", BirthDate: "2000-02-29", Locale: "ar",
			Trust: identity.TrustSubstantial, Roles: []string{"clerk", "lead"},
		},
	})
	logout, err := opened.LogoutURL(t.Context(), "http://localhost:8080/")
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.Get(logout)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		t.Errorf("logout: %d", resp.StatusCode)
	}
}

func TestASecretThatTheSecondProviderDoesNotKnow(t *testing.T) {
	t.Parallel()
	opened := open(t, oidc.Config{Name: "applicants", Issuer: serveSecond(t), ClientID: "office", ClientSecret: "wrong", RedirectURL: callback}, clock.System())
	nonce, verifier := ids.Token(), ids.Token()
	address, err := opened.AuthURL(t.Context(), "s", nonce, verifier)
	if err != nil {
		t.Fatal(err)
	}
	code, _ := logInThere(t, address)
	if _, err := opened.Exchange(t.Context(), code, nonce, verifier); !errors.Is(err, identity.ErrProviderUnavailable) {
		t.Errorf("exchange: %v", err)
	}
}
