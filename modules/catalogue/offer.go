package catalogue

import "time"

// Offer is one service in one version: everything needed to ask, check, route, price and decide an application.
type Offer struct {
	Key         string    `json:"key"`
	Version     int       `json:"version"` // counts from 1; 0 while it was not published
	Digest      string    `json:"digest"`  // SHA-256 of the content in hex
	PublishedAt time.Time `json:"-"`
	Rules
	Principal  *Form                        `json:"principal"`
	Member     *Form                        `json:"member"` // linked application of a family member; nil where none is possible
	Amounts    []Amount                     `json:"amounts"`
	Parameters []Parameter                  `json:"parameters"`
	Languages  []string                     `json:"languages"`
	Texts      map[string]map[string]string `json:"texts"`   // language → key → text
	Reviews    map[string]Review            `json:"reviews"` // languages whose texts a speaker has read

	compiled *compiled
}

// Rules is what services/<key>/service.yaml says.
type Rules struct {
	Category       string          `json:"category"`                // study, work, family
	Reason         string          `json:"reason"`                  // code list ozg.antragsgrund: 01 first grant, 02 extension …
	Title          string          `json:"title"`                   // code list ozg.aufenthaltstitelart: 01 Aufenthaltserlaubnis, 02 Blaue Karte EU …
	Leika          string          `json:"leika"`                   // "" until taken from the FIM portal
	Complexity     string          `json:"complexity"`              // simple, complex
	Trust          string          `json:"trust"`                   // login needed: email < basic < substantial < high
	Booking        string          `json:"booking"`                 // open: anybody may book; invitation: after the office asked
	GoalDays       int             `json:"goal_days"`               // the office's promise from complete papers to decision
	LegalBasis     []LegalBasis    `json:"legal"`                   // with validity
	Procedure      []ProcedureStep `json:"procedure"`               // how it runs
	ChecklistRules []ChecklistRule `json:"checklist"`               // which papers
	RoutingRules   RoutingRules    `json:"routing"`                 // who works on it
	FeeRules       FeeRules        `json:"fee"`                     // what it costs
	DurationLimits []DurationLimit `json:"duration"`                // how long a title may run
	TitleEndField  string          `json:"title_end"`               // the field that names the end of the present title; "" for none
	Decision       DecisionRules   `json:"decision"`                // how it is decided
	Signing        Signing         `json:"signing"`                 // who signs
	MaxMembers     int             `json:"max_members"`             // linked applications in one sitting; 0: none
	Qualification  string          `json:"qualification,omitempty"` // without which nobody approves it: a key of qualifications.yaml; "" none
}

// LegalBasis is a norm on which the service rests.
type LegalBasis struct {
	Key string `json:"key"`
	Proof
}

// ProcedureStep is one step as the public list shows it; its texts are procedure.<key>.title and .text.
type ProcedureStep struct {
	Key   string `json:"key"`
	Actor string `json:"actor"` // applicant, office, other (another authority), printer
	Days  int    `json:"days"`  // usual duration in days; 0: at once
}

// ChecklistRule asks for a paper. The same item in two services is the same paper and may be reused.
type ChecklistRule struct {
	Item     string `json:"item"`
	When     string `json:"when"`     // CEL; "" is always
	Who      string `json:"who"`      // principal, member, or both ("")
	Optional bool   `json:"optional"` // helps, but the office does not ask for it again
	Form     string `json:"form"`     // key of forms.<form>: what a good copy looks like
	Expires  bool   `json:"expires"`  // the clerk notes until when it is valid
	Proof
}

// RoutingRules say who works on a case, how soon and how hard it is.
type RoutingRules struct {
	Team       []TeamRule  `json:"team"`       // first match wins; the last has no condition
	Urgency    []LevelRule `json:"urgency"`    // normal < soon < urgent; the highest match wins
	Difficulty []LevelRule `json:"difficulty"` // simple < normal < hard; the highest match wins
}

// TeamRule sends a case to a team.
type TeamRule struct {
	Team string `json:"team"`
	When string `json:"when"`
}

// LevelRule raises a level and says why; the text is why.<why>.
type LevelRule struct {
	Level string `json:"level"`
	When  string `json:"when"`
	Why   string `json:"why"`
}

// FeeRules name the acts that cost something and who pays less.
type FeeRules struct {
	Items      []FeeItem      `json:"items"`      // all that match are added up
	Reductions []FeeReduction `json:"reductions"` // the first that matches counts
}

// FeeItem charges an amount of fees.yaml.
type FeeItem struct {
	Amount string `json:"amount"`
	When   string `json:"when"`
}

// FeeReduction takes off a part of the sum, or puts another amount in its place; the text is fees.<key>.
type FeeReduction struct {
	Key     string `json:"key"`
	When    string `json:"when"`
	Percent int    `json:"percent"` // so many per cent are taken off
	Amount  string `json:"amount"`  // or: this amount of fees.yaml instead
	Proof
}

// DurationLimit bounds how long a title may run; the earliest of those that match counts.
type DurationLimit struct {
	Key    string `json:"key"`
	When   string `json:"when"`
	Months int    `json:"months"` // from the day of decision, or added to the field's date
	Field  string `json:"field"`  // a date among the answers
	Proof
}

// DecisionRules say what may come out and whose consent it takes.
type DecisionRules struct {
	FourEyes []ApprovalRule `json:"four_eyes"` // one that holds is enough
	Outcomes []Outcome      `json:"outcomes"`
}

// ApprovalRule asks for a second pair of eyes and says why; the text is why.<why>.
type ApprovalRule struct {
	When string `json:"when"` // CEL over the answers and `outcome`
	Why  string `json:"why"`
}

// Outcome is one way in which a case may be decided.
type Outcome struct {
	Key         string   `json:"key"`          // grant, partial, refusal
	Code        string   `json:"code"`         // code list aufenthaltsantrag:entscheidung
	Letter      string   `json:"letter"`       // template of the letter
	Modules     []string `json:"modules"`      // text modules that the draft starts with
	WrittenForm bool     `json:"written_form"` // by post (AufenthG §77(1))
	Hearing     bool     `json:"hearing"`      // the person is heard before (VwVfG §28)
	Reasons     bool     `json:"reasons"`      // reasons are compulsory (VwVfG §39)
	Remedy      string   `json:"remedy"`       // key in city.yaml
	Title       bool     `json:"title"`        // a title with an end comes of it
	Proof
}

// Signing says who signs for whom.
type Signing struct {
	AdultAge int      `json:"adult_age"` // AufenthG §80(1)
	MinorBy  []string `json:"minor_by"`  // parent_with_custody, guardian
	Proof
}

// Review names when a speaker of the language read the texts.
type Review struct {
	By string `json:"by"`
	On string `json:"on"`
}

// Outcome finds an outcome by its key.
func (o *Offer) Outcome(key string) (Outcome, bool) {
	for _, out := range o.Decision.Outcomes {
		if out.Key == key {
			return out, true
		}
	}
	return Outcome{}, false
}

// Form gives the form of the principal or a member, or nil.
func (o *Offer) Form(who string) *Form {
	switch who {
	case Principal:
		return o.Principal
	case Member:
		return o.Member
	}
	return nil
}
