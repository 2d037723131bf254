package office_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"maps"
	"math/bits"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ankunft/ankunft/cmd/office"
	"github.com/ankunft/ankunft/cmd/office/officetest"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/platform/ids"
)

// nachbarstadt is the folder of the second city that we ship.
func nachbarstadt() string { return filepath.Join(filepath.Dir(officetest.City()), "nachbarstadt") }

// neighbour boots the office of the second city: the same program, another folder.
func neighbour(t *testing.T) *officetest.Office {
	t.Helper()
	o := officetest.Boot(t, officetest.Configured(func(c *office.Config) { c.City, c.MailDomain = nachbarstadt(), "nachbarstadt.example" }))
	if err := o.Appointments.Begin(t.Context()); err != nil {
		t.Fatal(err)
	}
	return o
}

// solve does the work that a browser does before it may hold a time.
func solve(challenge string, zeros int) string {
	for n := 0; ; n++ {
		text := fmt.Sprintf("%s:%d", challenge, n)
		if sum := sha256.Sum256([]byte(text)); bits.LeadingZeros64(binary.BigEndian.Uint64(sum[:8])) >= zeros {
			return text
		}
	}
}

type bookingOffer struct {
	Sites    []struct{ Key string }
	Concerns []struct {
		Key, Title, Booking string
		Minutes             int
		Purposes            []string
	}
	Questions        []struct{ Key string }
	Release          []struct{ Share, Days int }
	EmergencyOpensAt string
	HorizonDays      int
	Challenge        struct {
		Text string
		Bits int
	}
}

// booking is what somebody without an account does at the second city's door.
type booking struct {
	*officetest.Person
	office *officetest.Office
	offer  bookingOffer
}

func (b *booking) times(t *testing.T, day string) []string {
	t.Helper()
	var got struct{ FreeTimes []string }
	b.Must(t, `query($s: FreeSearch!, $d: Date!) { freeTimes(search: $s, day: $d) }`,
		map[string]any{"s": map[string]any{"site": "stadthaus", "concern": "extend", "people": 2}, "d": day}, &got)
	return got.FreeTimes
}

const holdDocument = `mutation($in: HoldAppointment!) { holdAppointment(input: $in) { token minutes } }`

// wish asks for a time, with work done for it: each piece is good for one.
func (b *booking) wish(t *testing.T, start string, more map[string]any) map[string]any {
	t.Helper()
	var shown struct{ AppointmentOffer bookingOffer }
	b.Must(t, `{ appointmentOffer { challenge { text bits } } }`, nil, &shown)
	challenge := shown.AppointmentOffer.Challenge
	in := map[string]any{
		"site": "stadthaus", "concern": "extend", "people": 2, "start": start, "language": "tr", "key": ids.Token(),
		"work": solve(challenge.Text, challenge.Bits),
	}
	maps.Copy(in, more)
	return map[string]any{"in": in}
}

// hold keeps a time and returns its token.
func (b *booking) hold(t *testing.T, start string) string {
	t.Helper()
	var got struct {
		HoldAppointment struct {
			Token   string
			Minutes int
		}
	}
	b.Must(t, holdDocument, b.wish(t, start, nil), &got)
	if got.HoldAppointment.Minutes != 45 {
		t.Errorf("two people have %d minutes", got.HoldAppointment.Minutes)
	}
	return got.HoldAppointment.Token
}

const ayse = "ayse@post.example"

func named(token string) map[string]any {
	return map[string]any{"in": map[string]any{"token": token, "name": "Ayşe Yılmaz", "email": ayse}}
}

const confirmDocument = `mutation($in: ConfirmAppointment!) { confirmAppointment(input: $in) { state } }`

const requestDocument = `mutation($in: RequestAppointment!) { requestAppointment(input: $in) { email } }`

// mail is the newest one that the guest got, after so many.
func (b *booking) mail(t *testing.T, n int) messages.Mail {
	t.Helper()
	b.office.Work(t)
	sent := b.office.Mailer.Sent(ayse)
	if len(sent) != n {
		t.Fatalf("%d mails, not %d", len(sent), n)
	}
	return sent[n-1]
}

const visitFields = `{ token number state day time minutes checkIn permitted site { name } concern(language: "tr") { title } papers(language: "tr") { title } }`

type visit struct {
	Token, Number, State, Day, Time string
	Minutes                         int
	CheckIn                         *string
	Permitted                       []string
	Site                            struct{ Name string }
	Concern                         struct{ Title string }
	Papers                          []struct{ Title string }
}

