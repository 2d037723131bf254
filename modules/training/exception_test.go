package training_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/documents/documentstest"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/training"
	"github.com/ankunft/ankunft/platform/page"
)

func TestAnExceptionFreesForATimeAndItsReasonIsForFew(t *testing.T) {
	t.Parallel()
	o := open(t)
	petra := o.staff(t, "Petra", identity.Approver, "study")
	weber := o.staff(t, "Weber", identity.Lead, "study")
	lead, other := o.as(t, weber), o.as(t, o.staff(t, "Brandt", identity.Lead, "study"))
	asked := o.ask(t, o.learnable(t, "law"), func(in *training.SetRequirement) { in.GraceDays = 0 })
	must(t, o.Daily(t.Context()))
	o.day(t, "2026-12-01")
	in := training.GiveException{Account: petra, Requirement: asked.ID, Until: on(t, "2027-01-31"), Reason: "Reha bis Ende Januar"}
	for name, c := range map[string]struct {
		ctx   context.Context
		spoil func(*training.GiveException)
		err   error
		field string
	}{
		"to oneself":      {lead, func(g *training.GiveException) { g.Account = weber }, training.ErrOwn, ""},
		"another team":    {o.as(t, o.staff(t, "Kaya", identity.Lead, "work")), func(*training.GiveException) {}, training.ErrNone, ""},
		"without reason":  {lead, func(g *training.GiveException) { g.Reason = " " }, training.ErrInput, "reason:required"},
		"ends before":     {lead, func(g *training.GiveException) { g.Until = on(t, "2026-11-30") }, training.ErrInput, "until:before_start"},
		"for ever":        {lead, func(g *training.GiveException) { g.Until = on(t, "2036-11-30") }, training.ErrInput, "until:out_of_range"},
		"of nothing":      {lead, func(g *training.GiveException) { g.Requirement = petra }, training.ErrNone, ""},
		"from yesterday":  {lead, func(g *training.GiveException) { g.From = to(on(t, "2026-11-01")) }, training.ErrInput, "from:past"},
		"staff council's": {o.as(t, o.staff(t, "Arslan", identity.Council, "study")), func(*training.GiveException) {}, training.ErrNone, ""},
	} {
		bad := in
		c.spoil(&bad)
		_, err := o.GiveException(c.ctx, bad)
		t.Log(name)
		if c.field == "" {
			wants(t, err, c.err)
		} else {
			wants(t, err, c.err, c.field)
		}
	}
	x, err := o.GiveException(lead, in)
	must(t, err)
	_, err = o.GiveException(lead, in)
	wants(t, err, training.ErrExempt)
	if d := o.stands(t, petra, "law"); d.Standing != training.Exempt || d.ExemptUntil.String() != "2027-01-31" {
		t.Errorf("%+v", d)
	}
	for _, c := range []struct {
		ctx    context.Context
		reason string
	}{{lead, in.Reason}, {o.as(t, petra), in.Reason}, {o.eva, in.Reason}, {other, ""}} {
		list, err := o.Exceptions(c.ctx, petra)
		must(t, err)
		if len(list) != 1 || list[0].Reason != c.reason || list[0].Key != "law" {
			t.Errorf("%+v, want %q", *list[0], c.reason)
		}
	}
	trail, err := o.trail.Trail(t.Context(), training.FileOf(petra), page.Args{})
	must(t, err)
	for _, e := range trail.Items {
		for _, said := range e.Details {
			if strings.Contains(said, "Reha") {
				t.Errorf("the trail tells why: %v", e.Details)
			}
		}
	}
	o.RunJobs(t)
	mails := len(o.mails.Sent("staff@example.org"))
	ended, err := o.EndException(other, training.EndException{ID: x.ID, Version: 1})
	must(t, err)
	o.RunJobs(t)
	if sent := o.mails.Sent("staff@example.org")[mails:]; len(sent) != 1 || !strings.Contains(sent[0].Text, "Schulung law") || strings.Contains(sent[0].Text, "Reha") {
		t.Errorf("%+v", sent)
	}
	if ended.Reason != "" {
		t.Error("who ends it reads why")
	}
	_, err = o.EndException(other, training.EndException{ID: x.ID, Version: 1})
	wants(t, err, training.ErrConflict)
	if d := o.stands(t, petra, "law"); d.Standing != training.Open || d.DueOn.String() != "2026-12-01" {
		t.Errorf("%+v", d)
	}
}

