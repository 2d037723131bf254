package traininggql

import (
	"log/slog"
	"net/http"

	"github.com/ankunft/ankunft/modules/training"
	"github.com/ankunft/ankunft/platform/httpd"
)

// Files serves how teams stand to what is asked of them, for the staff council. It stands behind identity.Authenticate.
func Files(s *training.Service, log *slog.Logger) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /files/training/compliance", func(w http.ResponseWriter, r *http.Request) {
		body, err := s.ComplianceCSV(r.Context())
		httpd.Download(w, r, log, "pflichtschulungen.csv", httpd.CSV, body, err)
	})
	return http.NewCrossOriginProtection().Handler(mux)
}
