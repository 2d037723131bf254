package surveys_test

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/surveys"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/page"
)

func TestASurveyFromAskingToItsResult(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerks := o.team(t, "study", 9)
	s := o.ask(t, pulse("study"))
	if s.People != 9 || s.StateOn(today) != surveys.Open || s.Mine || len(s.Questions) != 3 {
		t.Fatalf("%+v", s)
	}
	o.on(t, today)
	for i, v := range clerks[:8] {
		o.takesPart(t, s, v, 1+i/2, 1, []string{"Mehr Ruhe", "Mehr Zeit"}[i%2])
	}
	o.on(t, lastDay)
	if got := o.read(t, clerks[0], s.ID); got.Answers != nil || got.Questions[0].Shares != nil || got.StateOn(lastDay) != surveys.Open {
		t.Errorf("something is told before the end: %+v", got)
	}
	o.on(t, counting.AddDays(-1))
	if got := o.read(t, clerks[8], s.ID); got.StateOn(counting.AddDays(-1)) != surveys.Closing || got.PrivateKey != nil || got.AnswerKey == nil {
		t.Errorf("after the last day: %+v", got)
	}
	o.on(t, counting)
	got := o.read(t, clerks[8], s.ID)
	if got.StateOn(counting) != surveys.Counted || got.Answers == nil || *got.Answers != 7 || got.AnswerKey != nil {
		t.Fatalf("the result: %+v", got)
	}
	if want := []int{0, 25, 25, 25, 25, 0}; !slices.Equal(got.Questions[0].Shares, want) {
		t.Errorf("%v, not %v", got.Questions[0].Shares, want)
	}
	if want := []int{0, 100, 0, 0}; !slices.Equal(got.Questions[1].Shares, want) {
		t.Errorf("%v, not %v", got.Questions[1].Shares, want)
	}
	if texts := slices.Sorted(slices.Values(got.Questions[2].Remarks)); len(texts) != 8 || texts[0] != "Mehr Ruhe" || texts[7] != "Mehr Zeit" {
		t.Errorf("texts: %v", texts)
	}
	for _, table := range []string{"surveys.answer", "surveys.asked WHERE blinded IS NOT NULL", "surveys.survey WHERE private_key IS NOT NULL OR answer_key IS NOT NULL"} {
		if n := o.count(t, table); n != 0 {
			t.Errorf("%d rows are left of %s", n, table)
		}
	}
	o.on(t, counting.AddDays(1))
	if again := o.read(t, clerks[0], s.ID); !reflect.DeepEqual(again.Questions, got.Questions) || *again.Answers != *got.Answers {
		t.Error("two reports of one survey differ, or two people read different ones")
	}
	o.on(t, counting.AddYears(3).AddDays(1))
	if n := o.count(t, "surveys.survey"); n != 0 {
		t.Error("a survey is kept for ever")
	}
}

// All who are asked get the same mails on the same days, whether they have answered or not; nobody else gets any.
func TestMailsDoNotTellWhoHasAnswered(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerks := o.team(t, "study", 8)
	o.team(t, "work", 7)
	s := o.ask(t, pulse("study"))
	o.on(t, today)
	for i, v := range clerks[:7] {
		o.takesPart(t, s, v, 1+i%5, 0, "")
	}
	if _, err := o.people.Lock(as(t, o.hire(t, "admin", identity.Admin)), identity.LockAccount{Account: clerks[0].AccountID}); err != nil {
		t.Fatal(err)
	}
	o.on(t, lastDay.AddDays(-3))
	o.on(t, lastDay.AddDays(-2))
	o.on(t, lastDay)
	o.on(t, counting)
	o.on(t, counting.AddDays(1))
	kinds := func(address string) (list []string) {
		for _, m := range o.mail.Sent(address) {
			list = append(list, m.Subject)
		}
		return list
	}
	want := kinds("study7@amt.example")
	if len(want) != 3 || !strings.HasPrefix(want[1], "Noch bis zum") {
		t.Fatalf("who has not answered got %q", want)
	}
	for _, who := range []string{"study1", "study2", "study6"} {
		if got := kinds(who + "@amt.example"); !slices.Equal(got, want) {
			t.Errorf("%s got %q, not %q", who, got, want)
		}
	}
	if got := kinds("study0@amt.example"); len(got) != 1 {
		t.Errorf("who may not log in any more got %q", got)
	}
	for _, who := range []string{"work0", "arslan"} {
		if got := kinds(who + "@amt.example"); len(got) != 0 {
			t.Errorf("%s got %q", who, got)
		}
	}
}

