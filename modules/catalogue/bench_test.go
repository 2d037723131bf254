package catalogue_test

import (
	"testing"

	"github.com/ankunft/ankunft/modules/catalogue"
)

// What the portal does at each save of a draft.
func BenchmarkEvaluate(b *testing.B) {
	o, facts := offer(b, "16b-extension"), student.with(nil)
	for b.Loop() {
		o.Evaluate(facts)
		o.Checklist(facts)
		o.Fee(facts, today)
	}
}

// What a start of the server costs.
func BenchmarkLoad(b *testing.B) {
	files := cityFiles(b)
	for b.Loop() {
		if _, err := catalogue.Load(files); err != nil {
			b.Fatal(err)
		}
	}
}
