package frontdesk_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/ankunft/ankunft/modules/frontdesk"
	"github.com/ankunft/ankunft/platform/ids"
)

func TestWhoSitsAtACounterIsMovedButNotAwayFromSomebody(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerk, lead := o.seat(t, "5", "service"), ids.New()
	o.draw(t, "info")
	ticket := o.next(t, clerk)
	three, five := o.counter(t, "3"), o.counter(t, "5")
	if err := o.MoveDesk(t.Context(), five, &three, []string{"clearing"}, lead); !errors.Is(err, frontdesk.ErrBusy) {
		t.Fatal("moved away from somebody:", err)
	}
	if _, err := o.OpenDesk(t.Context(), three, []string{"service"}, clerk); !errors.Is(err, frontdesk.ErrBusy) {
		t.Fatal("left somebody:", err)
	}
	o.end(t, ticket)
	other := o.seat(t, "3", "clearing")
	if err := o.MoveDesk(t.Context(), five, &three, []string{"clearing"}, lead); !errors.Is(err, frontdesk.ErrDeskTaken) {
		t.Fatal("onto somebody's lap:", err)
	}
	if err := o.MoveDesk(t.Context(), three, nil, nil, lead); err != nil { // gone home without closing
		t.Fatal(err)
	}
	if _, err := o.DeskOf(t.Context(), other); !errors.Is(err, frontdesk.ErrNoDesk) {
		t.Fatal(err)
	}
	if err := o.MoveDesk(t.Context(), five, &three, []string{"clearing"}, lead); err != nil {
		t.Fatal(err)
	}
	desk, err := o.DeskOf(t.Context(), clerk)
	if err != nil || desk.CounterID != three || desk.MovedBy == nil || *desk.MovedBy != lead || len(desk.Queues) != 1 || desk.Queues[0] != "clearing" {
		t.Fatal(err, desk)
	}
	if _, err := o.Next(t.Context(), five, clerk); !errors.Is(err, frontdesk.ErrNoDesk) {
		t.Fatal("the old window still calls:", err)
	}
	if desk, err = o.OpenDesk(t.Context(), three, []string{"service"}, clerk); err != nil || desk.MovedBy != nil {
		t.Fatal("own choice again:", err, desk)
	}
}

func TestOnlyTheQueuesChangeAtTheSameCounter(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerk := o.seat(t, "5", "service")
	o.draw(t, "info")
	o.next(t, clerk)
	since, err := o.DeskOf(t.Context(), clerk)
	if err != nil {
		t.Fatal(err)
	}
	o.Clock.Advance(1)
	desk, err := o.OpenDesk(t.Context(), o.at(clerk), []string{"service", "emergency"}, clerk)
	if err != nil || !desk.OpenedAt.Equal(since.OpenedAt) || len(desk.Queues) != 2 {
		t.Fatal("somebody is at the counter, and the queues change all the same:", err, desk)
	}
	if _, err := o.OpenDesk(t.Context(), o.at(clerk), []string{"cinema"}, clerk); !errors.Is(err, frontdesk.ErrInput) {
		t.Fatal(err)
	}
}

