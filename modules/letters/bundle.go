package letters

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/ankunft/ankunft/platform/db"
)

// maxBundle bounds what the templates and texts of a city may weigh, unpacked.
const maxBundle = 8 << 20

// bundle is every file that a template may read, by its path.
type bundle map[string][]byte

// bundle gathers the city's templates and the texts of a language, and of German.
func (s *Service) bundle(language string) (bundle, error) {
	files := bundle{}
	size := 0
	add := func(from fs.FS, name, as string) error {
		body, err := fs.ReadFile(from, name)
		if err != nil {
			return fmt.Errorf("read letter file %s: %w", name, err)
		}
		if size += len(body); size > maxBundle {
			return fmt.Errorf("letter files weigh more than %d bytes", maxBundle)
		}
		files[as] = body
		return nil
	}
	err := fs.WalkDir(s.templates, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !printed[path.Ext(name)] {
			return err
		}
		return add(s.templates, name, name)
	})
	if err != nil {
		return nil, err
	}
	for _, lang := range []string{"de", language} {
		if err := add(s.texts, lang+"/letters.json", "texts/"+lang+".json"); err != nil {
			return nil, err
		}
	}
	return files, nil
}

// printed are the kinds of files that letters are made of.
var printed = map[string]bool{".typ": true, ".svg": true, ".png": true, ".jpg": true}

func (b bundle) digest() []byte {
	sum := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(b)) {
		content := sha256.Sum256(b[name])
		_, _ = fmt.Fprintf(sum, "%d %s %x\n", len(name), name, content) // a hash takes everything
	}
	return sum.Sum(nil)
}

// keepTx stores the bundle unless it is there already.
func (b bundle) keepTx(ctx context.Context, tx *db.Tx) ([]byte, error) {
	digest := b.digest()
	var packed bytes.Buffer
	zip := gzip.NewWriter(&packed)
	if err := json.NewEncoder(zip).Encode(b); err != nil {
		return nil, fmt.Errorf("pack letter files: %w", err)
	}
	if err := zip.Close(); err != nil {
		return nil, fmt.Errorf("pack letter files: %w", err)
	}
	_, err := tx.NewRaw("INSERT INTO letters.bundle (digest, files, created_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
		digest, packed.Bytes(), tx.Now).Exec(ctx)
	if err != nil {
		return nil, fmt.Errorf("keep letter files: %w", err)
	}
	return digest, nil
}

// openBundle unpacks stored files and makes sure that they are those of the digest.
func openBundle(packed, digest []byte) (bundle, error) {
	zip, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, ErrDigest.Because(err)
	}
	var files bundle
	if err := json.NewDecoder(io.LimitReader(zip, 2*maxBundle)).Decode(&files); err != nil {
		return nil, ErrDigest.Because(err)
	}
	if !bytes.Equal(files.digest(), digest) {
		return nil, ErrDigest
	}
	return files, nil
}

// languageOf finds the texts for a tag: its own, those of its base ("ar-SY" → "ar"), else German. Dari reads Persian.
func (s *Service) languageOf(tag string) string {
	base, _, _ := strings.Cut(tag, "-")
	if base == "prs" {
		base = "fa"
	}
	for _, try := range []string{tag, base} {
		if try != "" && fs.ValidPath(try) {
			if _, err := fs.Stat(s.texts, try+"/letters.json"); err == nil {
				return try
			}
		}
	}
	return "de"
}
