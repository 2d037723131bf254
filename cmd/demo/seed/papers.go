package seed

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"strings"

	"golang.org/x/image/font"
	"golang.org/x/image/font/basicfont"
	"golang.org/x/image/math/fixed"
)

// sheet is a file as somebody uploads it.
type sheet struct {
	name, kind string
	content    []byte
}

// photographed are the papers that people photograph; all others come as PDF.
var photographed = map[string]bool{"passport": true, "photo": true, "title_copy": true, "german_id": true, "old_blue_card": true}

// paper makes a plausible paper that nobody ever issued. The same words make the same bytes.
func paper(item, title, name string) sheet {
	if photographed[item] {
		return sheet{item + ".jpg", "image/jpeg", photo(item, title, name)}
	}
	return sheet{item + ".pdf", "application/pdf", document(item, title, name)}
}

const (
	width, height = 900, 640
	scale         = 3 // the built-in font is small
)

// photo paints a card: a band, a face, lines of text, and what marks it as invented.
func photo(item, title, name string) []byte {
	m := image.NewRGBA(image.Rect(0, 0, width, height))
	shade := color.RGBA{uint8(len(item) * 9), 90, uint8(120 + len(title)), 255}
	draw.Draw(m, m.Bounds(), image.NewUniform(color.RGBA{236, 232, 222, 255}), image.Point{}, draw.Src)
	draw.Draw(m, image.Rect(0, 0, width, 90), image.NewUniform(shade), image.Point{}, draw.Src)
	draw.Draw(m, image.Rect(40, 140, 260, 420), image.NewUniform(color.RGBA{200, 196, 190, 255}), image.Point{}, draw.Src)
	oval(m, 150, 235, 58, color.RGBA{150, 140, 132, 255})
	oval(m, 150, 420, 95, color.RGBA{120, 124, 140, 255})
	draw.Draw(m, image.Rect(0, 420, 290, height), image.NewUniform(color.RGBA{236, 232, 222, 255}), image.Point{}, draw.Src)
	line(m, 30, 25, color.White, strings.ToUpper(ascii(title)))
	if item != "photo" {
		for i, text := range []string{"NAME", ascii(name), "", "NUMMER  C0X1Y2Z3", "GUELTIG BIS  2031"} {
			line(m, 300, 140+i*50, color.Black, text)
		}
		line(m, 40, 470, color.Black, "P<"+strings.ToUpper(strings.ReplaceAll(ascii(name), " ", "<"))+"<<<<<<<<")
	}
	line(m, 40, 560, color.RGBA{170, 30, 30, 255}, "MUSTER - FREI ERFUNDEN")
	var out bytes.Buffer
	_ = jpeg.Encode(&out, m, &jpeg.Options{Quality: 70}) // a picture in memory can always be written
	return out.Bytes()
}

func oval(m *image.RGBA, x0, y0, radius int, c color.Color) {
	for y := -radius; y <= radius; y++ {
		for x := -radius; x <= radius; x++ {
			if x*x+y*y <= radius*radius {
				m.Set(x0+x, y0+y, c)
			}
		}
	}
}

// line writes a text, enlarged.
func line(m *image.RGBA, x0, y0 int, c color.Color, text string) {
	small := image.NewAlpha(image.Rect(0, 0, 7*len(text)+1, 14))
	drawer := font.Drawer{Dst: small, Src: image.Opaque, Face: basicfont.Face7x13, Dot: fixed.P(0, 11)}
	drawer.DrawString(text)
	for y := range 14 * scale {
		for x := range small.Bounds().Dx() * scale {
			if small.AlphaAt(x/scale, y/scale).A > 0 && x0+x < width {
				m.Set(x0+x, y0+y, c)
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
	text.WriteString("0.7 0.1 0.1 rg BT /F1 16 Tf 60 120 Td (MUSTER - FREI ERFUNDEN) Tj ET")
	content := text.String()
	var out bytes.Buffer
	var offsets []int
	out.WriteString("%PDF-1.7\n")
	for i, object := range []string{
		"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [4 0 R] /Count 1 >>", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
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

func escaped(s string) string { return pdfSigns.Replace(ascii(s)) }
