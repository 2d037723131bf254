package identity_test

import (
	"context"
	"errors"
	"net/netip"
	"strings"
	"testing"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/audit/audittest"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/identity/identitytest"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/messages/messagestest"
	"github.com/ankunft/ankunft/platform/testkit"
	"github.com/ankunft/ankunft/web/locales"
)

// office is identity with all that it stands on, and two providers.
type office struct {
	*testkit.Kit
	*identity.Service
	trail             *audit.Service
	mail              *messagestest.MemoryMailer
	staff, applicants *identitytest.FakeProvider
}

func open(t *testing.T, change ...func(*identity.Config)) *office {
	t.Helper()
	kit := testkit.New(t, audit.Migrations, messages.Migrations, identity.Migrations)
	o := &office{
		Kit: kit, mail: messagestest.NewMemoryMailer(),
		staff: identitytest.NewFakeProvider("staff"), applicants: identitytest.NewFakeProvider("applicants"),
	}
	o.trail = audit.New(kit.DB, audit.Keyring{}, audittest.NewMemoryVault(), kit.Log)
	post := messages.New(kit.DB, o.mail, locales.Text, nil, nil, messages.Config{BaseURL: "https://amt.example", City: "Musterstadt"}, kit.Log)
	post.Register(kit.Jobs)
	cfg := identity.Config{BaseURL: "https://amt.example"}
	for _, c := range change {
		c(&cfg)
	}
	o.Service = identity.New(kit.DB, o.trail, post, []identity.Door{
		{Provider: o.staff, Kind: identity.KindStaff},
		{Provider: o.applicants, Kind: identity.KindApplicant, MostTrust: identity.TrustSubstantial},
	}, cfg, kit.Log)
	o.Service.Register(kit.Jobs)
	return o
}

// logIn is what a person does at a provider, from the start to the session.
func (o *office) logIn(t *testing.T, p *identitytest.FakeProvider, c identity.Claims) identity.LoggedIn {
	t.Helper()
	in, err := o.tryLogIn(t, p, c)
	if err != nil {
		t.Fatal(err)
	}
	return in
}

// tryLogIn is logIn of somebody who may be refused.
func (o *office) tryLogIn(t *testing.T, p *identitytest.FakeProvider, c identity.Claims) (identity.LoggedIn, error) {
	t.Helper()
	begun, err := o.Begin(t.Context(), p.Name(), "/")
	if err != nil {
		t.Fatal(err)
	}
	code, state := p.LogIn(t, begun.URL, c)
	return o.Complete(t.Context(), p.Name(), state, code, identity.Browser{UserAgent: "test", LoginKey: begun.LoginKey})
}

// clerk logs somebody of the staff in.
func (o *office) clerk(t *testing.T, subject string, teams []string, roles ...identity.Role) identity.LoggedIn {
	t.Helper()
	c := identity.Claims{Subject: subject, Name: subject, Trust: identity.TrustSubstantial, Teams: teams}
	for _, r := range roles {
		c.Roles = append(c.Roles, string(r))
	}
	return o.logIn(t, o.staff, c)
}

// as is the context of a request with this session's cookie.
func (o *office) as(t *testing.T, in identity.LoggedIn) context.Context {
	t.Helper()
	return identity.WithViewer(t.Context(), o.viewer(t, in))
}

func (o *office) viewer(t *testing.T, in identity.LoggedIn) *identity.Viewer {
	t.Helper()
	v, err := o.Viewer(t.Context(), in.Token)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// link asks for a link and takes the token out of the mail.
func (o *office) link(t *testing.T, email string) string {
	t.Helper()
	if _, err := o.RequestLoginLink(t.Context(), identity.RequestLoginLink{Email: email, Language: "ar"}); err != nil {
		t.Fatal(err)
	}
	o.RunJobs(t)
	mails := o.mail.Sent(strings.ToLower(email))
	if len(mails) == 0 {
		t.Fatal("no mail")
	}
	_, rest, found := strings.Cut(mails[len(mails)-1].Text, "https://amt.example/login/link#")
	if !found {
		t.Fatal("no link in the mail")
	}
	return strings.Fields(rest)[0]
}

func from(ctx context.Context, addr string) context.Context {
	return identity.WithNetwork(ctx, netip.MustParseAddr(addr))
}

func is(t *testing.T, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("got %v, want %v", err, want)
	}
}
