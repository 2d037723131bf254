package workforce_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/audit/audittest"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/messages/messagestest"
	"github.com/ankunft/ankunft/modules/workforce"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/testkit"
	"github.com/ankunft/ankunft/web/locales"
)

// office is a town with two teams on 23 November 2026.
type office struct {
	*testkit.Kit
	*workforce.Service
	mail *messagestest.MemoryMailer
}

func open(t testing.TB) *office {
	t.Helper()
	o := &office{Kit: testkit.New(t, audit.Migrations, messages.Migrations, identity.Migrations, workforce.Migrations), mail: messagestest.NewMemoryMailer()}
	o.Clock.Set(time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC))
	trail := audit.New(o.DB, audit.Keyring{}, audittest.NewMemoryVault(), o.Log)
	post := messages.New(o.DB, o.mail, locales.Text, nil, nil, messages.Config{BaseURL: "https://amt.example", City: "Musterstadt", Domain: "amt.example"}, o.Log)
	post.Register(o.Jobs)
	o.Service = workforce.New(workforce.Deps{
		DB: o.DB, Audit: trail, Messages: post, Teams: []string{"family", "study"},
		Identity: identity.New(o.DB, trail, post, nil, identity.Config{BaseURL: "https://amt.example"}, o.Log),
		Told: func(_ context.Context, team string) ([]messages.Addressee, error) {
			return []messages.Addressee{{AccountID: ids.New(), Email: team + "@amt.example", Language: "de"}}, nil
		},
	})
	o.Register(o.Jobs)
	return o
}

func as(t testing.TB, role identity.Role, teams ...string) context.Context {
	t.Helper()
	r := identity.Right{Role: role, Teams: teams, AllTeams: len(teams) == 0}
	return identity.WithViewer(t.Context(), identity.StaffViewer(ids.New(), r))
}

func personnel(t testing.TB) context.Context { t.Helper(); return as(t, identity.Personnel) }

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func to[T any](v T) *T { return &v }

func day(t testing.TB, text string) (d clock.Date) {
	t.Helper()
	if text == "" {
		return d
	}
	d, err := clock.ParseDate(text)
	must(t, err)
	return d
}

func (o *office) post(t testing.TB, number, team string, share int) uuid.UUID {
	t.Helper()
	id, err := o.Open(personnel(t), workforce.OpenPost{Number: number, Title: "Sachbearbeitung", Grade: "E 9b", Share: share, Team: team, From: day(t, "2024-01-01")})
	must(t, err)
	return id
}

func (o *office) row(t testing.TB, id uuid.UUID) *workforce.PostRow {
	t.Helper()
	p, err := o.Get(personnel(t), id)
	must(t, err)
	return p
}

func (o *office) fill(t testing.TB, post uuid.UUID, name string, share int, from, until string) error {
	t.Helper()
	return o.Fill(personnel(t), workforce.FillPost{ID: post, Version: o.row(t, post).Version, Name: &name, Share: share, From: day(t, from), Until: day(t, until)})
}

func days(n int) time.Duration { return time.Duration(n) * 24 * time.Hour }

func contains(text, part string) bool { return strings.Contains(text, part) }

func (o *office) postOf(t testing.TB, number string) (id uuid.UUID) {
	t.Helper()
	must(t, o.Pool().QueryRow(t.Context(), "SELECT id FROM workforce.post WHERE number = $1", number).Scan(&id))
	return id
}
