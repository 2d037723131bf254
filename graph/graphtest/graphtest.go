// Package graphtest is what tests of the schema's parts share: a town in which appointments are given, and a way to ask over HTTP.
package graphtest

import (
	"bytes"
	"encoding/json"
	"net/http"
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
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/testkit"
	"github.com/ankunft/ankunft/web/locales"
)

// Tuesday is half past eight in Berlin, when the doors of Musterstadt are open to all.
var Tuesday = time.Date(2026, 11, 24, 7, 30, 0, 0, time.UTC)

// Secret signs what the parts sign.
var Secret = []byte("of the test")

// Town is Musterstadt on that morning: its rules, its plan, nobody booked.
type Town struct {
	*testkit.Kit
	Trail   *audit.Service
	Mails   *messages.Service
	Booking *appointments.Service
	Hall    *frontdesk.Rules
}

// Musterstadt opens the town on a database of its own with the tables of the modules above appointments. Nobody has to prove work.
func Musterstadt(t testing.TB, above ...db.Migrations) *Town {
	t.Helper()
	w := &Town{Kit: testkit.New(t, append([]db.Migrations{audit.Migrations, messages.Migrations, appointments.Migrations}, above...)...)}
	w.Clock.Set(Tuesday)
	city := os.DirFS("../../cities/musterstadt")
	rules, err := capacity.LoadRules(city, []string{"de"})
	if err != nil {
		t.Fatal(err)
	}
	rules.Limits.Work = 0
	if w.Hall, err = frontdesk.LoadRules(city, []string{"de", "ar"}); err != nil {
		t.Fatal(err)
	}
	w.Trail = audit.New(w.DB, audit.Keyring{}, audittest.NewMemoryVault(), w.Log)
	w.Mails = messages.New(w.DB, messagestest.NewMemoryMailer(), locales.Text, nil, nil, messages.Config{BaseURL: "https://amt.example", Domain: "amt.example"}, w.Log)
	w.Booking = appointments.New(appointments.Deps{
		DB: w.DB, Audit: w.Trail, Messages: w.Mails, Rules: rules, Holiday: func(clock.Date) bool { return false }, Texts: locales.Text, Secret: Secret,
		Office: "Amt", Domain: "amt.example", Log: w.Log,
	})
	if err := w.Booking.Begin(t.Context()); err != nil {
		t.Fatal(err)
	}
	return w
}

// Ask asks the schema at a URL and reads the data into into, or tells the code of the first error. header are pairs of name and value.
func Ask(t testing.TB, client *http.Client, url, query string, variables map[string]any, into any, header ...string) (code string) {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	res, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	var answer struct {
		Data   json.RawMessage
		Errors []struct{ Extensions struct{ Code string } }
	}
	if err := json.NewDecoder(res.Body).Decode(&answer); err != nil {
		t.Fatal(err)
	}
	if len(answer.Errors) > 0 {
		return answer.Errors[0].Extensions.Code
	}
	if into != nil {
		if err := json.Unmarshal(answer.Data, into); err != nil {
			t.Fatal(err, string(answer.Data))
		}
	}
	return ""
}
