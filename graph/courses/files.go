package coursesgql

import (
	"context"
	"log/slog"
	"net/http"
	"strconv"

	"github.com/ankunft/ankunft/modules/courses"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/httpd"
)

// root is where the files of courses are served.
const root = "/files/courses/"

// Printer sets the viewer's own record as PDF.
type Printer func(ctx context.Context) ([]byte, error)

// Files serves a year for the staff council, and everybody their own record where own sets it; nil: nobody does. It stands behind identity.Authenticate.
func Files(s *courses.Service, own Printer, log *slog.Logger) http.Handler {
	f := files{s, own, log}
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+root+"years/{year}", f.year)
	if own != nil {
		mux.HandleFunc("GET "+root+"record.pdf", f.record)
	}
	return http.NewCrossOriginProtection().Handler(mux)
}

type files struct {
	courses *courses.Service
	own     Printer
	log     *slog.Logger
}

func (f files) year(w http.ResponseWriter, r *http.Request) {
	year, err := strconv.Atoi(r.PathValue("year"))
	if err != nil || !identity.ViewerFrom(r.Context()).Can(courses.ActionFigures) {
		http.NotFound(w, r)
		return
	}
	body, err := f.courses.CSV(r.Context(), year)
	f.answer(w, r, "fortbildung-"+strconv.Itoa(year)+".csv", httpd.CSV, body, err)
}

func (f files) record(w http.ResponseWriter, r *http.Request) {
	if !identity.ViewerFrom(r.Context()).Can(courses.ActionOwn) {
		http.NotFound(w, r)
		return
	}
	body, err := f.own(r.Context())
	f.answer(w, r, "fortbildungsnachweis.pdf", "application/pdf", body, err)
}

func (f files) answer(w http.ResponseWriter, r *http.Request, name, kind string, body []byte, err error) {
	httpd.Download(w, r, f.log, name, kind, body, err)
}
