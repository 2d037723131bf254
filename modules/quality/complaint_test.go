package quality_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/quality"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/page"
)

// A client complains by the link with a name; the lead hears the interpreter, settles, and the client is told so in their language; a year later nobody knows who it was.
func TestAComplaintIsHeardSettledAndForgotten(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.talked(t, "appointment")
	link := o.link(t)
	if err := o.Complain(t.Context(), link, " Sie hat nicht alles gesagt. ", "Amal", "amal@example.org"); err != nil {
		t.Fatal(err)
	}
	boss := as(t, lead())
	list, err := o.Complaints(boss, quality.ComplaintFilter{}, page.Args{})
	if err != nil || len(list.Items) != 1 {
		t.Fatal(list, err)
	}
	c := list.Items[0]
	if c.Interpreter.Name != "Parwin" || c.FromSide != quality.Client || c.Language != "ar" || c.Text != "Sie hat nicht alles gesagt." || c.DueOn != day("2026-12-05") || !slices.Equal(c.Permitted(lead()), []string{"hearComplaint", "settleComplaint"}) {
		t.Fatalf("%+v", c)
	}
	if _, err := o.Settle(boss, quality.SettleComplaint{ID: c.ID, Version: c.Version, Outcome: quality.Founded}); !errors.Is(err, quality.ErrUnheard) {
		t.Fatal("judged unheard:", err)
	}
	if _, err := o.Hear(boss, quality.HearComplaint{ID: c.ID, Version: c.Version + 1, Said: "x"}); !errors.Is(err, quality.ErrConflict) {
		t.Error("an old page changes it:", err)
	}
	if c, err = o.Hear(boss, quality.HearComplaint{ID: c.ID, Version: c.Version, Said: "Es war sehr laut."}); err != nil || c.State != quality.Heard {
		t.Fatal(c, err)
	}
	if c, err = o.Settle(boss, quality.SettleComplaint{ID: c.ID, Version: c.Version, Outcome: quality.Partly, Measure: "Ein ruhigerer Raum."}); err != nil || c.State != quality.Settled {
		t.Fatal(c, err)
	}
	if _, err := o.Settle(boss, quality.SettleComplaint{ID: c.ID, Version: c.Version, Outcome: quality.Unfounded}); !errors.Is(err, quality.ErrSettled) {
		t.Error("settled twice:", err)
	}
	o.RunJobs(t)
	mails := o.mail.Sent("amal@example.org")
	if m := mails[len(mails)-1]; len(mails) != 2 || m.Language != "ar" || strings.Contains(m.Text, "Parwin") || strings.Contains(m.Text, "Raum") {
		t.Error(mails)
	}
	for _, named := range []bool{true, false} {
		if err := o.Daily(t.Context()); err != nil {
			t.Fatal(err)
		}
		c, err := o.Complaint(boss, c.ID)
		if err != nil || (c.Name != "") != named || (c.Email != "") != named || c.Text == "" {
			t.Errorf("%+v %v", c, err)
		}
		o.Clock.Set(o.Clock.Now().AddDate(1, 0, 1))
	}
}

