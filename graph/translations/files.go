package translationsgql

import (
	"errors"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"strconv"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/translations"
	"github.com/ankunft/ankunft/platform/errs"
)

// root is where files of papers are served to those who translate them.
const root = "/files/translations/"

// header bears the link's token: an address would stand in logs.
const header = "Ankunft-Link"

// Files serves papers to who works on them by a link; s is nil where the city works without interpreters. It stands behind identity.Authenticate.
func Files(s *translations.Service, log *slog.Logger) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+root+"{file}", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "private, no-store")
		id, err := uuid.Parse(r.PathValue("file"))
		if err != nil || s == nil {
			http.NotFound(w, r)
			return
		}
		if err := s.MayAnswer(identity.NetworkFrom(r.Context())); err != nil {
			http.Error(w, errs.Of(err).Code, http.StatusTooManyRequests)
			return
		}
		p, err := s.Fetch(r.Context(), r.Header.Get(header), id)
		var body io.ReadCloser
		if err == nil {
			body, err = p.Open(r.Context())
		}
		switch {
		case errors.Is(err, translations.ErrNone):
			http.NotFound(w, r)
			return
		case err != nil && errs.KindOf(err) != errs.Internal:
			http.Error(w, errs.Of(err).Code, http.StatusConflict)
			return
		case err != nil:
			log.ErrorContext(r.Context(), "paper not served", "file", id, "err", err)
			http.Error(w, "internal", http.StatusInternalServerError)
			return
		}
		defer body.Close()
		h := w.Header()
		h.Set("Content-Type", p.Type)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
		h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": p.Name}))
		h.Set("Content-Length", strconv.Itoa(p.Size))
		if _, err := io.Copy(w, body); err != nil && r.Context().Err() == nil {
			log.WarnContext(r.Context(), "paper not sent whole", "file", id, "err", err)
		}
	})
	return mux
}
