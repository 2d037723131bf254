package appointments_test

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/appointments"
	"github.com/ankunft/ankunft/modules/capacity"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

// Somebody falls ill: the office sees whom it touches, decides, and each of them is told.
func TestAClosureTellsWhomItTouchesAndMovesThem(t *testing.T) {
	t.Parallel()
	o := open(t)
	start := "2026-11-26T" + o.times(t, "2026-11-26")[0]
	m := o.book(t, start, 1)
	ill := appointments.Change{Close: []capacity.Closure{{
		Site: &m.Appointment.Site, ResourceID: &m.Appointment.CounterID, FirstDay: date("2026-11-26"), LastDay: date("2026-11-26"), ToMinute: 1440,
	}}}
	touched, err := o.ChangePlan(t.Context(), ill, appointments.Preview, nil, "Erkrankt", uuid.Nil)
	if err != nil || len(touched) != 1 || touched[0].MoveTo == nil {
		t.Fatal(err, touched)
	}
	if after, err := o.Look(t.Context(), m.Token); err != nil || after.Appointment.CounterID != m.Appointment.CounterID {
		t.Fatal("a preview changed something:", err)
	}
	if _, err := o.ChangePlan(t.Context(), ill, appointments.MoveThem, nil, "Erkrankt", uuid.Nil); !errors.Is(err, appointments.ErrConflict) {
		t.Fatal("somebody was moved unseen:", err)
	}
	if _, err := o.ChangePlan(t.Context(), ill, appointments.MoveThem, []uuid.UUID{uuid.New()}, "Erkrankt", uuid.Nil); !errors.Is(err, appointments.ErrConflict) {
		t.Fatal("somebody else was seen:", err)
	}
	if _, err := o.ChangePlan(t.Context(), ill, "Move", seen(touched), "Erkrankt", uuid.Nil); !errors.Is(err, appointments.ErrInput) {
		t.Fatal("treated in a way that is none:", err)
	}
	if _, err := o.ChangePlan(t.Context(), ill, appointments.MoveThem, seen(touched), "Erkrankt", uuid.Nil); err != nil {
		t.Fatal(err)
	}
	o.RunJobs(t)
	after, err := o.Look(t.Context(), m.Token)
	if err != nil || after.Appointment.CounterID == m.Appointment.CounterID || after.Appointment.Day() != date("2026-11-26") || after.Appointment.Sequence != 1 {
		t.Fatal(err, after.Appointment)
	}
	if mails := o.mail.Sent(guest(1).Email); len(mails) != 3 {
		t.Errorf("%d mails", len(mails))
	}
	o.agree(t)
}

// What is kept back for those who look later stands open to whom the office takes a time away.
func TestWhoLosesATimeGetsOneThatIsNotReleasedYet(t *testing.T) {
	t.Parallel()
	o := open(t, everything)
	start := "14:00" // at two counters
	m := o.book(t, "2026-11-26T"+start, 1)
	later := rules(t)
	later.Release = []capacity.Release{{Share: 100, Days: 0, At: "07:00"}}
	o.Service = o.second(t, o.DB, later) // whatever is left is kept for the day itself
	kept := o.free(t, capacity.Query{Site: "rathaus", Concern: "extend", People: 1, Early: true}, "2026-11-26")
	if free := o.times(t, "2026-11-26"); len(free) > 0 || !slices.Contains(kept, start) {
		t.Fatal("free:", free, "kept back:", kept)
	}
	from, _ := capacity.MinuteOf(start)
	o.change(t, appointments.Change{Close: []capacity.Closure{{
		ResourceID: &m.Appointment.CounterID, FirstDay: date("2026-11-26"), LastDay: date("2026-11-26"), FromMinute: from, ToMinute: from + 20,
	}}})
	after, err := o.Look(t.Context(), m.Token)
	if err != nil || after.Appointment.CounterID == m.Appointment.CounterID || !after.Appointment.StartsAt.Equal(m.Appointment.StartsAt) {
		t.Error(err, m.Appointment.StartsAt, after.Appointment)
	}
}

func seen(touched []appointments.Touched) []uuid.UUID {
	list := make([]uuid.UUID, len(touched))
	for i := range touched {
		list[i] = touched[i].Appointment.ID
	}
	return list
}

