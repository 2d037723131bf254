package courses_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/ankunft/ankunft/modules/budgets"
	"github.com/ankunft/ankunft/modules/courses"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/training"
	"github.com/ankunft/ankunft/platform/clock"
)

// standing is the money of the team "family" for training in 2027.
func (o *office) standing(t testing.TB) (bound, spent int64) {
	t.Helper()
	list, err := o.money.Standing(o.boss, courses.Purpose, 2027)
	must(t, err)
	for _, s := range list {
		bound, spent = bound+s.BoundCents, spent+s.SpentCents
	}
	return bound, spent
}

func TestPaidPlacesAreApprovedAndTheMoneyIsSetAside(t *testing.T) {
	t.Parallel()
	o := open(t)
	_, err := o.money.Set(o.boss, budgets.SetBudget{Purpose: courses.Purpose, Year: 2027, Team: "family", Cents: 250_00})
	must(t, err)
	clerks := o.clerks(t, 4)
	se := o.session(t, o.course(t), 2, 100_00, "2027-02-01") // the course asks for no approval, its price does
	var owns []*courses.Own
	for _, who := range clerks {
		own := o.enrol(t, who, se)
		if own.State != courses.AskedFor {
			t.Fatalf("in without approval: %s", own.State)
		}
		owns = append(owns, own)
	}
	o.wantTold(t, "boss", "Ein Fortbildungsplatz wartet auf Genehmigung", "Ein Fortbildungsplatz wartet auf Genehmigung", "Ein Fortbildungsplatz wartet auf Genehmigung", "Ein Fortbildungsplatz wartet auf Genehmigung")
	o.wantTold(t, "eva") // the team has a lead
	list, err := o.Requests(o.boss)
	must(t, err)
	if len(list) != 4 || list[0].Name != "clerk000" || list[0].Cents != 100_00 || list[0].Free != 2 {
		t.Fatalf("%+v", list)
	}
	var looked int
	must(t, o.Pool().QueryRow(t.Context(), "SELECT count(*) FROM audit.entry WHERE action = 'staff_list.opened' AND details->>'reason' = 'course_requests' AND details->>'people' = '4'").Scan(&looked))
	if looked != 1 {
		t.Errorf("who reads what four asked for leaves a trail: %d", looked)
	}
	approve := func(i int) error { return o.Approve(o.boss, courses.ApproveEnrolment{Enrolment: owns[i].ID}) }
	must(t, approve(1))
	must(t, approve(0))
	must(t, approve(0)) // a repeated request
	if bound, _ := o.standing(t); bound != 200_00 {
		t.Errorf("%d is bound", bound)
	}
	wants(t, approve(2), budgets.ErrOverCeiling)
	must(t, o.Approve(o.boss, courses.ApproveEnrolment{Enrolment: owns[2].ID, Over: to("Wird für das neue Recht gebraucht")}))
	if got := o.stands(t, clerks[2], se); got != courses.Waiting {
		t.Errorf("the third of two places: %s", got)
	}
	must(t, o.Decline(o.boss, courses.DeclineEnrolment{Enrolment: owns[3].ID, Reason: "Im Frühjahr wieder"}))
	wants(t, approve(3), courses.ErrOver)
	wants(t, o.Decline(o.boss, courses.DeclineEnrolment{Enrolment: owns[3].ID}), courses.ErrInput, "reason:required")
	_, err = o.Cancel(clerks[0], owns[0].ID) // the money goes with them; who waited had theirs bound
	must(t, err)
	if bound, _ := o.standing(t); bound != 200_00 || o.stands(t, clerks[2], se) != courses.Enrolled {
		t.Errorf("%d is bound, the third is %s", bound, o.stands(t, clerks[2], se))
	}
	o.Clock.Set(se.EndsAt)
	_, err = o.Finish(o.eva, courses.FinishSession{Session: se.ID, Version: o.now(t, se).Version, Cents: to(int64(90_00))}) // it was cheaper, and nobody came
	must(t, err)
	if bound, spent := o.standing(t); bound != 0 || spent != 180_00 {
		t.Errorf("%d bound, %d spent", bound, spent)
	}
}

