package presence_test

import (
	"os"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/ankunft/ankunft/modules/presence"
	"github.com/ankunft/ankunft/modules/remuneration"
	"github.com/ankunft/ankunft/platform/clock"
)

// at is a time of a day in Berlin, "2026-10-20 10:00".
func at(text string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", text, clock.Berlin)
	if err != nil {
		panic(err)
	}
	return t.UTC()
}

func law(t *testing.T) *remuneration.Tariff {
	t.Helper()
	all, err := remuneration.LoadTariffs(os.DirFS("../../cities/musterstadt"))
	if err != nil {
		t.Fatal(err)
	}
	tariff, err := all.Of("", clock.Date{Year: 2026, Month: time.November, Day: 1})
	if err != nil {
		t.Fatal(err)
	}
	return tariff
}

// booked is a single booking of so many minutes for 120 euros.
func booked(begin string, minutes int) presence.Need {
	from := at(begin)
	return presence.Need{Language: "ara", Site: "rathaus", From: from, To: from.Add(time.Duration(minutes) * time.Minute), Cents: 12_000}
}

// walkedIn waited so long for help.
func walkedIn(came string, waited int) presence.Need {
	from := at(came)
	return presence.Need{Language: "ara", Site: "rathaus", From: from, To: from.Add(20 * time.Minute), WalkedIn: true, Waited: time.Duration(waited) * time.Minute}
}

// tuesdays are four, the last two after the clocks were set back on 25 October.
var tuesdays = []string{"2026-10-13", "2026-10-20", "2026-10-27", "2026-11-03"}

// Each Tuesday from nine to eleven is busy: a shift is proposed there by the clocks on the wall, before and after the change of clocks alike, and the figures are those of hand.
func TestABusyMorningOfEachWeek(t *testing.T) {
	t.Parallel()
	var needs []presence.Need
	for _, day := range tuesdays {
		needs = append(needs, booked(day+" 09:00", 60), booked(day+" 10:00", 60))
	}
	needs = append(needs, booked("2026-10-15 15:00", 60)) // one Thursday of four
	got := presence.Propose(needs, 4, law(t))
	want := []presence.Proposal{{Language: "ara", Site: "rathaus", Weeks: 4, Needs: 9, Covered: 8, Shifts: []presence.ProposedShift{
		{Weekday: 2, FromMinute: 9 * 60, ToMinute: 11 * 60, Needs: 8, Covered: 8, ShiftCents: 4 * 2 * 9_300, SingleCents: 8 * 12_000},
	}}}
	if !reflect.DeepEqual(got, want) || got[0].Percent() != 88 {
		t.Errorf("%+v", got)
	}
	slices.Reverse(needs)
	if again := presence.Propose(needs, 4, law(t)); !reflect.DeepEqual(again, want) {
		t.Errorf("the order matters: %+v", again)
	}
}

// One person can be in one conversation: two at once are one covered. Who walks in comes after whoever has an appointment, and waits no longer than they did in fact.
func TestOnePersonAtATime(t *testing.T) {
	t.Parallel()
	var needs []presence.Need
	for _, day := range tuesdays {
		needs = append(needs, booked(day+" 09:00", 60), booked(day+" 09:30", 60), walkedIn(day+" 09:10", 90), walkedIn(day+" 10:05", 0))
	}
	got := presence.Propose(needs, 4, law(t))
	if len(got) != 1 || len(got[0].Shifts) != 1 {
		t.Fatalf("%+v", got)
	}
	// 09:00–10:00 is booked; who came at 09:10 is received at 10:00 instead of 10:40, who came at 10:05 at 10:20.
	if s := got[0].Shifts[0]; s.FromMinute != 9*60 || s.Needs != 16 || s.Covered != 12 || s.SingleCents != 4*12_000 || s.WaitMinutes != 4*40 {
		t.Errorf("%+v", s)
	}
}

// What is rare makes no shift: a few minutes each week, or much in one week alone. A short need makes the shortest shift, at the side where more is needed; nobody is on duty at night.
func TestWhatMakesNoShift(t *testing.T) {
	t.Parallel()
	if got := presence.Propose([]presence.Need{booked("2026-10-20 09:00", 240), booked("2026-10-20 13:00", 240)}, 4, law(t)); len(got[0].Shifts) != 0 || got[0].Percent() != 0 {
		t.Errorf("one week alone: %+v", got)
	}
	var seldom, short, night []presence.Need
	for _, day := range tuesdays {
		seldom = append(seldom, booked(day+" 09:00", 5))
		short = append(short, booked(day+" 19:30", 30), booked(day+" 18:40", 5))
		night = append(night, booked(day+" 02:00", 60), booked(day+" 22:00", 90))
	}
	if got := presence.Propose(seldom, 4, law(t)); len(got[0].Shifts) != 0 {
		t.Errorf("five minutes: %+v", got)
	}
	if got := presence.Propose(night, 4, law(t)); len(got[0].Shifts) != 0 {
		t.Errorf("at night: %+v", got)
	}
	if got := presence.Propose(short, 4, law(t)); len(got[0].Shifts) != 1 || got[0].Shifts[0].FromMinute != 18*60 || got[0].Shifts[0].ToMinute != 20*60 {
		t.Errorf("short: %+v", got)
	}
	if got := presence.Propose(nil, 4, law(t)); len(got) != 0 {
		t.Error(got)
	}
}

// Houses and languages are apart; those in which most would be met come first.
func TestHousesAndLanguagesAreApart(t *testing.T) {
	t.Parallel()
	var needs []presence.Need
	for _, day := range tuesdays {
		a, b := booked(day+" 09:00", 60), booked(day+" 09:00", 60)
		b.Site = "nord"
		c := booked(day+" 10:00", 30)
		c.Language = "prs"
		needs = append(needs, a, b, c, booked(day+" 10:30", 60))
	}
	var order []string
	for _, p := range presence.Propose(needs, 4, law(t)) {
		order = append(order, p.Site+" "+p.Language)
	}
	if !slices.Equal(order, []string{"rathaus ara", "nord ara", "rathaus prs"}) {
		t.Error(order)
	}
}
