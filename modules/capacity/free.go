package capacity

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/ankunft/ankunft/platform/clock"
)

// What a day has to offer.
const (
	DayClosed = 0 // nothing is given
	DayFull   = 1 // all is taken, or not yet released
	DayFree   = 2
)

// TimeOfCell is when a cell begins, as people write it.
func TimeOfCell(cell int) string {
	return fmt.Sprintf("%02d:%02d", cell*CellMinutes/60, cell*CellMinutes%60)
}

// NearTo sorts cells by how far they are from one.
func NearTo(cells []int, cell int) []int {
	slices.SortFunc(cells, func(a, b int) int { return cmp.Compare(max(a-cell, cell-a), max(b-cell, cell-b)) })
	return cells
}

// Nearest are free times near a day and a time of day: of the day itself first, then of the next days. They are what the loser of a race is offered.
func (p *Plan) Nearest(q Query, c *Concern, day clock.Date, cell int, taken Taken, now time.Time) []string {
	const most = 5
	var found []string
	for n := 0; n <= 7 && len(found) < most; n++ {
		var starts Mask
		on := day.AddDays(n)
		for _, place := range p.Free(q, c, on, taken, now) {
			starts = starts.Or(&place.Starts)
		}
		for _, near := range NearTo(starts.List(), cell) {
			if len(found) < most {
				found = append(found, on.String()+"T"+TimeOfCell(near))
			}
		}
	}
	return found
}