func TestNobodyApprovesTheirOwn(t *testing.T) {
	t.Parallel()
	o := open(t)
	se := o.session(t, o.course(t, approved), 2, 0, "2027-02-01")
	own := o.enrol(t, o.boss, se)
	wants(t, o.Approve(o.boss, courses.ApproveEnrolment{Enrolment: own.ID}), courses.ErrOwn)
	wants(t, o.Decline(o.boss, courses.DeclineEnrolment{Enrolment: own.ID, Reason: "x"}), courses.ErrOwn)
	list, err := o.Requests(o.boss)
	must(t, err)
	if len(list) != 1 || !list[0].Own {
		t.Errorf("%+v", list)
	}
	if _, err := o.Pool().Exec(t.Context(), "UPDATE courses.enrolment SET decided_by = account_id"); err == nil {
		t.Error("the database lets somebody approve their own")
	}
	o.wantTold(t, "eva", "Ein Fortbildungsplatz wartet auf Genehmigung") // who leads alone is approved by who plans
	must(t, o.Approve(o.eva, courses.ApproveEnrolment{Enrolment: own.ID}))
	if got := o.stands(t, o.boss, se); got != courses.Enrolled {
		t.Error(got)
	}
}

func TestTheCodeInTheRoom(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerks := o.clerks(t, 3)
	se := o.session(t, o.course(t), 2, 0, "2027-02-01", "2027-02-02")
	for _, who := range clerks {
		o.enrol(t, who, se)
	}
	first, second := o.Code(se.Days[0].ID), o.Code(se.Days[1].ID)
	typed := func(who context.Context, code string) error {
		_, err := o.Attend(who, courses.Present{Session: se.ID, Code: code})
		return err
	}
	wants(t, typed(clerks[0], first), courses.ErrOver) // before it begins
	o.Clock.Set(se.Days[0].During.From.Add(5 * time.Minute))
	wants(t, typed(clerks[0], second), courses.ErrCode, "code:wrong")
	wants(t, typed(clerks[2], first), courses.ErrNone) // only waited
	must(t, typed(clerks[0], first[:3]+" "+first[3:]))
	must(t, typed(clerks[0], first)) // twice is no fault
	for range 2 {
		_ = typed(clerks[0], "000000")
	}
	wants(t, typed(clerks[0], first), identity.ErrTooOften)
	mine, err := o.Mine(clerks[0])
	must(t, err)
	if !mine[0].Here || strings.Contains(strings.Join(mine[0].Permitted(), ","), "attendSession") {
		t.Errorf("%+v", mine[0])
	}
	o.Clock.Set(se.Days[1].During.From)
	wants(t, typed(clerks[1], first), courses.ErrCode)
	must(t, typed(clerks[0], second))
	must(t, typed(clerks[1], second))
	o.Clock.Set(se.EndsAt.Add(time.Hour))
	wants(t, typed(clerks[1], second), courses.ErrOver)
	done := o.finish(t, se)
	if done.FinishedAt == nil || o.stands(t, clerks[0], se) != courses.Attended || o.stands(t, clerks[1], se) != courses.Missed {
		t.Errorf("both days: %s, one of two: %s", o.stands(t, clerks[0], se), o.stands(t, clerks[1], se))
	}
}

func TestWhoAttendedHasARecordThatRunsOut(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerks := o.clerks(t, 2)
	se := o.session(t, o.course(t), 2, 0, "2027-02-01")
	for _, who := range clerks {
		o.enrol(t, who, se)
	}
	o.RunJobs(t)
	wants(t, o.mark(o.eva, courses.MarkPresent{Enrolment: o.enrolment(t, clerks[0], se), Day: se.Days[0].ID, Present: true}), courses.ErrOver) // it has not begun
	_, err := o.Finish(o.eva, courses.FinishSession{Session: se.ID, Version: se.Version})
	wants(t, err, courses.ErrOver)
	wants(t, o.mark(clerks[0], courses.MarkPresent{Enrolment: o.enrolment(t, clerks[0], se), Day: se.Days[0].ID, Present: true}), courses.ErrOwn) // others say who was there
	o.finish(t, se, clerks[0])
	var people int
	var until string
	must(t, o.Pool().QueryRow(t.Context(), "SELECT count(*), coalesce(min(valid_until)::text, '') FROM training.record WHERE training_id = $1 AND source = 'course'", o.training.ID).Scan(&people, &until))
	if people != 1 || until != "2029-02-01" {
		t.Errorf("%d records, until %s", people, until)
	}
	wants(t, o.mark(o.eva, courses.MarkPresent{Enrolment: o.enrolment(t, clerks[1], se), Day: se.Days[0].ID, Present: true}), courses.ErrOver)
	o.wantTold(t, "clerk000", "Sie haben einen Platz: Zuhören lernen", "Wie war es? Zuhören lernen")
	o.wantTold(t, "clerk001", "Sie haben einen Platz: Zuhören lernen")
}

