package plugin_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"testing"

	"github.com/ankunft/ankunft/platform/plugin"
)

type greeter interface{ Greet() string }

type config struct {
	Word   string        `yaml:"word"`
	Secret plugin.Secret `yaml:"secret"`
}

func (c *config) Validate() error {
	var faults []error
	if c.Word == "" {
		faults = append(faults, errors.New("word: missing"))
	}
	if c.Secret == "" {
		faults = append(faults, errors.New("secret: missing"))
	}
	return errors.Join(faults...)
}

type hello string

func (h hello) Greet() string { return string(h) }

func plugins() plugin.List {
	return plugin.List{
		{Kind: "hello", Port: "test.Greeter", Check: plugin.Checker[config](), Open: func(_ context.Context, raw []byte, _ plugin.Deps) (any, error) {
			var c config
			return hello(c.Word), plugin.Decode(raw, &c)
		}},
		{Kind: "wrong", Port: "test.Greeter", Open: func(context.Context, []byte, plugin.Deps) (any, error) { return 42, nil }},
	}
}

func TestOpenFillsThePort(t *testing.T) {
	t.Parallel()
	if _, err := plugin.Open[greeter](t.Context(), plugins(), "test.Greeter", "hello", []byte("word: hi\nsecret: x"), plugin.Deps{}); err != nil {
		t.Fatal(err)
	}
}

func TestOpenTellsWhatIsWrong(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ port, kind, raw, want string }{
		{"test.Greeter", "goodbye", "", "hello, wrong"},
		{"test.Absent", "hello", "", "nothing fills test.Absent"},
		{"test.Greeter", "wrong", "", "does not fill"},
		{"test.Greeter", "hello", "word: a\nwrod: b", "wrod"},
	} {
		_, err := plugin.Open[greeter](t.Context(), plugins(), c.port, c.kind, []byte(c.raw), plugin.Deps{})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s as %s: %v", c.port, c.kind, err)
		}
	}
}

func TestCheckTellsEveryFault(t *testing.T) {
	t.Parallel()
	err := plugins()[0].Check(nil)
	if err == nil || !strings.Contains(err.Error(), "word") || !strings.Contains(err.Error(), "secret") {
		t.Fatalf("check: %v", err)
	}
	if err := plugins()[0].Check([]byte(`{"word": "hi", "secret": "x"}`)); err != nil {
		t.Fatalf("check of a good section: %v", err)
	}
}

func TestSecretsShowThemselvesNowhere(t *testing.T) {
	t.Parallel()
	secret := plugin.Secret("hunter2")
	var log strings.Builder
	slog.New(slog.NewTextHandler(&log, nil)).Info("open", "secret", secret)
	slog.New(slog.NewJSONHandler(io.MultiWriter(&log), nil)).Info("open", "config", config{Secret: secret})
	shown := log.String() + fmt.Sprintf("%s %v %+v %#v %q", secret, secret, config{Secret: secret}, config{Secret: secret}, secret)
	if strings.Contains(shown, "hunter2") {
		t.Fatalf("the secret shows: %s", shown)
	}
	if revealed, err := secret.Reveal(); err != nil || revealed != "hunter2" {
		t.Fatalf("reveal: %v", err)
	}
}

func TestSecretsComeFromTheEnvironment(t *testing.T) {
	t.Setenv("ANKUNFT_TEST_SECRET", "from outside")
	if got, err := plugin.Secret("env:ANKUNFT_TEST_SECRET").Reveal(); err != nil || got != "from outside" {
		t.Fatalf("reveal: %q, %v", got, err)
	}
	if _, err := plugin.Secret("env:ANKUNFT_TEST_ABSENT").Reveal(); err == nil || !strings.Contains(err.Error(), "ANKUNFT_TEST_ABSENT") {
		t.Fatalf("reveal of a variable that is not set: %v", err)
	}
}
