package fill

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"golang.org/x/sync/errgroup"

	"github.com/ankunft/ankunft/cmd/office"
	"github.com/ankunft/ankunft/platform/clock"
)

const (
	sites           = 5
	countersOfSite  = 20
	cellOfMinutes   = 5
	horizon         = 60
	bookedInThePast = 90 // of 100 cells
)

// Site is the key of a site of the office with appointments.
func Site(n int) string { return "haus-" + strconv.Itoa(n+1) }

// stretches of each weekday: 8 to 12 and 13 to 16 o'clock, in cells of five minutes.
var stretches = [][2]int{{96, 144}, {156, 192}}

// visits are what people come for: the concern, its cells for one person, and how often.
var visits = []struct {
	concern string
	cells   int
	weight  int
}{{"extend", 4, 6}, {"collect", 2, 2}, {"work", 6, 2}}

// Appointments fills the empty, migrated database of an office with about so many appointments: five sites with twenty counters each, open
// on weekdays; the next sixty days full at first and emptier towards their end, 70 of 100 cells on the whole; the rest in the past.
func Appointments(ctx context.Context, o *office.Office, n int, tell io.Writer) error {
	start := o.DB.Clock.Now()
	pooled, err := o.DB.Pool().Acquire(ctx)
	if err != nil {
		return err
	}
	defer pooled.Release()
	conn := pooled.Conn()
	back, err := bare(ctx, conn, []string{"appointments"})
	if err != nil {
		return err
	}
	h := &houses{now: start, today: clock.Today(start), holiday: o.Appointments.Holiday, want: int64(n)}
	if err := h.build(ctx, conn); err != nil {
		return err
	}
	url := conn.Config().ConnString()
	if err := h.copyAll(ctx, url); err != nil {
		return err
	}
	took := func() float64 { return o.DB.Clock.Now().Sub(start).Seconds() }
	fmt.Fprintf(tell, "  %d appointments copied after %.0f s\n", h.made.Load(), took())
	// What the trigger would have kept.
	if _, err := conn.Exec(ctx, `INSERT INTO appointments.day (resource_id, day, taken)
SELECT resource_id, day, bit_or(appointments.cells(first, cells)) FROM appointments.occupation GROUP BY 1, 2 ORDER BY 2, 1`); err != nil {
		return fmt.Errorf("compute days: %w", err)
	}
	fmt.Fprintf(tell, "  days after %.0f s\n", took())
	if err := finish(ctx, url, back); err != nil {
		return err
	}
	fmt.Fprintf(tell, "  keys and indexes after %.0f s\n", took())
	_, err = conn.Exec(ctx, "VACUUM ANALYZE")
	return err
}

// houses are the sites of the office and how far their appointments are made.
type houses struct {
	now     time.Time
	today   clock.Date
	holiday func(clock.Date) bool
	want    int64
	made    atomic.Int64

	counters []counter
}

type counter struct {
	id   uuid.UUID
	site string
}

// build writes the plan.
func (h *houses) build(ctx context.Context, conn *pgx.Conn) error {
	r := rand.New(rand.NewPCG(seed, 0)) // not a secret
	places := &table{name: "appointments.site", columns: "key, name, street, place, position"}
	resources := &table{name: "appointments.resource", columns: "id, kind, site, key, name"}
	open := &table{name: "appointments.stretch", columns: "id, counter_id, purpose, weekday, from_minute, to_minute, valid_from"}
	for s := range sites {
		places.row(Site(s), "Haus "+strconv.Itoa(s+1), "Rathausplatz "+strconv.Itoa(s+1), "99999 Musterstadt", s)
		for c := range countersOfSite {
			id := newID(r, h.now)
			h.counters = append(h.counters, counter{id, Site(s)})
			resources.row(id, "counter", Site(s), strconv.Itoa(c+1), "Schalter "+strconv.Itoa(c+1))
			for weekday := 1; weekday <= 5; weekday++ {
				for _, x := range stretches {
					open.row(newID(r, h.now), id, "booking", weekday, x[0]*cellOfMinutes, x[1]*cellOfMinutes, "2000-01-01")
				}
			}
		}
	}
	for _, t := range []*table{places, resources, open} {
		if err := t.send(ctx, conn.PgConn()); err != nil {
			return err
		}
	}
	_, err := conn.Exec(ctx, "UPDATE appointments.plan SET version = version + 1")
	return err
}

