package frontdeskgql_test

import (
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"github.com/ankunft/ankunft/graph"
	appointmentsgql "github.com/ankunft/ankunft/graph/appointments"
	frontdeskgql "github.com/ankunft/ankunft/graph/frontdesk"
	"github.com/ankunft/ankunft/graph/graphtest"
	"github.com/ankunft/ankunft/modules/appointments"
	"github.com/ankunft/ankunft/modules/capacity"
	"github.com/ankunft/ankunft/modules/frontdesk"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/testkit"
	"github.com/ankunft/ankunft/web/locales"
)

// door is the hall of Musterstadt's town hall over HTTP, on a Tuesday morning when it is open to all.
type door struct {
	*testkit.Kit
	hall    *frontdesk.Service
	booking *appointments.Service
	url     string
}

var tuesday = graphtest.Tuesday

func openDoor(t *testing.T) *door {
	t.Helper()
	town := graphtest.Musterstadt(t, identity.Migrations, frontdesk.Migrations)
	d := &door{Kit: town.Kit, booking: town.Booking}
	people := identity.New(d.DB, town.Trail, town.Mails, nil, identity.Config{}, d.Log)
	d.hall = frontdesk.New(frontdesk.Deps{DB: d.DB, Audit: town.Trail, Appointments: d.booking, Rules: town.Hall, Secret: graphtest.Secret, Texts: locales.Text, Log: d.Log})
	booked := appointmentsgql.Resolver{Appointments: d.booking}
	schema := graph.Server(&graph.Root{
		Appointments: booked,
		Frontdesk:    frontdeskgql.Resolver{DB: d.DB, Frontdesk: d.hall, Appointments: d.booking, Identity: people, Booked: booked},
	}, graph.Options{Open: true, Log: d.Log})
	server := httptest.NewServer(identity.Authenticate(people)(schema))
	t.Cleanup(server.Close)
	d.url = server.URL
	return d
}

// browser is one with its cookies.
type browser struct {
	*http.Client
	url string
}

func (d *door) browser(t *testing.T) *browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &browser{&http.Client{Jar: jar}, d.url}
}

// ask answers with the data, or with the code of the first error.
func (b *browser) ask(t *testing.T, query string, variables map[string]any, into any) (code string) {
	t.Helper()
	return graphtest.Ask(t, b.Client, b.url, query, variables, into)
}

type ticket struct {
	Token, Number, State string
	Ahead, Wait          int
	WaitFrom, WaitTo     int
}

const shown = " { token number state ahead wait waitFrom waitTo } }"

func (b *browser) draw(t *testing.T, in map[string]any) (ticket, string) {
	t.Helper()
	var got struct{ DrawTicket ticket }
	given := map[string]any{"site": "rathaus", "concern": "info", "language": "ar", "key": ids.Token()}
	for k, v := range in {
		given[k] = v
	}
	code := b.ask(t, "mutation($in: DrawTicket!) { drawTicket(input: $in)"+shown, map[string]any{"in": given}, &got)
	return got.DrawTicket, code
}

func (b *browser) checkIn(t *testing.T, in map[string]any) (ticket, string) {
	t.Helper()
	var got struct{ CheckIn ticket }
	code := b.ask(t, "mutation($in: CheckIn!) { checkIn(input: $in)"+shown, map[string]any{"in": in}, &got)
	return got.CheckIn, code
}

// device is a browser that the front desk has let in.
func (d *door) device(t *testing.T, site, kind string) *browser {
	t.Helper()
	_, link, err := d.hall.LetIn(t.Context(), site, kind, "am Eingang")
	if err != nil {
		t.Fatal(err)
	}
	b := d.browser(t)
	if code := b.ask(t, "mutation($t: String!) { openDevice(input: {token: $t}) { id } }", map[string]any{"t": link}, nil); code != "" {
		t.Fatal(code)
	}
	if code := d.browser(t).ask(t, "mutation($t: String!) { openDevice(input: {token: $t}) { id } }", map[string]any{"t": link}, nil); code != "frontdesk.device_link" {
		t.Fatal("a link was opened twice:", code)
	}
	return b
}

func (b *browser) presence(t *testing.T, site string) (token, code string) {
	t.Helper()
	var got struct{ HallPresence struct{ Token string } }
	code = b.ask(t, "query($s: String!) { hallPresence(site: $s) { token until } }", map[string]any{"s": site}, &got)
	return got.HallPresence.Token, code
}

func (b *browser) enter(t *testing.T, site, token string) (pass, code string) {
	t.Helper()
	var got struct{ EnterHall struct{ Pass string } }
	code = b.ask(t, "mutation($in: EnterHall!) { enterHall(input: $in) { pass until } }", map[string]any{"in": map[string]any{"site": site, "token": token}}, &got)
	return got.EnterHall.Pass, code
}

