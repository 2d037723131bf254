package letters

import "github.com/ankunft/ankunft/platform/clock"

// Words is one text in several languages, by BCP 47 tag; German is always there. Templates fall back to German.
type Words map[string]string

// Sender is the office as its letters name it.
type Sender struct {
	City    string            `json:"city"`
	Office  string            `json:"office"`
	Street  string            `json:"street"`
	Place   string            `json:"place"` // postal code and town
	Phone   string            `json:"phone"`
	Email   string            `json:"email"`
	Website string            `json:"website"`
	Hours   []string          `json:"hours"`
	Colour  string            `json:"colour"` // #rrggbb
	Law     map[string]string `json:"law"`    // how this Land cites: hearing, receipt, … → "§ 28 Abs. 1 HVwVfG"
}

// Contact is the team or person who answers questions about the case.
type Contact struct {
	Name  string `json:"name"`
	Phone string `json:"phone"`
	Email string `json:"email"`
	Room  string `json:"room"`
}

// Content is the words of one kind of letter.
type Content interface{ letterKind() Kind }

// Receipt tells that an application has come in. (VwVfG §25(2): expected duration and completeness, as far as it speeds things up.)
// The secret code goes in In.Secrets under "code".
type Receipt struct {
	Service     Words     `json:"service"`
	SubmittedAt string    `json:"submitted_at"` // German local time, 2006-01-02T15:04
	Papers      []Words   `json:"papers"`       // handed in
	Missing     []Words   `json:"missing"`      // by the list, not yet checked
	Duration    *Duration `json:"duration"`
	Fee         *Fee      `json:"fee"`
	StatusURL   string    `json:"status_url"`
	StatusCode  string    `json:"status_code"` // StatusURL with the number of the case, as a Code
}

// Duration is how long a case will take: measured (Sample > 0), or the service's goal.
type Duration struct {
	Weeks   int `json:"weeks"`
	Sample  int `json:"sample"`  // so many cases of late; 0: too few, Weeks is the goal
	Percent int `json:"percent"` // so many of a hundred of them were done in Weeks
}

// Fee is what the act costs.
type Fee struct {
	Cents int    `json:"cents"` // euro
	Law   string `json:"law"`   // "§ 45 Nr. 2 AufenthV"
}

// Request asks for what is missing. (AufenthG §82(1) sentences 3, 4: a reasonable time; later papers may be left aside.)
type Request struct {
	Service Words         `json:"service"`
	Items   []RequestItem `json:"items"`
	DueOn   clock.Date    `json:"due_on"`
	Note    string        `json:"note"` // the clerk's own words, German
}

// RequestItem is one paper or answer that is missing, and why what came is not enough.
type RequestItem struct {
	Title  Words  `json:"title"`
	Form   Words  `json:"form"`   // what a good copy looks like
	Reason Words  `json:"reason"` // why what came was rejected; nil when nothing came
	Note   string `json:"note"`   // the clerk's own words, German
}

// Hearing gives the word before a decision that burdens. (VwVfG §28(1))
type Hearing struct {
	Service  Words      `json:"service"`
	Intended string     `json:"intended"` // what the office means to decide, German
	Reasons  []string   `json:"reasons"`  // the facts that matter for it: paragraphs, German
	DueOn    clock.Date `json:"due_on"`
}

// Decision is what was decided. Kind says which of the three; all prose is German, the official language (VwVfG §23(1)).
type Decision struct {
	Kind          Kind        `json:"-"`
	Service       Words       `json:"service"`
	Title         string      `json:"title"`       // "Aufenthaltserlaubnis nach § 16b Absatz 1 AufenthG"
	ValidFrom     clock.Date  `json:"valid_from"`  // grants only
	ValidUntil    clock.Date  `json:"valid_until"` // grants only
	Person        Person      `json:"person"`
	Operative     []string    `json:"operative"`  // what is decided, numbered
	Conditions    []string    `json:"conditions"` // side provisions
	Sections      []Paragraph `json:"sections"`   // text modules, filled
	Facts         []string    `json:"facts"`      // what happened: paragraphs (VwVfG §39(1))
	Reasons       []string    `json:"reasons"`    // why: paragraphs (VwVfG §39(1))
	Fee           *Fee        `json:"fee"`
	Remedy        string      `json:"remedy"`          // the notice as the Land words it (VwVfG §37(6), VwGO §58)
	SignedBy      string      `json:"signed_by"`       // name of who answers for it (VwVfG §37(3))
	WorkUntilCard bool        `json:"work_until_card"` // AufenthG §81(5a) applies: work is allowed from the order of the card
	NextSteps     []Words     `json:"next_steps"`      // biometrics and what else comes
}

// Person is whom a decision is about, where it is not the recipient.
type Person struct {
	Name        string      `json:"name"`
	BornOn      clock.Birth `json:"born_on"`
	Nationality string      `json:"nationality"`
}

// Paragraph is a text under an optional heading.
type Paragraph struct {
	Title string `json:"title"`
	Text  string `json:"text"`
}

// Checklist is the person's papers, to take along.
type Checklist struct {
	Service Words           `json:"service"`
	Items   []ChecklistItem `json:"items"`
	AsOf    clock.Date      `json:"as_of"`
}

// ChecklistItem is one paper of a Checklist.
type ChecklistItem struct {
	Title    Words `json:"title"`
	Why      Words `json:"why"`
	Form     Words `json:"form"`
	Have     bool  `json:"have"`
	Optional bool  `json:"optional"`
}

// StatusNote tells where a case stands.
type StatusNote struct {
	Service  Words      `json:"service"`
	State    Words      `json:"state"`
	Next     Words      `json:"next"`
	Duration *Duration  `json:"duration"` // from the day of receipt
	AsOf     clock.Date `json:"as_of"`
}

// Clearing confirms what somebody handed in at the clearing desk, and tells what is missing by the list. (VwVfG §25(2)) It promises nothing.
type Clearing struct {
	Service   Words           `json:"service"`
	At        string          `json:"at"`     // German local time, 2006-01-02T15:04
	Papers    []ClearedPaper  `json:"papers"` // taken in
	Seen      []Words         `json:"seen"`   // originals of what was there before
	Missing   []ChecklistItem `json:"missing"`
	TakeOver  string          `json:"take_over"`  // where somebody without a case takes it over into their own application; "" for a case
	KeptUntil clock.Date      `json:"kept_until"` // so long it can be taken over

	TakeOverCode string `json:"take_over_code"` // the same as a Code
	StatusCode   string `json:"status_code"`    // for a case: StatusURL as a Code, by which the desk finds it the next time
}

// ClearedPaper is one paper that was taken in.
type ClearedPaper struct {
	Title    Words `json:"title"`
	Pages    int   `json:"pages"`
	Original bool  `json:"original"` // the original was seen
}

func (Receipt) letterKind() Kind    { return KindReceipt }
func (Request) letterKind() Kind    { return KindRequest }
func (Hearing) letterKind() Kind    { return KindHearing }
func (d Decision) letterKind() Kind { return d.Kind }
func (Checklist) letterKind() Kind  { return KindChecklist }
func (StatusNote) letterKind() Kind { return KindStatusNote }
func (Clearing) letterKind() Kind   { return KindClearing }
