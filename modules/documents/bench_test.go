package documents_test

import (
	"bytes"
	"context"
	"image"
	"image/jpeg"
	"io"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/audit/audittest"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/documents/documentstest"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/testkit"
)

const (
	largeFiles = 20
	largeSize  = 50 << 20
	mayGrow    = 64 << 20 // what the office promises for an upload of so much at once
)

// flatStore gives out large originals without holding them.
type flatStore struct{ *documentstest.MemoryStore }

func (flatStore) Get(context.Context, string) (io.ReadCloser, error) {
	return io.NopCloser(io.MultiReader(bytes.NewReader([]byte("%PDF-1.7\n")), io.LimitReader(spaces{}, largeSize-9))), nil
}

type spaces struct{}

func (spaces) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

type flatScanner struct{}

func (flatScanner) Scan(_ context.Context, r io.Reader) (documents.Verdict, error) {
	_, err := io.Copy(io.Discard, r)
	return documents.Verdict{Clean: err == nil}, err
}

type flatPages struct{}

func (flatPages) Look(context.Context, string) (documents.PageFacts, error) {
	return documents.PageFacts{Pages: 1}, nil
}

func (flatPages) Paint(_ context.Context, _ string, _, edge int, w io.Writer) error {
	return jpeg.Encode(w, image.NewGray(image.Rect(0, 0, edge, edge)), nil)
}

// BenchmarkLargeFilesAtOnce inspects twenty files of 50 MB that arrive together and fails if the process grows by more than
// the office promises.
func BenchmarkLargeFilesAtOnce(b *testing.B) {
	kit := testkit.New(b, audit.Migrations, documents.Migrations)
	memory := documentstest.NewMemoryStore(b, kit.Clock)
	s := documents.New(kit.DB, audit.New(kit.DB, audit.Keyring{}, audittest.NewMemoryVault(), kit.Log),
		documents.Ports{Store: flatStore{memory}, Scanner: flatScanner{}, PDF: flatPages{}, Pictures: flatPages{}},
		documents.Config{TempDir: b.TempDir()}, kit.Log)
	for b.Loop() {
		files := receive(b, kit)
		runtime.GC()
		var before runtime.MemStats
		runtime.ReadMemStats(&before)
		stop, peak := watch()
		var wg sync.WaitGroup
		for _, f := range files {
			wg.Go(func() {
				if err := s.Inspect(b.Context(), documents.InspectArgs{FileID: f.ID}); err != nil {
					b.Error(err)
				}
			})
		}
		wg.Wait()
		close(stop)
		grown := int64(<-peak) - int64(before.HeapInuse)
		b.ReportMetric(float64(grown>>20), "MB-grown")
		b.ReportMetric(float64(largeFiles*largeSize>>20)/b.Elapsed().Seconds()*float64(b.N), "MB/s")
		if grown > mayGrow {
			b.Errorf("grew by %d MB", grown>>20)
		}
	}
}

// receive puts files into quarantine by hand: the uploads themselves never come through this process.
func receive(b *testing.B, kit *testkit.Kit) []*documents.File {
	b.Helper()
	files := make([]*documents.File, largeFiles)
	kit.InTx(b, func(ctx context.Context, tx *db.Tx) error {
		doc := &documents.Document{
			ID: ids.New(), SubjectKind: documents.SubjectCase, SubjectID: ids.New(), OriginKind: documents.SubjectCase, OriginID: ids.New(),
			Item: "passport", Verification: documents.Pending, Version: 1, CreatedAt: tx.Now, UpdatedAt: tx.Now,
		}
		if _, err := tx.NewInsert().Model(doc).Exec(ctx); err != nil {
			return err
		}
		for i := range files {
			files[i] = &documents.File{
				ID: ids.New(), DocumentID: doc.ID, Position: i + 1, Name: "a.pdf", Type: "application/pdf", Size: largeSize,
				State: documents.Received, PartSize: 8 << 20, CreatedAt: tx.Now, TouchedAt: tx.Now, ReceivedAt: &tx.Now,
			}
		}
		_, err := tx.NewInsert().Model(&files).Exec(ctx)
		return err
	})
	return files
}

// watch samples the heap until stop is closed, then tells its peak.
func watch() (stop chan struct{}, peak chan uint64) {
	stop, peak = make(chan struct{}), make(chan uint64, 1)
	go func() {
		tick := time.NewTicker(20 * time.Millisecond)
		defer tick.Stop()
		var most uint64
		for {
			var now runtime.MemStats
			runtime.ReadMemStats(&now)
			most = max(most, now.HeapInuse)
			select {
			case <-stop:
				peak <- most
				return
			case <-tick.C:
			}
		}
	}()
	return stop, peak
}
