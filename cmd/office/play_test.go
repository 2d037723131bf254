package office_test

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"net/http"
	"os"
	"strings"
	"testing"

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
