package catalogue_test

import (
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"github.com/ankunft/ankunft/modules/catalogue"
)

// languages of the portal: German, plain German and nine more.
var languages = []string{"de", "de-simple", "en", "ar", "es", "fa", "fr", "ru", "tr", "uk", "vi"}

// own are the scripts in which languages without Latin letters are written.
var own = map[string]*unicode.RangeTable{"ar": unicode.Arabic, "fa": unicode.Arabic, "ru": unicode.Cyrillic, "uk": unicode.Cyrillic}

// Every service is told in every language, in its own script, and whatever nobody reviewed says so.
func TestEveryServiceIsToldInEveryLanguage(t *testing.T) {
	t.Parallel()
	city := musterstadt(t)
	if diff := cmp.Diff(languages, city.Languages); diff != "" {
		t.Fatal(diff)
	}
	for _, o := range city.Offers {
		english := o.Texts["en"]
		if len(english) < 150 {
			t.Errorf("%s has only %d texts", o.Key, len(english))
		}
		for _, lang := range languages {
			for key := range english {
				text, ok := o.LookUp(lang, key)
				if !ok || text == "" {
					t.Errorf("%s %s: %s is missing", o.Key, lang, key)
				}
				if script := own[lang]; script != nil && !strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(script, r) }) {
					t.Errorf("%s %s: %s is not in its script: %s", o.Key, lang, key, text)
				}
			}
			if o.Reviewed(lang) {
				t.Errorf("%s %s: nobody has reviewed it yet", o.Key, lang)
			}
		}
	}
}

// A reader gets the nearest language that there is.
func TestFallback(t *testing.T) {
	t.Parallel()
	o := offer(t, "16b-extension")
	tests := map[string]string{"ar": "ar", "prs": "fa", "fa": "fa", "de-simple": "de-simple", "en-GB": "en", "ar-SY": "ar", "ti": "de", "": "de", "de-AT": "de"}
	for asked, want := range tests {
		if got := o.Language(asked); got != want {
			t.Errorf("%q reads %q, want %q", asked, got, want)
		}
	}
	simple, german := o.Text("de-simple", "fields.sex.options.female"), o.Text("de", "fields.sex.options.female")
	if simple != german {
		t.Errorf("plain German lacks this text and takes it from German: %q", simple)
	}
	if got := o.Text("ar", "no.such.key"); got != "no.such.key" {
		t.Errorf("%q", got)
	}
	if got := o.Text("ar", "why.title_expired"); got != "Titel ist abgelaufen" {
		t.Errorf("what only the staff read is German: %q", got)
	}
}

// A form arrives with all that the portal shows.
func TestALocalFormIsReadyToShow(t *testing.T) {
	t.Parallel()
	for _, o := range musterstadt(t).Offers {
		for _, who := range []string{catalogue.Principal, catalogue.Member} {
			form := o.LocalForm("vi", who)
			for _, step := range form.Steps {
				if step.Title == "" {
					t.Errorf("%s %s: step %s has no title", o.Key, who, step.Key)
				}
			}
			for _, field := range form.Fields() {
				if field.Label == "" || field.Widget == "" || field.Kind == "" {
					t.Errorf("%s %s: %+v", o.Key, who, field)
				}
				for _, option := range field.Options {
					if option.Label == "" {
						t.Errorf("%s %s: %s %s has no label", o.Key, who, field.Key, option.Value)
					}
				}
			}
		}
	}
	items := offer(t, "16b-extension").Localize("ar", offer(t, "16b-extension").Checklist(student.with(nil)))
	if items[0].Title != "جواز السفر أو وثيقة السفر" || items[0].Why == "" || items[0].FormText == "" || items[0].Example == "" {
		t.Errorf("%+v", items[0])
	}
}
