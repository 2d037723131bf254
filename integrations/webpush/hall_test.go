package webpush_test

import (
	"encoding/json"
	"errors"
	"os"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/appointments"
	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/audit/audittest"
	"github.com/ankunft/ankunft/modules/capacity"
	"github.com/ankunft/ankunft/modules/frontdesk"
	"github.com/ankunft/ankunft/modules/frontdesk/frontdesktest"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/messages/messagestest"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/testkit"
	"github.com/ankunft/ankunft/web/locales"
)

// hall is that of Musterstadt's town hall on a Tuesday morning, with a clerk at counter 5.
func hall(t *testing.T) (kit *testkit.Kit, s *frontdesk.Service, next func() *frontdesk.Ticket) {
	t.Helper()
	kit = testkit.New(t, audit.Migrations, messages.Migrations, appointments.Migrations, frontdesk.Migrations)
	kit.Clock.Set(time.Date(2026, 11, 24, 7, 30, 0, 0, time.UTC))
	city := os.DirFS("../../cities/musterstadt")
	booking, err := capacity.LoadRules(city, []string{"de"})
	if err != nil {
		t.Fatal(err)
	}
	rules, err := frontdesk.LoadRules(city, []string{"de"})
	if err != nil {
		t.Fatal(err)
	}
	trail := audit.New(kit.DB, audit.Keyring{}, audittest.NewMemoryVault(), kit.Log)
	mails := messages.New(kit.DB, messagestest.NewMemoryMailer(), locales.Text, nil, nil, messages.Config{BaseURL: "https://amt.example", Domain: "amt.example"}, kit.Log)
	a := appointments.New(appointments.Deps{
		DB: kit.DB, Audit: trail, Messages: mails, Rules: booking, Holiday: func(clock.Date) bool { return false }, Texts: locales.Text, Secret: []byte("s"), Log: kit.Log,
	})
	if err := a.Begin(t.Context()); err != nil {
		t.Fatal(err)
	}
	s = frontdesk.New(frontdesk.Deps{DB: kit.DB, Audit: trail, Appointments: a, Rules: rules, Secret: []byte("s"), Push: open(t, true), Texts: locales.Text, Log: kit.Log})
	s.Register(kit.Jobs, kit.DB.Bus)
	plan, err := a.Plan(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var counter uuid.UUID
	for _, r := range plan.Resources {
		if r.Site == "rathaus" && r.Key == "5" {
			counter = r.ID
		}
	}
	clerk := ids.New()
	if _, err := s.OpenDesk(t.Context(), counter, []string{"service"}, clerk); err != nil {
		t.Fatal(err)
	}
	return kit, s, func() *frontdesk.Ticket {
		ticket, err := s.Next(t.Context(), counter, clerk)
		if err != nil || ticket == nil {
			t.Fatal("call next:", ticket, err)
		}
		return ticket
	}
}

// Whoever wished it is told number and counter in their language, nobody else is told anything, and nothing of it stays.
func TestWhoIsCalledIsTold(t *testing.T) {
	t.Parallel()
	kit, s, next := hall(t)
	draw := func(language string) (*frontdesk.Ticket, *frontdesktest.Browser) {
		t.Helper()
		ticket, err := s.Draw(t.Context(), frontdesk.DrawIn{Site: "rathaus", Concern: "info", Language: language, By: "phone"})
		if err != nil {
			t.Fatal(err)
		}
		b := frontdesktest.NewBrowser(t)
		p256dh, auth := b.Keys()
		for range 2 { // twice is once
			if err := s.Watch(t.Context(), ticket, b.URL, p256dh, auth); err != nil {
				t.Fatal(err)
			}
		}
		return ticket, b
	}
	amal, hers := draw("ar")
	_, his := draw("tr")
	_, third := draw("vi")
	said := func(b *frontdesktest.Browser) (all []string) {
		for _, m := range b.Got() {
			var told struct{ Title, Body, Tag, Lang string }
			if err := json.Unmarshal([]byte(m.Text), &told); err != nil {
				t.Fatal(err)
			}
			all = append(all, told.Title+" "+told.Body)
		}
		return all
	}
	called := next()
	kit.RunJobs(t)
	if got := said(hers); called.ID != amal.ID || len(got) != 1 || got[0] != "A001 "+locales.Text("ar", "hall", "push.called", map[string]string{"counter": "5"}) {
		t.Fatal(got)
	}
	if _, err := s.Call(t.Context(), amal.ID, *called.ClerkID); err != nil {
		t.Fatal(err)
	}
	kit.RunJobs(t)
	if got := said(hers); len(got) != 2 {
		t.Fatal("called again:", got)
	}
	if _, err := s.End(t.Context(), amal.ID, *called.CounterID, "done_here", ""); err != nil {
		t.Fatal(err)
	}
	p256dh, auth := hers.Keys()
	if err := s.Watch(t.Context(), amal, hers.URL, p256dh, auth); !errors.Is(err, frontdesk.ErrState) {
		t.Error("a visit that is over:", err)
	}
	his.End() // the browser wants no more: forgotten, no fault
	next()
	kit.RunJobs(t)
	if n, err := s.CloseToday(t.Context(), "rathaus", "Wasserschaden"); err != nil || n != 1 {
		t.Fatal(n, err)
	}
	kit.RunJobs(t)
	if got := said(third); len(got) != 1 || got[0] != "A003 "+locales.Text("vi", "hall", "push.closed", nil) {
		t.Fatal(got)
	}
	if left, err := kit.DB.NewSelect().TableExpr("frontdesk.watch").Count(t.Context()); err != nil || left != 0 {
		t.Fatal("addresses of browsers stay:", left, err)
	}
}

func TestWhatIsNoBrowserIsNotTold(t *testing.T) {
	t.Parallel()
	kit, s, _ := hall(t)
	ticket, err := s.Draw(t.Context(), frontdesk.DrawIn{Site: "rathaus", Concern: "info", Language: "de", By: "phone"})
	if err != nil {
		t.Fatal(err)
	}
	p256dh, auth := frontdesktest.NewBrowser(t).Keys()
	for _, wrong := range [][3]string{{"ftp://x.example", p256dh, auth}, {"https://push.example/1", "AAAA", auth}, {"https://push.example/1", p256dh, "AAAA"}, {"https://push.example/1", "?", "?"}} {
		if err := s.Watch(t.Context(), ticket, wrong[0], wrong[1], wrong[2]); !errors.Is(err, frontdesk.ErrInput) {
			t.Error(wrong, err)
		}
	}
	for n, want := range []error{nil, nil, nil, frontdesk.ErrInput} {
		b := frontdesktest.NewBrowser(t)
		if err := s.Watch(t.Context(), ticket, b.URL, p256dh, auth); !errors.Is(err, want) {
			t.Error(n, err)
		}
	}
	kit.Clock.Advance(24 * time.Hour)
	if err := s.Daily(t.Context()); err != nil {
		t.Fatal(err)
	}
	if left, err := kit.DB.NewSelect().TableExpr("frontdesk.watch").Count(t.Context()); err != nil || left != 0 {
		t.Fatal("addresses of browsers stay over night:", left, err)
	}
}
