package httpd

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// RealClient puts the client's own address into RemoteAddr where the request came through one of the given proxies (CIDR).
// X-Forwarded-For counts only there, and is read from the right: what a client wrote itself stands to the left.
func RealClient(proxies []netip.Prefix) Middleware {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if addr := client(r, proxies); addr.IsValid() {
				r = r.Clone(r.Context())
				r.RemoteAddr = netip.AddrPortFrom(addr, 0).String()
			}
			next.ServeHTTP(w, r)
		})
	}
}

func client(r *http.Request, proxies []netip.Prefix) netip.Addr {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	addr, _ := netip.ParseAddr(host)
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0 && trusted(addr, proxies); i-- {
		hop, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			break
		}
		addr = hop
	}
	return addr.Unmap()
}

func trusted(addr netip.Addr, proxies []netip.Prefix) bool {
	for _, p := range proxies {
		if p.Contains(addr.Unmap()) {
			return true
		}
	}
	return false
}
