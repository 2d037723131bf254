package catalogue

// Whose form it is.
const (
	Principal = "principal" // the person who applies
	Member    = "member"    // a family member with a linked application (XAusländer: verbundenerAntrag)
)

// Form asks for the answers of one person, step by step.
type Form struct {
	Steps  []Step         `json:"steps"`
	Checks []Check        `json:"checks"`
	Schema map[string]any `json:"schema"` // JSON Schema 2020-12 of all its answers
}

// Step is one page of the form. Title and Help are filled by Offer.LocalForm.
type Step struct {
	Key    string      `json:"key"`
	When   []Condition `json:"when"`
	Fields []Field     `json:"fields"`
	Title  string      `json:"-"`
	Help   string      `json:"-"`
}

// Field is one question. Label, Help and the options' labels are filled by Offer.LocalForm.
type Field struct {
	Key       string      `json:"key"`
	Widget    string      `json:"widget"` // one of Widgets
	Kind      string      `json:"kind"`   // string, integer, number, boolean, list
	Format    string      `json:"format"` // date, email, latin-name …
	Source    string      `json:"source"` // countries: the options are all ISO 3166-1 codes (and XK), named by the web; Options come on top
	Required  bool        `json:"required"`
	When      []Condition `json:"when"`  // all must match; none: always shown
	Dates     string      `json:"dates"` // past, future: which days are allowed
	MinLength int         `json:"min_length"`
	MaxLength int         `json:"max_length"`
	Minimum   *float64    `json:"minimum"`
	Maximum   *float64    `json:"maximum"`
	Options   []Option    `json:"options"`
	Label     string      `json:"-"`
	Help      string      `json:"-"`
}

// Condition holds when the field's answer is one of the values; for a list, when it contains one. Yes and no are "true" and
// "false"; an untouched checkbox is "false", an unanswered question matches nothing. A hidden field is unanswered.
type Condition struct {
	Field  string   `json:"field"`
	Values []string `json:"values"`
}

// Option is one answer that may be chosen.
type Option struct {
	Value string `json:"value"`
	Label string `json:"-"`
}

// Check compares answers with one another: when its condition holds, its field carries the problem "check.<key>", whose text is
// checks.<key>.
type Check struct {
	Key   string `json:"key"`
	Field string `json:"field"`
	When  string `json:"when"`
}

// Widgets are the ways in which a question may be shown.
var Widgets = []string{
	"text", "textarea", "latin_name", "original_name", "date", "birth_date", "choice", "select", "country", "checkbox", "checkboxes", "yesno",
	"number", "money", "email", "phone",
}

// Fields lists all questions of all steps in order.
func (f *Form) Fields() []Field {
	var all []Field
	for _, s := range f.Steps {
		all = append(all, s.Fields...)
	}
	return all
}

// Field finds a question by its key.
func (f *Form) Field(key string) (Field, bool) {
	for _, s := range f.Steps {
		for _, field := range s.Fields {
			if field.Key == key {
				return field, true
			}
		}
	}
	return Field{}, false
}
