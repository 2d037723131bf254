package outlookgql_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/ankunft/ankunft/graph"
	"github.com/ankunft/ankunft/graph/graphtest"
	outlookgql "github.com/ankunft/ankunft/graph/outlook"
	"github.com/ankunft/ankunft/modules/frontdesk"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/outlook"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/ids"
)

// face is Musterstadt's outlook over HTTP, on a Tuesday at half past eight.
type face struct {
	*graphtest.Town
	ahead *outlook.Service
	url   string
}

const as = "X-As"

func open(t *testing.T) *face {
	t.Helper()
	f := &face{Town: graphtest.Musterstadt(t, frontdesk.Migrations, outlook.Migrations)}
	f.ahead = outlook.New(outlook.Deps{DB: f.DB, Appointments: f.Booking, Halls: f.Hall, DayName: func(clock.Date) string { return "" }, Log: f.Log})
	schema := graph.Server(&graph.Root{
		Outlook: outlookgql.Resolver{Outlook: f.ahead, TeamName: func(key string) string { return "Team " + key }},
	}, graph.Options{Open: true, Log: f.Log})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := &identity.Viewer{}
		switch role := r.Header.Get(as); role {
		case "":
		case "applicant":
			v = &identity.Viewer{AccountID: ids.New(), Kind: identity.KindApplicant}
		default:
			v = identity.StaffViewer(ids.New(), identity.Right{Role: identity.Role(role), Teams: []string{"service"}})
		}
		schema.ServeHTTP(w, r.WithContext(identity.WithViewer(r.Context(), v)))
	}))
	t.Cleanup(server.Close)
	f.url = server.URL
	return f
}

// ask answers with the data, or with the code of the first error.
func (f *face) ask(t *testing.T, who, query string, into any) (code string) {
	t.Helper()
	return graphtest.Ask(t, http.DefaultClient, f.url, query, nil, into, as, who)
}

// How long one waits and when the doors are open is for everybody.
func TestWhatIsPublic(t *testing.T) {
	t.Parallel()
	f := open(t)
	if err := f.ahead.Measure(t.Context()); err != nil {
		t.Fatal(err)
	}
	var got struct {
		LeadTime struct {
			Concern string
			Course  []struct {
				Day         string
				Next, Third *int
			}
		}
		OpeningHours []struct {
			Key   string
			Hours []struct {
				Purpose, Team                 string
				Weekday, FromMinute, ToMinute int
			}
		}
	}
	query := `{ leadTime(site: "rathaus", concern: "extend") { concern course { day next third } }
openingHours { key hours { purpose team weekday fromMinute toMinute } exceptions { day kind reason hours { purpose } } } }`
	if code := f.ask(t, "", query, &got); code != "" {
		t.Fatal(code)
	}
	if c := got.LeadTime.Course; len(c) != 1 || c[0].Day != "2026-11-24" || c[0].Third == nil {
		t.Errorf("%+v", got.LeadTime)
	}
	if len(got.OpeningHours) != 2 || got.OpeningHours[0].Hours[0].Team != "Team service" {
		t.Errorf("%+v", got.OpeningHours)
	}
}

// How full the house will be and what would be is for who plans it.
func TestWhoMayLookAhead(t *testing.T) {
	t.Parallel()
	f := open(t)
	queries := map[string]string{
		"load":       `{ outlook(site: "rathaus") { weeks { monday offered concerns { title offered } } queues { key } counters { key name } } }`,
		"lead times": `{ leadTimes(site: "rathaus") { title course { day } } }`,
		"what if":    `{ whatIf(question: {site: "rathaus", more: 1}) { days needed was { median } then { median } } }`,
	}
	for name, query := range queries {
		for who, want := range map[string]string{
			"": "UNAUTHENTICATED", "applicant": "FORBIDDEN", "clerk": "FORBIDDEN", "frontdesk": "FORBIDDEN", "mailroom": "FORBIDDEN", "lead": "",
		} {
			if code := f.ask(t, who, query, nil); code != want {
				t.Errorf("%s as %q: %q, not %q", name, who, code, want)
			}
		}
	}
	var got struct {
		WhatIf struct {
			Days, Needed int
			Was          *struct{ Median int }
		}
	}
	if code := f.ask(t, "lead", queries["what if"], &got); code != "" || got.WhatIf.Days != 0 || got.WhatIf.Needed != outlook.MinDays || got.WhatIf.Was != nil {
		t.Error("an answer without days:", code, got)
	}
	if code := f.ask(t, "lead", `{ outlook(site: "elsewhere") { site } }`, nil); code != "outlook.input" {
		t.Error(code)
	}
}