func TestAnOnlineCourseIsConfirmed(t *testing.T) {
	t.Parallel()
	o := open(t)
	who := o.clerks(t, 1)[0]
	c := o.course(t, func(in *courses.KeepCourse) { in.Form, in.Link = courses.Online, to("https://lernen.example/zuhoeren") })
	for range 2 {
		_, err := o.Confirm(who, c.ID)
		must(t, err)
	}
	var records int
	must(t, o.Pool().QueryRow(t.Context(), "SELECT count(*) FROM training.record WHERE source = 'own_word'").Scan(&records))
	offers, err := o.Catalogue(who)
	must(t, err)
	if records != 1 || !offers[0].Confirmed {
		t.Errorf("%d records, %+v", records, offers[0])
	}
	_, err = o.Confirm(who, o.course(t).ID)
	wants(t, err, courses.ErrOver)
	_, err = o.Plan(o.eva, courses.PlanSession{Course: c.ID, Places: 1, Place: to("x"), Days: []courses.DayIn{day(t, "2027-02-01")}})
	wants(t, err, courses.ErrOver)
}

// Where something is refused until a training is done, one click does not lift that: neither today nor for what is asked for later.
func TestAnOwnWordLiftsNoBlock(t *testing.T) {
	t.Parallel()
	o := open(t)
	who := o.clerks(t, 1)[0]
	c := o.course(t, func(in *courses.KeepCourse) { in.Form, in.Link = courses.Online, to("https://lernen.example/zuhoeren") })
	in := training.SetRequirement{Key: "listening", Training: o.training.ID, Roles: []identity.Role{identity.Clerk}, EveryMonths: to(12)}
	must(t, o.require(t, in))
	_, err := o.Confirm(who, c.ID) // it blocks nothing
	must(t, err)
	if got := o.owes(t, who); got != training.Done {
		t.Errorf("by their word: %s", got)
	}
	in.Blocks = []string{"cases.approve"}
	must(t, o.require(t, in))
	_, err = o.Confirm(who, c.ID)
	wants(t, err, courses.ErrByWord)
	offers, err := o.Catalogue(who)
	must(t, err)
	if !offers[0].NeedsProof || o.owes(t, who) == training.Done {
		t.Errorf("needs a proof: %v, but it is %s", offers[0].NeedsProof, o.owes(t, who))
	}
	account := identity.ViewerFrom(who).AccountID
	_, err = o.room.RecordTraining(o.eva, training.RecordTraining{Account: account, Training: o.training.ID, CompletedOn: clock.Today(tuesday)}) // somebody else has seen the proof
	must(t, err)
	if got := o.owes(t, who); got != training.Done {
		t.Errorf("proven: %s", got)
	}
	if _, err := o.Pool().Exec(t.Context(), "UPDATE training.record SET recorded_by = account_id WHERE source = 'office'"); err == nil {
		t.Error("the database lets somebody write their own record")
	}
}

// require sets the requirement of the training, or changes it.
func (o *office) require(t testing.TB, in training.SetRequirement) error {
	t.Helper()
	known, err := o.room.Requirements(t.Context())
	must(t, err)
	if len(known) > 0 {
		in.ID, in.Version = &known[0].ID, &known[0].Newest
	}
	_, err = o.room.SetRequirement(o.eva, in)
	return err
}

// owes is how somebody stands to the only requirement.
func (o *office) owes(t testing.TB, who context.Context) training.Standing {
	t.Helper()
	list, err := o.room.Of(t.Context(), identity.ViewerFrom(who).AccountID)
	must(t, err)
	return list[0].Standing
}

func TestTheNextSessionOfATraining(t *testing.T) {
	t.Parallel()
	o := open(t)
	next, err := o.NextSession(t.Context(), o.training.ID)
	if next != nil || err != nil {
		t.Fatal(next, err)
	}
	c := o.course(t)
	full := o.session(t, c, 1, 0, "2027-01-05")
	later := o.session(t, c, 1, 0, "2027-01-20")
	o.enrol(t, o.boss, full)
	next, err = o.NextSession(t.Context(), o.training.ID)
	must(t, err)
	if next.ID != later.ID {
		t.Errorf("sent to a full one: %+v", next)
	}
}
