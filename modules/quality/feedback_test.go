package quality_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"golang.org/x/sync/errgroup"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/interpreters"
	"github.com/ankunft/ankunft/modules/quality"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/seal"
)

// After a talk the client is asked by mail in their language, the clerk in the office; each answers once.
func TestBothSidesAreAskedAndAnswerOnce(t *testing.T) {
	t.Parallel()
	o := open(t)
	talk := o.talked(t, "appointment")
	link := o.link(t)
	if m := o.mail.Sent("amal@example.org"); len(m) != 1 || m[0].Language != "ar" || strings.Contains(m[0].Text, "Parwin") {
		t.Fatal("the mail:", m)
	}
	f, err := o.Look(t.Context(), link)
	if err != nil || f.Side != quality.Client || f.Language != "prs" || f.Day != day("2026-11-21") || !slices.Equal(f.Questions, []string{"understood", "respectful", "complete"}) {
		t.Fatal(f, err)
	}
	if err := o.Give(t.Context(), link, good(quality.Client, 4), "Danke!"); err != nil {
		t.Fatal(err)
	}
	if _, err := o.Look(t.Context(), link); !errors.Is(err, quality.ErrSpent) {
		t.Error("it still asks:", err)
	}
	if err := o.Give(t.Context(), link, good(quality.Client, 1), ""); !errors.Is(err, quality.ErrSpent) {
		t.Error("answered twice:", err)
	}
	mine := as(t, o.clerk)
	if f, err := o.OfClerk(mine, talk); err != nil || f == nil || f.Side != quality.Clerk {
		t.Fatal(f, err)
	}
	if err := o.GiveOfClerk(mine, talk, good(quality.Clerk, 3), ""); err != nil {
		t.Fatal(err)
	}
	if f, err := o.OfClerk(mine, talk); err != nil || f != nil {
		t.Error("the clerk is asked again:", f, err)
	}
	if err := o.Ask(t.Context(), talk); err != nil { // the event comes once more
		t.Fatal(err)
	}
	o.RunJobs(t)
	if o.count(t, "quality.asked") != 2 || o.count(t, "quality.asked WHERE spent") != 2 || o.count(t, "quality.tally") != 6 || len(o.mail.Sent("amal@example.org")) != 1 {
		t.Error("asked or counted again")
	}
}

// Nobody is asked about what did not take place or was not signed by both, nor whose mailbox is not known, nor when it is long ago.
func TestWhoIsNotAsked(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.talked(t, "appointment", func(a *interpreters.Assignment) { a.State = interpreters.ClientMissed })
	o.talked(t, "appointment", func(a *interpreters.Assignment) { a.InterpreterSignedAt = nil })
	long := o.Clock.Now().AddDate(0, 0, -31)
	o.talked(t, "appointment", func(a *interpreters.Assignment) { a.OfficeSignedAt, a.InterpreterSignedAt = &long, &long })
	o.talked(t, "ticket")
	if o.count(t, "quality.asked") != 1 || o.count(t, "quality.asked WHERE side = 'clerk'") != 1 || len(o.mail.Sent("amal@example.org")) != 0 {
		t.Error("asked:", o.count(t, "quality.asked"))
	}
}

// Ten who press the button at the same moment have answered once.
func TestTenAtOnceHaveAnsweredOnce(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.talked(t, "appointment")
	link := o.link(t)
	var g errgroup.Group
	given := make(chan bool, 10)
	for range 10 {
		g.Go(func() error {
			err := o.Give(t.Context(), link, good(quality.Client, 2), "einmal")
			if err == nil {
				given <- true
			}
			return errs.Ignore(err, quality.ErrSpent)
		})
	}
	if err := g.Wait(); err != nil || len(given) != 1 || o.count(t, "quality.tally WHERE n = 1") != 3 || o.count(t, "quality.remark") != 1 {
		t.Error(err, len(given))
	}
}

// Links of another purpose, of another house, cut off or over open nothing; another clerk is not asked, nor may they answer.
func TestOnlyWhoWasAskedAnswers(t *testing.T) {
	t.Parallel()
	o := open(t)
	talk := o.talked(t, "appointment")
	link, until := o.link(t), o.Clock.Now().AddDate(0, 0, 30)
	for name, token := range map[string]string{
		"empty": "", "guessed": ids.Token(), "cut off": link[:len(link)-2],
		"another purpose": seal.Seal{Key: []byte("of the test"), Purpose: "interpreters.link", Bytes: 16}.Link('f', talk, until),
		"another thing":   seal.Seal{Key: []byte("of the test"), Purpose: "quality.link", Bytes: 16}.Link('m', talk, until),
		"another house":   seal.Seal{Key: []byte("another"), Purpose: "quality.link", Bytes: 16}.Link('f', talk, until),
		"no talk":         seal.Seal{Key: []byte("of the test"), Purpose: "quality.link", Bytes: 16}.Link('f', ids.New(), until),
	} {
		if _, err := o.Look(t.Context(), token); !errors.Is(err, quality.ErrNone) {
			t.Errorf("%s opens: %v", name, err)
		}
		if err := o.Give(t.Context(), token, good(quality.Client, 4), ""); !errors.Is(err, quality.ErrNone) {
			t.Errorf("%s answers: %v", name, err)
		}
		if err := o.Complain(t.Context(), token, "x", "", ""); !errors.Is(err, quality.ErrNone) {
			t.Errorf("%s complains: %v", name, err)
		}
	}
	for who, v := range map[string]*identity.Viewer{"another clerk": identity.StaffViewer(ids.New(), identity.Right{Role: identity.Clerk, AllTeams: true}), "the lead": lead(), "the public": {}} {
		if f, err := o.OfClerk(as(t, v), talk); err != nil || f != nil {
			t.Error(who, "is asked:", f, err)
		}
		if err := o.GiveOfClerk(as(t, v), talk, good(quality.Clerk, 1), ""); !errors.Is(err, quality.ErrNone) {
			t.Error(who, "answers:", err)
		}
	}
	o.Clock.Advance(31 * 24 * time.Hour)
	if _, err := o.Look(t.Context(), link); !errors.Is(err, quality.ErrOver) {
		t.Error("it opens after its time:", err)
	}
	if err := o.GiveOfClerk(as(t, o.clerk), talk, good(quality.Clerk, 1), ""); !errors.Is(err, quality.ErrOver) {
		t.Error("answered after the time:", err)
	}
	if o.count(t, "quality.tally") != 0 {
		t.Error("something was counted")
	}
}

