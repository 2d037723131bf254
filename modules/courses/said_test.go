package courses_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/ankunft/ankunft/modules/courses"
)

// attended is a session of 1 February 2027 with people who were there.
func (o *office) attended(t testing.TB, people []context.Context) *courses.Session {
	t.Helper()
	se := o.session(t, o.course(t), len(people)+1, 0, "2027-02-01")
	for _, who := range people {
		o.enrol(t, who, se)
	}
	return o.finish(t, se, people...)
}

// says has somebody say how a session was, as long as they are asked.
func (o *office) says(t testing.TB, who context.Context, se *courses.Session, useful int) error {
	t.Helper()
	own, err := o.Say(who, courses.GiveFeedback{Enrolment: o.enrolment(t, who, se), Useful: useful, WellGiven: 2, Remark: to("Gut")})
	if err == nil && slices.Contains(own.Permitted(), "giveCourseFeedback") {
		t.Error("asked again")
	}
	return err
}

func (o *office) said(t testing.TB, se *courses.Session) *courses.Feedback {
	t.Helper()
	f, err := o.Feedback(o.eva, o.now(t, se))
	must(t, err)
	return f
}

// on sets the clock to nine on a day.
func (o *office) on(month time.Month, day int) {
	o.Clock.Set(time.Date(2027, month, day, 8, 0, 0, 0, time.UTC))
}

// Whoever looks before and after the sixth answers knows what the sixth said: so nobody sees anything until nobody can say more.
func TestWhatWasSaidIsToldAllAtOnce(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerks := o.clerks(t, 7)
	se := o.attended(t, clerks[:6])
	for i, who := range clerks[:5] {
		must(t, o.says(t, who, se, 4))
		if f := o.said(t, se); f.Answers != 0 || f.Useful != 0 || len(f.Remarks) != 0 || f.ToldFrom == nil {
			t.Fatalf("after %d answers: %+v", i+1, f)
		}
	}
	wants(t, o.says(t, clerks[0], se, 1), courses.ErrOver)
	_, err := o.Say(clerks[0], courses.GiveFeedback{Enrolment: o.enrolment(t, clerks[1], se), Useful: 1, WellGiven: 1})
	wants(t, err, courses.ErrNone) // another's
	_, err = o.Say(clerks[0], courses.GiveFeedback{Enrolment: o.enrolment(t, clerks[0], se), WellGiven: 5})
	wants(t, err, courses.ErrInput, "useful:out_of_range", "wellGiven:out_of_range")
	o.on(time.February, 28)
	if f := o.said(t, se); f.Answers != 0 {
		t.Errorf("the day before: %+v", f)
	}
	o.on(time.March, 1)
	if f := o.said(t, se); f.Answers != 5 || f.Useful != 4 || f.WellGiven != 2 || len(f.Remarks) != 5 || f.ToldFrom != nil {
		t.Errorf("%+v", f)
	}
	wants(t, o.says(t, clerks[5], se, 1), courses.ErrOver) // it would change what is told
}

func TestFourAnswersAreNotTold(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerks := o.clerks(t, 6)
	se := o.attended(t, clerks[:5])
	for _, who := range clerks[:4] {
		must(t, o.says(t, who, se, 1))
	}
	o.on(time.March, 1)
	if f := o.said(t, se); f.Answers != 0 || f.Useful != 0 || len(f.Remarks) != 0 || f.ToldFrom != nil {
		t.Errorf("%+v", f)
	}
}

// Who may read the database's own columns joins no answer to a person: all marks and all that was said of a session are of one transaction.
func TestTransactionsTellNotWhoSaidWhat(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerks := o.clerks(t, 6)
	se := o.attended(t, clerks)
	for i, who := range clerks[:5] {
		must(t, o.says(t, who, se, 1+i%4))
	}
	o.on(time.May, 2)
	must(t, o.Due(t.Context()))
	for _, who := range clerks[:3] {
		mine, err := o.Questions(who)
		must(t, err)
		must(t, o.AnswerEffect(who, courses.AnswerEffect{ID: mine[0].ID, Helps: 2}))
	}
	var rows, transactions int
	must(t, o.Pool().QueryRow(t.Context(), `SELECT count(*), count(DISTINCT x) FROM (SELECT xmin::text AS x FROM courses.enrolment WHERE session_id = $1
UNION ALL SELECT xmin::text FROM courses.feedback WHERE session_id = $1) all_rows`, se.ID).Scan(&rows, &transactions))
	if rows != 6+5+3 || transactions != 1 {
		t.Errorf("%d rows of %d transactions", rows, transactions)
	}
	var entries int
	must(t, o.Pool().QueryRow(t.Context(), "SELECT count(*) FROM audit.entry WHERE action LIKE '%feedback%' OR action LIKE '%effect%'").Scan(&entries))
	if entries != 0 {
		t.Errorf("%d entries of the trail tell who said something", entries)
	}
}

