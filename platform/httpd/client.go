package httpd

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"strings"
)

type networkKey struct{}

// Network is the network prefix that the request under ctx came from (IPv4 /24, IPv6 /48), for rates. Shelters and
// universities share an address, so a rate is generous and never a count of people.
func Network(ctx context.Context) string {
	n, _ := ctx.Value(networkKey{}).(string)
	return n
}

// WithNetwork notes where a request came from. X-Forwarded-For counts only behind the given proxies (CIDR), from the right.
func WithNetwork(proxies []netip.Prefix) Middleware {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			network := prefix(client(r, proxies))
			next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), networkKey{}, network)))
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

func prefix(addr netip.Addr) string {
	if !addr.IsValid() {
		return "unknown"
	}
	bits := 48
	if addr.Is4() {
		bits = 24
	}
	p, err := addr.Prefix(bits)
	if err != nil {
		return "unknown"
	}
	return p.Masked().String()
}
