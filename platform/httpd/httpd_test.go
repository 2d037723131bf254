package httpd_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/httpd"
)

var quiet = slog.New(slog.DiscardHandler)

func get(t *testing.T, h http.Handler, path string) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
	return w
}

func TestAnAppAnswersEachOfItsPagesWithItsIndex(t *testing.T) {
	t.Parallel()
	h := httpd.App(fstest.MapFS{
		"index.html":      {Data: []byte("<title>Ankunft</title>")},
		"assets/a-1f2.js": {Data: []byte("export{}")},
	}, "/office/", nil)
	for path, want := range map[string]struct {
		code  int
		body  string
		cache string
	}{
		"/office/":                 {200, "Ankunft", "no-store"},
		"/office/cases/4711":       {200, "Ankunft", "no-store"},
		"/office/assets/a-1f2.js":  {200, "export", "immutable"},
		"/office/assets/old.js":    {404, "", ""},
		"/office/../../etc/passwd": {200, "Ankunft", "no-store"},
	} {
		w := get(t, h, path)
		if w.Code != want.code || !strings.Contains(w.Body.String(), want.body) || !strings.Contains(w.Header().Get("Cache-Control"), want.cache) {
			t.Errorf("%s: %d %q %q", path, w.Code, w.Body, w.Header().Get("Cache-Control"))
		}
	}
}

func TestThePageNamesItsCity(t *testing.T) {
	t.Parallel()
	h := httpd.App(fstest.MapFS{"index.html": {Data: []byte(`<meta name="office-city" content="x" /><meta name="other" content="y">`)}}, "/",
		map[string]string{"office-city": `Bad "A" & $1`})
	if got := get(t, h, "/").Body.String(); got != `<meta name="office-city" content="Bad &#34;A&#34; &amp; $1" /><meta name="other" content="y">` {
		t.Fatal(got)
	}
}

func TestARunningRequestIsFinishedBeforeTheStop(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(t.Context())
	arrived, release, addr := make(chan bool), make(chan bool), make(chan net.Addr, 1)
	h := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		close(arrived)
		<-release
		_, _ = io.WriteString(w, "finished")
	})
	ended := make(chan error, 1)
	go func() {
		ended <- httpd.Run(ctx, httpd.Config{Listen: "127.0.0.1:0"}, h, quiet, func(a net.Addr) { addr <- a })
	}()
	answer := make(chan string, 1)
	url := "http://" + (<-addr).String()
	go func() {
		req, _ := http.NewRequestWithContext(context.WithoutCancel(ctx), http.MethodGet, url, nil)
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			answer <- err.Error()
			return
		}
		defer res.Body.Close()
		body, _ := io.ReadAll(res.Body)
		answer <- string(body)
	}()
	<-arrived
	stop()
	close(release)
	if got := <-answer; got != "finished" {
		t.Fatal(got)
	}
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
}

// A browser keeps a connection or two in reserve, over which nothing was said yet.
func TestASpareConnectionIsCutOffAtTheStop(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(t.Context())
	addr, ended := make(chan net.Addr, 1), make(chan error, 1)
	go func() {
		ended <- httpd.Run(ctx, httpd.Config{Listen: "127.0.0.1:0", Drain: 100 * time.Millisecond}, http.NotFoundHandler(), quiet, func(a net.Addr) { addr <- a })
	}()
	var d net.Dialer
	spare, err := d.DialContext(ctx, "tcp", (<-addr).String())
	if err != nil {
		t.Fatal(err)
	}
	defer spare.Close()
	stop()
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	if _, err := spare.Read(make([]byte, 1)); err == nil {
		t.Fatal("it was answered")
	}
}

func TestAPanicIsOneErrorWithAnIdAndNothingElse(t *testing.T) {
	t.Parallel()
	h := httpd.Chain(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("secret detail") }),
		httpd.WithRequestID, httpd.Observe(clock.System()), httpd.Recover(quiet))
	w := get(t, h, "/graphql")
	if w.Code != 500 || strings.Contains(w.Body.String(), "secret") || !strings.Contains(w.Body.String(), w.Header().Get("X-Request-Id")) {
		t.Fatal(w.Code, w.Body)
	}
}

