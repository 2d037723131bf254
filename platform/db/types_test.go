package db_test

import (
	"testing"
	"time"

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

type mood string

// Times and texts too, whether they may be missing or have a type of their own.
func TestTimesAndTextsAreReadAsTheyWereWritten(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	at := time.Date(1931, 3, 1, 7, 30, 5, 123_456_000, time.UTC)
	text, old := "Ñandú سلام", time.Unix(0, 0)
	var when, past time.Time
	var maybe *time.Time
	missing, gone := &old, &text
	var plain string
	var given *string
	var named mood
	var namedMaybe *mood
	var many []mood
	var times []time.Time
	err := k.DB.Pool().QueryRow(t.Context(), `SELECT $1::timestamptz, $1::timestamptz, NULL::timestamptz, '0044-03-15 BC'::timestamptz, $2::text, $2::text, NULL::text,
 $2::text, $2::text, ARRAY[$2::text], ARRAY[$1::timestamptz]`, at, text).
		Scan(&when, &maybe, &missing, &past, &plain, &given, &gone, &named, &namedMaybe, &many, &times)
	if err != nil {
		t.Fatal(err)
	}
	if !when.Equal(at) || maybe == nil || !maybe.Equal(at) || missing != nil || past.UTC().Year() != -43 || len(times) != 1 || !times[0].Equal(at) {
		t.Error(when, maybe, missing, past, times)
	}
	if plain != text || given == nil || *given != text || gone != nil || string(named) != text || namedMaybe == nil || string(*namedMaybe) != text || len(many) != 1 {
		t.Error(plain, given, gone, named, namedMaybe, many)
	}
	for name, into := range map[string]any{"timestamptz": &when, "text": &named} {
		if err := k.DB.Pool().QueryRow(t.Context(), "SELECT NULL::"+name).Scan(into); err == nil {
			t.Errorf("NULL was read into %T", into)
		}
	}
	if err := k.DB.Pool().QueryRow(t.Context(), "SELECT 'infinity'::timestamptz").Scan(&maybe); err == nil {
		t.Error("a time without end was read")
	}
}
