package identity

import "context"

// KeepCookie gives the browser under ctx a secret of another module to keep, out of reach of scripts; "" takes it away.
func (s *Service) KeepCookie(ctx context.Context, name, value string, seconds int) {
	s.setCookie(ctx, name, value, seconds)
}

// CookieFrom is what KeepCookie gave the browser that asks under ctx; "" if nothing.
func (s *Service) CookieFrom(ctx context.Context, name string) string {
	e, ok := ctx.Value(browserKey{}).(*exchange)
	if !ok {
		return ""
	}
	c, err := e.r.Cookie(s.cookieName(name))
	if err != nil {
		return ""
	}
	return c.Value
}