// While somebody books, a change can be looked at; and it tells each of those whom it touches another time.
func TestALookAtAChangeHoldsUpNobody(t *testing.T) {
	t.Parallel()
	o := open(t)
	times := o.times(t, "2026-11-26")
	first, second := o.book(t, "2026-11-26T"+times[0], 1), o.book(t, "2026-11-26T"+times[1], 2)
	site, other := "rathaus", "nordstadt"
	day := appointments.Change{Close: []capacity.Closure{{Site: &site, FirstDay: date("2026-11-26"), LastDay: date("2026-11-26"), ToMinute: 1440}}}
	o.InTx(t, func(ctx context.Context, tx *db.Tx) error {
		if _, err := tx.NewRaw("SELECT pg_advisory_xact_lock_shared(7304117)").Exec(ctx); err != nil { // as whoever books does
			return err
		}
		touched, err := o.ChangePlan(t.Context(), day, appointments.Preview, nil, "Wasserschaden", uuid.Nil)
		if err != nil || len(touched) != 2 || touched[0].MoveTo == nil || touched[1].MoveTo == nil {
			t.Fatalf("%v: %+v", err, touched)
		}
		return nil
	})
	day.Close[0].Site = &other
	if touched, err := o.ChangePlan(t.Context(), day, appointments.Preview, nil, "Wasserschaden", uuid.Nil); err != nil || len(touched) != 0 {
		t.Error("another house:", err, touched)
	}
	day.Close[0].Site = nil
	touched, err := o.ChangePlan(t.Context(), day, appointments.Preview, nil, "Feiertag", uuid.Nil)
	if err != nil || len(touched) != 2 {
		t.Fatal("all houses:", err, touched)
	}
	told := map[uuid.UUID]time.Time{}
	for _, c := range touched {
		told[c.Appointment.ID] = *c.MoveTo
	}
	if _, err := o.ChangePlan(t.Context(), day, appointments.MoveThem, seen(touched), "Feiertag", uuid.Nil); err != nil {
		t.Fatal(err)
	}
	for _, m := range []*appointments.Managed{first, second} {
		if a, err := o.Get(t.Context(), m.Appointment.ID); err != nil || !a.StartsAt.Equal(told[a.ID]) {
			t.Error("moved elsewhere than told:", err, a.StartsAt, told[a.ID])
		}
	}
	o.agree(t)
}

// Who is there already, before their time, is seen by the hall: no change of the plan sends them home unseen.
func TestWhoHasArrivedStaysWhateverThePlanBecomes(t *testing.T) {
	t.Parallel()
	o := open(t)
	m := o.book(t, "2026-11-26T"+o.times(t, "2026-11-26")[0], 1)
	o.Clock.Set(m.Appointment.StartsAt.Add(-20 * time.Minute))
	o.InTx(t, func(ctx context.Context, tx *db.Tx) error {
		_, err := o.ArriveTx(ctx, tx, m.CheckIn)
		return err
	})
	site := "rathaus"
	flood := appointments.Change{Close: []capacity.Closure{{Site: &site, FirstDay: date("2026-11-26"), LastDay: date("2026-11-26"), ToMinute: 1440}}}
	for _, how := range []appointments.How{appointments.Preview, appointments.MoveThem} {
		if touched, err := o.ChangePlan(t.Context(), flood, how, nil, "Wasserschaden", uuid.Nil); err != nil || len(touched) != 0 {
			t.Fatal(how, err, touched)
		}
	}
	if a, err := o.Get(t.Context(), m.Appointment.ID); err != nil || a.State != appointments.Arrived {
		t.Error("sent home unseen:", err, a)
	}
	o.agree(t)
}

func TestAClosedSiteCancelsWithNotice(t *testing.T) {
	t.Parallel()
	o := open(t)
	m := o.book(t, "2026-11-26T"+o.times(t, "2026-11-26")[0], 1)
	site := "rathaus"
	flood := appointments.Change{Close: []capacity.Closure{{Site: &site, FirstDay: date("2026-11-24"), LastDay: date("2026-12-24"), ToMinute: 1440}}}
	touched, err := o.ChangePlan(t.Context(), flood, appointments.Preview, nil, "Wasserschaden", uuid.Nil)
	if err != nil || len(touched) != 1 || touched[0].MoveTo != nil {
		t.Fatal(err, touched)
	}
	if _, err := o.ChangePlan(t.Context(), flood, appointments.MoveThem, seen(touched), "Wasserschaden", uuid.Nil); err != nil {
		t.Fatal(err)
	}
	o.RunJobs(t)
	after, err := o.Look(t.Context(), m.Token)
	if err != nil || after.Appointment.State != appointments.Cancelled || *after.Appointment.EndedBy != "office" || after.Appointment.Reason != "Wasserschaden" {
		t.Fatal(err, after)
	}
	if sent := o.mail.Sent(guest(1).Email); !strings.Contains(last(sent).Text, "Wasserschaden") {
		t.Error("nobody tells why:", last(sent).Text)
	}
	if free := o.times(t, "2026-11-26"); len(free) != 0 {
		t.Error("a closed site gives appointments:", free)
	}
	if _, err := o.Hold(t.Context(), wish("2026-11-26T08:00", "x"), "192.0.2.1"); !errors.Is(err, appointments.ErrNotOpen) {
		t.Error(err)
	}
	o.agree(t)
}

