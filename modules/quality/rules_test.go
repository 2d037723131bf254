package quality_test

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/ankunft/ankunft/modules/quality"
	"github.com/ankunft/ankunft/web/locales"
)

// All that is wrong is told at once; a city that says nothing asks nobody.
func TestRulesOfACity(t *testing.T) {
	t.Parallel()
	of := func(text string) (*quality.Rules, error) {
		return quality.LoadRules(fstest.MapFS{quality.RulesFile: {Data: []byte(text)}})
	}
	if r, err := quality.LoadRules(fstest.MapFS{}); r != nil || err != nil {
		t.Error(r, err)
	}
	if r, err := of("booking: {}\n"); r != nil || err != nil {
		t.Error(r, err)
	}
	_, err := of("quality:\n  questions: {client: [a, a, B], clerk: []}\n  minimum: 4\n  complaint_days: 0\n  link_days: 61\n")
	if err == nil || strings.Count(err.Error(), "\n") < 4 {
		t.Fatal(err)
	}
	for _, at := range []string{"questions.client", "questions.clerk", "minimum", "complaint_days", "link_days"} {
		if !strings.Contains(err.Error(), "quality."+at) {
			t.Errorf("%s is not told: %v", at, err)
		}
	}
}

// Each question of each city has words in all languages.
func TestEachQuestionHasWords(t *testing.T) {
	t.Parallel()
	for _, city := range []string{"musterstadt", "nachbarstadt"} {
		rules, err := quality.LoadRules(os.DirFS("../../cities/" + city))
		if err != nil || rules == nil {
			t.Fatal(city, err)
		}
		for _, side := range quality.Sides {
			for _, question := range rules.Asked(side) {
				for _, l := range locales.Languages() {
					if key := "question." + question; locales.Text(l.Tag, "quality", key, nil) == key {
						t.Errorf("%s: %s has no words in %s", city, question, l.Tag)
					}
				}
			}
		}
	}
}