func TestReadinessTellsWhatIsAwayAndOnlyWhatIsNeededCosts(t *testing.T) {
	t.Parallel()
	clk := clock.NewFixed(time.Date(2026, 11, 21, 8, 0, 0, 0, time.UTC))
	down := map[string]error{}
	asked := map[string]*atomic.Int64{"database": {}, "mail": {}}
	part := func(name string, needed bool) httpd.Part {
		return httpd.Part{Name: name, Needed: needed, Ask: func(context.Context) error {
			asked[name].Add(1)
			return down[name]
		}}
	}
	h := httpd.NewHealth(clk, quiet, part("database", true), part("mail", false))
	inside, outside := http.NewServeMux(), http.NewServeMux()
	h.Mount(inside, true)
	h.Mount(outside, false)
	says := func(mux *http.ServeMux, code int, body string) {
		t.Helper()
		if w := get(t, mux, "/readyz"); w.Code != code || strings.TrimSpace(w.Body.String()) != body {
			t.Errorf("%d %s, want %d %s", w.Code, w.Body, code, body)
		}
	}
	says(inside, 200, `{"ready":true,"parts":{"database":true,"mail":true}}`)
	says(outside, 200, `{"ready":true,"parts":{"database":true}}`)
	down["mail"] = errors.New("dial 10.0.0.1: refused")
	says(inside, 200, `{"ready":true,"parts":{"database":true,"mail":true}}`) // what was said a moment ago
	clk.Advance(6 * time.Second)
	says(inside, 200, `{"ready":true,"parts":{"database":true,"mail":false}}`)
	down["database"] = errors.New("down at 10.0.0.1")
	says(inside, 503, `{"ready":false,"parts":{"database":false,"mail":false}}`)
	says(outside, 503, `{"ready":false,"parts":{"database":false}}`)
	delete(down, "database")
	says(outside, 200, `{"ready":true,"parts":{"database":true}}`)
	if mail, database := asked["mail"].Load(), asked["database"].Load(); mail != 2 || database != 7 {
		t.Errorf("asked %d and %d times", mail, database)
	}
	if w := get(t, outside, "/healthz"); w.Code != 200 {
		t.Fatal(w.Code)
	}
}

func TestTheAddressOfAClientCannotBeForged(t *testing.T) {
	t.Parallel()
	proxies := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}
	for _, c := range []struct{ remote, forwarded, want string }{
		{"203.0.113.7:1", "", "203.0.113.7"},
		{"203.0.113.7:1", "198.51.100.1", "203.0.113.7"},
		{"10.1.1.1:1", "198.51.100.9", "198.51.100.9"},
		{"10.1.1.1:1", "1.2.3.4, 198.51.100.9, 10.2.2.2", "198.51.100.9"},
		{"10.1.1.1:1", "nonsense", "10.1.1.1"},
		{"[2001:db8:1:2::3]:1", "", "2001:db8:1:2::3"},
	} {
		var got string
		h := httpd.RealClient(proxies)(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got, _, _ = net.SplitHostPort(r.RemoteAddr) }))
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)
		r.RemoteAddr = c.remote
		if c.forwarded != "" {
			r.Header.Set("X-Forwarded-For", c.forwarded)
		}
		h.ServeHTTP(httptest.NewRecorder(), r)
		if got != c.want {
			t.Errorf("%+v: %s", c, got)
		}
	}
}

func TestThePolicyLetsNothingStrangeIn(t *testing.T) {
	t.Parallel()
	h := httpd.Secure(httpd.Sources{Connect: []string{"https://files.example"}, Frames: []string{"https://lernen.example"}}, true)(http.NotFoundHandler())
	policy := get(t, h, "/").Header().Get("Content-Security-Policy")
	for _, want := range []string{"default-src 'none'", "script-src 'self';", "connect-src 'self' https://files.example;", "frame-src 'self' https://lernen.example;", "frame-ancestors 'none'"} {
		if !strings.Contains(policy, want) {
			t.Errorf("the policy lacks %q: %s", want, policy)
		}
	}
	if strings.Contains(policy, "unsafe") {
		t.Error(policy)
	}
}

func TestDataHasAPolicyOfItsOwn(t *testing.T) {
	t.Parallel()
	h := httpd.Secure(httpd.Sources{}, true)(http.NotFoundHandler())
	head := get(t, h, "/graphql").Header()
	for name, want := range map[string]string{
		"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'", "X-Content-Type-Options": "nosniff",
		"Cross-Origin-Resource-Policy": "same-origin", "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
	} {
		if got := head.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

// timed remembers the times by which a connection must be done.
type timed struct {
	*httptest.ResponseRecorder
	read, write []time.Time
}

func (w *timed) SetReadDeadline(t time.Time) error  { w.read = append(w.read, t); return nil }
func (w *timed) SetWriteDeadline(t time.Time) error { w.write = append(w.write, t); return nil }

// A stream lasts once its request has been read; who only says that it is one has no more time to send it than others.
func TestAStreamLastsOnceItHasBeenRead(t *testing.T) {
	t.Parallel()
	for accept, want := range map[string]int{"text/event-stream": 0, "application/json": 1} {
		w := &timed{ResponseRecorder: httptest.NewRecorder()}
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/graphql", strings.NewReader("{}"))
		r.Header.Set("Accept", accept)
		httpd.Chain(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			if len(w.read) != 1 || w.read[0].IsZero() {
				t.Errorf("%s: the body may come for ever: %v", accept, w.read)
			}
			_, _ = io.ReadAll(r.Body)
		}), httpd.Timeout(time.Minute)).ServeHTTP(w, r)
		if ended := w.read[len(w.read)-1].IsZero(); ended != (want == 0) || len(w.write) != want {
			t.Errorf("%s: %v %v", accept, w.read, w.write)
		}
	}
}