func TestAPlanThatContradictsItselfIsRefusedWithAllItsFaults(t *testing.T) {
	t.Parallel()
	o := open(t)
	plan, err := o.Plan(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	there := plan.Stretches[0]
	bad := appointments.Change{
		Close: []capacity.Closure{{FirstDay: date("2026-12-02"), LastDay: date("2026-12-01"), ToMinute: 7}},
		Open: []capacity.Stretch{
			{CounterID: there.CounterID, Weekday: 9, FromMinute: 600, ToMinute: 500, Purpose: "sleep", Concerns: []string{"nothing"}},
			{CounterID: there.CounterID, Weekday: 6, FromMinute: 600, ToMinute: 700, Purpose: capacity.Booking, ValidFrom: date("2026-12-01")},
			{CounterID: there.CounterID, Weekday: 6, FromMinute: 660, ToMinute: 760, Purpose: capacity.Booking, ValidFrom: date("2026-12-01")},
		},
	}
	_, err = o.ChangePlan(t.Context(), bad, appointments.Preview, nil, "", uuid.Nil)
	if !errors.Is(err, appointments.ErrInput) || len(errs.Of(err).Fields) != 9 {
		t.Errorf("%+v", errs.Of(err))
	}
	there.ValidFrom = date("2026-12-01")
	stranger := uuid.New()
	nowhere := "nowhere"
	bad = appointments.Change{
		Open:   []capacity.Stretch{there, {CounterID: stranger, RoomID: &stranger, Weekday: 6, FromMinute: 600, ToMinute: 700, Purpose: capacity.Booking, ValidFrom: date("2026-12-01")}},
		Seat:   []capacity.Seat{{StretchID: stranger, From: date("2026-12-01")}},
		End:    []capacity.StretchEnd{{StretchID: stranger, LastDay: date("2026-12-01")}},
		Close:  []capacity.Closure{{Site: &nowhere, ResourceID: &stranger, FirstDay: date("2026-12-01"), LastDay: date("2026-12-01"), ToMinute: 1440}},
		Reopen: []uuid.UUID{stranger}, Retire: []uuid.UUID{stranger}, Restore: []uuid.UUID{stranger}, RetireSites: []string{nowhere}, RestoreSites: []string{nowhere},
		AddSites:        []capacity.Site{{Key: "rathaus", Name: "Rathaus", Street: "Platz 1", Place: "Musterstadt"}},
		AddResources:    []capacity.Resource{{Kind: "counter", Site: nowhere, Key: "1", Name: "Schalter 1"}, {Kind: "counter", Site: "rathaus", Key: "1", Name: "Schalter 1"}},
		RenameSites:     []capacity.Site{{Key: nowhere, Name: "N", Street: "S", Place: "P"}},
		RenameResources: []capacity.Renamed{{ID: stranger, Name: "N"}},
	}
	_, err = o.ChangePlan(t.Context(), bad, appointments.Preview, nil, "Umbau", uuid.Nil)
	told := map[string]string{}
	for _, f := range errs.Of(err).Fields {
		told[f.Path] = f.Code
	}
	want := map[string]string{
		"open[0]": "overlaps", "open[1].counter": "unknown", "open[1].room": "unknown", "seat[0].stretch": "unknown", "end[0].stretch": "unknown", "close[0].site": "unknown",
		"close[0].resource": "unknown", "reopen[0]": "unknown", "retire[0]": "unknown", "restore[0]": "unknown", "retireSites[0]": "unknown", "restoreSites[0]": "unknown",
		"addSites[0].key": "key_taken", "addResources[0].site": "unknown", "addResources[1].key": "key_taken", "renameSites[0].key": "unknown", "renameResources[0]": "unknown",
	}
	if !maps.Equal(told, want) {
		t.Errorf("%v", told)
	}
	end := appointments.Change{Open: []capacity.Stretch{there}, End: []capacity.StretchEnd{{StretchID: there.ID, LastDay: date("2026-11-30")}}}
	if _, err := o.ChangePlan(t.Context(), end, appointments.Preview, nil, "Umbau", uuid.Nil); err != nil {
		t.Error("what ends before is in nobody's way:", err)
	}
}

// Nobody is at a counter of one house and in a room of another: it is told with all else that is wrong, and the database refuses it too.
func TestARoomIsInTheHouseOfItsCounter(t *testing.T) {
	t.Parallel()
	o := open(t)
	rooms := appointments.Change{AddResources: []capacity.Resource{{Kind: "room", Site: "rathaus", Key: "r9", Name: "Raum 9"}, {Kind: "room", Site: "nordstadt", Key: "r9", Name: "Raum 9"}}}
	if _, err := o.ChangePlan(t.Context(), rooms, appointments.MoveThem, nil, "", uuid.Nil); err != nil {
		t.Fatal(err)
	}
	plan, err := o.Plan(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	room := func(site string) *uuid.UUID {
		return &plan.Resources[slices.IndexFunc(plan.Resources, func(r capacity.Resource) bool { return r.Site == site && r.Key == "r9" })].ID
	}
	counter := plan.Resources[slices.IndexFunc(plan.Resources, func(r capacity.Resource) bool { return r.Site == "nordstadt" && r.Kind == "counter" })]
	stretch := func(weekday int, at *uuid.UUID) capacity.Stretch {
		return capacity.Stretch{CounterID: counter.ID, RoomID: at, Weekday: weekday, FromMinute: 600, ToMinute: 660, Purpose: capacity.Booking, ValidFrom: date("2026-12-01")}
	}
	wish := appointments.Change{Open: []capacity.Stretch{stretch(6, room("nordstadt")), stretch(7, room("rathaus"))}, Reopen: []uuid.UUID{uuid.New()}}
	_, err = o.ChangePlan(t.Context(), wish, appointments.Preview, nil, "", uuid.Nil)
	if fields := errs.Of(err).Fields; len(fields) != 2 || !slices.ContainsFunc(fields, func(f errs.Field) bool { return f.Path == "open[1].room" && f.Code == "other_house" }) {
		t.Errorf("%+v", fields)
	}
	wish = appointments.Change{Open: wish.Open[:1]}
	if _, err = o.ChangePlan(t.Context(), wish, appointments.MoveThem, nil, "", uuid.Nil); err != nil {
		t.Fatal(err)
	}
	_, err = o.DB.NewRaw("UPDATE appointments.stretch SET room_id = ? WHERE room_id = ?", room("rathaus"), room("nordstadt")).Exec(t.Context())
	if err == nil || !strings.Contains(err.Error(), "room of another house") {
		t.Error("the database takes it:", err)
	}
}

// A new house with a counter and a room is there to be filled with times; what is called otherwise is called so everywhere.
func TestAHouseIsAddedAndRenamed(t *testing.T) {
	t.Parallel()
	o := open(t)
	ask := func(c appointments.Change) *capacity.Plan {
		t.Helper()
		if _, err := o.ChangePlan(t.Context(), c, appointments.MoveThem, nil, "Neu", uuid.Nil); err != nil {
			t.Fatal(err)
		}
		plan, err := o.Plan(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return plan
	}
	plan := ask(appointments.Change{
		AddSites:     []capacity.Site{{Key: "suedstadt", Name: "Südstadt", Street: "Südring 3", Place: "99999 Musterstadt"}},
		AddResources: []capacity.Resource{{Kind: "counter", Site: "suedstadt", Key: "1", Name: "Schalter 1"}, {Kind: "room", Site: "suedstadt", Key: "r1", Name: "Raum 1"}},
	})
	house, ok := plan.Site("suedstadt")
	if !ok || house.Position != len(plan.Sites)-1 {
		t.Fatalf("%+v", house)
	}
	at := slices.IndexFunc(plan.Resources, func(r capacity.Resource) bool { return r.Site == "suedstadt" && r.Kind == "counter" })
	counter := plan.Resources[at]
	ask(appointments.Change{Open: []capacity.Stretch{
		{CounterID: counter.ID, Purpose: capacity.Booking, Weekday: 4, FromMinute: 540, ToMinute: 720, ValidFrom: date("2026-11-23")},
	}})
	q := capacity.Query{Site: "suedstadt", Concern: "extend", People: 1, Purpose: capacity.Booking}
	times, err := o.FreeTimes(t.Context(), q, date("2026-11-26"))
	if err != nil || len(times) == 0 {
		t.Fatal("nobody can come:", err, times)
	}
	a, err := o.BookFor(t.Context(), party(), q, "2026-11-26T"+times[0], "k", uuid.New())
	if err != nil {
		t.Fatal(err)
	}
	plan = ask(appointments.Change{
		RenameSites:     []capacity.Site{{Key: "suedstadt", Name: "Bürgerhaus Süd", Street: "Südring 3", Place: "99999 Musterstadt", Hint: "Aufzug links"}},
		RenameResources: []capacity.Renamed{{ID: counter.ID, Name: "Platz 1"}},
	})
	if house, _ := plan.Site("suedstadt"); house.Name != "Bürgerhaus Süd" || house.Hint != "Aufzug links" {
		t.Errorf("%+v", house)
	}
	if r, _ := plan.Counter(counter.ID); r.Name != "Platz 1" || r.Key != "1" {
		t.Errorf("%+v", r)
	}
	if text := string(o.Calendar(t.Context(), a)); !strings.Contains(text, "Bürgerhaus Süd") {
		t.Error("the calendar has the old name:", text)
	}
}
