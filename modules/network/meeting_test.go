package network_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/network"
	"github.com/ankunft/ankunft/platform/ids"
)

// table is a round table in nine days, with an agenda of one point.
func (o *office) table(t testing.TB, members ...uuid.UUID) *network.Meeting {
	t.Helper()
	list, err := o.Call(o.lead(t), network.CallMeeting{
		Kind: "round_table", Title: "Runder Tisch Ankommen", Place: "Rathaus, Saal 2", Day: on(t, "2026-12-03"), FromMinute: 16 * 60, ToMinute: 18 * 60, Members: members, Items: []string{"Wartezeiten"},
	})
	must(t, err)
	return list[0]
}

func TestARoundTableFromTheInvitationToTheMeasures(t *testing.T) {
	t.Parallel()
	o := open(t)
	m, guest := o.member(t, "guest@example.org", "commissioner")
	_, outsider := o.member(t, "outside@example.org", "commissioner")
	mt := o.table(t, m.ID, uuid.New())
	o.RunJobs(t)
	mail := o.mails.Sent("guest@example.org")[0]
	if len(mt.Guests) != 1 || len(mail.Attachments) != 1 || !strings.Contains(string(mail.Attachments[0].Data), "DTSTART:20261203T150000Z") {
		t.Fatalf("%+v %v", mt, mail.Attachments)
	}
	own, err := o.AnswerInvitation(guest, network.AnswerInvitation{Meeting: mt.ID, Comes: true})
	must(t, err)
	if own.MyAnswer(m.ID) != network.GuestComes {
		t.Error(own.Guests)
	}
	own, err = o.Propose(guest, network.ProposeItem{Meeting: mt.ID, Title: "Dolmetschen am Empfang"})
	must(t, err)
	if len(own.Items) != 2 || own.Items[1].Name != m.Name {
		t.Errorf("%+v", own.Items)
	}
	for what, err := range map[string]error{
		"answer":  second(o.AnswerInvitation(outsider, network.AnswerInvitation{Meeting: mt.ID, Comes: true})),
		"propose": second(o.Propose(outsider, network.ProposeItem{Meeting: mt.ID, Title: "x"})),
	} {
		if !errors.Is(err, network.ErrNone) {
			t.Errorf("who is not invited: %s: %v", what, err)
		}
	}
	mt, err = o.Meeting(t.Context(), mt.ID)
	must(t, err)
	_, err = o.WriteMinutes(o.lead(t), network.WriteMinutes{Meeting: mt.ID, Version: mt.Version, Minutes: to("x"), Published: to(true)})
	wants(t, err, network.ErrInput, "published")
	o.Clock.Set(time.Date(2026, 12, 3, 17, 30, 0, 0, time.UTC))
	_, err = o.Propose(guest, network.ProposeItem{Meeting: mt.ID, Title: "zu spät"})
	wants(t, err, network.ErrConflict)
	mt, err = o.WriteMinutes(o.lead(t), network.WriteMinutes{Meeting: mt.ID, Version: mt.Version, Minutes: to("Es wurde beraten."), Decisions: []network.ItemDecision{{mt.Items[0].ID, "Ein Ausrufgerät mehr."}}})
	must(t, err)
	mt, err = o.Agree(o.lead(t), network.AgreeMeasure{Meeting: mt.ID, Title: "Aushang übersetzen", Member: &m.ID, DueOn: on(t, "2026-12-10")})
	must(t, err)
	measure := mt.Measures[0]
	if mine, err := o.MyMeetings(guest); err != nil || mine[0].Minutes != "" || mine[0].Items[0].Decision != "" || len(mine[0].Measures) != 0 {
		t.Error("read before they are published:", mine, err)
	}
	_, err = o.Settle(guest, network.SettleMeasure{Measure: measure.ID, Version: 1, State: network.MeasureDone})
	wants(t, err, network.ErrNone)
	mt, err = o.WriteMinutes(o.lead(t), network.WriteMinutes{Meeting: mt.ID, Version: mt.Version, Minutes: to("Es wurde beraten."), Published: to(true)})
	must(t, err)
	_, err = o.WriteMinutes(o.lead(t), network.WriteMinutes{Meeting: mt.ID, Version: mt.Version, Minutes: to("Anders.")})
	wants(t, err, network.ErrConflict)
	mine, err := o.MyMeetings(guest)
	must(t, err)
	if mine[0].Minutes == "" || mine[0].Items[0].Decision == "" || len(mine[0].Measures) != 1 || mine[0].Measures[0].Owner != m.Name {
		t.Fatalf("%+v", mine[0])
	}
	if list, err := o.MyMeetings(outsider); err != nil || len(list) != 0 {
		t.Error(list, err)
	}
	_, err = o.Settle(outsider, network.SettleMeasure{Measure: measure.ID, Version: 1, State: network.MeasureDone})
	wants(t, err, network.ErrNone)
	_, err = o.Settle(guest, network.SettleMeasure{Measure: measure.ID, Version: 1, State: network.MeasureDropped})
	wants(t, err, network.ErrInput, "note")
	done, err := o.Settle(guest, network.SettleMeasure{Measure: measure.ID, Version: 1, State: network.MeasureDone})
	must(t, err)
	if done.ClosedAt == nil || done.Version != 2 {
		t.Errorf("%+v", done)
	}
	_, err = o.Settle(o.lead(t), network.SettleMeasure{Measure: measure.ID, Version: 1, State: network.MeasureOpen})
	wants(t, err, network.ErrConflict)
}

