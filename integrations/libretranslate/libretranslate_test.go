package libretranslate_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/ankunft/ankunft/integrations/libretranslate"
	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/cases/casestest"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/plugin"
)

// server speaks LibreTranslate's protocol for one sentence, with the answers that the real one gives to what it cannot do.
func server(t *testing.T) string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var q struct {
			Q      string `json:"q"`
			Source string `json:"source"`
			Target string `json:"target"`
			Format string `json:"format"`
			Key    string `json:"api_key"`
		}
		answer := func(status int, name, text string) {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(status)
			_ = json.NewEncoder(w).Encode(map[string]string{name: text})
		}
		known := map[string]bool{"ar": true, "de": true, "fa": true}
		switch err := json.NewDecoder(r.Body).Decode(&q); {
		case err != nil || r.Method != http.MethodPost || r.URL.Path != "/translate" || q.Format != "text":
			answer(http.StatusBadRequest, "error", "Invalid request")
		case q.Key != "our-key":
			answer(http.StatusForbidden, "error", "Invalid API key")
		case !known[q.Source] || !known[q.Target]:
			answer(http.StatusBadRequest, "error", q.Source+" is not supported")
		case q.Q == "مرحبا" || q.Q == "سلام":
			answer(http.StatusOK, "translatedText", "Hallo")
		default:
			answer(http.StatusTooManyRequests, "error", "Slowdown")
		}
	}))
	t.Cleanup(s.Close)
	return s.URL
}

func open(t *testing.T, c libretranslate.Config) *libretranslate.Translator {
	t.Helper()
	tr, err := libretranslate.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return tr
}

func TestLibreTranslateKeepsThePort(t *testing.T) {
	t.Parallel()
	casestest.ExerciseTranslator(t, func(t *testing.T) cases.Translator {
		return open(t, libretranslate.Config{URL: server(t) + "/", Key: "our-key"})
	}, casestest.Sentence{Text: "مرحبا", From: "ar-SY", To: "de", Want: "Hallo"})
}

func TestDariGoesAsPersian(t *testing.T) {
	t.Parallel()
	tr := open(t, libretranslate.Config{URL: server(t), Key: "our-key"})
	if got, err := tr.Translate(t.Context(), "سلام", "prs", "de"); err != nil || got != "Hallo" {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestWhatTheServerSaysBecomesOneOfOurErrors(t *testing.T) {
	t.Parallel()
	for what, c := range map[string]struct {
		status int
		body   string
		want   error
	}{
		"too long for the server": {400, `{"error": "Invalid request: request (6000) exceeds text limit (5000)"}`, libretranslate.ErrTooLong},
		"a language it lacks":     {400, `{"error": "tlh is not supported"}`, libretranslate.ErrLanguages},
		"too much":                {429, `{"error": "Slowdown: Too many requests per 1 minute"}`, libretranslate.ErrBusy},
		"a wrong key":             {403, `{"error": "Invalid API key"}`, libretranslate.ErrUnavailable},
		"a crash":                 {500, `<html>`, libretranslate.ErrUnavailable},
		"no translation":          {200, `{}`, libretranslate.ErrUnavailable},
		"not JSON":                {200, `Hallo`, libretranslate.ErrUnavailable},
		"elsewhere":               {307, ``, libretranslate.ErrUnavailable},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Location", "https://elsewhere.example/translate")
				w.WriteHeader(c.status)
				_, _ = w.Write([]byte(c.body))
			}))
			t.Cleanup(s.Close)
			_, err := open(t, libretranslate.Config{URL: s.URL}).Translate(t.Context(), "مرحبا", "ar", "de")
			if !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
		})
	}
}

func TestAServerThatIsAwayMayBeAskedAgain(t *testing.T) {
	t.Parallel()
	s := httptest.NewServer(nil)
	s.Close()
	_, err := open(t, libretranslate.Config{URL: s.URL}).Translate(t.Context(), "مرحبا", "ar", "de")
	if errs.KindOf(err) != errs.Unavailable || strings.Contains(err.Error(), "مرحبا") {
		t.Errorf("got %v", err)
	}
}

func TestTheConfigurationTellsAllItsFaults(t *testing.T) {
	t.Parallel()
	bad := libretranslate.Config{URL: "http://translate.example", Key: plugin.Secret("env:NO_SUCH_VARIABLE_HERE"), TimeoutSeconds: -1}
	err := bad.Validate()
	for _, want := range []string{"url", "NO_SUCH_VARIABLE_HERE", "timeoutSeconds"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v does not name %s", err, want)
		}
	}
	for _, good := range []string{"https://translate.example", "http://127.0.0.1:5000", "http://localhost:5000/", "http://[::1]:5000"} {
		if err := (&libretranslate.Config{URL: good}).Validate(); err != nil {
			t.Errorf("%s: %v", good, err)
		}
	}
	for _, wrong := range []string{"", "translate.example", "ftp://x", "https://"} {
		if err := (&libretranslate.Config{URL: wrong}).Validate(); err == nil {
			t.Errorf("%q is taken", wrong)
		}
	}
}
