package seed

import (
	"time"

	"github.com/ankunft/ankunft/modules/applications"
	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/clock"
)

// Applicants can log in at the portal.
//
//nolint:misspell // German
func Applicants() []Applicant {
	day := func(y int, m time.Month, d int) clock.Date { return clock.Date{Year: y, Month: m, Day: d} }
	cast := []Applicant{
		{"amal", "auf Arabisch; Pass liegt schon vor, Titel endet bald", "in Arabic; passport already there, title ends soon", identity.TrustSubstantial,
			person{family: "Haddad", given: "Amal", original: "أمل حداد", born: day(1999, 3, 14), place: "Aleppo", country: "SY", sex: "female", marital: "single", language: "ar"}},
		{"mai", "auf Vietnamesisch; Unterlagen sind nachzureichen", "in Vietnamese; papers are asked for", identity.TrustSubstantial,
			person{family: "Nguyễn", given: "Thị Mai", original: "Nguyễn Thị Mai", born: day(2001, 7, 2), place: "Huế", country: "VN", sex: "female", marital: "single", language: "vi"}},
		{"oleksandr", "auf Ukrainisch; Bescheid liegt zum Abruf bereit", "in Ukrainian; a decision waits in the portal", identity.TrustSubstantial,
			person{family: "Kowalenko", given: "Oleksandr", original: "Олександр Коваленко", born: day(1996, 11, 23), place: "Poltawa", country: "UA", sex: "male", marital: "single", language: "uk"}},
		{"farid", "auf Persisch; nur ein Name", "in Persian; one name only", identity.TrustSubstantial,
			person{given: "Farid", original: "فرید", born: day(1994, 1, 1), place: "Herat", country: "AF", sex: "male", marital: "single", language: "fa"}},
		{"maria", "auf Spanisch; wird angehört", "in Spanish; is heard before a refusal", identity.TrustSubstantial,
			person{family: "Castaño Ríos", given: "María-José", born: day(1991, 5, 30), place: "Medellín", country: "CO", sex: "female", marital: "single", language: "es"}},
		{"elif", "auf Türkisch; Familie mit Kind", "in Turkish; a family with a child", identity.TrustSubstantial,
			person{family: "Yıldız", given: "Elif", born: day(1990, 9, 9), place: "İzmir", country: "TR", sex: "female", marital: "married", language: "tr"}},
		{"ivan", "auf Russisch; vielleicht schon bekannt, eine Sachbearbeiterin muss es bestätigen", "in Russian; perhaps on file, a clerk must confirm", identity.TrustBasic,
			person{family: "Petrow", given: "Iwan", original: "Иван Петров", born: day(1998, 4, 17), place: "Kasan", country: "RU", sex: "male", marital: "single", language: "ru"}},
		{"sara", "auf Persisch; stellt ihren ersten Antrag", "in Persian; about to apply for the first time", identity.TrustSubstantial,
			person{family: "Ahmadi", given: "Sara", original: "سارا احمدی", born: day(2000, 12, 5), place: "Schiras", country: "IR", sex: "female", marital: "single", language: "fa"}},
		{"lucas", "auf Englisch; Vertrauensniveau einfach", "in English; basic level of trust", identity.TrustBasic,
			person{family: "Silva", given: "Lucas", born: day(1997, 2, 11), place: "Recife", country: "BR", sex: "male", marital: "single", language: "en"}},
	}
	for i := range cast {
		cast[i].email = cast[i].Username + "@mail.example"
	}
	return cast
}

// starring are the stories of those who can log in, and one that waits for a login of the office.
func (p *planner) starring() []*story {
	cast := map[string]Applicant{}
	for _, a := range Applicants() {
		a.person = p.pop.settle(a.person)
		cast[a.Username] = a
	}
	star := func(name, service string, state cases.CaseState, age int, change func(*story)) *story {
		a := cast[name]
		s := &story{person: a.person, service: service, state: state, portal: true, named: true, claims: a.Claims(p.issuer), twist: "none"}
		if change != nil {
			change(s)
		}
		p.tell(s, age)
		return s
	}
	known := star("ivan", study, cases.Delivered, 200, func(s *story) {
		s.email = "iwan.petrow@mail.example"
		s.claims = identity.Claims{Issuer: identity.EmailIssuer, Subject: s.email, Email: s.email, EmailVerified: true, Trust: identity.TrustEmail, Locale: "ru"}
	})
	return []*story{
		star("amal", study, cases.Delivered, history-5, func(s *story) { s.until = p.today.AddDays(33) }),
		star("mai", study, cases.Waiting, 24, nil),
		star("oleksandr", study, cases.Decided, 38, nil),
		star("farid", study, cases.Checking, 12, func(s *story) { s.twist = delayed }),
		star("maria", work, cases.InHearing, 47, func(s *story) { s.twist = lowSalary }),
		star("elif", study, cases.Received, 2, p.withFamily),
		known,
		star("ivan", study, cases.Received, 1, nil),
		p.toApprove(),
	}
}

// toApprove waits for the second pair of eyes on stays for study, one of whom may not approve before she has learned what is new.
func (p *planner) toApprove() *story {
	s := &story{
		person:  p.pop.settle(person{family: "Nair", given: "Meera", born: clock.Date{Year: 2002, Month: 2, Day: 17}, place: "Kochi", country: "IN", sex: "female", marital: "single", language: "en"}),
		service: study, state: cases.Approval, portal: true, twist: changed,
	}
	s.claims = Applicant{Username: s.email, Trust: identity.TrustSubstantial, person: s.person}.Claims(p.issuer)
	p.tell(s, 30)
	return s
}

// withFamily has husband and child apply in the same sitting.
func (p *planner) withFamily(s *story) {
	filed := p.today.AddDays(-2)
	s.filed, s.ends = filed, filed.AddDays(20)
	s.answers = studying(p.rand, s.person, s.filed, s.ends, plain)
	s.answers["marital_status"], s.answers["family_here"], s.answers["family_apply"] = "married", true, true
	relative := func(given, sex string, born clock.Date) person {
		r := s.person
		r.given, r.sex, r.born, r.original, r.passport, r.email = given, sex, born, "", "", "elif@mail.example"
		return p.pop.settle(r)
	}
	asked := func(r person, extra answers) answers {
		a := base(r, filed, s.ends, plain)
		for _, key := range []string{"street", "postal_code", "town", "phone", "family_here"} {
			delete(a, key)
		}
		for key, value := range extra {
			a[key] = value
		}
		return a
	}
	husband := relative("Can", "male", clock.Date{Year: 1988, Month: 6, Day: 21})
	child := relative("Deniz", "female", p.today.AddYears(-6))
	s.members = []member{
		{husband, applications.MemberSpouse, applications.Authorised, asked(husband, answers{"relation": "spouse", "own_income": true, "marital_status": "married"})},
		{child, applications.MemberChild, applications.ParentWithCustody, asked(child, answers{"relation": "child", "custody": "joint_agrees", "marital_status": "single"})},
	}
}
