package seed

import (
	"math/rand/v2"
	"slices"

	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/clock"
)

// history is how far the demo's past reaches back, in days.
const history = 240

// shares are how many of a hundred cases stand where today.
var shares = []struct {
	state   cases.CaseState
	percent int
}{
	{cases.Received, 10}, {cases.Checking, 12}, {cases.Waiting, 8}, {cases.InHearing, 3}, {cases.Deciding, 7}, {cases.Approval, 5},
	{cases.Decided, 6}, {cases.Withdrawn, 3}, {cases.Delivered, 46},
}

// states are where so many cases stand: each state at least once, as far as that goes.
func states(n int) []cases.CaseState {
	var list []cases.CaseState
	for _, s := range shares {
		for range max(1, n*s.percent/100) {
			list = append(list, s.state)
		}
	}
	for len(list) < n {
		list = append(list, cases.Delivered)
	}
	return list[:n]
}

// planner draws stories. The same seed and day give the same ones.
type planner struct {
	rand   *rand.Rand
	pop    *population
	today  clock.Date
	issuer string // of the applicants
	drawn  int
}

func newPlanner(today clock.Date, issuer string) *planner {
	r := rand.New(rand.NewPCG(16, 81)) // invented people, the same each time
	return &planner{rand: r, pop: &population{rand: r, today: today, taken: map[string]bool{}}, today: today, issuer: issuer}
}

// stories are so many, the earliest first; those of the people who can log in are among them.
func (p *planner) stories(n int) []*story {
	list := p.starring()
	list = list[:min(n, len(list))]
	room := states(n)
	for _, s := range list { // their places are taken
		if i := slices.Index(room, s.state); i >= 0 && len(room) > 0 {
			room = slices.Delete(room, i, i+1)
		}
	}
	for _, state := range room[:max(0, min(len(room), n-len(list)))] {
		list = append(list, p.draw(state))
	}
	if n >= 30 {
		list = append(list, p.doubles(list)...)
	}
	slices.SortStableFunc(list, func(a, b *story) int { return a.steps[0].day - b.steps[0].day })
	return list
}

func (p *planner) between(from, to int) int { return from + p.rand.IntN(to-from+1) }

func (p *planner) chance(percent int) bool { return p.rand.IntN(100) < percent }

// draw tells of somebody whose case stands in a state today.
func (p *planner) draw(state cases.CaseState) *story {
	p.drawn++
	service := study
	switch k := p.drawn % 20; {
	case k%3 == 1: // a third
		service = family
	case k == 2 || k == 8 || state != cases.Delivered && k%5 == 3:
		service = work
	}
	s := &story{person: p.pop.someone(21, 38), service: service, state: state, portal: p.chance(70)}
	s.claims = p.account(s)
	p.tell(s, p.age(state))
	return s
}

// account is the citizen account of somebody, or where the service allows it only a mailbox.
func (p *planner) account(s *story) identity.Claims {
	if s.service == study && p.chance(50) {
		return identity.Claims{Issuer: identity.EmailIssuer, Subject: s.email, Email: s.email, EmailVerified: true, Trust: identity.TrustEmail, Locale: s.language}
	}
	a := Applicant{Username: s.email, Trust: identity.TrustSubstantial, person: s.person}
	if p.chance(30) {
		a.Trust = identity.TrustBasic
	}
	return a.Claims(p.issuer)
}

// age is how many days ago an application was filed that stands in a state today. Some are late.
func (p *planner) age(state cases.CaseState) int {
	late := p.chance(15)
	switch state {
	case cases.Received:
		if late {
			return p.between(25, 60)
		}
		return p.between(0, 9)
	case cases.Checking:
		if late {
			return p.between(60, 100)
		}
		return p.between(6, 45)
	case cases.Waiting:
		return p.between(16, 60)
	case cases.InHearing:
		return p.between(35, 85)
	case cases.Deciding, cases.Approval:
		if late {
			return p.between(70, 96)
		}
		return p.between(20, 55)
	case cases.Decided:
		return p.between(25, 60)
	case cases.Withdrawn:
		return p.between(20, 150)
	case cases.Delivered:
	}
	return p.between(60, history)
}

// tell gives a story its facts and the steps that lead to its state.
func (p *planner) tell(s *story, age int) {
	s.filed = p.today.AddDays(-age)
	s.ends = s.filed.AddDays(p.between(3, 90))
	if s.twist == plain {
		s.twist = p.twistOf(s)
	}
	if s.answers == nil {
		s.answers = map[string]func(*rand.Rand, person, clock.Date, clock.Date, twist) answers{
			study: studying, work: working, family: joining,
		}[s.service](p.rand, s.person, s.filed, s.ends, s.twist)
	}
	if s.state == cases.Delivered || s.state == cases.Decided {
		s.refused = s.refused || s.twist == lowSalary || s.twist == noLanguage && p.chance(60)
	}
	if s.state == cases.InHearing {
		s.refused = true
	}
	s.on(-age, apply)
	p.way(s, age)
}

