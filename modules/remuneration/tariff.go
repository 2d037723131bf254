package remuneration

import (
	"slices"

	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/errs"
)

// ErrNone says that no tariff of this name holds on this day.
var ErrNone = errs.New(errs.NotFound, "remuneration.no_tariff")

// Fact is one figure of a tariff, with where it stands.
type Fact struct {
	Key    string `json:"key"`
	Value  int64  `json:"value"` // cents where it is money; see facts for the others
	Law    string `json:"law"`   // "JVEG § 9 Abs. 5 Satz 1", or the place in the contract
	Source string `json:"source"`
	Trust  string `json:"trust"` // S: read in the source; B: background knowledge that the city must verify
}

// Tariff is what is paid by the law or by a framework contract within a time. Whatever a contract does not settle is as the law has it.
type Tariff struct {
	Contract  string     `json:"-"` // key; "" is the law
	Name      string     `json:"-"`
	ValidFrom clock.Date `json:"valid_from"` // zero: since ever
	ValidTo   clock.Date `json:"valid_to"`   // the last day; zero: until further notice
	Facts     []Fact     `json:"facts"`
}

// Contract is a framework contract of the city with its tariffs, one after the other.
type Contract struct {
	Key     string    `json:"key"`
	Name    string    `json:"name"`
	Tariffs []*Tariff `json:"tariffs"`
}

// Tariffs are a city's: the law's own, and those of its framework contracts.
type Tariffs struct {
	Law       []*Tariff   `json:"tariffs"`
	Contracts []*Contract `json:"contracts"`
	Booking   any         `json:"booking"` // read by who books
	Quality   any         `json:"quality"` // read by who asks how it went
}

// Of is the tariff that holds for an order that was given on a day, of a framework contract or of the law (""). Later changes of the law do not touch an order
// (JVEG §24; by analogy for contracts). ErrNone where there is none.
func (t *Tariffs) Of(contract string, ordered clock.Date) (*Tariff, error) {
	law := on(t.Law, ordered)
	if law == nil {
		return nil, ErrNone
	}
	if contract == "" {
		return law, nil
	}
	i := slices.IndexFunc(t.Contracts, func(c *Contract) bool { return c.Key == contract })
	if i < 0 {
		return nil, ErrNone
	}
	own := on(t.Contracts[i].Tariffs, ordered)
	if own == nil {
		return nil, ErrNone
	}
	both := *own
	both.Facts = slices.Clone(own.Facts)
	for _, f := range law.Facts {
		if _, settled := own.fact(f.Key); !settled {
			both.Facts = append(both.Facts, f)
		}
	}
	return &both, nil
}

// Known says whether the city has a framework contract of this key; "" is the law, which it always has.
func (t *Tariffs) Known(contract string) bool {
	return contract == "" || slices.ContainsFunc(t.Contracts, func(c *Contract) bool { return c.Key == contract })
}

// Holding are all tariffs that hold on a day: the law's first, then the contracts' in the city's order.
func (t *Tariffs) Holding(day clock.Date) []Tariff {
	list := []Tariff{}
	for _, key := range append([]string{""}, t.keys()...) {
		if found, err := t.Of(key, day); err == nil {
			list = append(list, *found)
		}
	}
	return list
}

func (t *Tariffs) keys() (keys []string) {
	for _, c := range t.Contracts {
		keys = append(keys, c.Key)
	}
	return keys
}

func on(list []*Tariff, day clock.Date) *Tariff {
	i := slices.IndexFunc(list, func(t *Tariff) bool {
		return !day.Before(t.ValidFrom) && (t.ValidTo.IsZero() || !t.ValidTo.Before(day))
	})
	if i < 0 {
		return nil
	}
	return list[i]
}

func (t *Tariff) fact(key string) (Fact, bool) {
	i := slices.IndexFunc(t.Facts, func(f Fact) bool { return f.Key == key })
	if i < 0 {
		return Fact{}, false
	}
	return t.Facts[i], true
}

// must is a fact that the check of the city's data has made sure of.
func (t *Tariff) must(key string) Fact {
	f, _ := t.fact(key)
	return f
}
