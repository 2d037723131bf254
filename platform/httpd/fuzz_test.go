package httpd_test

import (
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"

	"github.com/ankunft/ankunft/platform/httpd"
)

// Whatever a client writes into its headers, what the office takes for its address is one, and from nowhere but a trusted proxy.
func FuzzRealClient(f *testing.F) {
	for _, s := range []string{"198.51.100.9", "1.2.3.4, 10.2.2.2", "::ffff:10.0.0.1", "fe80::1%eth0", "unknown", ",,,", "10.0.0.1, \x00", "[::1]:80"} {
		f.Add("10.1.1.1:1", s)
		f.Add("203.0.113.7:1", s)
	}
	proxies := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}
	f.Fuzz(func(t *testing.T, remote, forwarded string) {
		var got string
		h := httpd.RealClient(proxies)(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = r.RemoteAddr }))
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)
		r.RemoteAddr = remote
		r.Header["X-Forwarded-For"] = []string{forwarded}
		h.ServeHTTP(httptest.NewRecorder(), r)
		host, _, err := net.SplitHostPort(got)
		if err != nil {
			if got != remote {
				t.Fatalf("%q from %q by %q", got, forwarded, remote)
			}
			return
		}
		from, _, _ := net.SplitHostPort(remote)
		was, err := netip.ParseAddr(from)
		if err == nil && !proxies[0].Contains(was.Unmap()) && netip.MustParseAddr(host) != was.Unmap() {
			t.Fatalf("a client at %s is taken for %s", remote, got)
		}
	})
}