func (p *planner) twistOf(s *story) twist {
	if p.chance(70) {
		return plain
	}
	options := map[string][]twist{
		study:  {expired, changed, delayed, delayed, noPassport, proceedings},
		work:   {lowSalary, reduced, reduced, proceedings, expired},
		family: {noLanguage, livesApart, expired, noPassport},
	}
	return pick(p.rand, options[s.service])
}

// way is what happened between the submit and today.
func (p *planner) way(s *story, age int) {
	ago := func(days int) int { return -max(0, min(age, days)) }
	switch s.state {
	case cases.Received:
		s.missing = p.rand.IntN(3)
		if age > 2 && p.chance(25) {
			s.on(ago(age-2), write)
		}
	case cases.Checking:
		s.missing = p.rand.IntN(2)
		s.on(ago(age*2/3), check(1+p.rand.IntN(5)))
		p.chat(s, ago(age/2))
		if p.chance(20) {
			s.on(ago(age/3), pause(pick(p.rand, cases.PauseReasons)))
		}
	case cases.Waiting:
		s.missing = 1 + p.rand.IntN(2)
		asked := p.between(2, 12)
		s.on(ago(asked+1), check(0))
		s.on(ago(asked), ask(p.between(13, 21)))
	case cases.InHearing:
		s.on(ago(age/2), check(0))
		s.on(ago(p.between(2, 9)), hear(14))
	case cases.Deciding:
		s.on(ago(age/2), check(0))
		p.chat(s, ago(age/3))
		s.on(ago(p.between(1, 8)), draft)
		if p.chance(15) {
			s.twist = plain
			s.on(ago(1), note(pick(p.rand, notes)))
		}
	case cases.Approval:
		s.on(ago(age/2), check(0))
		s.on(ago(4), draft)
		s.on(ago(p.between(0, 3)), propose)
	case cases.Withdrawn:
		if p.chance(50) {
			s.on(ago(age*2/3), check(2))
		}
		s.on(ago(age/2), withdraw)
	case cases.Decided:
		p.decide(s, age, p.between(1, 4))
		if s.refused || !s.portal {
			switch p.rand.IntN(3) { // else it waits for the printer
			case 0:
				s.on(ago(0), fetch)
			case 1:
				s.on(ago(1), fetch)
				s.on(ago(0), comesBack)
			}
		}
	case cases.Delivered:
		p.decide(s, age, age-p.between(18, 48))
	}
}

// decide leads to a decision so many days ago, and when that is long enough ago to its service.
func (p *planner) decide(s *story, age, decided int) {
	decided = max(0, min(decided, age-3))
	s.on(-age*3/4-decided/4, check(0))
	if p.chance(30) && age-decided > 20 && !s.refused {
		s.missing = 1
		s.on(-decided-12, ask(14))
		s.on(-decided-4, answer)
		s.on(-decided-2, check(0))
	}
	if s.refused {
		s.on(-decided-16, hear(14))
		s.on(-decided-1, hearingOver)
	}
	s.on(-decided, draft)
	if p.chance(8) {
		s.on(-decided, propose)
		s.on(-decided, sendBack)
	}
	s.on(-decided, proposeAgain)
	s.on(-decided, approve)
	if s.state == cases.Delivered {
		s.on(-decided+p.between(1, 5), fetch)
	}
}

// chat is a word or two on the way.
func (p *planner) chat(s *story, day int) {
	switch p.rand.IntN(4) {
	case 0:
		s.on(day, write)
		if p.chance(60) {
			s.on(day+1, reply)
		}
	case 1:
		s.on(day, note(pick(p.rand, notes)))
	}
}

// doubles are people who are on file already and apply again through an account that does not prove it: a clerk is asked.
func (p *planner) doubles(list []*story) []*story {
	var found []*story
	for _, s := range list {
		if len(found) == 3 {
			break
		}
		if s.state != cases.Delivered || s.service != study || s.named {
			continue
		}
		again := &story{person: s.person, service: study, state: cases.Received, portal: true}
		again.email = "noch." + s.email
		again.claims = identity.Claims{Issuer: identity.EmailIssuer, Subject: again.email, Email: again.email, EmailVerified: true, Trust: identity.TrustEmail, Locale: s.language}
		p.tell(again, len(found)+1)
		found = append(found, again)
	}
	return found
}
