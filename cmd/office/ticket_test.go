package office_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/ankunft/ankunft/cmd/office/officetest"
	"github.com/ankunft/ankunft/modules/identity"
)

// On the host of packages there is nothing of the office, whoever asks; on the office's there is nothing of them.
func TestTheTwoHostsHaveNothingInCommon(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t)
	course := playable(t, o, "datenschutz")
	admin := o.Colleague(t, identity.Right{Role: identity.Admin}, officetest.Clerk())
	p := play(t, admin, course)
	for _, path := range []string{"/", "/office/", "/office", "/graphql", "/auth/staff/start", "/auth/applicants/start", "/files/courses/record.pdf", "/admin/jobs/", "/healthz", "/readyz", "/feeds/x", "/assets/x.js", "/play/", "/player/", "/player/index.html"} {
		for _, host := range []string{contentHost, strings.ToUpper(contentHost)} {
			if res, body := askHost(t, admin, o, host, http.MethodGet, path, ""); res.StatusCode != http.StatusNotFound {
				t.Errorf("%s on %s: %d %.80s", path, host, res.StatusCode, body)
			}
		}
	}
	if res, body := askHost(t, admin, o, contentHost, http.MethodPost, "/graphql", `{"query":"{ me { id } }"}`); res.StatusCode != http.StatusNotFound || strings.Contains(body, admin.Account.String()) {
		t.Errorf("GraphQL where packages are played: %d %s", res.StatusCode, body)
	}
	for _, path := range []string{"", "attempt", "files/index.html", "files/course.js", "xapi/about"} {
		for _, host := range []string{"", "evil.example", contentHost + ".evil.example", "x." + contentHost} {
			if res, body := askHost(t, admin, o, host, http.MethodGet, p.path+path, ""); strings.Contains(body, "scorm12") || strings.Contains(body, "Schalter") || strings.Contains(body, "1.0.3") {
				t.Errorf("%q on %q: %d %.80s", path, host, res.StatusCode, body)
			}
		}
	}
	if res, body := askHost(t, admin, o, "", http.MethodPut, p.path+"items/1", `{"version":1,"cmi":{"cmi.core.lesson_status":"passed"}}`); res.StatusCode == http.StatusOK && strings.Contains(body, "version") {
		t.Errorf("saved through the office: %s", body)
	}
	// What a package does in a browser that is logged in at the office: the same site, another origin.
	res, _ := askHost(t, admin, o, "", http.MethodPost, "/graphql", `{"query":"{ me { id } }"}`, "Origin", officetest.ContentURL, "Sec-Fetch-Site", "same-site")
	if res.StatusCode != http.StatusForbidden {
		t.Errorf("the office answers what a package asks: %d", res.StatusCode)
	}
	office, _ := admin.Get(t, "/office/")
	if policy := office.Header.Get("Content-Security-Policy"); !strings.Contains(policy, "frame-src 'self' "+officetest.ContentURL+";") || !strings.Contains(policy, "frame-ancestors 'none'") {
		t.Errorf("the office's policy: %s", policy)
	}
}

// Each answer there keeps the package to itself and the ticket to the browser; no cookie is set or asked for.
func TestWhatIsSaidWithEachFile(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t)
	p := play(t, o.Colleague(t, officetest.Clerk()), playable(t, o, "datenschutz"))
	for _, path := range []string{"", "attempt", "files/index.html", "files/course.js", "files/nirgends", "items/1", "xapi/about"} {
		res, _ := p.get(t, o, path)
		policy := res.Header.Get("Content-Security-Policy")
		for header, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin", "Set-Cookie": "",
		} {
			if got := res.Header.Get(header); got != want {
				t.Errorf("%q says %s: %q", path, header, got)
			}
		}
		if !strings.Contains(policy, "frame-ancestors") || !strings.HasPrefix(path, "files/") && strings.Contains(policy, "unsafe") || strings.Contains(policy, "*") {
			t.Errorf("%q has the policy %s", path, policy)
		}
	}
	stranger := o.Stranger(t) // a browser without any cookie plays on
	if res, _ := askHost(t, stranger, o, contentHost, http.MethodGet, p.path+"attempt", ""); res.StatusCode != http.StatusOK {
		t.Errorf("without a cookie: %d", res.StatusCode)
	}
	res, _ := p.get(t, o, "files/index.html")
	policy := res.Header.Get("Content-Security-Policy")
	for _, want := range []string{"sandbox allow-scripts allow-same-origin allow-forms;", "connect-src 'self'", "worker-src 'none'", "form-action 'none'", "object-src 'none'", "frame-ancestors 'self' " + o.URL} {
		if !strings.Contains(policy, want) {
			t.Errorf("the policy of a file lacks %q: %s", want, policy)
		}
	}
	if again, body := p.get(t, o, "files/index.html", "If-None-Match", res.Header.Get("ETag")); again.StatusCode != http.StatusNotModified || body != "" {
		t.Errorf("asked once more: %d", again.StatusCode)
	}
}