// A complaint without a name is nobody's, also in the trail, also of somebody who is logged in. It comes once, also when the button is pressed twice, and also after the questions were answered.
func TestAComplaintWithoutANameIsNobodys(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.answered(t, 1, "")
	link, client := o.link(t), &identity.Viewer{AccountID: ids.New(), Kind: identity.KindApplicant}
	for range 2 {
		if err := o.Complain(as(t, client), link, "Er war unhöflich.", "", ""); err != nil {
			t.Fatal(err)
		}
	}
	if o.count(t, "quality.complaint") != 1 {
		t.Error("it came twice")
	}
	var all string
	err := o.NewRaw("SELECT concat((SELECT jsonb_agg(to_jsonb(c)) FROM quality.complaint c), (SELECT jsonb_agg(to_jsonb(e)) FROM audit.entry e WHERE record_kind = 'complaint'))").Scan(t.Context(), &all)
	if err != nil || !strings.Contains(all, "public") || strings.Contains(all, client.AccountID.String()) || strings.Contains(all, link) {
		t.Error(err, all)
	}
	for name, c := range map[string][3]string{
		"a name alone": {"x", "Amal", ""}, "a mailbox alone": {"x", "", "amal@example.org"}, "no mailbox": {"x", "Amal", "amal"}, "two mailboxes": {"x", "Amal", "a@b.de,c@d.de"},
		"nothing": {"  ", "", ""}, "a book": {strings.Repeat("x", 4001), "", ""}, "NUL": {"\x00", "", ""},
	} {
		if err := o.Complain(t.Context(), link, c[0], c[1], c[2]); !errors.Is(err, quality.ErrInput) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for i := range 25 {
		err := o.Complain(t.Context(), link, strings.Repeat("y", i+1), "", "")
		if (i < 19) != (err == nil) || i >= 19 && !errors.Is(err, quality.ErrTooOften) {
			t.Fatal(i, err)
		}
	}
}

// A clerk writes down what was said at the counter, once; what became of it they do not learn by asking again. Nobody takes another's key.
func TestAClerkTakesAComplaintAndLearnsNoMore(t *testing.T) {
	t.Parallel()
	o := open(t)
	in := quality.TakeComplaint{Key: ids.New(), Interpreter: o.parwin, From: quality.Other, Text: "Sie kam zu spät."}
	clerk, boss := as(t, o.clerk), as(t, lead())
	c, err := o.Take(clerk, in)
	if err != nil || c.State != quality.Received || len(c.Permitted(o.clerk)) != 0 {
		t.Fatal(c, err)
	}
	if c, err = o.Hear(boss, quality.HearComplaint{ID: c.ID, Version: c.Version, Said: "Der Bus."}); err != nil {
		t.Fatal(err)
	}
	again, err := o.Take(clerk, in)
	if err != nil || again.ID != c.ID || again.Said != "" || again.State != quality.Received || o.count(t, "quality.complaint") != 1 {
		t.Errorf("%+v %v", again, err)
	}
	if other, err := o.Take(boss, in); err != nil || other.ID == c.ID {
		t.Error("another's key:", other, err)
	}
	if _, err := o.Take(clerk, quality.TakeComplaint{Key: ids.New(), Interpreter: uuid.New(), From: quality.Clerk, Text: "x"}); !errors.Is(err, quality.ErrNone) {
		t.Error("about nobody:", err)
	}
	if _, err := o.Take(clerk, quality.TakeComplaint{Key: ids.New(), Interpreter: o.parwin, From: "boss", Text: "x", Language: "tlh"}); !errors.Is(err, quality.ErrInput) {
		t.Error(err)
	}
	if c, err = o.Settle(boss, quality.SettleComplaint{ID: again.ID, Version: c.Version, Outcome: quality.Withdrawn}); err != nil || c.SettledOn.IsZero() {
		t.Error(c, err)
	}
}

// The open ones come first, those due first; the overdue can be asked for; a page follows the other.
func TestComplaintsInTheOrderInWhichTheyAreDue(t *testing.T) {
	t.Parallel()
	o := open(t)
	boss := as(t, lead())
	for _, text := range []string{"one", "two", "three"} {
		c, err := o.Take(boss, quality.TakeComplaint{Key: ids.New(), Interpreter: o.parwin, From: quality.Other, Text: text})
		if err != nil {
			t.Fatal(err)
		}
		if text == "one" {
			if _, err := o.Settle(boss, quality.SettleComplaint{ID: c.ID, Version: c.Version, Outcome: quality.Withdrawn}); err != nil {
				t.Fatal(err)
			}
		}
		o.Clock.Set(o.Clock.Now().AddDate(0, 0, 10))
	}
	var texts []string
	for args := (page.Args{First: 1}); ; {
		p, err := o.Complaints(boss, quality.ComplaintFilter{Interpreter: &o.parwin}, args)
		if err != nil || len(p.Items) != 1 {
			t.Fatal(p, err)
		}
		texts = append(texts, p.Items[0].Text)
		if args.After = p.Next; p.Next == "" {
			break
		}
	}
	if !slices.Equal(texts, []string{"two", "three", "one"}) {
		t.Error(texts)
	}
	late, err := o.Complaints(boss, quality.ComplaintFilter{Overdue: true, States: []quality.ComplaintState{quality.Received}}, page.Args{})
	if err != nil || len(late.Items) != 1 || late.Items[0].Text != "two" || !late.Items[0].Overdue(day("2026-12-21")) {
		t.Error(late, err)
	}
}

// Who is erased for good leaves no opinion behind; while somebody waits for the end of a complaint they are not.
func TestAnErasedInterpreterLeavesNoOpinions(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.answered(t, 1, "Parwin war laut")
	left := o.talked(t, "appointment")
	link, boss := o.link(t), as(t, lead())
	c, err := o.Take(boss, quality.TakeComplaint{Key: ids.New(), Interpreter: o.parwin, From: quality.Client, Text: "Parwin war laut", Name: "Amal", Email: "amal@example.org"})
	if err != nil {
		t.Fatal(err)
	}
	erase := func(ctx context.Context, tx *db.Tx) error { return o.EraseInterpreterTx(ctx, tx, o.parwin) }
	if err := o.InTxErr(t, erase); !errors.Is(err, quality.ErrConflict) {
		t.Fatal("erased with an open complaint:", err)
	}
	if _, err := o.Settle(boss, quality.SettleComplaint{ID: c.ID, Version: c.Version, Outcome: quality.Withdrawn, Measure: "Parwin"}); err != nil {
		t.Fatal(err)
	}
	if err := o.InTxErr(t, erase); err != nil {
		t.Fatal(err)
	}
	for table, n := range map[string]int64{"quality.tally": 0, "quality.remark": 0, "quality.asked": 0, "quality.complaint": 1, "quality.complaint WHERE concat(text, said, measure, name, email) <> ''": 0} {
		if got := o.count(t, table); got != n {
			t.Errorf("%s: %d", table, got)
		}
	}
	if err := o.Give(t.Context(), link, good(quality.Client, 4), ""); !errors.Is(err, quality.ErrNone) {
		t.Error("an old link counts again:", left, err)
	}
}

// InTxErr is DB.InTx with its error.
func (o *office) InTxErr(t *testing.T, fn func(ctx context.Context, tx *db.Tx) error) error {
	t.Helper()
	return o.DB.InTx(t.Context(), fn)
}

// Those who hear complaints are reminded when the day is over and once a week later, each once, in words that name nobody; what is settled is not reminded of.
func TestALateComplaintIsRemindedOfOncePerStep(t *testing.T) {
	t.Parallel()
	o := open(t)
	take := func() *quality.Complaint {
		c, err := o.Take(as(t, lead()), quality.TakeComplaint{Key: ids.New(), Interpreter: o.parwin, From: quality.Clerk, Text: "Kam zu spät.", Name: "Amal", Email: "amal@example.org"})
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	take()
	settled := take()
	if _, err := o.Settle(as(t, lead()), quality.SettleComplaint{ID: settled.ID, Version: 1, Outcome: quality.Withdrawn}); err != nil {
		t.Fatal(err)
	}
	for _, on := range []struct {
		days, mails int // after it came; of each in all
	}{{14, 0}, {15, 1}, {16, 1}, {22, 2}, {60, 2}} {
		o.Clock.Set(settled.ReceivedOn.AddDays(on.days).Time(clock.Berlin).Add(3 * time.Hour))
		for range 2 {
			if err := o.Daily(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		o.RunJobs(t)
		for _, who := range []string{"boss@example.org", "deputy@example.org"} {
			mails := o.mail.Sent(who)
			if len(mails) != on.mails {
				t.Errorf("after %d days %s has %d mails, want %d", on.days, who, len(mails), on.mails)
			}
			for _, m := range mails {
				if text := m.Subject + m.Text + m.HTML; strings.Contains(text, "Parwin") || strings.Contains(text, "Amal") || !strings.Contains(text, "/office/interpreters/quality?show=overdue") {
					t.Error(text)
				}
			}
		}
	}
}
