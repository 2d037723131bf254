package identity_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
)

var amal = identity.Claims{Subject: "amal", Name: "Amal", Trust: identity.TrustBasic}

func TestASessionEndsWhenNobodyUsesItAndAfterTwelveHours(t *testing.T) {
	t.Parallel()
	o := open(t)
	in := o.logIn(t, o.applicants, amal)
	for range 7 { // used every 100 minutes
		o.Clock.Advance(100 * time.Minute)
		if !o.viewer(t, in).LoggedIn() {
			t.Fatal("gone after", o.Clock.Now())
		}
	}
	o.Clock.Advance(21 * time.Minute) // 12 h 1 min after the login
	if o.viewer(t, in).LoggedIn() {
		t.Fatal("lives longer than a day's work")
	}
	in = o.logIn(t, o.applicants, amal)
	o.Clock.Advance(2*time.Hour + time.Second)
	if o.viewer(t, in).LoggedIn() {
		t.Fatal("an applicant's session outlived its pause")
	}
	clerk := o.clerk(t, "c", nil, identity.Clerk)
	o.Clock.Advance(30*time.Minute + time.Second)
	if o.viewer(t, clerk).LoggedIn() {
		t.Fatal("a clerk's session outlived its pause")
	}
}

func TestWhoAsksCostsOneStatement(t *testing.T) {
	t.Parallel()
	o := open(t)
	in := o.clerk(t, "c", []string{"a"}, identity.Clerk)
	ctx, n := db.CountStatements(t.Context())
	if _, err := o.Viewer(ctx, in.Token); err != nil || n.Load() != 1 {
		t.Fatalf("%d statements, %v", n.Load(), err)
	}
	if v, err := o.Viewer(ctx, ""); err != nil || v.LoggedIn() || n.Load() != 1 {
		t.Fatalf("the public cost a statement: %d, %v", n.Load(), err)
	}
	o.Clock.Advance(2 * time.Minute)
	ctx, n = db.CountStatements(t.Context())
	if v, err := o.Viewer(ctx, in.Token); err != nil || n.Load() != 2 || !v.EndsAt.Equal(o.Clock.Now().Add(30*time.Minute)) {
		t.Fatalf("%d statements, ends %v, %v", n.Load(), v.EndsAt, err)
	}
}

func TestARevokedSessionIsGoneWithTheNextRequest(t *testing.T) {
	t.Parallel()
	o := open(t)
	phone, desk := o.logIn(t, o.applicants, amal), o.logIn(t, o.applicants, amal)
	ctx := o.as(t, desk)
	open, err := o.MySessions(ctx)
	if err != nil || len(open) != 2 || !open[0].Current || open[1].Current {
		t.Fatalf("%+v %v", open, err)
	}
	if _, err := o.RevokeSession(ctx, identity.RevokeSession{ID: open[1].ID}); err != nil {
		t.Fatal(err)
	}
	if o.viewer(t, phone).LoggedIn() || !o.viewer(t, desk).LoggedIn() {
		t.Fatal("the wrong one is gone")
	}
	_, err = o.RevokeSession(ctx, identity.RevokeSession{ID: open[1].ID})
	is(t, err, identity.ErrNoSession)
}

func TestASessionOfSomebodyElseIsNotFound(t *testing.T) {
	t.Parallel()
	o := open(t)
	mine := o.logIn(t, o.applicants, amal)
	other := o.logIn(t, o.applicants, identity.Claims{Subject: "eve", Trust: identity.TrustBasic})
	_, err := o.RevokeSession(o.as(t, other), identity.RevokeSession{ID: o.viewer(t, mine).SessionID})
	is(t, err, identity.ErrNoSession)
	_, err = o.RevokeSession(t.Context(), identity.RevokeSession{ID: o.viewer(t, mine).SessionID}) // the public
	is(t, err, identity.ErrNoSession)
	if !o.viewer(t, mine).LoggedIn() {
		t.Fatal("gone")
	}
}

func TestALoginEndsTheSessionThatTheBrowserHadBefore(t *testing.T) {
	t.Parallel()
	o := open(t)
	planted := o.logIn(t, o.applicants, identity.Claims{Subject: "eve", Trust: identity.TrustBasic})
	in, err := o.RedeemLoginLink(t.Context(), identity.RedeemLoginLink{Token: o.link(t, "amal@example.org")}, identity.Browser{OldToken: planted.Token})
	if err != nil || in.Token == planted.Token {
		t.Fatal(err)
	}
	if o.viewer(t, planted).LoggedIn() {
		t.Fatal("the planted session lives on")
	}
}

