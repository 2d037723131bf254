package messages_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/platform/db"
)

func (o *office) mails(t *testing.T) (all string) {
	t.Helper()
	if err := o.NewRaw("SELECT coalesce(string_agg(m::text, ' '), '') FROM messages.mail AS m").Scan(t.Context(), &all); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestItIsForgottenWhereOldMailsWentButNotThatTheyWent(t *testing.T) {
	t.Parallel()
	o := open(t)
	old := notice("old")
	o.notify(t, old)
	o.RunJobs(t)
	o.Clock.Advance(80 * 24 * time.Hour)
	waiting := notice("waiting")
	waiting.To.Email = "ben@example.org"
	o.mail.Down(true)
	o.notify(t, waiting)
	o.RunJobs(t)
	for _, c := range []struct {
		wait time.Duration
		amal bool
	}{{0, true}, {11 * 24 * time.Hour, false}} {
		o.Clock.Advance(c.wait)
		if err := o.Forget(t.Context(), messages.ForgetArgs{}); err != nil {
			t.Fatal(err)
		}
		if all := o.mails(t); strings.Contains(all, "amal@example.org") != c.amal || !strings.Contains(all, "ben@example.org") {
			t.Errorf("after %s: %s", c.wait, all)
		}
	}
	o.mail.Down(false)
	o.notify(t, old) // wanted again: it went already
	if o.state(t, "old") != messages.MailSent {
		t.Error(o.state(t, "old"))
	}
}

func TestWhatWasWrittenAboutACaseGoesWithIt(t *testing.T) {
	t.Parallel()
	o := open(t)
	gone, stays := aCase(), aCase()
	for _, rec := range []audit.Record{gone, stays} {
		n := notice("notice " + rec.ID.String())
		n.About = rec
		o.notify(t, n)
		o.post(t, messages.Post{Key: "post " + rec.ID.String(), Thread: rec, From: messages.Applicant, Text: "Guten Tag", Language: "de", To: n.To})
	}
	o.InTx(t, func(ctx context.Context, tx *db.Tx) error { return o.EraseTx(ctx, tx, gone) })
	for rec, want := range map[audit.Record]int{gone: 0, stays: 1} {
		thread, err := o.Thread(t.Context(), rec)
		if err != nil || len(thread) != want || strings.Contains(o.mails(t), rec.ID.String()) != (want == 1) {
			t.Errorf("%d messages, %v", len(thread), err)
		}
	}
}