func TestWithSixPeopleASurveyDoesNotBegin(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.team(t, "family", 6)
	if _, err := o.Ask(as(t, o.council), pulse("family")); !errors.Is(err, surveys.ErrFew) {
		t.Errorf("with six people: %v", err)
	}
	if n := o.count(t, "surveys.survey"); n != 0 {
		t.Error("something was kept")
	}
	o.hire(t, "seventh", identity.Clerk, "family", "study")
	in := pulse("family")
	in.Minimum = 8
	if _, err := o.Ask(as(t, o.council), in); !errors.Is(err, surveys.ErrFew) {
		t.Errorf("with seven people and a minimum of eight: %v", err)
	}
	s := o.ask(t, pulse("family"))
	again := pulse("family")
	again.Key = s.ID
	if same := o.ask(t, again); same.People != 7 || o.count(t, "surveys.survey") != 1 {
		t.Error("the same key again is another survey")
	}
	circles, err := o.Circles(as(t, o.council))
	if want := []surveys.Circle{{Team: "", People: 8}, {Team: "family", People: 7}, {Team: "study", People: 1}}; err != nil || !slices.Equal(circles, want) {
		t.Errorf("%v, %v", circles, err)
	}
}

// Six of nine have answered: nothing is told, not even that they were six, and nothing is left.
func TestTooFewAnswersAreDestroyedUntold(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerks := o.team(t, "study", 9)
	s := o.ask(t, pulse("study"))
	for _, v := range clerks[:6] {
		o.takesPart(t, s, v, 5, 1, "geheim")
	}
	o.on(t, counting)
	got := o.read(t, o.council, s.ID)
	if !got.Counted || got.Answers != nil || got.Questions[0].Shares != nil || got.Questions[2].Remarks != nil {
		t.Errorf("%+v", got)
	}
	if o.count(t, "surveys.answer")+o.count(t, "surveys.result")+o.count(t, "surveys.remark") != 0 {
		t.Error("something is left")
	}
	for _, m := range o.mail.Sent("study0@amt.example") {
		if strings.HasPrefix(m.Subject, "Das Ergebnis") {
			t.Error("a result was told of that is none")
		}
	}
}

// Nine have answered, six of them in words: these are destroyed.
func TestTextsHaveAThresholdOfTheirOwn(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerks := o.team(t, "study", 9)
	s := o.ask(t, pulse("study"))
	for i, v := range clerks {
		o.takesPart(t, s, v, 3, 0, []string{"", "geheim"}[min(i/3, 1)])
	}
	o.on(t, counting)
	got := o.read(t, o.council, s.ID)
	if got.Answers == nil || got.Questions[2].Remarks != nil || o.count(t, "surveys.remark") != 0 {
		t.Errorf("%+v", got)
	}
	if want := []int{100, 0, 0, 0}; !slices.Equal(got.Questions[1].Shares, want) {
		t.Errorf("%v", got.Questions[1].Shares)
	}
}

