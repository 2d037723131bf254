package partners_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/partners"
	"github.com/ankunft/ankunft/platform/events"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/page"
)

func threat(o *office) partners.ReportIncident {
	return partners.ReportIncident{
		Key: ids.New(), Kind: "threat", Site: "rathaus", Place: "counter", HappenedAt: o.Clock.Now().Add(-time.Hour),
		Done: []partners.IncidentDeed{"calmed", "led_out", "calmed"}, Told: []partners.IncidentTold{"site_lead"}, Note: to("Jemand schlug gegen die Scheibe."),
	}
}

func TestAGuardReportsAndALeadFollowsUp(t *testing.T) {
	t.Parallel()
	o := open(t)
	var told sync.Mutex // each subscriber has its own worker
	var heard []uuid.UUID
	ended := 0
	events.Subscribe(o.Bus, "test.reported", func(_ context.Context, ev partners.IncidentReported) error {
		told.Lock()
		defer told.Unlock()
		heard = append(heard, ev.Concerned...)
		return nil
	})
	events.Subscribe(o.Bus, "test.concerns", func(_ context.Context, ev partners.IncidentConcerns) error {
		told.Lock()
		defer told.Unlock()
		heard = append(heard, ev.Concerned...)
		return nil
	})
	events.Subscribe(o.Bus, "test.ended", func(context.Context, partners.IncidentEnded) error { ended++; return nil })
	clerk := o.colleague(t, "Ida Clerk")
	_, guard := o.guard(t, "weber@example.org")
	in := threat(o)
	for range 2 { // sent again by a phone without network
		if _, err := o.Report(guard, in); err != nil {
			t.Fatal(err)
		}
	}
	mine, err := o.MyIncidents(guard)
	must(t, err)
	if len(mine) != 1 || len(mine[0].Done) != 2 || mine[0].State != partners.IncidentOpen {
		t.Fatalf("%+v", mine)
	}
	list, err := o.Incidents(o.lead(t), partners.IncidentFilter{}, page.Args{})
	must(t, err)
	i := list.Items[0]
	if len(list.Items) != 1 || i.Member == nil || i.Member.Organisation == nil || i.Version != 1 {
		t.Fatalf("%+v", list.Items)
	}
	i, err = o.Follow(o.lead(t), partners.FollowIncident{Incident: i.ID, Version: 1, Owner: &o.boss, DueOn: to(on(t, "2026-11-27")), Concerned: []uuid.UUID{clerk, clerk}, SubjectKind: to("case"), SubjectID: to(ids.New())})
	must(t, err)
	if i.State != partners.IncidentInWork || !slices.Equal(i.Concerned, []uuid.UUID{clerk}) || i.SubjectID == nil {
		t.Fatalf("%+v", i)
	}
	_, err = o.Follow(o.lead(t), partners.FollowIncident{Incident: i.ID, Version: 1, Closed: to(true), Outcome: to("x")})
	wants(t, err, partners.ErrConflict)
	_, err = o.Follow(o.lead(t), partners.FollowIncident{Incident: i.ID, Version: 2, Closed: to(true)})
	wants(t, err, partners.ErrInput, "outcome")
	i, err = o.Follow(o.lead(t), partners.FollowIncident{Incident: i.ID, Version: 2, Closed: to(true), Outcome: to("Hausverbot für einen Tag."), Concerned: []uuid.UUID{clerk, o.boss}})
	must(t, err)
	o.RunJobs(t)
	if i.State != partners.IncidentClosed || i.ClosedAt == nil || ended != 1 || len(heard) != 2 || !slices.Contains(heard, clerk) || !slices.Contains(heard, o.boss) {
		t.Fatalf("%+v, heard %v, %d ended", i, heard, ended)
	}
	_, err = o.Follow(o.lead(t), partners.FollowIncident{Incident: i.ID, Version: 3, Outcome: to("anders")})
	wants(t, err, partners.ErrConflict)
	if mine, err := o.MyIncidents(guard); err != nil || mine[0].State != partners.IncidentClosed || mine[0].Outcome != "" || mine[0].SubjectID != nil || len(mine[0].Concerned) != 0 {
		t.Errorf("the guard reads of the follow-up %+v, %v", mine, err)
	}
	o.Clock.Advance(91 * 24 * time.Hour)
	if mine, err := o.MyIncidents(guard); err != nil || len(mine) != 0 {
		t.Error("after ninety days:", mine, err)
	}
}

