package interpreters_test

import (
	"cmp"
	"slices"
	"testing"
	"time"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/duty"
	"github.com/ankunft/ankunft/modules/interpreters"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
)

func (o *office) can(t testing.TB, changes ...func(*interpreters.Wanted)) []interpreters.Candidate {
	t.Helper()
	list, err := o.WhoCan(t.Context(), wanted(changes...))
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// Each of them lacks one thing; only who lacks nothing is asked.
func TestWhoCan(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.person(t, "Amal")
	o.person(t, "Kurdish", func(_ *linguists.Interpreter, k *linguists.Skill) { k.Language = "kmr" })
	o.person(t, "Written", func(_ *linguists.Interpreter, k *linguists.Skill) { k.Form = linguists.Written })
	o.person(t, "OneWay", func(_ *linguists.Interpreter, k *linguists.Skill) { k.Direction = linguists.IntoGerman })
	o.person(t, "Resting", func(i *linguists.Interpreter, _ *linguists.Skill) { i.State = linguists.StateResting })
	o.person(t, "PhoneOnly", func(i *linguists.Interpreter, _ *linguists.Skill) { i.Modes = []linguists.Mode{linguists.Phone} })
	o.person(t, "OtherHouse", func(i *linguists.Interpreter, _ *linguists.Skill) { i.Sites = []string{"nordstadt"} })
	o.person(t, "NoContract", func(i *linguists.Interpreter, _ *linguists.Skill) { i.Contract = "of long ago" })
	tied, unproved, otherwise, away := o.person(t, "Tied"), o.person(t, "Unproved"), o.person(t, "Mornings"), o.person(t, "Away")
	about := audit.Record{Kind: "person", ID: ids.New()}
	o.insert(t, &linguists.Bias{InterpreterID: tied, SubjectKind: about.Kind, SubjectID: about.ID, ToldBy: "office", NotedAt: monday})
	if _, err := o.NewUpdate().Model((*linguists.Proof)(nil)).Set("valid_until = ?", thursday.Day().AddDays(-1)).Where("interpreter_id = ? AND kind = 'secrecy'", unproved).Exec(t.Context()); err != nil {
		t.Fatal(err)
	}
	o.says(t, otherwise, hours(4, 6, 10, linguists.OnSite))
	if _, err := o.SetTimes(o.asLead(t), interpreters.SetTimes{Interpreter: away, Away: []interpreters.Span{{From: at("2026-12-03 10:30"), To: at("2026-12-10 00:00")}}}); err != nil {
		t.Fatal(err)
	}
	withSubject := func(w *interpreters.Wanted) { w.Subject = &about }
	if got := names(o.can(t, withSubject)); got != "[Amal]" {
		t.Error("who can:", got)
	}
	if got := names(o.can(t)); got != "[Amal Tied]" && got != "[Tied Amal]" {
		t.Error("for somebody else:", got)
	}
	if got := o.can(t, withSubject, func(w *interpreters.Wanted) { w.Sworn = true }); len(got) != 0 {
		t.Error("sworn:", names(got))
	}
	byPhone := o.can(t, withSubject, func(w *interpreters.Wanted) {
		w.Mode, w.Site, w.During.To = linguists.Phone, "", thursday.From.Add(20*time.Minute)
	})
	slices.SortFunc(byPhone, func(a, b interpreters.Candidate) int { return cmp.Compare(a.Name, b.Name) })
	if got := names(byPhone); got != "[Amal Away OtherHouse PhoneOnly]" {
		t.Error("by phone:", got)
	}
}

// Who was sworn in is asked as such as long as the oath holds on that day.
func TestAnOathThatEndedIsNone(t *testing.T) {
	t.Parallel()
	o := open(t)
	sworn := func(_ *linguists.Interpreter, k *linguists.Skill) { k.Sworn = true }
	until := map[string]clock.Date{"Holds": {}, "Until": thursday.Day(), "Ended": thursday.Day().AddDays(-1)}
	for name, day := range until {
		o.insert(t, &linguists.Proof{ID: ids.New(), InterpreterID: o.person(t, name, sworn), Kind: linguists.Oath, IssuedOn: date("2020-01-01"), ValidUntil: day, NotedBy: ids.New(), NotedAt: monday})
	}
	o.person(t, "NeverProved", sworn)
	found := o.can(t, func(w *interpreters.Wanted) { w.Sworn = true })
	slices.SortFunc(found, func(a, b interpreters.Candidate) int { return cmp.Compare(a.Name, b.Name) })
	if got := names(found); got != "[Holds Until]" {
		t.Error("sworn:", got)
	}
	if got := o.can(t); len(got) != 4 {
		t.Error("not asked to be sworn:", names(got))
	}
}

// Whoever is booked is not free for the way there and back either, and not a minute longer.
func TestTheWayThereAndBackIsTaken(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.ask(t, asked(interpreters.One, o.person(t, "Amal")))
	for from, free := range map[string]bool{
		"2026-12-03 10:30": false, "2026-12-03 11:00": false, "2026-12-03 11:59": false, "2026-12-03 12:00": true, "2026-12-03 08:00": true, "2026-12-03 08:01": false,
	} {
		got := o.can(t, func(w *interpreters.Wanted) {
			w.During = interpreters.Span{From: at(from), To: at(from).Add(time.Hour)}
		})
		if (len(got) == 1) != free {
			t.Errorf("at %s: %s, free %v", from, names(got), free)
		}
	}
	if got := o.can(t, func(w *interpreters.Wanted) {
		w.Mode, w.Site, w.During = linguists.Phone, "", interpreters.Span{From: at("2026-12-03 11:15"), To: at("2026-12-03 11:25")}
	}); len(got) != 0 {
		t.Error("nobody telephones on the train:", names(got))
	}
}

// The ranking says why: duty, own hours, dialect, topic, price, load; who is not of the gender that was wished for comes last.
func TestTheRankIsExplained(t *testing.T) {
	t.Parallel()
	o := open(t)
	woman := func(i *linguists.Interpreter, _ *linguists.Skill) { i.Gender = linguists.Female }
	o.person(t, "Man", func(i *linguists.Interpreter, _ *linguists.Skill) {
		i.Gender, i.TravelMinutes, i.TravelKm = linguists.Male, 0, 0
	})
	o.person(t, "Unknown", woman)
	o.says(t, o.person(t, "Said", woman), hours(4, 8, 17, linguists.OnSite))
	o.says(t, o.person(t, "Levantine", woman, func(_ *linguists.Interpreter, k *linguists.Skill) { k.Dialect = "Levantinisch" }), hours(4, 8, 17, linguists.OnSite))
	o.says(t, o.person(t, "Near", woman, func(i *linguists.Interpreter, _ *linguists.Skill) { i.TravelMinutes, i.TravelKm = 0, 1 }), hours(4, 8, 17, linguists.OnSite))
	ready := o.person(t, "Duty", woman)
	s, err := o.duty.Plan(o.asLead(t), duty.PlanShift{
		Team: team,
		Key:  ids.New(), Language: "ara", Mode: linguists.OnSite, Site: "rathaus", Day: thursday.Day(), FromMinute: 8 * 60, ToMinute: 16 * 60, Interpreter: &ready,
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := o.duty.Change(o.asLead(t), duty.ChangeShift{ID: s.ID, Version: 1, State: duty.Confirmed}); err != nil {
		t.Fatal(err)
	}
	got := o.can(t, func(w *interpreters.Wanted) { w.Gender, w.Dialect = linguists.Female, "levantinisch" })
	if names(got) != "[Duty Levantine Near Said Unknown Man]" {
		t.Error(names(got))
	}
	if first := got[0]; first.Cents != 0 || !slices.Contains(first.Reasons, interpreters.Reason{Code: "on_duty"}) || first.Rank != 1 {
		t.Errorf("%+v", first)
	}
	for i, code := range []string{"on_duty", "dialect", "own_hours", "own_hours", "hours_unknown", "gender_other"} {
		if !slices.ContainsFunc(got[i].Reasons, func(r interpreters.Reason) bool { return r.Code == code }) {
			t.Errorf("%s has no reason %s: %v", got[i].Name, code, got[i].Reasons)
		}
	}
	if got[2].Cents <= 0 || got[3].Cents <= got[2].Cents {
		t.Error("who comes from farther costs no more:", got[2].Cents, got[3].Cents)
	}
}

// It is one statement, whatever it finds.
func TestWhoCanIsOneStatement(t *testing.T) {
	t.Parallel()
	o := open(t)
	for range 5 {
		o.person(t, ids.Token())
	}
	ctx, n := db.CountStatements(t.Context())
	if _, err := o.WhoCan(ctx, wanted()); err != nil || n.Load() != 1 {
		t.Fatal(n.Load(), err)
	}
}

func TestWhatNobodyCanWantIsTold(t *testing.T) {
	t.Parallel()
	o := open(t)
	for name, f := range map[string]func(*interpreters.Wanted){
		"a language that nobody has": func(w *interpreters.Wanted) { w.Language = "qqq" }, "two letters": func(w *interpreters.Wanted) { w.Language = "ar" },
		"no house": func(w *interpreters.Wanted) { w.Site = "" }, "backwards": func(w *interpreters.Wanted) { w.During.To = w.During.From },
		"signs by phone": func(w *interpreters.Wanted) { w.Language, w.Form, w.Mode = "gsg", linguists.Signed, linguists.Phone },
		"writing":        func(w *interpreters.Wanted) { w.Form = linguists.Written },
	} {
		if _, err := o.WhoCan(t.Context(), wanted(f)); err == nil {
			t.Error(name, "was looked for")
		}
	}
}
