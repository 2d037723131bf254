package main

import (
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/ankunft/ankunft/bench/fill"
	"github.com/ankunft/ankunft/bench/stand"
)

// report is what a run found out.
type report struct {
	of                string // what databases are counted by: cases, appointments
	machine, postgres string
	day               string
	seconds           float64
	rounds            int
	rows              []row
	harms             []harm
	uploads           growth
	race              *race
	hall              *hall
	pool              *pool
	compliance        *compliance
	rush              *rush
}

// begin and end are where the tables stand in the document.
func (r *report) begin() string { return "<!-- measured" + r.mark() + ": begin -->\n" }
func (r *report) end() string   { return "<!-- measured" + r.mark() + ": end -->\n" }

func (r *report) mark() string {
	if r.of == "cases" {
		return ""
	}
	return " " + r.of
}

// publish prints the tables and, after a whole run, puts them into the document.
func (r *report) publish(out io.Writer, path string, whole bool) error {
	var b strings.Builder
	r.write(&b)
	fmt.Fprint(out, "\n"+b.String())
	if !whole {
		return nil
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	head, rest, found := strings.Cut(string(raw), r.begin())
	_, tail, closed := strings.Cut(rest, r.end())
	if !found || !closed {
		return fmt.Errorf("%s has no place for the tables", path)
	}
	return os.WriteFile(path, []byte(head+r.begin()+b.String()+r.end()+tail), 0o644) // a document for everybody
}

func (r *report) write(b *strings.Builder) {
	fmt.Fprintf(b, "Measured on %s: %s; PostgreSQL %s", r.day, r.machine, r.postgres)
	for _, name := range slices.Sorted(maps.Keys(stand.Settings)) {
		fmt.Fprintf(b, ", %s=%s", name, stand.Settings[name])
	}
	fmt.Fprintf(b, ". %d rounds of %.0f s for each server, in turn.\n", r.rounds, r.seconds)
	r.promises(b)
	for _, conns := range []int{16, 1} {
		r.table(b, conns)
	}
	r.abuse(b)
}

// promises are what was to be reached.
func (r *report) promises(b *strings.Builder) {
	fmt.Fprint(b, "\n| to reach | measured |\n| --- | --- |\n")
	small, large := map[string]float64{}, map[string]float64{}
	for _, x := range r.rows {
		if x.conns == 16 && x.promise > 0 {
			fmt.Fprintf(b, "| %s, %s %s, 16 connections: %.1f of the limit server's throughput | %.2f%s |\n",
				x.operation, grouped(x.cases), r.of, x.promise, x.ratio(), kept(x.ratio() >= x.promise))
		}
		if x.conns == 16 && x.slower > 0 {
			times := x.office.percentile(95) / x.limit.percentile(95)
			fmt.Fprintf(b, "| %s: p95 at most %.1f times the limit server's | %.2f%s |\n", x.operation, x.slower, times, kept(times <= x.slower))
		}
		if x.conns == 16 && x.operation == "work list" {
			if len(small) == 0 {
				small["p95"], small["cases"] = x.office.percentile(95), float64(x.cases)
			}
			large["p95"], large["cases"] = x.office.percentile(95), float64(x.cases)
		}
	}
	if len(small) > 0 && small["cases"] != large["cases"] {
		growth := large["p95"] / small["p95"]
		fmt.Fprintf(b, "| p95 of the work list at %s cases: at most 1.5 times that at %s | %.2f%s |\n", grouped(int(large["cases"])), grouped(int(small["cases"])), growth, kept(growth <= 1.5))
	}
	if r.race != nil {
		fmt.Fprintf(b, "| no double booking in 100,000 tries | %d in %s: %s times given, %s answers with the nearest free ones%s |\n", r.race.twice, grouped(r.race.tries),
			grouped(r.race.won), grouped(r.race.lost), kept(r.race.whole()))
	}
	if h := r.hall; h != nil {
		fmt.Fprintf(b, "| a ticket drawn and called is on the display within 300 ms, %d displays and phones listen | %.0f / %.0f / %.0f ms (p50 / p95 / most of %d)%s |\n",
			hallListeners, h.p50, h.p95, h.most, hallTickets, kept(h.most <= 300))
	}
	if p := r.pool; p != nil {
		fmt.Fprintf(b, "| who can, of %s interpreters with %s stretches of time and %s bookings: p95 at most %.0f ms at %d a second (open loop) | %.1f / %.1f / %.1f ms (p50 / p95 / p99) at %.1f a second%s |\n",
			grouped(fill.Linguists), grouped(fill.Stretches), grouped(fill.Bookings), whoCanAtMost, whoCanRate, p.p50, p.p95, p.p99, p.rate, kept(p.p95 <= whoCanAtMost))
		fmt.Fprintf(b, "| %d who answer one call at once: exactly one has it, %d times of %d | %d times%s |\n", fill.OnCall, callRounds, callRounds, p.won, kept(p.won == callRounds))
	}
	if k := r.compliance; k != nil {
		fmt.Fprintf(b, "| how a team stands, of %s people with %d requirements and %s records: p95 at most %.0f ms at %d a second (open loop) | %.1f / %.1f / %.1f ms (p50 / p95 / p99) at %.1f a second%s |\n",
			grouped(fill.Learners), fill.Asked, grouped(fill.Learned), teamAtMost, teamRate, k.p50, k.p95, k.p99, k.rate, kept(k.p95 <= teamAtMost))
	}
	if k := r.rush; k != nil {
		fmt.Fprintf(b, "| %d enrol at once for %d places: exactly so many are in, the others wait in order, each is told once | %d in, %d wait, %.1f s%s |\n",
			rushPeople, rushPlaces, k.in, k.waiting, k.seconds, kept(k.kept()))
	}
	if len(r.harms) > 0 {
		worst := slices.MaxFunc(r.harms, func(x, y harm) int { return int(x.cpu*1000) - int(y.cpu*1000) })
		fmt.Fprintf(b, "| a hostile document: at most 50 ms of CPU | %.1f ms (%s)%s |\n", worst.cpu, worst.name, kept(worst.cpu <= 50))
		grown := r.uploads.peak - r.uploads.before
		fmt.Fprintf(b, "| %d uploads of %d MB at once: the server grows by less than 64 MB | %.0f MB%s |\n", uploadCount, uploadSize>>20, grown, kept(grown < 64))
	}
}

func kept(ok bool) string {
	if ok {
		return ""
	}
	return " — **not reached**"
}

func (r *report) table(b *strings.Builder, conns int) {
	if !slices.ContainsFunc(r.rows, func(x row) bool { return x.conns == conns }) {
		return
	}
	fmt.Fprintf(b, "\n### %d connection%s\n\n", conns, map[bool]string{true: "s"}[conns > 1])
	fmt.Fprint(b, "| operation | "+r.of+" | office /s | limit /s | ratio | office p50 / p95 / p99 ms | limit p50 / p95 / p99 ms | office CPU ms: server + PostgreSQL | limit CPU ms | office MB | limit MB |\n"+
		"| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n")
	for _, x := range r.rows {
		if x.conns != conns {
			continue
		}
		o, l := &x.office, &x.limit
		fmt.Fprintf(b, "| %s | %s | %.0f | %.0f | %.2f | %s | %s | %s | %s | %.0f | %.0f |\n", x.operation, grouped(x.cases), o.rate(), l.rate(), x.ratio(),
			o.latencies(), l.latencies(), o.perRequest(), l.perRequest(), o.resident, l.resident)
	}
}

func (f *figures) latencies() string {
	return fmt.Sprintf("%.1f / %.1f / %.1f", f.percentile(50), f.percentile(95), f.percentile(99))
}

func (f *figures) perRequest() string {
	n := float64(f.requests)
	return fmt.Sprintf("%.2f + %.2f", 1000*f.server/n, 1000*f.pg/n)
}

func (r *report) abuse(b *strings.Builder) {
	if len(r.harms) == 0 {
		return
	}
	fmt.Fprint(b, "\n### Hostile documents\n\nSent by four connections without a pause, while two others ask for a public status.\n\n"+
		"| document | CPU ms each | answered with data | others' p95 ms meanwhile | in calm |\n| --- | ---: | ---: | ---: | ---: |\n")
	for _, h := range r.harms {
		fmt.Fprintf(b, "| %s | %.1f | %d | %.1f | %.1f |\n", h.name, h.cpu, h.letIn, h.p95, h.calm)
	}
	fmt.Fprintf(b, "\n%d uploads of %d MB at once took %.1f s; the server held %.0f MB before and at most %.0f MB meanwhile: the bytes go straight to the object store.\n",
		uploadCount, uploadSize>>20, r.uploads.seconds, r.uploads.before, r.uploads.peak)
}

// grouped writes 1000000 as 1,000,000.
func grouped(n int) string {
	text := fmt.Sprint(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}
