package catalogue

import "github.com/ankunft/ankunft/platform/clock"

// City is all that a city's folder says.
type City struct {
	Key        string      `json:"key"`
	Name       string      `json:"name"`
	Office     string      `json:"office"`    // the authority's name as letters write it
	Land       string      `json:"land"`      // ISO 3166-2:DE without the country, such as "HE"
	Law        []CitedLaw  `json:"law"`       // the Land's procedure law, cited in letters
	Remedies   []Remedy    `json:"remedies"`  // what a person may do against a decision
	Delivery   Delivery    `json:"delivery"`  // how decisions reach people
	Contact    Contact     `json:"contact"`   // shown when no clerk is named yet
	Look       Look        `json:"look"`      // colours and logo
	Languages  []string    `json:"languages"` // BCP 47, German first
	Limits     Limits      `json:"limits"`    // how much one person or address may ask for
	Holidays   Holidays    `json:"holidays"`  // days that move the end of a period
	Team       string      `json:"team"`      // gets what no rule routes
	Teams      []Team      `json:"-"`         // teams.yaml
	Offers     []*Offer    `json:"-"`         // services/
	Amounts    []Amount    `json:"-"`         // fees.yaml
	Parameters []Parameter `json:"-"`         // parameters.yaml

	Qualifications []Qualification `json:"-"` // qualifications.yaml; none where a city asks for none
}

// Qualification is something that a service may ask of who approves it, and that a member of staff may hold.
type Qualification struct {
	Key   string `json:"key"`
	Title string `json:"title"`
}

// Proof says where a fact comes from and when it holds.
type Proof struct {
	Law       string     `json:"law"`                 // "§ 45 Nr. 1 AufenthV"
	Source    string     `json:"source"`              // the public source in which it was read
	Trust     string     `json:"trust"`               // S: read in the source; B: background knowledge that the city must verify
	ValidFrom clock.Date `json:"valid_from,omitzero"` // first day; zero: since ever
	ValidTo   clock.Date `json:"valid_to,omitzero"`   // last day; zero: until further notice
}

// Verified says whether the fact was read in its source; where it was not, the city must confirm it.
func (p Proof) Verified() bool { return p.Trust == "S" }

// Holds says whether the fact is valid on day.
func (p Proof) Holds(day clock.Date) bool {
	return !day.Before(p.ValidFrom) && (p.ValidTo.IsZero() || !p.ValidTo.Before(day))
}

// CitedLaw is a rule of procedure under the name that this Land gives it.
type CitedLaw struct {
	Key  string `json:"key"`  // hearing, delivery, file_access …
	Cite string `json:"cite"` // "§ 28 Abs. 1 HVwVfG"
	Proof
}

// Remedy is the notice that a decision carries; a wrong one gives a year instead of a month (VwGO §58(2)).
type Remedy struct {
	Key    string `json:"key"`    // action, objection
	Kind   string `json:"kind"`   // action: straight to the court; objection: Widerspruch first
	Body   string `json:"body"`   // the court or authority, with its address
	Months int    `json:"months"` // VwGO §§70, 74
	Text   string `json:"text"`   // the notice in German, as the letter prints it
	Proof
}

// Delivery is the regime by which a decision in the portal counts as served.
type Delivery struct {
	Portal       string `json:"portal"`        // vwvfg41_2a: consent and retrieval; ozg9: post box of the user account; off: post only
	RetrieveDays int    `json:"retrieve_days"` // not retrieved within so many days: post follows (VwVfG §41(2a))
	FictionDays  int    `json:"fiction_days"`  // days after posting on which a letter counts as served (VwVfG §41(2))
	Seal         string `json:"seal"`          // none: no integration seals yet, and written form goes by post (VwVfG §3a)
	Proof
}

// Contact is how the office is reached.
type Contact struct {
	Name    string   `json:"name"`
	Street  string   `json:"street"`
	Place   string   `json:"place"`
	Email   string   `json:"email"`
	Phone   string   `json:"phone"`
	Website string   `json:"website"`
	Hours   []string `json:"hours"` // "Mo 08:00–12:00"
}

// Look is what the web apps take over from the city.
type Look struct {
	Primary string `json:"primary"` // #rrggbb
	Accent  string `json:"accent"`
	Logo    string `json:"logo"` // path in the city's folder; "" for none
}

// Limits bound what one person or one address may cause in a day.
type Limits struct {
	DraftsPerAccount int `json:"drafts_per_account"` // open drafts at a time
	SubmitsPerDay    int `json:"submits_per_day"`    // per account
	FileMegabytes    int `json:"file_megabytes"`     // largest upload
	FilesPerItem     int `json:"files_per_item"`     // pages and files for one item of the checklist
	MembersPerSite   int `json:"members_per_sitting"`
}

// Holidays names the calendar of the Land and adds what the city keeps beside it.
type Holidays struct {
	Calendar string      `json:"calendar"` // DE-HE
	Closed   []ClosedDay `json:"closed"`   // the office is shut, but periods run on
}

// ClosedDay is a day on which nobody works.
type ClosedDay struct {
	Day  clock.Date `json:"day"`
	Name string     `json:"name"`
}

// Team is a group of clerks.
type Team struct {
	Key   string `json:"key"`
	Name  string `json:"name"`
	Email string `json:"email"`
	Phone string `json:"phone"`
	Room  string `json:"room"`
}

// Amount is what one act costs by the law, in euro cents.
type Amount struct {
	Key   string `json:"key"`
	Cents int    `json:"cents"`
	Proof
}

// Parameter is a figure that is published for a time, such as a minimum salary in euro a year.
type Parameter struct {
	Key   string  `json:"key"`
	Value float64 `json:"value"`
	Unit  string  `json:"unit"`
	Proof
}

// Offer finds a service by its key, or nil.
func (c *City) Offer(key string) *Offer {
	for _, o := range c.Offers {
		if o.Key == key {
			return o
		}
	}
	return nil
}

// FindTeam finds a team by its key.
func (c *City) FindTeam(key string) (Team, bool) {
	for _, t := range c.Teams {
		if t.Key == key {
			return t, true
		}
	}
	return Team{}, false
}

// Remedy finds a remedy by its key.
func (c *City) Remedy(key string) (Remedy, bool) {
	for _, r := range c.Remedies {
		if r.Key == key {
			return r, true
		}
	}
	return Remedy{}, false
}

// Cite gives the Land's citation of a rule, or "".
func (c *City) Cite(key string, on clock.Date) string {
	for _, l := range c.Law {
		if l.Key == key && l.Holds(on) {
			return l.Cite
		}
	}
	return ""
}
