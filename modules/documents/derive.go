package documents

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"io"
	"os"
	"path/filepath"

	"golang.org/x/image/draw"
)

// thumbEdge is small enough that nothing can be read: a thumbnail tells papers apart, it does not open them.
const thumbEdge = 240

// fetch copies the original to disk and hashes it on the way; nil when its size is not the announced one.
func (s *Service) fetch(ctx context.Context, f *File, dir string) (*os.File, string, error) {
	body, err := s.ports.Store.Get(ctx, f.originalKey())
	if err != nil {
		return nil, "", fmt.Errorf("fetch original: %w", err)
	}
	defer body.Close()
	local, err := os.OpenFile(filepath.Join(dir, "original"), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, "", fmt.Errorf("make room for file: %w", err)
	}
	sum := sha256.New()
	n, err := io.Copy(io.MultiWriter(local, sum), io.LimitReader(body, int64(f.Size)+1))
	if err != nil || n != int64(f.Size) {
		_ = local.Close()
		if err != nil {
			err = fmt.Errorf("fetch original: %w", err)
		}
		return nil, "", err
	}
	return local, hex.EncodeToString(sum.Sum(nil)), nil
}

// paint has pictures made of all pages and stores them beside the original.
func (s *Service) paint(ctx context.Context, f *File, kind, path, dir string) (Refusal, PageFacts, error) {
	pages := s.ports.Pictures
	if kind == typePDF {
		pages = s.ports.PDF
	}
	facts, err := pages.Look(ctx, path)
	if r := refusalOf(err); err != nil {
		return r, PageFacts{}, unlessRefused(r, err)
	}
	switch {
	case facts.Pages < 1:
		return Empty, PageFacts{}, nil
	case facts.Pages > s.cfg.MaxPages:
		return TooManyPages, PageFacts{}, nil
	}
	for n := 1; n <= facts.Pages; n++ {
		if err := s.paintPage(ctx, pages, f, path, dir, n); err != nil {
			r := refusalOf(err)
			return r, facts, unlessRefused(r, err)
		}
	}
	return "", facts, nil
}

func (s *Service) paintPage(ctx context.Context, pages Pages, f *File, path, dir string, n int) error {
	target, err := os.OpenFile(filepath.Join(dir, "page"), os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return fmt.Errorf("make room for page: %w", err)
	}
	defer target.Close()
	if err := pages.Paint(ctx, path, n, s.cfg.PageEdge, target); err != nil {
		return fmt.Errorf("paint page: %w", err)
	}
	size, err := s.measure(target)
	if err != nil {
		return err
	}
	if n == 1 {
		if err := s.putThumb(ctx, f, target); err != nil {
			return err
		}
	}
	if _, err := target.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("read page: %w", err)
	}
	return s.ports.Store.Put(ctx, f.pageKey(n), target, size, "image/jpeg")
}

// measure makes sure that what will be shown is a picture of the size that was asked for, whoever painted it.
func (s *Service) measure(page *os.File) (int64, error) {
	size, err := page.Seek(0, io.SeekEnd)
	if err != nil {
		return 0, fmt.Errorf("measure page: %w", err)
	}
	if _, err := page.Seek(0, io.SeekStart); err != nil {
		return 0, fmt.Errorf("measure page: %w", err)
	}
	cfg, err := jpeg.DecodeConfig(page)
	if err != nil || max(cfg.Width, cfg.Height) > s.cfg.PageEdge {
		return 0, fmt.Errorf("measure page: %w", ErrDamaged.Because(err))
	}
	return size, nil
}

// putThumb shrinks the picture of the first page, which is our own work and small.
func (s *Service) putThumb(ctx context.Context, f *File, page *os.File) error {
	if _, err := page.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("read page: %w", err)
	}
	picture, err := jpeg.Decode(page)
	if err != nil {
		return fmt.Errorf("read page: %w", ErrDamaged.Because(err))
	}
	b := picture.Bounds()
	scale := float64(thumbEdge) / float64(max(b.Dx(), b.Dy(), thumbEdge))
	small := image.NewRGBA(image.Rect(0, 0, max(1, int(float64(b.Dx())*scale)), max(1, int(float64(b.Dy())*scale))))
	draw.BiLinear.Scale(small, small.Bounds(), picture, b, draw.Src, nil)
	var out bytes.Buffer
	if err := jpeg.Encode(&out, small, &jpeg.Options{Quality: 75}); err != nil {
		return fmt.Errorf("write thumbnail: %w", err)
	}
	return s.ports.Store.Put(ctx, f.thumbKey(), &out, int64(out.Len()), "image/jpeg")
}

// refusalOf is the refusal that an error of Pages stands for; "" when the error is not the file's fault.
func refusalOf(err error) Refusal {
	switch {
	case errors.Is(err, ErrEncrypted):
		return Encrypted
	case errors.Is(err, ErrDamaged):
		return Damaged
	case errors.Is(err, ErrTooManyPixels):
		return TooManyPixels
	}
	return ""
}

func unlessRefused(r Refusal, err error) error {
	if r != "" {
		return nil
	}
	return err
}
