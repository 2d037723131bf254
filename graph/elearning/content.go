package elearninggql

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/klauspost/compress/gzhttp"

	"github.com/ankunft/ankunft/modules/elearning"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/httpd"
)

// Content is what the origin shows on which packages are played.
type Content struct {
	Elearning *elearning.Service
	// Player is the built page that plays them, Metas what it is told of the city.
	Player fs.FS
	Metas  map[string]string
	// Office is the one origin that may show it in a frame.
	Office string
	// HSTS says that the origin is reached by https alone.
	HSTS bool
	Log  *slog.Logger
}

// Handler is all that this origin answers: the player, and what lies behind a ticket. It knows no logins: it reads no cookie and sets none. A ticket stands in no log,
// and leaves in no header.
func (c Content) Handler() http.Handler {
	page := httpd.App(c.Player, "/player/", c.Metas)
	mux := http.NewServeMux()
	mux.Handle("GET /player/assets/", c.strict(page))
	mux.Handle("GET /play/{ticket}/{$}", c.strict(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		shown := r.Clone(r.Context())
		shown.URL.Path, shown.URL.RawPath = "/player/", ""
		page.ServeHTTP(w, shown)
	})))
	data := func(pattern string, do func(http.ResponseWriter, *http.Request) error) {
		mux.Handle(pattern, c.strict(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Cache-Control", "no-store")
			if err := do(w, r); err != nil {
				c.fail(w, r, err)
			}
		})))
	}
	data("GET /play/{ticket}/attempt", c.attempt)
	data("PUT /play/{ticket}/items/{item}", c.save)
	c.xapi(data)
	mux.Handle("GET /play/{ticket}/files/{path...}", patient(gzhttp.GzipHandler(http.HandlerFunc(c.file))))
	return c.always(mux)
}

// always are the headers of each answer.
func (c Content) always(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Origin-Agent-Cluster", "?1")
		h.Set("X-Robots-Tag", "noindex, nofollow")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), hid=(), bluetooth=(), midi=(), display-capture=(), clipboard-read=(), publickey-credentials-get=(), storage-access=()")
		h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		if c.HSTS {
			h.Set("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
		}
		next.ServeHTTP(w, r)
	})
}

// strict is the policy of the player's own page, which is ours.
func (c Content) strict(next http.Handler) http.Handler {
	policy := "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'none'; " +
		"base-uri 'none'; object-src 'none'; frame-ancestors " + c.Office
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", policy)
		next.ServeHTTP(w, r)
	})
}

// loose is the policy of what packages bring: they do as they like, here, and reach nothing else. The sandbox holds also for who opens a file by itself.
func (c Content) loose() string {
	return "sandbox allow-scripts allow-same-origin allow-forms; default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; connect-src 'self'; worker-src 'none'; form-action 'none'; " +
		"object-src 'none'; base-uri 'self'; frame-ancestors 'self' " + c.Office
}

// mediaTimeout is how long a file may take: browsers read films as they are watched.
const mediaTimeout = 10 * time.Minute

func patient(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = http.NewResponseController(w).SetWriteDeadline(clock.System().Now().Add(mediaTimeout)) // where it cannot be set, none is
		next.ServeHTTP(w, r)
	})
}

// file sends a file of the package. It has an address of its own for each ticket, so that browsers may keep it as long as that lasts.
func (c Content) file(w http.ResponseWriter, r *http.Request) {
	f, err := c.Elearning.Piece(r.Context(), r.PathValue("ticket"), r.PathValue("path"))
	if err != nil {
		c.fail(w, r, err)
		return
	}
	defer f.Close()
	h := w.Header()
	h.Set("Content-Security-Policy", c.loose())
	h.Set("Content-Type", f.Type)
	if !f.Shown() {
		h.Set("Content-Disposition", "attachment")
	}
	h.Set("Cache-Control", "private, max-age=3600")
	h.Set("ETag", f.ETag())
	http.ServeContent(w, r, "", time.Time{}, f)
}

// The attempt as the player reads it.
type (
	attempt struct {
		Standard string  `json:"standard"`
		Title    string  `json:"title"`
		Language string  `json:"language"`
		Learner  learner `json:"learner"`
		Items    []item  `json:"items"`
		XAPI     *launch `json:"xapi"`
		Version  int     `json:"version"`
		Status   string  `json:"status"`
		Score    *int    `json:"score"`
	}
	learner struct {
		ID   string `json:"id"`
		Name string `json:"name"`
	}
	item struct {
		ID         string          `json:"id"`
		Title      string          `json:"title"`
		Href       string          `json:"href"`
		CMI        json.RawMessage `json:"cmi"`
		Mastery    string          `json:"mastery,omitempty"`
		LaunchData string          `json:"launchData,omitempty"`
		Status     string          `json:"status"`
		Seconds    int             `json:"seconds"`
	}
	launch struct {
		Launch string `json:"launch"`
	}
)

// incomplete is what SCORM calls an item that is open.
const incomplete = "incomplete"

// language is that of the office's own screens.
const language = "de"

func (c Content) attempt(w http.ResponseWriter, r *http.Request) error {
	shown, err := c.shown(r)
	if err != nil {
		return err
	}
	return answer(w, http.StatusOK, shown)
}

