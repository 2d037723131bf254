package remuneration_test

import (
	"errors"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/ankunft/ankunft/modules/remuneration"
	"github.com/ankunft/ankunft/platform/clock"
)

func tariffs(t *testing.T) *remuneration.Tariffs {
	t.Helper()
	all, err := remuneration.LoadTariffs(os.DirFS("../../cities/musterstadt"))
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func tariff(t *testing.T, contract, day string) *remuneration.Tariff {
	t.Helper()
	found, err := tariffs(t).Of(contract, date(t, day))
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func date(t *testing.T, text string) clock.Date {
	t.Helper()
	d, err := clock.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// at reads a time on the wall in Berlin.
func at(t *testing.T, text string) time.Time {
	t.Helper()
	if len(text) == len("2006-01-02 15:04") {
		text += ":00"
	}
	when, err := time.ParseInLocation(time.DateTime, text, clock.Berlin)
	if err != nil {
		t.Fatal(err)
	}
	return when
}

func holiday(day clock.Date) bool { return day.Month == time.December && day.Day == 25 }

// What is paid by the law, amount by amount. 93 € an hour (JVEG §9(5) sentence 1).
func TestTheLawsPay(t *testing.T) {
	t.Parallel()
	law := tariff(t, "", "2026-11-20")
	for _, c := range []struct {
		name         string
		starts, ends string
		work         remuneration.Work
		net, total   int64
		lines        string // code=cents(why)
	}{
		{"§8(2): a whole hour", "2026-11-24 09:00", "2026-11-24 10:00", remuneration.Work{}, 9300, 9300, "time=9300(whole_hours)"},
		{"§8(2): 30 minutes of an hour count half", "2026-11-24 09:00", "2026-11-24 10:30", remuneration.Work{}, 13950, 13950, "time=13950(last_hour_half)"},
		{"§8(2): one second more counts whole", "2026-11-24 09:00", "2026-11-24 10:30:01", remuneration.Work{}, 18600, 18600, "time=18600(last_hour_whole)"},
		{"§8(2): one minute is half an hour", "2026-11-24 09:00", "2026-11-24 09:01", remuneration.Work{}, 4650, 4650, "time=4650(last_hour_half)"},
		{"§8(2): way and waiting belong to the time, and are rounded with it", "2026-11-24 09:00", "2026-11-24 10:00",
			remuneration.Work{OnSite: true, TravelMinutes: 50, WaitingMinutes: 15, TravelKm: 24}, 23250 + 1008, 24258, "time=23250(last_hour_half,with_travel,with_waiting) travel=1008()"},
		{"by phone there is no way", "2026-11-24 09:00", "2026-11-24 10:00", remuneration.Work{TravelMinutes: 50, TravelKm: 24}, 9300, 9300, "time=9300(whole_hours)"},
		{"§5(1): a ticket is paid instead of the car, §5(2): parking besides, §7: what else was needed", "2026-11-24 09:00", "2026-11-24 10:00",
			remuneration.Work{OnSite: true, TravelKm: 24, FareCents: 680, ParkingCents: 350, ExpensesCents: 120}, 10450, 10450,
			"time=9300(whole_hours) fare=680(receipt) parking=350(receipt) expenses=120(receipt)"},
		{"§12(1) no. 4: VAT on the whole, half up", "2026-11-24 09:00", "2026-11-24 10:00", remuneration.Work{OnSite: true, TravelKm: 1, VAT: true}, 9342, 11117, "time=9300(whole_hours) travel=42()"},
		{"§9(6): no surcharge until 23 h", "2026-11-24 21:00", "2026-11-24 23:00", remuneration.Work{Necessity: "arrest"}, 18600, 18600, "time=18600(whole_hours)"},
		{"§9(6): one hour of two at night", "2026-11-24 22:00", "2026-11-25 00:00", remuneration.Work{Necessity: "arrest"}, 20460, 20460,
			"time=18600(whole_hours) surcharge=1860(night,necessity_stated)"},
		{"§9(6): the night ends at 6 h", "2026-11-24 05:00", "2026-11-24 07:00", remuneration.Work{Necessity: "arrest"}, 20460, 20460,
			"time=18600(whole_hours) surcharge=1860(night,necessity_stated)"},
		{"§9(6): its time is rounded like all time", "2026-11-24 22:15", "2026-11-24 23:15", remuneration.Work{Necessity: "arrest"}, 9300 + 930, 10230,
			"time=9300(whole_hours) surcharge=930(night,necessity_stated)"},
		{"§9(6): never more than what is paid at all", "2026-11-24 23:00", "2026-11-24 23:20", remuneration.Work{Necessity: "arrest"}, 4650 + 930, 5580,
			"time=4650(last_hour_half) surcharge=930(night,necessity_stated)"},
		{"§9(6): without the office's word that it was necessary there is none", "2026-11-24 23:00", "2026-11-25 01:00", remuneration.Work{}, 18600, 18600,
			"time=18600(whole_hours) surcharge=0(night,necessity_not_stated)"},
		{"§9(6): a Sunday", "2026-11-22 10:00", "2026-11-22 12:00", remuneration.Work{Necessity: "custody"}, 22320, 22320, "time=18600(whole_hours) surcharge=3720(sunday,necessity_stated)"},
		{"§9(6): a holiday in the week", "2026-12-25 10:00", "2026-12-25 11:00", remuneration.Work{Necessity: "custody"}, 11160, 11160,
			"time=9300(whole_hours) surcharge=1860(holiday,necessity_stated)"},
		{"§9(6): Saturday night into Sunday, one surcharge for an hour, not two", "2026-11-21 22:00", "2026-11-22 02:00", remuneration.Work{Necessity: "custody"}, 37200 + 5580, 42780,
			"time=37200(whole_hours) surcharge=5580(night,sunday,necessity_stated)"},
		{"§9(6): a Saturday is a day like others", "2026-11-21 10:00", "2026-11-21 11:00", remuneration.Work{Necessity: "custody"}, 9300, 9300, "time=9300(whole_hours)"},
		{"§9(6): the way at night is paid, without a surcharge", "2026-11-24 06:00", "2026-11-24 07:00", remuneration.Work{OnSite: true, TravelMinutes: 120, Necessity: "arrest"}, 27900, 27900,
			"time=27900(whole_hours,with_travel)"},
		{"the night in which the clock is set back has nine hours from ten to six", "2026-10-24 22:00", "2026-10-25 06:00", remuneration.Work{Necessity: "custody"}, 9*9300 + 8*1860, 98580,
			"time=83700(whole_hours) surcharge=14880(night,sunday,necessity_stated)"},
		{"the night in which it is set forward has seven", "2027-03-27 22:00", "2027-03-28 06:00", remuneration.Work{Necessity: "custody"}, 7*9300 + 6*1860, 76260,
			"time=65100(whole_hours) surcharge=11160(night,sunday,necessity_stated)"},
	} {
		w := c.work
		w.Starts, w.Ends, w.Holiday = at(t, c.starts), at(t, c.ends), holiday
		b := law.Estimate(w)
		if b.NetCents != c.net || b.TotalCents != c.total || lines(b) != c.lines {
			t.Errorf("%s: net %d, total %d, %s", c.name, b.NetCents, b.TotalCents, lines(b))
		}
		for _, l := range b.Lines {
			if l.Law == "" {
				t.Errorf("%s: the line %s names no law", c.name, l.Code)
			}
		}
	}
}

func lines(b remuneration.Bill) string {
	parts := []string{}
	for _, l := range b.Lines {
		parts = append(parts, l.Code+"="+strconv.FormatInt(l.Cents, 10)+"("+strings.Join(l.Why, ",")+")")
	}
	return strings.Join(parts, " ")
}

// Called off: on the day or one of the two before costs up to two hours (JVEG §9(5)).
func TestWhatItCostsToCallOff(t *testing.T) {
	t.Parallel()
	law := tariff(t, "", "2026-11-20")
	long := remuneration.Work{Starts: at(t, "2026-11-26 09:00"), Ends: at(t, "2026-11-26 13:00"), VAT: true}
	short := remuneration.Work{Starts: at(t, "2026-11-26 09:00"), Ends: at(t, "2026-11-26 09:45")}
	if day := law.LastFreeDay(long); day != date(t, "2026-11-23") {
		t.Error("free until", day)
	}
	for _, c := range []struct {
		told  string
		work  remuneration.Work
		cents int64
	}{
		{"2026-11-23 23:59", long, 0},
		{"2026-11-24 00:00", long, 18600}, // two days before, by Berlin's clock
		{"2026-11-26 08:59", long, 18600},
		{"2026-11-26 09:30", long, 18600},
		{"2026-11-25 12:00", short, 9300}, // no more than it would have brought: 45 minutes count whole
	} {
		if b := law.Cancellation(c.work, at(t, c.told)); b.TotalCents != c.cents || (c.cents > 0) != (len(b.Lines) == 1) {
			t.Errorf("told %s: %d", c.told, b.TotalCents)
		}
	}
	// Midnight is Berlin's, not Greenwich's.
	if b := law.Cancellation(long, at(t, "2026-11-24 00:30").UTC()); b.TotalCents != 18600 {
		t.Error("half past midnight was taken for the day before")
	}
	// A shift over midnight has the day of its beginning; the new year is a day like others.
	night := remuneration.Work{Starts: at(t, "2027-01-01 23:00"), Ends: at(t, "2027-01-02 01:00")}
	if day := law.LastFreeDay(night); day != date(t, "2026-12-29") {
		t.Error("free until", day)
	}
}

// Written translations by JVEG §11.
func TestTranslations(t *testing.T) {
	t.Parallel()
	law := tariff(t, "", "2026-11-20")
	text := func(strokes int, editable, difficult bool) remuneration.Text {
		return remuneration.Text{Strokes: strokes, Editable: editable, Difficult: difficult}
	}
	for _, c := range []struct {
		name  string
		order remuneration.Order
		total int64
	}{
		{"1.95 € for each started line", remuneration.Order{Texts: []remuneration.Text{text(55*20, true, false)}}, 3900},
		{"one stroke more is one line more", remuneration.Order{Texts: []remuneration.Text{text(55*20+1, true, false)}}, 4095},
		{"2.15 € where it cannot be edited", remuneration.Order{Texts: []remuneration.Text{text(55*20, false, false)}}, 4300},
		{"2.15 € where it is difficult", remuneration.Order{Texts: []remuneration.Text{text(55*20, true, true)}}, 4300},
		{"2.30 € where it is both", remuneration.Order{Texts: []remuneration.Text{text(55*20, false, true)}}, 4600},
		{"20 € at least", remuneration.Order{Texts: []remuneration.Text{text(55, true, false)}}, 2000},
		{"20 € for the order, not for each text", remuneration.Order{Texts: []remuneration.Text{text(550, true, false), text(55, false, false)}}, 2165},
		{"VAT besides", remuneration.Order{Texts: []remuneration.Text{text(55, true, false)}, VAT: true}, 2380},
		{"nothing is nothing", remuneration.Order{Texts: []remuneration.Text{text(0, true, false), text(-5, true, false)}, VAT: true}, 0},
	} {
		if b := law.Translate(c.order); b.TotalCents != c.total {
			t.Errorf("%s: %d (%s)", c.name, b.TotalCents, lines(b))
		}
	}
}

// Claims lapse after three months (JVEG §2(1)), counted by BGB §§187, 188; BGB §193 moves an end on a free day.
func TestWhenClaimsLapse(t *testing.T) {
	t.Parallel()
	for ended, want := range map[string]string{
		"2026-08-24": "2026-11-24",
		"2026-11-30": "2027-03-01", // §188(3): 28 February, which is a Sunday
		"2027-11-30": "2028-02-29", // a leap year
		"2026-08-31": "2026-11-30", // November has no 31st
		"2026-08-21": "2026-11-23", // a Saturday: the Monday after it
		"2026-09-25": "2026-12-28", // a holiday, then the weekend
	} {
		if got := remuneration.LapsesOn(date(t, ended), holiday); got.String() != want {
			t.Errorf("ended %s: lapses on %s, want %s", ended, got, want)
		}
	}
}

func TestAFrameworkContractSettlesWhatItSettles(t *testing.T) {
	t.Parallel()
	pool := tariff(t, "phone-pool", "2026-11-20")
	call := remuneration.Work{Starts: at(t, "2026-11-24 09:00"), Ends: at(t, "2026-11-24 09:21")}
	for _, c := range []struct {
		name string
		work remuneration.Work
		want int64
	}{
		{"started five minutes by phone", call, 2750}, // 25 minutes at 66 €
		{"fifteen minutes at least", remuneration.Work{Starts: call.Starts, Ends: call.Starts.Add(time.Minute)}, 1650},
		{"on site at the other rate, the car by the law", remuneration.Work{Starts: call.Starts, Ends: call.Starts.Add(time.Hour), OnSite: true, TravelKm: 10}, 7800 + 420},
	} {
		if b := pool.Estimate(c.work); b.TotalCents != c.want {
			t.Errorf("%s: %s", c.name, lines(b))
		}
	}
	if pool.LastFreeDay(call) != date(t, "2026-11-23") || pool.Cancellation(call, at(t, "2026-11-24 07:00")).TotalCents != 2750 {
		t.Error("its own rule for calling off does not hold")
	}
	// The tariff is that of the day of the order (JVEG §24).
	for day, want := range map[string]int64{"2026-12-31": 8500, "2027-01-01": 8800} {
		if b := tariff(t, "agency", day).Estimate(remuneration.Work{Starts: call.Starts, Ends: call.Starts.Add(time.Hour)}); b.TotalCents != want {
			t.Errorf("ordered on %s: %d", day, b.TotalCents)
		}
	}
	all := tariffs(t)
	for contract, day := range map[string]string{"phone-pool": "2028-01-01", "unknown": "2026-11-20", "": "2025-05-31"} {
		if _, err := all.Of(contract, date(t, day)); !errors.Is(err, remuneration.ErrNone) {
			t.Errorf("%q on %s: %v", contract, day, err)
		}
	}
	if !all.Known("") || !all.Known("agency") || all.Known("unknown") || len(all.Holding(date(t, "2026-11-20"))) != 3 || len(all.Holding(date(t, "2028-11-20"))) != 2 {
		t.Error("contracts are not told as they are")
	}
}

// Two readers of one tariff must not change it.
func TestATariffIsNotChangedByBeingRead(t *testing.T) {
	t.Parallel()
	all := tariffs(t)
	first, err := all.Of("agency", date(t, "2026-11-20"))
	if err != nil {
		t.Fatal(err)
	}
	n := len(first.Facts)
	if again, err := all.Of("agency", date(t, "2026-11-20")); err != nil || len(again.Facts) != n || n != 15 {
		t.Error(n, err)
	}
}

func TestAbsurdWorkIsTold(t *testing.T) {
	t.Parallel()
	nine := at(t, "2026-11-24 09:00")
	for name, w := range map[string]remuneration.Work{
		"ends before":    {Starts: nine, Ends: nine.Add(-time.Hour)},
		"no time":        {Starts: nine, Ends: nine},
		"a week":         {Starts: nine, Ends: nine.AddDate(0, 0, 7)},
		"negative way":   {Starts: nine, Ends: nine.Add(time.Hour), OnSite: true, TravelMinutes: -1},
		"to the moon":    {Starts: nine, Ends: nine.Add(time.Hour), OnSite: true, TravelKm: 384_400},
		"negative money": {Starts: nine, Ends: nine.Add(time.Hour), OnSite: true, FareCents: -1},
		"waits for days": {Starts: nine, Ends: nine.Add(time.Hour), WaitingMinutes: 5000},
		"phone with way": {Starts: nine, Ends: nine.Add(time.Hour), TravelKm: 3},
	} {
		if err := w.Check(); !errors.Is(err, remuneration.ErrWork) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := (remuneration.Work{Starts: nine, Ends: nine.Add(time.Hour), OnSite: true, TravelMinutes: 60, TravelKm: 40, FareCents: 0}).Check(); err != nil {
		t.Error(err)
	}
	// A bill of what cannot be does not pay money backwards.
	if b := tariff(t, "", "2026-11-20").Estimate(remuneration.Work{Starts: nine, Ends: nine.Add(-9 * time.Hour)}); b.TotalCents != 0 {
		t.Error("paid for time that ran backwards:", b.TotalCents)
	}
}

// What is wrong in the city's file is told when the city is read, each fault with its line.
func TestFaultsOfTariffsAreTold(t *testing.T) {
	t.Parallel()
	good, err := os.ReadFile("../../cities/musterstadt/interpreters.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, from, to, want string }{
		{"a gap", "valid_from: 2027-01-01", "valid_from: 2027-01-03", "there is a gap from 2027-01-01 to 2027-01-02"},
		{"an overlap", "valid_from: 2027-01-01", "valid_from: 2026-12-31", "overlaps with the tariff before it"},
		{"two without an end", "        valid_to: 2026-12-31\n", "", "overlaps with the tariff before it"},
		{"backwards", "valid_to: 2028-12-31", "valid_to: 2026-06-30", "ends before it begins"},
		{"a fact too few", `      - {key: kilometre,`, `      # {key: kilometre,`, `the fact "kilometre" is missing`},
		{"a fact that is none", "{key: minimum,", "{key: least,", `"least" is no fact of a tariff`},
		{"twice", "{key: line_fixed,", "{key: line,", `"line" is no fact of a tariff, or there twice`},
		{"euros instead of cents", "value: 9300", "value: 93", "must be between 100 and 100000"},
		{"no source", `source: "JVEG (BJNR077600004)", trust: S}`, `source: "", trust: S}`, "law, source and trust (S or B) are needed"},
		{"twice the same contract", "key: agency", "key: phone-pool", "is empty or there twice"},
		{"cents with a comma", "value: 9300", "value: 93.5", "facts[0].value"},
		{"an unknown key", "contracts:", "contrakts:", "contrakts"},
	} {
		text := strings.Replace(string(good), c.from, c.to, 1)
		if text == string(good) {
			t.Fatalf("%s: nothing was changed", c.name)
		}
		_, err := remuneration.LoadTariffs(fstest.MapFS{"interpreters.yaml": {Data: []byte(text)}})
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "interpreters.yaml:") {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if none, err := remuneration.LoadTariffs(fstest.MapFS{}); none != nil || err != nil {
		t.Error("a city without interpreters:", none, err)
	}
	neighbour, err := remuneration.LoadTariffs(os.DirFS("../../cities/nachbarstadt"))
	if err != nil || slices.ContainsFunc(neighbour.Law, func(t *remuneration.Tariff) bool { return len(t.Facts) != 15 }) {
		t.Error(err)
	}
}

// What a day away from home costs is a line of its own (JVEG §6), on site alone; a loss is paid as assured, a sum as agreed.
func TestAllowanceLossAndAgreement(t *testing.T) {
	t.Parallel()
	law := tariff(t, "", "2026-11-20")
	away := remuneration.Work{Starts: at(t, "2026-11-24 09:00"), Ends: at(t, "2026-11-24 10:00"), OnSite: true, AllowanceCents: 1400, VAT: true}
	b := law.Estimate(away)
	if last := b.Lines[len(b.Lines)-1]; last.Code != remuneration.LineAllowance || last.Cents != 1400 || last.Law != "JVEG § 6" || b.NetCents != 10700 || away.Check() != nil {
		t.Errorf("%+v", b)
	}
	away.OnSite = false
	if away.Check() == nil || law.Estimate(away).NetCents != 9300 {
		t.Error("a day away at the phone")
	}
	most := law.Cancellation(remuneration.Work{Starts: at(t, "2026-11-24 09:00"), Ends: at(t, "2026-11-24 12:00"), VAT: true}, at(t, "2026-11-24 08:00"))
	if lost := most.Lost(5000); lost.TotalCents != 5000 || lost.VATCents != 0 || !slices.Equal(lost.Lines[0].Why, []string{"told_late", "assured"}) || most.TotalCents != 18600 || len(most.Lines[0].Why) != 1 {
		t.Errorf("%+v %+v", lost, most)
	}
	if agreed := law.Agreed(1000, true); agreed.NetCents != 1000 || agreed.VATCents != 190 || agreed.Lines[0].Code != remuneration.LineAgreed {
		t.Errorf("%+v", agreed)
	}
}
