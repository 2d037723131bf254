package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/ankunft/ankunft/bench/load"
)

// attack is a document that somebody sends who means harm.
type attack struct{ name, body string }

// attacks stay below the limit of a body, so that the body's limit is not all that is tried.
func attacks() []attack {
	document := func(q string) string { return asJSON(map[string]any{"query": q}) }
	var bomb strings.Builder
	bomb.WriteString("{ ...f0 } fragment f39 on Query { teams { key } }")
	for i := range 39 {
		fmt.Fprintf(&bomb, " fragment f%d on Query { ...f%d ...f%d }", i, i+1, i+1)
	}
	var aliases strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&aliases, " a%d: publicStatus(number: \"2026-000001-1\", code: \"%d\") { number }", i, i)
	}
	guess := document(`{ publicStatus(number: "2026-000001-1", code: "X") { number } }`)
	return []attack{
		{"10,000 repeated fields", document("{ teams {" + strings.Repeat(" key", 10_000) + " } }")},
		{"as many repeated fields as are let in", document("{ teams {" + strings.Repeat(" key", 590) + " } }")},
		{"fragment bomb (2⁴⁰ fields)", document(bomb.String())},
		{"fragments in a ring", document("{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }")},
		{"1,000 aliases, a guess each", document("{" + aliases.String() + " }")},
		{"1,000 operations in one body", "[" + strings.Repeat(guess+",", 999) + guess + "]"},
		{"5,000 directives", document("{ teams" + strings.Repeat(" @a", 5_000) + " { key } }")},
		{"10,000 levels", document(strings.Repeat("{ teams ", 10_000) + strings.Repeat("}", 10_000))},
		{"250 kB of blanks (a larger body is refused unread)", document("{ teams { key } }" + strings.Repeat(" ", 250<<10))},
	}
}

// harm is what an attack did.
type harm struct {
	name      string
	cpu       float64 // milliseconds of the server for each
	answers   int     // while it went on
	p95, calm float64 // of others, in milliseconds: meanwhile, and with nothing else going on
	letIn     int     // attacks that were answered with data
	first     string
}

const others = 2

// withstand sends each attack alone, for its CPU, and then without a pause over four connections while others ask for a status.
func (a *arena) withstand(ctx context.Context, status operation, tell io.Writer) ([]harm, error) {
	ask := func(seconds float64) (load.Result, error) {
		return burst(ctx, load.Order{Address: a.office.addr, Conns: others, Seconds: seconds, Path: "/graphql", Requests: status.office})
	}
	calm, err := ask(a.seconds)
	if err != nil {
		return nil, err
	}
	base := figuresOf(calm)
	var all []harm
	for _, x := range attacks() {
		requests := make([]load.Request, 40)
		for i := range requests {
			requests[i] = load.Request{Body: x.body}
		}
		order := load.Order{Address: a.office.addr, Conns: 1, Once: true, Path: "/graphql", Requests: requests}
		before := cpu(a.office.cmd.Process.Pid)
		got, err := burst(ctx, order)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", x.name, err)
		}
		h := harm{name: x.name, cpu: 1000 * (cpu(a.office.cmd.Process.Pid) - before) / float64(len(requests)), calm: base.percentile(95), letIn: len(got.Micros) - got.Faults, first: got.Fault}
		order.Once, order.Conns, order.Seconds = false, 4, a.seconds
		var g errgroup.Group
		g.Go(func() error { _, err := burst(ctx, order); return err })
		meanwhile, err := ask(a.seconds)
		if err := g.Wait(); err != nil {
			return nil, fmt.Errorf("%s: %w", x.name, err)
		}
		if err != nil {
			return nil, err
		}
		f := figuresOf(meanwhile)
		h.answers, h.p95 = f.requests, f.percentile(95)
		fmt.Fprintf(tell, "  %-52s %6.2f ms CPU; others meanwhile: %5.0f/s, p95 %5.1f ms (calm %.1f ms)\n", h.name, h.cpu, f.rate(), h.p95, h.calm)
		all = append(all, h)
	}
	return all, nil
}
