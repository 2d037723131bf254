package seed

import (
	"maps"
	"math/rand/v2"

	"github.com/ankunft/ankunft/platform/clock"
)

type answers map[string]any

// twist is what makes an application harder than the plain one.
type twist string

const (
	plain       twist = ""
	expired     twist = "expired"     // filed after the title had ended
	noPassport  twist = "no_passport" // goes to the team for special cases
	changed     twist = "changed"     // another subject: a decision with discretion
	delayed     twist = "delayed"     // over the regular time
	lowSalary   twist = "low_salary"  // under the reduced minimum
	noLanguage  twist = "no_language" // without the certificate
	proceedings twist = "proceedings" // criminal proceedings are pending
	livesApart  twist = "lives_apart" // reasons needed
	reduced     twist = "reduced"     // the reduced minimum salary
)

// base answers the steps that all services share.
func base(p person, filed, titleEnd clock.Date, tw twist) answers {
	a := answers{
		"given_names": p.given, "birth_date": p.born.String(), "birth_place": p.place, "birth_country": p.country, "sex": p.sex,
		"nationality": p.country, "marital_status": p.marital, "no_family_name": p.withoutFamilyName(),
		"passport_kind": "passport", "passport_number": p.passport, "passport_valid_until": filed.AddYears(4).AddDays(p.born.Day).String(),
		"street": p.street, "postal_code": "99999", "town": "Musterstadt", "phone": p.phone,
		"title_kind": "residence_permit", "title_end": titleEnd.String(), "title_expired": false,
		"family_here": false, "proceedings": false, "insurance": "statutory",
	}
	if !p.withoutFamilyName() {
		a["family_name"] = p.family
	}
	if p.original != "" {
		a["name_original"] = p.original
	}
	switch tw {
	case expired:
		a["title_end"], a["title_expired"], a["late_reason"] = filed.AddDays(-9).String(), true, freely(p, "late")
	case noPassport:
		for _, key := range []string{"passport_number", "passport_valid_until"} {
			delete(a, key)
		}
		a["passport_kind"], a["passport_missing"] = "none", freely(p, "passport")
	case proceedings:
		a["proceedings"], a["proceedings_note"] = true, freely(p, "proceedings")
	default:
	}
	return a
}

var (
	universities = []string{"Universität Musterstadt", "Hochschule Musterstadt", "Technische Universität Nachbarstadt"}
	subjects     = []string{"Informatik", "Maschinenbau", "Betriebswirtschaft", "Germanistik", "Physik", "Architektur", "Chemie", "Soziale Arbeit"}
	employers    = []string{"Musterwerk Maschinen GmbH", "Stadtklinikum Musterstadt", "Kontor Logistik AG", "Nordlicht Software GmbH", "Solartechnik Beispiel GmbH"}
	occupations  = []string{"Softwareentwicklung", "Ingenieurwesen Mechatronik", "Medizinische Informatik", "Datenanalyse", "Bauplanung"}
)

// studying answers for the extension of a permit for study.
func studying(r *rand.Rand, p person, filed, titleEnd clock.Date, tw twist) answers {
	a := base(p, filed, titleEnd, tw)
	semester := 2 + r.IntN(4)
	maps.Copy(a, answers{
		"university": pick(r, universities), "degree": pick(r, []string{"bachelor", "master", "master"}), "subject": pick(r, subjects), "full_time": true,
		"semester_now": semester, "semesters_regular": 6, "study_end": filed.AddMonths(14 + 3*r.IntN(8)).String(),
		"university_changed": false, "subject_changed": false, "on_track": true, "means": []string{pick(r, []string{"blocked_account", "parents", "scholarship", "work"})},
		"monthly_income": 990 + 20*r.IntN(20), "monthly_rent": 310 + 10*r.IntN(25), "benefits": false, "works": r.IntN(3) == 0,
	})
	if means, ok := a["means"].([]string); ok && means[0] == "scholarship" {
		a["scholarship_public"] = r.IntN(2) == 0
	}
	if a["works"] == true {
		a["work_days"] = 40 + r.IntN(80)
	}
	switch tw {
	case changed:
		a["subject_changed"], a["change_reason"] = true, freely(p, "subject")
	case delayed:
		a["semester_now"], a["on_track"], a["delay_reason"] = 9, false, freely(p, "delay")
	default:
	}
	return a
}

// working answers for the first grant of an EU Blue Card.
func working(r *rand.Rand, p person, filed, titleEnd clock.Date, tw twist) answers {
	a := base(p, filed, titleEnd, tw)
	a["title_kind"] = pick(r, []string{"visa", "residence_permit"})
	maps.Copy(a, answers{
		"employer": pick(r, employers), "employer_town": "Musterstadt", "occupation": pick(r, occupations), "job_start": filed.AddDays(25 + r.IntN(40)).String(),
		"contract_limited": false, "salary_year": 54_000 + 500*r.IntN(50), "hours_week": 39, "regulated": false, "fast_track": false,
		"degree_kind": "foreign", "degree_name": "Master of Science", "degree_university": "University of " + ascii(p.place), "degree_country": p.country,
		"degree_date": filed.AddDays(-300 - r.IntN(900)).String(), "degree_match": pick(r, []string{"full", "full", "partly"}), "blue_card_before": false,
	})
	switch tw {
	case lowSalary:
		a["salary_year"] = 44_000
	case reduced:
		a["salary_year"] = 48_500
	default:
	}
	return a
}

// joining answers for the spouse or parent of a German.
func joining(r *rand.Rand, p person, filed, titleEnd clock.Date, tw twist) answers {
	a := base(p, filed, titleEnd, tw)
	a["title_kind"] = "visa"
	delete(a, "phone")
	maps.Copy(a, answers{
		"family_tie": "spouse", "german_family_name": pick(r, []string{"Schneider", "Wagner", "Becker", "Hoffmann", "Krüger"}),
		"german_given_names": pick(r, []string{"Katrin", "Thomas", "Nadine", "Stefan", "Miriam", "Jan"}), "german_birth_date": p.born.AddYears(-2).String(),
		"marriage_date": filed.AddDays(-200 - r.IntN(300)).String(), "marriage_country": p.country, "live_together": true,
		"entry": "family_visa", "entry_date": filed.AddDays(-30 - r.IntN(30)).String(), "language_proof": "certificate", "benefits": false,
	})
	a["marital_status"] = "married"
	switch tw {
	case noLanguage:
		a["language_proof"] = "none"
	case livesApart:
		a["live_together"], a["apart_reason"] = false, freely(p, "apart")
	default:
	}
	return a
}
