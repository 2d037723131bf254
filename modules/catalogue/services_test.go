package catalogue_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/platform/clock"
)

// answers are those of a person, with changes; nil takes an answer away.
type answers map[string]any

func (a answers) with(change answers) catalogue.Facts { return a.as(catalogue.Principal, change) }

func (a answers) as(form string, change answers) catalogue.Facts {
	merged := maps.Clone(map[string]any(a))
	maps.Copy(merged, change)
	for key, value := range merged {
		if value == nil {
			delete(merged, key)
		}
	}
	return catalogue.Facts{Form: form, Answers: merged, Today: today}
}

var person = answers{
	"family_name": "Nguyễn", "given_names": "Thị Hoa", "name_original": "Nguyễn Thị Hoa", "birth_date": "2000-02-29", "birth_place": "Huế",
	"birth_country": "VN", "sex": "female", "nationality": "VN", "marital_status": "single",
	"passport_kind": "passport", "passport_number": "C1234567", "passport_valid_until": "2031-05-01",
	"street": "Lindenweg 4", "postal_code": "99999", "town": "Musterstadt",
	"title_kind": "residence_permit", "title_end": "2027-03-31", "title_expired": false,
	"insurance": "statutory", "family_here": false, "proceedings": false,
}

func join(parts ...answers) answers {
	all := answers{}
	for _, p := range parts {
		maps.Copy(all, p)
	}
	return all
}

var student = join(person, answers{
	"university": "Universität Musterstadt", "degree": "master", "subject": "Informatik", "full_time": true, "semester_now": 3,
	"semesters_regular": 4, "study_end": "2028-09-30", "university_changed": false, "subject_changed": false, "on_track": true,
	"means": []string{"blocked_account"}, "monthly_income": 1100, "monthly_rent": 400, "benefits": false, "works": false,
})

var engineer = join(person, answers{
	"title_kind": "visa", "title_end": "2027-01-31", "employer": "Werk GmbH", "employer_town": "Musterstadt", "occupation": "Ingenieurin",
	"job_start": "2027-02-01", "contract_limited": false, "salary_year": 60000, "hours_week": 40, "regulated": false, "fast_track": false,
	"degree_kind": "german", "degree_name": "Master of Science", "degree_university": "TU Darmstadt", "degree_date": "2025-09-30",
	"blue_card_before": false,
})

var spouse = join(person, answers{
	"title_kind": "visa", "title_end": "2027-01-31", "family_tie": "spouse", "german_family_name": "Muster", "german_given_names": "Max",
	"german_birth_date": "1995-01-01", "marriage_date": "2026-05-05", "marriage_country": "DK", "live_together": true, "entry": "family_visa",
	"entry_date": "2026-10-01", "language_proof": "certificate", "benefits": false,
})

var child = join(person, answers{
	"relation": "child", "custody": "sole", "birth_date": "2019-01-01", "family_here": nil, "street": nil, "postal_code": nil, "town": nil,
})

var starting = map[string]answers{"16b-extension": student, "18g-first": engineer, "28-family": spouse}

// Whoever answers everything may submit.
func TestWholeAnswersAreComplete(t *testing.T) {
	t.Parallel()
	for key, a := range starting {
		for form, facts := range map[string]catalogue.Facts{"principal": a.with(nil), "member": child.as(catalogue.Member, nil)} {
			if e := offer(t, key).Evaluate(facts); !e.Complete {
				t.Errorf("%s %s: %v", key, form, e.Problems)
			}
		}
	}
}

func keysOf(items []catalogue.Item) []string {
	keys := []string{}
	for _, i := range items {
		keys = append(keys, i.Key)
	}
	return keys
}

