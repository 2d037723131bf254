package images

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"

	"github.com/gen2brain/heic"
	"golang.org/x/image/draw"
)

var (
	errTooLarge = errors.New("too many pixels")
	errUnknown  = errors.New("neither JPEG, PNG nor HEIC")
)

// maxEdge is the longest edge that is taken, in pixels: a strip of paper one pixel wide costs as much as a sheet.
const maxEdge = 32_767

type format struct {
	config      func(io.ReadSeeker) (image.Config, error)
	decode      func(io.Reader) (image.Image, error)
	orientation func(io.ReadSeeker) int
}

var upright = func(io.ReadSeeker) int { return 1 }

// formatOf goes by the content alone.
func formatOf(r io.ReadSeeker) (format, error) {
	head := make([]byte, 12)
	if _, err := io.ReadFull(r, head); err != nil {
		return format{}, fmt.Errorf("read head: %w", err)
	}
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return format{}, fmt.Errorf("read head: %w", err)
	}
	switch {
	case bytes.HasPrefix(head, []byte("\xff\xd8\xff")):
		return format{plain(jpeg.DecodeConfig), jpeg.Decode, jpegOrientation}, nil
	case bytes.HasPrefix(head, []byte("\x89PNG\r\n\x1a\n")):
		return format{plain(png.DecodeConfig), png.Decode, upright}, nil
	case bytes.Equal(head[4:8], []byte("ftyp")):
		return format{heicConfig, heic.Decode, upright}, nil // libheif turns the picture itself
	}
	return format{}, errUnknown
}

func plain(config func(io.Reader) (image.Config, error)) func(io.ReadSeeker) (image.Config, error) {
	return func(r io.ReadSeeker) (image.Config, error) { return config(r) }
}

// heicConfig decodes the whole picture when its description does not stand at the beginning, where the decoder looks for it.
func heicConfig(r io.ReadSeeker) (image.Config, error) {
	cfg, err := heic.DecodeConfig(r)
	if err == nil {
		return cfg, nil
	}
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return image.Config{}, err
	}
	picture, err := heic.Decode(r)
	if err != nil {
		return image.Config{}, err
	}
	return image.Config{Width: picture.Bounds().Dx(), Height: picture.Bounds().Dy()}, nil
}

// Measure reads the size of a picture from its head; errTooLarge when it is over the limits.
func Measure(r io.ReadSeeker, maxPixels int) (image.Point, error) {
	f, err := formatOf(r)
	if err != nil {
		return image.Point{}, err
	}
	cfg, err := f.config(r)
	if err != nil {
		return image.Point{}, fmt.Errorf("read head: %w", err)
	}
	return image.Pt(cfg.Width, cfg.Height), within(cfg.Width, cfg.Height, maxPixels)
}

func within(width, height, maxPixels int) error {
	switch {
	case width < 1 || height < 1:
		return errors.New("a picture without pixels")
	case width > maxEdge || height > maxEdge || width*height > maxPixels:
		return errTooLarge
	}
	return nil
}

// Paint writes the picture upright on white as a JPEG, its longer edge at most edge pixels.
func Paint(r io.ReadSeeker, w io.Writer, edge, maxPixels int) error {
	if _, err := Measure(r, maxPixels); err != nil {
		return err
	}
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("read picture: %w", err)
	}
	f, err := formatOf(r)
	if err != nil {
		return err
	}
	picture, err := f.decode(r)
	if err != nil {
		return fmt.Errorf("decode picture: %w", err)
	}
	if err := within(picture.Bounds().Dx(), picture.Bounds().Dy(), maxPixels); err != nil {
		return err
	}
	small := shrink(picture, edge)
	if err := jpeg.Encode(w, turn(small, f.orientation(r)), &jpeg.Options{Quality: 82}); err != nil {
		return fmt.Errorf("write picture: %w", err)
	}
	return nil
}

func shrink(picture image.Image, edge int) *image.RGBA {
	b := picture.Bounds()
	width, height := b.Dx(), b.Dy()
	if longer := max(width, height); longer > edge {
		width, height = max(1, width*edge/longer), max(1, height*edge/longer)
	}
	small := image.NewRGBA(image.Rect(0, 0, width, height))
	draw.Draw(small, small.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.BiLinear.Scale(small, small.Bounds(), picture, b, draw.Over, nil)
	return small
}

// turn undoes how the camera was held: EXIF orientation 1 to 8.
func turn(p *image.RGBA, orientation int) *image.RGBA {
	if orientation < 2 || orientation > 8 {
		return p
	}
	w, h := p.Bounds().Dx(), p.Bounds().Dy()
	tw, th := w, h
	if orientation >= 5 {
		tw, th = h, w
	}
	turned := image.NewRGBA(image.Rect(0, 0, tw, th))
	for y := range th {
		for x := range tw {
			sx, sy := x, y
			if orientation >= 5 {
				sx, sy = y, x
			}
			if orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8 {
				sx = w - 1 - sx
			}
			if orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7 {
				sy = h - 1 - sy
			}
			copy(turned.Pix[turned.PixOffset(x, y):][:4], p.Pix[p.PixOffset(sx, sy):][:4])
		}
	}
	return turned
}
