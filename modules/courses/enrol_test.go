package courses_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ankunft/ankunft/modules/budgets"
	"github.com/ankunft/ankunft/modules/courses"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/errs"
)

// Five hundred want one of twenty places at the same moment: twenty have one, the others wait in the order in which they were taken, and each is told once.
func TestFiveHundredAtOnceForTwentyPlaces(t *testing.T) {
	t.Parallel()
	const people, places = 500, 20
	o := open(t)
	clerks := o.clerks(t, people)
	se := o.session(t, o.course(t), places, 0, "2027-02-01")
	var wg sync.WaitGroup
	gate := make(chan struct{})
	states := make([]courses.State, people)
	for i, who := range clerks {
		wg.Go(func() {
			<-gate
			own, err := o.Enrol(who, se.ID)
			if err != nil {
				t.Error(err)
				return
			}
			states[i] = own.State
		})
	}
	close(gate)
	wg.Wait()
	list, err := o.Participants(o.eva, se.ID)
	must(t, err)
	if len(list) != people {
		t.Fatalf("%d of %d are known", len(list), people)
	}
	for i, p := range list {
		want := courses.Waiting
		if i < places {
			want = courses.Enrolled
		}
		if p.Position != i+1 || p.State != want {
			t.Fatalf("number %d has position %d and is %s, want %s", i+1, p.Position, p.State, want)
		}
	}
	count := map[courses.State]int{}
	for _, s := range states {
		count[s]++
	}
	if count[courses.Enrolled] != places || count[courses.Waiting] != people-places || o.now(t, se).Taken != places {
		t.Errorf("they heard %v, %d are taken", count, o.now(t, se).Taken)
	}
	o.RunJobs(t)
	in := 0
	for i := range people {
		mails := o.mails.Sent(fmt.Sprintf("clerk%03d@example.org", i))
		if len(mails) != 1 {
			t.Fatalf("number %d got %d mails", i, len(mails))
		}
		if strings.HasPrefix(mails[0].Subject, "Sie haben einen Platz") {
			in++
		}
	}
	if in != places {
		t.Errorf("%d were told that they have a place", in)
	}
}

func TestWhoWaitsMovesUpByItself(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerks := o.clerks(t, 4)
	se := o.session(t, o.course(t), 1, 0, "2027-02-01")
	var owns []*courses.Own
	for _, who := range clerks {
		owns = append(owns, o.enrol(t, who, se))
	}
	if owns[0].State != courses.Enrolled || owns[1].State != courses.Waiting || owns[1].Ahead != 0 || owns[3].Ahead != 2 {
		t.Fatalf("%+v", owns)
	}
	if _, err := o.Enrol(clerks[0], se.ID); err == nil {
		t.Error("enrolled twice")
	} else {
		wants(t, err, courses.ErrTwice)
	}
	_, err := o.Cancel(clerks[1], owns[0].ID)
	wants(t, err, courses.ErrNone) // another's place
	_, err = o.Cancel(clerks[1], owns[1].ID)
	must(t, err)
	_, err = o.Cancel(clerks[0], owns[0].ID)
	must(t, err)
	_, err = o.Cancel(clerks[0], owns[0].ID) // twice is no fault
	must(t, err)
	for i, want := range []courses.State{courses.Cancelled, courses.Cancelled, courses.Enrolled, courses.Waiting} {
		if got := o.stands(t, clerks[i], se); got != want {
			t.Errorf("number %d is %s, want %s", i, got, want)
		}
	}
	o.wantTold(t, "clerk002", "Sie sind nachgerückt: Zuhören lernen") // that they waited is no longer so
	again := o.enrol(t, clerks[0], se)
	if again.State != courses.Waiting || again.Ahead != 1 {
		t.Errorf("came back before those who wait: %+v", again.Enrolment)
	}
	// More places let the next in.
	_, err = o.Move(o.eva, courses.MoveSession{Session: se.ID, Version: o.now(t, se).Version, Places: to(2)})
	must(t, err)
	o.wantTold(t, "clerk003", "Warteliste: Zuhören lernen", "Sie sind nachgerückt: Zuhören lernen")
	if _, err := o.Move(o.eva, courses.MoveSession{Session: se.ID, Version: o.now(t, se).Version, Places: to(1)}); err == nil {
		t.Error("fewer places than are taken")
	}
}

