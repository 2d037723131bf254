package documents_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/documents/documentstest"
)

func TestNamesAreMadeFitForShowing(t *testing.T) {
	t.Parallel()
	for given, shown := range map[string]string{
		"passport.jpg":                         "passport.jpg",
		"../../etc/passwd":                     "passwd",
		`C:\Users\Ali\Desktop\lease.pdf`:       "lease.pdf",
		"photo\u202egpj.exe":                   "photogpj.exe",
		"\u2066evil\u2069.pdf":                 "evil.pdf",
		"a\x00b\r\nc.pdf":                      "ab c.pdf",
		"جواز سفر.jpg":                         "جواز سفر.jpg",
		"گذرنامه\u200cها.pdf":                  "گذرنامه\u200cها.pdf",
		"Hộ chiếu.png":                         "Hộ chiếu.png",
		"cafe\u0301.pdf":                       "café.pdf",
		"  two   blanks .pdf":                  "two blanks .pdf",
		"...":                                  "file",
		"":                                     "file",
		"/":                                    "file",
		"\xff\xfe.pdf":                         "pdf",
		"<img src=x>.jpg":                      "_img src=x_.jpg",
		"tags\U000E0041\U000E0042.pdf":         "tags.pdf",
		strings.Repeat("ش", 300) + ".pdf":      strings.Repeat("ش", 116) + ".pdf",
		strings.Repeat("x", 300):               strings.Repeat("x", 120),
		"a." + strings.Repeat("b", 200):        "a." + strings.Repeat("b", 118),
		"zero\u200bwidth\ufeff.pdf":            "zerowidth.pdf",
		"line\u2028and\u2029paragraph\u0085.x": "line and paragraph .x",
	} {
		if got := documents.CleanName(given); got != shown {
			t.Errorf("%q is shown as %q instead of %q", given, got, shown)
		}
	}
}

func FuzzCleanName(f *testing.F) {
	for _, seed := range []string{"a.pdf", "../x", "\u202e.exe", "\x00", "ش.jpg", strings.Repeat("é", 200), ". . .", "a/b\\c"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, given string) {
		got := documents.CleanName(given)
		if got == "" || !utf8.ValidString(got) || utf8.RuneCountInString(got) > 120 || strings.ContainsAny(got, `/\<>"`) {
			t.Errorf("%q → %q", given, got)
		}
		for _, r := range got {
			if r != '\u200c' && r != '\u200d' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r)) {
				t.Errorf("%q → %q with %U", given, got, r)
			}
		}
		if again := documents.CleanName(got); again != got {
			t.Errorf("%q → %q → %q", given, got, again)
		}
	})
}

func TestSniffing(t *testing.T) {
	t.Parallel()
	comment := append(zipped(documentstest.JPEG(1)), "hello"...)
	comment[len(comment)-6-1] = 5 // the archive's comment ends with the file
	for name, c := range map[string]struct {
		content []byte
		want    string
	}{
		"PDF": {documentstest.PDF(1), "application/pdf"}, "photo": {documentstest.JPEG(1), "image/jpeg"},
		"HEIC":                           {[]byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"), "image/heic"},
		"HEIF":                           {[]byte("\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00mif1heic"), "image/heic"},
		"PNG":                            {[]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR"), "image/png"},
		"film":                           {[]byte("\x00\x00\x00\x18ftypisom\x00\x00\x00\x00isommp42"), ""},
		"nothing":                        {nil, ""},
		"photo that is an archive":       {zipped(documentstest.JPEG(1)), ""},
		"the same with a comment":        {comment, ""},
		"photo with a photo behind it":   {append(documentstest.JPEG(1), documentstest.JPEG(2)...), "image/jpeg"},
		"photo that begins as a PDF too": {append([]byte("\xff\xd8\xff\xfe\x00\x10%PDF-1.7 <html>"), documentstest.JPEG(1)[2:]...), ""},
		"archive's mark by chance":       {append(documentstest.PDF(1), "PK\x05\x06 but nothing of the kind, only some words that follow"...), "application/pdf"},
	} {
		got, err := documents.Sniff(bytes.NewReader(c.content), int64(len(c.content)))
		if err != nil || got != c.want {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

func FuzzSniff(f *testing.F) {
	for _, seed := range [][]byte{nil, documentstest.PDF(1), documentstest.JPEG(1), zipped(documentstest.JPEG(1)), []byte("PK\x05\x06")} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		got, err := documents.Sniff(bytes.NewReader(content), int64(len(content)))
		if err != nil {
			t.Fatal(err)
		}
		if got == "application/pdf" && !bytes.HasPrefix(content, []byte("%PDF-")) {
			t.Error("a PDF that begins as something else")
		}
	})
}

// Whatever a browser says of a file, it is one of the types that the office takes, or none.
func FuzzDeclaredType(f *testing.F) {
	for _, c := range [][2]string{{"image/jpg", "a.exe"}, {"", "a.HEIC"}, {"application/pdf; x=y", ""}, {"text/html", "a.pdf"}, {"\x00", "."}} {
		f.Add(c[0], c[1])
	}
	f.Fuzz(func(t *testing.T, said, name string) {
		if got := documents.DeclaredType(said, name); got != "" && !slices.Contains(documents.Types, got) {
			t.Fatalf("%q of %q is %q", said, name, got)
		}
	})
}
