package page_test

import (
	"errors"
	"testing"

	"github.com/ankunft/ankunft/platform/page"
)

func TestPagesFollowOneAnotherByKey(t *testing.T) {
	t.Parallel()
	p := page.Cut([]int{1, 2, 3}, 2, func(n int) any { return n })
	var last int
	if ok, err := page.Decode(p.Next, &last); !ok || err != nil || last != 2 || len(p.Items) != 2 {
		t.Fatal(p, last, err)
	}
	if end := page.Cut([]int{1, 2}, 2, func(n int) any { return n }); end.Next != "" {
		t.Fatal("a last page that goes on")
	}
}

func TestAForeignCursorIsRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []string{"%%%", "bm90IGpzb24", page.Cursor("text")} {
		var n int
		if _, err := page.Decode(c, &n); !errors.Is(err, page.ErrCursor) {
			t.Errorf("%q: %v", c, err)
		}
	}
}

func TestThePageSizeHasLimits(t *testing.T) {
	t.Parallel()
	for first, want := range map[int]int{0: page.Default, -1: page.Default, 7: 7, 1_000_000: page.Max} {
		if got := (page.Args{First: first}).Size(); got != want {
			t.Errorf("%d: %d, want %d", first, got, want)
		}
	}
}
