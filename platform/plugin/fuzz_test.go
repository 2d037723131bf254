package plugin_test

import (
	"testing"

	"github.com/ankunft/ankunft/platform/plugin"
)

// Whatever stands in a section of the configuration, it is read or refused.
func FuzzDecode(f *testing.F) {
	for _, s := range []string{"word: hi", "{word: a, secret: env:X}", "word: [1, {}]", "a: &a [*a]", "word: !!binary x", "? {}\n: x", "\t", "word: |\n  x\n ", "%YAML 9"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(_ *testing.T, raw []byte) {
		var c config
		_ = plugin.Decode(raw, &c) // refused or not, it must come back
	})
}
