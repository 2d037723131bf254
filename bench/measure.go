package main

import (
	"context"
	"fmt"
	"io"
	"slices"

	"github.com/ankunft/ankunft/bench/load"
)

// figures are what came of one operation at one server with so many connections.
type figures struct {
	requests   int
	seconds    float64
	bytes      int64
	micros     []int32
	server, pg float64 // seconds of CPU
	resident   float64 // MB after the last round
	rounds     []float64
	lost       int // answered with "somebody else was faster"
	faults     int
	fault      string
}

func (f *figures) rate() float64 { return float64(f.requests) / f.seconds }

// percentile is a latency in milliseconds.
func (f *figures) percentile(p float64) float64 {
	if len(f.micros) == 0 {
		return 0
	}
	return float64(f.micros[min(len(f.micros)-1, int(float64(len(f.micros))*p/100))]) / 1000
}

func figuresOf(r load.Result) *figures {
	f := &figures{requests: len(r.Micros), seconds: r.Seconds, micros: r.Micros}
	slices.Sort(f.micros)
	return f
}

// row is one line of the report: both servers.
type row struct {
	operation     string
	promise       float64
	slower        float64
	cases, conns  int // cases: of whatever the report is of
	office, limit figures
}

func (r *row) ratio() float64 { return r.office.rate() / r.limit.rate() }

// arena is both servers on one database.
type arena struct {
	office, limit *server
	postmaster    int
	seconds       float64
	rounds        int
	alone         bool // only the office is asked
	tell          io.Writer
}

// taken is what both servers answer with to whoever was too slow.
const taken = "appointments.slot_taken"

// side is one of the two servers in a duel.
type side struct {
	s        *server
	path     string
	requests []load.Request
	f        *figures
}

// duel measures an operation in rounds, the servers in turn, so that what else the machine does meets both.
func (a *arena) duel(ctx context.Context, op operation, cases, conns int) (row, error) {
	r := row{operation: op.name, promise: op.promise, slower: op.slower, cases: cases, conns: conns}
	sides := []side{{a.office, "/graphql", op.office, &r.office}, {a.limit, op.path, op.limit, &r.limit}}
	if a.alone {
		sides = sides[:1]
	}
	for _, s := range sides {
		if err := a.warmUp(ctx, op, s, conns); err != nil {
			return r, err
		}
	}
	for round := range a.rounds {
		for _, s := range sides {
			o := load.Order{Address: s.s.addr, Conns: conns, Seconds: a.seconds, Once: op.once, Offset: round * 17, Path: s.path, Requests: s.requests, Lost: taken}
			if op.once {
				o.Offset = 0
			}
			if op.once && op.reset == nil { // a share of its own for each round
				n := len(s.requests) / a.rounds
				o.Requests = s.requests[round*n : (round+1)*n]
			}
			if err := op.again(ctx); err != nil {
				return r, err
			}
			if err := a.round(ctx, o, s.s, s.f); err != nil {
				return r, err
			}
		}
	}
	for _, f := range []*figures{&r.office, &r.limit} {
		slices.Sort(f.micros)
		if f.faults > 0 {
			fmt.Fprintf(a.tell, "  FAULTS: %d of %d: %s\n", f.faults, f.requests, f.fault)
		}
	}
	fmt.Fprintf(a.tell, "  %-28s %2d connections: %6.0f/s of %6.0f/s (%.2f), p95 %5.1f ms of %5.1f ms\n", op.name, conns,
		r.office.rate(), r.limit.rate(), r.ratio(), r.office.percentile(95), r.limit.percentile(95))
	return r, nil
}

// warmUp asks for everything once, and then for as long as a third of a round; what can be answered only once is not asked before.
func (a *arena) warmUp(ctx context.Context, op operation, s side, conns int) error {
	if op.once && op.reset == nil {
		return nil
	}
	if err := op.again(ctx); err != nil {
		return err
	}
	_, err := burst(ctx, load.Order{Address: s.s.addr, Conns: 16, Once: true, Path: s.path, Requests: s.requests})
	if err == nil && !op.once {
		_, err = burst(ctx, load.Order{Address: s.s.addr, Conns: conns, Seconds: a.seconds / 3, Path: s.path, Requests: s.requests})
	}
	return err
}

func (a *arena) round(ctx context.Context, o load.Order, s *server, f *figures) error {
	server, pg := cpu(s.cmd.Process.Pid), cpuOfChildren(a.postmaster)
	got, err := burst(ctx, o)
	if err != nil {
		return err
	}
	f.server += cpu(s.cmd.Process.Pid) - server
	f.pg += cpuOfChildren(a.postmaster) - pg
	f.requests += len(got.Micros)
	f.seconds += got.Seconds
	f.bytes += got.Bytes
	f.micros = append(f.micros, got.Micros...)
	f.rounds = append(f.rounds, float64(len(got.Micros))/got.Seconds)
	f.lost += got.Lost
	f.faults += got.Faults
	if f.fault == "" {
		f.fault = got.Fault
	}
	f.resident, _ = memory(s.cmd.Process.Pid)
	return nil
}
