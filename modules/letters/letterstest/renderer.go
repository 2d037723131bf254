// Package letterstest holds the conformance suite of letters' ports and fakes that pass it.
package letterstest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ankunft/ankunft/modules/letters"
)

// noFont is a character that no font has: the last of the private use planes.
const noFont = "\U0010FFFD"

// ExerciseRenderer holds a letters.Renderer to what the port promises. open returns one that is ready; it is the test's to close.
func ExerciseRenderer(t *testing.T, open func(t *testing.T) letters.Renderer) {
	t.Helper()
	t.Run("sets data into the template, the same bytes each time", func(t *testing.T) {
		t.Parallel()
		r := open(t)
		first := render(t, r, greeting("Ana"))
		if !bytes.HasPrefix(first, []byte("%PDF-")) {
			t.Fatalf("not a PDF: %.20q", first)
		}
		if !bytes.Equal(first, render(t, r, greeting("Ana"))) {
			t.Error("the same letter twice gave different bytes")
		}
		if bytes.Equal(first, render(t, r, greeting("Olha"))) {
			t.Error("different data gave the same bytes")
		}
		later := greeting("Ana")
		later.CreatedAt = later.CreatedAt.AddDate(0, 0, 1)
		if bytes.Equal(first, render(t, r, later)) {
			t.Error("the time of creation does not stand in the letter")
		}
	})
	t.Run("forgets the files of the letter before", func(t *testing.T) {
		t.Parallel()
		r := open(t)
		withPart := greeting("Ana")
		withPart.Files["part.typ"] = []byte("part")
		withPart.Files["main.typ"] = append(withPart.Files["main.typ"], `#include "part.typ"`...)
		render(t, r, withPart)
		delete(withPart.Files, "part.typ")
		wantFault(t, r, withPart, letters.ErrTemplate)
	})
	t.Run("names the fault", func(t *testing.T) { t.Parallel(); exerciseFaults(t, open(t)) })
	t.Run("keeps letters apart that are set at once", func(t *testing.T) { t.Parallel(); exerciseCrowd(t, open(t)) })
}

func exerciseFaults(t *testing.T, r letters.Renderer) {
	t.Helper()
	stray := greeting("Ana")
	stray.Files["main.typ"] = append(stray.Files["main.typ"], `#read("../../../../../../etc/hostname")`...)
	wantFault(t, r, stray, letters.ErrTemplate)

	broken := greeting("Ana")
	broken.Files["main.typ"] = append(broken.Files["main.typ"], "#panic()"...)
	wantFault(t, r, broken, letters.ErrTemplate)

	nowhere := greeting("Ana")
	nowhere.Main = "other.typ"
	wantFault(t, r, nowhere, letters.ErrTemplate)

	outside := greeting("Ana")
	outside.Files["../evil.typ"] = []byte("x")
	wantFault(t, r, outside, letters.ErrTemplate)

	if got := wantFault(t, r, greeting("Ana "+noFont), letters.ErrUnprintable); got != noFont {
		t.Errorf("unprintable characters: %q, want %q", got, noFont)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := r.Render(ended, greeting("Ana")); !errors.Is(err, letters.ErrRendererUnavailable) {
		t.Errorf("after the context's end: %v, want %v", err, letters.ErrRendererUnavailable)
	}
	render(t, r, greeting("Ana")) // and none of it did harm
}

func exerciseCrowd(t *testing.T, r letters.Renderer) {
	t.Helper()
	const crowd = 6
	alone := make([][]byte, crowd)
	for i := range alone {
		alone[i] = render(t, r, greeting(fmt.Sprintf("Person %d", i)))
	}
	var wg sync.WaitGroup
	for i := range alone {
		wg.Go(func() {
			pdf, err := r.Render(t.Context(), greeting(fmt.Sprintf("Person %d", i)))
			if err != nil || !bytes.Equal(pdf, alone[i]) {
				t.Errorf("letter %d set in a crowd: %v, same bytes %v", i, err, bytes.Equal(pdf, alone[i]))
			}
		})
	}
	wg.Wait()
}

func greeting(name string) letters.Job {
	return letters.Job{
		Main: "main.typ",
		Files: map[string][]byte{"main.typ": []byte(`#set document(title: "Hello", date: auto)
#set text(lang: "en")
= Hello #json("/data.json").name
`)},
		Data:      []byte(`{"name":"` + name + `"}`),
		CreatedAt: time.Date(2026, 3, 29, 1, 0, 0, 0, time.UTC),
	}
}

func render(t *testing.T, r letters.Renderer, job letters.Job) []byte {
	t.Helper()
	pdf, err := r.Render(t.Context(), job)
	if err != nil {
		t.Fatalf("render: %v", err)
	}
	return pdf
}

func wantFault(t *testing.T, r letters.Renderer, job letters.Job, want error) (unprintable string) {
	t.Helper()
	pdf, err := r.Render(t.Context(), job)
	if !errors.Is(err, want) {
		t.Errorf("got %d bytes and %v, want %v", len(pdf), err, want)
	}
	return letters.Unprintable(err)
}

// Renderer is a letters.Renderer for tests that need letters but no look: its "PDF" shows the main file's name and the data.
type Renderer struct{}

var _ letters.Renderer = Renderer{}

// Render implements letters.Renderer.
func (Renderer) Render(ctx context.Context, job letters.Job) ([]byte, error) {
	if ctx.Err() != nil {
		return nil, letters.ErrRendererUnavailable.Because(ctx.Err())
	}
	main, ok := job.Files[job.Main]
	if !ok || strings.Contains(string(main), "#panic(") || strings.Contains(string(main), `read("..`) {
		return nil, letters.ErrTemplate
	}
	for name := range job.Files {
		if strings.HasPrefix(name, "..") {
			return nil, letters.ErrTemplate
		}
	}
	if _, there := job.Files["part.typ"]; !there && strings.Contains(string(main), `#include "part.typ"`) {
		return nil, letters.ErrTemplate
	}
	if strings.Contains(string(job.Data), noFont) {
		return nil, letters.UnprintableError(noFont)
	}
	return fmt.Appendf(nil, "%%PDF-fake %s %s\n%s\n", job.Main, job.CreatedAt.UTC().Format(time.RFC3339), job.Data), nil
}
