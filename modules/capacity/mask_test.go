package capacity_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/ankunft/ankunft/modules/capacity"
)

// What the words say is what counting cell by cell says, for any day.
func TestFreeStartsAreFoundAsByCounting(t *testing.T) {
	t.Parallel()
	dice := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		var m capacity.Mask
		var day [288]bool
		for range dice.IntN(12) {
			first, n := dice.IntN(300)-6, dice.IntN(90)
			some := capacity.Cells(first, n)
			m = m.Or(&some)
			for i := max(first, 0); i < min(first+n, 288); i++ {
				day[i] = true
			}
		}
		length := 1 + dice.IntN(100)
		var want []int
		for i := 0; i+length <= 288; i++ {
			if !slices.Contains(day[i:i+length], false) {
				want = append(want, i)
			}
		}
		starts := m.Starts(length)
		if got := starts.List(); !slices.Equal(got, want) || starts.Count() != len(want) {
			t.Fatalf("%d cells in %v: %v, want %v", length, m.List(), got, want)
		}
	}
}
