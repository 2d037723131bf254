package office_test

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/ankunft/ankunft/cmd/office/officetest"
	"github.com/ankunft/ankunft/modules/elearning"
	"github.com/ankunft/ankunft/modules/identity"
)

const contentHost = "lernen.musterstadt.example"

// pack is a learning package of the demo city.
func pack(t testing.TB, folder string) []byte {
	t.Helper()
	var parts []fs.FS
	for _, name := range []string{folder, "shared"} {
		sub, err := fs.Sub(os.DirFS(officetest.City()), "learning/"+name)
		if err != nil {
			t.Fatal(err)
		}
		parts = append(parts, sub)
	}
	var out bytes.Buffer
	if err := elearning.Pack(&out, parts...); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// playable is a course that is played, as who plans what staff learn brings it in.
func playable(t testing.TB, o *officetest.Office, folder string) string {
	t.Helper()
	planner := o.Colleague(t, identity.Right{Role: identity.Training})
	var made struct{ KeepCourse struct{ ID string } }
	planner.Must(t, `mutation($in: KeepCourse!) { keepCourse(input: $in) { id } }`, map[string]any{
		"in": map[string]any{"title": folder, "form": "online", "subject": "data_protection", "approval": false},
	}, &made)
	archive := pack(t, folder)
	var begun struct {
		BeginLearningUpload struct {
			Package             struct{ ID string }
			PartSize, PartCount int
		}
	}
	planner.Must(t, `mutation($in: BeginLearningUpload!) { beginLearningUpload(input: $in) { package { id } partSize partCount } }`, map[string]any{
		"in": map[string]any{"course": made.KeepCourse.ID, "name": folder + ".zip", "size": len(archive)},
	}, &begun)
	id := begun.BeginLearningUpload.Package.ID
	var signed struct {
		SignLearningParts []struct {
			URL  string
			Size int
		}
	}
	planner.Must(t, `mutation($in: SignLearningParts!) { signLearningParts(input: $in) { url size } }`, map[string]any{"in": map[string]any{"package": id, "numbers": []int{1}}}, &signed)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPut, signed.SignLearningParts[0].URL, bytes.NewReader(archive))
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	planner.Must(t, `mutation($in: OfLearningPackage!) { completeLearningUpload(input: $in) { state } }`, map[string]any{"in": map[string]any{"package": id}}, nil)
	o.Work(t)
	var list struct {
		LearningPackages []struct {
			State, Title string
			Faults       []elearning.Fault
		}
	}
	planner.Must(t, `query($id: ID!) { learningPackages(course: $id) { id name size state faults { code file } scanned standard title items files bytes importedAt endedAt } }`, map[string]any{"id": made.KeepCourse.ID}, &list)
	if len(list.LearningPackages) != 1 || list.LearningPackages[0].State != "ready" {
		t.Fatalf("%+v", list)
	}
	return made.KeepCourse.ID
}

// player is somebody's browser at the address that a ticket gave.
type player struct {
	*officetest.Person
	path string // of the ticket
}

func play(t testing.TB, p *officetest.Person, course string) *player {
	t.Helper()
	var got struct{ PlayCourse struct{ URL string } }
	p.Must(t, `mutation($in: PlayCourse!) { playCourse(input: $in) { url } }`, map[string]any{"in": map[string]any{"course": course}}, &got)
	path, ok := strings.CutPrefix(got.PlayCourse.URL, officetest.ContentURL)
	if !ok {
		t.Fatal(got.PlayCourse.URL)
	}
	return &player{p, path}
}

// askHost sends a request to a host, with the cookies that the person has at the office: more than any browser would.
func askHost(t testing.TB, p *officetest.Person, o *officetest.Office, host, method, path, body string, header ...string) (officetest.Reply, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, o.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if r.Host = host; host == "" {
		r.Host = strings.TrimPrefix(o.URL, "https://")
	}
	r.Header.Set("Content-Type", "application/json")
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	res, raw := p.Send(t, r)
	return res, string(raw)
}

