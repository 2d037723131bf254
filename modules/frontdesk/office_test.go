package frontdesk_test

import (
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/appointments"
	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/audit/audittest"
	"github.com/ankunft/ankunft/modules/capacity"
	"github.com/ankunft/ankunft/modules/frontdesk"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/messages/messagestest"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/testkit"
	"github.com/ankunft/ankunft/web/locales"
)

// office is the hall of Musterstadt's town hall on a Tuesday morning, when the doors are open to all.
type office struct {
	*testkit.Kit
	*frontdesk.Service
	booking *appointments.Service
	plan    *capacity.Plan
	desks   map[uuid.UUID]uuid.UUID
}

var tuesday = time.Date(2026, 11, 24, 7, 30, 0, 0, time.UTC) // half past eight in Berlin

func open(t testing.TB) *office {
	t.Helper()
	o := &office{desks: map[uuid.UUID]uuid.UUID{}, Kit: testkit.New(t, audit.Migrations, messages.Migrations, appointments.Migrations, frontdesk.Migrations)}
	o.Clock.Set(tuesday)
	city := os.DirFS("../../cities/musterstadt")
	booking, err := capacity.LoadRules(city, []string{"de"})
	if err != nil {
		t.Fatal(err)
	}
	booking.Limits.Work = 0
	rules, err := frontdesk.LoadRules(city, []string{"de", "de-simple", "en", "ar", "es", "fa", "fr", "ru", "tr", "uk", "vi"})
	if err != nil {
		t.Fatal(err)
	}
	trail := audit.New(o.DB, audit.Keyring{}, audittest.NewMemoryVault(), o.Log)
	mails := messages.New(o.DB, messagestest.NewMemoryMailer(), locales.Text, nil, nil, messages.Config{BaseURL: "https://amt.example", Domain: "amt.example"}, o.Log)
	o.booking = appointments.New(appointments.Deps{
		DB: o.DB, Audit: trail, Messages: mails, Rules: booking, Holiday: func(clock.Date) bool { return false }, Texts: locales.Text, Secret: []byte("of the test"),
		Office: "Amt", Domain: "amt.example", Log: o.Log,
	})
	if err := o.booking.Begin(t.Context()); err != nil {
		t.Fatal(err)
	}
	o.Service = frontdesk.New(frontdesk.Deps{DB: o.DB, Audit: trail, Appointments: o.booking, Rules: rules, Secret: []byte("of the test"), Log: o.Log})
	if o.plan, err = o.booking.Plan(t.Context()); err != nil {
		t.Fatal(err)
	}
	return o
}

func (o *office) counter(t testing.TB, key string) uuid.UUID {
	t.Helper()
	for _, r := range o.plan.Resources {
		if r.Site == "rathaus" && r.Key == key {
			return r.ID
		}
	}
	t.Fatal("no counter", key)
	return uuid.Nil
}

func (o *office) draw(t testing.TB, concern string, more ...func(*frontdesk.DrawIn)) *frontdesk.Ticket {
	t.Helper()
	in := frontdesk.DrawIn{Site: "rathaus", Concern: concern, Language: "ar", By: "kiosk"}
	for _, f := range more {
		f(&in)
	}
	ticket, err := o.Draw(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	return ticket
}

func (o *office) seat(t testing.TB, counter string, queues ...string) uuid.UUID {
	t.Helper()
	clerk := ids.New()
	if _, err := o.OpenDesk(t.Context(), o.counter(t, counter), queues, clerk); err != nil {
		t.Fatal(err)
	}
	o.desks[clerk] = o.counter(t, counter)
	return clerk
}

// at is the counter at which a clerk sits.
func (o *office) at(clerk uuid.UUID) uuid.UUID { return o.desks[clerk] }

func (o *office) next(t testing.TB, clerk uuid.UUID) *frontdesk.Ticket {
	t.Helper()
	ticket, err := o.Next(t.Context(), o.at(clerk), clerk)
	if err != nil {
		t.Fatal(err)
	}
	return ticket
}

func (o *office) end(t testing.TB, ticket *frontdesk.Ticket) {
	t.Helper()
	now, err := o.Get(t.Context(), ticket.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := o.End(t.Context(), ticket.ID, *now.CounterID, "done_here", ""); err != nil {
		t.Fatal(fmt.Errorf("end %s: %w", ticket.Number, err))
	}
}

func of[T any](v T) *T { return &v }
