package applications

import (
	"encoding/json"
	"slices"

	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/persons"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/errs"
)

// Problem is a fault of one answer.
type Problem struct {
	Field, Step, Code string
	Params            json.RawMessage // an object
	Text              string          // the service's own words, where it brings some
}

// ProgressState says how far a step is.
type ProgressState string

// The states of a step.
const (
	StepHidden    ProgressState = "hidden"
	StepUntouched ProgressState = "untouched"
	StepBegun     ProgressState = "begun"
	StepDone      ProgressState = "done"
)

// StepProgress says how far a step is and how many problems it has.
type StepProgress struct {
	Step     string
	State    ProgressState
	Problems int
}

// ItemState says whether a paper is there.
type ItemState string

// The states of an item.
const (
	ItemMissing  ItemState = "missing"
	ItemUploaded ItemState = "uploaded"
	ItemRefused  ItemState = "refused" // none of the files could be taken
	ItemReused   ItemState = "reused"  // with the office from an earlier time
)

// ChecklistItem is a paper that the answers call for.
type ChecklistItem struct {
	Item, Title, Why, Form, Example string
	Required                        bool
	State                           ItemState
	Reused                          bool
	Documents                       []*documents.Document
}

// ExpectedFee is what the office will charge by the answers.
type ExpectedFee struct {
	Cents int
	Lines []*ExpectedFeeLine
}

// ExpectedFeeLine is one amount of it, in euro cents.
type ExpectedFeeLine struct {
	Title string
	Cents int
	Law   string
}

// SigningState says who signs an application.
type SigningState struct {
	Minor   *bool // nil while the birth date is unknown
	Allowed []SignedAs
	As      *SignedAs
	Name    string
}

// judge fills in what follows from an application's answers and papers on a day.
func (a *Application) judge(o *catalogue.Offer, lang string, today clock.Date, papers, reusable []*documents.Document) {
	a.facts = catalogue.Facts{Form: string(a.Who), Answers: a.typed(), Today: today}
	e := o.Evaluate(a.facts)
	a.counts, a.Visible = e.Answers, orEmpty(e.Visible)
	a.Name = DetailsOf(e.Answers).Name()
	form := o.Form(string(a.Who))
	a.Problems, a.Progress = []*Problem{}, []*StepProgress{}
	if a.State == ApplicationDraft {
		for _, f := range e.Problems {
			a.Problems = append(a.Problems, problem(o, form, lang, f))
		}
	}
	a.Progress = progress(form, e, a.State)
	a.papers, a.reused = papers, nil
	a.Checklist = checklist(o.Localize(lang, o.Checklist(a.facts)), a.papers, reusable)
	for _, c := range a.Checklist {
		if c.Reused {
			a.reused = append(a.reused, c.Documents...)
		}
	}
	a.Fee = expectedFee(o.Fee(a.facts, today), o, lang)
	a.Signing = a.signing(o, today)
}

func problem(o *catalogue.Offer, form *catalogue.Form, lang string, f errs.Field) *Problem {
	p := &Problem{Field: f.Path, Code: f.Code, Params: json.RawMessage("{}")}
	if raw, err := json.Marshal(f.Params); err == nil && f.Params != nil {
		p.Params = raw
	}
	for _, step := range form.Steps {
		for _, field := range step.Fields {
			if field.Key == f.Path {
				p.Step = step.Key
			}
		}
	}
	if len(f.Code) > len("check.") && f.Code[:len("check.")] == "check." {
		p.Text = o.Text(lang, "checks."+f.Code[len("check."):])
	}
	return p
}

func progress(form *catalogue.Form, e catalogue.Evaluation, state ApplicationState) []*StepProgress {
	var list []*StepProgress
	for _, step := range form.Steps {
		p := &StepProgress{Step: step.Key, State: StepHidden}
		for _, s := range e.Steps {
			if s.Key != step.Key {
				continue
			}
			switch {
			case state != ApplicationDraft, s.Problems == 0:
				p.State = StepDone
			case s.Touched:
				p.State, p.Problems = StepBegun, s.Problems
			default:
				p.State, p.Problems = StepUntouched, s.Problems
			}
		}
		list = append(list, p)
	}
	return list
}

func checklist(items []catalogue.Item, papers, reusable []*documents.Document) []*ChecklistItem {
	list := []*ChecklistItem{}
	for _, item := range items {
		c := &ChecklistItem{
			Item: item.Key, Title: item.Title, Why: item.Why, Form: item.FormText, Example: item.Example, Required: item.Required,
			State: ItemMissing, Documents: []*documents.Document{},
		}
		for _, d := range papers {
			if d.Item == item.Key && len(d.Files) > 0 {
				c.Documents = append(c.Documents, d)
				if s := stateOf(d); c.State == ItemMissing || s == ItemUploaded {
					c.State = s
				}
			}
		}
		for _, d := range reusable {
			if d.Item == item.Key && c.State == ItemMissing {
				c.Documents, c.State, c.Reused = append(c.Documents, d), ItemReused, true
			}
		}
		list = append(list, c)
	}
	return list
}

// stateOf a document: a file that is still on its way does not count; a refused one counts unless another one was taken.
func stateOf(d *documents.Document) ItemState {
	state := ItemMissing
	for _, f := range d.Files {
		switch f.State {
		case documents.Received, documents.Inspecting, documents.Ready, documents.Unscanned:
			return ItemUploaded
		case documents.Refused:
			state = ItemRefused
		case documents.Uploading:
		}
	}
	return state
}

func expectedFee(f catalogue.Fee, o *catalogue.Offer, lang string) *ExpectedFee {
	e := &ExpectedFee{Cents: f.Cents, Lines: []*ExpectedFeeLine{}}
	for _, l := range f.Lines {
		e.Lines = append(e.Lines, &ExpectedFeeLine{Title: o.Text(lang, "fees."+l.Key), Cents: l.Cents, Law: l.Law})
	}
	return e
}

// DetailsOf reads who somebody is from the answers of a form; the keys are those of the step "person" and "address" that all services
// share. What is missing stays empty.
func DetailsOf(answers map[string]any) persons.Details {
	text := func(key string) string { s, _ := answers[key].(string); return s }
	d := persons.Details{
		FamilyName: text("family_name"), GivenNames: text("given_names"), BirthName: text("birth_name"),
		OriginalName: text("name_original"), BirthDate: text("birth_date"), BirthPlace: text("birth_place"),
		BirthCountry: text("birth_country"), MaritalStatus: text("marital_status"), Phone: text("phone"), Email: text("email"),
		Address: persons.Address{Street: text("street"), Extra: text("care_of"), Postcode: text("postal_code"), Place: text("town")},
	}
	if d.Address.Street != "" {
		d.Address.Country = "DE"
	}
	switch s := persons.Sex(text("sex")); s {
	case persons.Female, persons.Male, persons.Diverse:
		d.Sex = s
	default:
		d.Sex = persons.SexUnknown
	}
	for _, key := range []string{"nationality", "second_nationality"} {
		if n := text(key); n != "" && !slices.Contains(d.Nationalities, n) {
			d.Nationalities = append(d.Nationalities, n)
		}
	}
	return d
}

func orEmpty(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}
