package appointments_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/appointments"
	"github.com/ankunft/ankunft/modules/capacity"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
)

// at is the stretch of a counter's weekday that holds on a day.
func (o *office) at(t testing.TB, counter, day string) *capacity.Stretch {
	t.Helper()
	p, err := o.Plan(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for i := range p.Stretches {
		if r, _ := p.Counter(p.Stretches[i].CounterID); r.Key == counter && p.Stretches[i].On(date(day)) {
			return &p.Stretches[i]
		}
	}
	t.Fatalf("nothing at counter %s on %s", counter, day)
	return nil
}

// seat is a change that puts somebody at a counter from a day on, as that day's stretch says.
func (o *office) seat(t testing.TB, c *appointments.Change, who uuid.UUID, name, counter, day string) {
	t.Helper()
	c.People = append(c.People, capacity.Person(who, name))
	c.Seat = append(c.Seat, capacity.Seat{StretchID: o.at(t, counter, day).ID, PersonID: &who, From: date(day)})
}

func (o *office) change(t testing.TB, c appointments.Change) {
	t.Helper()
	touched, err := o.ChangePlan(t.Context(), c, appointments.Preview, nil, "Personal", uuid.Nil)
	if err != nil {
		t.Fatal(errs.Of(err), err)
	}
	if touched, err = o.ChangePlan(t.Context(), c, appointments.MoveThem, seen(touched), "Personal", uuid.Nil); err != nil {
		t.Fatal(errs.Of(err), err, len(touched))
	}
	o.RunJobs(t)
	o.agree(t)
}

// takes is whom an appointment takes besides its counter.
func (o *office) takes(t testing.TB, a *appointments.Appointment) []string {
	t.Helper()
	var names []string
	err := o.Kit.DB.NewRaw(`SELECT r.name FROM appointments.occupation o JOIN appointments.resource r ON r.id = o.resource_id
WHERE o.appointment_id = ? AND r.kind = 'person' ORDER BY 1`, a.ID).Scan(t.Context(), &names)
	if err != nil {
		t.Fatal(err)
	}
	return names
}

const wednesday = "2026-11-25"

// Who is put on a counter is taken with all that is booked there, before and after; two change places in one change.
func TestWhoSitsAtACounterIsTakenWithIt(t *testing.T) {
	t.Parallel()
	o := open(t)
	ben, eva := ids.New(), ids.New()
	one, two := o.at(t, "1", wednesday), o.at(t, "2", wednesday)
	here := map[uuid.UUID]*appointments.Appointment{}
	for i := 0; len(here) < 2; i++ {
		a := o.book(t, wednesday+"T"+o.times(t, wednesday)[0], i).Appointment
		here[a.CounterID] = a
	}
	var both appointments.Change
	o.seat(t, &both, ben, "Ben", "1", wednesday)
	o.seat(t, &both, eva, "Eva", "2", wednesday)
	o.change(t, both)
	if got := append(o.takes(t, here[one.CounterID]), o.takes(t, here[two.CounterID])...); !slices.Equal(got, []string{"Ben", "Eva"}) {
		t.Fatal(got)
	}
	if was := o.at(t, "1", "2026-11-18"); was.PersonID != nil {
		t.Error("Ben sat there before he was put there")
	}
	if next := o.book(t, "2026-12-02T"+o.times(t, "2026-12-02")[0], 7).Appointment; len(o.takes(t, next)) != 1 {
		t.Error("a new appointment takes nobody")
	}
	var change appointments.Change
	o.seat(t, &change, ben, "Ben Otto", "2", wednesday)
	o.seat(t, &change, eva, "Eva", "1", wednesday)
	o.change(t, change)
	if got := append(o.takes(t, here[one.CounterID]), o.takes(t, here[two.CounterID])...); !slices.Equal(got, []string{"Eva", "Ben Otto"}) {
		t.Fatal("changed places:", got)
	}
	o.change(t, appointments.Change{Seat: []capacity.Seat{{StretchID: o.at(t, "1", wednesday).ID, From: date(wednesday)}}})
	if got := o.takes(t, here[one.CounterID]); len(got) != 0 {
		t.Fatal("nobody sits there:", got)
	}
}

// Nobody sits in two places at once, in one house or in two, whatever the code believes.
func TestNobodyIsPlannedTwice(t *testing.T) {
	t.Parallel()
	o := open(t)
	ben := ids.New()
	var first appointments.Change
	o.seat(t, &first, ben, "Ben", "1", wednesday)
	o.change(t, first)
	for _, counter := range []string{"2", "n1"} {
		var again appointments.Change
		o.seat(t, &again, ben, "Ben", counter, wednesday)
		_, err := o.ChangePlan(t.Context(), again, appointments.Preview, nil, "Personal", uuid.Nil)
		if !errors.Is(err, appointments.ErrInput) || errs.Of(err).Fields[0].Code != "person_twice" {
			t.Errorf("at counter %s too: %v", counter, err)
		}
	}
	gone := appointments.Change{Seat: []capacity.Seat{{StretchID: ids.New(), From: date(wednesday)}, {StretchID: o.at(t, "1", wednesday).ID}}}
	if _, err := o.ChangePlan(t.Context(), gone, appointments.Preview, nil, "", uuid.Nil); !errors.Is(err, appointments.ErrInput) || errs.Of(err).Fields[0].Code != "no_day" {
		t.Error(err)
	}
	gone.Seat = gone.Seat[:1]
	if _, err := o.ChangePlan(t.Context(), gone, appointments.Preview, nil, "", uuid.Nil); !errors.Is(err, appointments.ErrInput) || errs.Of(err).Fields[0].Path != "seat[0].stretch" {
		t.Error(err)
	}
	stranger := ids.New()
	gone.Seat = []capacity.Seat{{StretchID: o.at(t, "2", wednesday).ID, PersonID: &stranger, From: date(wednesday)}}
	if _, err := o.ChangePlan(t.Context(), gone, appointments.Preview, nil, "", uuid.Nil); !errors.Is(err, appointments.ErrInput) {
		t.Error("somebody whom nobody knows:", err)
	}
}

// Who leaves is taken out: what was booked with them goes to others, and a time that was to begin later never does.
func TestWhoLeavesIsTakenOut(t *testing.T) {
	t.Parallel()
	o := open(t)
	ben := ids.New()
	counter := o.at(t, "1", wednesday).CounterID
	var here *appointments.Appointment
	for i := 0; here == nil || here.CounterID != counter; i++ {
		here = o.book(t, wednesday+"T"+o.times(t, wednesday)[0], i).Appointment
	}
	var c appointments.Change
	o.seat(t, &c, ben, "Ben", "1", wednesday)
	o.change(t, c)
	o.change(t, appointments.Change{Retire: []uuid.UUID{ben}})
	after, err := o.Get(t.Context(), here.ID)
	if err != nil || after.State != appointments.Booked || after.CounterID == counter || len(o.takes(t, after)) != 0 {
		t.Fatal(err, after)
	}
	later := o.at(t, "1", "2027-01-06")
	o.change(t, appointments.Change{End: []capacity.StretchEnd{{StretchID: later.ID, LastDay: date("2026-11-24")}}})
	p, err := o.Plan(t.Context())
	if err != nil || slices.ContainsFunc(p.Stretches, func(s capacity.Stretch) bool { return s.ID == later.ID }) {
		t.Error("ended before it began, and still there:", err)
	}
}

// A house that is no more: who has an appointment there is told, and goes to another house or chooses anew; nobody is offered anything there until it is
// back.
func TestAHouseIsTakenOutAndBroughtBack(t *testing.T) {
	t.Parallel()
	o := open(t)
	m := o.book(t, wednesday+"T"+o.times(t, wednesday)[0], 1)
	out := appointments.Change{RetireSites: []string{"rathaus"}}
	if _, err := o.ChangePlan(t.Context(), out, appointments.Preview, nil, "", uuid.Nil); !errors.Is(err, appointments.ErrInput) {
		t.Fatal("without a word:", err)
	}
	touched, err := o.ChangePlan(t.Context(), out, appointments.Preview, nil, "Umzug", uuid.Nil)
	if err != nil || len(touched) != 1 || touched[0].MoveTo == nil || touched[0].MoveSite != "nordstadt" {
		t.Fatalf("%v: %+v", err, touched)
	}
	o.change(t, out)
	after, err := o.Look(t.Context(), m.Token)
	if err != nil || after.Appointment.Site != "nordstadt" || after.Appointment.State != appointments.Booked {
		t.Fatal(err, after)
	}
	if free := o.times(t, "2026-12-02"); len(free) != 0 {
		t.Error("a house that is no more gives appointments:", free)
	}
	if _, err := o.Hold(t.Context(), wish("2026-12-02T08:00", "x"), "192.0.2.1"); !errors.Is(err, appointments.ErrNotOpen) {
		t.Error(err)
	}
	o.change(t, appointments.Change{RestoreSites: []string{"rathaus"}, RetireSites: nil})
	if free := o.times(t, "2026-12-02"); len(free) == 0 {
		t.Error("back, and closed")
	}
}
