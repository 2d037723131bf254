package remuneration

import (
	"errors"
	"io/fs"
	"time"

	"github.com/ankunft/ankunft/platform/clock"
)

// ErrNone says that no tariff of this name holds on this day.
var ErrNone = errors.New("remuneration: no tariff holds")

// Tariffs are a city's: the law's own, and its framework contracts by key.
type Tariffs struct{ byContract map[string][]*Tariff }

// Tariff is what is paid by the law or a contract within a time.
type Tariff struct{}

// LoadTariffs reads interpreters.yaml. The error is sheet.Faults: everything that is wrong, with its line. Nil without the file.
func LoadTariffs(_ fs.FS) (*Tariffs, error) { return nil, ErrNone }

// Of is the tariff that holds on a day: of a framework contract, or of the law for "". ErrNone where there is none.
func (t *Tariffs) Of(contract string, day clock.Date) (*Tariff, error) { return nil, ErrNone }

// Estimate is what work costs.
func (t *Tariff) Estimate(w Work) Bill { return Bill{} }

// Cancellation is what is owed when work that was planned is called off at a moment; an empty bill when it was told in time.
func (t *Tariff) Cancellation(planned Work, toldAt time.Time) Bill { return Bill{} }

// LastFreeDay is the last day on which planned work can be called off for nothing.
func (t *Tariff) LastFreeDay(planned Work) clock.Date { return clock.Date{} }
