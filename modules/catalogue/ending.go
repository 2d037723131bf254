package catalogue

import (
	"fmt"

	"github.com/ankunft/ankunft/platform/clock"
)

// Ending is a fact that runs out and that no later one of its key follows: until the city adds it, rules go by nothing.
type Ending struct {
	What, Key, Law string
	On             clock.Date // the last day
}

func (e Ending) String() string {
	return fmt.Sprintf("%s %q (%s) ends on %s and nothing follows", e.What, e.Key, e.Law, e.On)
}

// Ending lists the amounts, figures and remedies that have run out, or will have by day, without a successor.
func (c *City) Ending(day clock.Date) []Ending {
	var found []Ending
	add := func(what string, facts []fact) {
		last := map[string]Proof{}
		for _, f := range facts {
			if known, seen := last[f.key]; !seen || after(f.Proof, known) {
				last[f.key] = f.Proof
			}
		}
		for _, key := range sortedKeys(last) {
			if end := last[key].ValidTo; !end.IsZero() && !day.Before(end) {
				found = append(found, Ending{what, key, last[key].Law, end})
			}
		}
	}
	add("amount", facts(c.Amounts, func(a Amount) fact { return fact{a.Key, a.Proof} }))
	add("parameter", facts(c.Parameters, func(p Parameter) fact { return fact{p.Key, p.Proof} }))
	add("remedy", facts(c.Remedies, func(r Remedy) fact { return fact{r.Key, r.Proof} }))
	return found
}

func facts[T any](entries []T, of func(T) fact) []fact {
	all := make([]fact, len(entries))
	for i, e := range entries {
		all[i] = of(e)
	}
	return all
}
