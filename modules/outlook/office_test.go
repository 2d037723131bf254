package outlook_test

import (
	"os"
	"testing"
	"time"

	"github.com/ankunft/ankunft/modules/appointments"
	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/audit/audittest"
	"github.com/ankunft/ankunft/modules/capacity"
	"github.com/ankunft/ankunft/modules/frontdesk"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/messages/messagestest"
	"github.com/ankunft/ankunft/modules/outlook"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/testkit"
	"github.com/ankunft/ankunft/web/locales"
)

// house is Musterstadt on a Monday at nine; Tuesday is a holiday.
type house struct {
	*testkit.Kit
	*outlook.Service
	booking *appointments.Service
}

var (
	monday  = time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	holiday = date("2026-11-24")
)

func date(text string) clock.Date {
	d, err := clock.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

func open(t *testing.T) *house {
	t.Helper()
	h := &house{Kit: testkit.New(t, audit.Migrations, messages.Migrations, appointments.Migrations, frontdesk.Migrations, outlook.Migrations)}
	h.Clock.Set(monday)
	city := os.DirFS("../../cities/musterstadt")
	rules, err := capacity.LoadRules(city, []string{"de"})
	if err != nil {
		t.Fatal(err)
	}
	halls, err := frontdesk.LoadRules(city, []string{"de"})
	if err != nil {
		t.Fatal(err)
	}
	mails := messages.New(h.DB, messagestest.NewMemoryMailer(), locales.Text, nil, nil, messages.Config{BaseURL: "https://amt.example", Domain: "amt.example"}, h.Log)
	h.booking = appointments.New(appointments.Deps{
		DB: h.DB, Audit: audit.New(h.DB, audit.Keyring{}, audittest.NewMemoryVault(), h.Log), Messages: mails, Rules: rules, Texts: locales.Text,
		Holiday: func(d clock.Date) bool { return d == holiday }, Secret: []byte("of the test"), Office: "Amt", Domain: "amt.example", Log: h.Log,
	})
	if err := h.booking.Begin(t.Context()); err != nil {
		t.Fatal(err)
	}
	h.Service = outlook.New(outlook.Deps{
		DB: h.DB, Appointments: h.booking, Halls: halls, DayName: func(d clock.Date) string { return map[clock.Date]string{holiday: "Tag des Tests"}[d] }, Log: h.Log,
	})
	h.Register(h.Jobs)
	return h
}

// shut closes the town hall.
func (h *house) shut(t *testing.T, first, last, reason string) {
	t.Helper()
	site := "rathaus"
	c := appointments.Change{Close: []capacity.Closure{{Site: &site, FirstDay: date(first), LastDay: date(last), ToMinute: 1440}}}
	if _, err := h.booking.ChangePlan(t.Context(), c, appointments.CancelThem, nil, reason, ids.New()); err != nil {
		t.Fatal(err)
	}
}

// yesterdays gives the hall so many working days before today, on each of which one came every ten minutes and took nine, at the service point.
func (h *house) yesterdays(t *testing.T, n int) {
	t.Helper()
	_, err := h.DB.ExecContext(t.Context(), `WITH days AS (
  SELECT d::date AS day FROM generate_series(?0::date - 100, ?0::date - 1, '1 day') d WHERE extract(isodow FROM d) < 6 ORDER BY d DESC LIMIT ?1)
INSERT INTO frontdesk.ticket (id, site, day, number, queue, concern, language, state, due_at, drawn_at, drawn_by, counter_id, called_at, served_at, ended_at, outcome)
SELECT gen_random_uuid(), 'rathaus', day, 'A' || lpad(k::text, 3, '0'), 'service', 'info', 'de', 'done', at, at, 'kiosk', c.id, at + '1 minute', at + '2 minutes', at + '10 minutes',
  'information'
FROM days, generate_series(1, 20) k, LATERAL (SELECT (day + time '08:00' + k * interval '10 minutes') AT TIME ZONE 'Europe/Berlin' AS at) moment,
  appointments.resource c WHERE c.site = 'rathaus' AND c.key = '5'`, clock.DateOf(monday), n)
	if err != nil {
		t.Fatal(err)
	}
}
