package page_test

import (
	"errors"
	"testing"
	"time"

	"github.com/ankunft/ankunft/platform/page"
)

// A cursor comes back from outside: whatever it is, it is a key of ours or refused.
func FuzzDecode(f *testing.F) {
	type key struct {
		At time.Time
		ID string
	}
	f.Add(page.Cursor(key{time.Unix(1, 0).UTC(), "x"}))
	for _, s := range []string{"", "%%%", "bnVsbA", "e30", "W10", page.Cursor(1e308), page.Cursor("\x00")} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, cursor string) {
		var k key
		more, err := page.Decode(cursor, &k)
		if err != nil && !errors.Is(err, page.ErrCursor) {
			t.Fatal(err)
		}
		if more != (cursor != "" && err == nil) {
			t.Fatalf("%q: more %v, %v", cursor, more, err)
		}
		if more && k.At.Year() >= 0 && k.At.Year() < 10_000 {
			var again key
			if _, err := page.Decode(page.Cursor(k), &again); err != nil || again.ID != k.ID || !again.At.Equal(k.At) {
				t.Fatalf("%+v became %+v, %v", k, again, err)
			}
		}
	})
}
