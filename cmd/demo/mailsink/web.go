package mailsink

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"html/template"
	"net/http"
	"strconv"
	"strings"
	"time"
)

//go:embed page
var page embed.FS

var pages = template.Must(template.New("").Funcs(template.FuncMap{
	"when": func(t time.Time) string { return t.Local().Format("2006-01-02 15:04:05") },
}).ParseFS(page, "page/*.html"))

const maxWait = time.Minute

// Handler serves the page for people at / and the interface for tests at /api/.
func (s *Sink) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", s.list)
	mux.HandleFunc("GET /mails/{id}", s.show)
	mux.HandleFunc("GET /mails/{id}/html", s.showHTML)
	mux.HandleFunc("GET /mails/{id}/raw", s.showRaw)
	mux.HandleFunc("GET /mails/{id}/attachments/{number}", s.showAttachment)
	mux.HandleFunc("POST /delete", s.deleteAll)
	mux.HandleFunc("GET /api/mails", s.apiMails)
	mux.HandleFunc("DELETE /api/mails", s.apiDelete)
	mux.HandleFunc("POST /api/down", s.apiDown)
	mux.Handle("GET /page/", http.FileServerFS(page))
	return http.NewCrossOriginProtection().Handler(headers(mux))
}

func headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'self'; frame-ancestors 'self'; base-uri 'none'")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Referrer-Policy", "no-referrer")
		w.Header().Set("Cache-Control", "no-store")
		next.ServeHTTP(w, r)
	})
}

type listPage struct {
	Mails  []Mail
	To     string
	Newest string
	Down   bool
}

func (s *Sink) list(w http.ResponseWriter, r *http.Request) {
	data := listPage{To: r.FormValue("to"), Down: s.IsDown()}
	all, err := s.Mails("")
	if err == nil {
		data.Mails, err = s.Mails(data.To)
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	if len(all) > 0 {
		data.Newest = all[0].ID
	}
	render(w, "list.html", data)
}

func render(w http.ResponseWriter, name string, data any) {
	var out bytes.Buffer
	if err := pages.ExecuteTemplate(&out, name, data); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write(out.Bytes())
}

// asked finds the mail that the address names, or answers that there is none.
func (s *Sink) asked(w http.ResponseWriter, r *http.Request) (Mail, bool) {
	mail, err := s.Mail(r.PathValue("id"))
	switch {
	case errors.Is(err, ErrNoMail):
		http.NotFound(w, r)
	case err != nil:
		http.Error(w, err.Error(), http.StatusInternalServerError)
	}
	return mail, err == nil
}

func (s *Sink) show(w http.ResponseWriter, r *http.Request) {
	if mail, ok := s.asked(w, r); ok {
		render(w, "mail.html", mail)
	}
}

// showHTML shows what strangers wrote: no script, no network, an origin of its own.
func (s *Sink) showHTML(w http.ResponseWriter, r *http.Request) {
	if mail, ok := s.asked(w, r); ok {
		w.Header().Set("Content-Security-Policy", "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'")
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write([]byte(`<!doctype html><base target="_blank">` + mail.HTML)) // links leave the frame, which the office refuses to be shown in
	}
}

func (s *Sink) showRaw(w http.ResponseWriter, r *http.Request) {
	if _, ok := s.asked(w, r); !ok {
		return
	}
	raw, err := s.Raw(r.PathValue("id"))
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = w.Write(raw)
}

func (s *Sink) showAttachment(w http.ResponseWriter, r *http.Request) {
	mail, ok := s.asked(w, r)
	if !ok {
		return
	}
	number, err := strconv.Atoi(r.PathValue("number"))
	if err != nil || number < 0 || number >= len(mail.Attachments) {
		http.NotFound(w, r)
		return
	}
	attached := mail.Attachments[number]
	if attached.Type == "application/pdf" { // the one kind that browsers show safely by themselves
		w.Header().Del("Content-Security-Policy")
		w.Header().Set("Content-Type", attached.Type)
	} else {
		w.Header().Set("Content-Type", "application/octet-stream")
		w.Header().Set("Content-Disposition", "attachment")
	}
	_, _ = w.Write(attached.Data)
}

func (s *Sink) deleteAll(w http.ResponseWriter, r *http.Request) {
	if err := s.Clear(); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

// apiMails lists the mails for ?to=, newer than ?after=<id>, the newest first; with ?wait=10s it waits for the first one.
func (s *Sink) apiMails(w http.ResponseWriter, r *http.Request) {
	wait, _ := time.ParseDuration(r.FormValue("wait"))
	limit := time.NewTimer(min(wait, maxWait))
	defer limit.Stop()
	for {
		arrival := s.Arrival() // before looking, so that nothing slips through
		mails, err := s.newer(r.FormValue("to"), r.FormValue("after"))
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		if len(mails) > 0 || wait <= 0 {
			writeJSON(w, mails)
			return
		}
		select {
		case <-arrival:
		case <-limit.C:
			wait = 0
		case <-r.Context().Done():
			return
		}
	}
}

func (s *Sink) newer(to, after string) ([]Mail, error) {
	mails, err := s.Mails(to)
	for i, mail := range mails {
		if mail.ID <= after {
			return mails[:i], err
		}
	}
	return mails, err
}

func (s *Sink) apiDelete(w http.ResponseWriter, _ *http.Request) {
	if err := s.Clear(); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// apiDown takes the SMTP server away (?down=true) or brings it back.
func (s *Sink) apiDown(w http.ResponseWriter, r *http.Request) {
	if err := s.Down(strings.EqualFold(r.FormValue("down"), "true")); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	writeJSON(w, map[string]bool{"down": s.IsDown()})
}

func writeJSON(w http.ResponseWriter, value any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(value)
}
