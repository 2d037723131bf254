package catalogue

import "fmt"

// kinds maps the types of JSON Schema to the kinds of fields.
var kinds = map[string]string{"string": "string", "integer": "integer", "number": "number", "boolean": "boolean", "array": "list"}

// formatWidgets says how a format is shown where the layout does not say it.
var formatWidgets = map[string]string{
	"date": "date", birthDate: "birth_date", "mailbox": "email", "phone": "phone", "country": "country", "nationality": "country", "latin-name": "latin_name",
}

// fieldOf joins what the layout and the schema say of a question.
func fieldOf(file fieldFile, property map[string]any) Field {
	f := Field{Key: file.Field, Widget: file.Widget, Required: file.Required, When: conditions(file.When), Dates: file.Dates}
	kind, _ := property["type"].(string)
	f.Kind = kinds[kind]
	f.Format, _ = property["format"].(string)
	f.MinLength, f.MaxLength = whole(property["minLength"]), whole(property["maxLength"])
	f.Minimum, f.Maximum = number(property["minimum"]), number(property["maximum"])
	choices := property
	if items, ok := property["items"].(map[string]any); ok {
		choices = items
	}
	enum, _ := choices["enum"].([]any)
	for _, value := range enum {
		f.Options = append(f.Options, Option{Value: fmt.Sprint(value)})
	}
	if f.Format == "country" || f.Format == "nationality" {
		f.Source = "countries"
	}
	if f.Format == "nationality" {
		f.Options = []Option{{Value: "stateless"}, {Value: "unknown"}}
	}
	if f.Widget == "" {
		f.Widget = widgetOf(f)
	}
	return f
}

func widgetOf(f Field) string {
	switch {
	case formatWidgets[f.Format] != "":
		return formatWidgets[f.Format]
	case f.Kind == "boolean":
		return "yesno"
	case f.Kind == "list":
		return "checkboxes"
	case f.Kind == "integer" || f.Kind == "number":
		return "number"
	case len(f.Options) > 6:
		return "select"
	case len(f.Options) > 0:
		return "choice"
	case f.MaxLength > 300:
		return "textarea"
	}
	return "text"
}

func whole(v any) int {
	n, _ := v.(float64)
	return int(max(0, min(n, 1<<20)))
}

func number(v any) *float64 {
	if n, ok := v.(float64); ok {
		return &n
	}
	return nil
}

// checkField tells what a question lacks.
func (a *assembly) checkField(f Field, property map[string]any, here place) {
	wrong := func(format string, args ...any) {
		a.faults.Add(here.file, here.line, "field %q: %s", f.Key, fmt.Sprintf(format, args...))
	}
	isDay := f.Format == "date" || f.Format == birthDate
	if !simpleKey.MatchString(f.Key) || reserved[f.Key] {
		wrong("not a name for a field: small letters, digits and _, and none of CEL's own words")
	}
	if f.Kind == "" {
		wrong("type %v is not one of string, integer, number, boolean, array", property["type"])
	}
	if f.Kind == "string" && f.MaxLength == 0 && len(f.Options) == 0 && f.Source == "" && !isDay {
		wrong("a text needs maxLength")
	}
	if f.Kind == "list" && len(f.Options) == 0 {
		wrong("a list needs items with enum")
	}
	if _, own := formats[f.Format]; !own && f.Format != "" && f.Format != "date" {
		wrong("format %q is unknown: date or one of %v", f.Format, sortedKeys(formats))
	}
	if !oneOf(f.Widget, Widgets...) {
		wrong("widget %q is unknown: one of %v", f.Widget, Widgets)
	}
	if !oneOf(f.Dates, "", "past", "future") || f.Dates != "" && !isDay {
		wrong("dates is past or future, and only for a day")
	}
}