func TestAllFaultsOfAnInputAreToldAtOnce(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.team(t, "study", 9)
	many := make([]surveys.AskedQuestion, 16)
	for i := range many {
		many[i] = surveys.AskedQuestion{Kind: surveys.Scale, Text: "?"}
	}
	for name, c := range map[string]struct {
		change func(*surveys.Ask)
		faults []string
	}{
		"nothing":           {func(in *surveys.Ask) { *in = surveys.Ask{} }, []string{"key required", "title required", "opensOn past", "questions required"}},
		"days":              {func(in *surveys.Ask) { in.OpensOn, in.ClosesOn = today.AddDays(-1), today.AddDays(-2) }, []string{"opensOn past", "closesOn order"}},
		"for ever":          {func(in *surveys.Ask) { in.ClosesOn = today.AddDays(91) }, []string{"closesOn too_long"}},
		"a team of nobody":  {func(in *surveys.Ask) { in.Teams = []string{"nobody", "*"} }, []string{"teams unknown", "teams unknown"}},
		"below the minimum": {func(in *surveys.Ask) { in.Minimum = 6 }, []string{"minimum out_of_range"}},
		"many questions":    {func(in *surveys.Ask) { in.Questions = many }, []string{"questions too_many"}},
		"questions": {func(in *surveys.Ask) {
			in.Questions = []surveys.AskedQuestion{
				{Kind: "photo", Text: "x"}, {Kind: surveys.Scale, Options: []string{"a"}}, {Kind: surveys.Choice, Text: "x", Options: []string{"a"}},
				{Kind: surveys.Choice, Text: "\u202ex", Options: []string{"a", " a"}}, {Kind: surveys.Choice, Text: "x", Options: []string{"a", ""}},
			}
		}, []string{"questions.0.kind unknown", "questions.1.text required", "questions.1.options unknown", "questions.2.options required",
			"questions.3.text forbidden_characters", "questions.3.options twice", "questions.4.options required"}},
	} {
		in := pulse("study")
		c.change(&in)
		_, err := o.Ask(as(t, o.council), in)
		if got := faults(err); !slices.Equal(got, c.faults) {
			t.Errorf("%s: %q, not %q (%v)", name, got, c.faults, err)
		}
	}
}

func faults(err error) (list []string) {
	var e *errs.Error
	if errors.As(err, &e) {
		for _, f := range e.Fields {
			list = append(list, f.Path+" "+f.Code)
		}
	}
	return list
}

// Who is not asked sees nothing, who is asked sees it from the first day; who may ask sees all of it but a result that is not there.
func TestWhoSeesASurvey(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerks := o.team(t, "study", 7)
	stranger := o.hire(t, "otto", identity.Frontdesk)
	in := pulse("study")
	in.OpensOn, in.ClosesOn = today.AddDays(2), today.AddDays(2)
	s := o.ask(t, in)
	sees := func(v *identity.Viewer) bool {
		t.Helper()
		_, err := o.Survey(as(t, v), s.ID)
		if err != nil && !errors.Is(err, surveys.ErrNone) {
			t.Fatal(err)
		}
		list, err2 := o.Surveys(as(t, v), page.Args{})
		if err2 != nil || (err == nil) != (len(list.Items) == 1) {
			t.Fatal("the list says something else:", list, err2)
		}
		return err == nil
	}
	if !sees(o.council) || sees(clerks[0]) || sees(stranger) {
		t.Error("before the first day")
	}
	o.on(t, in.OpensOn)
	if !sees(o.council) || !sees(clerks[0]) || sees(stranger) || sees(&identity.Viewer{}) {
		t.Error("on the first day")
	}
	if _, err := o.Sign(as(t, stranger), s.ID, make([]byte, 384)); !errors.Is(err, surveys.ErrNone) {
		t.Error("a stranger's token:", err)
	}
	if _, err := o.Sign(as(t, o.council), s.ID, make([]byte, 384)); !errors.Is(err, surveys.ErrNone) {
		t.Error("the asker's token, who is not asked:", err)
	}
	if got := o.read(t, clerks[0], s.ID).Permitted(clerks[0], in.OpensOn); !slices.Equal(got, []string{"signSurvey"}) {
		t.Error(got)
	}
}

