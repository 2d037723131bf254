package office_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"golang.org/x/sync/errgroup"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/ankunft/ankunft/cmd/office/officetest"
	"github.com/ankunft/ankunft/graph/sdl"
)

// hostile are documents of an evil shape, and what they are told: all by the gate, before anything is validated.
func hostile() map[string]string {
	bomb := "{ ...f0 }"
	for i := range 12 {
		bomb += fmt.Sprintf(" fragment f%d on Query { ...f%d ...f%d ...f%d }", i, i+1, i+1, i+1)
	}
	return map[string]string{
		"10,000 repeated fields":      "{ me { " + strings.Repeat("id ", 10_000) + "} }",
		"1,000 repeated fields":       "{ me { " + strings.Repeat("id ", 1000) + "} }",
		"fragment bomb":               bomb + " fragment f12 on Query { me { id } }",
		"fragment inside itself":      "{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }",
		"guessing codes by alias":     "{" + aliases(200, `publicStatus(number: "2026-000001-1", code: "%d") { state }`) + "}",
		"guessing links by alias":     "mutation {" + aliases(20, `redeemLoginLink(input: {token: "%d"}) { next }`) + "}",
		"guessing by nine roots":      "{" + aliases(9, `publicStatus(number: "2026-000001-1", code: "%d") { state }`) + "}",
		"thousands of directives":     "{ me " + strings.Repeat("@skip(if: false) ", 3000) + "{ id } }",
		"hundreds of directives":      "{ me " + strings.Repeat("@a ", 300) + "{ id } }",
		"deep nesting":                strings.Repeat("{ person ", 200) + strings.Repeat("}", 200),
		"nested lists in an argument": "{ service(key: " + strings.Repeat("[", 5000) + strings.Repeat("]", 5000) + `, language: "de") { key } }`,
		"hundreds of variables":       "query(" + strings.Repeat("$a: Int ", 400) + ") { me { id } }",
		"several operations":          "query a { me { id } } query b { me { id } }",
		"no document":                 "}{",
		"only a comment":              "# " + strings.Repeat("x", 100_000),
	}
}

func aliases(n int, field string) string {
	var all strings.Builder
	for i := range n {
		fmt.Fprintf(&all, "a%d: "+field+" ", i, i)
	}
	return all.String()
}

func TestEvilDocumentsAreRefusedAndOthersAnsweredMeanwhile(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t)
	var g errgroup.Group
	for name, doc := range hostile() {
		for _, accept := range []string{"application/json", "text/event-stream"} {
			g.Go(func() error {
				status, body := send(t, o, accept, doc)
				if !strings.Contains(body, "graphql.too_large") && !strings.Contains(body, "graphql.malformed") {
					t.Errorf("%s as %s: %d %.300s", name, accept, status, body)
				}
				if len(body) > 2000 {
					t.Errorf("%s as %s: %d bytes of answer", name, accept, len(body))
				}
				return nil
			})
		}
	}
	g.Go(func() error {
		visitor := o.Stranger(t)
		for range 30 {
			if a := visitor.Ask(t, `{ loginWays { emailLink } city { name } }`, nil); a.Status != http.StatusOK || len(a.Errors) > 0 {
				t.Errorf("meanwhile: %d %s", a.Status, a.Raw)
			}
		}
		return nil
	})
	if err := g.Wait(); err != nil {
		t.Fatal(err)
	}
}

