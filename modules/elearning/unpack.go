package elearning

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/platform/jobs"
)

// UnpackArgs is the job that looks at a package and unpacks it.
type UnpackArgs struct {
	Package uuid.UUID `json:"package"`
}

// Kind implements river.JobArgs.
func (UnpackArgs) Kind() string { return "elearning.unpack" }

// findings are what the job found out of a package.
type findings struct {
	faults   faults
	sha256   string
	manifest *manifest
	files    []*File
	stored   int // up to which number files may lie in the store
}

// slotPatience is how long a package waits for its turn before other jobs run.
const slotPatience = 20 * time.Second

// Unpack looks at a package that has arrived and settles what becomes of it. It may run twice; neither the archive nor a file is ever held in memory whole. An error
// means that a port is away: the package waits.
func (s *Service) Unpack(ctx context.Context, args UnpackArgs) error {
	patience, cancel := context.WithTimeout(ctx, slotPatience)
	defer cancel()
	select {
	case s.unpacking <- struct{}{}:
		defer func() { <-s.unpacking }()
	case <-patience.Done():
		return jobs.Later(5 * time.Second)
	}
	p, err := s.Package(ctx, args.Package)
	if errors.Is(err, ErrNone) || err == nil && (p.State != Scanning || p.EndedAt != nil) {
		return nil
	}
	if err != nil {
		return err
	}
	found, err := s.look(ctx, p)
	if err != nil {
		return fmt.Errorf("unpack package: %w", err)
	}
	return s.settle(ctx, p, found)
}

// look does the steps one after the other, each only if the one before found nothing: bytes, virus, names and manifest, files.
func (s *Service) look(ctx context.Context, p *Package) (*findings, error) {
	dir, err := os.MkdirTemp(s.TempDir, "ankunft-package-")
	if err != nil {
		return nil, fmt.Errorf("make room for package: %w", err)
	}
	defer os.RemoveAll(dir)
	local, err := os.CreateTemp(dir, "")
	if err != nil {
		return nil, fmt.Errorf("make room for package: %w", err)
	}
	defer local.Close()
	found := &findings{}
	if found.sha256, err = s.fetch(ctx, p, local); err != nil || found.sha256 == "" {
		found.faults.need(err != nil, FaultMismatch, "")
		return found, err
	}
	code, err := s.scan(ctx, local)
	if err != nil {
		return nil, err
	}
	if code == FaultInfected { // an archive that is too large for the scanner is looked at file by file, as is each other
		found.faults.add(code, "")
		return found, nil
	}
	a := openArchive(local, int64(p.Size))
	found.manifest = a.manifest()
	if found.faults = append(a.faults, found.manifest.faults...); len(found.faults) > 0 {
		return found, nil
	}
	return found, s.unpack(ctx, p, a, dir, found)
}

// fetch copies an archive to disk and tells its digest; "" where the store holds other bytes than were announced.
func (s *Service) fetch(ctx context.Context, p *Package, local *os.File) (string, error) {
	body, err := s.Store.Get(ctx, p.key())
	if errors.Is(err, documents.ErrNoObject) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("read package: %w", err)
	}
	defer body.Close()
	sum := sha256.New()
	n, err := io.Copy(io.MultiWriter(local, sum), io.LimitReader(body, int64(p.Size)+1))
	if err != nil {
		return "", fmt.Errorf("read package: %w", err)
	}
	if n != int64(p.Size) {
		return "", nil
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// scan is the fault of a file, "" for none.
func (s *Service) scan(ctx context.Context, local *os.File) (string, error) {
	if s.Scanner == nil {
		return "", nil
	}
	if _, err := local.Seek(0, io.SeekStart); err != nil {
		return "", fmt.Errorf("read file: %w", err)
	}
	verdict, err := s.Scanner.Scan(ctx, local)
	switch {
	case errors.Is(err, documents.ErrScanTooLarge):
		return FaultScanTooLarge, nil
	case err != nil:
		return "", fmt.Errorf("scan file: %w", err)
	case !verdict.Clean:
		return FaultInfected, nil
	}
	return "", nil
}

// manifest reads what the archive says of itself.
func (a *archive) manifest() *manifest {
	files := map[string]bool{}
	for name := range a.paths {
		files[name] = true
	}
	for _, name := range []string{scormManifest, xapiManifest} {
		f, there := a.paths[name]
		if !there {
			continue
		}
		body, err := contents(f)
		if err != nil {
			m := &manifest{}
			m.faults.add(FaultDamaged, name)
			return m
		}
		return readManifest(name, body, files)
	}
	m := &manifest{}
	for _, f := range a.list {
		if name := path.Base(f.Name); name == scormManifest || name == xapiManifest {
			m.faults.add(FaultManifestNested, f.Name)
		}
	}
	if len(m.faults) == 0 && len(a.faults) == 0 {
		m.faults.add(FaultManifestMissing, "")
	}
	return m
}

// contents is a manifest, or so much of it that it is too large.
func contents(f *zip.File) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(io.LimitReader(r, largestManifest+1))
}

// unpack lays the files into the store, one after the other, as long as nothing is wrong with any. What lies there when something is, goes with the refusal.
func (s *Service) unpack(ctx context.Context, p *Package, a *archive, dir string, found *findings) error {
	for i, f := range a.list {
		file := &File{PackageID: p.ID, Path: f.Name, Number: i + 1, Type: typeOf(f.Name), Bytes: int64(f.UncompressedSize64)} // bounded by openArchive
		local, code, err := s.unpackFile(ctx, f, path.Join(dir, "file"))
		if err != nil {
			return err
		}
		found.faults.need(code == "", code, f.Name)
		if len(found.faults) == 0 {
			found.stored = file.Number
			err = s.Store.Put(ctx, fileKey(p.ID, file.Number), local, file.Bytes, file.Type)
		}
		if err = errors.Join(err, local.Close()); err != nil {
			return fmt.Errorf("keep file: %w", err)
		}
		found.files = append(found.files, file)
	}
	return nil
}

// unpackFile writes one file to disk and has it scanned; a code says what is wrong with it.
func (s *Service) unpackFile(ctx context.Context, f *zip.File, to string) (*os.File, string, error) {
	local, err := os.Create(to)
	if err != nil {
		return nil, "", fmt.Errorf("make room for file: %w", err)
	}
	code, err := s.fill(ctx, f, local)
	if err == nil {
		_, err = local.Seek(0, io.SeekStart)
	}
	if err != nil {
		return nil, "", errors.Join(err, local.Close())
	}
	return local, code, nil
}

func (s *Service) fill(ctx context.Context, f *zip.File, local *os.File) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", err
	}
	r, err := f.Open()
	if err != nil {
		return FaultDamaged, nil // the archive's fault
	}
	defer r.Close()
	source := &noted{Reader: r}
	_, err = io.Copy(local, source)
	switch {
	case source.err != nil:
		return FaultDamaged, nil
	case err != nil:
		return "", fmt.Errorf("write file: %w", err)
	}
	return s.scan(ctx, local)
}

// noted remembers why it could not be read to its end.
type noted struct {
	io.Reader

	err error
}

// Read implements io.Reader.
func (n *noted) Read(p []byte) (int, error) {
	count, err := n.Reader.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		n.err = err
	}
	return count, err
}
