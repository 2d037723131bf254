package documentstest

import (
	"bytes"
	_ "embed"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"strings"
)

//go:embed encrypted.pdf
var encrypted []byte

// EncryptedPDF is a PDF that cannot be read without its password ("geheim").
func EncryptedPDF() []byte { return bytes.Clone(encrypted) }

// PDF is a sound PDF of so many pages, each with its number on it; extra goes into its catalog ("/OpenAction << … >>").
func PDF(pages int, extra ...string) []byte {
	var out bytes.Buffer
	var offsets []int
	object := func(body string) {
		offsets = append(offsets, out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", len(offsets), body)
	}
	out.WriteString("%PDF-1.7\n")
	var kids strings.Builder
	for n := range pages {
		fmt.Fprintf(&kids, "%d 0 R ", 4+2*n)
	}
	object("<< /Type /Catalog /Pages 2 0 R " + strings.Join(extra, " ") + " >>")
	object(fmt.Sprintf("<< /Type /Pages /Kids [%s] /Count %d >>", kids.String(), pages))
	object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
	for n := range pages {
		content := fmt.Sprintf("BT /F1 48 Tf 72 700 Td (Page %d) Tj ET", n+1)
		object(fmt.Sprintf("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << /Font << /F1 3 0 R >> >> >>", 5+2*n))
		object(fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(content), content))
	}
	start := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, at := range offsets {
		fmt.Fprintf(&out, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&out, "trailer\n<< /Root 1 0 R /Size %d >>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, start)
	return out.Bytes()
}

// JPEG is a photo of one colour; another shade is another content.
func JPEG(shade uint8) []byte {
	m := image.NewGray(image.Rect(0, 0, 320, 200))
	for i := range m.Pix {
		m.Pix[i] = shade
	}
	m.Set(0, 0, color.Black)
	var out bytes.Buffer
	if err := jpeg.Encode(&out, m, nil); err != nil {
		panic(err) // a picture in memory can always be written
	}
	return out.Bytes()
}