func TestNotesAndDetoursAreChecked(t *testing.T) {
	t.Parallel()
	o := open(t)
	ticket := o.draw(t, "info")
	noted, err := o.Note(t.Context(), ticket.ID, "spricht auch Englisch")
	if err != nil || noted.State != frontdesk.Waiting || noted.Note != "spricht auch Englisch" {
		t.Fatal(err, noted)
	}
	if _, err := o.Note(t.Context(), ticket.ID, strings.Repeat("ü", 501)); !errors.Is(err, frontdesk.ErrInput) {
		t.Fatal("a novel:", err)
	}
	elsewhere := ids.New()
	for _, r := range o.plan.Resources {
		if r.Site == "nordstadt" && r.Kind == "counter" {
			elsewhere = r.ID
		}
	}
	nowhere := ids.New()
	for what, err := range map[string]error{
		"to nobody":          call(o.SendOn(t.Context(), ticket.ID, nil, "", nil, "")),
		"to no queue":        call(o.SendOn(t.Context(), ticket.ID, nil, "cinema", nil, "")),
		"to no counter":      call(o.SendOn(t.Context(), ticket.ID, nil, "", &nowhere, "")),
		"to another house":   call(o.SendOn(t.Context(), ticket.ID, nil, "", &elsewhere, "")),
		"drawn nowhere":      call(o.Draw(t.Context(), frontdesk.DrawIn{Site: "atlantis", Concern: "info", By: "desk"})),
		"closed without why": second(o.CloseToday(t.Context(), "rathaus", "")),
	} {
		if !errors.Is(err, frontdesk.ErrInput) && !errors.Is(err, frontdesk.ErrNoSite) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, err := o.Hall(t.Context(), "atlantis"); !errors.Is(err, frontdesk.ErrNoSite) {
		t.Error(err)
	}
	if still, err := o.Get(t.Context(), ticket.ID); err != nil || still.State != frontdesk.Waiting || still.ForCounter != nil {
		t.Error(err, still)
	}
}

func TestWhoHasNotComeIsNotForgotten(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerk := o.seat(t, "5", "service")
	o.draw(t, "info")
	missed := o.next(t, clerk)
	if _, err := o.Miss(t.Context(), missed.ID, o.at(clerk)); err != nil {
		t.Fatal(err)
	}
	hall, err := o.Hall(t.Context(), "rathaus")
	if err != nil || len(hall.Missed) != 1 || hall.Missed[0].ID != missed.ID || len(hall.Now) != 0 {
		t.Fatal(err, hall)
	}
	if shown, err := o.Display(t.Context(), "rathaus"); err != nil || len(shown) != 0 {
		t.Fatal(err, shown)
	}
	if _, err := o.Call(t.Context(), missed.ID, clerk); err != nil {
		t.Fatal(err)
	}
	if shown, err := o.Display(t.Context(), "rathaus"); err != nil || len(shown) != 1 || !shown[0].Awaited {
		t.Fatal(err, shown)
	}
	if _, err := o.Serve(t.Context(), missed.ID, o.at(clerk)); err != nil {
		t.Fatal(err)
	}
	if shown, err := o.Display(t.Context(), "rathaus"); err != nil || len(shown) != 1 || shown[0].Awaited {
		t.Fatal("shown, but no longer awaited:", err, shown)
	}
}

func TestAHouseThatWasClosedByMistakeOpensAgainWithEverybodyInPlace(t *testing.T) {
	t.Parallel()
	o := open(t)
	first, second := o.draw(t, "info"), o.draw(t, "info")
	left, err := o.Leave(t.Context(), second.ID)
	if err != nil {
		t.Fatal(err)
	}
	if err := o.Reopen(t.Context(), "rathaus"); !errors.Is(err, frontdesk.ErrState) {
		t.Fatal("it is open:", err)
	}
	if n, err := o.CloseToday(t.Context(), "rathaus", "Feueralarm"); err != nil || n != 1 {
		t.Fatal(err, n)
	}
	if err := o.Reopen(t.Context(), "rathaus"); err != nil {
		t.Fatal(err)
	}
	clerk := o.seat(t, "5", "service")
	if got := o.next(t, clerk); got == nil || got.ID != first.ID {
		t.Fatal(got)
	}
	if still, err := o.Get(t.Context(), left.ID); err != nil || still.State != frontdesk.Left {
		t.Fatal("who had gone is not called back:", err, still)
	}
	if _, closed, err := o.Service.Open(t.Context(), "rathaus"); err != nil || closed != nil {
		t.Fatal(err, closed)
	}
	o.draw(t, "info")
}

func call(_ *frontdesk.Ticket, err error) error { return err }

func second(_ int, err error) error { return err }
