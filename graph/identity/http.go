package identitygql

import (
	"log/slog"
	"net/http"
	"strings"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/errs"
)

// Handler serves the doors of the office below /auth/: start and callback of each provider, and logging out. It stands behind
// identity.Authenticate.
func Handler(s *identity.Service, log *slog.Logger) http.Handler {
	h := handler{s, log}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /auth/{provider}/start", h.start)
	mux.HandleFunc("GET /auth/{provider}/callback", h.callback)
	mux.HandleFunc("POST /auth/logout", h.logout)
	return http.NewCrossOriginProtection().Handler(mux)
}

type handler struct {
	identity *identity.Service
	log      *slog.Logger
}

func (h handler) start(w http.ResponseWriter, r *http.Request) {
	begun, err := h.identity.Begin(r.Context(), r.PathValue("provider"), r.URL.Query().Get("next"))
	if err != nil {
		h.fail(w, r, err)
		return
	}
	h.identity.KeepLogin(r.Context(), begun.LoginKey)
	redirect(w, r, begun.URL)
}

func (h handler) callback(w http.ResponseWriter, r *http.Request) {
	ctx, q := r.Context(), r.URL.Query()
	in, err := h.identity.Complete(ctx, r.PathValue("provider"), q.Get("state"), q.Get("code"), h.identity.BrowserFrom(ctx))
	h.identity.KeepLogin(ctx, "")
	if err != nil {
		h.fail(w, r, err)
		return
	}
	h.identity.KeepSession(ctx, in.Token)
	redirect(w, r, in.Next)
}

// logout answers a form with the way on; the session is over even if the provider is away.
func (h handler) logout(w http.ResponseWriter, r *http.Request) {
	where, err := h.identity.LogOut(r.Context())
	h.identity.KeepSession(r.Context(), "")
	if err != nil || where == "" {
		if err != nil {
			h.log.WarnContext(r.Context(), "logged out here only", "err", err)
		}
		where = "/"
	}
	redirect(w, r, where)
}

// fail sends the person back to the login page, which says what happened in words: the code is all it needs.
func (h handler) fail(w http.ResponseWriter, r *http.Request, err error) {
	code := "identity.login_refused"
	if e := errs.Of(err); e != nil && e.Kind != errs.Internal {
		code = e.Code
	} else {
		h.log.ErrorContext(r.Context(), "login broke off", "err", err)
	}
	login := "/login"
	if strings.EqualFold(r.PathValue("provider"), "staff") {
		login = "/office/login"
	}
	redirect(w, r, login+"?error="+code)
}

func redirect(w http.ResponseWriter, r *http.Request, where string) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Referrer-Policy", "no-referrer")
	http.Redirect(w, r, where, http.StatusSeeOther)
}
