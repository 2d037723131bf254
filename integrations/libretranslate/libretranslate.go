// Package libretranslate translates by a server that speaks LibreTranslate's protocol, so that staff can read what people wrote.
package libretranslate

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/plugin"
)

// Errors of the translator. None holds words of the text, nor what the server said of it.
var (
	// ErrLanguages says that the server does not translate between these languages.
	ErrLanguages = errs.New(errs.Invalid, "translation.languages")
	// ErrTooLong says that the text is longer than is translated at once.
	ErrTooLong = errs.New(errs.Limited, "translation.too_long")
	// ErrBusy says that the server has had enough of us for now.
	ErrBusy = errs.New(errs.Unavailable, "translation.busy")
	// ErrUnavailable says that the server is away, too slow, refuses our key, or answers with what is no translation.
	ErrUnavailable = errs.New(errs.Unavailable, "translation.unavailable")
)

// Plugin is this integration for a program's list.
var Plugin = plugin.Plugin{
	Kind: "libretranslate", Port: "cases.Translator", Check: plugin.Checker[Config](),
	Open: func(_ context.Context, raw []byte, _ plugin.Deps) (any, error) {
		var config Config
		if err := plugin.Decode(raw, &config); err != nil {
			return nil, err
		}
		return New(config)
	},
}

var _ cases.Translator = (*Translator)(nil)

// Config says where the server is. What people write goes there: run it yourself, or have a contract for it (GDPR Art. 28).
type Config struct {
	URL            string        `yaml:"url"`            // base, such as "https://translate.musterstadt.example"; plain HTTP only to this machine
	Key            plugin.Secret `yaml:"key"`            // "env:NAME"; empty where the server asks for none
	TimeoutSeconds int           `yaml:"timeoutSeconds"` // for one text; 0 means 20
	MaxCharacters  int           `yaml:"maxCharacters"`  // longest text; 0 means 10,000. Servers have limits of their own
}

// Validate returns every fault, joined.
func (c *Config) Validate() error {
	var faults []error
	u, err := url.Parse(c.URL)
	switch {
	case err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http"):
		faults = append(faults, errors.New("url: an address beginning with https:// is needed"))
	case u.Scheme == "http" && !local(u.Hostname()):
		faults = append(faults, errors.New("url: what people write does not leave this machine unencrypted: use https"))
	}
	if _, err := c.Key.Reveal(); err != nil {
		faults = append(faults, fmt.Errorf("key: %w", err))
	}
	if c.TimeoutSeconds < 0 || c.MaxCharacters < 0 {
		faults = append(faults, errors.New("timeoutSeconds, maxCharacters: must not be negative"))
	}
	return errors.Join(faults...)
}

func local(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || (ip != nil && ip.IsLoopback())
}

// Translator translates; use it from as many goroutines as you like.
type Translator struct {
	endpoint string
	key      string
	longest  int
	client   *http.Client
}

// New returns a translator; it asks the server nothing yet.
func New(c Config) (*Translator, error) {
	if err := c.Validate(); err != nil {
		return nil, err
	}
	key, err := c.Key.Reveal()
	if err != nil {
		return nil, err
	}
	return &Translator{
		endpoint: strings.TrimRight(c.URL, "/") + "/translate", key: key, longest: cmp.Or(c.MaxCharacters, 10_000),
		client: &http.Client{
			Timeout: time.Duration(cmp.Or(c.TimeoutSeconds, 20)) * time.Second,
			// A text goes to the server that was configured, and to no other.
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}, nil
}

type question struct {
	Text   string `json:"q"`
	Source string `json:"source"`
	Target string `json:"target"`
	Format string `json:"format"`
	Key    string `json:"api_key,omitempty"`
}

// Translate returns text of language from in language to, both BCP 47; only the language counts, not its region or script. Text
// without words, or already in the language, comes back as it is. ErrLanguages, ErrTooLong, ErrBusy and ErrUnavailable tell why not.
func (t *Translator) Translate(ctx context.Context, text, from, to string) (string, error) {
	source, target := code(from), code(to)
	switch {
	case source == "" || target == "":
		return "", ErrLanguages
	case source == target || strings.TrimSpace(text) == "":
		return text, nil
	case utf8.RuneCountInString(text) > t.longest:
		return "", ErrTooLong
	}
	body, err := json.Marshal(question{Text: text, Source: source, Target: target, Format: "text", Key: t.key})
	if err != nil {
		return "", ErrUnavailable.Because(err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, t.endpoint, bytes.NewReader(body))
	if err != nil {
		return "", ErrUnavailable.Because(err)
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := t.client.Do(req)
	if err != nil {
		return "", ErrUnavailable.Because(err)
	}
	defer resp.Body.Close()
	// A translation is seldom three times as long; twelve bytes a character leave room for escapes.
	reply, err := io.ReadAll(io.LimitReader(resp.Body, int64(12*3*t.longest)))
	if err != nil {
		return "", ErrUnavailable.Because(err)
	}
	return read(resp.StatusCode, reply)
}

// read makes sense of an answer. LibreTranslate says 400 both for languages it lacks and for texts that are too long for it.
func read(status int, body []byte) (string, error) {
	var reply struct {
		Translated *string `json:"translatedText"`
		Error      string  `json:"error"`
	}
	err := json.Unmarshal(body, &reply)
	switch {
	case status == http.StatusOK && err == nil && reply.Translated != nil && utf8.ValidString(*reply.Translated):
		return *reply.Translated, nil
	case status == http.StatusBadRequest && strings.Contains(reply.Error, "exceeds"):
		return "", ErrTooLong
	case status == http.StatusBadRequest && strings.Contains(reply.Error, "not supported"):
		return "", ErrLanguages
	case status == http.StatusTooManyRequests:
		return "", ErrBusy
	default:
		return "", ErrUnavailable.Because(fmt.Errorf("the server answered %d", status))
	}
}

// code is the language that LibreTranslate knows: Dari goes as Persian.
func code(tag string) string {
	base, _, _ := strings.Cut(strings.ToLower(tag), "-")
	if base == "prs" {
		return "fa"
	}
	return base
}
