package appointments_test

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/ankunft/ankunft/modules/appointments"
	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/audit/audittest"
	"github.com/ankunft/ankunft/modules/capacity"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/messages/messagestest"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/testkit"
	"github.com/ankunft/ankunft/web/locales"
)

// office is Musterstadt's appointments on a Monday morning in November.
type office struct {
	*testkit.Kit
	*appointments.Service
	mail *messagestest.MemoryMailer
	host *messages.Service
}

var monday = time.Date(2026, 11, 23, 5, 0, 0, 0, time.UTC) // six o'clock in Berlin

func rules(t testing.TB) *capacity.Rules {
	t.Helper()
	r, err := capacity.LoadRules(os.DirFS("../../cities/musterstadt"), []string{"de"})
	if err != nil {
		t.Fatal(err)
	}
	r.Limits.Work = 0 // told by its own test
	return r
}

func open(t testing.TB, change ...func(*capacity.Rules)) *office {
	t.Helper()
	o := &office{Kit: testkit.New(t, audit.Migrations, messages.Migrations, appointments.Migrations), mail: messagestest.NewMemoryMailer()}
	o.Clock.Set(monday)
	r := rules(t)
	for _, f := range change {
		f(r)
	}
	o.Service = o.second(t, o.DB, r)
	if err := o.Begin(t.Context()); err != nil {
		t.Fatal(err)
	}
	o.Service.Register(o.Jobs, o.Bus)
	o.host.Register(o.Jobs)
	return o
}

// second is another server of the same office.
func (o *office) second(t testing.TB, d *db.DB, r *capacity.Rules) *appointments.Service {
	t.Helper()
	var s *appointments.Service
	files := func(ctx context.Context, key string) (io.ReadCloser, error) {
		f, _, err := s.File(ctx, key)
		return f, err
	}
	o.host = messages.New(d, o.mail, locales.Text, files, nil, messages.Config{BaseURL: "https://amt.example", City: "Musterstadt", Domain: "amt.example"}, o.Log)
	s = appointments.New(appointments.Deps{
		DB: d, Audit: audit.New(d, audit.Keyring{}, audittest.NewMemoryVault(), o.Log), Messages: o.host, Rules: r,
		Holiday: func(d clock.Date) bool { return d == date("2026-12-25") }, Texts: locales.Text, Secret: []byte("of the test"), Office: "Ausländerbehörde Musterstadt",
		Domain: "amt.example", Log: o.Log,
	})
	return s
}

func date(text string) clock.Date {
	d, err := clock.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

func (o *office) hold(t testing.TB, start, key string) *appointments.Holding {
	t.Helper()
	h, err := o.Hold(t.Context(), wish(start, key), "192.0.2.1")
	if err != nil {
		t.Fatalf("hold %s: %v", start, err)
	}
	return h
}

func wish(start, key string) appointments.HoldIn {
	return appointments.HoldIn{Site: "rathaus", Concern: "extend", People: 1, Start: start, Language: "tr", Key: key}
}

func (o *office) times(t testing.TB, day string) []string {
	t.Helper()
	times, err := o.FreeTimes(t.Context(), capacity.Query{Site: "rathaus", Concern: "extend", People: 1}, date(day))
	if err != nil {
		t.Fatal(err)
	}
	return times
}

func guest(n int) appointments.Guest {
	return appointments.Guest{Name: "Deniz Yılmaz", Email: fmt.Sprintf("deniz%d@example.org", n)}
}

// link is what stands behind the path in the latest mail to an address.
func (o *office) link(t testing.TB, to, path string) string {
	t.Helper()
	sent := o.mail.Sent(to)
	if len(sent) == 0 {
		t.Fatalf("no mail to %s", to)
	}
	_, rest, ok := strings.Cut(sent[len(sent)-1].Text, "https://amt.example"+path+"#")
	if !ok {
		t.Fatalf("no link to %s in\n%s", path, sent[len(sent)-1].Text)
	}
	token, _, _ := strings.Cut(rest, "\n")
	return strings.TrimSpace(token)
}

// book goes the whole way of somebody without an account.
func (o *office) book(t testing.TB, start string, n int) *appointments.Managed {
	t.Helper()
	h := o.hold(t, start, fmt.Sprint("book", n))
	if _, err := o.Request(t.Context(), h.Token, guest(n)); err != nil {
		t.Fatal(err)
	}
	o.RunJobs(t)
	m, err := o.Confirm(t.Context(), o.link(t, guest(n).Email, "/appointments/confirm"))
	if err != nil {
		t.Fatal(err)
	}
	o.RunJobs(t)
	return m
}
