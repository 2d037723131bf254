package identity_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/identity/identitytest"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/page"
)

func TestAPersonLogsInAtTheCitizenAccount(t *testing.T) {
	t.Parallel()
	o := open(t)
	begun, err := o.Begin(t.Context(), "applicants", "/apply/16b?step=2")
	if err != nil {
		t.Fatal(err)
	}
	code, state := o.applicants.LogIn(t, begun.URL, identity.Claims{
		Subject: "amal", GivenName: "Amal", FamilyName: "Haddad", Email: "amal@example.org", Locale: "ar-SY", Trust: identity.TrustHigh,
		Roles: []string{"admin"}, Teams: []string{"a"}, // whatever a citizen account says, citizens have no roles
	})
	in, err := o.Complete(t.Context(), "applicants", state, code, identity.Browser{UserAgent: "Phone", LoginKey: begun.LoginKey})
	if err != nil {
		t.Fatal(err)
	}
	v := o.viewer(t, in)
	if in.Next != "/apply/16b?step=2" || v.Kind != identity.KindApplicant || v.Name != "Amal Haddad" || v.Language != "ar" {
		t.Fatalf("%+v %+v", in, v)
	}
	if v.Trust != identity.TrustSubstantial {
		t.Errorf("trust is %s: the door caps it", v.Trust)
	}
	if !v.Can("applicant") || !v.Can("account") || v.Can("cases.read") || v.Can("identity.grant") || len(v.Rights) != 0 {
		t.Errorf("%v", v.Actions())
	}
	trail, err := o.trail.Trail(t.Context(), audit.Record{Kind: "account", ID: v.AccountID}, page.Args{})
	if err != nil || len(trail.Items) != 1 || trail.Items[0].Action != "account.logged_in" || *trail.Items[0].ActorID != v.AccountID {
		t.Fatalf("%+v %v", trail, err)
	}
}

func TestTheSamePersonComesBackToTheSameAccount(t *testing.T) {
	t.Parallel()
	o := open(t)
	c := identity.Claims{Subject: "amal", Name: "Amal", Trust: identity.TrustBasic, Locale: "ar"}
	first := o.logIn(t, o.applicants, c)
	if err := o.SetLanguage(o.as(t, first), identity.SetLanguage{Language: "fr"}); err != nil {
		t.Fatal(err)
	}
	c.Name, c.Trust = "Amal Haddad", identity.TrustSubstantial
	second := o.logIn(t, o.applicants, c)
	if v := o.viewer(t, second); v.AccountID != first.Account.ID || v.Name != "Amal Haddad" || v.Language != "fr" || v.Trust != identity.TrustSubstantial {
		t.Fatalf("%+v", v)
	}
	if v := o.viewer(t, first); v.Trust != identity.TrustBasic {
		t.Errorf("an old session gained trust: %s", v.Trust)
	}
	// The same name at another provider is somebody else.
	if other := o.logIn(t, o.staff, identity.Claims{Subject: "amal", Trust: identity.TrustBasic}); other.Account.ID == first.Account.ID {
		t.Error("two issuers made one account")
	}
	is(t, o.SetLanguage(o.as(t, first), identity.SetLanguage{Language: "x'; --"}), identity.ErrLanguage)
}

func TestAnAnswerCountsOnceForTheBrowserThatBegan(t *testing.T) {
	t.Parallel()
	o := open(t)
	claims := identity.Claims{Subject: "s", Trust: identity.TrustBasic}
	begin := func() (identity.Begun, string, string) {
		begun, err := o.Begin(t.Context(), "staff", "/")
		if err != nil {
			t.Fatal(err)
		}
		code, state := o.staff.LogIn(t, begun.URL, claims)
		return begun, code, state
	}
	try := func(provider, state, code, key string) error {
		_, err := o.Complete(t.Context(), provider, state, code, identity.Browser{LoginKey: key})
		return err
	}
	begun, code, state := begin()
	if err := try("staff", state, code, begun.LoginKey); err != nil {
		t.Fatal(err)
	}
	is(t, try("staff", state, code, begun.LoginKey), identity.ErrLoginRefused) // replayed

	begun, code, state = begin()
	is(t, try("staff", state, code, "another browser"), identity.ErrLoginRefused) // slipped to a victim
	is(t, try("staff", state, code, begun.LoginKey), identity.ErrLoginRefused)    // and then it is used up

	begun, code, state = begin()
	is(t, try("applicants", state, code, begun.LoginKey), identity.ErrLoginRefused) // another provider's answer

	begun, _, state = begin()
	is(t, try("staff", state, "forged", begun.LoginKey), identity.ErrLoginRefused)
	begun, _, state = begin()
	is(t, try("staff", state, "", begun.LoginKey), identity.ErrLoginRefused)
	is(t, try("staff", ids.Token(), "code", ""), identity.ErrLoginRefused) // guessed
	is(t, try("nobody", "s", "c", ""), identity.ErrNoProvider)

	begun, code, state = begin()
	o.Clock.Advance(16 * time.Minute)
	is(t, try("staff", state, code, begun.LoginKey), identity.ErrLoginRefused) // too late

	begun, code, state = begin()
	o.staff.Down(true)
	is(t, try("staff", state, code, begun.LoginKey), identity.ErrProviderUnavailable)
}