func TestSurveysArePaged(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerks := o.team(t, "study", 7)
	var want []uuid.UUID
	for i := range 3 {
		in := pulse("study")
		in.ClosesOn = in.OpensOn.AddDays(i)
		want = append(want, o.ask(t, in).ID)
	}
	slices.Reverse(want)
	var got []uuid.UUID
	for args := (page.Args{First: 2}); ; {
		list, err := o.Surveys(as(t, clerks[0]), args)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range list.Items {
			got = append(got, s.ID)
		}
		if args.After = list.Next; args.After == "" {
			break
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("%v, not %v", got, want)
	}
}

func TestWhatIsWithdrawnIsDestroyedUnread(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerks := o.team(t, "study", 8)
	s := o.ask(t, pulse("study"))
	o.takesPart(t, s, clerks[0], 1, 1, "geheim")
	late := o.signed(t, s, clerks[1], said(2, 2, ""))
	if _, err := o.Withdraw(as(t, o.council), surveys.WithdrawSurvey{ID: s.ID, Version: s.Version + 1}); !errors.Is(err, surveys.ErrConflict) {
		t.Error("another version:", err)
	}
	got, err := o.Withdraw(as(t, o.council), surveys.WithdrawSurvey{ID: s.ID, Version: s.Version})
	if err != nil || got.StateOn(today) != surveys.Withdrawn || got.PrivateKey != nil || got.AnswerKey != nil {
		t.Fatal(got, err)
	}
	if o.count(t, "surveys.answer")+o.count(t, "surveys.asked WHERE blinded IS NOT NULL") != 0 {
		t.Error("something is left")
	}
	if err := o.HandIn(nobody(t), late); !errors.Is(err, surveys.ErrOver) {
		t.Error("an answer afterwards:", err)
	}
	if _, err := o.Sign(as(t, clerks[2]), s.ID, draw(t, s).blinded); !errors.Is(err, surveys.ErrOver) {
		t.Error("a signature afterwards:", err)
	}
	if _, err := o.Withdraw(as(t, o.council), surveys.WithdrawSurvey{ID: s.ID, Version: got.Version}); !errors.Is(err, surveys.ErrOver) {
		t.Error("once more:", err)
	}
	o.on(t, counting)
	if got := o.read(t, clerks[0], s.ID); got.Counted || got.StateOn(counting) != surveys.Withdrawn {
		t.Error("it was counted after all")
	}
}

func TestWhatFollowsIsSeenByThoseWhoWereAsked(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerks := o.team(t, "study", 7)
	s := o.ask(t, pulse("study"))
	in := surveys.KeepMeasure{Survey: s.ID, ID: uuid.New(), Title: " Mehr Ruhe im Großraum ", Owner: o.council.AccountID, DueOn: counting.AddDays(30), State: "open"}
	if _, err := o.KeepMeasure(as(t, o.council), in); !errors.Is(err, surveys.ErrOver) {
		t.Error("before the end:", err)
	}
	for _, v := range clerks {
		o.takesPart(t, s, v, 1, 1, "")
	}
	o.on(t, counting)
	for range 2 { // the same again is the same
		if _, err := o.KeepMeasure(as(t, o.council), in); err != nil {
			t.Fatal(err)
		}
	}
	in.Version, in.State, in.Note = 1, "done", "Seit Montag"
	if _, err := o.KeepMeasure(as(t, o.council), in); err != nil {
		t.Fatal(err)
	}
	in.Version, in.State = 1, "dropped"
	if _, err := o.KeepMeasure(as(t, o.council), in); !errors.Is(err, surveys.ErrConflict) {
		t.Error("somebody was faster:", err)
	}
	o.RunJobs(t)
	if n := len(o.mail.Sent("arslan@amt.example")); n != 0 {
		t.Errorf("who agreed on it is told of it by %d mails", n)
	}
	got := o.read(t, clerks[3], s.ID).Measures
	if len(got) != 1 || got[0].Title != "Mehr Ruhe im Großraum" || got[0].Owner != "arslan" || got[0].State != "done" || got[0].Note != "Seit Montag" || got[0].Version != 2 {
		t.Errorf("%+v", got)
	}
	bad := surveys.KeepMeasure{Survey: s.ID, DueOn: today.AddDays(-1), State: "soon", Owner: uuid.New()}
	_, err := o.KeepMeasure(as(t, o.council), bad)
	if want := []string{"id required", "title required", "state unknown", "dueOn past", "owner unknown"}; !slices.Equal(faults(err), want) {
		t.Errorf("%q, not %q", faults(err), want)
	}
	other := o.ask(t, func() surveys.Ask { a := pulse("study"); a.OpensOn, a.ClosesOn = counting, counting; return a }())
	in.Survey, in.Version = other.ID, 2
	if _, err := o.KeepMeasure(as(t, o.council), in); !errors.Is(err, surveys.ErrOver) {
		t.Error("the measure of another survey:", err)
	}
}
