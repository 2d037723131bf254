package office

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"riverqueue.com/riverui"

	"github.com/ankunft/ankunft/graph"
	appointmentsgql "github.com/ankunft/ankunft/graph/appointments"
	clearinggql "github.com/ankunft/ankunft/graph/clearing"
	coursesgql "github.com/ankunft/ankunft/graph/courses"
	documentsgql "github.com/ankunft/ankunft/graph/documents"
	identitygql "github.com/ankunft/ankunft/graph/identity"
	lettersgql "github.com/ankunft/ankunft/graph/letters"
	settlementgql "github.com/ankunft/ankunft/graph/settlement"
	supervisiongql "github.com/ankunft/ankunft/graph/supervision"
	traininggql "github.com/ankunft/ankunft/graph/training"
	translationsgql "github.com/ankunft/ankunft/graph/translations"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/httpd"
	"github.com/ankunft/ankunft/platform/telemetry"
	"github.com/ankunft/ankunft/web"
)

const (
	requestTimeout = time.Minute
	// collectAt lets the heap grow to six times what lives before it is collected: what lives is small, so that some 100 MB save a tenth
	// of the CPU (docs/decisions/0092). GOGC in the environment wins.
	collectAt = 500
	jobsPath  = "/admin/jobs"
)

// Serve answers until ctx ends. ready is called with the address once it listens.
func (o *Office) Serve(ctx context.Context, ready func(net.Addr)) error {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(collectAt)
	}
	runtime.MemProfileRate = 0 // nobody reads samples of allocations
	if err := o.canSign(); err != nil {
		return err
	}
	if err := o.Catalogue.Publish(ctx); err != nil {
		return fmt.Errorf("publish services: %w", err)
	}
	if err := o.Training.Begin(ctx); err != nil {
		return fmt.Errorf("begin trainings: %w", err)
	}
	if o.Appointments != nil {
		if err := o.Appointments.Begin(ctx); err != nil {
			return fmt.Errorf("begin plan of appointments: %w", err)
		}
	}
	stop, err := telemetry.Start(ctx, o.Config.Telemetry, o.Log)
	if err != nil {
		return err
	}
	defer o.lastSpans(ctx, stop)
	h, err := o.Handler(ctx)
	if err != nil {
		return err
	}
	go o.DB.Live.Run(ctx)
	go o.serveInside(ctx, o.Config.MetricsListen, o.Health())
	return httpd.Run(ctx, o.Config.http(), h, o.Log, ready)
}

// lastSpans sends what is still to be told.
func (o *Office) lastSpans(ctx context.Context, stop func(context.Context) error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if err := stop(ctx); err != nil {
		o.Log.WarnContext(ctx, "the last spans were not taken", "err", err)
	}
}

// Handler is the whole office over HTTP.
func (o *Office) Handler(ctx context.Context) (http.Handler, error) {
	operations, err := web.Operations()
	if err != nil {
		return nil, err
	}
	admin, err := o.jobsPage(ctx)
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	o.Health().Mount(mux, false)
	known := identity.Authenticate(o.Identity)
	handle := func(path string, h http.Handler) { mux.Handle(path, known(h)) }
	handle("/graphql", http.NewCrossOriginProtection().Handler(graph.Server(o.root(), graph.Options{
		Operations: operations, Open: o.Config.OpenGraphQL, Introspection: o.Config.Introspection, Log: o.Log,
	})))
	handle("/auth/", identitygql.Handler(o.Identity, o.Log))
	handle("/feeds/", appointmentsgql.Feeds(o.Feeds, o.Log))
	handle("/files/clearing/", clearinggql.Files(o.Clearing, o.Log))
	handle("/files/documents/", documentsgql.Files(o.Documents, o.Log))
	handle("/files/translations/", translationsgql.Files(o.Translations, o.Log))
	handle("/files/letters/", lettersgql.Handler(o.Letters, o.Decisions.MayReadLetter, o.Log))
	handle("/files/settlement/", settlementgql.Files(o.Settlement, o.Log))
	handle("/files/training/", traininggql.Files(o.Training, o.Log))
	handle("/files/supervision/", supervisiongql.Files(o.Supervision, o.Log))
	handle("/files/courses/", coursesgql.Files(o.Courses, o.ownRecord, o.Log))
	handle(jobsPath+"/", allowed("office.jobs", admin))
	city := o.Catalogue.City()
	metas := map[string]string{
		"office-city": city.Name, "office-authority": city.Office, "office-logo": city.Look.Logo,
		"office-primary": city.Look.Primary, "office-accent": city.Look.Accent,
	}
	mux.Handle("/office/", httpd.App(web.Staff(), "/office/", metas))
	mux.Handle("/office", http.RedirectHandler("/office/", http.StatusMovedPermanently))
	mux.Handle("/", httpd.App(web.Portal(), "/", metas))
	proxies, err := o.Config.proxies()
	if err != nil {
		return nil, err
	}
	inside := httpd.Chain(mux, httpd.Secure(o.Config.sources(), isHTTPS(o.Config.BaseURL)), httpd.Timeout(requestTimeout))
	around := []httpd.Middleware{httpd.WithRequestID, httpd.Observe(o.DB.Clock), httpd.Recover(o.Log), httpd.RealClient(proxies)}
	if o.Config.Telemetry.On() {
		around = slices.Insert(around, 1, httpd.Trace)
	}
	return httpd.Chain(o.byHost(inside, metas), around...), nil
}

// allowed lets in who may do the action; for others there is nothing.
func allowed(action string, h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !identity.ViewerFrom(r.Context()).Can(action) {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Security-Policy", "default-src 'self'; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'")
		h.ServeHTTP(w, r)
	})
}

// jobsPage is River's own user interface.
func (o *Office) jobsPage(ctx context.Context) (http.Handler, error) {
	client, err := o.Jobs.Client()
	if err != nil {
		return nil, err
	}
	page, err := riverui.NewHandler(&riverui.HandlerOpts{
		Endpoints: riverui.NewEndpoints(client, nil), Logger: slog.New(slog.DiscardHandler), Prefix: jobsPath,
	})
	if err != nil {
		return nil, fmt.Errorf("make page of jobs: %w", err)
	}
	if err := page.Start(ctx); err != nil {
		return nil, fmt.Errorf("start page of jobs: %w", err)
	}
	return page, nil
}

func (c *Config) proxies() ([]netip.Prefix, error) {
	proxies := make([]netip.Prefix, len(c.TrustedProxies))
	for i, text := range c.TrustedProxies {
		p, err := netip.ParsePrefix(text)
		if err != nil {
			return nil, fmt.Errorf("trusted_proxies: %w", err)
		}
		proxies[i] = p
	}
	return proxies, nil
}

// sources are the origins besides our own that pages reach: browsers upload to one, logging out goes on to the identity providers, packages are played in a frame.
func (c *Config) sources() httpd.Sources {
	var s httpd.Sources
	if c.UploadOrigin != "" {
		s.Connect = []string{c.UploadOrigin}
	}
	for _, origin := range c.LoginOrigins {
		if u, err := url.Parse(origin); err == nil && u.Host != "" {
			s.Forms = append(s.Forms, origin)
		}
	}
	if c.ContentURL != "" {
		s.Frames = []string{c.ContentURL}
	}
	return s
}

func isHTTPS(address string) bool { return strings.HasPrefix(address, "https:") }