func (b *booking) change(t *testing.T, field, input, token string) visit {
	t.Helper()
	var got map[string]visit
	b.Must(t, "mutation($in: "+input+"!) { "+field+"(input: $in) "+visitFields+" }", map[string]any{"in": map[string]any{"token": token}}, &got)
	return got[field]
}

// The second city has another plan by its folder alone: one site, by appointment only, all times of a day at once four weeks ahead, nothing for what cannot
// wait. Somebody books there in Turkish, by mail, and cancels.
func TestTheSecondCityIsAFolder(t *testing.T) {
	t.Parallel()
	o := neighbour(t)
	b := &booking{Person: o.Stranger(t), office: o}
	var shown struct{ AppointmentOffer bookingOffer }
	b.Must(t, `{ appointmentOffer(language: "tr") { sites { key } concerns { key title booking minutes purposes } questions { key }
 release { share days } emergencyOpensAt horizonDays challenge { text bits } } }`, nil, &shown)
	b.offer = shown.AppointmentOffer
	b.looksAsItsFolderSays(t)
	b.takesNobodyWithoutAnAppointment(t)

	const thursday = "2026-11-26"
	before := b.times(t, thursday)
	token := b.hold(t, thursday+"T"+before[0])
	b.Must(t, requestDocument, named(token), nil)
	confirm := b.mail(t, 1)
	link := regexp.MustCompile(`/appointments/confirm#(\S+)`).FindStringSubmatch(confirm.Text)
	if confirm.Language != "tr" || confirm.Subject != "Lütfen randevunuzu onaylayın" || link == nil || !strings.Contains(confirm.Text, "45 dakika") {
		t.Fatalf("%s: %s\n%s", confirm.Language, confirm.Subject, confirm.Text)
	}
	booked := b.change(t, "confirmAppointment", "ConfirmAppointment", link[1])
	if booked.State != "booked" || booked.Day != thursday || booked.Time != before[0] || booked.Site.Name != "Stadthaus" || booked.CheckIn == nil ||
		booked.Concern.Title != "Oturma iznini uzatmak" || len(booked.Papers) == 0 || len(booked.Permitted) != 3 {
		t.Errorf("%+v", booked)
	}
	told := b.mail(t, 2)
	b.entry(t, told, "METHOD:REQUEST\r\n", "SUMMARY:Randevu: Stadt Nachbarstadt", "LOCATION:Stadthaus\\, Marktstraße 5\\, 99998 Nachbarstadt")
	if !strings.Contains(told.Text, "Randevu numarası: "+booked.Number) || !strings.Contains(told.Text, "Terminnummer: "+booked.Number) {
		t.Error("in Turkish and in German:", told.Text)
	}
	b.Must(t, requestDocument, named(b.hold(t, thursday+"T"+before[len(before)-1])), nil) // who only types an address hears nothing
	link = regexp.MustCompile(`/appointments/confirm#(\S+)`).FindStringSubmatch(b.mail(t, 3).Text)
	if a := b.Ask(t, confirmDocument, map[string]any{"in": map[string]any{"token": link[1]}}); a.Code() != "appointments.too_many" {
		t.Error("one person has two appointments:", a.Raw)
	}

	cancelled := b.change(t, "cancelAppointment", "CancelAppointment", booked.Token)
	if cancelled.State != "cancelled" || cancelled.CheckIn != nil || len(cancelled.Permitted) != 0 {
		t.Errorf("%+v", cancelled)
	}
	b.entry(t, b.mail(t, 4), "METHOD:CANCEL\r\n", "STATUS:CANCELLED\r\n", "SEQUENCE:1\r\n")
	o.Clock.Advance(46 * time.Minute) // the second request has run out
	if _, err := o.Appointments.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, b.times(t, thursday)); diff != "" {
		t.Error("not all times are free again:", diff)
	}
}

func (b *booking) looksAsItsFolderSays(t *testing.T) {
	t.Helper()
	offer := b.offer
	if len(offer.Sites) != 1 || len(offer.Release) != 1 || offer.Release[0].Share != 100 || offer.Release[0].Days != 28 || offer.HorizonDays != 28 {
		t.Errorf("%+v", offer)
	}
	for _, c := range offer.Concerns {
		if !slices.Equal(c.Purposes, []string{"booking"}) {
			t.Errorf("%s is for %v", c.Key, c.Purposes)
		}
	}
	var got struct {
		FreeDays struct {
			From string
			Days []int
		}
	}
	b.Must(t, `query($s: FreeSearch!) { freeDays(search: $s) { from days } }`,
		map[string]any{"s": map[string]any{"site": "stadthaus", "concern": "extend", "people": 1}}, &got)
	// From a Saturday on: closed at the weekend and on Wednesdays.
	if diff := cmp.Diff([]int{0, 0, 2, 2, 0, 2, 2, 0, 0}, got.FreeDays.Days[:9]); diff != "" || len(got.FreeDays.Days) != 28 {
		t.Error(got.FreeDays.From, diff)
	}
}

