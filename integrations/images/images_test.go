package images_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/ankunft/ankunft/integrations/images"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/documents/documentstest"
	"github.com/ankunft/ankunft/platform/plugin"
)

func TestMain(m *testing.M) {
	images.Child()
	os.Exit(m.Run())
}

func open(t testing.TB, cfg images.Config) *images.Pages {
	t.Helper()
	pages, err := images.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return pages
}

func file(t testing.TB, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "original")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func paint(t *testing.T, pages *images.Pages, content []byte, edge int) image.Image {
	t.Helper()
	var out bytes.Buffer
	if err := pages.Paint(t.Context(), file(t, content), 1, edge, &out); err != nil {
		t.Fatal(err)
	}
	picture, err := jpeg.Decode(&out)
	if err != nil {
		t.Fatal(err)
	}
	return picture
}

// marked is white, with a red square in its upper left corner.
func marked(w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			m.Set(x, y, color.White)
			if x < w/4 && y < h/4 {
				m.Set(x, y, color.RGBA{R: 255, A: 255})
			}
		}
	}
	return m
}

func asJPEG(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asPNG(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// held adds what a camera writes about how it was held, and where.
func held(picture []byte, orientation uint16) []byte {
	tiff := []byte("MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01")
	tiff = binary.BigEndian.AppendUint16(tiff, orientation)
	tiff = append(tiff, "\x00\x00\x00\x00\x00\x00GPS 50.1109 8.6821"...)
	segment := append([]byte("Exif\x00\x00"), tiff...)
	out := append([]byte{}, picture[:2]...)
	out = append(out, 0xff, 0xe1)
	out = binary.BigEndian.AppendUint16(out, uint16(len(segment)+2))
	return append(append(out, segment...), picture[2:]...)
}

func isRed(c color.Color) bool {
	r, g, b, _ := c.RGBA()
	return r > 0xc000 && g < 0x4000 && b < 0x4000
}

func TestEveryPagesPassesTheSuite(t *testing.T) {
	t.Parallel()
	documentstest.ExercisePages(t, open(t, images.Config{}), documentstest.PagesSamples{
		Good: asJPEG(t, marked(640, 480)), GoodPages: 1, Damaged: [][]byte{nil, []byte("noise"), claims(0, 10)},
	})
}

func TestAPhotoIsTurnedUprightAndLosesItsMetadata(t *testing.T) {
	t.Parallel()
	plain := asJPEG(t, marked(400, 200))
	for orientation, corner := range map[uint16]image.Point{
		1: {5, 5}, 2: {390, 5}, 3: {390, 190}, 4: {5, 190}, 5: {5, 5}, 6: {190, 5}, 7: {190, 390}, 8: {5, 390},
	} {
		var out bytes.Buffer
		if err := images.Paint(bytes.NewReader(held(plain, orientation)), &out, 400, 1_000_000); err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(out.Bytes(), []byte("Exif")) || bytes.Contains(out.Bytes(), []byte("GPS")) {
			t.Errorf("orientation %d: the picture still tells where it was taken", orientation)
		}
		picture, err := jpeg.Decode(&out)
		if err != nil {
			t.Fatal(err)
		}
		if lying := picture.Bounds().Dx() > picture.Bounds().Dy(); lying != (orientation < 5) || !isRed(picture.At(corner.X, corner.Y)) {
			t.Errorf("orientation %d: bounds %v, mark not at %v", orientation, picture.Bounds(), corner)
		}
	}
}

func TestAPictureIsMadeSmallerButNeverLarger(t *testing.T) {
	t.Parallel()
	pages := open(t, images.Config{})
	if got := paint(t, pages, asPNG(t, marked(1000, 500)), 200).Bounds(); got != image.Rect(0, 0, 200, 100) {
		t.Errorf("large picture: %v", got)
	}
	if got := paint(t, pages, asPNG(t, marked(100, 50)), 200).Bounds(); got != image.Rect(0, 0, 100, 50) {
		t.Errorf("small picture: %v", got)
	}
}

func TestWhatIsTransparentBecomesWhite(t *testing.T) {
	t.Parallel()
	picture := paint(t, open(t, images.Config{}), asPNG(t, image.NewNRGBA(image.Rect(0, 0, 50, 50))), 200)
	if r, g, b, _ := picture.At(20, 20).RGBA(); min(r, g, b) < 0xf000 {
		t.Errorf("transparent became %x %x %x", r, g, b)
	}
}

func TestPhotosOfTelephonesInHEIC(t *testing.T) {
	t.Parallel()
	photo, err := os.ReadFile("testdata/photo.heic")
	if err != nil {
		t.Fatal(err)
	}
	// In this process: under the race detector the decoder takes ten seconds to begin, and here it begins once.
	var out bytes.Buffer
	if err := images.Paint(bytes.NewReader(photo), &out, 300, 80_000_000); err != nil {
		t.Fatal(err)
	}
	if cfg, err := jpeg.DecodeConfig(&out); err != nil || max(cfg.Width, cfg.Height) != 300 {
		t.Errorf("painted %dx%d, %v", cfg.Width, cfg.Height, err)
	}
	if err := images.Paint(bytes.NewReader(photo), io.Discard, 300, 1000); err == nil {
		t.Error("a photo of more pixels than allowed was painted")
	}
	if err := images.Paint(bytes.NewReader(photo[:len(photo)/50]), io.Discard, 300, 80_000_000); err == nil {
		t.Error("the first bytes of a photo were painted")
	}
}

func TestWhatIsHiddenBehindAPictureIsLeftBehind(t *testing.T) {
	t.Parallel()
	secret := []byte("<script>alert(1)</script>%PDF-1.7 PK\x03\x04")
	var out bytes.Buffer
	err := images.Paint(bytes.NewReader(append(asJPEG(t, marked(80, 80)), secret...)), &out, 200, 1_000_000)
	if err != nil || bytes.Contains(out.Bytes(), []byte("script")) || bytes.Contains(out.Bytes(), []byte("PDF")) {
		t.Errorf("%d bytes, %v", out.Len(), err)
	}
}

// claims is the head of a PNG that says it is as large as that.
func claims(w, h uint32) []byte {
	head := binary.BigEndian.AppendUint32([]byte("IHDR"), w)
	head = append(binary.BigEndian.AppendUint32(head, h), 8, 2, 0, 0, 0)
	out := binary.BigEndian.AppendUint32([]byte("\x89PNG\r\n\x1a\n"), 13)
	return binary.BigEndian.AppendUint32(append(out, head...), crc32.ChecksumIEEE(head))
}

func TestBombsAreRefusedByTheirHead(t *testing.T) {
	t.Parallel()
	pages := open(t, images.Config{})
	for name, c := range map[string]struct {
		content []byte
		want    error
	}{
		"as large as a field":     {claims(60_000, 60_000), documents.ErrTooManyPixels},
		"a strip without an end":  {claims(1, 2_000_000_000), documents.ErrTooManyPixels},
		"no pixels at all":        {claims(0, 10), documents.ErrDamaged},
		"a head without a body":   {claims(100, 100), nil},
		"eighty million and some": {claims(10_000, 8_001), documents.ErrTooManyPixels},
	} {
		if _, err := pages.Look(t.Context(), file(t, c.content)); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := pages.Paint(t.Context(), file(t, claims(100, 100)), 1, 200, io.Discard); !errors.Is(err, documents.ErrDamaged) {
		t.Errorf("a head without a body was painted: %v", err)
	}
}

func TestWhatIsNoPictureIsDamaged(t *testing.T) {
	t.Parallel()
	pages := open(t, images.Config{})
	whole := asJPEG(t, marked(300, 300))
	for name, content := range map[string][]byte{
		"nothing": nil, "a letter": []byte("Dear Sir or Madam, this is not a picture."), "a GIF": []byte("GIF89a\x01\x00\x01\x00\x00\x00\x00"),
		"half a photo": whole[:len(whole)/2], "an SVG": []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`),
	} {
		if err := pages.Paint(t.Context(), file(t, content), 1, 200, io.Discard); !errors.Is(err, documents.ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := pages.Paint(t.Context(), file(t, whole), 2, 200, io.Discard); !errors.Is(err, documents.ErrDamaged) {
		t.Errorf("second page of a photo: %v", err)
	}
}

// scans is a small progressive JPEG whose many passes over a large picture take minutes of work.
func scans(n int) []byte {
	out := []byte("\xff\xd8\xff\xdb\x00\x43\x00")
	out = append(out, bytes.Repeat([]byte{1}, 64)...)
	out = append(out, "\xff\xc2\x00\x0b\x08\x1f\x40\x1f\x40\x01\x01\x11\x00"...)                        // progressive, 8000 × 8000, grey
	out = append(out, "\xff\xc4\x00\x14\x10\x01"+string(make([]byte, 15))+"\xe0"...)                    // one code: a run of empty blocks
	pass := append([]byte("\xff\xda\x00\x08\x01\x01\x00\x01\x3f\x00"), bytes.Repeat([]byte{0}, 260)...) // the shortest runs
	for range n {
		out = append(out, pass...)
	}
	return append(out, 0xff, 0xd9)
}

func TestAPictureThatTakesForeverEnds(t *testing.T) {
	t.Parallel()
	pages := open(t, images.Config{CPUSeconds: 1})
	path := file(t, scans(20_000))
	if _, err := pages.Look(t.Context(), path); err != nil {
		t.Fatalf("its head is harmless: %v", err)
	}
	if err := pages.Paint(t.Context(), path, 1, 200, io.Discard); !errors.Is(err, documents.ErrDamaged) {
		t.Errorf("%v", err)
	}
}

func TestACallerWhoHasGoneIsNoFaultOfTheFile(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := open(t, images.Config{}).Look(ctx, file(t, asPNG(t, marked(10, 10))))
	if !errors.Is(err, documents.ErrPagesUnavailable) {
		t.Errorf("%v", err)
	}
	_, err = open(t, images.Config{}).Look(t.Context(), filepath.Join(t.TempDir(), "gone"))
	if !errors.Is(err, documents.ErrPagesUnavailable) {
		t.Errorf("a file that is not there: %v", err)
	}
}

func TestTheConfigurationTellsAllItsFaults(t *testing.T) {
	t.Parallel()
	err := images.Config{MaxMegapixels: -1, MemoryMB: 5, CPUSeconds: -1}.Validate()
	for _, field := range []string{"max_megapixels", "memory_mb", "cpu_seconds"} {
		if err == nil || !bytes.Contains([]byte(err.Error()), []byte(field)) {
			t.Errorf("%s is not named: %v", field, err)
		}
	}
	if _, err := images.Plugin.Open(t.Context(), []byte("megapixel: 3"), plugin.Deps{}); err == nil {
		t.Error("an unknown key was accepted")
	}
}

// FuzzPaint runs the pure Go decoders in this process: whatever the bytes, they end without a panic and within the limits.
func FuzzPaint(f *testing.F) {
	f.Add(asJPEG(f, marked(16, 8)))
	f.Add(held(asJPEG(f, marked(16, 8)), 6))
	f.Add(asPNG(f, marked(16, 8)))
	f.Add(claims(60_000, 60_000))
	f.Fuzz(func(t *testing.T, content []byte) {
		if len(content) > 8 && bytes.Equal(content[4:8], []byte("ftyp")) {
			return // those of FuzzHEIC
		}
		var out bytes.Buffer
		if images.Paint(bytes.NewReader(content), &out, 64, 1_000_000) != nil {
			return
		}
		cfg, err := jpeg.DecodeConfig(&out)
		if err != nil || max(cfg.Width, cfg.Height) > 64 {
			t.Errorf("painted %dx%d, %v", cfg.Width, cfg.Height, err)
		}
	})
}

// FuzzHEIC goes through the child, as in the office: whatever the bytes, it ends, and says that the file is the reason. It is slow: WebAssembly
// takes a second to begin.
func FuzzHEIC(f *testing.F) {
	photo, err := os.ReadFile("testdata/photo.heic")
	if err != nil {
		f.Fatal(err)
	}
	for at := bytes.Index(photo, []byte("meta")) - 4; at < 64; at += 7 { // lengths of boxes that lie about what is in them
		photo[at] ^= 0xff
	}
	f.Add(photo)
	pages := open(f, images.Config{MaxMegapixels: 2, CPUSeconds: 20})
	f.Fuzz(func(t *testing.T, content []byte) {
		if len(content) < 8 {
			return
		}
		content = append(append(bytes.Clone(content[:4]), "ftyp"...), content[8:]...)
		var out bytes.Buffer
		err := pages.Paint(t.Context(), file(t, content), 1, 64, &out)
		if errors.Is(err, documents.ErrDamaged) || errors.Is(err, documents.ErrTooManyPixels) {
			return
		}
		cfg, jpegErr := jpeg.DecodeConfig(&out)
		if err != nil || jpegErr != nil || max(cfg.Width, cfg.Height) > 64 {
			t.Errorf("painted %dx%d, %v, %v", cfg.Width, cfg.Height, err, jpegErr)
		}
	})
}
