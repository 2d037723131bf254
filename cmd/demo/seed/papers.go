package seed

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"strings"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/basicfont"
	"golang.org/x/image/math/fixed"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

// sheet is a file as somebody uploads it.
type sheet struct {
	name, kind string
	content    []byte
}

// photographed are the papers that people photograph; all others come as PDF.
var photographed = map[string]bool{"passport": true, "photo": true, "title_copy": true, "german_id": true, "old_blue_card": true}

// printer makes plausible papers that nobody ever issued, and keeps what it has made.
type printer struct {
	mu   sync.Mutex
	made map[string]sheet
}

// paper makes the paper for an item. What a closed case needs is small: nobody reads it again.
func (p *printer) paper(item, title, name string, small bool) sheet {
	p.mu.Lock()
	defer p.mu.Unlock()
	key := fmt.Sprint(item, "/", name, "/", small)
	if made, ok := p.made[key]; ok {
		return made
	}
	var s sheet
	switch {
	case small:
		s = sheet{item + ".jpg", "image/jpeg", photo(item, title, name, 1)}
	case photographed[item]:
		s = sheet{item + ".jpg", "image/jpeg", photo(item, title, name, 2)}
	default:
		s = sheet{item + ".pdf", "application/pdf", document(item, title, name)}
	}
	p.made[key] = s
	return s
}

// width and height of a photographed card in the signs' own pixels; the built-in font is small.
const width, height = 320, 224

// photo paints a card: a band, a face, lines of text, and what marks it as invented.
func photo(item, title, name string, scale int) []byte {
	c := card{image.NewRGBA(image.Rect(0, 0, width*scale, height*scale)), scale}
	paper, dark := color.RGBA{236, 232, 222, 255}, color.RGBA{120, 124, 140, 255}
	c.box(0, 0, width, height, paper)
	c.box(0, 0, width, 30, color.RGBA{uint8(len(item) * 9), 90, uint8(120 + len(title)), 255}) // a shade, whatever it is
	c.box(12, 48, 92, 150, color.RGBA{200, 196, 190, 255})
	c.disc(52, 84, 20, color.RGBA{150, 140, 132, 255})
	c.disc(52, 150, 34, dark)
	c.box(0, 150, 110, height, paper)
	c.line(10, 8, color.White, strings.ToUpper(ascii(title)))
	if item != "photo" {
		for i, text := range []string{"NAME", ascii(name), "", "NUMMER  C0X1Y2Z3", "GUELTIG BIS  2031"} {
			c.line(104, 48+i*17, color.Black, text)
		}
		c.line(12, 168, color.Black, "P<"+strings.ToUpper(strings.ReplaceAll(ascii(name), " ", "<"))+"<<<<<<<<")
	}
	c.line(12, 200, color.RGBA{170, 30, 30, 255}, "MUSTER - FREI ERFUNDEN")
	var out bytes.Buffer
	_ = jpeg.Encode(&out, c.m, &jpeg.Options{Quality: 70}) // a picture in memory can always be written
	return out.Bytes()
}

// card is a picture that is drawn in coarse pixels.
type card struct {
	m     *image.RGBA
	scale int
}

func (c card) box(x0, y0, x1, y1 int, fill color.Color) {
	draw.Draw(c.m, image.Rect(x0*c.scale, y0*c.scale, x1*c.scale, y1*c.scale), image.NewUniform(fill), image.Point{}, draw.Src)
}

func (c card) disc(x0, y0, radius int, fill color.Color) {
	r := radius * c.scale
	for y := -r; y <= r; y++ {
		for x := -r; x <= r; x++ {
			if x*x+y*y <= r*r {
				c.m.Set(x0*c.scale+x, y0*c.scale+y, fill)
			}
		}
	}
}

func (c card) line(x0, y0 int, fill color.Color, text string) {
	const high = 14
	small := image.NewAlpha(image.Rect(0, 0, 7*len(text)+1, high))
	drawer := font.Drawer{Dst: small, Src: image.Opaque, Face: basicfont.Face7x13, Dot: fixed.P(0, 11)}
	drawer.DrawString(text)
	for y := range high * c.scale {
		for x := range small.Bounds().Dx() * c.scale {
			if small.AlphaAt(x/c.scale, y/c.scale).A > 0 {
				c.m.Set(x0*c.scale+x, y0*c.scale+y, fill)
			}
		}
	}
}

// document writes a PDF of one page.
func document(item, title, name string) []byte {
	var text strings.Builder
	fmt.Fprintf(&text, "0.9 g 0 760 595 82 re f 0 g BT /F1 20 Tf 60 795 Td (%s) Tj ET ", escaped(title))
	body := []string{
		"Stadt Musterstadt und Umgebung", "", "Hiermit wird bescheinigt:", name, "", "Vorgang: " + item, "Aktenzeichen: 4711 / 0815",
		"", "Die Angaben entsprechen den uns vorliegenden Unterlagen.", "Dieses Schreiben wurde maschinell erstellt und gilt ohne Unterschrift.",
	}
	for i, l := range body {
		fmt.Fprintf(&text, "BT /F1 12 Tf 60 %d Td (%s) Tj ET ", 710-i*24, escaped(l))
	}
	text.WriteString("0.7 0.1 0.1 rg BT /F1 16 Tf 60 120 Td (MUSTER \226 FREI ERFUNDEN) Tj ET")
	content := text.String()
	var out bytes.Buffer
	var offsets []int
	out.WriteString("%PDF-1.7\n")
	for i, object := range []string{
		"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [4 0 R] /Count 1 >>", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /Font << /F1 3 0 R >> >> >>",
		fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(content), content),
	} {
		offsets = append(offsets, out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	start := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, at := range offsets {
		fmt.Fprintf(&out, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&out, "trailer\n<< /Root 1 0 R /Size %d >>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, start)
	return out.Bytes()
}

var pdfSigns = strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`)

// escaped writes s in the letters of WinAnsiEncoding, without marks where these lack one.
func escaped(s string) string {
	var out strings.Builder
	for _, r := range norm.NFC.String(s) {
		if b, ok := charmap.Windows1252.EncodeRune(r); ok {
			out.WriteByte(b)
		} else {
			out.WriteString(ascii(string(r)))
		}
	}
	return pdfSigns.Replace(out.String())
}
