package webpush_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/ankunft/ankunft/integrations/webpush"
	"github.com/ankunft/ankunft/modules/frontdesk"
	"github.com/ankunft/ankunft/modules/frontdesk/frontdesktest"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/plugin"
)

const key = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE="

func open(t *testing.T, inside bool) *webpush.Pusher {
	t.Helper()
	p, err := webpush.New(webpush.Config{PrivateKey: key, Contact: "amt@example.org", AllowInside: inside})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestMessagesArriveAndOnlyTheBrowserReadsThem(t *testing.T) {
	t.Parallel()
	frontdesktest.ExercisePusher(t, open(t, true))
}

// An endpoint is an address that a stranger gives us: nothing of it leads into the house.
func TestNothingIsToldInsideTheHouse(t *testing.T) {
	t.Parallel()
	p := open(t, false)
	for _, inside := range []string{
		"http://push.example.org/1", "https://push.example.org:8443/1", "https://localhost/1", "https://127.0.0.1/1", "https://10.0.0.1/", "https://[::1]/",
		"https://[fd00::1]/", "https://169.254.169.254/latest/meta-data", "https://intranet/", "https://[::ffff:10.0.0.1]/",
	} {
		if p.Accepts(inside) {
			t.Errorf("accepts %s", inside)
		}
	}
	if !p.Accepts("https://updates.push.services.mozilla.com/wpush/v2/abc") || !p.Accepts("https://fcm.googleapis.com/fcm/send/abc:def") {
		t.Error("refuses a push service")
	}
	b := frontdesktest.NewBrowser(t)
	w := b.Watch()
	if err := p.Push(t.Context(), w, []byte("A001"), time.Minute); !errors.Is(err, frontdesk.ErrGone) {
		t.Error(err)
	}
	// A name that looks well and leads inside is found out when it is dialled.
	w.Endpoint = "https://localhost.localdomain./push"
	if err := p.Push(t.Context(), w, []byte("A001"), time.Minute); errs.KindOf(err) != errs.Unavailable || strings.Contains(err.Error(), "localdomain") && strings.Contains(err.Error(), "/push") {
		t.Error(err)
	}
	if len(b.Got()) != 0 {
		t.Error("something arrived")
	}
}

func TestAConfigurationTellsAllItsFaults(t *testing.T) {
	t.Parallel()
	err := webpush.Plugin.Check([]byte("privateKey: short\ncontact: nobody\n"))
	if err == nil || !strings.Contains(err.Error(), "privateKey") || !strings.Contains(err.Error(), "contact") {
		t.Error(err)
	}
	opened, err := webpush.Plugin.Open(t.Context(), []byte("privateKey: "+key+"\ncontact: amt@example.org\n"), plugin.Deps{})
	if _, ok := opened.(frontdesk.Pusher); err != nil || !ok {
		t.Error(err, opened)
	}
}
