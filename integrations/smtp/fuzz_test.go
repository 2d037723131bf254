package smtp_test

import (
	"strings"
	"testing"

	"github.com/ankunft/ankunft/integrations/smtp"
)

// No address and no header smuggles a line into the talk with the server.
func FuzzBareAddress(f *testing.F) {
	for _, s := range []string{"a@example.org", "a@b\r\nRCPT TO:<c@d>", "A <a@b.c>", "a@b.c, d@e.f", `"a\r\nb"@c.d`, "\x00@a.b", "(x)a@b.c"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if smtp.BareAddress(s) && strings.ContainsAny(s, "\r\n\x00<>") {
			t.Fatalf("%q passes", s)
		}
		if strings.ContainsAny(smtp.OneLine(s), "\r\n\x00") {
			t.Fatalf("%q keeps its lines", s)
		}
	})
}
