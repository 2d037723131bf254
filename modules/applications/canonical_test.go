package applications_test

import (
	"bytes"
	"encoding/json"
	"math"
	"testing"

	"github.com/ankunft/ankunft/modules/applications"
)

// The examples of RFC 8785, 3.2.2 and 3.2.3.
func TestCanonicalJSONIsThatOfTheRFC(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		`{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}`:                                        `{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
		`{"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One","\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis"}`: "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\",\"ö\":\"Latin Small Letter O With Diaeresis\",\"€\":\"Euro Sign\",\"😀\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}",
		`[-0, 1e21, 1e20, 1e-6, 1e-7, 9007199254740993, "\u2028<&>"]`: "[0,1e+21,100000000000000000000,0.000001,1e-7,9007199254740992,\"\u2028<&>\"]",
	} {
		var v any
		if err := json.Unmarshal([]byte(in), &v); err != nil {
			t.Fatal(err)
		}
		if got, err := applications.Canonical(v); err != nil || string(got) != want {
			t.Errorf("\n got %s\nwant %s (%v)", got, want, err)
		}
	}
}

func TestWhatHasNoCanonicalFormIsRefused(t *testing.T) {
	t.Parallel()
	for _, v := range []any{math.NaN(), math.Inf(1), "a\xffb", map[string]any{"\xff": 1.0}, []any{struct{}{}}, int64(1)} {
		if got, err := applications.Canonical(v); err == nil {
			t.Errorf("%v became %s", v, got)
		}
	}
}

func FuzzCanonical(f *testing.F) {
	f.Add(`{"a":[1,2.50,-0,"x\u0000\u2029"],"":{"b":null}}`)
	f.Fuzz(func(t *testing.T, text string) {
		var v any
		if json.Unmarshal([]byte(text), &v) != nil {
			return
		}
		once, err := applications.Canonical(v)
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		var back any
		if err := json.Unmarshal(once, &back); err != nil {
			t.Fatalf("%q became %q: %v", text, once, err)
		}
		if again, err := applications.Canonical(back); err != nil || !bytes.Equal(once, again) {
			t.Fatalf("%q, then %q (%v)", once, again, err)
		}
	})
}
