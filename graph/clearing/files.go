package clearinggql

import (
	"errors"
	"log/slog"
	"net/http"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/clearing"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/platform/errs"
)

// root is where the files of the desk are served.
const root = "/files/clearing/"

// Files serves the confirmations of visits to those who see the visit. It stands behind identity.Authenticate.
func Files(s *clearing.Service, log *slog.Logger) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+root+"{visit}/confirmation", func(w http.ResponseWriter, r *http.Request) {
		id, err := uuid.Parse(r.PathValue("visit"))
		if err != nil || !identity.ViewerFrom(r.Context()).Can(clearing.Action) {
			http.NotFound(w, r)
			return
		}
		pdf, err := s.Confirmation(r.Context(), id)
		switch {
		case errors.Is(err, letters.ErrNotRendered):
			w.Header().Set("Retry-After", "2")
			http.Error(w, "the confirmation is being set; try again in a moment", http.StatusServiceUnavailable)
		case errs.KindOf(err) == errs.NotFound:
			http.NotFound(w, r)
		case err != nil && errs.KindOf(err) != errs.Internal:
			http.Error(w, errs.Of(err).Code, http.StatusConflict)
		case err != nil:
			log.ErrorContext(r.Context(), "show confirmation", "visit", id, "err", err)
			http.Error(w, "internal error", http.StatusInternalServerError)
		default:
			h := w.Header()
			h.Set("Content-Type", "application/pdf")
			h.Set("Content-Disposition", `inline; filename="`+id.String()+`.pdf"`)
			h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; plugin-types application/pdf")
			h.Set("Cache-Control", "private, no-store")
			_, _ = w.Write(pdf) // a client that has gone is no fault of ours
		}
	})
	return mux
}
