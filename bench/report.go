package main

import (
	"fmt"
	"io"
)

// report is what a run found out.
type report struct {
	machine, postgres string
	rows              []row
}

func (r *report) publish(out io.Writer, path string, whole bool) error {
	for _, x := range r.rows {
		for _, side := range []struct {
			name string
			f    *figures
		}{{"office", &x.office}, {"limit", &x.limit}} {
			f := side.f
			n := float64(f.requests)
			fmt.Fprintf(out, "%8d %-28s %2d %-6s %7.0f/s p50 %6.2f p95 %6.2f p99 %6.2f cpu %.3f + %.3f ms %5.0f MB %6.0f B %.0f\n", x.cases, x.operation, x.conns, side.name, f.rate(),
				f.percentile(50), f.percentile(95), f.percentile(99), 1000*f.server/n, 1000*f.pg/n, f.resident, float64(f.bytes)/n, f.rounds)
		}
	}
	return nil
}
