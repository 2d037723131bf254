package training_test

import (
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/training"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/ids"
)

// holding are the days of the records that count.
func (o *office) holding(t *testing.T, account uuid.UUID, tr *training.Training) []string {
	t.Helper()
	days := []string{}
	must(t, o.DB.NewRaw("SELECT completed_on::text FROM training.holding WHERE account_id = ? AND training_id = ? ORDER BY completed_on", account, tr.ID).Scan(t.Context(), &days))
	return days
}

func same(t *testing.T, found, want []string) {
	t.Helper()
	if len(found) != len(want) {
		t.Errorf("%v, want %v", found, want)
		return
	}
	for i := range want {
		if found[i] != want[i] {
			t.Errorf("%v, want %v", found, want)
		}
	}
}

func TestTheSameCompletionIsOneRecordAndToldOnce(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerk, law := o.staff(t, "Petra Lindner", identity.Clerk, "study"), o.learnable(t, "law", 24)
	in := training.Completion{Account: clerk, Training: law.ID, CompletedOn: on(t, "2026-02-28"), Source: training.FromCourse, SourceID: ids.New()}
	first, err := o.complete(t, in)
	must(t, err)
	again, err := o.complete(t, in)
	must(t, err)
	if first.ID != again.ID || first.ValidUntil.String() != "2028-02-28" {
		t.Errorf("%v and %v, until %s", first.ID, again.ID, first.ValidUntil)
	}
	o.RunJobs(t)
	if len(o.completed) != 1 || o.completed[0] != (training.Completed{RecordID: first.ID, AccountID: clerk, TrainingID: law.ID}) {
		t.Errorf("told %v", o.completed)
	}
}

func TestARecordCountsUntilOneIsNewerAndAsLongValid(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerk, law := o.staff(t, "Petra Lindner", identity.Clerk, "study"), o.learnable(t, "law")
	o.did(t, clerk, law, "2024-03-01", "2027-03-01")
	o.did(t, clerk, law, "2025-03-01", "2026-03-01") // newer, but over sooner: both count
	same(t, o.holding(t, clerk, law), []string{"2024-03-01", "2025-03-01"})
	o.did(t, clerk, law, "2023-03-01", "2026-03-01") // neither newer nor longer
	same(t, o.holding(t, clerk, law), []string{"2024-03-01", "2025-03-01"})
	o.did(t, clerk, law, "2026-03-01") // for good
	same(t, o.holding(t, clerk, law), []string{"2026-03-01"})
	o.did(t, clerk, law, "2026-03-01") // as good
	same(t, o.holding(t, clerk, law), []string{"2026-03-01"})
}

func TestWhatCannotBeIsNoRecord(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerk, law := o.staff(t, "Petra Lindner", identity.Clerk, "study"), o.learnable(t, "law")
	good := training.Completion{Account: clerk, Training: law.ID, CompletedOn: on(t, "2026-11-24"), Source: training.FromCourse, SourceID: ids.New()}
	for name, c := range map[string]struct {
		spoil  func(*training.Completion)
		err    error
		fields []string
	}{
		"tomorrow":        {func(c *training.Completion) { c.CompletedOn = on(t, "2026-11-25") }, training.ErrInput, []string{"completedOn:future"}},
		"ends before":     {func(c *training.Completion) { c.ValidUntil = to(on(t, "2026-11-23")) }, training.ErrInput, []string{"validUntil:before_start"}},
		"no day":          {func(c *training.Completion) { c.CompletedOn = clock.Date{} }, training.ErrInput, []string{"completedOn:out_of_range"}},
		"unknown source":  {func(c *training.Completion) { c.Source = "dream" }, training.ErrInput, []string{"source:unknown"}},
		"no such person":  {func(c *training.Completion) { c.Account = ids.New() }, training.ErrNone, nil},
		"no such subject": {func(c *training.Completion) { c.Training = ids.New() }, training.ErrNone, nil},
	} {
		in := good
		c.spoil(&in)
		_, err := o.complete(t, in)
		t.Log(name)
		wants(t, err, c.err, c.fields...)
	}
	if n := o.holding(t, clerk, law); len(n) != 0 {
		t.Errorf("%v", n)
	}
}

func TestTwoWhoChangeATrainingDoNotOverwriteEachOther(t *testing.T) {
	t.Parallel()
	o := open(t)
	law := o.learnable(t, "law")
	in := training.KeepTraining{ID: &law.ID, Version: to(1), Key: "law", Title: "Aufenthaltsrecht", Kind: training.KindLaw}
	changed, err := o.KeepTraining(o.eva, in)
	must(t, err)
	if changed.Version != 2 {
		t.Errorf("version %d", changed.Version)
	}
	_, err = o.KeepTraining(o.eva, in)
	wants(t, err, training.ErrConflict)
	in.Version, in.Key = to(2), "other"
	_, err = o.KeepTraining(o.eva, in)
	wants(t, err, training.ErrInput, "key:stays")
	_, err = o.KeepTraining(o.eva, training.KeepTraining{Key: "law", Title: "Noch eines", Kind: training.KindLaw})
	wants(t, err, training.ErrKnown)
	_, err = o.KeepTraining(o.eva, training.KeepTraining{Key: "Law!", Title: "", Kind: "fun", ValidMonths: to(0)})
	wants(t, err, training.ErrInput, "key:format", "title:required", "kind:unknown", "validMonths:out_of_range")
}
