package typst_test

import (
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/ankunft/ankunft/integrations/typst"
	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/modules/letters/letterstest"
)

func TestTheHelperKeepsThePort(t *testing.T) {
	t.Parallel()
	letterstest.ExerciseRenderer(t, func(t *testing.T) letters.Renderer { return open(t, typst.Config{}) })
}

// The command is stood in for by a program of the same flags around the same compiler: no typst command can be taken for granted.
func TestTheCommandKeepsThePort(t *testing.T) {
	t.Parallel()
	letterstest.ExerciseRenderer(t, func(t *testing.T) letters.Renderer {
		return open(t, typst.Config{Command: commandOf(t, "0.14.2")})
	})
}

func TestHelperAndCommandSetTheSameLetter(t *testing.T) {
	t.Parallel()
	j := job("#set text(font: (\"Noto Sans\", \"Vazirmatn\"))\nGrüße, Nguyễn, Київ, مرحبا")
	one, err := open(t, typst.Config{}).Render(t.Context(), j)
	if err != nil {
		t.Fatal(err)
	}
	two, err := open(t, typst.Config{Command: commandOf(t, "0.14.2")}).Render(t.Context(), j)
	if err != nil {
		t.Fatal(err)
	}
	if string(one) != string(two) {
		t.Errorf("%d bytes by the helper, %d by the command, not the same", len(one), len(two))
	}
}

func TestALetterThatTakesTooLongIsEndedAndTheNextIsSet(t *testing.T) {
	t.Parallel()
	r := open(t, typst.Config{Concurrency: 1, TimeoutSeconds: 1})
	if _, err := r.Render(t.Context(), job("warm")); err != nil {
		t.Fatal(err)
	}
	slow := job("#for a in range(3000) { for b in range(3000) { for c in range(3000) { let x = calc.rem(a * b, c + 1) } } }")
	if _, err := r.Render(t.Context(), slow); !errors.Is(err, letters.ErrRendererUnavailable) {
		t.Fatalf("a slow letter: %v, want %v", err, letters.ErrRendererUnavailable)
	}
	if _, err := r.Render(t.Context(), job("Hello")); err != nil {
		t.Fatalf("the letter after a slow one: %v", err)
	}
}

func TestALetterThatGrowsTooLargeIsRefused(t *testing.T) {
	t.Parallel()
	for name, config := range map[string]typst.Config{
		"helper": {MaxBytes: 9000}, "command": {MaxBytes: 9000, Command: commandOf(t, "0.14.2")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := open(t, config)
			if _, err := r.Render(t.Context(), job("#for i in range(4000) [word #i ]")); !errors.Is(err, letters.ErrTooLarge) {
				t.Fatalf("got %v, want %v", err, letters.ErrTooLarge)
			}
			if _, err := r.Render(t.Context(), job("Hello")); err != nil {
				t.Fatalf("the letter after a large one: %v", err)
			}
		})
	}
}

func TestTheConfigurationTellsAllItsFaults(t *testing.T) {
	t.Parallel()
	err := typst.Config{Command: "no-such-typst", Helper: "/no/such", Fonts: "/no/such", Concurrency: -1, TimeoutSeconds: -1}.Validate()
	for _, want := range []string{"command", "helper", "fonts", "concurrency", "timeoutSeconds"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v does not name %s", err, want)
		}
	}
	if err := (typst.Config{}).Validate(); err != nil {
		t.Errorf("the zero value: %v", err)
	}
}

func TestAMissingHelperSaysHowToGetIt(t *testing.T) {
	t.Parallel()
	_, err := typst.New(typst.Config{Command: "none", Helper: t.TempDir()}, slog.New(slog.DiscardHandler))
	if err == nil || !strings.Contains(err.Error(), "npm ci") {
		t.Fatalf("%v does not say how to install the helper", err)
	}
}

// open uses the helper unless the configuration names a command.
func open(t *testing.T, c typst.Config) *typst.Renderer {
	t.Helper()
	if c.Command == "" {
		c.Command = "none"
	}
	c.Helper = "helper"
	r, err := typst.New(c, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Close() })
	return r
}

func commandOf(t *testing.T, version string) string {
	t.Helper()
	script, err := filepath.Abs("testdata/command.mjs")
	if err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(t.TempDir(), "typst")
	body := "#!/bin/sh\nSTANDIN_VERSION=" + version + " exec node '" + script + "' \"$@\"\n"
	if err := os.WriteFile(program, []byte(body), 0o700); err != nil {
		t.Fatal(err)
	}
	return program
}

func job(body string) letters.Job {
	return letters.Job{
		Main:      "main.typ",
		Files:     map[string][]byte{"main.typ": []byte("#set document(title: \"T\", date: auto)\n" + body)},
		Data:      []byte("{}"),
		CreatedAt: time.Date(2024, 2, 29, 12, 0, 0, 0, time.UTC),
	}
}

func TestACommandOnThePathIsUsedIfItIsNewEnough(t *testing.T) {
	for version, want := range map[string]string{"0.13.1": "Node helper", "0.14.2": "typst command", "1.0.0": "typst command", "nonsense": "Node helper"} {
		t.Setenv("PATH", filepath.Dir(commandOf(t, version))+string(os.PathListSeparator)+os.Getenv("PATH"))
		var log strings.Builder
		r, err := typst.New(typst.Config{Helper: "helper"}, slog.New(slog.NewTextHandler(&log, nil)))
		if err != nil {
			t.Fatal(err)
		}
		_ = r.Close()
		if !strings.Contains(log.String(), want) {
			t.Errorf("typst %s: %s, want the %s", version, log.String(), want)
		}
	}
}

// A helper can die while nobody looks: killed by the system for its memory, for one.
func TestAHelperThatDiedWhileIdleCostsNoLetter(t *testing.T) {
	t.Parallel()
	r := open(t, typst.Config{Concurrency: 1})
	if _, err := r.Render(t.Context(), job("Hello")); err != nil {
		t.Fatal(err)
	}
	typst.KillIdle(r)
	if _, err := r.Render(t.Context(), job("Hello")); err != nil {
		t.Fatalf("the letter after the death: %v", err)
	}
}