// Three months later those who attended are asked one question, once; nobody is asked about them.
func TestWhatItBroughtIsAskedOfThePersonAlone(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerks := o.clerks(t, 6)
	se := o.attended(t, clerks[:5])
	o.on(time.April, 30)
	must(t, o.Due(t.Context()))
	if mine, err := o.Questions(clerks[0]); err != nil || len(mine) != 0 {
		t.Error("asked too early:", mine, err)
	}
	o.on(time.May, 2)
	must(t, o.Due(t.Context()))
	must(t, o.Due(t.Context()))
	o.wantTold(t, "boss")
	o.wantTold(t, "clerk000", "Sie haben einen Platz: Zuhören lernen", "Was hat es gebracht? Zuhören lernen") // how it was is told by now: nobody is asked any more
	mine, err := o.Questions(clerks[0])
	must(t, err)
	if len(mine) != 1 || mine[0].Title != "Zuhören lernen" {
		t.Fatalf("%+v", mine)
	}
	wants(t, o.AnswerEffect(o.boss, courses.AnswerEffect{ID: mine[0].ID, Helps: 4}), courses.ErrNone) // another's question
	for i, who := range clerks[:5] {
		own, err := o.Questions(who)
		must(t, err)
		must(t, o.AnswerEffect(who, courses.AnswerEffect{ID: own[0].ID, Helps: 2 + i%2}))
		wants(t, o.AnswerEffect(who, courses.AnswerEffect{ID: own[0].ID, Helps: 3}), courses.ErrOver)
	}
	if f := o.said(t, se); f.EffectAnswers != 0 || f.EffectFrom == nil {
		t.Errorf("told at once: %+v", f)
	}
	o.on(time.May, 29)
	if f := o.said(t, se); f.EffectAnswers != 5 || f.Helps != 2.4 || f.Answers != 0 {
		t.Errorf("%+v", f)
	}
}

func (o *office) count(t testing.TB, query string, args ...any) (n int) {
	t.Helper()
	must(t, o.Pool().QueryRow(t.Context(), query, args...).Scan(&n))
	return n
}

// Who came to nothing, and what was said, is forgotten after a time; what fewer than five said, with the telling.
func TestWhatIsOverIsForgotten(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerks := o.clerks(t, 8)
	se := o.session(t, o.course(t, approved), 6, 0, "2027-02-01")
	var owns []*courses.Own
	for _, who := range clerks {
		owns = append(owns, o.enrol(t, who, se))
	}
	for _, own := range owns[:6] {
		must(t, o.Approve(o.boss, courses.ApproveEnrolment{Enrolment: own.ID}))
	}
	must(t, o.Decline(o.boss, courses.DeclineEnrolment{Enrolment: owns[6].ID, Reason: "Im Frühjahr wieder"}))
	_, err := o.Cancel(clerks[7], owns[7].ID)
	must(t, err)
	o.finish(t, se, clerks[:5]...) // the sixth missed it
	for _, who := range clerks[:5] {
		must(t, o.says(t, who, se, 3))
	}
	o.on(time.May, 2)
	must(t, o.Due(t.Context()))
	for _, who := range clerks[:4] {
		mine, err := o.Questions(who)
		must(t, err)
		must(t, o.AnswerEffect(who, courses.AnswerEffect{ID: mine[0].ID, Helps: 2}))
	}
	must(t, o.Due(t.Context()))
	if n := o.count(t, "SELECT count(*) FROM courses.feedback"); n != 5+4 {
		t.Errorf("%d answers before all was told", n)
	}
	o.on(time.June, 1)
	must(t, o.Due(t.Context()))
	if n, few := o.count(t, "SELECT count(*) FROM courses.feedback"), o.count(t, "SELECT count(*) FROM courses.feedback WHERE helps IS NOT NULL"); n != 5 || few != 0 {
		t.Errorf("%d answers, %d of the four", n, few)
	}
	o.Clock.Set(time.Date(2029, 2, 1, 8, 0, 0, 0, time.UTC))
	must(t, o.Due(t.Context()))
	if n := o.count(t, "SELECT count(*) FROM courses.enrolment"); n != 8 {
		t.Errorf("%d of 8 are known before it is time", n)
	}
	o.Clock.Set(time.Date(2029, 2, 3, 8, 0, 0, 0, time.UTC))
	must(t, o.Due(t.Context()))
	if n, there := o.count(t, "SELECT count(*) FROM courses.enrolment"), o.count(t, "SELECT count(*) FROM courses.enrolment WHERE state = 'attended'"); n != 5 || there != 5 {
		t.Errorf("%d are known, %d attended", n, there)
	}
	if n := o.count(t, "SELECT count(*) FROM courses.feedback"); n != 0 {
		t.Errorf("%d answers of long ago", n)
	}
}
