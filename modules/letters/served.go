package letters

import (
	"time"

	"github.com/ankunft/ankunft/platform/clock"
)

// Regime is the rule by which a letter counts as served.
type Regime string

// The regimes. The portal's two exclude one another; a city chooses one.
const (
	RegimeNone   Regime = ""            // nothing hangs on the day: receipts, notes
	RegimePost   Regime = "post"        // VwVfG §41(2): the fourth day after posting
	RegimePortal Regime = "vwvfg41_2a"  // VwVfG §41(2a): consent, retrieval by the logged-in person, the day after
	RegimeOZG    Regime = "ozg9"        // OZG §9: post box of the user account, the fourth day after provision
	RegimeHanded Regime = "handed_over" // handed over against signature: that day
)

// ServiceRules are the law's figures as data of the Land and the city. The zero value means DefaultServiceRules.
type ServiceRules struct {
	// PostDays after posting a letter counts as served. VwVfG §41(2) sentence 1 (since 1 January 2025): 4.
	PostDays int
	// ProvidedDays after provision a decision in the post box of the user account counts as served. OZG §9: 4.
	ProvidedDays int
	// RetrieveDays from the notice within which a decision must be retrieved. VwVfG §41(2a) sentence 4: 10.
	RetrieveDays int
	// FictionRolls moves the last day of PostDays and ProvidedDays off Saturdays, Sundays and holidays. The law is open here: the
	// Bundesfinanzhof does so for the same rule of tax law (AO §122(2), §108(3); judgment of 14 October 2003, IX R 68/98);
	// for VwVfG §41(2) courts mostly do not, as the fiction is no period in the sense of §31(3). Background knowledge: the
	// city's lawyers confirm. false names the earlier day, so that nobody is told too late an end for a remedy; whoever
	// calls a decision final should count with true.
	FictionRolls bool
	// RetrieveRolls moves the end of RetrieveDays the same way (VwVfG §31(3)): in favour of the person.
	RetrieveRolls bool
}

// DefaultServiceRules are the federal figures, state of April 2026.
var DefaultServiceRules = ServiceRules{PostDays: 4, ProvidedDays: 4, RetrieveDays: 10, RetrieveRolls: true}

// ServiceFacts are what happened to a letter, as far as it did.
type ServiceFacts struct {
	PostedOn     clock.Date // the day on which it was given to the post
	ReturnedAt   time.Time  // when it came back
	ProvidedAt   time.Time  // when it stood in the portal
	NoticeAt     time.Time  // when the notice of it was sent
	RetrievedAt  time.Time  // when the logged-in person opened it
	HandedOverOn clock.Date
}

// Basis says why a letter counts as served, or why it does not.
type Basis string

// The bases. The first three are no service.
const (
	BasisPending     Basis = "pending"      // may still be
	BasisReturned    Basis = "returned"     // came back: never arrived (VwVfG §41(2) sentence 3)
	BasisUnretrieved Basis = "unretrieved"  // not retrieved in time: must be served another way (VwVfG §41(2a) sentence 5)
	BasisPost        Basis = "post"         // VwVfG §41(2)
	BasisRetrieved   Basis = "retrieved"    // VwVfG §41(2a)
	BasisProvided    Basis = "provided"     // OZG §9
	BasisHandedOver  Basis = "handed_over"  // VwVfG §41(1)
	BasisInformal    Basis = "not_required" // RegimeNone
)

// Served is the answer of ServedOn. On is zero unless the letter counts as served, now or on a day that is still to come.
type Served struct {
	On    clock.Date
	Basis Basis
	// Until is the last day on which a letter in the portal can be retrieved so as to be served, where it is still pending.
	Until clock.Date
}

// Failed says that the letter must be served another way.
func (s Served) Failed() bool { return s.Basis == BasisReturned || s.Basis == BasisUnretrieved }

// ServedOn tells on which day a letter counts as served. now decides whether the time to retrieve it has run out.
func ServedOn(regime Regime, facts ServiceFacts, rules ServiceRules, holidays *Calendar, now time.Time) Served {
	if rules == (ServiceRules{}) {
		rules = DefaultServiceRules
	}
	roll := func(day clock.Date, rolls bool) clock.Date {
		if rolls {
			return holidays.Roll(day)
		}
		return day
	}
	switch {
	case regime == RegimeNone:
		return Served{Basis: BasisInformal}
	case regime == RegimeHanded && !facts.HandedOverOn.IsZero():
		return Served{On: facts.HandedOverOn, Basis: BasisHandedOver}
	case regime == RegimePost && !facts.ReturnedAt.IsZero():
		return Served{Basis: BasisReturned}
	case regime == RegimePost && !facts.PostedOn.IsZero():
		return Served{On: roll(facts.PostedOn.AddDays(rules.PostDays), rules.FictionRolls), Basis: BasisPost}
	case regime == RegimeOZG && !facts.ProvidedAt.IsZero():
		return Served{On: roll(clock.Today(facts.ProvidedAt).AddDays(rules.ProvidedDays), rules.FictionRolls), Basis: BasisProvided}
	case regime == RegimePortal && !facts.NoticeAt.IsZero():
		until := roll(clock.Today(facts.NoticeAt).AddDays(rules.RetrieveDays), rules.RetrieveRolls)
		return retrieved(facts, until, now)
	}
	return Served{Basis: BasisPending}
}

// retrieved applies VwVfG §41(2a): too late a retrieval serves nothing, for the provision has ended.
func retrieved(facts ServiceFacts, until clock.Date, now time.Time) Served {
	if !facts.RetrievedAt.IsZero() {
		if day := clock.Today(facts.RetrievedAt); !until.Before(day) {
			return Served{On: day.AddDays(1), Basis: BasisRetrieved}
		}
		return Served{Basis: BasisUnretrieved}
	}
	if until.Before(clock.Today(now)) {
		return Served{Basis: BasisUnretrieved}
	}
	return Served{Basis: BasisPending, Until: until}
}

// RemedyEnd is the last day for objection or action: months after service (VwGO §§70(1), 74(1); VwGO §57(2) with ZPO §222(1), BGB
// §188(2) and (3)), a year where the notice is missing or wrong (VwGO §58(2)), moved off Saturdays, Sundays and holidays at the
// seat of the court or authority (ZPO §222(2)). Zero where nothing has been served.
func RemedyEnd(served clock.Date, months int, noticed bool, holidays *Calendar) clock.Date {
	if served.IsZero() {
		return clock.Date{}
	}
	if !noticed {
		months = 12
	}
	return holidays.Roll(served.AddMonths(months))
}