// A colleague settles what was agreed to be theirs, without keeping meetings, and nothing else.
func TestAColleagueSettlesTheirOwnMeasure(t *testing.T) {
	t.Parallel()
	o := open(t)
	m, _ := o.member(t, "guest@example.org", "commissioner")
	as := func(id uuid.UUID) context.Context {
		v := identity.StaffViewer(id, identity.Right{Role: identity.Clerk, Teams: []string{"study"}})
		return identity.WithViewer(t.Context(), v)
	}
	mt := o.table(t, m.ID)
	mt, err := o.Agree(o.lead(t), network.AgreeMeasure{Meeting: mt.ID, Title: "Raum buchen", Staff: &o.boss, DueOn: on(t, "2026-12-10")})
	must(t, err)
	mt, err = o.Agree(o.lead(t), network.AgreeMeasure{Meeting: mt.ID, Title: "Aushang übersetzen", Member: &m.ID, DueOn: on(t, "2026-12-11")})
	must(t, err)
	done := network.SettleMeasure{Measure: mt.Measures[0].ID, Version: 1, State: network.MeasureDone}
	_, err = o.Settle(as(ids.New()), done)
	wants(t, err, network.ErrNone)
	_, err = o.Settle(as(o.boss), network.SettleMeasure{Measure: mt.Measures[1].ID, Version: 1, State: network.MeasureDone})
	wants(t, err, network.ErrNone)
	settled, err := o.Settle(as(o.boss), done)
	must(t, err)
	if settled.State != network.MeasureDone {
		t.Errorf("%+v", settled)
	}
}

func second[T any](_ T, err error) error { return err }

func TestWhoseMeasureIsDueIsRemindedEachStepOnce(t *testing.T) {
	t.Parallel()
	o := open(t)
	m, _ := o.member(t, "guest@example.org", "commissioner")
	mt := o.table(t, m.ID)
	for _, in := range []network.AgreeMeasure{{Title: "Ihre", Member: &m.ID}, {Title: "Unsere", Staff: &o.boss}} {
		in.Meeting, in.DueOn = mt.ID, on(t, "2026-12-10")
		if _, err := o.Agree(o.lead(t), in); err != nil {
			t.Fatal(err)
		}
	}
	o.RunJobs(t)
	theirs, ours := len(o.mails.Sent("guest@example.org")), len(o.mails.Sent("adler@example.org"))
	step := func(day string, more int, late bool) {
		t.Helper()
		o.Clock.Set(on(t, day).Time(time.UTC).Add(9 * time.Hour))
		for range 2 {
			must(t, o.Daily(t.Context()))
			o.RunJobs(t)
		}
		if a, b := len(o.mails.Sent("guest@example.org"))-theirs, len(o.mails.Sent("adler@example.org"))-ours; a != more || b != more {
			t.Errorf("%s: %d and %d mails, want %d", day, a, b, more)
		}
		list, err := o.Measures(t.Context())
		must(t, err)
		if len(list) != 2 || o.Overdue(list[0]) != late {
			t.Errorf("%s: %+v", day, list)
		}
	}
	step("2026-12-06", 0, false)
	step("2026-12-07", 1, false)
	step("2026-12-10", 1, false)
	step("2026-12-11", 2, true)
	step("2026-12-20", 2, true)
	_, err := o.Agree(o.lead(t), network.AgreeMeasure{Meeting: mt.ID, Title: "", Member: &m.ID, Staff: &o.boss, DueOn: on(t, "2026-12-01")})
	wants(t, err, network.ErrInput, "title", "owner", "dueOn")
	_, err = o.Agree(o.lead(t), network.AgreeMeasure{Meeting: mt.ID, Title: "x", Staff: to(uuid.New()), DueOn: on(t, "2027-01-01")})
	wants(t, err, network.ErrInput, "owner")
	_, err = o.Agree(o.lead(t), network.AgreeMeasure{Meeting: mt.ID, Title: "x", Member: to(uuid.New()), DueOn: on(t, "2027-01-01")})
	wants(t, err, network.ErrInput, "owner")
}

