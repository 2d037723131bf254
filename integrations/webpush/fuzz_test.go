package webpush_test

import (
	"net/netip"
	"net/url"
	"strings"
	"testing"

	"github.com/ankunft/ankunft/integrations/webpush"
)

// Whatever a stranger gives as the address of their browser: what is accepted is a name, asked over https at its usual port.
func FuzzEndpoints(f *testing.F) {
	p, err := webpush.New(webpush.Config{PrivateKey: key, Contact: "amt@example.org"})
	if err != nil {
		f.Fatal(err)
	}
	for _, e := range []string{"https://fcm.googleapis.com/fcm/send/a:b", "https://[::1%25eth0]/", "https://127.1/", "https://a.b@10.0.0.1/", "HTTPS://0x7f.1:443/", "https://push.example\\@10.0.0.1/"} {
		f.Add(e)
	}
	f.Fuzz(func(t *testing.T, endpoint string) {
		if !p.Accepts(endpoint) {
			return
		}
		u, err := url.Parse(endpoint)
		if err != nil || u.Scheme != "https" || u.User != nil || u.Port() != "" && u.Port() != "443" || !strings.Contains(u.Hostname(), ".") {
			t.Errorf("accepts %q", endpoint)
			return
		}
		if _, err := netip.ParseAddr(u.Hostname()); err == nil {
			t.Errorf("accepts an address: %q", endpoint)
		}
	})
}