func (c Content) shown(r *http.Request) (*attempt, error) {
	token := r.PathValue("ticket")
	p, err := c.Elearning.Playing(r.Context(), token)
	if err != nil {
		return nil, err
	}
	a := &attempt{
		Standard: p.Package.Standard, Title: p.Package.Title, Language: language, Learner: learner{ID: p.Learner()}, Items: []item{}, Version: p.Version, Status: p.Status, Score: p.Score,
	}
	for _, i := range p.Items {
		one := item{ID: strconv.Itoa(i.Number), Title: i.Title, Href: "files/" + i.Href, CMI: i.CMI, LaunchData: i.Launch, Status: i.Status, Seconds: i.Seconds}
		if i.Mastery != nil {
			one.Mastery = strconv.FormatFloat(*i.Mastery, 'f', -1, 64)
		}
		if i.Status == elearning.Open {
			one.Status = incomplete
		}
		a.Items = append(a.Items, one)
	}
	if a.Standard == elearning.XAPI && len(a.Items) > 0 {
		if a.XAPI, err = c.launch(p, a.Items[0].Href, token); err != nil {
			return nil, err
		}
	}
	return a, nil
}

// launch is the address at which content of xAPI begins. "auth" is for content that insists on one: the address itself is what lets it in.
func (c Content) launch(p *elearning.Playing, href, token string) (*launch, error) {
	actor, err := json.Marshal(c.Elearning.Agent(p.Attempt))
	if err != nil {
		return nil, fmt.Errorf("write learner: %w", err)
	}
	u, err := url.Parse(href)
	if err != nil {
		return nil, fmt.Errorf("read address of item: %w", err)
	}
	q := u.Query()
	for name, value := range map[string]string{
		"endpoint": c.Elearning.ContentURL + "/play/" + token + "/xapi/", "auth": "Basic bGVhcm5lcjo=", "actor": string(actor), "registration": p.Attempt.ID.String(), "activity_id": p.Package.Activity,
	} {
		q.Set(name, value)
	}
	u.RawQuery = strings.ReplaceAll(q.Encode(), "+", "%20") // not all content reads a plus as a blank
	return &launch{u.String()}, nil
}

// saved is what the player sends of an item.
type saved struct {
	Version int             `json:"version"`
	CMI     json.RawMessage `json:"cmi"`
	Seconds int             `json:"seconds"`
}

const slack = 4 << 10 // what stands around a state

func (c Content) save(w http.ResponseWriter, r *http.Request) error {
	number, err := strconv.Atoi(r.PathValue("item"))
	if err != nil {
		return elearning.ErrNone
	}
	var in saved
	if err := read(w, r, elearning.LargestState+slack, &in); err != nil {
		return err
	}
	a, err := c.Elearning.Save(r.Context(), r.PathValue("ticket"), elearning.Save{Item: number, Version: in.Version, CMI: in.CMI, Seconds: in.Seconds})
	if errors.Is(err, elearning.ErrConflict) {
		now, err := c.shown(r)
		if err != nil {
			return err
		}
		return answer(w, http.StatusConflict, now)
	}
	if err != nil {
		return err
	}
	return answer(w, http.StatusOK, map[string]any{"version": a.Version, "status": a.Status, "score": a.Score})
}

// read reads a body of JSON with at most so many bytes.
func read(w http.ResponseWriter, r *http.Request, most int64, into any) error {
	err := json.NewDecoder(http.MaxBytesReader(w, r.Body, most)).Decode(into)
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return elearning.ErrTooMuch
	case err != nil:
		return elearning.ErrInput.With(errs.Field{Path: "body", Code: "malformed"})
	}
	return nil
}

func answer(w http.ResponseWriter, status int, body any) error {
	raw, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("write answer: %w", err)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(raw) // a client that has gone is no fault of ours
	return nil
}

// fail answers with the status of an error and its code, and logs what is our own fault: never the path, which holds the ticket.
func (c Content) fail(w http.ResponseWriter, r *http.Request, err error) {
	status, code := http.StatusInternalServerError, "internal"
	if e := errs.Of(err); e != nil {
		code = e.Code
	}
	switch kind := errs.KindOf(err); {
	case errors.Is(err, elearning.ErrOver):
		status = http.StatusGone
	case errors.Is(err, elearning.ErrPrecondition):
		status = http.StatusPreconditionFailed
	case errors.Is(err, elearning.ErrTooMuch):
		status = http.StatusRequestEntityTooLarge
	case kind == errs.NotFound:
		status = http.StatusNotFound
	case kind == errs.Invalid:
		status = http.StatusBadRequest
	case kind == errs.Conflict:
		status = http.StatusConflict
	case kind == errs.Forbidden:
		status = http.StatusForbidden
	case kind == errs.Unavailable:
		status = http.StatusServiceUnavailable
		w.Header().Set("Retry-After", "5")
	case !errors.Is(err, context.Canceled):
		c.Log.ErrorContext(r.Context(), "content not served", "request", httpd.RequestID(r.Context()), "err", err)
	}
	w.Header().Set("Cache-Control", "no-store")
	_ = answer(w, status, map[string]string{"code": code}) // can always be written
}
