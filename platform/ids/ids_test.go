package ids_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/ankunft/ankunft/platform/ids"
)

func TestCodesCanBeTypedCarelessly(t *testing.T) {
	t.Parallel()
	for range 200 {
		code := ids.SecretCode()
		if !regexp.MustCompile(`^([3467CDFGHJKMNPQRTVWXY9]{4}-){3}[3467CDFGHJKMNPQRTVWXY9]{4}$`).MatchString(code) {
			t.Fatalf("odd code %q", code)
		}
		careless := " " + strings.ToLower(strings.ReplaceAll(code, "-", " "))
		if ids.NormalizeCode(careless) != code {
			t.Fatalf("%q became %q", careless, ids.NormalizeCode(careless))
		}
	}
}

func TestACaseNumberKnowsItsTypingErrors(t *testing.T) {
	t.Parallel()
	number := ids.CaseNumber(2026, 4711)
	if number != "2026-004711-9" || !ids.ValidCaseNumber(number) {
		t.Fatalf("%q valid=%v", number, ids.ValidCaseNumber(number))
	}
	for i := range number {
		if number[i] == '-' {
			continue
		}
		wrong := number[:i] + string('0'+(number[i]-'0'+1)%10) + number[i+1:]
		if ids.ValidCaseNumber(wrong) {
			t.Errorf("%q passes for %q", wrong, number)
		}
	}
	if ids.ValidCaseNumber("") || ids.ValidCaseNumber("-") {
		t.Fatal("nonsense passes")
	}
}

func TestTokensDifferAndIdsSort(t *testing.T) {
	t.Parallel()
	one, other := ids.Token(), ids.Token()
	if one == other || len(one) < 43 {
		t.Fatal("weak token")
	}
	if a, b := ids.New().String(), ids.New().String(); a >= b {
		t.Fatalf("%s is not before %s", a, b)
	}
}
