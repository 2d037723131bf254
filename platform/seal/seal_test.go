package seal_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/platform/seal"
)

var (
	now  = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	ours = seal.Seal{Key: []byte("0123456789abcdef0123456789abcdef"), Purpose: "test.link", Bytes: 16}
)

func TestALinkOpensForItsPurposeAndItsTimeAlone(t *testing.T) {
	t.Parallel()
	id := uuid.MustParse("0198c0de-0000-7000-8000-000000000001")
	link := ours.Link('a', id, now)
	if got, err := ours.OpenLink('a', link, now.Add(-time.Second)); err != nil || got != id {
		t.Fatal(got, err)
	}
	if _, err := ours.OpenLink('a', link, now); !errors.Is(err, seal.ErrOver) {
		t.Error("at its end it still opens:", err)
	}
	named := ours
	named.Forged, named.Over = errors.New("ours: none"), errors.New("ours: over")
	if _, err := named.OpenLink('a', link, now); !errors.Is(err, named.Over) {
		t.Error("its time is over, in words of its owner:", err)
	}
	if _, err := named.OpenLink('b', link, now); !errors.Is(err, named.Forged) {
		t.Error("it is for something else, in words of its owner:", err)
	}
	other, keyless, another := ours, ours, ours
	other.Key, keyless.Key, another.Purpose = []byte("another key of the same length!!"), nil, "test.other"
	for name, open := range map[string]func() error{
		"for another thing": func() error { _, err := ours.OpenLink('b', link, now.Add(-time.Hour)); return err },
		"by another key":    func() error { _, err := other.OpenLink('a', link, now.Add(-time.Hour)); return err },
		"without a key": func() error {
			_, err := keyless.OpenLink('a', keyless.Link('a', id, now), now.Add(-time.Hour))
			return err
		},
		"by another purpose": func() error { _, err := another.OpenLink('a', link, now.Add(-time.Hour)); return err },
		"cut off":            func() error { _, err := ours.OpenLink('a', link[:len(link)-2], now.Add(-time.Hour)); return err },
		"empty":              func() error { _, err := ours.OpenLink('a', "", now.Add(-time.Hour)); return err },
		"no base64":          func() error { _, err := ours.OpenLink('a', strings.Repeat("ü", 20), now.Add(-time.Hour)); return err },
	} {
		if err := open(); !errors.Is(err, seal.ErrForged) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWhatIsSealedWithATextIsNotSaidByIt(t *testing.T) {
	t.Parallel()
	text := ours.Make([]byte("body"), []byte("rathaus"))
	if got := ours.Open(text, 4, []byte("rathaus")); string(got) != "body" {
		t.Errorf("%q", got)
	}
	if ours.Open(text, 4, []byte("nordstadt")) != nil || ours.Open(text, 4) != nil || ours.Open(text, 3, []byte("rathaus")) != nil {
		t.Error("it opens for another house")
	}
}

func FuzzOpen(f *testing.F) {
	f.Add(ours.Make([]byte("body")))
	f.Add("")
	f.Fuzz(func(t *testing.T, text string) {
		if body := ours.Open(text, 4); body != nil && ours.Make(body) != text {
			t.Errorf("%q opens, but is not what was made", text)
		}
	})
}
