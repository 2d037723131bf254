package messages_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/ankunft/ankunft/modules/messages"
)

// What passes for an address is one: nothing in it could become a second address or a header.
func FuzzValidAddress(f *testing.F) {
	for _, s := range []string{"a@example.org", "a@b\r\nBcc: c@d", "a@b,c@d", `"a b"@c.d`, "<a@b>", "a@b (c)", "ü@ü.example", "@", "a@[127.0.0.1]", "=?utf-8?q?a?=@b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if messages.ValidAddress(s) && (strings.ContainsAny(s, "\r\n\x00 ,;<>") || strings.LastIndexByte(s, '@') < 1 || len(s) > 254) {
			t.Fatalf("%q passes", s)
		}
	})
}

// A link of a mail never leaves the portal.
func FuzzLocalPath(f *testing.F) {
	for _, s := range []string{"/my/1", "//evil.example", "/\\evil", "https://evil.example", "/a#b", "/a\nb", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if p := messages.LocalPath(s); !strings.HasPrefix(p, "/") || strings.HasPrefix(p, "//") || strings.ContainsAny(p, "\\\r\n\t #") {
			t.Fatalf("%q leads to %q", s, p)
		}
	})
}

// What somebody wrote loses what cannot be seen or turns the text around it, and nothing the second time.
func FuzzClean(f *testing.F) {
	for _, s := range []string{"Hallo\r\nWelt", "a\u202eb", "\x00\x1b[2J", "\xff", " \u2066x ", "مرحبا\u200c"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c := messages.Clean(s)
		if !utf8.ValidString(c) || strings.ContainsAny(c, "\x00\x1b\u202a\u202e\u2066\u2069") || messages.Clean(c) != c {
			t.Fatalf("%q became %q, then %q", s, c, messages.Clean(c))
		}
	})
}
