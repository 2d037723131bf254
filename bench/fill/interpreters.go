package fill

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/ankunft/ankunft/cmd/office"
	"github.com/ankunft/ankunft/platform/clock"
)

// How large the directory is: how many interpret, how many bookings each has, how many stretches of time each has said.
const (
	Linguists     = 2000
	bookingsOf    = 100
	bookingsAhead = 40
	weekdaysSaid  = 125 // two stretches a day
	Bookings      = Linguists * bookingsOf
	Stretches     = Linguists * weekdaysSaid * 2
	// OnCall are the first of them: they have accounts, and speak the language of calls too.
	OnCall         = 100
	LanguageOfCall = "lin"
)

// spokenBy are the languages of the directory and how many of a thousand speak them.
var spokenBy = []struct {
	language string
	weight   int
}{{"ara", 160}, {"rus", 130}, {"ukr", 120}, {"tur", 110}, {"pes", 90}, {"prs", 80}, {"eng", 80}, {"fra", 60}, {"kmr", 50}, {"vie", 40}, {"spa", 40}, {"som", 20}, {"tir", 20}}

// LinguistID is the entry of somebody in the directory, AccountOf the account of one who is on call.
func LinguistID(n int) uuid.UUID {
	return uuid.NewSHA1(uuid.NameSpaceOID, []byte("bench linguist "+strconv.Itoa(n)))
}

// AccountOf is the account of interpreter n.
func AccountOf(n int) uuid.UUID {
	return uuid.NewSHA1(uuid.NameSpaceOID, []byte("bench account of linguist "+strconv.Itoa(n)))
}

// Interpreters fills the empty, migrated database of an office with a directory, what each has said about their time, and bookings.
func Interpreters(ctx context.Context, o *office.Office, tell io.Writer) error {
	start := o.DB.Clock.Now()
	pooled, err := o.DB.Pool().Acquire(ctx)
	if err != nil {
		return err
	}
	defer pooled.Release()
	conn := pooled.Conn()
	if err := openTown(0, start, o.Catalogue.City(), nil).employ(ctx, conn); err != nil {
		return err
	}
	back, err := bare(ctx, conn, []string{"linguists", "interpreters"})
	if err != nil {
		return err
	}
	p := newBabel(start)
	for n := range Linguists {
		p.linguist(n)
		if n%200 == 199 || n == Linguists-1 {
			if err := p.send(ctx, conn); err != nil {
				return err
			}
		}
	}
	if err := finish(ctx, conn.Config().ConnString(), back); err != nil {
		return err
	}
	fmt.Fprintf(tell, "  %d interpreters after %.0f s\n", Linguists, o.DB.Clock.Now().Sub(start).Seconds())
	_, err = conn.Exec(ctx, "VACUUM ANALYZE")
	return err
}

// babel makes the rows of interpreters.
type babel struct {
	now   time.Time
	today clock.Date
	r     *rand.Rand

	accounts, people, skills, proofs, hours, times, requests, assignments table
}

func newBabel(now time.Time) *babel {
	return &babel{
		now: now, today: clock.Today(now),
		accounts:    table{name: "identity.account", columns: "id, kind, issuer, subject, email, email_verified, name, trust, created_at"},
		people:      table{name: "linguists.interpreter", columns: "id, kind, name, email, modes, travel_minutes, travel_km, account_id, created_at"},
		skills:      table{name: "linguists.skill", columns: "id, interpreter_id, language, form, level, sworn"},
		proofs:      table{name: "linguists.proof", columns: "id, interpreter_id, kind, issued_on, noted_by, noted_at"},
		hours:       table{name: "interpreters.hours", columns: "id, interpreter_id, weekday, from_minute, to_minute, modes, valid_from"},
		times:       table{name: "interpreters.availability", columns: "interpreter_id, during, modes"},
		requests:    table{name: "interpreters.request", columns: "id, key, about_kind, about_id, language, form, mode, site, during, manner, offer_minutes, team, state, asked_at"},
		assignments: table{name: "interpreters.assignment", columns: "id, request_id, interpreter_id, state, during, blocked, cents, team, created_at"},
	}
}

func (b *babel) send(ctx context.Context, conn *pgx.Conn) error {
	for _, t := range []*table{&b.accounts, &b.people, &b.skills, &b.proofs, &b.hours, &b.times, &b.requests, &b.assignments} {
		if err := t.send(ctx, conn.PgConn()); err != nil {
			return err
		}
	}
	return nil
}

