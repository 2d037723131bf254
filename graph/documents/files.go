package documentsgql

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"strconv"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/errs"
)

// root is where the files of documents are served.
const root = "/files/documents/"

// Files serves pictures of pages, and originals to staff. It stands behind identity.Authenticate.
func Files(s *documents.Service, log *slog.Logger) http.Handler {
	f := files{s, log}
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+root+"{file}/pages/{page}", f.page)
	mux.HandleFunc("GET "+root+"{file}/thumb", f.thumb)
	mux.HandleFunc("GET "+root+"{file}/original", f.original)
	return mux
}

type files struct {
	documents *documents.Service
	log       *slog.Logger
}

func (f files) page(w http.ResponseWriter, r *http.Request) {
	n, err := strconv.Atoi(r.PathValue("page"))
	if err != nil {
		f.fail(w, r, documents.ErrNotFound)
		return
	}
	f.serve(w, r, func(ctx context.Context, who documents.Viewer, file uuid.UUID) (*documents.Picture, error) {
		return f.documents.Page(ctx, who, file, n)
	})
}

func (f files) thumb(w http.ResponseWriter, r *http.Request) { f.serve(w, r, f.documents.Thumb) }

func (f files) original(w http.ResponseWriter, r *http.Request) { f.serve(w, r, f.documents.Original) }

// serve answers with a picture that the viewer may see. The browser keeps it but asks each time whether it still may show it,
// so that what was seen is not shown after the logout; the answer is then short.
func (f files) serve(w http.ResponseWriter, r *http.Request,
	find func(context.Context, documents.Viewer, uuid.UUID) (*documents.Picture, error),
) {
	who, err := viewer(r.Context())
	if err != nil {
		f.fail(w, r, err)
		return
	}
	id, err := uuid.Parse(r.PathValue("file"))
	if err != nil {
		f.fail(w, r, documents.ErrNotFound)
		return
	}
	p, err := find(r.Context(), who, id)
	if err != nil {
		f.fail(w, r, err)
		return
	}
	h := w.Header()
	h.Set("Cache-Control", "private, no-cache")
	h.Set("ETag", p.ETag)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	if r.Header.Get("If-None-Match") == p.ETag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	body, err := p.Open(r.Context())
	if err != nil {
		h.Del("ETag")
		f.fail(w, r, err)
		return
	}
	defer body.Close()
	h.Set("Content-Type", p.Type)
	if p.Name != "" {
		h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": p.Name}))
	}
	if p.Size > 0 {
		h.Set("Content-Length", strconv.Itoa(p.Size))
	}
	if _, err := io.Copy(w, body); err != nil && r.Context().Err() == nil {
		f.log.WarnContext(r.Context(), "file not sent whole", "file", id, "err", err)
	}
}

// viewer is who may see any files at all. Staff who may not read papers see what they themselves have just taken in, as applicants see their own.
func viewer(ctx context.Context) (documents.Viewer, error) {
	v := identity.ViewerFrom(ctx)
	if !v.LoggedIn() {
		return documents.Viewer{}, errNotLoggedIn
	}
	return documents.Viewer{Account: v.AccountID, Staff: mayRead(v)}, nil
}

var errNotLoggedIn = errs.New(errs.Unauthenticated, "documents.not_logged_in")

// fail answers with the status of the error's kind and its code, and logs what is our own fault.
func (f files) fail(w http.ResponseWriter, r *http.Request, err error) {
	status, code := http.StatusInternalServerError, "internal"
	switch kind := errs.KindOf(err); kind {
	case errs.NotFound, errs.Forbidden, errs.Invalid:
		status = http.StatusNotFound
	case errs.Unauthenticated:
		status = http.StatusUnauthorized
	case errs.Unavailable:
		status = http.StatusServiceUnavailable
		w.Header().Set("Retry-After", "5")
	default:
		if !errors.Is(err, context.Canceled) {
			f.log.ErrorContext(r.Context(), "file not served", "err", err)
		}
	}
	if e := errs.Of(err); e != nil {
		code = e.Code
	}
	w.Header().Set("Cache-Control", "no-store")
	http.Error(w, code, status)
}
