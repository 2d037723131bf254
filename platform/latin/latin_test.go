package latin_test

import (
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/ankunft/ankunft/platform/latin"
)

func TestNamesAndTexts(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"O’Neill-Müller", "Đặng", "Žižek", "Łukasz", "D'Souza", "Þórr", "Əliyev", "K͟həlid", "J̌ošt", "M̂bappé", "Ibn al-ʿArabī", "Ṣāliḥ", "ẞ", "nʼGoma’", "Ḏī"} {
		if got := latin.Name(name); got != (name != "nʼGoma’") { // U+02BC is not among the signs of DIN 91379
			t.Errorf("%s: %v", name, got)
		}
	}
	for _, name := range []string{"محمد", "Иван", "Анна", "李", "A1", "a@b", "x\u0301", "\u0301", "Ana\u200b", "A\xff", "Ана", "N\u0337"} {
		if latin.Name(name) {
			t.Errorf("%q is not of DIN 91379", name)
		}
	}
	if !latin.Text("Straße 12 a, 3. OG / Whg. 4") || latin.Text("улица 1") {
		t.Error("texts")
	}
}

// Whoever walks through the table meets single letters, letters with marks and modifier letters, all of which a name may have.
func TestEveryLetterOfTheTableIsOneOfAName(t *testing.T) {
	t.Parallel()
	kinds := map[string]int{}
	for _, c := range latin.NameLetters() {
		if !latin.Name(c) {
			t.Errorf("%q (%U) is not allowed", c, []rune(c))
		}
		switch runes := []rune(norm.NFC.String(c)); {
		case len(runes) > 1:
			kinds["sequences"]++
		case unicode.Is(unicode.Lm, runes[0]):
			kinds["modifier letters"]++
		default:
			kinds["others"]++
		}
	}
	if kinds["sequences"] < 100 || kinds["modifier letters"] != 6 || kinds["others"] < 300 {
		t.Errorf("the table has holes: %v", kinds)
	}
}
