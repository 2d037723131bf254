package office_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/ankunft/ankunft/cmd/office/officetest"
)

// inside asks the address of the operators.
func inside(t *testing.T, o *officetest.Office, path string) (int, string) {
	t.Helper()
	w := httptest.NewRecorder()
	o.Inside(o.Health()).ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
	return w.Code, w.Body.String()
}

func TestOperatorsSeeEachPartAndServersStayUpWithoutPartners(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t)
	amal := o.Applicant(t)
	s := amal.Draft(t, officetest.Answers(nil))
	amal.Upload(t, "application", s.Applications[0].ID, "photo")
	well := func(part string, want bool) {
		t.Helper()
		code, body := inside(t, o, "/readyz")
		var state struct {
			Ready bool
			Parts map[string]bool
		}
		if err := json.Unmarshal([]byte(body), &state); err != nil || code != http.StatusOK || !state.Ready {
			t.Fatalf("%d %s %v", code, body, err)
		}
		if got, known := state.Parts[part]; !known || got != want || !state.Parts["database"] || !state.Parts["schema"] {
			t.Errorf("%s: %s", part, body)
		}
		if strings.Contains(body, "127.0.0.1") || strings.Contains(body, "postgres") {
			t.Errorf("it tells where: %s", body)
		}
	}
	well("scanner", true)
	well("inspections", true)
	o.Scanner.Down(true)
	o.TryWork(t)
	o.Clock.Advance(11 * time.Minute)
	well("scanner", false)
	well("inspections", false)
	_, figures := inside(t, o, "/metrics")
	for _, line := range []string{
		"ankunft_files_stuck 1\n", `ankunft_part_well{part="scanner"} 0`, `ankunft_part_well{part="database"} 1`, "ankunft_jobs_failing 1\n",
		"ankunft_jobs_late 0\n", "ankunft_mails_waiting 0\n", "ankunft_checkpoints_not_exported 0\n", "go_goroutines ",
	} {
		if !strings.Contains(figures, line) {
			t.Errorf("no %q in %s", line, figures)
		}
	}
	o.Scanner.Down(false)
	o.RetryNow(t)
	o.Work(t)
	o.Clock.Advance(time.Minute)
	well("scanner", true)
	well("inspections", true)
	if res, body := o.Stranger(t).Get(t, "/readyz"); res.StatusCode != http.StatusOK || strings.Contains(string(body), "scanner") {
		t.Errorf("the public reads %s", body)
	}
	if res, body := o.Stranger(t).Get(t, "/metrics"); strings.Contains(string(body), "ankunft_") {
		t.Errorf("the public reads figures: %d", res.StatusCode)
	}
}

// A new program that starts before the migration gets no requests; one that is older than the database does.
func TestAProgramWithoutItsMigrationsIsNotReady(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t)
	o.Exec(t, "UPDATE letters.migration SET version_id = 0 WHERE version_id = (SELECT max(version_id) FROM letters.migration)")
	if code, body := inside(t, o, "/readyz"); code != http.StatusServiceUnavailable || !strings.Contains(body, `"schema":false`) || !strings.Contains(body, `"database":true`) {
		t.Errorf("%d %s", code, body)
	}
	o.Exec(t, "UPDATE letters.migration SET version_id = 99 WHERE version_id = 0")
	if code, body := inside(t, o, "/readyz"); code != http.StatusOK {
		t.Errorf("%d %s", code, body)
	}
}