// Who comes back from parental leave has the time that everybody has, and hears of it before; so has whose exception ends early.
func TestTheEndOfAnExceptionIsNoCliff(t *testing.T) {
	t.Parallel()
	o := open(t)
	petra := o.staff(t, "Petra", identity.Approver, "study")
	asked := o.ask(t, o.learnable(t, "law"), func(in *training.SetRequirement) {
		in.DueDays, in.GraceDays, in.Blocks, in.Roles = 40, 0, []string{"cases.approve"}, []identity.Role{identity.Approver}
	})
	must(t, o.Daily(t.Context()))
	o.day(t, "2027-02-01") // it ran out on 3 January
	_, err := o.GiveException(o.eva, training.GiveException{Account: petra, Requirement: asked.ID, Until: on(t, "2027-06-30"), Reason: "Elternzeit"})
	must(t, err)
	mails := func() (texts []string) {
		must(t, o.Daily(t.Context()))
		o.RunJobs(t)
		for _, m := range o.mails.Sent("staff@example.org") {
			texts = append(texts, m.Text)
		}
		return texts
	}
	before := len(mails())
	for _, c := range []struct {
		day, dueOn string
		standing   training.Standing
		mails      int
	}{
		{"2027-06-15", "2027-08-09", training.Exempt, 0},
		{"2027-06-16", "2027-08-09", training.Exempt, 1},
		{"2027-07-01", "2027-08-09", training.Open, 1},
		{"2027-07-26", "2027-08-09", training.Open, 2},
		{"2027-08-09", "2027-08-09", training.Open, 2},
		{"2027-08-10", "2027-08-09", training.RunOut, 3},
	} {
		o.day(t, c.day)
		sent := mails()[before:]
		if d := o.stands(t, petra, "law"); d.Standing != c.standing || d.DueOn.String() != c.dueOn || len(sent) != c.mails {
			t.Errorf("on %s: %+v, %d mails", c.day, d, len(sent))
		}
		if len(sent) == 1 && !strings.Contains(sent[0], "09.08.2027") {
			t.Error(sent[0])
		}
	}
	x, err := o.GiveException(o.eva, training.GiveException{Account: petra, Requirement: asked.ID, Until: on(t, "2027-12-31"), Reason: "Krank"})
	must(t, err)
	o.day(t, "2027-09-01")
	_, err = o.EndException(o.eva, training.EndException{ID: x.ID, Version: 1})
	must(t, err)
	if _, err := o.check(t, petra, "18g-first"); err != nil {
		t.Errorf("on the day on which it ended: %v", err)
	}
	o.day(t, "2027-10-12")
	if d := o.stands(t, petra, "law"); d.Standing != training.RunOut || d.DueOn.String() != "2027-10-11" {
		t.Errorf("%+v", d)
	}
	never, err := o.GiveException(o.eva, training.GiveException{Account: petra, Requirement: asked.ID, From: to(on(t, "2027-11-01")), Until: on(t, "2027-11-30"), Reason: "Urlaub"})
	must(t, err)
	_, err = o.EndException(o.eva, training.EndException{ID: never.ID, Version: 1}) // before it began: it was none
	must(t, err)
	o.day(t, "2027-12-01")
	if d := o.stands(t, petra, "law"); d.DueOn.String() != "2027-10-11" {
		t.Errorf("%+v", d)
	}
}

