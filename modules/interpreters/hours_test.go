package interpreters_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/duty"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/interpreters"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
)

// worked are the intervals of somebody on the days from one to another, as the city's clocks show them.
func (o *office) worked(t testing.TB, who uuid.UUID, from, to string) []string {
	t.Helper()
	var rows []struct{ During interpreters.Span }
	err := o.NewSelect().TableExpr("interpreters.availability").Column("during").Where("interpreter_id = ?", who).
		Where("during && ?", interpreters.Span{From: at(from + " 00:00"), To: at(to + " 00:00")}).OrderExpr("during").Scan(t.Context(), &rows)
	if err != nil {
		t.Fatal(err)
	}
	list := []string{}
	for _, r := range rows {
		list = append(list, fmt.Sprintf("%s %s", r.During.From.In(clock.Berlin).Format("02.01. 15:04"), r.During.To.Sub(r.During.From)))
	}
	return list
}

// Hours are wall time: on the day on which clocks change they are still from eight to twelve, and a night has an hour less or more.
func TestHoursAcrossTheChangeOfClocks(t *testing.T) {
	t.Parallel()
	o := open(t)
	amal := o.person(t, "Amal")
	sunday := func(from, to int) interpreters.Hours { return hours(7, from, to, linguists.Phone) }
	for name, c := range map[string]struct {
		now   string
		hours []interpreters.Hours
		day   string
		want  []string
	}{
		"eight to twelve":          {"2027-03-01 08:00", []interpreters.Hours{sunday(8, 12)}, "2027-03-28", []string{"28.03. 08:00 4h0m0s"}},
		"the hour that is missing": {"2027-03-01 08:00", []interpreters.Hours{sunday(2, 3)}, "2027-03-28", []string{}},
		"into it":                  {"2027-03-01 08:00", []interpreters.Hours{sunday(1, 5)}, "2027-03-28", []string{"28.03. 01:00 3h0m0s"}},
		"the hour there is twice":  {"2027-10-01 08:00", []interpreters.Hours{sunday(2, 3)}, "2027-10-31", []string{"31.10. 02:00 2h0m0s"}},
		"around it":                {"2027-10-01 08:00", []interpreters.Hours{sunday(0, 6)}, "2027-10-31", []string{"31.10. 00:00 7h0m0s"}},
		"over midnight":            {"2026-11-23 08:00", []interpreters.Hours{hours(6, 20, 24, linguists.Phone), sunday(0, 4)}, "2026-11-29", []string{"28.11. 20:00 8h0m0s"}},
		"two modes":                {"2027-10-01 08:00", []interpreters.Hours{sunday(1, 2), {Weekday: 7, FromMinute: 120, ToMinute: 150, Modes: linguists.Modes[:1], ValidFrom: date("2026-01-01")}, {Weekday: 7, FromMinute: 150, ToMinute: 240, Modes: linguists.Modes[1:2], ValidFrom: date("2026-01-01")}}, "2027-10-31", []string{"31.10. 01:00 2h0m0s", "31.10. 02:00 30m0s", "31.10. 02:30 1h30m0s"}},
	} {
		o.Clock.Set(at(c.now))
		o.says(t, amal, c.hours...)
		day := date(c.day)
		if got := o.worked(t, amal, day.String(), day.AddDays(1).String()); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

// What is taken out is taken out; the night adds a day and forgets one, and touches nothing else.
func TestTheNightMovesTheHorizon(t *testing.T) {
	t.Parallel()
	o := open(t)
	amal := o.person(t, "Amal")
	times, err := o.SetTimes(o.asLead(t), interpreters.SetTimes{Interpreter: amal, Hours: []interpreters.Hours{hours(1, 8, 12, linguists.OnSite), hours(1, 12, 16, linguists.OnSite)},
		Away: []interpreters.Span{{From: at("2026-11-30 10:00"), To: at("2026-11-30 11:00")}}})
	if err != nil || len(times.Hours) != 2 || len(times.Away) != 1 {
		t.Fatal(times, err)
	}
	if got := o.worked(t, amal, "2026-11-30", "2026-12-08"); !slices.Equal(got, []string{"30.11. 08:00 2h0m0s", "30.11. 11:00 5h0m0s", "07.12. 08:00 8h0m0s"}) {
		t.Error(got)
	}
	before := len(o.worked(t, amal, "2026-01-01", "2028-01-01"))
	o.Clock.Set(at("2026-11-30 01:00"))
	if err := o.WorkOut(t.Context()); err != nil {
		t.Fatal(err)
	}
	after := o.worked(t, amal, "2026-01-01", "2028-01-01")
	if len(after) != before || after[0] != "30.11. 08:00 2h0m0s" {
		t.Error(before, len(after), after[0])
	}
	for name, wrong := range map[string]interpreters.Hours{
		"no such day": hours(8, 8, 12, linguists.OnSite), "backwards": hours(1, 12, 8, linguists.OnSite), "no mode": hours(1, 8, 12), "over the end": hours(1, 8, 25, linguists.OnSite),
	} {
		if _, err := o.SetTimes(o.asLead(t), interpreters.SetTimes{Interpreter: amal, Hours: []interpreters.Hours{wrong}}); !errors.Is(err, interpreters.ErrInput) {
			t.Error(name, err)
		}
	}
	_, err = o.SetTimes(o.asLead(t), interpreters.SetTimes{Interpreter: amal, Version: times.Version, Hours: []interpreters.Hours{hours(1, 8, 12, linguists.OnSite), hours(1, 11, 13, linguists.Phone)}})
	if !errors.Is(err, interpreters.ErrInput) || errs.Of(err).Fields[0].Code != "overlaps" {
		t.Error(err)
	}
}

// Duty: planned, given to somebody, confirmed, running; overlapping is impossible; the welcome desk sees who is there.
func TestDuty(t *testing.T) {
	t.Parallel()
	o := open(t)
	amal, basil := o.person(t, "Amal"), o.person(t, "Basil", func(_ *linguists.Interpreter, k *linguists.Skill) { k.Language = "kmr" })
	plan := func(from, to int, who *uuid.UUID) (*duty.Shift, error) {
		return o.duty.Plan(o.asLead(t), duty.PlanShift{Key: ids.New(), Team: team, Language: "ara", Mode: linguists.OnSite, Site: "rathaus", Day: date("2026-12-03"), FromMinute: from * 60, ToMinute: to * 60, Interpreter: who})
	}
	s, err := plan(8, 12, nil)
	if err != nil || s.State != duty.Planned {
		t.Fatal(s, err)
	}
	changed := func(in duty.ChangeShift) error {
		in.ID, in.Version = s.ID, s.Version
		next, err := o.duty.Change(o.asLead(t), in)
		if err == nil {
			s = next
		}
		return err
	}
	if err := changed(duty.ChangeShift{State: duty.Confirmed}); !errors.Is(err, duty.ErrInput) {
		t.Error("confirmed without anybody:", err)
	}
	if err := changed(duty.ChangeShift{Interpreter: &basil}); !errors.Is(err, duty.ErrInput) {
		t.Error("given to somebody who does not speak it:", err)
	}
	if err := errors.Join(changed(duty.ChangeShift{Interpreter: &amal}), changed(duty.ChangeShift{State: duty.Confirmed})); err != nil {
		t.Fatal(err)
	}
	if _, err := plan(11, 13, &amal); !errors.Is(err, duty.ErrOverlaps) {
		t.Error("two shifts at once:", err)
	}
	o.Clock.Set(at("2026-12-03 09:00"))
	if there, err := o.duty.OnDuty(t.Context(), "rathaus", o.Clock.Now()); err != nil || len(there) != 1 || there[0].Interpreter.Name != "Amal" {
		t.Error(there, err)
	}
	if there, _ := o.duty.OnDuty(t.Context(), "nordstadt", o.Clock.Now()); len(there) != 0 {
		t.Error(there)
	}
	if err := changed(duty.ChangeShift{State: duty.Running}); err != nil {
		t.Error(err)
	}
	o.Clock.Set(at("2026-12-03 13:00"))
	if err := o.duty.Daily(t.Context()); err != nil {
		t.Fatal(err)
	}
	if list, err := o.duty.Shifts(t.Context(), "", date("2026-12-03"), date("2026-12-03")); err != nil || len(list) != 1 || list[0].State != duty.Done {
		t.Error(list, err)
	}
}

// Nobody is on duty in one house and booked in another; in the own house they can be booked in between.
func TestDutyAndBookingsDoNotMeet(t *testing.T) {
	t.Parallel()
	o := open(t)
	amal := o.person(t, "Amal", func(i *linguists.Interpreter, _ *linguists.Skill) { i.TravelMinutes = 0 })
	plan := func(site string) error {
		s, err := o.duty.Plan(o.asLead(t), duty.PlanShift{Key: ids.New(), Team: team, Language: "ara", Mode: linguists.OnSite, Site: site, Day: thursday.Day(), FromMinute: 480, ToMinute: 960, Interpreter: &amal})
		if err != nil {
			return err
		}
		_, err = o.duty.Change(o.asLead(t), duty.ChangeShift{ID: s.ID, Version: 1, State: duty.Confirmed})
		return err
	}
	r := o.ask(t, asked(interpreters.One, amal))
	if err := plan("nordstadt"); !errors.Is(err, duty.ErrOverlaps) {
		t.Fatal("on duty elsewhere:", err)
	}
	if _, err := o.Cancel(o.asLead(t), r.ID, "", 0); err != nil {
		t.Fatal(err)
	}
	if err := plan("nordstadt"); err != nil {
		t.Fatal(err)
	}
	if _, err := o.Ask(o.asLead(t), asked(interpreters.One, amal)); !errors.Is(err, interpreters.ErrTaken) {
		t.Error("booked elsewhere:", err)
	}
	in := asked(interpreters.One, amal)
	in.Site = "nordstadt"
	if r := o.ask(t, in); r.Offers[0].Cents != 0 {
		t.Error("paid twice:", r.Offers[0].Cents)
	}
}

// A shift through the night in which clocks are set back lasts an hour longer.
func TestAShiftAcrossTheChangeOfClocks(t *testing.T) {
	t.Parallel()
	o := open(t)
	for day, want := range map[string]time.Duration{"2027-03-27": 7 * time.Hour, "2027-10-30": 9 * time.Hour, "2027-05-01": 8 * time.Hour} {
		s, err := o.duty.Plan(o.asLead(t), duty.PlanShift{Key: ids.New(), Team: team, Language: "ara", Mode: linguists.Phone, Day: date(day), FromMinute: 22 * 60, ToMinute: 30 * 60})
		if err != nil || s.During.To.Sub(s.During.From) != want {
			t.Error(day, s, err)
		}
	}
	if _, err := o.duty.Plan(o.asLead(t), duty.PlanShift{Key: ids.New(), Team: team, Language: "qqq", Mode: linguists.Phone, Day: date("2026-11-20"), FromMinute: 700, ToMinute: 600}); len(errs.Of(err).Fields) != 3 {
		t.Error("not all faults are told:", err)
	}
}

// A call goes to who is on duty or says by their hours that they can now, and to nobody else; with nobody there it is unfilled at once.
func TestACallGoesToThoseWhoCanNow(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.person(t, "SaysNothing")
	o.says(t, o.person(t, "Later"), hours(1, 9, 12, linguists.Phone))
	if r, err := o.Ask(o.asLead(t), now()); err != nil || r.State != interpreters.RequestUnfilled || len(r.Offers) != 0 {
		t.Fatal(r, err)
	}
	o.says(t, o.person(t, "Now"), hours(1, 6, 12, linguists.Phone))
	ready := o.person(t, "Duty")
	s, err := o.duty.Plan(o.asLead(t), duty.PlanShift{Key: ids.New(), Team: team, Language: "ara", Mode: linguists.Phone, Day: date("2026-11-23"), FromMinute: 360, ToMinute: 600, Interpreter: &ready})
	if err != nil {
		t.Fatal(err)
	}
	if r, err := o.Ask(o.asLead(t), now()); err != nil || len(r.Offers) != 1 {
		t.Fatal("who has not confirmed is called:", len(r.Offers), err)
	}
	if _, err := o.duty.Change(o.asLead(t), duty.ChangeShift{ID: s.ID, Version: 1, State: duty.Confirmed}); err != nil {
		t.Fatal(err)
	}
	r, err := o.Ask(o.asLead(t), now())
	if err != nil || len(r.Offers) != 2 || r.Offers[0].Interpreter.Name != "Duty" {
		t.Fatal(states(r), err)
	}
	a, err := o.Accept(t.Context(), interpreters.OfferLink(o.Service, r.Offers[0]), nil)
	if err != nil {
		t.Fatal(err)
	}
	if other, err := o.Ask(o.asLead(t), now()); err != nil || len(other.Offers) != 1 {
		t.Error("who is in a call is called:", len(other.Offers), err)
	}
	o.Clock.Advance(4 * time.Minute)
	for version, state := range []interpreters.AssignmentState{interpreters.Started, interpreters.Ended} {
		if _, err := o.Mark(o.asLead(t), interpreters.MarkAssignment{Assignment: a.ID, Version: version + 1, State: state}); err != nil {
			t.Fatal(err)
		}
	}
	if other, err := o.Ask(o.asLead(t), now()); err != nil || len(other.Offers) != 2 {
		t.Error("a call that ended sooner frees nobody:", len(other.Offers), err)
	}
	if _, err := o.Ask(identity.WithViewer(t.Context(), &identity.Viewer{}), now()); !errors.Is(err, interpreters.ErrInput) {
		t.Error("the public calls:", err)
	}
}
