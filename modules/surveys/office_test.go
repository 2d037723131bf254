package surveys_test

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"fmt"
	"testing"
	"time"

	"github.com/cloudflare/circl/blindsign/blindrsa"
	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/audit/audittest"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/messages/messagestest"
	"github.com/ankunft/ankunft/modules/surveys"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/testkit"
	"github.com/ankunft/ankunft/web/locales"
)

// office is a city in November whose council asks.
type office struct {
	*testkit.Kit
	*surveys.Service
	mail    *messagestest.MemoryMailer
	people  *identity.Service
	council *identity.Viewer
}

func open(t *testing.T) *office {
	t.Helper()
	o := &office{Kit: testkit.New(t, audit.Migrations, messages.Migrations, identity.Migrations, surveys.Migrations), mail: messagestest.NewMemoryMailer()}
	trail := audit.New(o.DB, audit.Keyring{}, audittest.NewMemoryVault(), o.Log)
	posts := messages.New(o.DB, o.mail, locales.Text, nil, nil, messages.Config{BaseURL: "https://amt.example", City: "Musterstadt", Domain: "amt.example"}, o.Log)
	posts.Register(o.Jobs)
	o.people = identity.New(o.DB, trail, posts, nil, identity.Config{BaseURL: "https://amt.example", Grants: identity.GrantsOptional}, o.Log)
	o.Service = surveys.New(surveys.Deps{DB: o.DB, Audit: trail, Messages: posts, Identity: o.people, Secret: []byte("of the test")})
	o.Register(o.Jobs)
	o.council = o.hire(t, "arslan", identity.Council)
	return o
}

// hire makes somebody known who works in these teams.
func (o *office) hire(t *testing.T, name string, role identity.Role, teams ...string) *identity.Viewer {
	t.Helper()
	a, err := o.people.Know(t.Context(), identity.KindStaff, identity.Claims{
		Issuer: "https://staff.example", Subject: name, Email: name + "@amt.example", EmailVerified: true, Name: name, Trust: identity.TrustSubstantial,
		Roles: []string{string(role)}, Teams: teams,
	})
	if err != nil {
		t.Fatal(err)
	}
	return identity.StaffViewer(a.ID, identity.Right{Role: role, Teams: teams})
}

// team hires so many clerks.
func (o *office) team(t *testing.T, name string, n int) []*identity.Viewer {
	t.Helper()
	list := make([]*identity.Viewer, n)
	for i := range list {
		list[i] = o.hire(t, fmt.Sprintf("%s%d", name, i), identity.Clerk, name)
	}
	return list
}

// as is somebody under a context.
func as(t *testing.T, v *identity.Viewer) context.Context {
	t.Helper()
	return identity.WithViewer(t.Context(), v)
}

// nobody is who hands in.
func nobody(t *testing.T) context.Context {
	t.Helper()
	return as(t, &identity.Viewer{})
}

var (
	today    = clock.Today(testkit.Start)
	lastDay  = today.AddDays(9)
	counting = lastDay.AddDays(4)
)

// pulse is a survey of a team from today on.
func pulse(teams ...string) surveys.Ask {
	return surveys.Ask{
		Key: ids.New(), Title: "Wie geht es Ihnen?", Intro: "Kurz.", Teams: teams, OpensOn: today, ClosesOn: lastDay,
		Questions: []surveys.AskedQuestion{
			{Kind: surveys.Scale, Text: "Ich schaffe meine Arbeit."},
			{Kind: surveys.Choice, Text: "Was fehlt?", Options: []string{"Ruhe", "Zeit", "Geräte"}},
			{Kind: surveys.Text, Text: "Was sollte sich ändern?"},
		},
	}
}

func (o *office) ask(t *testing.T, in surveys.Ask) *surveys.Survey {
	t.Helper()
	s, err := o.Ask(as(t, o.council), in)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// token is what a browser has made for a survey.
type token struct {
	client   blindrsa.Client
	state    blindrsa.State
	prepared []byte
	blinded  []byte
}

func draw(t *testing.T, s *surveys.Survey) *token {
	t.Helper()
	key, err := x509.ParsePKIXPublicKey(s.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	public, ok := key.(*rsa.PublicKey)
	if !ok {
		t.Fatalf("%T", key)
	}
	d := new(token)
	if d.client, err = blindrsa.NewClient(blindrsa.SHA384PSSRandomized, public); err != nil {
		t.Fatal(err)
	}
	message := make([]byte, 32)
	_, _ = rand.Read(message)
	if d.prepared, err = d.client.Prepare(rand.Reader, message); err != nil {
		t.Fatal(err)
	}
	if d.blinded, d.state, err = d.client.Blind(rand.Reader, d.prepared); err != nil {
		t.Fatal(err)
	}
	return d
}

func (d *token) finalize(t *testing.T, blind []byte) []byte {
	t.Helper()
	signature, err := d.client.Finalize(d.state, blind)
	if err != nil {
		t.Fatal(err)
	}
	return signature
}

// signed is what somebody hands in, once they have a signature.
func (o *office) signed(t *testing.T, s *surveys.Survey, v *identity.Viewer, answers []surveys.Answer) surveys.HandIn {
	t.Helper()
	d := draw(t, s)
	blind, err := o.Sign(as(t, v), s.ID, d.blinded)
	if err != nil {
		t.Fatal(err)
	}
	return surveys.HandIn{Survey: s.ID, Token: d.prepared, Signature: d.finalize(t, blind), Answers: answers}
}

func said(scale, choice int, text string) []surveys.Answer {
	return []surveys.Answer{{Place: 1, Value: scale}, {Place: 2, Value: choice}, {Place: 3, Text: text}}
}

func (o *office) handsIn(t *testing.T, in surveys.HandIn) {
	t.Helper()
	if err := o.HandIn(nobody(t), in); err != nil {
		t.Fatal(err)
	}
}

// takesPart asks for a signature and hands in.
func (o *office) takesPart(t *testing.T, s *surveys.Survey, v *identity.Viewer, scale, choice int, text string) {
	t.Helper()
	o.handsIn(t, o.signed(t, s, v, said(scale, choice, text)))
}

// on lets it be a day, and the hourly work be done.
func (o *office) on(t *testing.T, day clock.Date) {
	t.Helper()
	o.Clock.Set(day.Time(clock.Berlin).Add(9 * time.Hour))
	if err := o.Tend(t.Context()); err != nil {
		t.Fatal(err)
	}
	o.RunJobs(t)
}

func (o *office) read(t *testing.T, v *identity.Viewer, id uuid.UUID) *surveys.Survey {
	t.Helper()
	s, err := o.Survey(as(t, v), id)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func (o *office) count(t *testing.T, table string) (n int64) {
	t.Helper()
	if err := o.NewRaw("SELECT count(*) FROM "+table).Scan(t.Context(), &n); err != nil {
		t.Fatal(err)
	}
	return n
}
