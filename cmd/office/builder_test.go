package office_test

import (
	"strings"

	"github.com/google/uuid"
	"github.com/vektah/gqlparser/v2/ast"
)

// builder writes an operation for any field of the schema, with values that fit its types.
type builder struct {
	schema *ast.Schema
	things things
	field  string
	ids    int
	evil   map[string]string // scalar → a literal that stands for all its values
}

// arguments fills in all arguments; ok says that an id is among them.
func (b *builder) arguments(f *ast.FieldDefinition) (text string, ok bool) {
	if len(f.Arguments) == 0 {
		return "", false
	}
	var all []string
	for _, a := range f.Arguments {
		if value := b.value(a.Name, a.Type, f.Name); value != "" {
			all = append(all, a.Name+": "+value)
		}
	}
	if len(all) == 0 {
		return "", b.ids > 0
	}
	return "(" + strings.Join(all, ", ") + ")", b.ids > 0
}

func (b *builder) value(name string, t *ast.Type, of string) string {
	if t.Elem != nil {
		return "[" + b.value(strings.TrimSuffix(name, "s"), t.Elem, of) + "]"
	}
	if literal, ok := b.evil[t.Name()]; ok {
		return literal
	}
	switch t.Name() {
	case "ID":
		b.ids++
		return `"` + b.id(name, of).String() + `"`
	case "Int":
		return "1"
	case "Float":
		return "1.5"
	case "Boolean":
		return "true"
	case "Date":
		return `"2026-12-24"`
	case "Time":
		return `"2026-12-24T10:00:00Z"`
	case "JSON":
		return `{town: "Musterstadt"}`
	case "String":
		return b.word(name)
	}
	d := b.schema.Types[t.Name()]
	switch {
	case d == nil:
		return ""
	case d.Kind == ast.Enum:
		return d.EnumValues[0].Name
	}
	var fields []string
	for _, f := range d.Fields {
		fields = append(fields, f.Name+": "+b.value(f.Name, f.Type, of))
	}
	return "{" + strings.Join(fields, ", ") + "}"
}

// id is the thing that an argument means, by its own name or that of the field.
func (b *builder) id(name, of string) uuid.UUID {
	byName := map[string]string{
		"case": "case", "caseId": "case", "sitting": "sitting", "application": "application", "document": "document", "file": "file",
		"letter": "letter", "person": "person", "account": "account", "subjectId": "application", "request": "request", "assignment": "assignment", "claim": "claim",
		"invoice": "invoice", "batch": "batch", "incident": "incident", "referral": "referral", "meeting": "meeting",
		"enrolment": "enrolment",
	}
	for _, words := range []map[string]string{byName, byWord} {
		if thing, ok := words[name]; ok {
			return b.thing(thing)
		}
	}
	byField := map[string]string{
		"sitting": "sitting", "reviewSitting": "sitting", "case": "case", "myCase": "case", "document": "document", "myDocument": "document",
		"person": "person", "auditTrail": "case", "interpreterRequest": "request", "cancelInterpreterRequest": "request", "settlementClaim": "claim",
		"acceptInvoice": "invoice", "returnInvoice": "invoice", "translationOrder": "order", "acceptTranslationDelivery": "order", "sendTranslationBack": "order", "cancelTranslation": "order",
		"incident": "incident", "complaint": "complaint", "hearComplaint": "complaint", "settleComplaint": "complaint", "referrals": "case",
	}
	for _, deeds := range []map[string]string{byField, byDeed} {
		if thing, ok := deeds[of]; ok && name == "id" {
			return b.thing(thing)
		}
	}
	return b.things["any"]
}

// thing is the one of that name, where there is one.
func (b *builder) thing(name string) uuid.UUID {
	if id, ok := b.things[name]; ok {
		return id
	}
	return b.things["any"]
}

func (b *builder) word(name string) string {
	words := map[string]string{
		"language": "de", "kind": "case", "service": "16b-extension", "outcome": "grant", "type": "application/pdf", "name": "a.pdf",
		"idempotencyKey": "key", "digest": strings.Repeat("0", 64), "sha256": strings.Repeat("0", 64), "reason": "unreadable", "item": "passport",
		"team": "study", "email": "nobody@post.example", "textVersion": "1", "decide": "16b-extension", "after": "",
	}
	if word, ok := words[name]; ok {
		return `"` + word + `"`
	}
	return `"word enough to be a text"`
}

// selection asks for all there is, a few levels deep.
func (b *builder) selection(t *ast.Type, depth int, seen map[string]bool) string {
	d := b.schema.Types[t.Name()]
	if d == nil || d.Kind != ast.Object {
		return ""
	}
	seen[d.Name] = true
	defer delete(seen, d.Name)
	var fields []string
	for _, f := range d.Fields {
		inner := b.schema.Types[f.Type.Name()]
		object := inner != nil && inner.Kind == ast.Object
		if object && (depth >= 3 || seen[inner.Name]) {
			continue
		}
		args := ""
		if len(f.Arguments) > 0 && f.Arguments.ForName("first") == nil {
			args, _ = (&builder{schema: b.schema, things: b.things}).arguments(f)
		}
		fields = append(fields, f.Name+args+b.selection(f.Type, depth+1, seen))
	}
	return " { " + strings.Join(fields, " ") + " }"
}
