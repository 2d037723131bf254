package serve

import (
	"bytes"
	"encoding/json"
	"reflect"
	"testing"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"
)

func TestARequestIsReadAsItWasWritten(t *testing.T) {
	t.Parallel()
	var p graphql.RawParams
	err := decode([]byte(`{"query":"{a}","operationName":null,"variables":{"n":12345678901234567890,"t":"\u00fc \ud83d\ude00","l":[1.50,true,null,{"x":[]}]},
 "extensions":{"persistedQuery":{"version":1,"sha256Hash":"ab"}},"more":[]}`), nil, &p)
	want := map[string]any{"n": json.Number("12345678901234567890"), "t": "ü 😀", "l": []any{json.Number("1.50"), true, nil, map[string]any{"x": []any{}}}}
	if err != nil || p.Query != "{a}" || p.OperationName != "" || !reflect.DeepEqual(p.Variables, want) ||
		!reflect.DeepEqual(p.Extensions["persistedQuery"], map[string]any{"sha256Hash": "ab"}) {
		t.Errorf("%v: %+v", err, p)
	}
	for _, bad := range []string{"", "[]", "null", `"x"`, `{"query":1}`, `{"variables":[]}`, `{"variables":"x"}`, `{"extensions":1}`, `{"operationName":{}}`, `{} {}`, `{"query":"a"`, "{\"query\":\"\xff\"}"} {
		if err := decode([]byte(bad), nil, &p); err == nil {
			t.Errorf("%s was read", bad)
		}
	}
}

// What encoding/json reads as variables is read the same.
func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"query":"{a}","variables":{"a":[1,2.5e3,"\u0000",{"b":null,"b":true}]}}`))
	f.Add([]byte(`{"variables":{"":"","a.b":1}}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		var got graphql.RawParams
		if decode(body, nil, &got) != nil {
			return
		}
		if !utf8.Valid(body) {
			t.Fatal("bytes that are no text were read")
		}
		var want map[string]any
		d := json.NewDecoder(bytes.NewReader(body))
		d.UseNumber()
		if err := d.Decode(&want); err != nil {
			t.Fatalf("read what is no JSON: %v", err)
		}
		if v, _ := want["variables"].(map[string]any); !reflect.DeepEqual(got.Variables, v) {
			t.Fatalf("%#v, want %#v", got.Variables, v)
		}
	})
}