func TestTokensAreStoredAsHashes(t *testing.T) {
	t.Parallel()
	o := open(t)
	in := o.logIn(t, o.applicants, amal)
	var dump string
	err := o.NewSelect().TableExpr("identity.session AS s").ColumnExpr("string_agg(s::text, '')").Scan(t.Context(), &dump)
	if err != nil || dump == "" || strings.Contains(dump, in.Token) {
		t.Fatal("the token can be read", err)
	}
	for _, guess := range []string{"", "x", ids.Token(), in.Token + "x", strings.Repeat("y", 5000)} {
		if v, err := o.Viewer(t.Context(), guess); err != nil || v.LoggedIn() {
			t.Errorf("%.10s: %v", guess, err)
		}
	}
}

func TestARequestKnowsWhoAsksAndTheCookieIsTight(t *testing.T) {
	t.Parallel()
	o := open(t)
	in := o.logIn(t, o.applicants, amal)
	var seen *identity.Viewer
	var actor audit.Actor
	office := identity.Authenticate(o.Service)(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen, actor = identity.ViewerFrom(r.Context()), audit.ActorFrom(r.Context())
		if b := o.BrowserFrom(r.Context()); b.UserAgent != "Phone" {
			t.Errorf("%+v", b)
		}
		o.KeepSession(r.Context(), "fresh")
	}))
	ask := func(cookie string) *http.Response {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Header.Set("User-Agent", "Phone")
		if cookie != "" {
			r.AddCookie(&http.Cookie{Name: "__Host-ankunft", Value: cookie})
		}
		w := httptest.NewRecorder()
		office.ServeHTTP(w, r)
		return w.Result()
	}
	res := ask(in.Token)
	if seen.AccountID != in.Account.ID || actor != (audit.Actor{Kind: audit.Applicant, ID: in.Account.ID}) || res.Header.Get("Cache-Control") != "no-store" {
		t.Fatalf("%+v %+v", seen, actor)
	}
	if got := res.Header.Get("Set-Cookie"); got != "__Host-ankunft=fresh; Path=/; Max-Age=43200; HttpOnly; Secure; SameSite=Lax" {
		t.Error(got)
	}
	for _, none := range []string{"", "forged"} {
		ask(none)
		if seen.LoggedIn() || actor.Kind != audit.Public {
			t.Errorf("%q: %+v", none, seen)
		}
	}
}

func TestLoggingOutEndsTheSessionEvenIfTheProviderIsElsewhere(t *testing.T) {
	t.Parallel()
	o := open(t)
	in := o.logIn(t, o.applicants, amal)
	where, err := o.LogOut(o.as(t, in))
	if err != nil || !strings.HasPrefix(where, "https://applicants.idp.example/logout") || o.viewer(t, in).LoggedIn() {
		t.Fatal(where, err)
	}
	if where, err := o.LogOut(t.Context()); err != nil || where != "" {
		t.Fatal(where, err)
	}
}

func TestWhatHasRunOutIsClearedAway(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.logIn(t, o.applicants, amal)
	o.link(t, "amal@example.org")
	if _, err := o.Begin(t.Context(), "staff", "/"); err != nil {
		t.Fatal(err)
	}
	o.Clock.Advance(8 * 24 * time.Hour)
	if err := o.Sweep(t.Context(), identity.SweepArgs{}); err != nil {
		t.Fatal(err)
	}
	for _, table := range []string{"session", "login", "login_link", "attempt"} {
		if n, err := o.NewSelect().TableExpr("identity." + table).Count(t.Context()); err != nil || n != 0 {
			t.Errorf("%s: %d left, %v", table, n, err)
		}
	}
}

func TestAFaultyConfigurationTellsAll(t *testing.T) {
	t.Parallel()
	for _, c := range []identity.Config{{}, {BaseURL: "amt.example"}, {BaseURL: "http://amt.example"}, {BaseURL: "https://amt.example/"}, {BaseURL: "https://amt.example", Grants: "maybe"}} {
		if c.Validate() == nil {
			t.Errorf("%+v went through", c)
		}
	}
	for _, c := range []identity.Config{{BaseURL: "https://amt.example"}, {BaseURL: "http://localhost:8080", Grants: identity.GrantsOptional}} {
		if err := c.Validate(); err != nil {
			t.Errorf("%+v: %v", c, err)
		}
	}
}
