package httpd

import (
	"log/slog"
	"mime"
	"net/http"

	"github.com/ankunft/ankunft/platform/errs"
)

// Download answers with a file that was made, which no browser shows or keeps; or with why there is none.
func Download(w http.ResponseWriter, r *http.Request, log *slog.Logger, name, kind string, body []byte, err error) {
	switch errs.KindOf(err) {
	case errs.NotFound, errs.Forbidden, errs.Invalid:
		http.NotFound(w, r)
		return
	case errs.Unavailable:
		http.Error(w, "try again later", http.StatusServiceUnavailable)
		return
	}
	if err != nil {
		log.ErrorContext(r.Context(), "make file", "err", err)
		http.Error(w, "internal", http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	h.Set("Cache-Control", "private, no-store")
	_, _ = w.Write(body) // a client that has gone is no fault of ours
}

// CSV is the kind of lists.
const CSV = "text/csv; charset=utf-8"
