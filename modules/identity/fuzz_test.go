package identity_test

import (
	"strings"
	"testing"

	"github.com/ankunft/ankunft/modules/identity"
)

// Two spellings of a mailbox are one account, and one spelling is always the same.
func FuzzNormalAddress(f *testing.F) {
	for _, s := range []string{"Amal@Example.org", " a@b.c ", "a@localhost", `"a"@b.c`, "a@b.c\r\n", "İ@x.tr", "ſ@x.de", "a@b", "=?x?q?a?=@b.c"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		a, ok := identity.NormalAddress(typed)
		if !ok {
			if a != "" {
				t.Fatalf("%q is refused as %q", typed, a)
			}
			return
		}
		if again, ok := identity.NormalAddress(a); !ok || again != a {
			t.Fatalf("%q is %q, then %q (%v)", typed, a, again, ok)
		}
		if strings.ContainsAny(a, "\r\n\x00 ,;<>\"") || strings.ToLower(a) != a {
			t.Fatalf("%q is %q", typed, a)
		}
	})
}

// A language that a browser or a provider names becomes one of two or three letters, and stays it.
func FuzzLanguage(f *testing.F) {
	for _, s := range []string{"de-DE", "de-simple", "prs", "zh-Hant-TW", "x-klingon", "und", "i-default", "sr-Latn-RS-u-co-phonebk", "\x00", "de\r\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, tag string) {
		l := identity.Language(tag)
		if identity.Language(l) != l || l == "" || len(l) > 9 || strings.Trim(l, "abcdefghijklmnopqrstuvwxyz-") != "" {
			t.Fatalf("%q is %q, then %q", tag, l, identity.Language(l))
		}
	})
}
