package supervisiongql

import (
	"log/slog"
	"net/http"
	"strconv"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/supervision"
	"github.com/ankunft/ankunft/platform/httpd"
)

// Files serves the sessions of a year that were held, for accounting; nothing where the city offers none. It stands behind identity.Authenticate.
func Files(s *supervision.Service, log *slog.Logger) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /files/supervision/years/{year}", func(w http.ResponseWriter, r *http.Request) {
		year, err := strconv.Atoi(r.PathValue("year"))
		if s == nil || err != nil || !identity.ViewerFrom(r.Context()).Can(supervision.ActionAccounts) {
			http.NotFound(w, r)
			return
		}
		body, err := s.Accounts(r.Context(), year)
		httpd.Download(w, r, log, "supervision-"+strconv.Itoa(year)+".csv", httpd.CSV, body, err)
	})
	return http.NewCrossOriginProtection().Handler(mux)
}
