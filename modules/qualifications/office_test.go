package qualifications_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/audit/audittest"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/messages/messagestest"
	"github.com/ankunft/ankunft/modules/qualifications"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/testkit"
	"github.com/ankunft/ankunft/web/locales"
)

// office is a town with a family and a study team; seats and asks are what lies above.
type office struct {
	*testkit.Kit
	*qualifications.Service
	mail  *messagestest.MemoryMailer
	seats []qualifications.Seat
	asked *qualifications.Asked
}

func open(t testing.TB) *office {
	t.Helper()
	o := &office{Kit: testkit.New(t, audit.Migrations, messages.Migrations, identity.Migrations, qualifications.Migrations), mail: messagestest.NewMemoryMailer()}
	o.Clock.Set(time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC))
	trail := audit.New(o.DB, audit.Keyring{}, audittest.NewMemoryVault(), o.Log)
	post := messages.New(o.DB, o.mail, locales.Text, nil, nil, messages.Config{BaseURL: "https://amt.example", City: "Musterstadt", Domain: "amt.example"}, o.Log)
	post.Register(o.Jobs)
	o.Service = qualifications.New(qualifications.Deps{
		DB: o.DB, Audit: trail, Messages: post, Known: []qualifications.Qualification{{Key: "skilled", Title: "Fachkräfte"}},
		Identity: identity.New(o.DB, trail, post, nil, identity.Config{BaseURL: "https://amt.example", Grants: identity.GrantsOptional}, o.Log),
		Seats:    func(context.Context, string) ([]qualifications.Seat, error) { return o.seats, nil },
		Asks: func(context.Context, audit.Record) (*qualifications.Asked, error) {
			if o.asked == nil {
				return nil, qualifications.ErrNone
			}
			return o.asked, nil
		},
	})
	o.Register(o.Jobs)
	return o
}

// staff is somebody of the office, who has logged in and may do in SQL what the claims say.
func (o *office) staff(t testing.TB, name string, role identity.Role, teams ...string) context.Context {
	t.Helper()
	a, err := o.Identity.Know(t.Context(), identity.KindStaff, identity.Claims{
		Issuer: "idp", Subject: name, Name: name, Email: name + "@amt.example", EmailVerified: true, Trust: identity.TrustSubstantial, Roles: []string{string(role)}, Teams: teams, Locale: "de",
	})
	must(t, err)
	must(t, o.Identity.Sweep(t.Context(), identity.SweepArgs{}))
	r := identity.Right{Role: role, Teams: teams}
	if len(teams) == 1 && teams[0] == identity.EveryTeam {
		r = identity.Right{Role: role, AllTeams: true}
	}
	return identity.WithViewer(t.Context(), identity.StaffViewer(a.ID, r))
}

func id(ctx context.Context) uuid.UUID { return identity.ViewerFrom(ctx).AccountID }

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func to[T any](v T) *T { return &v }

func day(t testing.TB, text string) clock.Date {
	t.Helper()
	d, err := clock.ParseDate(text)
	must(t, err)
	return d
}

func (o *office) speaks(t testing.TB, who context.Context, language, level string) *qualifications.Held {
	t.Helper()
	h, err := o.State(who, qualifications.StateQualification{Kind: qualifications.Language, Key: language, Level: &level})
	must(t, err)
	return h
}

func (o *office) certify(t testing.TB, by context.Context, h *qualifications.Held, until string) *qualifications.Held {
	t.Helper()
	in := qualifications.CertifyQualification{ID: h.ID, Version: h.Version, Proof: "telc, Original"}
	if until != "" {
		in.ValidUntil = day(t, until)
	}
	h, err := o.Certify(by, in)
	must(t, err)
	return h
}

func clockDays(n int) time.Duration { return time.Duration(n) * 24 * time.Hour }