func (p *player) get(t testing.TB, o *officetest.Office, path string, header ...string) (officetest.Reply, string) {
	t.Helper()
	return askHost(t, p.Person, o, contentHost, http.MethodGet, p.path+path, "", header...)
}

// A clerk plays a course through HTTP alone: it is completed, and its catalogue says so.
func TestACourseIsPlayed(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t)
	course := playable(t, o, "datenschutz")
	clerk := o.Colleague(t, officetest.Clerk())
	offers := func() (playable bool, played string) {
		var got struct {
			CourseCatalogue []struct {
				Course   struct{ ID string }
				Playable bool
				Played   string
			}
		}
		clerk.Must(t, `{ courseCatalogue { course { id } playable played } }`, nil, &got)
		for _, c := range got.CourseCatalogue {
			if c.Course.ID == course {
				return c.Playable, c.Played
			}
		}
		return false, "not there"
	}
	if playable, played := offers(); !playable || played != "" {
		t.Errorf("%v, %q", playable, played)
	}
	p := play(t, clerk, course)
	res, raw := p.get(t, o, "attempt")
	var a struct {
		Standard, Status string
		Version          int
		Items            []struct{ ID, Href, Mastery string }
	}
	if err := json.Unmarshal([]byte(raw), &a); err != nil || res.StatusCode != http.StatusOK || a.Standard != "scorm12" || len(a.Items) != 1 || a.Items[0].Mastery != "80" || strings.Contains(raw, "Lindner") {
		t.Fatalf("%d %s", res.StatusCode, raw)
	}
	if got := res.Header.Get("Cache-Control"); got != "no-store" {
		t.Errorf("the attempt may be kept: %q", got)
	}
	if res, page := p.get(t, o, a.Items[0].Href); res.StatusCode != http.StatusOK || !strings.HasPrefix(res.Header.Get("Content-Type"), "text/html") || !strings.Contains(page, "Datenschutz") {
		t.Errorf("%d %.200s", res.StatusCode, page)
	}
	if res, part := p.get(t, o, "files/course.js", "Range", "bytes=2-5"); res.StatusCode != http.StatusPartialContent || len(part) != 4 {
		t.Errorf("a part of it: %d %q", res.StatusCode, part)
	}
	put := func(body string) (officetest.Reply, string) {
		return askHost(t, clerk, o, contentHost, http.MethodPut, p.path+"items/"+a.Items[0].ID, body)
	}
	if res, raw := put(`{"version":1,"cmi":{"cmi.core.lesson_status":"passed","cmi.core.score.raw":"100"},"seconds":60}`); res.StatusCode != http.StatusOK || !strings.Contains(raw, `"status":"passed"`) {
		t.Errorf("%d %s", res.StatusCode, raw)
	}
	if res, raw := put(`{"version":1,"cmi":{"cmi.core.lesson_status":"failed"},"seconds":1}`); res.StatusCode != http.StatusConflict || !strings.Contains(raw, `"version":2`) {
		t.Errorf("another window: %d %s", res.StatusCode, raw)
	}
	for _, body := range []string{"", "[]", `{"version":2,"cmi":[],"seconds":1}`, `{"version":2,"cmi":{},"seconds":-1}`} {
		if res, raw := put(body); res.StatusCode != http.StatusBadRequest {
			t.Errorf("%q: %d %s", body, res.StatusCode, raw)
		}
	}
	if res, _ := put(`{"version":2,"cmi":{"a":"` + strings.Repeat("x", 300<<10) + `"},"seconds":1}`); res.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("too much: %d", res.StatusCode)
	}
	if playable, played := offers(); !playable || played != "passed" {
		t.Errorf("%v, %q", playable, played)
	}
	var mine struct {
		LearningOffer struct {
			Attempt struct {
				Status         string
				Score, Seconds int
			}
		}
	}
	clerk.Must(t, `query($id: ID!) { learningOffer(course: $id) { playable package { title } attempt { status score seconds } } }`, map[string]any{"id": course}, &mine)
	if got := mine.LearningOffer.Attempt; got.Status != "passed" || got.Score != 100 || got.Seconds != 60 {
		t.Errorf("%+v", got)
	}
}

