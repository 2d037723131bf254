package seed

import (
	"fmt"

	"github.com/ankunft/ankunft/modules/qualifications"
	"github.com/ankunft/ankunft/platform/clock"
)

// skill is what a colleague can.
type skill struct {
	who, key, level string // no level: a qualification
	proof           string // what the training office has seen; "" nothing yet
	months          int    // from today until it ends; 0: it does not
}

// skills are what the colleagues of Musterstadt have stated: certified, not yet, and about to end.
var skills = []skill{
	{"lindner", "eng", "C1", "Cambridge C1, Original", 0}, {"lindner", "fra", "B1", "", 0},
	{"kaya", "tur", "native", "im Gespräch geprüft", 0}, {"kaya", "eng", "B2", "telc B2, Original", 0},
	{"kaya", "ukr", "B2", "Hochschule Mainz, B2, Original", 0},
	{"marino", "ita", "native", "im Gespräch geprüft", 0}, {"marino", "ara", "B1", "", 0}, {"marino", "first_aid", "", "Deutsches Rotes Kreuz, Erste Hilfe", 1},
	{"okafor", "eng", "native", "im Gespräch geprüft", 0}, {"okafor", "fra", "C1", "DALF C1, Original", 0}, {"okafor", "hardship", "", "Fortbildung der Hochschule, 40 Stunden", 20},
	{"neumann", "gsg", "B1", "Landesverband der Gehörlosen, B1", 14}, {"otto", "rus", "B2", "", 0}, {"weber", "trainer", "", "AEVO, IHK", 0},
	{"vogt", "skilled_workers", "", "Lehrgang Fachkräfteeinwanderung 2025", 0}, {"brandt", "skilled_workers", "", "Lehrgang Fachkräfteeinwanderung 2025", 0}, {"brandt", "hardship", "", "Fortbildung der Hochschule, 40 Stunden", 0},
}

// qualify lets colleagues say what they can, before the first case: some of it decides who approves.
func (f *filler) qualify() error {
	h := f.hands[0]
	for _, s := range skills {
		in := qualifications.StateQualification{Kind: qualifications.Particular, Key: s.key}
		if s.level != "" {
			in.Kind, in.Level = qualifications.Language, &s.level
		}
		held, err := h.Qualifications.State(h.by(s.who), in)
		if err != nil {
			return fmt.Errorf("%s states %s: %w", s.who, s.key, err)
		}
		if s.proof == "" {
			continue
		}
		var until clock.Date
		if s.months > 0 {
			until = f.today.AddMonths(s.months)
		}
		if _, err := h.Qualifications.Certify(h.by("sommer"), qualifications.CertifyQualification{ID: held.ID, Version: held.Version, Proof: s.proof, ValidUntil: until}); err != nil {
			return fmt.Errorf("certify %s of %s: %w", s.key, s.who, err)
		}
	}
	return nil
}