func TestOneCancelsByOneselfUntilADay(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerks := o.clerks(t, 3)
	se := o.session(t, o.course(t), 2, 0, "2027-02-15")
	for _, who := range clerks {
		o.enrol(t, who, se)
	}
	o.RunJobs(t)
	o.Clock.Set(time.Date(2027, 2, 8, 8, 0, 0, 0, time.UTC)) // the seventh day before has begun
	_, err := o.Cancel(clerks[0], o.enrolment(t, clerks[0], se))
	wants(t, err, courses.ErrLate)
	_, err = o.Cancel(clerks[2], o.enrolment(t, clerks[2], se)) // who only waits may go
	must(t, err)
	_, err = o.Remove(o.eva, o.enrolment(t, clerks[0], se))
	must(t, err)
	o.wantTold(t, "clerk000", "Sie haben einen Platz: Zuhören lernen", "Abgemeldet: Zuhören lernen")
	o.Clock.Set(se.EndsAt)
	_, err = o.Remove(o.eva, o.enrolment(t, clerks[1], se))
	wants(t, err, courses.ErrOver)
	_, err = o.Cancel(clerks[1], o.enrolment(t, clerks[1], se))
	wants(t, err, courses.ErrOver)
	_, err = o.Enrol(clerks[0], se.ID)
	wants(t, err, courses.ErrOver)
	_, err = o.CallOff(o.eva, courses.CancelSession{Session: se.ID, Version: o.now(t, se).Version})
	wants(t, err, courses.ErrOver)
}

func TestDatesThatOverlapAreWarnedOf(t *testing.T) {
	t.Parallel()
	o := open(t)
	who := o.clerks(t, 1)[0]
	first := o.session(t, o.course(t), 5, 0, "2027-02-01", "2027-02-02")
	other := o.course(t, func(in *courses.KeepCourse) { in.Title, in.Training = "Englisch B2", nil })
	o.session(t, other, 5, 0, "2027-02-02", "2027-02-03")
	o.enrol(t, who, first)
	offers, err := o.Catalogue(who)
	must(t, err)
	if len(offers) != 2 || offers[0].Title != "Englisch B2" || len(offers[0].Sessions[0].Clashes) != 1 || offers[0].Sessions[0].Clashes[0] != "Zuhören lernen" || len(offers[1].Sessions[0].Clashes) != 0 {
		t.Fatalf("%+v", offers)
	}
	if offers[1].Sessions[0].Mine == nil || offers[0].Sessions[0].Mine != nil {
		t.Error("the own place is not the own")
	}
	own := o.enrol(t, who, offers[0].Sessions[0].Session) // warned, not refused
	if len(own.Session.Clashes) != 1 || own.State != courses.Enrolled {
		t.Errorf("%+v", own)
	}
}

func TestWhatAPlanMustSay(t *testing.T) {
	t.Parallel()
	o := open(t)
	c := o.course(t)
	for name, x := range map[string]struct {
		change func(*courses.PlanSession)
		fields []string
	}{
		"no places": {func(in *courses.PlanSession) { in.Places = 0 }, []string{"places:out_of_range"}},
		"past":      {func(in *courses.PlanSession) { in.Days[0] = day(t, "2026-11-23") }, []string{"days[0]:past"}},
		"no days":   {func(in *courses.PlanSession) { in.Days = nil }, []string{"days:required"}},
		"overlap":   {func(in *courses.PlanSession) { in.Days = append(in.Days, in.Days[0]) }, []string{"days:overlap"}},
		"nowhere":   {func(in *courses.PlanSession) { in.Place = nil }, []string{"place:required"}},
		"no link":   {func(in *courses.PlanSession) { in.Video = to("javascript:alert(1)") }, []string{"video:format"}},
		"all wrong": {func(in *courses.PlanSession) {
			in.Places, in.Place, in.Cents, in.Days[0].ToMinute = 501, nil, to(int64(-1)), 500
		}, []string{"places:out_of_range", "place:required", "cents:out_of_range", "days[0]:no_time"}},
		"many words": {func(in *courses.PlanSession) { in.Place = to(strings.Repeat("ü", 201)) }, []string{"place:too_long"}},
	} {
		in := courses.PlanSession{Course: c.ID, Places: 3, Place: to("Raum 4"), Days: []courses.DayIn{day(t, "2027-02-01")}}
		x.change(&in)
		_, err := o.Plan(o.eva, in)
		t.Log(name)
		wants(t, err, courses.ErrInput, x.fields...)
	}
	_, err := o.KeepCourse(o.eva, courses.KeepCourse{Title: " ", Form: "other", Subject: "cooking", Level: to("B2"), Link: to("http://x"), CancelDays: to(61)})
	wants(t, err, courses.ErrInput, "title:required", "form:unknown", "subject:unknown", "level:unknown", "link:format", "cancelDays:out_of_range")
	_, err = o.KeepCourse(o.eva, courses.KeepCourse{Title: "x", Form: courses.InHouse, Subject: "other", Training: to(c.ID)})
	wants(t, err, courses.ErrInput, "training:unknown")
	must(t, errs.Ignore(o.provider(t, "Akademie"), nil))
	wants(t, o.provider(t, "Akademie"), courses.ErrInput, "name:taken")
}