func TestASeriesKeepsItsHourAndWhatMovesIsTold(t *testing.T) {
	t.Parallel()
	o := open(t)
	m, _ := o.member(t, "guest@example.org", "commissioner")
	late, guest := o.member(t, "late@example.org", "commissioner")
	list, err := o.Call(o.lead(t), network.CallMeeting{Kind: "commission", Title: "Kommission", Place: "Saal", Day: on(t, "2027-03-10"), FromMinute: 600, ToMinute: 660, EveryWeeks: to(4), Times: to(3), Members: []uuid.UUID{m.ID}})
	must(t, err)
	if len(list) != 3 || list[1].SeriesID != list[0].ID || list[2].StartsAt.Sub(list[0].StartsAt) != 56*24*time.Hour-time.Hour { // the clocks go forward
		t.Fatalf("%+v", list)
	}
	moved, err := o.Move(o.lead(t), network.MoveMeeting{Meeting: list[1].ID, Version: list[1].Version, Day: to(on(t, "2027-04-08")), FromMinute: to(600), ToMinute: to(700), Members: []uuid.UUID{late.ID}})
	must(t, err)
	o.RunJobs(t)
	if moved.Sequence != 1 || len(moved.Guests) != 2 || len(o.mails.Sent("guest@example.org")) != 4 || len(o.mails.Sent("late@example.org")) != 1 {
		t.Errorf("%+v, %d mails", moved, len(o.mails.Sent("guest@example.org")))
	}
	off, err := o.Move(o.lead(t), network.MoveMeeting{Meeting: moved.ID, Version: moved.Version, Cancelled: to(true)})
	must(t, err)
	o.RunJobs(t)
	mail := o.mails.Sent("late@example.org")[1]
	if !strings.Contains(mail.Subject, "Abgesagt") || strings.Contains(mail.Text, "eingeladen") {
		t.Error("a cancellation reads like an invitation:", mail.Subject, mail.Text)
	}
	if off.CancelledAt == nil || !strings.Contains(string(mail.Attachments[0].Data), "METHOD:CANCEL") {
		t.Errorf("%+v", off)
	}
	if mine, err := o.MyMeetings(guest); err != nil || len(mine) != 1 || mine[0].CancelledAt == nil {
		t.Error(mine, err)
	}
	_, err = o.Move(o.lead(t), network.MoveMeeting{Meeting: off.ID, Version: off.Version, Place: to("anderswo")})
	wants(t, err, network.ErrConflict)
	_, err = o.Call(o.lead(t), network.CallMeeting{Kind: "party", FromMinute: 5, ToMinute: 4, Times: to(99)})
	wants(t, err, network.ErrInput, "kind", "title", "place", "day", "toMinute", "times", "members")
	_, err = o.Move(o.lead(t), network.MoveMeeting{Meeting: list[0].ID, Version: 1, FromMinute: to(5)})
	wants(t, err, network.ErrInput, "toMinute")
	_, err = o.Call(o.lead(t), network.CallMeeting{Kind: "commission", Title: "x", Place: "x", Day: on(t, "2026-11-24"), FromMinute: 100, ToMinute: 200, Members: []uuid.UUID{m.ID}})
	wants(t, err, network.ErrInput, "day")
}
