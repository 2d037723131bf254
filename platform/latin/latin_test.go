package latin_test

import (
	"testing"

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
