package courses_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ankunft/ankunft/modules/courses"
	"github.com/ankunft/ankunft/modules/identity"
)

// colleagues are so many of a team.
func (o *office) colleagues(t testing.TB, team string, n int) []context.Context {
	t.Helper()
	list := make([]context.Context, n)
	for i := range list {
		list[i] = o.staff(t, fmt.Sprintf("%s-%d", team, i), identity.Clerk, team)
	}
	return list
}

// held is a session of a course of its own, to which people went.
func (o *office) held(t testing.TB, title, day string, cents int64, people ...context.Context) *courses.Session {
	t.Helper()
	se := o.session(t, o.course(t, func(in *courses.KeepCourse) { in.Title = title }), 40, cents, day)
	for _, who := range people {
		own := o.enrol(t, who, se)
		if cents > 0 {
			must(t, o.Approve(o.eva, courses.ApproveEnrolment{Enrolment: own.ID}))
		}
	}
	return se
}

// year is the report of 2027 once the hourly job has run.
func (o *office) year(t testing.TB) *courses.Year {
	t.Helper()
	must(t, o.Due(t.Context()))
	y, err := o.Year(o.eva, 2027)
	must(t, err)
	return y
}

// shown are the names of those whose figures are shown.
func shown(list []courses.Figures) (names []string) {
	for _, g := range list {
		if g.People != nil {
			names = append(names, g.Name)
		}
	}
	return names
}

func TestAHalfYearTellsNothingOfAFew(t *testing.T) {
	t.Parallel()
	o := open(t)
	family, study, school, work := o.clerks(t, 6), o.colleagues(t, "study", 2), o.colleagues(t, "school", 4), o.colleagues(t, "work", 7)
	for i := range 3 {
		o.staff(t, fmt.Sprintf("post-%d", i), identity.Mailroom)
	}
	council := o.staff(t, "council", identity.Council)
	all := slices.Concat(family, study, school, work)
	listening := o.held(t, "=Zuhören", "2027-02-01", 0, all...)
	coaching := o.held(t, "Coaching", "2027-02-03", 80_00, study...)
	english := o.held(t, "Englisch", "2027-02-05", 0, slices.Concat(family, work)...)
	o.finish(t, listening, all...)
	o.finish(t, coaching, study...)
	o.finish(t, english, slices.Concat(family, work)...)
	o.on(time.July, 2)
	half := o.year(t).HalfYears[0]
	if half.From.String() != "2027-01-01" || *half.All.People != 19 || *half.All.Times != 34 || *half.All.Cents != 160_00 || half.All.Staff != 25 {
		t.Errorf("%+v", half.All)
	}
	// Those of "study" and "school" are too few, and nobody of those without a team was there. Six of the seven of "family" would tell of the seventh.
	if got := shown(half.Teams); !slices.Equal(got, []string{"work"}) {
		t.Errorf("shown of teams: %v", got)
	}
	// Hidden alone, "Coaching" would be what is missing from the whole: so the next smallest is hidden with it.
	if got := shown(half.Courses); !slices.Equal(got, []string{"=Zuhören"}) {
		t.Errorf("shown of courses: %v", got)
	}
	body, err := o.CSV(council, 2027)
	must(t, err)
	for _, line := range []string{
		"2027-01-01;all;;3;120;25;19;34;160,00\r\n", "2027-01-01;course;Coaching;1;40;25;hidden;hidden;hidden\r\n", "2027-01-01;team;study;0;0;2;hidden;hidden;hidden\r\n",
		"2027-01-01;team;family;0;0;7;hidden;hidden;hidden\r\n", "2027-01-01;team;work;0;0;7;7;14;0,00\r\n", ";'=Zuhören;",
	} {
		if !strings.Contains(string(body), line) {
			t.Errorf("no %q in\n%s", line, body)
		}
	}
	if _, err := o.Pool().Exec(t.Context(), "UPDATE courses.figures SET people = 3, times = 3, cents = 0 WHERE people IS NULL"); err == nil {
		t.Error("the database keeps figures of three people")
	}
	_, err = o.Year(family[0], 2027)
	wants(t, err, courses.ErrNone)
	_, err = o.Year(council, 1)
	wants(t, err, courses.ErrInput, "year:out_of_range")
}

func TestTheSameFewInTwoCoursesAreFew(t *testing.T) {
	t.Parallel()
	o := open(t)
	family, post := o.clerks(t, 8), o.colleagues(t, "post", 12)
	sessions := []*courses.Session{
		o.held(t, "Coaching", "2027-02-01", 0, family[:3]...), o.held(t, "Moderation", "2027-02-02", 0, family[:3]...),
		o.held(t, "Englisch", "2027-02-03", 0, family[:6]...), o.held(t, "Zuhören", "2027-02-04", 0, slices.Concat(family, post[:7])...),
	}
	o.finish(t, sessions[0], family[:3]...)
	o.finish(t, sessions[1], family[:3]...)
	o.finish(t, sessions[2], family[:6]...)
	o.finish(t, sessions[3], slices.Concat(family, post[:7])...)
	o.on(time.July, 2)
	if got := shown(o.year(t).HalfYears[0].Courses); !slices.Equal(got, []string{"Zuhören"}) { // the three with those of "Englisch" are six
		t.Errorf("shown: %v", got)
	}
}

// Two reports a day apart are the same: nothing is told of what is not over, and nothing changes afterwards.
func TestFiguresAreWrittenOnce(t *testing.T) {
	t.Parallel()
	o := open(t)
	family, work := o.clerks(t, 6), o.colleagues(t, "work", 9)
	first := o.held(t, "Zuhören", "2027-02-01", 0, family...)
	late := o.held(t, "Englisch", "2027-06-29", 10_00, family...)
	o.finish(t, first, family...)
	if y := o.year(t); len(y.HalfYears) != 0 {
		t.Fatalf("what runs along is shown: %+v", y)
	}
	o.on(time.July, 1)
	if y := o.year(t); len(y.HalfYears) != 0 {
		t.Fatalf("told on the first day: %+v", y)
	}
	o.on(time.July, 2)
	before := o.year(t)
	if len(before.HalfYears) != 1 || *before.HalfYears[0].All.People != 6 || *before.HalfYears[0].All.Cents != 0 {
		t.Fatalf("%+v", before)
	}
	// A list that is closed late, and colleagues who come, are of the next half-year.
	done, err := o.Finish(o.eva, courses.FinishSession{Session: late.ID, Version: o.now(t, late).Version})
	must(t, err)
	o.colleagues(t, "work", len(work)+3)
	if after := o.year(t); len(after.HalfYears) != 1 || *after.HalfYears[0].All.People != 6 || *after.HalfYears[0].All.Cents != 0 || after.HalfYears[0].All.Staff != before.HalfYears[0].All.Staff {
		t.Errorf("changed by the list of %s: %+v", done.StartsAt, after)
	}
	o.Clock.Set(time.Date(2028, 1, 2, 8, 0, 0, 0, time.UTC))
	if y := o.year(t); len(y.HalfYears) != 2 || y.HalfYears[1].All.People != nil || len(y.HalfYears[1].Courses) != 1 { // nobody was there
		t.Errorf("%+v", y)
	}
}
