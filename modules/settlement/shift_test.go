package settlement_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/duty"
	"github.com/ankunft/ankunft/modules/interpreters"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/modules/settlement"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/ids"
)

// shift is one that is done; bound in the budget it has a team.
func (o *office) shift(t *testing.T, who uuid.UUID, from, to, team string) {
	t.Helper()
	during := interpreters.Span{From: at(from), To: at(to)}
	mode, site := linguists.OnSite, "rathaus"
	if team != "" {
		mode, site = linguists.Phone, ""
	}
	o.insert(t, &duty.Shift{ID: ids.New(), InterpreterID: &who, Language: "ara", Mode: mode, Site: site, During: during, Blocked: during, State: duty.Done, Team: team, Version: 1})
}

// call makes a booking a call of now that a shift pays, from 11:50.
func call(state interpreters.AssignmentState, end time.Time) func(*interpreters.Request, *interpreters.Assignment) {
	return func(r *interpreters.Request, a *interpreters.Assignment) {
		a.State, a.Cents, r.Urgent, r.Mode = state, 0, true, linguists.Phone
		a.During = interpreters.Span{From: at("2026-11-19 11:50"), To: end}
		a.Blocked, a.EndedAt = a.During, nil
		if state == interpreters.Ended {
			a.EndedAt = &end
		}
	}
}

// A call of now that lasts beyond the end of a shift is paid by it: the shift lasts as long as its last call, and has no claim before that has ended.
func TestAShiftLastsAsLongAsItsLastCall(t *testing.T) {
	t.Parallel()
	o := open(t)
	who := o.person(t, "Amal")
	end := at("2026-11-19 12:40")
	o.Clock.Set(end)
	o.work(t, who, "2026-11-19", call(interpreters.Started, end))
	o.shift(t, who, "2026-11-19 08:00", "2026-11-19 12:00", team)
	if list := o.claims(t); len(list) != 0 {
		t.Fatalf("while the call lasts: %+v", list[0])
	}
	if _, err := o.NewUpdate().Model((*interpreters.Assignment)(nil)).Set("state = 'ended', ended_at = ?", end).Where("1 = 1").Exec(t.Context()); err != nil {
		t.Fatal(err)
	}
	list := o.claims(t)
	if len(list) != 1 || list[0].Kind != settlement.ForShift || list[0].Team != team || !list[0].Times.EndsAt.Equal(end) {
		t.Errorf("%+v", list)
	}
}

// A call that lasts into the next shift is paid by that from there on, unless that is off; without a call nothing lies between them.
func TestACallThatLastsIntoTheNextShiftIsPaidOnce(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, end := o.person(t, "Amal"), at("2026-11-19 12:40")
	o.work(t, who, "2026-11-19", call(interpreters.Ended, end))
	for _, s := range [][2]string{{"08:00", "12:00"}, {"12:30", "14:00"}, {"15:00", "16:00"}} {
		o.shift(t, who, "2026-11-19 "+s[0], "2026-11-19 "+s[1], team)
	}
	during := interpreters.Span{From: at("2026-11-19 12:00"), To: at("2026-11-19 12:30")}
	for _, state := range []duty.State{duty.Missed, duty.Cancelled} {
		o.insert(t, &duty.Shift{ID: ids.New(), InterpreterID: &who, Language: "ara", Mode: linguists.Phone, During: during, Blocked: during, State: state, Team: team, Version: 1})
	}
	var ends []string
	for _, c := range o.claims(t) {
		ends = append(ends, c.Times.EndsAt.In(clock.Berlin).Format("15:04"))
	}
	if slices.Sort(ends); !slices.Equal(ends, []string{"12:30", "14:00", "16:00"}) {
		t.Error(ends)
	}
}