// copyAll makes the days from the last of the horizon backwards until there are enough appointments.
func (h *houses) copyAll(ctx context.Context, url string) error {
	var next atomic.Int64
	g, ctx := errgroup.WithContext(ctx)
	for range runtime.NumCPU() {
		g.Go(func() error {
			conn, err := pgx.Connect(ctx, url)
			if err != nil {
				return err
			}
			defer conn.Close(ctx)
			if _, err := conn.Exec(ctx, "SET session_replication_role = replica"); err != nil {
				return fmt.Errorf("rest triggers: %w", err)
			}
			a := &agenda{houses: h, appointments: table{name: "appointments.appointment", columns: "id, number, purpose, state, site, concern, people, counter_id, starts_at, " +
				"ends_at, name, email, language, who, version, created_at, booked_at, ended_at, ended_by, anonymised_at"},
				occupations: table{name: "appointments.occupation", columns: "appointment_id, resource_id, day, first, cells, during"}}
			for h.made.Load() < h.want {
				a.day(horizon - int(next.Add(1)))
				if a.appointments.rows < 10_000 {
					continue
				}
				if err := a.send(ctx, conn); err != nil {
					return err
				}
			}
			return a.send(ctx, conn)
		})
	}
	return g.Wait()
}

// agenda makes the appointments of single days.
type agenda struct {
	*houses
	r                         *rand.Rand
	number                    int64
	appointments, occupations table
}

func (a *agenda) send(ctx context.Context, conn *pgx.Conn) error {
	if err := a.appointments.send(ctx, conn.PgConn()); err != nil {
		return err
	}
	return a.occupations.send(ctx, conn.PgConn())
}

// day books a day, so many days from today, counter by counter.
func (a *agenda) day(ahead int) {
	day := a.today.AddDays(ahead)
	weekday := day.Time(time.UTC).Weekday()
	if weekday == time.Saturday || weekday == time.Sunday || a.holiday(day) {
		return
	}
	a.r = rand.New(rand.NewPCG(seed, uint64(horizon-ahead))) // not a secret
	a.number = int64(horizon-ahead) * 100_000
	booked := bookedInThePast
	if ahead >= 0 {
		booked = 122 - 100*ahead/horizon // full for two weeks, then less and less
	}
	weights := make([]int, len(visits))
	for i, v := range visits {
		weights[i] = v.weight
	}
	for _, c := range a.counters {
		for _, x := range stretches {
			for cell := x[0]; cell < x[1]; {
				v := visits[weighted(a.r, weights...)]
				if a.r.IntN(100) < booked && cell+v.cells <= x[1] {
					a.book(c, day, ahead, cell, v.concern, v.cells)
				}
				cell += v.cells
			}
		}
	}
}

func (a *agenda) book(c counter, day clock.Date, ahead, cell int, concern string, cells int) {
	a.number++
	a.made.Add(1)
	starts := time.Date(day.Year, day.Month, day.Day, 0, cell*cellOfMinutes, 0, 0, clock.Berlin)
	ends := starts.Add(time.Duration(cells*cellOfMinutes) * time.Minute)
	asked := starts.AddDate(0, 0, -1-a.r.IntN(50))
	if !asked.Before(a.now) {
		asked = a.now.Add(-time.Duration(1+a.r.IntN(10_000)) * time.Minute)
	}
	id, who := newID(a.r, asked), make([]byte, 32)
	for i := range who {
		who[i] = byte(a.r.Uint32())
	}
	state, name, email := "booked", pick(a.r, givens).text+" "+pick(a.r, families).text, fmt.Sprintf("p%d@mail.example", a.number)
	var ended, gone any
	var by any
	if ahead < 0 {
		state, ended, by = []string{"done", "missed"}[weighted(a.r, 9, 1)], ends, "office"
	}
	if ahead < -30 {
		name, email, gone = "", "", ends.AddDate(0, 0, 30)
	}
	a.appointments.row(id, signs(a.number), "booking", state, c.site, concern, 1, c.id, starts, ends, name, email, pick(a.r, spoken), who, 3, asked, asked, ended, by, gone)
	during := "[" + string(appendValue(nil, starts)) + "," + string(appendValue(nil, ends)) + ")"
	a.occupations.row(id, c.id, day, cell, cells, during)
}

var spoken = []string{"de", "en", "tr", "ar", "uk", "fa", "vi"}

// signs is a number that people read out: another one for each n, and spread as chance would.
func signs(n int64) string {
	const of, all, step = "3467CDFGHJKMNPQRTVWXY9", 22 * 22 * 22 * 22 * 22 * 22 * 22 * 22, 30_000_000_023 // prime to 22
	n = n * step % all
	text := []byte("0000-0000")
	for i := range text {
		if text[i] != '-' {
			text[i] = of[n%22]
			n /= 22
		}
	}
	return string(text)
}
