package db_test

import (
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/testkit"
)

// Ids and dates are read from their binary form: what is there, what is not, one and many.
func TestIDsAndDatesAreReadAsTheyWereWritten(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	id, day := uuid.MustParse("019f4956-9ae0-7b6b-9ed1-7adda44548bd"), clock.Date{Year: 2028, Month: 2, Day: 29}
	var got, none, left uuid.UUID
	var maybe, missing *uuid.UUID
	var on, never clock.Date
	var list []uuid.UUID
	left, missing, never = id, &id, day // what was there before is gone
	err := k.DB.Pool().QueryRow(t.Context(), "SELECT $1::uuid, NULL::uuid, NULL::uuid, $1::uuid, NULL::uuid, $2::date, NULL::date, ARRAY[$1::uuid]", id, day).
		Scan(&got, &none, &left, &maybe, &missing, &on, &never, &list)
	if err != nil {
		t.Fatal(err)
	}
	if got != id || none != uuid.Nil || left != uuid.Nil || maybe == nil || *maybe != id || missing != nil || on != day || !never.IsZero() ||
		len(list) != 1 || list[0] != id {
		t.Error(got, none, left, maybe, missing, on, never, list)
	}
}