func (o *office) provider(t testing.TB, name string) error {
	t.Helper()
	_, err := o.KeepProvider(o.eva, courses.KeepProvider{Name: name, External: true})
	return err
}

func TestAMovedSessionIsToldOnce(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerks := o.clerks(t, 2)
	se := o.session(t, o.course(t), 1, 0, "2027-02-01")
	for _, who := range clerks {
		o.enrol(t, who, se)
	}
	o.told(t, "clerk000")
	o.Clock.Set(time.Date(2027, 1, 30, 8, 0, 0, 0, time.UTC))
	must(t, o.Due(t.Context()))
	must(t, o.Due(t.Context()))
	o.wantTold(t, "clerk000", "Sie haben einen Platz: Zuhören lernen", "Bald: Zuhören lernen")
	// It moves after the reminder: that is told once, and near the new day one is reminded again, once.
	move := courses.MoveSession{Session: se.ID, Version: o.now(t, se).Version, Days: []courses.DayIn{day(t, "2027-02-10"), day(t, "2027-02-11")}}
	_, err := o.Move(o.eva, move)
	must(t, err)
	_, err = o.Move(o.eva, move)
	wants(t, err, courses.ErrConflict) // a repeated request
	must(t, o.Due(t.Context()))
	o.wantTold(t, "clerk000", "Sie haben einen Platz: Zuhören lernen", "Bald: Zuhören lernen", "Geändert: Zuhören lernen")
	o.wantTold(t, "clerk001", "Warteliste: Zuhören lernen", "Geändert: Zuhören lernen")
	o.Clock.Set(time.Date(2027, 2, 8, 8, 0, 0, 0, time.UTC))
	must(t, o.Due(t.Context()))
	must(t, o.Due(t.Context()))
	o.RunJobs(t)
	// Another room, two days before: the mail that tells it reminds enough.
	_, err = o.Move(o.eva, courses.MoveSession{Session: se.ID, Version: o.now(t, se).Version, Place: to("Raum 7")})
	must(t, err)
	must(t, o.Due(t.Context()))
	o.wantTold(t, "clerk000", "Sie haben einen Platz: Zuhören lernen", "Bald: Zuhören lernen", "Geändert: Zuhören lernen", "Bald: Zuhören lernen", "Geändert: Zuhören lernen")
	// Fewer days: calendars forget the second. It is changed once more before the mail is written: that is one mail.
	_, err = o.Move(o.eva, courses.MoveSession{Session: se.ID, Version: o.now(t, se).Version, Place: to("Raum 8")})
	must(t, err)
	_, err = o.Move(o.eva, courses.MoveSession{Session: se.ID, Version: o.now(t, se).Version, Days: []courses.DayIn{day(t, "2027-02-12")}, Place: to("Raum 7")})
	must(t, err)
	file := string(o.Calendar(o.now(t, se), false))
	if strings.Count(file, "BEGIN:VEVENT") != 2 || strings.Count(file, "STATUS:CANCELLED") != 1 || strings.Count(file, "SEQUENCE:4") != 2 || !strings.Contains(file, "LOCATION:Raum 7") {
		t.Error(file)
	}
	o.wantTold(t, "clerk000", "Sie haben einen Platz: Zuhören lernen", "Bald: Zuhören lernen", "Geändert: Zuhören lernen", "Bald: Zuhören lernen", "Geändert: Zuhören lernen", "Geändert: Zuhören lernen")
	// Called off: everybody hears it, with what takes it out of the calendar.
	_, err = o.CallOff(o.eva, courses.CancelSession{Session: se.ID, Version: o.now(t, se).Version})
	must(t, err)
	o.RunJobs(t)
	mails := o.mails.Sent("clerk000@example.org")
	last := mails[len(mails)-1]
	if last.Subject != "Abgesagt: Zuhören lernen" || len(last.Attachments) != 1 || !strings.Contains(string(last.Attachments[0].Data), "METHOD:CANCEL") {
		t.Errorf("%+v", last)
	}
	if o.stands(t, clerks[0], se) != courses.Cancelled || o.now(t, se).Taken != 0 {
		t.Error("called off, but somebody has a place")
	}
}

