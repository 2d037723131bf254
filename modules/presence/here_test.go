package presence_test

import (
	"context"
	"reflect"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/duty"
	"github.com/ankunft/ankunft/modules/interpreters"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/modules/presence"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/ids"
)

// somebody is in the directory.
func (o *office) somebody(t *testing.T, name string) uuid.UUID {
	t.Helper()
	i := &linguists.Interpreter{ID: ids.New(), Kind: linguists.KindPerson, Name: name, Modes: linguists.Modes, Subjects: []string{}, Sites: []string{}, Language: "de", State: linguists.StateActive, Version: 1, CreatedAt: o.Clock.Now()}
	o.write(t, i)
	return i.ID
}

func (o *office) write(t *testing.T, row any) {
	t.Helper()
	if _, err := o.NewInsert().Model(row).Exec(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// onDuty puts somebody on duty for Dari from nine to twelve.
func (o *office) onDuty(t *testing.T, who uuid.UUID, state duty.State, site string) {
	t.Helper()
	during := clock.Span{From: at("2026-11-12 09:00"), To: at("2026-11-12 12:00")}
	o.write(t, &duty.Shift{ID: ids.New(), InterpreterID: &who, Language: "prs", Mode: linguists.OnSite, Site: site, During: during, Blocked: during, State: state, Version: 1})
}

// booked lets somebody come for an appointment at ten; its id.
func (o *office) booked(t *testing.T, who uuid.UUID, language, day string, state interpreters.AssignmentState) uuid.UUID {
	t.Helper()
	during := clock.Span{From: at(day + " 10:00"), To: at(day + " 11:00")}
	r := &interpreters.Request{
		ID: ids.New(), Key: []byte(ids.Token()), AboutKind: "appointment", AboutID: ids.New(), Language: language, Form: linguists.Spoken, Mode: linguists.OnSite, Site: "rathaus", During: during,
		Manner: interpreters.One, OfferMinutes: 60, Team: "familie", State: interpreters.RequestFilled, Version: 1, AskedAt: during.From.AddDate(0, 0, -7),
	}
	o.write(t, r)
	o.write(t, &interpreters.Assignment{ID: ids.New(), RequestID: r.ID, InterpreterID: who, State: state, During: during, Blocked: during, Team: "familie", Version: 1, CreatedAt: during.From})
	return r.AboutID
}

// The desk sees by language who is in the house until when, and at which counter; the name of who is on duty alone.
func TestWhoIsInTheHouseNow(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.Clock.Set(at("2026-11-12 10:30"))
	parwin, farid, amina, nour, old := o.somebody(t, "Parwin"), o.somebody(t, "Farid"), o.somebody(t, "Amina"), o.somebody(t, "Nour"), o.somebody(t, "Old")
	o.onDuty(t, parwin, duty.Running, "rathaus")
	o.onDuty(t, farid, duty.Confirmed, "rathaus")
	o.onDuty(t, nour, duty.Confirmed, "nordstadt")
	hers := o.booked(t, parwin, "prs", "2026-11-12", interpreters.Started)
	waits := o.booked(t, amina, "ara", "2026-11-12", interpreters.Arrived)
	o.booked(t, old, "ara", "2026-11-11", interpreters.Started) // nobody has ended it yet
	o.booked(t, old, "tir", "2026-11-12", interpreters.Booked)
	o.Counter = func(_ context.Context, kind string, id uuid.UUID) (string, error) {
		if id == waits || kind != "appointment" {
			t.Error("nobody interprets yet:", kind)
		}
		return map[uuid.UUID]string{hers: "Schalter 3"}[id], nil
	}
	got, err := o.Here(t.Context(), "rathaus")
	if err != nil {
		t.Fatal(err)
	}
	noon := at("2026-11-12 12:00")
	want := []presence.Present{
		{Language: "ara", Until: at("2026-11-12 11:00"), Seen: true},
		{Language: "prs", Name: "Farid", Until: noon, Duty: true},
		{Language: "prs", Name: "Parwin", Until: noon, Duty: true, Seen: true, Counter: "Schalter 3"},
	}
	for i := range got {
		got[i].Until = got[i].Until.UTC()
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v", got)
	}
	o.Clock.Advance(2 * time.Hour)
	if left, err := o.Here(t.Context(), "rathaus"); err != nil || len(left) != 0 {
		t.Error("after noon:", left, err)
	}
}
