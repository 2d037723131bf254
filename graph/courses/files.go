package coursesgql

import (
	"context"
	"log/slog"
	"mime"
	"net/http"
	"strconv"

	"github.com/ankunft/ankunft/modules/courses"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/errs"
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
	f.answer(w, r, "fortbildung-"+strconv.Itoa(year)+".csv", "text/csv; charset=utf-8", body, err)
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
	switch errs.KindOf(err) {
	case errs.NotFound, errs.Forbidden, errs.Invalid:
		http.NotFound(w, r)
		return
	case errs.Unavailable:
		http.Error(w, "try again later", http.StatusServiceUnavailable)
		return
	}
	if err != nil {
		f.log.ErrorContext(r.Context(), "file of courses", "err", err)
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
