package elearning_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ankunft/ankunft/modules/elearning"
	"github.com/ankunft/ankunft/modules/training"
)

func save(item, version int, status, score string) elearning.Save {
	cmi := map[string]string{"cmi.core.lesson_status": status, "cmi.core.lesson_location": "seite 3", "cmi.suspend_data": "x"}
	if score != "" {
		cmi["cmi.core.score.raw"] = score
	}
	raw, _ := json.Marshal(cmi) // texts
	return elearning.Save{Item: item, Version: version, CMI: raw, Seconds: 40}
}

func (o *office) save(t testing.TB, token string, item, version int, status, score string) *elearning.Attempt {
	t.Helper()
	a, err := o.Save(t.Context(), token, save(item, version, status, score))
	must(t, err)
	return a
}

// Somebody begins, goes on another day, passes: the course is completed once, whatever the package says afterwards.
func TestACourseIsPlayedAndCompletedOnce(t *testing.T) {
	t.Parallel()
	o := open(t)
	if offer, err := o.Offer(o.clerk(t, "ada"), o.course.ID); err != nil || offer.Playable || offer.Package != nil {
		t.Errorf("nothing was sent, and there is %+v, %v", offer, err)
	}
	o.ready(t, scorm)
	ada := o.clerk(t, "ada")
	token := o.play(t, ada)
	p := o.playing(t, token)
	if p.Status != elearning.Open || p.Version != 1 || p.Items[0].CMI != nil || strings.Contains(p.Learner(), account(ada).String()) || len(p.Learner()) != 16 {
		t.Errorf("%+v", p)
	}
	if a := o.save(t, token, 1, 1, "incomplete", ""); a.Version != 2 || a.Status != elearning.Open || a.Seconds != 40 {
		t.Errorf("%+v", a)
	}
	o.later(14 * time.Hour)
	token = o.play(t, ada)
	if p = o.playing(t, token); p.Version != 2 || !strings.Contains(string(p.Items[0].CMI), "seite 3") {
		t.Errorf("on the next day there is %+v", p.Items[0])
	}
	a := o.save(t, token, 1, 2, "passed", "87.5")
	if a.Status != elearning.Passed || *a.Score != 88 || a.FinishedAt == nil || a.Seconds != 80 {
		t.Errorf("%+v", a)
	}
	for i, status := range []string{"passed", "failed", "incomplete", "completed"} {
		if a := o.save(t, token, 1, 3+i, status, "10"); a.Status != elearning.Passed {
			t.Errorf("after %s it is %s", status, a.Status)
		}
	}
	records := o.done(t, ada)
	if len(records) != 1 || records[0].Source != training.FromELearning || records[0].SourceID != a.ID || records[0].TrainingID != o.training.ID {
		t.Errorf("the training file says %+v", records)
	}
	if got := o.actions(t, elearning.AttemptRecord(a.ID)); !slices.Equal(got, []string{"learning_attempt.begun", "learning_attempt.passed"}) {
		t.Errorf("the trail says %q", got)
	}
	offer, err := o.Offer(ada, o.course.ID)
	if err != nil || !offer.Playable || offer.Attempt.Status != elearning.Passed {
		t.Errorf("%+v, %v", offer, err)
	}
	if list, err := o.Standings(ada); err != nil || len(list) != 1 || list[0] != (elearning.Standing{CourseID: o.course.ID, Playable: true, Played: "passed"}) {
		t.Errorf("%+v, %v", list, err)
	}
	if again := o.playing(t, o.play(t, ada)); again.ID != a.ID {
		t.Error("looked at again, it has begun anew")
	}
	o.later(31 * 24 * time.Hour)
	again := o.playing(t, o.play(t, ada))
	if again.ID == a.ID || again.Status != elearning.Open {
		t.Error("a month later it does not begin anew")
	}
	o.save(t, o.play(t, ada), 1, 1, "completed", "")
	if records := o.done(t, ada); len(records) != 2 {
		t.Errorf("completed anew, the training file says %d", len(records))
	}
}