func (b *booking) takesNobodyWithoutAnAppointment(t *testing.T) {
	t.Helper()
	if len(b.offer.Questions) != 0 || b.offer.EmergencyOpensAt != "" {
		t.Errorf("asks %v, opens at %q", b.offer.Questions, b.offer.EmergencyOpensAt)
	}
	urgent := map[string]any{"urgent": map[string]any{"violence": true}}
	if a := b.Ask(t, holdDocument, b.wish(t, "2026-11-23T09:00", urgent)); a.Code() != "appointments.not_urgent" {
		t.Error(a.Raw)
	}
	var got struct{ AppointmentNeed struct{ Urgent bool } }
	b.Must(t, `query($a: JSON!) { appointmentNeed(answers: $a) { urgent } }`, map[string]any{"a": map[string]any{"violence": true}}, &got)
	if got.AppointmentNeed.Urgent {
		t.Error("something is urgent where nothing is ranked")
	}
	if a := b.Ask(t, `{ walkIn(site: "stadthaus") { __typename } }`, nil); a.Code() != "frontdesk.off" {
		t.Error("one can walk in:", a.Raw)
	}
}

// entry reads the calendar file of a mail.
func (b *booking) entry(t *testing.T, m messages.Mail, want ...string) {
	t.Helper()
	if len(m.Attachments) != 1 {
		t.Fatalf("%s: %d attachments", m.Subject, len(m.Attachments))
	}
	text := strings.ReplaceAll(string(m.Attachments[0].Data), "\r\n ", "") // unfolded
	for _, line := range append(want, "@nachbarstadt.example\r\n") {
		if !strings.Contains(text, line) {
			t.Errorf("%s: the calendar lacks %q:\n%s", m.Subject, line, text)
		}
	}
}

func checkFolder(folder string) (status int, said string) {
	var out bytes.Buffer
	status = office.Main(nil, []string{"catalogue", "check", folder}, &out, &out)
	return status, out.String()
}

// The cities that we ship are whole: services and appointments, in all their languages.
func TestTheCitiesAreWhole(t *testing.T) {
	t.Parallel()
	for _, folder := range []string{officetest.City(), nachbarstadt()} {
		if status, said := checkFolder(folder); status != 0 {
			t.Errorf("%s: %s", folder, said)
		}
	}
}

// Whoever writes a city's folder hears of all that is wrong with its appointments, with file and line, beside the faults of its services.
func TestFaultsOfAppointmentsAreToldWithTheirLine(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	if err := os.CopyFS(folder, os.DirFS(nachbarstadt())); err != nil {
		t.Fatal(err)
	}
	edit := func(file, old, replacement string) {
		path := filepath.Join(folder, file)
		raw, err := os.ReadFile(path)
		if err != nil || !strings.Contains(string(raw), old) {
			t.Fatalf("%s does not hold %q (%v)", file, old, err)
		}
		if err := os.WriteFile(path, []byte(strings.Replace(string(raw), old, replacement, 1)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	told := func(want ...string) {
		t.Helper()
		status, said := checkFolder(folder)
		for _, w := range want {
			if status == 0 || !strings.Contains(said, w) {
				t.Errorf("status %d, want %q in:\n%s", status, w, said)
			}
		}
	}
	edit("appointments.yaml", "services: [16b-extension]", "services: [16b-shortening]")
	edit("appointments.yaml", "    services: [16b-extension]", "    services: [16b-gone]")
	told(`appointments.yaml:23: concern "extend": the city has no service "16b-shortening"`, `appointments.yaml:31: series "card": the city has no service "16b-gone"`)
	edit("appointments.yaml", "purposes: [booking], picture: collect", "purposes: [booking, emergency], picture: collect")
	edit("appointments.yaml", "share: 100", "share: 90")
	edit("appointments/uk.yaml", "  collect:", "  collected:")
	edit("fees.yaml", "cents: 9300", "cents: many")
	if err := os.WriteFile(filepath.Join(folder, "frontdesk.yaml"), []byte("last_ticket_minutes: 30\ncall_minutes: 0\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	told("fees.yaml:", `appointments.yaml:19: release: the shares add up to 90`, `appointments.yaml:24: concerns[1]: is for the emergency counter`,
		`appointments/uk.yaml:1: text "concerns.collect.title" is missing`, `appointments/uk.yaml:5: nobody comes for "collected"`,
		"frontdesk.yaml:2: call_minutes: must be at least 1")
}
