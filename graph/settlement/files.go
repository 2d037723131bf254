package settlementgql

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"strconv"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/settlement"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/errs"
)

// root is where the files of settling are served.
const root = "/files/settlement/"

// Files takes invoices in and serves them, batches and the figures of a year. It stands behind identity.Authenticate.
func Files(s *settlement.Service, log *slog.Logger) http.Handler {
	if s == nil {
		return http.NotFoundHandler()
	}
	f := files{s, log}
	mux := http.NewServeMux()
	mux.HandleFunc("POST "+root+"invoices", f.take)
	mux.HandleFunc("GET "+root+"invoices/{id}", f.original)
	mux.HandleFunc("GET "+root+"batches/{id}", f.batch)
	mux.HandleFunc("GET "+root+"years/{year}", f.year)
	return http.NewCrossOriginProtection().Handler(mux)
}

type files struct {
	settlement *settlement.Service
	log        *slog.Logger
}

// form is the part "invoice" of what is sent, beside the part "file".
type form struct {
	Token  string      `json:"token"`
	Payee  uuid.UUID   `json:"payee"`
	Claims []uuid.UUID `json:"claims"`
	Keyed  *struct {
		Number     string     `json:"number"`
		IssuedOn   clock.Date `json:"issuedOn"`
		NetCents   int64      `json:"netCents"`
		VatCents   int64      `json:"vatCents"`
		TotalCents int64      `json:"totalCents"`
	} `json:"keyed"`
}

const largestForm = 64 << 10

// take reads a form of two parts and answers {"id", "faults"} or {"code", "fields"}.
func (f files) take(w http.ResponseWriter, r *http.Request) {
	if err := f.settlement.MayAsk(identity.NetworkFrom(r.Context())); err != nil {
		f.fail(w, r, err)
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, settlement.LargestInvoice+2*largestForm)
	in, err := read(r)
	if err != nil {
		f.fail(w, r, err)
		return
	}
	inv, err := f.settlement.HandIn(r.Context(), in)
	if err != nil {
		f.fail(w, r, err)
		return
	}
	f.answer(w, http.StatusCreated, map[string]any{"id": inv.ID, "number": inv.Number, "totalCents": inv.TotalCents, "faults": faults(inv.Faults)})
}

func read(r *http.Request) (settlement.HandIn, error) {
	malformed := settlement.ErrInput.With(errs.Field{Path: "file", Code: "required"})
	in, parts := settlement.HandIn{}, map[string][]byte{}
	body, err := r.MultipartReader()
	if err != nil {
		return in, malformed
	}
	for range 4 {
		part, err := body.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		var content []byte
		if err == nil {
			content, err = io.ReadAll(part)
		}
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			return in, settlement.ErrInvoice.With(errs.Field{Path: "file", Code: "too_large"})
		}
		if err != nil {
			return in, malformed
		}
		parts[part.FormName()] = content
	}
	var told form
	if len(parts["invoice"]) > largestForm || json.Unmarshal(parts["invoice"], &told) != nil || len(parts["file"]) == 0 || bytes.ContainsRune(parts["invoice"], 0) {
		return in, malformed
	}
	in = settlement.HandIn{Token: told.Token, Payee: told.Payee, Claims: told.Claims, Body: parts["file"]}
	if k := told.Keyed; k != nil {
		in.Keyed = &settlement.Keyed{Number: k.Number, IssuedOn: k.IssuedOn, NetCents: k.NetCents, VATCents: k.VatCents, TotalCents: k.TotalCents}
	}
	return in, nil
}

// original is the file of an invoice, to be kept and not to be shown: it may hold anything.
func (f files) original(w http.ResponseWriter, r *http.Request) {
	id, err := uuid.Parse(r.PathValue("id"))
	if err != nil || !identity.ViewerFrom(r.Context()).Can(settlement.ActionAudit) {
		http.NotFound(w, r)
		return
	}
	inv, body, err := f.settlement.Original(r.Context(), id)
	if err != nil {
		f.fail(w, r, err)
		return
	}
	defer body.Close()
	name, kind := "rechnung-"+inv.ID.String()+".xml", "application/xml"
	if inv.Format == settlement.FormatPDF {
		name, kind = "rechnung-"+inv.ID.String()+".pdf", "application/pdf"
	}
	download(w, name, kind)
	if _, err := io.Copy(w, body); err != nil && r.Context().Err() == nil {
		f.log.WarnContext(r.Context(), "invoice not sent whole", "invoice", id, "err", err)
	}
}

func (f files) batch(w http.ResponseWriter, r *http.Request) {
	id, err := uuid.Parse(r.PathValue("id"))
	if err != nil || !identity.ViewerFrom(r.Context()).Can(settlement.ActionAudit) {
		http.NotFound(w, r)
		return
	}
	b, err := f.settlement.Download(r.Context(), id)
	if err != nil {
		f.fail(w, r, err)
		return
	}
	download(w, b.FileName(), "text/csv; charset=utf-8")
	_, _ = w.Write(b.Content) // a client that has gone is no fault of ours
}

func (f files) year(w http.ResponseWriter, r *http.Request) {
	year, err := strconv.Atoi(r.PathValue("year"))
	if err != nil || !identity.ViewerFrom(r.Context()).Can(settlement.ActionAudit) {
		http.NotFound(w, r)
		return
	}
	report, err := f.settlement.YearCSV(r.Context(), year)
	if err != nil {
		f.fail(w, r, err)
		return
	}
	download(w, "dolmetschen-"+strconv.Itoa(year)+".csv", "text/csv; charset=utf-8")
	_, _ = w.Write(report) // a client that has gone is no fault of ours
}

func download(w http.ResponseWriter, name, kind string) {
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	h.Set("Cache-Control", "private, no-store")
}

// fail answers with the code of an error and all its fields, and logs what is our own fault.
func (f files) fail(w http.ResponseWriter, r *http.Request, err error) {
	status := http.StatusInternalServerError
	switch errs.KindOf(err) {
	case errs.NotFound, errs.Forbidden:
		status = http.StatusNotFound
	case errs.Invalid, errs.Conflict: // an answer, as in GraphQL: browsers take other statuses for faults of the page
		status = http.StatusOK
		if r.Method == http.MethodGet {
			status = http.StatusNotFound
		}
	case errs.Limited:
		status = http.StatusTooManyRequests
	case errs.Unavailable:
		status = http.StatusServiceUnavailable
	default:
		f.log.ErrorContext(r.Context(), "settle", "err", err)
	}
	told := map[string]any{"code": "INTERNAL", "fields": []errs.Field{}}
	if e := errs.Of(err); e != nil && status != http.StatusInternalServerError {
		told["code"] = e.Code
		if e.Fields != nil {
			told["fields"] = e.Fields
		}
	}
	f.answer(w, status, told)
}

func (f files) answer(w http.ResponseWriter, status int, what any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	if err := json.NewEncoder(w).Encode(what); err != nil {
		f.log.Warn("answer not sent", "err", err)
	}
}