// In the window in which somebody failed they may still pass; else a failed attempt is begun anew, and the old window is over.
func TestWhoFailsBeginsAnew(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.ready(t, scorm)
	ada := o.clerk(t, "ada")
	token := o.play(t, ada)
	first := o.save(t, token, 1, 1, "failed", "20")
	if first.Status != elearning.Failed || len(o.done(t, ada)) > 0 {
		t.Errorf("%+v", first)
	}
	fresh := o.play(t, ada)
	if p := o.playing(t, fresh); p.ID == first.ID || p.Items[0].CMI != nil {
		t.Error("the failed attempt goes on")
	}
	if _, err := o.Save(t.Context(), token, save(1, 2, "passed", "")); !errors.Is(err, elearning.ErrOver) {
		t.Errorf("the old window: %v", err)
	}
	o.save(t, fresh, 1, 1, "failed", "30")
	if a := o.save(t, fresh, 1, 2, "passed", "90"); a.Status != elearning.Passed || *a.Score != 90 || len(o.done(t, ada)) != 1 {
		t.Errorf("in the same window: %+v", a)
	}
}

// Two windows do not write over each other; the same once more, after an answer that was lost, is no conflict and counts once.
func TestTwoWindows(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.ready(t, scorm)
	ada := o.clerk(t, "ada")
	one, other := o.play(t, ada), o.play(t, ada)
	o.save(t, one, 1, 1, "incomplete", "")
	if a := o.save(t, one, 1, 1, "incomplete", ""); a.Version != 2 || a.Seconds != 40 {
		t.Errorf("said twice: %+v", a)
	}
	if _, err := o.Save(t.Context(), other, save(1, 1, "completed", "")); !errors.Is(err, elearning.ErrConflict) {
		t.Errorf("the other window: %v", err)
	}
	if _, err := o.Save(t.Context(), other, save(1, 7, "completed", "")); !errors.Is(err, elearning.ErrConflict) {
		t.Errorf("a version to come: %v", err)
	}
	o.save(t, other, 1, 2, "completed", "")
	var all sync.WaitGroup
	fresh := o.play(t, o.clerk(t, "bea"))
	worked := make(chan bool, 8)
	for i := range 8 {
		all.Go(func() {
			_, err := o.Save(context.WithoutCancel(t.Context()), fresh, save(1, 1, "passed", fmt.Sprint(i)))
			if err != nil && !errors.Is(err, elearning.ErrConflict) {
				t.Error(err)
			}
			worked <- err == nil
		})
	}
	all.Wait()
	close(worked)
	n := 0
	for ok := range worked {
		if ok {
			n++
		}
	}
	if n != 1 {
		t.Errorf("%d of eight at once were taken", n)
	}
}