// Content of xAPI speaks to the address that it was given.
func TestAPackageSpeaksXAPI(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t)
	p := play(t, o.Colleague(t, officetest.Clerk()), playable(t, o, "telefon"))
	_, raw := p.get(t, o, "attempt")
	var a struct{ XAPI struct{ Launch string } }
	if err := json.Unmarshal([]byte(raw), &a); err != nil || !strings.HasPrefix(a.XAPI.Launch, "files/index.html?") || strings.Contains(a.XAPI.Launch, "+") {
		t.Fatalf("%s", raw)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, a.XAPI.Launch, nil)
	if err != nil {
		t.Fatal(err)
	}
	told := r.URL.Query()
	if told.Get("endpoint") != officetest.ContentURL+p.path+"xapi/" {
		t.Errorf("it speaks to %s", told.Get("endpoint"))
	}
	speak := func(method, path, body string, header ...string) (officetest.Reply, string) {
		return askHost(t, p.Person, o, contentHost, method, p.path+"xapi/"+path, body, append([]string{"X-Experience-API-Version", "1.0.3"}, header...)...)
	}
	query := r.URL.Query()
	for name := range query {
		query.Del(name)
	}
	query.Set("activityId", told.Get("activity_id"))
	query.Set("agent", told.Get("actor"))
	query.Set("registration", told.Get("registration"))
	query.Set("stateId", "bookmark")
	state := "activities/state?" + query.Encode()
	if res, _ := speak(http.MethodGet, state, ""); res.StatusCode != http.StatusNotFound {
		t.Errorf("nothing was laid down: %d", res.StatusCode)
	}
	laid, _ := speak(http.MethodPut, state, `{"page":1}`, "If-None-Match", "*")
	if laid.StatusCode != http.StatusNoContent || laid.Header.Get("ETag") == "" {
		t.Errorf("%d %v", laid.StatusCode, laid.Header)
	}
	if res, _ := speak(http.MethodPut, state, `{"page":2}`, "If-None-Match", "*"); res.StatusCode != http.StatusPreconditionFailed {
		t.Errorf("it is there: %d", res.StatusCode)
	}
	if res, _ := speak(http.MethodPut, state, `{"page":2}`, "If-Match", laid.Header.Get("ETag")); res.StatusCode != http.StatusNoContent {
		t.Errorf("as it was read: %d", res.StatusCode)
	}
	if res, body := speak(http.MethodGet, state, ""); body != `{"page":2}` || res.Header.Get("X-Experience-API-Version") != "1.0.3" {
		t.Errorf("%s %v", body, res.Header)
	}
	statement := `{"actor":` + told.Get("actor") + `,"verb":{"id":"http://adlnet.gov/expapi/verbs/passed"},"object":{"id":"` + told.Get("activity_id") + `"},"result":{"success":true,"score":{"scaled":0.8}}}`
	if res, body := speak(http.MethodPost, "statements", statement); res.StatusCode != http.StatusOK || len(body) != 40 {
		t.Errorf("%d %s", res.StatusCode, body)
	}
	if _, body := speak(http.MethodGet, "statements", ""); strings.Count(body, `"verb"`) != 1 {
		t.Error(body)
	}
	if res, _ := speak(http.MethodPost, "statements", strings.Replace(statement, `"name":"`, `"name":"x`, 1)); res.StatusCode != http.StatusForbidden {
		t.Errorf("of another: %d", res.StatusCode)
	}
	if res, _ := askHost(t, p.Person, o, contentHost, http.MethodGet, p.path+"xapi/statements", ""); res.StatusCode != http.StatusBadRequest {
		t.Errorf("without a version: %d", res.StatusCode)
	}
	if res, body := p.get(t, o, "attempt"); !strings.Contains(body, `"status":"passed"`) {
		t.Errorf("%d %s", res.StatusCode, body)
	}
}

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