// At a kiosk: what there is, a ticket, the same request again, how long it takes, and leaving.
func TestAtTheKiosk(t *testing.T) {
	t.Parallel()
	d := openDoor(t)
	kiosk := d.device(t, "rathaus", "kiosk")
	var w struct {
		WalkIn struct {
			Until    *time.Time
			Opens    *time.Time
			Place    struct{ Name string }
			Concerns []struct{ Key, Text, Picture string }
			Needs    []string
		}
	}
	const asked = `query($s: String!) { walkIn(site: $s, language: "ar") { until opens place { name } elsewhere { name } concerns { key text picture } priorities needs } }`
	if code := kiosk.ask(t, asked, map[string]any{"s": "rathaus"}, &w); code != "" || w.WalkIn.Until == nil || w.WalkIn.Place.Name == "" || w.WalkIn.Concerns[0].Text != "سؤال" || w.WalkIn.Concerns[0].Picture == "" {
		t.Fatal(code, w)
	}
	if code := kiosk.ask(t, asked, map[string]any{"s": "moon"}, nil); code != "frontdesk.no_site" {
		t.Fatal(code)
	}
	key := ids.Token()
	first, code := kiosk.draw(t, map[string]any{"key": key, "people": 3, "priority": "pregnancy", "needs": []string{"stroller"}})
	if code != "" || first.Number != "A001" || first.State != "waiting" || first.Wait == 0 || first.WaitFrom > first.Wait || first.WaitTo < first.Wait {
		t.Fatal(code, first)
	}
	if again, code := kiosk.draw(t, map[string]any{"key": key}); code != "" || again.Token != first.Token {
		t.Fatal("an answer was lost, and the same request drew another ticket:", code, again)
	}
	if second, code := kiosk.draw(t, nil); code != "" || second.Number != "A002" || second.Ahead != 1 {
		t.Fatal(code, second)
	}
	for _, wrong := range []map[string]any{{"people": 21}, {"needs": []string{"<b>"}}, {"language": "../de"}, {"concern": "moon"}, {"priority": "rich"}} {
		if _, code := kiosk.draw(t, wrong); code != "frontdesk.input" {
			t.Error(wrong, code)
		}
	}
	var left struct{ LeaveQueue ticket }
	if code := d.browser(t).ask(t, "mutation($t: String!) { leaveQueue(input: {token: $t})"+shown, map[string]any{"t": first.Token}, &left); code != "" || left.LeaveQueue.State != "left" {
		t.Fatal(code, left)
	}
	var display struct {
		HallDisplay struct{ Calls []map[string]any }
	}
	clerk := ids.New()
	plan, err := d.booking.Plan(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(plan.Resources, func(r capacity.Resource) bool { return r.Site == "rathaus" && r.Key == "5" })
	if _, err := d.hall.OpenDesk(t.Context(), plan.Resources[at].ID, []string{"service"}, clerk); err != nil {
		t.Fatal(err)
	}
	if _, err := d.hall.Next(t.Context(), plan.Resources[at].ID, clerk); err != nil {
		t.Fatal(err)
	}
	for who, c := range map[string]struct {
		*browser
		language string
	}{"anybody": {d.browser(t), ""}, "the kiosk": {kiosk, "ar"}, "a display": {d.device(t, "rathaus", "display"), "ar"}, "a display elsewhere": {d.device(t, "nordstadt", "display"), ""}} {
		code := c.ask(t, `{ hallDisplay(site: "rathaus") { calls { number counter calledAt language } } }`, nil, &display)
		if code != "" || len(display.HallDisplay.Calls) != 1 || display.HallDisplay.Calls[0]["number"] != "A002" || display.HallDisplay.Calls[0]["language"] != c.language {
			t.Error(who, code, display)
		}
	}
	d.Clock.Set(tuesday.Add(9 * time.Hour))
	if code := kiosk.ask(t, asked, map[string]any{"s": "rathaus"}, &w); code != "" || w.WalkIn.Until != nil || w.WalkIn.Opens == nil || !w.WalkIn.Opens.Equal(tuesday.Add(23*time.Hour+30*time.Minute)) {
		t.Fatal(code, w.WalkIn.Opens)
	}
	if _, code := kiosk.draw(t, nil); code != "frontdesk.shut" {
		t.Fatal(code)
	}
}

// Nobody draws from home, and no script does: each thing that does not show presence is refused.
func TestOnlyWhoIsInTheHallDraws(t *testing.T) {
	t.Parallel()
	d := openDoor(t)
	display, kiosk := d.device(t, "rathaus", "display"), d.device(t, "rathaus", "kiosk")
	home, phone := d.browser(t), d.browser(t)
	token, code := display.presence(t, "rathaus")
	if code != "" {
		t.Fatal(code)
	}
	pass, code := phone.enter(t, "rathaus", token)
	if code != "" {
		t.Fatal(code)
	}
	refused := func(what, want string, got string) {
		t.Helper()
		if got != want {
			t.Errorf("%s: %q, want %q", what, got, want)
		}
	}
	drawn := func(b *browser, in map[string]any) string { _, code := b.draw(t, in); return code }
	refused("from home", "frontdesk.not_here", drawn(home, nil))
	refused("from home, saying to be a kiosk", "graphql.invalid", drawn(home, map[string]any{"by": "kiosk"}))
	refused("a display draws nothing", "frontdesk.not_here", drawn(display, nil))
	refused("a kiosk of another site", "frontdesk.not_here", drawn(kiosk, map[string]any{"site": "nordstadt"}))
	refused("a pass of another site", "frontdesk.not_here", drawn(phone, map[string]any{"site": "nordstadt", "pass": pass}))
	refused("a forged pass", "frontdesk.not_here", drawn(phone, map[string]any{"pass": "B" + pass[1:]}))
	refused("presence instead of a pass", "frontdesk.not_here", drawn(phone, map[string]any{"pass": token}))
	_, code = home.presence(t, "rathaus")
	refused("a phone makes no presence", "frontdesk.not_here", code)
	_, code = display.presence(t, "nordstadt")
	refused("a display elsewhere", "frontdesk.not_here", code)
	_, code = phone.enter(t, "nordstadt", token)
	refused("scanned in another hall", "frontdesk.not_here", code)
	_, code = phone.enter(t, "rathaus", "")
	refused("nothing scanned", "frontdesk.not_here", code)
	_, code = home.checkIn(t, map[string]any{"site": "rathaus", "code": "AAAA-BBBB"})
	refused("checking in from home", "frontdesk.not_here", code)

	mine, code := phone.draw(t, map[string]any{"pass": pass})
	if code != "" {
		t.Fatal(code)
	}
	if second, code := home.draw(t, map[string]any{"pass": pass}); code != "" || second.Token != mine.Token {
		t.Error("a pass drew a second ticket:", code, second)
	}
	d.Clock.Advance(3 * time.Minute)
	_, code = phone.enter(t, "rathaus", token)
	refused("a photo of the screen, later", "frontdesk.scan_again", code)
	d.Clock.Advance(20 * time.Minute)
	refused("an old pass", "frontdesk.scan_again", drawn(phone, map[string]any{"pass": pass}))

	var list []frontdesk.Device
	list, err := d.hall.Devices(t.Context(), "rathaus")
	if err != nil || len(list) != 2 {
		t.Fatal(err, list)
	}
	for _, device := range list {
		if _, err := d.hall.PutOut(t.Context(), device.ID); err != nil {
			t.Fatal(err)
		}
	}
	refused("a kiosk that was put out", "frontdesk.not_here", drawn(kiosk, nil))
	_, code = display.presence(t, "rathaus")
	refused("a display that was put out", "frontdesk.not_here", code)
	_, link, err := d.hall.LetIn(t.Context(), "rathaus", "kiosk", "zweiter")
	if err != nil {
		t.Fatal(err)
	}
	d.Clock.Advance(25 * time.Hour)
	refused("a link of yesterday", "frontdesk.device_link", home.ask(t, "mutation($t: String!) { openDevice(input: {token: $t}) { id } }", map[string]any{"t": link}, nil))
	refused("a stranger lets a device in", "UNAUTHENTICATED", home.ask(t, `mutation { letInDevice(input: {site: "rathaus", kind: "kiosk", name: "x"}) { token } }`, nil, nil))
}

// Whoever has an appointment says so at the door: by the code on the confirmation, by its QR code, at a kiosk or on a phone.
func TestWhoHasAnAppointmentChecksIn(t *testing.T) {
	t.Parallel()
	d := openDoor(t)
	q := capacity.Query{Site: "rathaus", Concern: "extend", People: 1, Purpose: capacity.Booking}
	book := func(at string) *appointments.Appointment {
		t.Helper()
		a, err := d.booking.BookFor(t.Context(), appointments.Party{Name: "Amal", Email: "amal@example.org", Language: "ar"}, q, at, at, ids.New())
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	byNumber, byLink, tomorrow := book("2026-11-24T09:20"), book("2026-11-24T10:00"), book("2026-11-25T09:20")
	d.Clock.Set(byNumber.StartsAt.Add(-15 * time.Minute))
	kiosk := d.device(t, "rathaus", "kiosk")
	at := func(code string) map[string]any { return map[string]any{"site": "rathaus", "code": code} }
	first, code := kiosk.checkIn(t, at(" "+byNumber.Number+" "))
	if code != "" || first.Number != "T001" || first.State != "waiting" {
		t.Fatal(code, first)
	}
	if again, code := kiosk.checkIn(t, at(byNumber.Number)); code != "" || again.Token != first.Token {
		t.Fatal("twice is the same ticket:", code)
	}
	token, _ := kiosk.presence(t, "rathaus")
	pass, _ := kiosk.enter(t, "rathaus", token)
	onPhone := at(d.booking.CheckInCode(byLink))
	onPhone["pass"] = pass
	if second, code := d.browser(t).checkIn(t, onPhone); code != "" || second.Number != "T002" {
		t.Fatal(code, second)
	}
	if _, code := kiosk.checkIn(t, at(tomorrow.Number)); code != "frontdesk.not_today" {
		t.Fatal(code)
	}
	if _, code := kiosk.checkIn(t, at("NOBODY")); code != "appointments.none" {
		t.Fatal(code)
	}
}