// A ticket opens one attempt, for twelve hours, by its exact address, and stands in no log.
func TestATicket(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t)
	course := playable(t, o, "datenschutz")
	mine, theirs := play(t, o.Colleague(t, officetest.Clerk()), course), play(t, o.Colleague(t, officetest.Clerk()), course)
	if res, raw := askHost(t, mine.Person, o, contentHost, http.MethodPut, mine.path+"items/1", `{"version":1,"cmi":{"cmi.core.lesson_status":"passed"},"seconds":1}`); res.StatusCode != http.StatusOK {
		t.Errorf("%d %s", res.StatusCode, raw)
	}
	if _, raw := theirs.get(t, o, "attempt"); !strings.Contains(raw, `"status":"open"`) || !strings.Contains(raw, `"version":1`) {
		t.Errorf("another's ticket shows %s", raw)
	}
	for _, path := range []string{
		"files/../attempt", "files/..%2f..%2fattempt", "files/%2e%2e/%2e%2e/etc/passwd", "files//etc/passwd", "files/..%5c..%5cwindows", "files/index.html%00.js", "files/", "files/INDEX.html", "items/1", "items/x", "nothing",
	} {
		if res, body := mine.get(t, o, path); res.StatusCode == http.StatusOK {
			t.Errorf("%s: %.80s", path, body)
		}
	}
	for _, path := range []string{"/play/x/", "/play/" + strings.Repeat("A", 43) + "/"} {
		if res, _ := askHost(t, mine.Person, o, contentHost, http.MethodGet, path+"attempt", ""); res.StatusCode != http.StatusGone {
			t.Errorf("an invented ticket: %d", res.StatusCode)
		}
	}
	o.Clock.Advance(12*time.Hour + time.Second)
	for _, path := range []string{"attempt", "files/index.html"} {
		if res, _ := mine.get(t, o, path); res.StatusCode != http.StatusGone {
			t.Errorf("%s after twelve hours: %d", path, res.StatusCode)
		}
	}
	if res, raw := askHost(t, mine.Person, o, contentHost, http.MethodPut, mine.path+"items/1", `{"version":2,"cmi":{},"seconds":1}`); res.StatusCode != http.StatusGone || !strings.Contains(raw, "elearning.over") {
		t.Errorf("saved after twelve hours: %d %s", res.StatusCode, raw)
	}
	ticket := strings.Trim(strings.TrimPrefix(mine.path, "/play/"), "/")
	if len(ticket) != 43 || strings.Contains(o.Logs.String(), ticket) {
		t.Error("the ticket stands in the log")
	}
	if n := o.Count(t, "river.river_job WHERE args::text LIKE ?", "%"+ticket+"%") + o.Count(t, "audit.entry WHERE details::text LIKE ?", "%"+ticket+"%"); n > 0 {
		t.Error("the ticket stands in a job or in the trail")
	}
}

// What would be wrong with the address of packages is told before anything starts.
func TestTheAddressOfPackagesIsChecked(t *testing.T) {
	t.Parallel()
	cfg := officetest.Config("https://office.example")
	for address, want := range map[string]string{
		"": "", "https://lernen.example": "", "http://content.localhost:8080": "", "https://lernen.office.example:8443": "",
		"https://office.example": "own host", "https://OFFICE.example": "own host", "https://office.example:8443": "own host",
		"http://lernen.example": "https", "ftp://localhost": "https", "lernen.example": "no address", "https://lernen.example/": "no address", "https://a:b@lernen.example": "no address", "https://lernen.example?x=1": "no address",
	} {
		cfg.ContentURL = address
		err := cfg.Check(nil)
		told := ""
		if err != nil {
			for line := range strings.Lines(err.Error()) {
				if strings.HasPrefix(line, "content_url") {
					told = line
				}
			}
		}
		if (want == "") != (told == "") || !strings.Contains(told, want) {
			t.Errorf("%q: %q", address, told)
		}
	}
}