// Somebody who presses twice has one attempt; what is another's is not reached with their own ticket.
func TestEachHasTheirOwnAttempt(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.ready(t, scorm)
	ada, bea := o.clerk(t, "ada"), o.clerk(t, "bea")
	var all sync.WaitGroup
	for range 6 {
		all.Go(func() {
			if _, err := o.Play(context.WithoutCancel(ada), o.course.ID); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	var n int
	must(t, o.DB.NewRaw("SELECT count(*) FROM elearning.attempt").Scan(t.Context(), &n))
	if n != 1 {
		t.Errorf("%d attempts", n)
	}
	hers, theirs := o.play(t, ada), o.play(t, bea)
	o.save(t, hers, 1, 1, "passed", "")
	if p := o.playing(t, theirs); p.Status != elearning.Open || p.Items[0].CMI != nil || len(o.done(t, bea)) > 0 {
		t.Errorf("%+v", p)
	}
	var kept []string
	must(t, o.DB.NewRaw("SELECT encode(hash, 'hex') FROM elearning.ticket").Scan(t.Context(), &kept))
	if slices.ContainsFunc(kept, func(h string) bool { return strings.Contains(h, hers) }) {
		t.Error("tickets lie in clear")
	}
}

// Several items are passed together; a manifest that says from when one is passed has the last word.
func TestSeveralItems(t *testing.T) {
	t.Parallel()
	o := open(t)
	items := `<item identifierref="r1"><title>Eins</title></item><item identifierref="r1"><title>Zwei</title><adlcp:masteryscore>80</adlcp:masteryscore></item>`
	o.bring(t, says(manifest(items, "index.html")))
	ada, bea := o.clerk(t, "ada"), o.clerk(t, "bea")
	token := o.play(t, ada)
	if a := o.save(t, token, 2, 1, "passed", "79"); a.Status != elearning.Open {
		t.Errorf("one of two: %s", a.Status)
	}
	if a := o.save(t, token, 1, 2, "completed", ""); a.Status != elearning.Failed || *a.Score != 79 {
		t.Errorf("under what is asked: %+v", a)
	}
	if a := o.save(t, token, 2, 3, "completed", "80"); a.Status != elearning.Passed {
		t.Errorf("what is asked: %+v", a)
	}
	if _, err := o.Save(t.Context(), o.play(t, bea), save(3, 1, "passed", "")); !errors.Is(err, elearning.ErrNone) {
		t.Errorf("an item that is not there: %v", err)
	}
}

func TestWhatAPageMayNotSave(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.ready(t, scorm)
	token := o.play(t, o.clerk(t, "ada"))
	for name, in := range map[string]elearning.Save{
		"no object":     {CMI: json.RawMessage(`[]`)},
		"nothing":       {CMI: nil},
		"null":          {CMI: json.RawMessage(`null`)},
		"in it objects": {CMI: json.RawMessage(`{"cmi": {"core": 1}}`)},
		"a zero sign":   {CMI: json.RawMessage(`{"cmi.suspend_data": "\u0000"}`)},
		"too much":      {CMI: json.RawMessage(`{"a": "` + strings.Repeat("x", elearning.LargestState) + `"}`)},
		"time that was": {CMI: json.RawMessage(`{}`), Seconds: -1},
		"a year":        {CMI: json.RawMessage(`{}`), Seconds: 365 * 86400},
	} {
		in.Item, in.Version = 1, 1
		if _, err := o.Save(t.Context(), token, in); !errors.Is(err, elearning.ErrInput) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if p := o.playing(t, token); p.Version != 1 {
		t.Error("something was kept")
	}
}

// What was answered is forgotten soon, the attempt in a year; the training file keeps what was completed.
func TestWhatIsForgotten(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.ready(t, scorm)
	ada, bea := o.clerk(t, "ada"), o.clerk(t, "bea")
	o.save(t, o.play(t, ada), 1, 1, "passed", "90")
	o.save(t, o.play(t, bea), 1, 1, "incomplete", "")
	count := func(table string) (n int) {
		must(t, o.DB.NewRaw("SELECT count(*) FROM elearning."+table).Scan(t.Context(), &n))
		return n
	}
	o.later(29 * 24 * time.Hour)
	must(t, o.Sweep(t.Context()))
	if count("state") != 2 || count("ticket") != 0 {
		t.Error("forgotten too soon, or tickets are kept")
	}
	o.later(2 * 24 * time.Hour)
	must(t, o.Sweep(t.Context()))
	if count("state") != 1 || count("attempt") != 2 {
		t.Error("what was answered is kept, or what is open is gone")
	}
	o.later(365 * 24 * time.Hour)
	must(t, o.Sweep(t.Context()))
	if count("attempt") != 0 || count("state") != 0 || len(o.done(t, ada)) != 1 {
		t.Error("attempts are kept, or the training file is not")
	}
}

// A city without an address for it plays nothing, and says so.
func TestACityThatPlaysNothing(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.ready(t, scorm)
	o.ContentURL = ""
	if _, err := o.Play(o.eva, o.course.ID); !errors.Is(err, elearning.ErrOff) {
		t.Errorf("%v", err)
	}
	if offer, err := o.Offer(o.eva, o.course.ID); err != nil || offer.Playable {
		t.Errorf("%+v, %v", offer, err)
	}
	if list, err := o.Standings(o.eva); err != nil || list[0].Playable {
		t.Errorf("%+v, %v", list, err)
	}
}
