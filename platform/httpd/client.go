package httpd

import (
	"net/http"
	"net/netip"
	"strings"
)

// RealClient puts the client's own address into RemoteAddr where the request came through one of the given proxies (CIDR).
// X-Forwarded-For counts only there, and is read from the right: what a client wrote itself stands to the left.
func RealClient(proxies []netip.Prefix) Middleware {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if addr, other := client(r, proxies); other {
				known := r.WithContext(r.Context()) // a copy: the address is all that changes
				known.RemoteAddr = netip.AddrPortFrom(addr, 0).String()
				r = known
			}
			next.ServeHTTP(w, r)
		})
	}
}

// client is the client's address, and whether it is another than the request says.
func client(r *http.Request, proxies []netip.Prefix) (_ netip.Addr, other bool) {
	from, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}, false
	}
	addr := from.Addr()
	if !trusted(addr, proxies) {
		return addr.Unmap(), addr.Is4In6()
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0 && trusted(addr, proxies); i-- {
		hop, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			break
		}
		addr = hop
	}
	return addr.Unmap(), true
}

func trusted(addr netip.Addr, proxies []netip.Prefix) bool {
	addr = addr.Unmap()
	for _, p := range proxies {
		if p.Contains(addr) {
			return true
		}
	}
	return false
}
