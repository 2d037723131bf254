package poppler_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/ankunft/ankunft/integrations/poppler"
)

// pdfinfo repeats what stands in the file, titles included: no line of it becomes another field than its own.
func FuzzFields(f *testing.F) {
	f.Add([]byte("Title:          A: b\nPages:          3\nJavaScript:     no\n"))
	f.Add([]byte("Pages: 1\nPages: 99\n:\n\x00:\xff\nx"))
	f.Fuzz(func(t *testing.T, out []byte) {
		for key, value := range poppler.Fields(out) {
			if bytes.ContainsAny([]byte(key+value), "\n") {
				t.Fatalf("%q: %q", key, value)
			}
		}
	})
}

// However a file is cut into pieces, what is found is what is there.
func FuzzSkim(f *testing.F) {
	f.Add([]byte("%PDF-1.7\n/JavaScript\n%%EOF"), uint32(0))
	f.Add([]byte("/Launch"), uint32(1<<16-3))
	f.Add([]byte("%%EOF"), uint32(3000))
	path := filepath.Join(f.TempDir(), "file")
	f.Fuzz(func(t *testing.T, content []byte, before uint32) {
		content = append(bytes.Repeat([]byte{' '}, int(before%(1<<18))), content...)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		ends, active, err := poppler.Skim(path)
		if err != nil {
			t.Fatal(err)
		}
		want := false
		for _, sign := range []string{"/Launch", "/JavaScript", "/EmbeddedFile", "/RichMedia"} {
			want = want || bytes.Contains(content, []byte(sign))
		}
		if active != want {
			t.Fatalf("active %v, want %v", active, want)
		}
		if tail := content[max(0, len(content)-2048):]; ends != bytes.Contains(tail, []byte("%%EOF")) {
			t.Fatalf("ends %v: %.100q", ends, tail)
		}
	})
}