// All questions are answered, each once, from one to four; what does not fit is told, and spends nothing.
func TestAnswersThatDoNotFit(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.talked(t, "appointment")
	link := o.link(t)
	whole := good(quality.Client, 4)
	for name, answers := range map[string][]quality.Answer{
		"none": {}, "one left out": whole[:2], "twice": append(slices.Clone(whole), whole[0]), "of the other side": good(quality.Clerk, 4),
		"five": good(quality.Client, 5), "zero": good(quality.Client, 0), "many": slices.Repeat(whole, 1000),
	} {
		if err := o.Give(t.Context(), link, answers, ""); !errors.Is(err, quality.ErrInput) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, remark := range map[string]string{"long": strings.Repeat("ä", 501), "NUL": "a\x00", "turned": "a\u202eb"} {
		if err := o.Give(t.Context(), link, whole, remark); !errors.Is(err, quality.ErrInput) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := o.Give(t.Context(), link, whole, strings.Repeat("ä", 500)); err != nil {
		t.Error(err)
	}
}

// Figures come of closed half-years alone, from five answers on; what they once told they tell for ever.
func TestFiguresOfClosedHalfYearsFromFiveAnswersOn(t *testing.T) {
	t.Parallel()
	o := open(t)
	figures := func() []quality.HalfYear {
		t.Helper()
		list, err := o.Figures(t.Context(), o.parwin)
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	for i := range 5 {
		o.answered(t, 1+i%4, "gut")
	}
	late := o.talked(t, "appointment")
	o.clerkAnswered(t, late)
	if list := figures(); len(list) != 0 {
		t.Fatal("an open half-year is told:", list)
	}
	link := o.link(t)
	o.Clock.Set(time.Date(2026, 12, 31, 23, 30, 0, 0, time.UTC)) // in Berlin the new one has begun
	if list := figures(); len(list) != 0 {
		t.Fatal("told on its first day:", list)
	}
	o.Clock.Set(time.Date(2027, 1, 2, 8, 0, 0, 0, time.UTC))
	list := figures()
	if len(list) != 2 || list[0].Side != quality.Clerk || list[0].Answers != 0 || len(list[0].Questions) != 0 || len(list[0].Remarks) != 0 {
		t.Fatal("one answer is told:", list)
	}
	of := list[1]
	if of.From != day("2026-07-01") || of.Answers != 5 || len(of.Remarks) != 5 || len(of.Questions) != 3 || of.Questions[0].Question != "understood" || !slices.Equal(of.Questions[0].Counts, []int{2, 1, 1, 1}) {
		t.Fatal(of)
	}
	o.exec(t, "UPDATE quality.asked SET valid_until = '2027-02-01' WHERE NOT spent")
	o.exec(t, "UPDATE interpreters.assignment SET office_signed_at = '2027-01-02' WHERE id = ?", late)
	if err := o.Give(t.Context(), o.fresh(late, link), good(quality.Client, 1), ""); err != nil {
		t.Fatal(err)
	}
	if again := figures(); len(again) != 2 || again[1].Answers != 5 || !slices.Equal(again[1].Questions[0].Counts, of.Questions[0].Counts) {
		t.Error("a late answer changes a closed half-year:", again)
	}
	if _, err := o.Figures(t.Context(), uuid.New()); !errors.Is(err, quality.ErrNone) {
		t.Error("of nobody:", err)
	}
}

// fresh is a link to the same talk that opens in January.
func (o *office) fresh(talk uuid.UUID, _ string) string {
	return seal.Seal{Key: []byte("of the test"), Purpose: "quality.link", Bytes: 16}.Link('f', talk, time.Date(2027, 2, 1, 0, 0, 0, 0, time.UTC))
}

// answered is a talk after which the client has answered.
func (o *office) answered(t *testing.T, value int, remark string) uuid.UUID {
	t.Helper()
	talk := o.talked(t, "appointment")
	if err := o.Give(t.Context(), o.link(t), good(quality.Client, value), remark); err != nil {
		t.Fatal(err)
	}
	return talk
}

func (o *office) clerkAnswered(t *testing.T, talk uuid.UUID) {
	t.Helper()
	if err := o.GiveOfClerk(as(t, o.clerk), talk, good(quality.Clerk, 2), "leise"); err != nil {
		t.Fatal(err)
	}
}