// Which papers a person needs follows from the answers.
func TestChecklists(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, service string
		facts         catalogue.Facts
		add, drop     []string
	}{
		{"a plain extension", "16b-extension", student.with(nil), nil, nil},
		{"a scholarship", "16b-extension", student.with(answers{"means": []string{"scholarship"}, "scholarship_public": true}), []string{"scholarship"}, []string{"blocked_account"}},
		{"work and parents", "16b-extension", student.with(answers{"means": []string{"work", "parents"}, "works": true, "work_days": 80}), []string{"parents_support", "income", "work_contract"}, []string{"blocked_account"}},
		{"another university", "16b-extension", student.with(answers{"university_changed": true, "university_before": "Alt"}), []string{"admission", "change_letter"}, nil},
		{"too long", "16b-extension", student.with(answers{"semester_now": 6}), []string{"study_prognosis"}, nil},
		{"delayed", "16b-extension", student.with(answers{"on_track": false, "delay_reason": "krank"}), []string{"study_prognosis"}, nil},
		{"delayed, then corrected", "16b-extension", student.with(answers{"on_track": true, "delay_reason": "krank"}), nil, nil},
		{"too late", "16b-extension", student.with(answers{"title_end": "2026-11-01", "title_expired": true, "late_reason": "krank"}), []string{"late_letter"}, nil},
		{"no passport", "16b-extension", student.with(answers{"passport_kind": "none", "passport_missing": "verloren"}), []string{"identity_proof"}, []string{"passport"}},
		{"a German degree", "18g-first", engineer.with(nil), nil, nil},
		{"a foreign degree", "18g-first", engineer.with(answers{"degree_kind": "foreign", "degree_country": "VN", "degree_match": "full"}), []string{"degree_recognition"}, nil},
		{"experience instead", "18g-first", engineer.with(answers{"degree_kind": "experience"}), []string{"it_experience"}, []string{"degree"}},
		{"a doctor with a French card", "18g-first", engineer.with(answers{"regulated": true, "blue_card_before": true, "blue_card_country": "FR"}), []string{"licence", "old_blue_card"}, nil},
		{"a wife", "28-family", spouse.with(nil), nil, nil},
		{"a wife who needs no certificate", "28-family", spouse.with(answers{"language_proof": "exempt"}), []string{"language_reason"}, []string{"language_a1"}},
		{"a father of a German child", "28-family", spouse.with(answers{"family_tie": "parent", "german_birth_date": "2024-01-01", "joint_custody": true}), []string{"birth_certificate", "custody"}, []string{"marriage_certificate", "language_a1", "income"}},
	}
	basic := map[string][]string{
		"16b-extension": {"passport", "photo", "title_copy", "enrolment", "transcript", "blocked_account", "health_insurance", "rent"},
		"18g-first":     {"passport", "photo", "title_copy", "employment_contract", "employer_declaration", "degree", "health_insurance", "rent"},
		"28-family":     {"passport", "photo", "title_copy", "german_id", "marriage_certificate", "language_a1", "income", "health_insurance", "rent"},
	}
	for _, test := range tests {
		t.Run(test.service+" "+test.name, func(t *testing.T) {
			t.Parallel()
			want := map[string]bool{}
			for _, k := range append(basic[test.service], test.add...) {
				want[k] = true
			}
			for _, k := range test.drop {
				delete(want, k)
			}
			got := map[string]bool{}
			for _, k := range keysOf(offer(t, test.service).Checklist(test.facts)) {
				got[k] = true
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A family member needs fewer papers, and proof of the family.
func TestAMembersChecklist(t *testing.T) {
	t.Parallel()
	got := keysOf(offer(t, "16b-extension").Checklist(child.as(catalogue.Member, answers{"custody": "joint_open"})))
	if diff := cmp.Diff([]string{"passport", "photo", "title_copy", "health_insurance", "birth_certificate", "custody"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestRoutes(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, service string
		facts         catalogue.Facts
		want          catalogue.Route
	}{
		{"plain", "16b-extension", student.with(nil), catalogue.Route{Team: "study", Urgency: "normal", Difficulty: "simple"}},
		{"ends tomorrow", "16b-extension", student.with(answers{"title_end": "2026-11-22"}), catalogue.Route{Team: "study", Urgency: "soon", Difficulty: "simple", Why: []string{"title_ends_soon"}}},
		{"ends today", "16b-extension", student.with(answers{"title_end": "2026-11-21"}), catalogue.Route{Team: "study", Urgency: "soon", Difficulty: "simple", Why: []string{"title_ends_soon"}}},
		{"ended yesterday", "16b-extension", student.with(answers{"title_end": "2026-11-20", "title_expired": true}), catalogue.Route{Team: "study", Urgency: "urgent", Difficulty: "simple", Why: []string{"title_expired"}}},
		{"no passport", "16b-extension", student.with(answers{"passport_kind": "none"}), catalogue.Route{Team: "special", Urgency: "normal", Difficulty: "hard", Why: []string{"no_passport"}}},
		{"another subject", "16b-extension", student.with(answers{"university_changed": true, "subject_changed": true}), catalogue.Route{Team: "study", Urgency: "normal", Difficulty: "hard", Why: []string{"university_changed", "subject_changed"}}},
		{"well paid", "18g-first", engineer.with(nil), catalogue.Route{Team: "work", Urgency: "normal", Difficulty: "simple"}},
		{"a cent too little", "18g-first", engineer.with(answers{"salary_year": 50699.99}), catalogue.Route{Team: "work", Urgency: "normal", Difficulty: "normal", Why: []string{"reduced_salary"}}},
		{"below every line", "18g-first", engineer.with(answers{"salary_year": 45934.19}), catalogue.Route{Team: "work", Urgency: "normal", Difficulty: "hard", Why: []string{"reduced_salary", "salary_too_low"}}},
		{"no visa", "28-family", spouse.with(answers{"entry": "without_visa", "title_kind": "none"}), catalogue.Route{Team: "family", Urgency: "normal", Difficulty: "hard", Why: []string{"entry_without_visa"}}},
		{"nothing said yet", "28-family", catalogue.Facts{Form: catalogue.Principal, Today: today}, catalogue.Route{Team: "family", Urgency: "normal", Difficulty: "simple"}},
	}
	for _, test := range tests {
		t.Run(test.service+" "+test.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, offer(t, test.service).Route(test.facts)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// After the year whose minimum salary we know, a Blue Card is looked at by a person and by two pairs of eyes.
func TestAnUnknownSalaryYearIsNeverWavedThrough(t *testing.T) {
	t.Parallel()
	facts := engineer.with(nil)
	facts.Today = clock.Date{Year: 2027, Month: 1, Day: 1}
	o := offer(t, "18g-first")
	if r := o.Route(facts); r.Difficulty != "hard" {
		t.Errorf("difficulty %s", r.Difficulty)
	}
	if !slices.Contains(o.FourEyes("grant", facts), "reduced_salary") {
		t.Error("one pair of eyes")
	}
	if len(o.FourEyes("grant", engineer.with(nil))) > 0 {
		t.Error("a plain grant of 2026 needs one pair of eyes")
	}
}

func TestFees(t *testing.T) {
	t.Parallel()
	turkish := answers{"nationality": "TR", "association": true}
	tests := []struct {
		name, service string
		facts         catalogue.Facts
		cents         int
		lines         []string
	}{
		{"extension", "16b-extension", student.with(nil), 9300, []string{"extension"}},
		{"extension of three months", "16b-extension", student.with(answers{"study_end": "2027-06-30"}), 9600, []string{"extension_short"}},
		{"of three months and a day", "16b-extension", student.with(answers{"study_end": "2027-07-01"}), 9300, []string{"extension"}},
		{"public scholarship", "16b-extension", student.with(answers{"means": []string{"scholarship"}, "scholarship_public": true}), 0, []string{"extension", "scholarship_exempt"}},
		{"scholarship taken back", "16b-extension", student.with(answers{"scholarship_public": true}), 9300, []string{"extension"}},
		{"benefits", "16b-extension", student.with(answers{"benefits": true}), 0, []string{"extension", "benefits_exempt"}},
		{"a child", "16b-extension", child.as(catalogue.Member, nil), 4650, []string{"extension", "minor_half"}},
		{"Turkish, 26", "16b-extension", student.with(turkish), 4600, []string{"extension", "association_rate"}},
		{"Turkish, 23", "16b-extension", student.with(answers{"nationality": "TR", "association": true, "birth_date": "2003-06-01"}), 2760, []string{"extension", "association_young_rate"}},
		{"Vietnamese who said Turkish before", "16b-extension", student.with(answers{"association": true}), 9300, []string{"extension"}},
		{"first grant", "18g-first", engineer.with(nil), 10000, []string{"grant"}},
		{"change of purpose", "18g-first", engineer.with(answers{"title_kind": "residence_permit"}), 9800, []string{"change_of_purpose"}},
		{"family", "28-family", spouse.with(nil), 10000, []string{"grant"}},
		{"minor child of a German", "28-family", spouse.with(answers{"birth_date": "2010-01-01"}), 5000, []string{"grant", "minor_half"}},
	}
	for _, test := range tests {
		t.Run(test.service+" "+test.name, func(t *testing.T) {
			t.Parallel()
			fee := offer(t, test.service).Fee(test.facts, today)
			sum, keys := 0, []string{}
			for _, line := range fee.Lines {
				sum += line.Cents
				keys = append(keys, line.Key)
				if line.Law == "" {
					t.Errorf("%s has no law", line.Key)
				}
			}
			if fee.Cents != test.cents || sum != test.cents {
				t.Errorf("fee %d, lines add up to %d, want %d", fee.Cents, sum, test.cents)
			}
			if diff := cmp.Diff(test.lines, keys); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Who was born on 29 February comes of age on 1 March.
func TestComingOfAgeAfterALeapDay(t *testing.T) {
	t.Parallel()
	o, facts := offer(t, "28-family"), spouse.with(answers{"birth_date": "2008-02-29"})
	for day, cents := range map[int]int{28: 5000, 29: 10000} { // 29 February 2026 does not exist: it is 1 March
		on := clock.Date{Year: 2026, Month: 2, Day: 1}.AddDays(day - 1)
		if fee := o.Fee(facts, on); fee.Cents != cents {
			t.Errorf("on %s: %d", on, fee.Cents)
		}
	}
}

// Where the passport does not tell the day, somebody counts as young as they can be.
func TestComingOfAgeOnAnUnknownDay(t *testing.T) {
	t.Parallel()
	for born, fees := range map[string]map[string]int{
		"2008-03-00": {"2026-03-30": 5000, "2026-03-31": 10000}, "2008-00-00": {"2026-12-30": 5000, "2026-12-31": 10000},
	} {
		o, facts := offer(t, "28-family"), spouse.with(answers{"birth_date": born})
		for day, cents := range fees {
			on, err := clock.ParseDate(day)
			if fee := o.Fee(facts, on); err != nil || fee.Cents != cents {
				t.Errorf("born %s, on %s: %d", born, day, fee.Cents)
			}
		}
	}
}

func TestFourEyes(t *testing.T) {
	t.Parallel()
	for key, a := range starting {
		o := offer(t, key)
		for outcome, want := range map[string]bool{"grant": false, "partial": true, "refusal": true, "unheard_of": true} {
			if got := o.FourEyes(outcome, a.with(nil)); (len(got) > 0) != want {
				t.Errorf("%s %s: %v", key, outcome, got)
			}
		}
		why := o.FourEyes("grant", a.with(answers{"proceedings": true, "passport_kind": "none"}))
		if !slices.Equal(why, []string{"proceedings", "no_passport"}) {
			t.Errorf("%s: a grant with criminal proceedings and without a passport takes discretion: %v", key, why)
		}
		for _, key := range append(why, o.FourEyes("refusal", a.with(nil))...) {
			if _, ok := o.LookUp(catalogue.German, "why."+key); !ok {
				t.Errorf("%s has no words", key)
			}
		}
	}
}

func TestLongestDuration(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, service string
		facts         catalogue.Facts
		until, why    string
	}{
		{"as a rule two years", "16b-extension", student.with(answers{"study_end": "2030-09-30"}), "2028-11-20", "two_years"},
		{"the study ends first", "16b-extension", student.with(nil), "2028-09-30", "study_end"},
		{"not under a year", "16b-extension", student.with(answers{"study_end": "2027-03-31"}), "2027-11-20", "one_year"},
		{"the passport ends first", "16b-extension", student.with(answers{"passport_valid_until": "2027-12-24"}), "2027-12-24", "passport_end"},
		{"four years", "18g-first", engineer.with(nil), "2030-11-20", "four_years"},
		{"the contract and three months", "18g-first", engineer.with(answers{"contract_limited": true, "contract_end": "2028-11-30"}), "2029-02-28", "contract_end"},
		{"three years", "28-family", spouse.with(nil), "2029-11-20", "three_years"},
	}
	for _, test := range tests {
		t.Run(test.service+" "+test.name, func(t *testing.T) {
			t.Parallel()
			d, ok := offer(t, test.service).LongestDuration(test.facts, today)
			if !ok || d.Until.String() != test.until || d.Why != test.why || d.Law == "" {
				t.Errorf("%v %+v", ok, d)
			}
		})
	}
}

func TestTheEndOfThePresentTitle(t *testing.T) {
	t.Parallel()
	o := offer(t, "16b-extension")
	if end, ok := o.TitleEnd(student.with(nil)); !ok || end.String() != "2027-03-31" {
		t.Errorf("%v %v", end, ok)
	}
	if end, ok := o.TitleEnd(student.with(answers{"title_kind": "none"})); ok {
		t.Errorf("no title has no end: %v", end)
	}
}
