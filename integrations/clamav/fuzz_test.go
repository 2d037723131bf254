package clamav_test

import (
	"testing"

	"github.com/ankunft/ankunft/integrations/clamav"
)

// Nothing but one answer of clamd says that a file is clean.
func FuzzVerdict(f *testing.F) {
	for _, s := range []string{"stream: OK", "stream: Eicar-Signature FOUND", "stream:  FOUND", "stream: OK FOUND", "INSTREAM size limit exceeded. ERROR", "UNKNOWN COMMAND", "", "stream: ok"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, reply string) {
		v, err := clamav.Verdict(reply)
		if v.Clean != (reply == "stream: OK") || v.Clean && (err != nil || v.Finding != "") || !v.Clean && err == nil && v.Finding == "" {
			t.Fatalf("%q: %+v, %v", reply, v, err)
		}
	})
}