func TestWhatIsReportedIsChosenAndOfTheOwnHouse(t *testing.T) {
	t.Parallel()
	o := open(t)
	_, guard := o.guard(t, "weber@example.org", "nord")
	_, err := o.Report(guard, threat(o))
	wants(t, err, partners.ErrInput, "site")
	_, err = o.Report(guard, partners.ReportIncident{Kind: "party", Site: "moon", Place: "roof", HappenedAt: o.Clock.Now().Add(time.Hour), Done: []partners.IncidentDeed{"sang"}, Note: to(strings.Repeat("x", 1001))})
	wants(t, err, partners.ErrInput, "key", "kind", "site", "place", "happenedAt", "done", "told", "note")
	old := threat(o)
	old.HappenedAt = time.Time{}
	_, err = o.Note(o.lead(t), old, nil)
	wants(t, err, partners.ErrInput, "happenedAt")
	_, err = o.Note(o.lead(t), threat(o), []uuid.UUID{uuid.New()})
	wants(t, err, partners.ErrInput, "concerned")
	i, err := o.Note(o.lead(t), threat(o), []uuid.UUID{o.boss})
	must(t, err)
	if i.StaffID == nil || *i.StaffID != o.boss || i.MemberID != nil {
		t.Errorf("%+v", i)
	}
	_, err = o.Follow(o.lead(t), partners.FollowIncident{Incident: i.ID, Version: 1, SubjectKind: to("person"), SubjectID: to(ids.New())})
	wants(t, err, partners.ErrInput, "subjectId")
	_, err = o.Follow(o.lead(t), partners.FollowIncident{Incident: ids.New(), Version: 1})
	wants(t, err, partners.ErrNone)
}

func TestWhatLiesTooLongIsLate(t *testing.T) {
	t.Parallel()
	o := open(t)
	i, err := o.Note(o.lead(t), threat(o), nil)
	must(t, err)
	late := func(want int) {
		t.Helper()
		p, err := o.Incidents(o.lead(t), partners.IncidentFilter{Late: to(true), Site: to("rathaus")}, page.Args{})
		must(t, err)
		if len(p.Items) != want || want == 1 && !o.Late(p.Items[0]) {
			t.Errorf("%d late, want %d", len(p.Items), want)
		}
	}
	late(0)
	o.Clock.Advance(49 * time.Hour) // nobody follows it up
	late(1)
	i, err = o.Follow(o.lead(t), partners.FollowIncident{Incident: i.ID, Version: 1, Owner: &o.boss, DueOn: to(on(t, "2026-11-26"))})
	must(t, err)
	late(0)
	if p, err := o.Incidents(o.lead(t), partners.IncidentFilter{Mine: to(true), State: to(partners.IncidentInWork)}, page.Args{}); err != nil || len(p.Items) != 1 {
		t.Error(p, err)
	}
	o.Clock.Advance(24 * time.Hour)
	late(1)
	for n := range 3 {
		if _, err := o.Note(o.lead(t), threat(o), nil); err != nil {
			t.Fatal(n, err)
		}
	}
	p, err := o.Incidents(o.lead(t), partners.IncidentFilter{}, page.Args{First: 3})
	must(t, err)
	rest, err := o.Incidents(o.lead(t), partners.IncidentFilter{}, page.Args{First: 3, After: p.Next})
	must(t, err)
	if len(p.Items) != 3 || len(rest.Items) != 1 || rest.Items[0].ID != i.ID || rest.Next != "" {
		t.Error(len(p.Items), len(rest.Items))
	}
	if p, err := o.Incidents(o.lead(t), partners.IncidentFilter{Site: to("\x00")}, page.Args{}); err != nil || len(p.Items) != 0 {
		t.Error(p, err)
	}
}
