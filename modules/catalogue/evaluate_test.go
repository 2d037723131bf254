package catalogue_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ankunft/ankunft/modules/catalogue"
)

func problems(e catalogue.Evaluation) map[string]string {
	found := map[string]string{}
	for _, p := range e.Problems {
		found[p.Path] = p.Code
	}
	return found
}

// A wrong answer is one problem of its field; nothing else is blamed.
func TestProblems(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("a", 121)
	tests := []struct {
		name   string
		change answers
		want   map[string]string
	}{
		{"nothing", nil, map[string]string{}},
		{"an answer is missing", answers{"birth_place": nil}, map[string]string{"birth_place": "required"}},
		{"spaces are no answer", answers{"birth_place": "  \t"}, map[string]string{"birth_place": "required"}},
		{"nobody asked", answers{"is_admin": true}, map[string]string{"is_admin": "unknown_field"}},
		{"too long", answers{"family_name": long}, map[string]string{"family_name": "too_long"}},
		{"Arabic where Latin is wanted", answers{"family_name": "نور"}, map[string]string{"family_name": "format"}},
		{"Cyrillic that looks Latin", answers{"family_name": "Аnna"}, map[string]string{"family_name": "format"}},
		{"a day that does not exist", answers{"birth_date": "2001-02-29"}, map[string]string{"birth_date": "format"}},
		{"born tomorrow", answers{"birth_date": "2026-11-22"}, map[string]string{"birth_date": "date_in_future"}},
		{"born under Bismarck", answers{"birth_date": "1880-01-01"}, map[string]string{"birth_date": "date_out_of_range"}},
		{"born under Charlemagne", answers{"birth_date": "0801-01-01"}, map[string]string{"birth_date": "format"}},
		{"a passport without a day of birth", answers{"birth_date": "2001-02-00"}, map[string]string{}},
		{"a passport with the year of birth alone", answers{"birth_date": "2001-00-00"}, map[string]string{}},
		{"a day in no month", answers{"birth_date": "2001-00-03"}, map[string]string{"birth_date": "format"}},
		{"no year", answers{"birth_date": "0000-02-03"}, map[string]string{"birth_date": "format"}},
		{"born in part of the future", answers{"birth_date": "2026-12-00"}, map[string]string{"birth_date": "date_in_future"}},
		{"not in the list", answers{"sex": "yes"}, map[string]string{"sex": "not_in_list"}},
		{"no such country", answers{"birth_country": "QQ"}, map[string]string{"birth_country": "format"}},
		{"a number as a text", answers{"monthly_rent": "400"}, map[string]string{"monthly_rent": "type"}},
		{"yes as a text", answers{"works": "true"}, map[string]string{"works": "type"}},
		{"half a semester", answers{"semester_now": 2.5}, map[string]string{"semester_now": "type"}},
		{"less than nothing", answers{"monthly_rent": -1}, map[string]string{"monthly_rent": "too_small"}},
		{"an unheard-of sum", answers{"monthly_rent": 1e9}, map[string]string{"monthly_rent": "too_large"}},
		{"the same twice", answers{"means": []any{"work", "work"}}, map[string]string{"means": "not_unique"}},
		{"an empty list", answers{"means": []any{}}, map[string]string{"means": "required"}},
		{"a list within a list", answers{"means": []any{[]any{"work"}}}, map[string]string{"means": "type"}},
		{"an object", answers{"family_name": map[string]any{"$ne": ""}}, map[string]string{"family_name": "type"}},
		{"a direction override", answers{"remark": "abc\u202egpj.exe"}, map[string]string{"remark": "forbidden_characters"}},
		{"a null character", answers{"name_original": "Hoa\x00"}, map[string]string{"name_original": "forbidden_characters"}},
		{"a line break in a name", answers{"name_original": "Hoa\nHoa"}, map[string]string{"name_original": "forbidden_characters"}},
		{"a line break in a remark", answers{"remark": "Guten Tag,\ndanke!"}, map[string]string{}},
		{"ended, but said to run", answers{"title_end": "2026-11-20"}, map[string]string{"title_expired": "check.title_is_past"}},
		{"runs, but said to have ended", answers{"title_expired": true, "late_reason": "?"}, map[string]string{"title_expired": "check.title_still_runs"}},
		{"many at once", answers{"sex": nil, "town": nil, "postal_code": "1"}, map[string]string{"sex": "required", "town": "required", "postal_code": "format"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			e := offer(t, "16b-extension").Evaluate(student.with(test.change))
			if diff := cmp.Diff(test.want, problems(e)); diff != "" {
				t.Error(diff)
			}
			if e.Complete != (len(test.want) == 0) {
				t.Errorf("complete: %v", e.Complete)
			}
		})
	}
}

// What a branch hides is neither asked nor kept, however often the person went back and forth.
func TestHiddenAnswersDoNotCount(t *testing.T) {
	t.Parallel()
	o := offer(t, "16b-extension")
	e := o.Evaluate(student.with(answers{"title_kind": "none", "title_end": "2020-01-01", "title_expired": true, "late_reason": "x"}))
	for _, field := range []string{"title_end", "title_expired", "late_reason"} {
		if _, kept := e.Answers[field]; kept || slices.Contains(e.Visible, field) {
			t.Errorf("%s is still there", field)
		}
	}
	if !e.Complete {
		t.Error(e.Problems)
	}
	shown := o.Evaluate(student.with(answers{"title_end": "2026-11-20", "title_expired": true}))
	if diff := cmp.Diff(map[string]string{"late_reason": "required"}, problems(shown)); diff != "" {
		t.Error(diff)
	}
}

// People without a family name tick a box; with it the name is not asked.
func TestAPersonWithoutAFamilyName(t *testing.T) {
	t.Parallel()
	o := offer(t, "16b-extension")
	e := o.Evaluate(student.with(answers{"family_name": nil, "no_family_name": true}))
	if !e.Complete || slices.Contains(e.Visible, "family_name") {
		t.Errorf("%v", e.Problems)
	}
	if e := o.Evaluate(student.with(answers{"family_name": nil})); problems(e)["family_name"] != "required" {
		t.Errorf("%v", e.Problems)
	}
}

// An empty draft shows where to begin and what is open.
func TestAnEmptyDraft(t *testing.T) {
	t.Parallel()
	e := offer(t, "16b-extension").Evaluate(catalogue.Facts{Form: catalogue.Principal, Today: today})
	if e.Complete || len(e.Steps) != 10 || e.Steps[0].Key != "person" || e.Steps[0].Touched || e.Steps[0].Problems == 0 {
		t.Errorf("%+v", e.Steps)
	}
	for _, p := range e.Problems {
		if p.Code != "required" {
			t.Errorf("%+v", p)
		}
	}
	if e := offer(t, "16b-extension").Evaluate(catalogue.Facts{Form: "clerk", Today: today}); e.Complete {
		t.Error("there is no such form")
	}
}

// Answers are kept composed, so that the same name is the same bytes.
func TestAnswersAreComposed(t *testing.T) {
	t.Parallel()
	e := offer(t, "16b-extension").Evaluate(student.with(answers{"family_name": " Nguye\u0302\u0303n "}))
	if e.Answers["family_name"] != "Nguyễn" {
		t.Errorf("%+q", e.Answers["family_name"])
	}
}

func TestCountries(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]bool{"DE": true, "XK": true, "TW": true, "QQ": false, "ZZ": false, "276": false, "de": false, "EU": false, "": false, "DEU": false} {
		if got := catalogue.IsCountry(code); got != want {
			t.Errorf("%q: %v", code, got)
		}
	}
}
