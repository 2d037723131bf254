package identity

import (
	"context"
	"net/http"
	"net/netip"
	"strings"
)

type browserKey struct{}

type exchange struct {
	w    http.ResponseWriter
	r    *http.Request
	from netip.Addr
}

// Authenticate names who asks: the viewer for rights, the actor for the audit trail, the network for limits. It lets everybody
// through; what follows asks the viewer. The address of the peer is taken as it is: behind a balancer, the HTTP server has
// already put the client's there, if it trusts the balancer.
func Authenticate(s *Service) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			from, _ := netip.ParseAddrPort(r.RemoteAddr) // the zero address if it is none
			ctx := context.WithValue(r.Context(), browserKey{}, &exchange{w, r, from.Addr()})
			v, err := s.Viewer(ctx, s.token(r))
			if err != nil {
				s.log.ErrorContext(ctx, "cannot tell who asks", "err", err)
				w.Header().Set("Retry-After", "5")
				http.Error(w, "please try again in a moment", http.StatusServiceUnavailable)
				return
			}
			if v.LoggedIn() {
				w.Header().Set("Cache-Control", "no-store")
			}
			next.ServeHTTP(w, r.WithContext(WithViewer(ctx, v)))
		})
	}
}

// BrowserFrom tells of the browser that asks under ctx.
func (s *Service) BrowserFrom(ctx context.Context) Browser {
	e, ok := ctx.Value(browserKey{}).(*exchange)
	if !ok {
		return Browser{}
	}
	b := Browser{UserAgent: e.r.UserAgent(), OldToken: s.token(e.r)}
	if c, err := e.r.Cookie(s.cookieName("ankunft-login")); err == nil {
		b.LoginKey = c.Value
	}
	return b
}

// KeepSession gives the browser under ctx the token of its session; "" takes it away.
func (s *Service) KeepSession(ctx context.Context, token string) {
	s.setCookie(ctx, "ankunft", token, int(longest.Seconds()))
}

// KeepLogin gives the browser under ctx the key of a login that has been begun; "" takes it away.
func (s *Service) KeepLogin(ctx context.Context, key string) {
	s.setCookie(ctx, "ankunft-login", key, int(loginTime.Seconds()))
}

func (s *Service) setCookie(ctx context.Context, name, value string, seconds int) {
	e, ok := ctx.Value(browserKey{}).(*exchange)
	if !ok {
		return
	}
	c := &http.Cookie{
		Name: s.cookieName(name), Value: value, Path: "/", MaxAge: seconds, HttpOnly: true, Secure: s.secure(), SameSite: http.SameSiteLaxMode,
	}
	if value == "" {
		c.MaxAge = -1
	}
	http.SetCookie(e.w, c)
}

func (s *Service) token(r *http.Request) string {
	c, err := r.Cookie(s.cookieName("ankunft"))
	if err != nil {
		return ""
	}
	return c.Value
}

// cookieName binds a cookie to this host and to https. A demo on http cannot have that.
func (s *Service) cookieName(name string) string {
	if s.secure() {
		return "__Host-" + name
	}
	return name
}

func (s *Service) secure() bool { return strings.HasPrefix(s.cfg.BaseURL, "https://") }
