package linguists

import (
	"errors"
	"io/fs"
	"slices"

	"github.com/ankunft/ankunft/platform/sheet"
)

// RulesFile is where a city says how it works with interpreters; its tariffs stand there too (remuneration.LoadTariffs).
const RulesFile = "interpreters.yaml"

// Rules are what the city's folder says of the work with interpreters.
type Rules struct {
	Modes        []Mode      `json:"modes"`         // in which the city has interpreting
	Proofs       []ProofKind `json:"proofs"`        // without which, valid on the day, nobody is asked
	OfferMinutes int         `json:"offer_minutes"` // how long an offer waits for its answer
	NowMinutes   int         `json:"now_minutes"`   // how long a call to all on duty waits
	ForgetDays   int         `json:"forget_days"`   // after the end: then the interpreter sees no client any more
	Unbudgeted   string      `json:"unbudgeted"`    // allowed or refused: bookings of a team that has no budget
}

// LoadRules reads a city's rules. The error is sheet.Faults: everything that is wrong, with its line. A city without the file works without interpreters: nil.
func LoadRules(fsys fs.FS) (*Rules, error) {
	if _, err := fs.Stat(fsys, RulesFile); errors.Is(err, fs.ErrNotExist) {
		return nil, nil // a city may have none
	}
	var faults sheet.Faults
	file := struct {
		Booking   Rules `json:"booking"`
		Tariffs   any   `json:"tariffs"`
		Contracts any   `json:"contracts"`
		Quality   any   `json:"quality"`
	}{}
	doc := sheet.Read(fsys, RulesFile, &faults)
	if doc != nil && doc.Into(&file, &faults) {
		file.Booking.check(func(at, message string) { faults.Add(doc.File, doc.Line("booking."+at), "booking.%s: %s", at, message) })
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	return &file.Booking, nil
}

func (r *Rules) check(wrong func(at, message string)) {
	if len(r.Modes) == 0 || slices.ContainsFunc(r.Modes, func(m Mode) bool { return !slices.Contains(Modes, m) }) {
		wrong("modes", "must be some of on_site, phone, video")
	}
	if slices.ContainsFunc(r.Proofs, func(k ProofKind) bool { return !slices.Contains(ProofKinds, k) }) {
		wrong("proofs", "must be some of certificate, oath, secrecy, data_protection")
	}
	for at, c := range map[string]struct{ n, low, high int }{
		"offer_minutes": {r.OfferMinutes, 5, 20160}, "now_minutes": {r.NowMinutes, 1, 60}, "forget_days": {r.ForgetDays, 1, 90},
	} {
		if c.n < c.low || c.n > c.high {
			wrong(at, "is out of range")
		}
	}
	if r.Unbudgeted != "allowed" && r.Unbudgeted != "refused" {
		wrong("unbudgeted", "must be allowed or refused")
	}
}