func send(t *testing.T, o *officetest.Office, accept, doc string) (int, string) {
	body, err := json.Marshal(map[string]any{"query": doc})
	if err != nil {
		t.Error(err)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, o.URL+"/graphql", bytes.NewReader(body))
	if err != nil {
		t.Error(err)
		return 0, ""
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", accept)
	res, raw := o.Stranger(t).Send(t, r)
	return res.StatusCode, string(raw)
}

func TestRequestsThatAreNoneAreRefused(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t)
	huge := []byte(`{"query":"{ me { id } }","variables":{"x":"` + strings.Repeat("x", 5<<20) + `"}}`)
	good := []byte(`{"query":"{ me { id } }"}`)
	for _, c := range []struct {
		name, method, kind, accept string
		body                       []byte
		want                       []int
	}{
		{"5 MB", http.MethodPost, "application/json", "", huge, []int{413}},
		{"5 MB as events", http.MethodPost, "application/json", "text/event-stream", huge, []int{413}},
		{"an array of operations", http.MethodPost, "application/json", "", []byte(`[{"query":"{ me { id } }"},{"query":"{ me { id } }"}]`), []int{400}},
		{"two objects", http.MethodPost, "application/json", "", append(good, good...), []int{400}},
		{"no JSON", http.MethodPost, "application/json", "", []byte(`query { me { id } }`), []int{400}},
		{"no JSON as events", http.MethodPost, "application/json", "text/event-stream", []byte(`{"query": xxxxxxxxxxxxxxxxxxxx`), []int{400}},
		{"nothing", http.MethodPost, "application/json", "", nil, []int{400}},
		{"a form", http.MethodPost, "application/x-www-form-urlencoded", "", []byte("query={me{id}}"), []int{400, 415}},
		{"a multipart form", http.MethodPost, "multipart/form-data; boundary=x", "", []byte("--x--"), []int{400, 415}},
		{"plain text", http.MethodPost, "text/plain", "", good, []int{400, 415}},
		{"GET", http.MethodGet, "application/json", "", nil, []int{400, 405}},
		{"PUT", http.MethodPut, "application/json", "", good, []int{400, 405}},
		{"deep JSON", http.MethodPost, "application/json", "", []byte(`{"variables":` + strings.Repeat(`{"a":`, 20_000) + "1" + strings.Repeat("}", 20_001)), []int{400}},
	} {
		path := o.URL + "/graphql"
		if c.method == http.MethodGet {
			path += "?query={me{id}}"
		}
		r, err := http.NewRequestWithContext(t.Context(), c.method, path, bytes.NewReader(c.body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", c.kind)
		if c.accept != "" {
			r.Header.Set("Accept", c.accept)
		}
		res, body := o.Stranger(t).Send(t, r)
		if !slices.Contains(c.want, res.StatusCode) {
			t.Errorf("%s: %d %.200s", c.name, res.StatusCode, body)
		}
		if bytes.Contains(body, []byte("xxxxxxxxxx")) {
			t.Errorf("%s: the body is told back", c.name)
		}
	}
}

func TestWhatDoesNotFitTheSchemaIsTheClientsFault(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t)
	amal := o.Applicant(t)
	wrong := map[string]any{"in": map[string]any{"service": 7, "language": true, "idempotencyKey": []int{1}}}
	for _, c := range []struct {
		name, query string
		vars        map[string]any
	}{
		{"unknown field", `{ me { id passwordHash } }`, nil},
		{"unknown root", `{ users { id } }`, nil},
		{"unknown argument", `{ mySittings(limit: 7) { next } }`, nil},
		{"unknown input field", `mutation { startSitting(input: {service: "x", language: "de", idempotencyKey: "k", admin: true}) { id } }`, nil},
		{"wrong types of variables", `mutation($in: StartSitting!) { startSitting(input: $in) { id } }`, wrong},
		{"missing variable", `query($id: ID!) { sitting(id: $id) { id } }`, nil},
		{"id that is none", `query($id: ID!) { sitting(id: $id) { id } }`, map[string]any{"id": "../../etc/passwd"}},
		{"id that is a number", `query($id: ID!) { sitting(id: $id) { id } }`, map[string]any{"id": 12}},
		{"fraction for a whole number", `query($n: Int) { mySittings(first: $n) { next } }`, map[string]any{"n": 1.5}},
		{"number past all numbers", `query($n: Int) { mySittings(first: $n) { next } }`, map[string]any{"n": json.Number("99999999999999999999")}},
		{"foreign cursor", `{ mySittings(after: "' OR 1=1") { next } }`, nil},
		{"cursor of another list", `{ mySittings(after: "eyJSaXNrIjoxfQ") { next } }`, nil},
		{"too heavy", `{ findPersons(text: "a", first: 100) { items { ` + strings.Repeat("relations { other { name birthName } } ", 1) + strings.Repeat("titles { id kind basis cardNumber validFrom validUntil effect } ", 1) + `id name address { street extra postcode place country } consents { kind given changedAt textVersion } familyName givenNames originalName birthName birthDate birthPlace birthCountry sex maritalStatus nationalities email phone language } } }`, nil},
		{"introspection", `{ __schema { types { name } } }`, nil},
		{"introspection of a type", `{ __type(name: "Case") { fields { name } } }`, nil},
	} {
		a := amal.Ask(t, c.query, c.vars)
		if len(a.Errors) == 0 || a.Code() == "INTERNAL" || a.Code() == "" {
			t.Errorf("%s: %d %s", c.name, a.Status, a.Raw)
		}
		if strings.Contains(a.Raw, "passwd") {
			t.Errorf("%s tells too much: %s", c.name, a.Raw)
		}
	}
	if faults := o.Logs.Faults(); faults != "" {
		t.Errorf("clients' faults are logged as ours:\n%s", faults)
	}
}

// Every field is asked with values that fit the schema and nothing else: whatever they are, they are the client's fault, never ours.
func TestNoValueIsAFaultOfTheOffice(t *testing.T) {
	t.Parallel()
	w := openWorld(t)
	s, err := sdl.Load(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	values := map[string]map[string]string{
		"NUL":      {"String": `"a\u0000b"`, "JSON": `{town: "\u0000"}`},
		"nothing":  {"String": `""`, "JSON": `null`},
		"blanks":   {"String": `"  \u2028\u202e "`, "JSON": `[]`},
		"markup":   {"String": `"';--<script>%00{{code}}\\"`, "JSON": `{subject: ["'", {a: 1e308}]}`},
		"half":     {"String": `"\ud800"`, "JSON": `"\udc00"`},
		"long":     {"String": `"` + strings.Repeat("ä", 20_000) + `"`},
		"year 0":   {"Date": `"0000-01-01"`, "Time": `"0000-01-01T00:00:00Z"`, "Int": "-1"},
		"year 1":   {"Date": `"0001-01-01"`, "Time": `"0001-01-01T00:00:00Z"`, "Int": "0"},
		"the end":  {"Date": `"9999-12-31"`, "Time": `"9999-12-31T23:59:59Z"`, "Int": "2147483647", "Float": "1e308"},
		"no date":  {"Date": `"2026-02-30"`, "Time": `"now"`, "Int": "-2147483648", "Float": "-1e308"},
		"the null": {"ID": `"00000000-0000-0000-0000-000000000000"`},
	}
	people := map[string]*officetest.Person{"the owner": w.owner, "a clerk": w.clerk, "the public": w.Stranger(t)}
	for name, evil := range values {
		for _, root := range []*ast.Definition{s.Query, s.Mutation} {
			for _, f := range root.Fields {
				b := builder{schema: s, things: w.things, field: f.Name, evil: evil}
				args, _ := b.arguments(f)
				if f.Name == "logOut" || strings.HasPrefix(f.Name, "end") {
					continue // ends the session that asks
				}
				text := strings.ToLower(root.Name) + " { " + f.Name + args + b.selection(f.Type, 0, map[string]bool{}) + " }"
				for who, p := range people {
					if a := p.Ask(t, text, nil); a.Code() == "INTERNAL" || a.Status >= 500 {
						t.Errorf("%s of %s by %s: %d %.300s", name, f.Name, who, a.Status, a.Raw)
					}
				}
			}
		}
	}
	for _, path := range []string{"/auth/staff/callback?state=%00&code=%00", "/auth/staff/start?next=%00", "/auth/%00/start", "/files/letters/%00", "/files/documents/%00/thumb", "/%00"} {
		if res, body := w.Stranger(t).Get(t, path); res.StatusCode >= 500 {
			t.Errorf("%s: %d %.100s", path, res.StatusCode, body)
		}
	}
	if faults := w.Logs.Faults(); faults != "" {
		t.Errorf("logged as our faults:\n%.3000s", faults)
	}
}

func TestInProductionOnlyTheAppsOwnOperationsAreAnswered(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t, officetest.Closed)
	visitor := o.Stranger(t)
	for name, body := range map[string]string{
		"a document":         `{"query":"{ me { id name } }"}`,
		"an unknown hash":    `{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"` + strings.Repeat("0", 64) + `"}}}`,
		"a document as hash": `{"extensions":{"persistedQuery":{"version":1,"sha256Hash":{"a":1}}}}`,
		"a forged pair":      `{"query":"{ me { id } }","extensions":{"persistedQuery":{"version":1,"sha256Hash":"` + strings.Repeat("a", 64) + `"}}}`,
		"nothing":            `{}`,
	} {
		if a := visitor.Post(t, []byte(body)); a.Code() != "graphql.unknown_operation" {
			t.Errorf("%s: %d %s", name, a.Status, a.Raw)
		}
	}
}