func TestAWishToGoSomewhereStaysInTheHouse(t *testing.T) {
	t.Parallel()
	for next, want := range map[string]string{
		"/my/42": "/my/42", "/apply/16b?step=2#x": "/apply/16b?step=2#x", "": "/", "my": "/",
		"https://evil.example/": "/", "//evil.example/": "/", "/\\evil.example": "/", "/%2f%2fevil.example": "/", "/%5cevil.example": "/",
		"\\\\evil.example": "/", "javascript:alert(1)": "/", "/\tevil": "/", "/a\r\nSet-Cookie: x=y": "/", "http:/evil": "/", "/" + strings.Repeat("a", 600): "/",
		"///evil.example": "/", "/ü": "/", "/\x00": "/",
	} {
		if got := identity.LocalPath(next); got != want {
			t.Errorf("%q leads to %q, want %q", next, got, want)
		}
	}
}

func FuzzLocalPath(f *testing.F) {
	for _, s := range []string{"/my", "//x", "/\\x", "https://x", "/%2f/x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, next string) {
		got := identity.LocalPath(next)
		if !strings.HasPrefix(got, "/") || strings.HasPrefix(got, "//") || strings.ContainsAny(got, "\\\r\n\t ") {
			t.Fatalf("%q leads to %q", next, got)
		}
	})
}

func TestALinkToAMailboxLogsInOnce(t *testing.T) {
	t.Parallel()
	o := open(t)
	token := o.link(t, "Amal@Example.org")
	in, err := o.RedeemLoginLink(t.Context(), identity.RedeemLoginLink{Token: token}, identity.Browser{})
	if err != nil {
		t.Fatal(err)
	}
	v := o.viewer(t, in)
	if v.Kind != identity.KindApplicant || v.Trust != identity.TrustEmail || v.Language != "ar" || in.Account.Email != "amal@example.org" {
		t.Fatalf("%+v", v)
	}
	_, err = o.RedeemLoginLink(t.Context(), identity.RedeemLoginLink{Token: token}, identity.Browser{})
	is(t, err, identity.ErrLinkDead)
	again, err := o.RedeemLoginLink(t.Context(), identity.RedeemLoginLink{Token: o.link(t, "amal@example.org")}, identity.Browser{})
	if err != nil || again.Account.ID != in.Account.ID {
		t.Fatal("two spellings of a mailbox made two accounts", err)
	}
}

func TestALinkThatIsPressedTwiceAtOnceOpensOneSession(t *testing.T) {
	t.Parallel()
	o := open(t)
	token := o.link(t, "amal@example.org")
	var all sync.WaitGroup
	opened := make(chan string, 8)
	for range 8 {
		all.Go(func() {
			if in, err := o.RedeemLoginLink(t.Context(), identity.RedeemLoginLink{Token: token}, identity.Browser{}); err == nil {
				opened <- in.Token
			}
		})
	}
	all.Wait()
	if len(opened) != 1 {
		t.Fatalf("%d sessions", len(opened))
	}
}

func TestDeadAndGuessedLinksLookTheSame(t *testing.T) {
	t.Parallel()
	o := open(t)
	token := o.link(t, "amal@example.org")
	o.Clock.Advance(31 * time.Minute)
	for _, guess := range []string{token, "", "guessed", ids.Token(), strings.Repeat("x", 10_000)} {
		_, err := o.RedeemLoginLink(t.Context(), identity.RedeemLoginLink{Token: guess}, identity.Browser{})
		is(t, err, identity.ErrLinkDead)
	}
}

