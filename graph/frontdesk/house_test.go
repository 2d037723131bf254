package frontdeskgql_test

import (
	"fmt"
	"testing"

	appointmentsgql "github.com/ankunft/ankunft/graph/appointments"
	frontdeskgql "github.com/ankunft/ankunft/graph/frontdesk"
	"github.com/ankunft/ankunft/modules/appointments"
	"github.com/ankunft/ankunft/modules/capacity"
	"github.com/ankunft/ankunft/modules/frontdesk"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
)

// The house is read in as many statements with ten people in it as with one.
func TestAFullHouseIsReadInAsManyStatementsAsAnEmptyOne(t *testing.T) {
	t.Parallel()
	d := openDoor(t)
	booked := appointmentsgql.Resolver{Appointments: d.booking}
	q := frontdeskgql.Query{Resolver: frontdeskgql.Resolver{DB: d.DB, Frontdesk: d.hall, Appointments: d.booking, Booked: booked}}
	come := func(n int) {
		t.Helper()
		for i := range n {
			a, err := d.booking.BookFor(t.Context(), appointments.Party{Name: "Amal", Email: fmt.Sprintf("amal%d@example.org", i), Language: "ar"},
				capacity.Query{Site: "rathaus", Concern: "extend", People: 1, Purpose: capacity.Booking}, fmt.Sprintf("2026-11-24T%02d:%02d", 9+(i+n)/3, (i+n)%3*20), ids.Token(), ids.New())
			if err != nil {
				t.Fatal(err)
			}
			if _, err := d.hall.CheckIn(t.Context(), "rathaus", a.Number); err != nil {
				t.Fatal(err)
			}
			if _, err := d.hall.Draw(t.Context(), frontdesk.DrawIn{Site: "rathaus", Concern: "info", Language: "ar", By: "desk"}); err != nil {
				t.Fatal(err)
			}
		}
	}
	read := func(waiting int) int64 {
		t.Helper()
		ctx, n := db.CountStatements(t.Context())
		hall, err := q.Hall(ctx, "rathaus")
		if err != nil || len(hall.Waiting) != waiting {
			t.Fatal(err, hall)
		}
		return n.Load()
	}
	come(1)
	one := read(2)
	come(4)
	if many := read(10); many != one {
		t.Errorf("%d statements for ten, %d for two", many, one)
	}
}
