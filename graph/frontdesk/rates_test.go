package frontdeskgql_test

import (
	"context"
	"errors"
	"runtime"
	"testing"

	"github.com/ankunft/ankunft/modules/frontdesk"
	"github.com/ankunft/ankunft/platform/db"
)

// Whoever fills the rate of the hall's Wi-Fi stops its phones for a minute: not the kiosk, and not who looks for appointments at home.
func TestNobodyBesideItStopsTheKiosk(t *testing.T) {
	t.Parallel()
	d := openDoor(t)
	kiosk, phone := d.device(t, "rathaus", "kiosk"), d.browser(t)
	const here = "127.0.0.1"
	for d.hall.MayAsk(here) == nil {
	}
	if _, code := phone.draw(t, nil); code != "frontdesk.too_often" {
		t.Error("a script:", code)
	}
	if _, code := phone.enter(t, "rathaus", "?"); code != "frontdesk.too_often" {
		t.Error("a script:", code)
	}
	if ticket, code := kiosk.draw(t, nil); code != "" || ticket.Number != "A001" {
		t.Error("the kiosk stands still:", code)
	}
	if err := d.booking.MaySearch(here); err != nil {
		t.Error("nobody finds a time any more:", err)
	}
}

// Streams are of halls that there are, and one network has as many as a full hall needs.
func TestStreamsHaveAnEnd(t *testing.T) {
	t.Parallel()
	d := openDoor(t)
	if code := d.browser(t).ask(t, `subscription { hallChanged(site: "moon") }`, nil, nil); code != "frontdesk.no_site" {
		t.Error(code)
	}
	ctx, leave := context.WithCancel(t.Context())
	open := func(network string) error {
		_, err := d.hall.Hints(ctx, "rathaus", network)
		return err
	}
	for n := range 500 {
		if err := open("wlan"); err != nil {
			t.Fatal(n, err)
		}
	}
	if err := open("wlan"); !errors.Is(err, frontdesk.ErrTooOften) {
		t.Error("one more:", err)
	}
	if err := open("home"); err != nil {
		t.Error("another network:", err)
	}
	leave()
	ctx = t.Context()
	for open("wlan") != nil { // until those that have left are no longer counted
		runtime.Gosched()
	}
}

// A phone reads its own place, however many wait.
func TestAPhoneReadsItsPlaceInOneStatement(t *testing.T) {
	t.Parallel()
	d := openDoor(t)
	var last *frontdesk.Ticket
	for range 30 {
		ticket, err := d.hall.Draw(t.Context(), frontdesk.DrawIn{Site: "rathaus", Concern: "info", Language: "ar", By: "desk"})
		if err != nil {
			t.Fatal(err)
		}
		last = ticket
	}
	ctx, n := db.CountStatements(t.Context())
	if ahead, wait, err := d.hall.Ahead(ctx, last); err != nil || ahead != 29 || wait.Minutes == 0 || n.Load() != 1 {
		t.Error(ahead, wait, n.Load(), err)
	}
}
