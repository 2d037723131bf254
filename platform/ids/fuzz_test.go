package ids_test

import (
	"strings"
	"testing"

	"github.com/ankunft/ankunft/platform/ids"
)

// However a code is typed, what is left has the form of a code and does not change when it is typed again.
func FuzzNormalizeCode(f *testing.F) {
	for _, s := range []string{ids.SecretCode(), "3cdf ghjk–mnpq/rtvw", "", "----", "\x00ß", strings.Repeat("3", 100)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		code := ids.NormalizeCode(typed)
		if again := ids.NormalizeCode(code); again != code {
			t.Fatalf("%q, then %q", code, again)
		}
		if strings.Trim(code, "3467CDFGHJKMNPQRTVWXY9-") != "" || strings.HasPrefix(code, "-") || strings.HasSuffix(code, "-") || strings.Contains(code, "--") {
			t.Fatalf("%q became %q", typed, code)
		}
	})
}

// What passes for a case number is nothing but digits and dashes.
func FuzzValidCaseNumber(f *testing.F) {
	for _, s := range []string{ids.CaseNumber(2026, 4711), ids.CaseNumber(2026, 1_000_000), "2026-004711-8", "abcd-efghij-0", "-----0", "2026--0"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if ids.ValidCaseNumber(s) && strings.Trim(s, "0123456789-") != "" {
			t.Fatalf("%q passes", s)
		}
	})
}
