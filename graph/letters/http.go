package lettersgql

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/platform/errs"
)

// MayRead says whether the viewer may read a letter about a case; an error of kind NotFound otherwise. The module that owns the cases
// fills it.
type MayRead func(ctx context.Context, caseID, letter uuid.UUID) error

// Handler serves PDFs below /files/letters/: one letter, or several to print.
func Handler(s *letters.Service, may MayRead, log *slog.Logger) http.Handler {
	h := handler{s, may, log}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /files/letters/{id}", h.one)
	mux.HandleFunc("POST /files/letters/print", h.batch)
	return http.NewCrossOriginProtection().Handler(mux)
}

type handler struct {
	letters *letters.Service
	may     MayRead
	log     *slog.Logger
}

// one shows a letter: released ones as they were sent, drafts to staff as they would be.
func (h handler) one(w http.ResponseWriter, r *http.Request) {
	id, err := uuid.Parse(r.PathValue("id"))
	if err != nil {
		http.NotFound(w, r)
		return
	}
	pdf, err := h.read(r.Context(), id)
	h.send(w, r, pdf, err, id.String())
}

func (h handler) read(ctx context.Context, id uuid.UUID) ([]byte, error) {
	l, err := h.letters.ByID(ctx, id)
	if err != nil {
		return nil, err
	}
	v := identity.ViewerFrom(ctx)
	if !v.LoggedIn() {
		return nil, letters.ErrNotFound
	}
	if v.Can("letters.print") && l.Dispatch == letters.ByPost && l.State == letters.Released {
		return h.letters.PDF(ctx, letters.About{Kind: l.AboutKind, ID: l.AboutID}, id)
	}
	if err := h.may(ctx, l.AboutID, l.ID); err != nil {
		return nil, letters.ErrNotFound
	}
	about := letters.About{Kind: l.AboutKind, ID: l.AboutID}
	if l.State == letters.Released {
		return h.letters.PDF(ctx, about, id)
	}
	if v.Kind != identity.KindStaff {
		return nil, letters.ErrNotFound
	}
	return h.letters.Show(ctx, about, id)
}

// batch prints several letters as one PDF and notes that they were printed.
func (h handler) batch(w http.ResponseWriter, r *http.Request) {
	if !identity.ViewerFrom(r.Context()).Can("letters.print") {
		http.NotFound(w, r)
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, 64<<10)
	var ids []uuid.UUID
	for text := range strings.SplitSeq(r.FormValue("letters"), ",") {
		id, err := uuid.Parse(strings.TrimSpace(text))
		if err != nil {
			http.Error(w, "letters: ids, separated by commas", http.StatusBadRequest)
			return
		}
		ids = append(ids, id)
	}
	pdf, err := h.letters.BatchPrint(r.Context(), ids)
	h.send(w, r, pdf, err, fmt.Sprintf("%d-letters", len(ids)))
}

func (h handler) send(w http.ResponseWriter, r *http.Request, pdf []byte, err error, name string) {
	switch {
	case errors.Is(err, letters.ErrNotRendered):
		w.Header().Set("Retry-After", "2")
		http.Error(w, "the letter is being set; try again in a moment", http.StatusServiceUnavailable)
	case errs.KindOf(err) == errs.NotFound:
		http.NotFound(w, r)
	case err != nil && errs.KindOf(err) != errs.Internal:
		http.Error(w, errs.Of(err).Code, http.StatusConflict)
	case err != nil:
		h.log.ErrorContext(r.Context(), "show letter", "err", err)
		http.Error(w, "internal error", http.StatusInternalServerError)
	default:
		head := w.Header()
		head.Set("Content-Type", "application/pdf")
		head.Set("Content-Disposition", `inline; filename="`+name+`.pdf"`)
		head.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; plugin-types application/pdf")
		head.Set("Cache-Control", "private, no-store")
		_, _ = w.Write(pdf) // a client that has gone is no fault of ours
	}
}
