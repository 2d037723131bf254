package cases_test

import (
	"context"
	"testing"

	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/cases/casestest"
	"github.com/ankunft/ankunft/platform/db"
)

// Three dates, kept apart: pauses move the promise and nothing else, however many there are.
func TestThreeDatesAreKeptApart(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerk := o.Clerk(t)
	id := o.Apply(t, o.Applicant(t)).CaseID
	first := o.Read(t, clerk, id)
	rested := 0
	for n, reason := range []cases.PauseReason{cases.PauseAuthority, cases.PauseTranslation, cases.PauseWish} {
		casestest.Must(t, o.Pause(clerk, cases.PauseCase{Case: id, Version: o.Read(t, clerk, id).Version, Reason: reason}))
		o.Days(t, n+2)
		rested += n + 2
		if d := o.Read(t, clerk, id); d.Clock.PausedDays != rested || d.Clock.UsedDays != 0 || *d.Clock.PausedReason != reason {
			t.Errorf("%s: %+v", reason, d.Clock)
		}
	}
	casestest.Must(t, o.Resume(clerk, cases.ResumeCase{Case: id, Version: o.Read(t, clerk, id).Version}))
	casestest.Refused(t, o.Resume(clerk, cases.ResumeCase{Case: id, Version: o.Read(t, clerk, id).Version}), cases.ErrState) // it runs
	d := o.Read(t, clerk, id)
	if d.PromiseDueOn != first.PromiseDueOn.AddDays(rested) || d.ActionDueOn != first.ActionDueOn || d.TitleEndsOn != first.TitleEndsOn || d.RiskOn != first.RiskOn {
		t.Errorf("%+v", d.Case)
	}
	if n := o.Count(t, "cases.pause WHERE case_id = ? AND until_on - from_on IN (2, 3, 4)", id); n != 3 {
		t.Errorf("%d pauses are written down", n)
	}
}

func TestTheClockIsLateTheDayAfterThePromise(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerk := o.Clerk(t)
	id := o.Apply(t, o.Applicant(t)).CaseID
	o.Days(t, 42)
	if k := o.Read(t, clerk, id).Clock; k.Late || k.UsedDays != 42 || k.PromiseDays != 42 {
		t.Errorf("on the last day: %+v", k)
	}
	o.Days(t, 1)
	if k := o.Read(t, clerk, id).Clock; !k.Late || k.UsedDays != 43 {
		t.Errorf("on the day after: %+v", k)
	}
}

func TestWhatIsDecidedRunsNoLonger(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerk := o.Clerk(t)
	id := o.Apply(t, o.Applicant(t)).CaseID
	o.Days(t, 10)
	casestest.Must(t, o.Change(clerk, "cases.check", id, cases.AnyVersion, nil, func(_ context.Context, tx *db.Tx, c *cases.Case) (cases.Deed, error) {
		c.State, c.DecidedAt = cases.Decided, &tx.Now
		return cases.Deed{Action: "case.decided"}, nil
	}))
	o.Days(t, 60)
	if k := o.Read(t, clerk, id).Clock; k.Late || k.UsedDays != 10 {
		t.Errorf("%+v", k)
	}
	if f, err := o.Figures(clerk, nil); err != nil || f.Late != 0 {
		t.Errorf("%+v %v", f, err)
	}
}

// A pause follows a pause, an answer ends the one that it answers: days never count twice.
func TestAnAnswerEndsThePauseOfItsRequest(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerk := o.Clerk(t)
	id := o.WithPassport(t, o.Applicant(t))
	casestest.Must(t, o.Pause(clerk, cases.PauseCase{Case: id, Version: o.Read(t, clerk, id).Version, Reason: cases.PauseWish}))
	o.Days(t, 2)
	o.Ask(t, clerk, id, "photo")
	d := o.Read(t, clerk, id)
	casestest.Refused(t, o.Pause(clerk, cases.PauseCase{Case: id, Version: d.Version, Reason: cases.PauseWish}), cases.ErrState)
	casestest.Refused(t, o.Resume(clerk, cases.ResumeCase{Case: id, Version: d.Version}), cases.ErrState) // the request keeps its pause
	o.Days(t, 3)
	casestest.Must(t, o.WithdrawRequest(clerk, cases.WithdrawRequest{Case: id, Request: d.Requests[0].ID}))
	if k := o.Read(t, clerk, id).Clock; k.PausedDays != 5 || k.PausedReason != nil || k.UsedDays != 0 {
		t.Errorf("%+v", k)
	}
}

// What the person and the public are told in each state: where it stands, and whose turn it is.
func TestEachStateHasItsStepsAndItsNext(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk := o.Applicant(t), o.Clerk(t)
	opened := o.Apply(t, who)
	for _, c := range []struct {
		state cases.CaseState
		steps string // done, current, ahead
		next  string
	}{
		{cases.Received, "caaaa", "office_checks"}, {cases.Checking, "dcaaa", "office_decides"}, {cases.Waiting, "dcaaa", "you_hand_in"},
		{cases.InHearing, "ddcaa", "you_answer"}, {cases.Deciding, "ddcaa", "office_decides"}, {cases.Approval, "ddcaa", "office_decides"},
		{cases.Decided, "dddca", "you_receive"}, {cases.Delivered, "ddddd", "nothing"},
	} {
		o.moved(t, clerk, opened.CaseID, c.state)
		s, err := o.PublicStatus(t.Context(), opened.Number, *opened.Code, "net")
		casestest.Must(t, err)
		steps := ""
		for _, step := range s.Steps {
			steps += step.State[:1]
		}
		if steps != c.steps || s.NextStep != c.next || s.State != c.state {
			t.Errorf("%s: %s then %s", c.state, steps, s.NextStep)
		}
		if m := o.Mine(t, who, opened.CaseID); len(m.Steps) != 5 || m.Steps[0].At == nil {
			t.Errorf("%s: %+v", c.state, m.Steps)
		}
	}
	taken := o.Apply(t, who)
	casestest.Must(t, o.Withdraw(who, cases.WithdrawCase{Case: taken.CaseID}))
	s, err := o.PublicStatus(t.Context(), taken.Number, *taken.Code, "net")
	if err != nil || len(s.Steps) != 2 || s.Steps[1].Key != "withdrawn" || s.Steps[1].At == nil || s.NextStep != "nothing" {
		t.Errorf("%+v %v", s, err)
	}
}
