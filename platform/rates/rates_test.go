package rates_test

import (
	"testing"
	"time"

	"github.com/ankunft/ankunft/platform/rates"
)

func TestAScriptIsLimitedAndNobodyElse(t *testing.T) {
	t.Parallel()
	var n rates.Networks
	now := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	for i := range 40 {
		if ok := n.Allow("script", 30, now); ok != (i < 30) {
			t.Fatal(i, ok)
		}
	}
	if !n.Allow("shelter", 30, now) {
		t.Error("another network pays for it")
	}
	if now = now.Add(2 * time.Second); !n.Allow("script", 30, now) || n.Allow("script", 30, now) {
		t.Error("one each two seconds")
	}
	if now = now.Add(time.Hour); !n.Allow("script", 30, now) {
		t.Error("never forgotten")
	}
}