var (
	inEveryWay   = []string{"on_site", "phone", "video"}
	said         = [][2]int{{8 * 60, 12 * 60}, {13 * 60, 17 * 60}} // of each weekday
	placesOfDay  = []int{9 * 60, 11 * 60, 14 * 60, 16 * 60}        // when bookings begin, each of an hour
	teamOfPeople = "study"
)

func (b *babel) linguist(n int) {
	b.r = rand.New(rand.NewPCG(seed, uint64(n))) // not a secret
	id, travel := LinguistID(n), b.r.IntN(30)
	var account uuid.UUID
	if n < OnCall {
		account = AccountOf(n)
		b.accounts.row(account, "applicant", "email", mailbox(n), mailbox(n), true, "", "email", b.now)
		b.skills.row(newID(b.r, b.now), id, LanguageOfCall, "spoken", "C1", false)
	}
	b.people.row(id, "person", pick(b.r, givens).text+" "+pick(b.r, families).text, mailbox(n), inEveryWay, travel, travel/2, account, b.now)
	for _, language := range b.languages() {
		b.skills.row(newID(b.r, b.now), id, language, "spoken", "C1", b.r.IntN(3) == 0)
	}
	for _, kind := range []string{"secrecy", "data_protection"} {
		b.proofs.row(newID(b.r, b.now), id, kind, b.today.AddDays(-400), ClerkID(teamOfPeople, 0), b.now)
	}
	for weekday := 1; weekday <= 5; weekday++ {
		for _, x := range said {
			b.hours.row(newID(b.r, b.now), id, weekday, x[0], x[1], inEveryWay, "2020-01-01")
		}
	}
	b.stretches(id)
	b.bookings(id, travel)
}

func mailbox(n int) string { return "l" + strconv.Itoa(n) + "@mail.example" }

// Spoken draws a language as often as it is spoken.
func Spoken(r *rand.Rand) string {
	weights := make([]int, len(spokenBy))
	for i, s := range spokenBy {
		weights[i] = s.weight
	}
	return spokenBy[weighted(r, weights...)].language
}

// languages are one or two.
func (b *babel) languages() []string {
	found := []string{Spoken(b.r)}
	if other := Spoken(b.r); b.r.IntN(2) == 0 && other != found[0] {
		found = append(found, other)
	}
	return found
}

func weekend(day clock.Date) bool {
	weekday := day.Time(time.UTC).Weekday()
	return weekday == time.Saturday || weekday == time.Sunday
}

func (b *babel) at(day clock.Date, minute int) time.Time {
	return time.Date(day.Year, day.Month, day.Day, 0, minute, 0, 0, clock.Berlin)
}

func between(from, to time.Time) string {
	return "[" + string(appendValue(nil, from)) + "," + string(appendValue(nil, to)) + ")"
}

// stretches are the times of so many weekdays, the last of them 119 days ahead.
func (b *babel) stretches(id uuid.UUID) {
	day := b.today.AddDays(119)
	for left := weekdaysSaid; left > 0; day = day.AddDays(-1) {
		if weekend(day) {
			continue
		}
		left--
		for _, x := range said {
			b.times.row(id, between(b.at(day, x[0]), b.at(day, x[1])), inEveryWay)
		}
	}
}

// bookings are some ahead within sixty days, the others in the two years before; no two at a time.
func (b *babel) bookings(id uuid.UUID, travel int) {
	taken := map[[2]int]bool{}
	for made := 0; made < bookingsOf; {
		day, place := -1-b.r.IntN(700), b.r.IntN(len(placesOfDay))
		if made < bookingsAhead {
			day = 1 + b.r.IntN(60)
		}
		if taken[[2]int{day, place}] || weekend(b.today.AddDays(day)) {
			continue
		}
		taken[[2]int{day, place}] = true
		made++
		b.book(id, travel, b.today.AddDays(day), placesOfDay[place], day < 0)
	}
}

func (b *babel) book(id uuid.UUID, travel int, day clock.Date, minute int, over bool) {
	from, to := b.at(day, minute), b.at(day, minute+60)
	way := time.Duration(travel) * time.Minute
	asked := slices.MinFunc([]time.Time{from.AddDate(0, 0, -10), b.now.Add(-time.Hour)}, time.Time.Compare)
	request := newID(b.r, asked)
	state, ended := "booked", "filled"
	if over {
		state, ended = "ended", "ended"
	}
	b.requests.row(request, request[:], "appointment", newID(b.r, asked), "ara", "spoken", "on_site", "rathaus", between(from, to), "in_turn", 1440, teamOfPeople, ended, asked)
	b.assignments.row(newID(b.r, asked), request, id, state, between(from, to), between(from.Add(-way), to.Add(way)), 11067, teamOfPeople, asked)
}