// Two leads do not free each other of what they must have done to approve: that is for who keeps requirements.
func TestOfWhatBlocksNoLeadFrees(t *testing.T) {
	t.Parallel()
	o := open(t)
	petra, lead := o.staff(t, "Petra", identity.Approver, "study"), o.as(t, o.staff(t, "Weber", identity.Lead, "study"))
	law, fire, privacy := o.learnable(t, "law"), o.learnable(t, "fire"), o.learnable(t, "privacy")
	blocks := func(in *training.SetRequirement) { in.GraceDays, in.Blocks = 0, []string{"cases.approve"} }
	asked := o.ask(t, law, blocks)
	mild := o.ask(t, fire, func(in *training.SetRequirement) { in.GraceDays = 0 })
	coming := o.ask(t, privacy, func(in *training.SetRequirement) { in.GraceDays = 0 })
	_, err := o.SetRequirement(o.eva, training.SetRequirement{
		ID: &coming.ID, Version: to(1), Key: "privacy", Training: privacy.ID, EveryMonths: to(24), From: to(on(t, "2027-06-01")), Blocks: []string{"cases.approve"},
	})
	must(t, err)
	must(t, o.Daily(t.Context()))
	o.day(t, "2026-12-01")
	frees := func(of *training.Requirement) training.GiveException {
		return training.GiveException{Account: petra, Requirement: of.ID, Until: on(t, "2027-01-31"), Reason: "Elternzeit"}
	}
	for _, of := range []*training.Requirement{asked, coming} {
		_, err := o.GiveException(lead, frees(of))
		wants(t, err, training.ErrBlocking)
	}
	_, err = o.check(t, petra, "18g-first")
	wants(t, err, training.ErrNotMet)
	x, err := o.GiveException(o.eva, frees(asked))
	must(t, err)
	if checked, err := o.check(t, petra, "18g-first"); err != nil || len(checked) != 1 {
		t.Errorf("%v %v", checked, err)
	}
	_, err = o.EndException(lead, training.EndException{ID: x.ID, Version: 1})
	wants(t, err, training.ErrBlocking)

	_, err = o.GiveException(lead, frees(mild))
	must(t, err)
	_, err = o.SetRequirement(o.eva, training.SetRequirement{ID: &mild.ID, Version: to(1), Key: "fire", Training: fire.ID, EveryMonths: to(24), Blocks: []string{"cases.approve"}})
	must(t, err) // it begins to block: what a lead has given frees of it no more
	if d := o.stands(t, petra, "fire"); d.Standing != training.RunOut {
		t.Errorf("%+v", d)
	}
	if list, err := o.Exceptions(o.as(t, petra), petra); err != nil || len(list) != 1 || list[0].Key != "law" {
		t.Errorf("%+v %v", list, err)
	}
}

func TestWhyAndWhatProvedNothingIsForgotten(t *testing.T) {
	t.Parallel()
	o := open(t)
	petra, law := o.staff(t, "Petra", identity.Clerk, "study"), o.learnable(t, "law")
	asked := o.ask(t, law, func(in *training.SetRequirement) { in.DueDays = 730 })
	free := training.GiveException{Account: petra, Requirement: asked.ID, Until: on(t, "2026-12-31"), Reason: "Reha"}
	short, err := o.GiveException(o.eva, free)
	must(t, err)
	_, err = o.EndException(o.eva, training.EndException{ID: short.ID, Version: 1}) // today, 24 November
	must(t, err)
	free.From, free.Reason = to(on(t, "2026-12-01")), "Elternzeit"
	_, err = o.GiveException(o.eva, free)
	must(t, err)
	papers := map[string]uuid.UUID{}
	for _, name := range []string{"rejected", "waits"} {
		c, err := o.HandIn(o.as(t, petra), training.HandIn{Training: law.ID, CompletedOn: on(t, "2026-11-20")})
		must(t, err)
		must(t, o.give(t, o.as(t, petra), c.ID, documentstest.PDF(1)))
		papers[name] = c.ID
	}
	_, err = o.RejectCertificate(o.eva, training.RejectCertificate{ID: papers["rejected"], Version: 1, Reason: "no_proof"})
	must(t, err)
	left := func() (found []string) {
		t.Helper()
		must(t, o.Daily(t.Context()))
		must(t, o.DB.NewRaw(`SELECT * FROM (SELECT reason FROM training.exception WHERE reason <> '' UNION ALL SELECT state FROM training.certificate
UNION ALL SELECT 'paper' FROM documents.document_v1 WHERE subject_kind = 'certificate') AS l (what) ORDER BY what COLLATE "C"`).Scan(t.Context(), &found))
		return found
	}
	for _, c := range []struct {
		day  string
		left []string
	}{
		{"2027-02-22", []string{"Elternzeit", "Reha", "open", "paper", "paper", "rejected"}},
		{"2027-02-23", []string{"Elternzeit", "Reha", "open", "paper"}},
		{"2027-05-23", []string{"Elternzeit", "Reha", "open", "paper"}},
		{"2027-05-24", []string{"Elternzeit", "open", "paper"}},
		{"2027-06-29", []string{"Elternzeit", "open", "paper"}},
		{"2027-06-30", []string{"open", "paper"}},
	} {
		o.day(t, c.day)
		t.Log(c.day)
		same(t, left(), c.left)
	}
}
