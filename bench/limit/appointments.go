package limit

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/appointments"
	"github.com/ankunft/ankunft/modules/capacity"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/ids"
)

// Calendar is what is open on the days from From for one concern of so many cells at a site, prepared in memory: by day, then by counter. What of a
// day is over or too near is taken out of Steps.
type Calendar struct {
	Site, Concern string
	Cells         int
	From          clock.Date
	Days          [][]capacity.Bookable

	counters []uuid.UUID
	place    map[uuid.UUID]int // in counters
	places   [][]int           // in counters, of each of Days
}

// CalendarOf asks the office what it has open in the days that one can look at.
func CalendarOf(ctx context.Context, s *appointments.Service, site, concern string) (*Calendar, error) {
	known, ok := s.Rules.Concern(concern)
	if !ok {
		return nil, errors.New("nobody comes for " + concern)
	}
	plan, err := s.Plan(ctx)
	if err != nil {
		return nil, err
	}
	q := capacity.Query{Site: site, Concern: concern, People: 1, Purpose: capacity.Booking}
	first, last := s.Horizon()
	c := &Calendar{Site: site, Concern: concern, Cells: known.Cells(1), From: first}
	for day := first; !last.Before(day); day = day.AddDays(1) {
		c.Days = append(c.Days, plan.Bookable(q, known, day, s.DB.Clock.Now()))
	}
	return c, nil
}

// Prepare lets the server answer for appointments.
func (s *Server) Prepare(c *Calendar) {
	c.place = map[uuid.UUID]int{}
	c.places = make([][]int, len(c.Days))
	for n, day := range c.Days {
		for _, o := range day {
			if _, ok := c.place[o.Counter]; !ok {
				c.place[o.Counter] = len(c.counters)
				c.counters = append(c.counters, o.Counter)
			}
			c.places[n] = append(c.places[n], c.place[o.Counter])
		}
	}
	s.calendar = c
}

// One value for all days of all counters: what it costs to send and read a row is more than the row.
const readTaken = `SELECT string_agg(uuid_send(resource_id) || date_send(day) || bit_send(taken), ''::bytea)
FROM appointments.day WHERE resource_id = ANY($1) AND day BETWEEN $2 AND $3`

// taken is what is taken at each counter on days in a row.
type taken struct {
	c     *Calendar
	first int // in c.Days
	days  int
	masks []capacity.Mask // by counter, then by day
}

// ScanBytes implements pgtype.BytesScanner: 16 bytes of the counter, 4 of the day, 4 of the length, 36 of the cells.
func (t *taken) ScanBytes(raw []byte) error {
	from := int(time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC).Sub(t.c.From.Time(time.UTC)).Hours()/24) - t.first
	t.masks = make([]capacity.Mask, len(t.c.counters)*t.days)
	at := 0
	for ; len(raw) >= 60; raw = raw[60:] {
		if id := uuid.UUID(raw[:16]); t.c.counters[at] != id { // those of one counter stand together
			at = t.c.place[id]
		}
		day := from + int(int32(binary.BigEndian.Uint32(raw[16:20]))) // PostgreSQL counts from 2000-01-01, both ways
		m := &t.masks[at*t.days+day]
		for i := range m[:4] {
			m[i] = binary.BigEndian.Uint64(raw[24+8*i:])
		}
		m[4] = uint64(binary.BigEndian.Uint32(raw[56:])) << 32
	}
	return nil
}

func (s *Server) taken(ctx context.Context, first, days int) (*taken, error) {
	c := s.calendar
	t := &taken{c: c, first: first, days: days}
	return t, s.pool.QueryRow(ctx, readTaken, c.counters, c.From.AddDays(first), c.From.AddDays(first+days-1)).Scan(t)
}

// starts are the cells at which an appointment can begin at the i-th opening of a day.
func (t *taken) starts(day, i int) capacity.Mask {
	o := &t.c.Days[day][i]
	m := o.Open.Without(&t.masks[t.c.places[day][i]*t.days+day-t.first])
	m = m.Starts(t.c.Cells)
	return m.And(&o.Steps)
}