func TestItBeginsWithoutWhoWaits(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerks := o.clerks(t, 2)
	se := o.session(t, o.course(t), 1, 0, "2027-02-01")
	for _, who := range clerks {
		o.enrol(t, who, se)
	}
	o.told(t, "clerk001")
	o.Clock.Set(se.StartsAt)
	must(t, o.Due(t.Context()))
	must(t, o.Due(t.Context()))
	o.wantTold(t, "clerk001", "Warteliste: Zuhören lernen", "Kein Platz frei geworden: Zuhören lernen")
	if _, err := o.Remove(o.eva, o.enrolment(t, clerks[0], se)); err != nil { // it has begun: nobody moves up any more
		t.Error(err)
	}
	if got := o.stands(t, clerks[1], se); got != courses.Unplaced {
		t.Error(got)
	}
}

func TestWhoMayNotLearnHereSeesNothing(t *testing.T) {
	t.Parallel()
	o := open(t)
	se := o.session(t, o.course(t, approved), 1, 0, "2027-02-01")
	who := o.clerks(t, 1)[0]
	own := o.enrol(t, who, se)
	stranger := o.staff(t, "stranger", identity.Lead, "study")
	list, err := o.Requests(stranger)
	must(t, err)
	if len(list) != 0 {
		t.Errorf("the lead of another team sees %+v", list)
	}
	wants(t, o.Approve(stranger, courses.ApproveEnrolment{Enrolment: own.ID}), courses.ErrNone)
	wants(t, o.Approve(who, courses.ApproveEnrolment{Enrolment: own.ID}), courses.ErrNone)
	if mine, err := o.Mine(stranger); err != nil || len(mine) != 0 {
		t.Error(mine, err)
	}
}

// Nobody who did not choose the place or its days pays for them: who moves up, or whose session moves, leaves until it begins; who is approved late has the notice from then on.
func TestWhoDidNotChooseItLeavesUntilItBegins(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerks := o.clerks(t, 3)
	_, err := o.money.Set(o.boss, budgets.SetBudget{Purpose: courses.Purpose, Year: 2027, Team: "family", Cents: 1000_00})
	must(t, err)
	se := o.session(t, o.course(t), 2, 100_00, "2027-02-15")
	for _, who := range clerks {
		must(t, o.Approve(o.boss, courses.ApproveEnrolment{Enrolment: o.enrol(t, who, se).ID}))
	}
	at := func(day string) {
		d, err := clock.ParseDate(day)
		must(t, err)
		o.Clock.Set(clock.Wall(d, 480, false))
	}
	at("2027-02-12") // long after the last day for cancelling
	_, err = o.Cancel(clerks[1], o.enrolment(t, clerks[1], se))
	wants(t, err, courses.ErrLate)
	_, err = o.Remove(o.eva, o.enrolment(t, clerks[0], se))
	must(t, err)
	o.wantTold(t, "clerk002", "Sie sind nachgerückt: Zuhören lernen")
	mine, err := o.Mine(clerks[2])
	must(t, err)
	if mine[0].State != courses.Enrolled || !mine[0].Session.CancelUntil().Equal(se.StartsAt) || !slices.Contains(mine[0].Permitted(), "cancelEnrolment") {
		t.Errorf("moved up: %s, until %s, %v", mine[0].State, mine[0].Session.CancelUntil(), mine[0].Permitted())
	}
	_, err = o.Cancel(clerks[2], mine[0].ID)
	must(t, err)
	// The day moves, for those who had a place of their own choice.
	_, err = o.Move(o.eva, courses.MoveSession{Session: se.ID, Version: o.now(t, se).Version, Days: []courses.DayIn{day(t, "2027-02-16")}})
	must(t, err)
	at("2027-02-16")
	_, err = o.Cancel(clerks[1], o.enrolment(t, clerks[1], se))
	must(t, err)
	if bound, spent := o.standing(t); bound != 0 || spent != 0 {
		t.Errorf("%d bound, %d spent", bound, spent)
	}
	// Approved four days before it begins, the three days of notice run from the mail.
	near := o.session(t, o.course(t, func(in *courses.KeepCourse) { in.CancelDays = to(3) }), 1, 100_00, "2027-02-24")
	own := o.enrol(t, clerks[0], near)
	at("2027-02-20")
	must(t, o.Approve(o.boss, courses.ApproveEnrolment{Enrolment: own.ID}))
	at("2027-02-23")
	_, err = o.Cancel(clerks[0], own.ID)
	must(t, err)
}