func TestAskingForALinkSaysTheSameForEverybodyAndNotTooOften(t *testing.T) {
	t.Parallel()
	o := open(t)
	ctx := from(t.Context(), "203.0.113.7")
	ask := func(address string) error {
		_, err := o.RequestLoginLink(ctx, identity.RequestLoginLink{Email: address, Language: "de"})
		return err
	}
	for range 5 {
		if err := ask("amal@example.org"); err != nil {
			t.Fatal(err)
		}
	}
	is(t, ask("AMAL@example.org"), identity.ErrTooOften)
	if err := ask("other@example.org"); err != nil {
		t.Fatal(err)
	}
	o.Clock.Advance(time.Hour)
	if err := ask("amal@example.org"); err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"", "amal", "a@b", "a b@example.org", "Amal <amal@example.org>", "a@example.org, b@example.org", "a@example.org\r\nBcc: b@example.org"} {
		is(t, ask(bad), identity.ErrEmail)
	}
}

func TestTriesAreCountedForANetworkNotForAnAddressOfIt(t *testing.T) {
	t.Parallel()
	o := open(t)
	l := identity.Limit{Times: 2, Per: time.Hour}
	for i, addr := range []string{"2001:db8::1", "2001:db8::2", "2001:db8::3"} {
		err := o.Allow(t.Context(), "test", identity.NetworkFrom(from(t.Context(), addr)), l)
		if (err != nil) != (i == 2) {
			t.Errorf("try %d: %v", i, err)
		}
	}
	for _, addr := range []string{"2001:db8:0:1::1", "203.0.113.7", "::ffff:203.0.113.7"} {
		if err := o.Allow(t.Context(), "test", identity.NetworkFrom(from(t.Context(), addr)), l); err != nil {
			t.Errorf("%s: %v", addr, err)
		}
	}
	is(t, o.Allow(t.Context(), "test", "203.0.113.7", l), identity.ErrTooOften) // both spellings were one network
}

func TestTheTokenIsWipedWhenTheMailIsGone(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.link(t, "amal@example.org")
	n, err := o.NewSelect().TableExpr("messages.mail").Where("secret <> ''").Count(t.Context())
	if err != nil || n != 0 {
		t.Fatal(n, err)
	}
	n, err = o.NewSelect().TableExpr("river.river_job").Where("args::text LIKE '%secret%'").Count(t.Context())
	if err != nil || n != 0 {
		t.Fatal(n, err)
	}
}

func TestACityMayDoWithoutLinks(t *testing.T) {
	t.Parallel()
	o := open(t, func(c *identity.Config) { c.NoEmailLink = true })
	_, err := o.RequestLoginLink(t.Context(), identity.RequestLoginLink{Email: "amal@example.org"})
	is(t, err, identity.ErrNoLinks)
	if ways := o.LoginWays(); ways.EmailLink || len(ways.Providers) != 2 {
		t.Fatalf("%+v", ways)
	}
}

// mailboxThief is a provider that says it is our own login links.
type mailboxThief struct{ *identitytest.FakeProvider }

func (p mailboxThief) Exchange(ctx context.Context, code, nonce, verifier string) (identity.Claims, error) {
	c, err := p.FakeProvider.Exchange(ctx, code, nonce, verifier)
	c.Issuer, c.Subject = identity.EmailIssuer, "amal@example.org"
	return c, err
}

func TestAProviderCannotSpeakForAMailbox(t *testing.T) {
	t.Parallel()
	o := open(t)
	thief := mailboxThief{identitytest.NewFakeProvider("thief")}
	s := identity.New(o.DB, o.trail, nil, []identity.Door{{Provider: thief, Kind: identity.KindApplicant}}, identity.Config{BaseURL: "https://amt.example"}, o.Log)
	begun, err := s.Begin(t.Context(), "thief", "/")
	if err != nil {
		t.Fatal(err)
	}
	code, state := thief.LogIn(t, begun.URL, amal)
	_, err = s.Complete(t.Context(), "thief", state, code, identity.Browser{LoginKey: begun.LoginKey})
	is(t, err, identity.ErrLoginRefused)
}

func TestClaimsThatProveNothingMakeNoAccount(t *testing.T) {
	t.Parallel()
	o := open(t)
	for _, c := range []identity.Claims{{}, {Issuer: "x", Trust: identity.TrustHigh}, {Subject: "y", Trust: identity.TrustHigh}, {Issuer: "x", Subject: "y", Trust: "absolute"}} {
		_, err := o.Know(t.Context(), identity.KindApplicant, c)
		is(t, err, identity.ErrLoginRefused)
	}
}