// days answers with a figure for each day: 0 closed, 1 full, 2 free.
func (s *Server) days(w http.ResponseWriter, r *http.Request) {
	c := s.calendar
	t, err := s.taken(r.Context(), 0, len(c.Days))
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	out := append(append([]byte(`{"from":"`), c.From.String()...), `","days":[`...)
	for n, openings := range c.Days {
		state := min(len(openings), 1)
		for i := range openings {
			if m := t.starts(n, i); !m.Empty() {
				state = 2
				break
			}
		}
		if n > 0 {
			out = append(out, ',')
		}
		out = strconv.AppendInt(out, int64(state), 10)
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(append(out, "]}"...))
}

// hold writes what a held time writes, in one statement: occupation, appointment, request, and the trail with its chain. Nothing is written if the
// time is taken at this counter by now.
const hold = `WITH taken AS (INSERT INTO appointments.occupation (appointment_id, resource_id, day, first, cells, during)
  VALUES ($1, $2, $3, $4, $5, tstzrange($6, $7)) ON CONFLICT DO NOTHING RETURNING 1),
made AS (INSERT INTO appointments.appointment (id, number, purpose, state, site, concern, people, counter_id, starts_at, ends_at, language, held_until, created_at)
  SELECT $1, $8, 'booking', 'held', $9, $10, 1, $2, $6, $7, 'de', $11, $12 FROM taken RETURNING id),
asked AS (INSERT INTO appointments.request (key, appointment_id, at) SELECT $13, id, $12 FROM made),
chain AS (INSERT INTO audit.chain (record_kind, record_id, seq, prev, head) SELECT 'appointment', id, 1, $14, sha256($14 || int8send(1) || convert_to($8, 'UTF8')) FROM made
  RETURNING record_id, seq, prev, head),
trail AS (INSERT INTO audit.entry (record_kind, record_id, seq, at, actor_kind, action, details, prev, hash)
  SELECT 'appointment', record_id, seq, $12, 'public', 'appointment.held', jsonb_build_object('site', $9::text, 'concern', $10::text, 'start', $6), prev, head FROM chain)
SELECT count(*) FROM made`

func (s *Server) hold(w http.ResponseWriter, r *http.Request) {
	var in struct {
		Day, Cell int
		Key       string
	}
	if !read(w, r, &in) {
		return
	}
	held, err := s.take(r.Context(), in.Day, in.Cell, in.Key)
	if err == nil && held == nil {
		held, err = s.nearest(r.Context(), in.Day, in.Cell)
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(held)
}

// take tries the free counters one after the other; nil if there is none.
func (s *Server) take(ctx context.Context, day, cell int, key string) (any, error) {
	c := s.calendar
	if day < 0 || day >= len(c.Days) {
		return nil, errors.New("no such day")
	}
	t, err := s.taken(ctx, day, 1)
	if err != nil {
		return nil, err
	}
	date, now := c.From.AddDays(day), clock.System().Now().Truncate(time.Microsecond)
	starts := time.Date(date.Year, date.Month, date.Day, 0, 5*cell, 0, 0, clock.Berlin)
	ends, until, zero := starts.Add(time.Duration(5*c.Cells)*time.Minute), now.Add(10*time.Minute), sha256.Sum256(nil)
	turn := rand.IntN(len(c.Days[day]) + 1) // not a secret
	for i := range c.Days[day] {
		i = (i + turn) % len(c.Days[day])
		if free := t.starts(day, i); !free.Has(cell) {
			continue
		}
		o := &c.Days[day][i]
		id, made := ids.New(), 0
		err := s.pool.QueryRow(ctx, hold, id, o.Counter, date, cell, c.Cells, starts, ends, ids.SecretCode()[:14], c.Site, c.Concern, until, now, ids.Hash(key), zero[:]).Scan(&made)
		if err != nil {
			return nil, err
		}
		if made > 0 {
			return map[string]any{"id": id, "until": until, "start": starts}, nil
		}
	}
	return nil, nil // somebody was faster
}

// nearest are free times of the day and the week after it, for whoever was too slow.
func (s *Server) nearest(ctx context.Context, day, cell int) (any, error) {
	c := s.calendar
	most := min(8, len(c.Days)-day)
	t, err := s.taken(ctx, day, most)
	if err != nil {
		return nil, err
	}
	near := []string{}
	for n := day; n < day+most && len(near) < 5; n++ {
		var all capacity.Mask
		for i := range c.Days[n] {
			free := t.starts(n, i)
			all = all.Or(&free)
		}
		for away := 0; away < 288 && len(near) < 5; away++ {
			if at := cell - away; all.Has(at) {
				near = append(near, c.moment(n, at))
			}
			if at := cell + away; away > 0 && all.Has(at) {
				near = append(near, c.moment(n, at))
			}
		}
	}
	return map[string]any{"code": "appointments.slot_taken", "nearest": near}, nil
}

func (c *Calendar) moment(day, cell int) string {
	return fmt.Sprintf("%sT%02d:%02d", c.From.AddDays(day), cell/12, cell%12*5)
}
