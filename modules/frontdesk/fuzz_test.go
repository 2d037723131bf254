package frontdesk_test

import (
	"errors"
	"testing"

	"github.com/ankunft/ankunft/modules/frontdesk"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
)

// Whatever a stranger brings as what they have scanned: nobody is let in by it, and nothing breaks.
func FuzzWhatIsScanned(f *testing.F) {
	s := frontdesk.New(frontdesk.Deps{DB: &db.DB{Clock: clock.NewFixed(tuesday)}, Secret: []byte("of the test")})
	for _, token := range []string{"", "AAAAAGsCr-tr9n4poVK_-NuP_5I", "AaICiq_le4KDETamktQq5AAAAABrAq_ra_Z-KaFSv_jbj_-S", "=", "\x00", "%2e%2e", "أ"} {
		f.Add("rathaus", token)
	}
	f.Fuzz(func(t *testing.T, site, token string) {
		if pass, err := s.Enter(t.Context(), site, token, ""); !errors.Is(err, frontdesk.ErrNotHere) {
			t.Errorf("entered: %v %v", pass, err)
		}
		if by, _, err := s.Here(t.Context(), site, frontdesk.Here{Pass: token}, "k"); !errors.Is(err, frontdesk.ErrNotHere) {
			t.Errorf("drew as %q: %v", by, err)
		}
	})
}
