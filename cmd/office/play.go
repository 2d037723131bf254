package office

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/google/uuid"

	coursesgql "github.com/ankunft/ankunft/graph/courses"
	elearninggql "github.com/ankunft/ankunft/graph/elearning"
	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/elearning"
	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/platform/httpd"
	"github.com/ankunft/ankunft/web"
)

// play makes what plays courses. Without content_url packages can be kept, but not played.
func (o *Office) play(*catalogue.City, *letters.Calendar) error {
	o.Elearning = elearning.New(elearning.Deps{
		DB: o.DB, Audit: o.Audit, Courses: o.Courses, Store: o.ports.Store, Scanner: o.ports.Scanner, ContentURL: o.Config.ContentURL, Log: o.Log,
	})
	o.Elearning.Register(o.Jobs)
	return nil
}

// played tells the part of courses how the viewer stands to those that are played.
func (o *Office) played(ctx context.Context) (map[uuid.UUID]coursesgql.Play, error) {
	list, err := o.Elearning.Standings(ctx)
	known := make(map[uuid.UUID]coursesgql.Play, len(list))
	for _, s := range list {
		known[s.CourseID] = coursesgql.Play{Playable: s.Playable, Played: s.Played}
	}
	return known, err
}

// byHost answers on the host of content_url with packages and nothing else, and on every other with the office and no package.
func (o *Office) byHost(office http.Handler, metas map[string]string) http.Handler {
	own, err := url.Parse(o.Config.ContentURL)
	if err != nil || own.Host == "" {
		return office
	}
	content := httpd.Timeout(requestTimeout)(elearninggql.Content{
		Elearning: o.Elearning, Player: web.Player(), Metas: metas, Office: o.Config.BaseURL, HSTS: isHTTPS(o.Config.ContentURL), Log: o.Log,
	}.Handler())
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.EqualFold(r.Host, own.Host) {
			content.ServeHTTP(w, r)
			return
		}
		office.ServeHTTP(w, r)
	})
}

var (
	errSameHost   = errors.New("content_url: the office's own host, where what packages bring would reach its logins; choose another")
	errContentTLS = errors.New("content_url: only localhost may go without https")
)

// checkContent says what is wrong with the address at which packages are played.
func (c *Config) checkContent() error {
	if c.ContentURL == "" {
		return nil
	}
	u, err := url.Parse(c.ContentURL)
	if err != nil || u.Host == "" || u.Path != "" || u.RawQuery != "" || u.User != nil || u.Fragment != "" {
		return fmt.Errorf("content_url: %q is no address such as https://lernen.example.org", c.ContentURL)
	}
	if host := u.Hostname(); u.Scheme != "https" && (u.Scheme != "http" || host != "localhost" && !strings.HasSuffix(host, ".localhost")) {
		return errContentTLS
	}
	office, err := url.Parse(c.BaseURL)
	if err == nil && strings.EqualFold(u.Hostname(), office.Hostname()) { // another port would not do: cookies know none
		return errSameHost
	}
	return nil
}
