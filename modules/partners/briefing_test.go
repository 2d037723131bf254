package partners_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/partners"
)

func (o *office) publish(t testing.TB, tasks ...string) *partners.Briefing {
	t.Helper()
	b, err := o.PublishBriefing(o.lead(t), partners.PublishBriefing{Tasks: tasks, Title: "Räumung des Hauses", Body: "Sammelplatz ist der Hof.", DueOn: on(t, "2026-12-01")})
	must(t, err)
	return b
}

func TestABriefingIsConfirmedInTheVersionThatWasRead(t *testing.T) {
	t.Parallel()
	o := open(t)
	m, guard := o.guard(t, "weber@example.org")
	_, second := o.guard(t, "second@example.org")
	b := o.publish(t, "guard", "guard")
	if b.Version != 1 || len(b.Tasks) != 1 || b.Confirmed != 0 || len(b.Open) != 2 {
		t.Fatalf("%+v", b)
	}
	mine, err := o.MyBriefings(guard)
	must(t, err)
	if len(mine) != 1 || mine[0].ConfirmedAt != nil || mine[0].Body == "" {
		t.Fatalf("%+v", mine)
	}
	for range 2 { // a second click
		read, err := o.ConfirmBriefing(guard, partners.ConfirmBriefing{Briefing: b.ID, Version: 1})
		must(t, err)
		if read.ConfirmedAt == nil {
			t.Fatal("not confirmed")
		}
	}
	list, err := o.Briefings(t.Context())
	must(t, err)
	if list[0].Confirmed != 1 || len(list[0].Open) != 1 || list[0].Open[0].MemberID == m.ID {
		t.Fatalf("%+v", list[0])
	}
	// A new version is to be read again; who still has the old one on the screen is told.
	b, err = o.PublishBriefing(o.lead(t), partners.PublishBriefing{ID: &b.ID, Version: to(1), Tasks: []string{"guard"}, Title: b.Title, Body: "Sammelplatz ist die Wiese.", DueOn: on(t, "2026-12-01")})
	must(t, err)
	if b.Version != 2 || b.Confirmed != 0 || len(b.Open) != 2 {
		t.Fatalf("%+v", b)
	}
	_, err = o.ConfirmBriefing(second, partners.ConfirmBriefing{Briefing: b.ID, Version: 1})
	wants(t, err, partners.ErrConflict)
	_, err = o.PublishBriefing(o.lead(t), partners.PublishBriefing{ID: &b.ID, Version: to(1), Tasks: []string{"guard"}, Title: b.Title, Body: "x", DueOn: on(t, "2026-12-01")})
	wants(t, err, partners.ErrConflict)
	var kept int
	must(t, o.Pool().QueryRow(t.Context(), "SELECT count(*) FROM partners.briefing_version v JOIN partners.confirmation c USING (briefing_id, version) WHERE v.body LIKE '%Hof%'").Scan(&kept))
	if kept != 1 {
		t.Error("what was confirmed is not on record:", kept)
	}
	_, err = o.EndBriefing(o.lead(t), partners.EndBriefing{Briefing: b.ID})
	must(t, err)
	if mine, err := o.MyBriefings(guard); err != nil || len(mine) != 0 {
		t.Error(mine, err)
	}
}

func TestABriefingIsForItsTasksAlone(t *testing.T) {
	t.Parallel()
	o := open(t)
	_, guard := o.guard(t, "weber@example.org")
	b := o.publish(t, "guard_lead")
	if mine, err := o.MyBriefings(guard); err != nil || len(mine) != 0 {
		t.Error(mine, err)
	}
	if _, err := o.ConfirmBriefing(guard, partners.ConfirmBriefing{Briefing: b.ID, Version: 1}); !errors.Is(err, partners.ErrNone) {
		t.Error(err)
	}
	_, err := o.PublishBriefing(o.lead(t), partners.PublishBriefing{Tasks: []string{"counsellor"}, Title: "", Body: strings.Repeat("x", 20001), DueOn: on(t, "2026-11-23")})
	wants(t, err, partners.ErrInput, "tasks", "title", "body", "dueOn")
	_, err = o.EndBriefing(o.lead(t), partners.EndBriefing{Briefing: uuid.New()})
	wants(t, err, partners.ErrNone)
}

func TestWhoHasNotReadIsRemindedEachStepOnce(t *testing.T) {
	t.Parallel()
	o := open(t)
	_, guard := o.guard(t, "weber@example.org")
	b := o.publish(t, "guard")
	step := func(day string, want int) {
		t.Helper()
		o.Clock.Set(on(t, day).Time(tuesday.Location()).Add(10 * 3600e9))
		for range 2 {
			must(t, o.Daily(t.Context()))
		}
		if n := o.mailed(t, "weber@example.org"); n != want {
			t.Errorf("%s: %d mails, want %d", day, n, want)
		}
	}
	step("2026-11-25", 1) // that it is there
	step("2026-11-28", 2) // three days before
	step("2026-11-30", 2)
	step("2026-12-02", 3) // over
	step("2026-12-05", 3)
	if _, err := o.ConfirmBriefing(guard, partners.ConfirmBriefing{Briefing: b.ID, Version: 1}); err != nil {
		t.Error("late is better than never:", err)
	}
	mail := o.mails.Sent("weber@example.org")[0]
	if !strings.Contains(mail.Text, "/partner") || strings.Contains(mail.Text, "Hof") {
		t.Error("a mail is a notice and a link:", mail.Text)
	}
}
