package office_test

import (
	"os"
	"testing"

	"github.com/ankunft/ankunft/cmd/office"
)

// Whatever stands in the configuration file, it is read or refused, and what was read is checked to the end.
func FuzzConfig(f *testing.F) {
	raw, err := os.ReadFile(example)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(raw)
	for _, s := range []string{"", "city: [", "objects: s3", "objects: {use: s3, with: {endpoint: []}}", "base_url: https://[::1", "trusted_proxies: [10.0.0.0/99]", "database: env:", "vault: {use: s3, with: *a}"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(_ *testing.T, raw []byte) {
		if c, err := office.ParseConfig(raw); err == nil {
			_ = c.Check(office.Plugins()) // faults or none, it must come back
		}
	})
}
