package fill

import (
	"fmt"
	"maps"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/platform/clock"
)

// person is somebody who applies.
type person struct {
	id, account          uuid.UUID // the account is Nil for who came on paper
	family, given        name
	born                 clock.Date
	country, email, lang string
	substantial          bool
}

var languages = map[string]string{
	"VN": "vi", "TR": "tr", "SY": "ar", "IR": "fa", "UA": "uk", "RU": "ru", "AF": "fa", "CO": "es", "MX": "es", "EG": "ar", "MA": "ar",
	"TN": "fr", "ML": "fr",
}

// person makes somebody and, for most, an account and its link.
func (c *chunk) person(at time.Time) person {
	p := person{
		id: newID(c.r, at), family: pick(c.r, families), given: pick(c.r, givens), country: pick(c.r, countries),
		born: c.today.AddDays(-365*18 - c.r.IntN(365*35)), substantial: c.r.IntN(3) == 0, lang: "en",
	}
	if l, ok := languages[p.country]; ok {
		p.lang = l
	}
	p.email = fmt.Sprintf("%x@mail.example", p.id[8:])
	original := ""
	if p.family.original != "" && p.given.original != "" {
		original = p.given.original + " " + p.family.original
	}
	c.people.row(p.id, "on_file", at, at, p.family.text, p.given.text, "", original, p.born, "Stadt", p.country,
		[]string{"female", "male"}[c.r.IntN(2)], []string{"single", "married"}[c.r.IntN(2)], []string{p.country},
		fmt.Sprintf("Am Weiher %d", 1+c.r.IntN(90)), "", "99999", "Musterstadt", "DE", p.email, "", p.lang, "",
		nameKey(p.family.folded, p.given.folded), nameKey(p.family.folded, p.given.folded, original))
	if c.r.IntN(10) < 8 {
		p.account = newID(c.r, at)
		trust := "email"
		if p.substantial {
			trust = "substantial"
		}
		c.accounts.row(p.account, "applicant", "https://id.bench.example", p.account.String(), p.email, true, p.given.text+" "+p.family.text,
			p.given.text, p.family.text, p.born.String(), trust, p.lang, at)
		c.links.row(newID(c.r, at), p.account, p.id, "confirmed", trust, at)
	}
	return p
}

// answers are what somebody typed into the form of a service: the size and the kinds of a real one.
func (c *chunk) answers(service string, p person) map[string]any {
	a := map[string]any{
		"family_name": p.family.text, "given_names": p.given.text, "birth_date": p.born.String(), "birth_place": "Stadt", "birth_country": p.country,
		"sex": "female", "nationality": p.country, "marital_status": "single", "passport_kind": "passport", "passport_number": "C1234567",
		"passport_valid_until": "2031-01-01", "street": "Am Weiher 3", "postal_code": "99999", "town": "Musterstadt",
		"title_kind": "residence_permit", "title_end": "2026-12-20", "title_expired": false, "insurance": "statutory", "benefits": false,
		"family_here": false, "proceedings": false, "monthly_rent": 450 + c.r.IntN(600),
	}
	more := map[string]any{
		"university": "Universität Musterstadt", "degree": "master", "subject": "Physik", "full_time": true, "semester_now": 1 + c.r.IntN(8),
		"semesters_regular": 4, "study_end": "2028-03-31", "university_changed": false, "subject_changed": false, "on_track": true,
		"means": []string{"blocked_account"}, "monthly_income": 1200.5, "works": false,
	}
	switch service {
	case "18g-first":
		more = map[string]any{
			"employer": "Werke Musterstadt GmbH", "employer_town": "Musterstadt", "occupation": "Ingenieurin", "job_start": "2026-10-01",
			"contract_limited": false, "salary_year": 52000 + c.r.IntN(40000), "hours_week": 39, "regulated": false, "fast_track": false,
			"degree_kind": "german", "degree_name": "Master Maschinenbau", "degree_university": "Universität Musterstadt",
			"degree_date": "2024-09-30", "blue_card_before": false,
		}
	case "28-family":
		more = map[string]any{
			"family_tie": "spouse", "german_family_name": "Mustermann", "german_given_names": "Erika", "german_birth_date": "1990-08-12",
			"marriage_date": "2024-05-04", "marriage_country": "DE", "live_together": c.r.IntN(10) > 0, "entry": "family_visa",
			"entry_date": "2024-08-01", "language_proof": "certificate",
		}
		if more["live_together"] == false {
			more["apart_reason"] = "Meine Frau arbeitet in einer anderen Stadt und kommt an den Wochenenden nach Hause."
		}
	}
	maps.Copy(a, more)
	return a
}
