package appointments_test

import (
	"testing"

	"github.com/ankunft/ankunft/modules/appointments"
	"github.com/ankunft/ankunft/modules/capacity"
	"github.com/ankunft/ankunft/platform/testkit"
)

func TestMasksTravelToTheDatabaseAndBack(t *testing.T) {
	t.Parallel()
	k := testkit.New(t, appointments.Migrations)
	for _, c := range [][2]int{{0, 1}, {0, 288}, {287, 1}, {96, 48}, {60, 10}} {
		m := capacity.Cells(c[0], c[1])
		var back, made capacity.Mask
		if err := k.Pool().QueryRow(t.Context(), "SELECT $1::bit(288), appointments.cells($2, $3)", m, c[0], c[1]).Scan(&back, &made); err != nil {
			t.Fatal(err)
		}
		if back != m || made != m {
			t.Errorf("%v: %v %v", c, back.List(), made.List())
		}
	}
}
