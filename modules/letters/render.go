package letters

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
)

// box stands for a character that no font has.
const box = "\u25a1"

// maxPDF is the largest PDF that is read back.
const maxPDF = 64 << 20

// Preview sets a letter that is not kept, marked as a draft, without number. ErrUnprintable names characters that no font has.
func (s *Service) Preview(ctx context.Context, in In) ([]byte, error) {
	r, err := s.compose(in)
	if err != nil {
		return nil, err
	}
	files, err := s.bundle(r.Language)
	if err != nil {
		return nil, err
	}
	return s.show(ctx, r, files, false)
}

func (s *Service) show(ctx context.Context, r *row, files bundle, isCopy bool) ([]byte, error) {
	job, err := r.job(files, s.db.Clock.Now(), isCopy)
	if err != nil {
		return nil, err
	}
	return s.renderer.Render(ctx, job)
}

// Show sets a letter that is kept, as it stands: for who approves it, marked as a draft; and for the person in the portal while the
// letter itself goes by post, marked as a copy.
func (s *Service) Show(ctx context.Context, about About, id uuid.UUID) ([]byte, error) {
	r, files, err := s.read(ctx, id)
	if err != nil {
		return nil, err
	}
	if r.AboutKind != about.Kind || r.AboutID != about.ID {
		return nil, ErrNotFound
	}
	if files == nil {
		if files, err = s.bundle(r.Language); err != nil {
			return nil, err
		}
	}
	return s.show(ctx, r, files, r.State == Released)
}

// PDF returns a released letter; ErrNotRendered while its job is still to run.
func (s *Service) PDF(ctx context.Context, about About, id uuid.UUID) ([]byte, error) {
	r := new(row)
	err := s.db.NewSelect().Model(r).Where("id = ? AND about_kind = ? AND about_id = ?", id, about.Kind, about.ID).Scan(ctx)
	if err := db.NoRows(err, ErrNotFound, "read letter"); err != nil {
		return nil, err
	}
	return s.fetch(ctx, r)
}

func (s *Service) fetch(ctx context.Context, r *row) ([]byte, error) {
	if r.ObjectKey == nil {
		return nil, ErrNotRendered
	}
	object, err := s.store.Get(ctx, *r.ObjectKey)
	if err != nil {
		return nil, fmt.Errorf("open letter %s: %w", r.ID, err)
	}
	pdf, err := io.ReadAll(io.LimitReader(object, maxPDF))
	if err := errors.Join(err, object.Close()); err != nil {
		return nil, fmt.Errorf("read letter %s: %w", r.ID, err)
	}
	if sum := sha256.Sum256(pdf); !bytes.Equal(sum[:], r.PDFSHA256) {
		return nil, ErrDigest
	}
	return pdf, nil
}

type renderArgs struct {
	ID uuid.UUID `json:"id"`
}

// Kind implements river.JobArgs.
func (renderArgs) Kind() string { return "letters.render" }

// render sets and keeps the PDF of a released letter. Running twice does no harm: the same letter has the same bytes.
func (s *Service) render(ctx context.Context, args renderArgs) error {
	r, files, err := s.read(ctx, args.ID)
	if errors.Is(err, ErrNotFound) {
		return nil // erased meanwhile
	}
	if err != nil {
		return err
	}
	if r.State != Released || r.ObjectKey != nil {
		return nil
	}
	if !bytes.Equal(r.Digest, r.digestOf()) {
		return ErrDigest
	}
	job, err := r.job(files, *r.ReleasedAt, false)
	if err != nil {
		return err
	}
	pdf, boxed, err := s.set(ctx, r, job)
	if err != nil {
		return err
	}
	r.Substituted = boxed
	sum := sha256.Sum256(pdf)
	key := "letters/" + hex.EncodeToString(sum[:])
	if err := s.store.Put(ctx, key, bytes.NewReader(pdf), int64(len(pdf)), "application/pdf"); err != nil {
		return fmt.Errorf("keep letter %s: %w", r.ID, err)
	}
	return s.rendered(ctx, r, key, sum[:], pages(pdf))
}

// set has a letter set; characters that no font has are printed as a box.
func (s *Service) set(ctx context.Context, r *row, job Job) (pdf []byte, boxed bool, err error) {
	pdf, err = s.renderer.Render(ctx, job)
	if missing := Unprintable(err); missing != "" {
		s.log.WarnContext(ctx, "letter has characters without a font", "letter", r.ID, "characters", len([]rune(missing)))
		job.Data, boxed = replace(job.Data, missing), true
		pdf, err = s.renderer.Render(ctx, job)
	}
	if err != nil {
		return nil, false, fmt.Errorf("set letter %s: %w", r.ID, err)
	}
	return pdf, boxed, nil
}

func (s *Service) rendered(ctx context.Context, r *row, key string, sum []byte, pages int) error {
	return s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		r.ObjectKey, r.PDFSHA256, r.Pages, r.RenderedAt, r.Secrets = &key, sum, &pages, &tx.Now, nil
		res, err := tx.NewUpdate().Model(r).WherePK().Where("object_key IS NULL").
			Column("object_key", "pdf_sha256", "pages", "rendered_at", "secrets", "substituted").Exec(ctx)
		if err := db.One(res, err, ErrState, "note PDF of letter"); err != nil {
			if errors.Is(err, ErrState) {
				return nil // another worker was faster
			}
			return err
		}
		if err := s.record(ctx, tx, r.ID, "rendered", audit.Details{"sha256": hex.EncodeToString(sum)}); err != nil {
			return err
		}
		tx.Notify(r.AboutKind + ":" + r.AboutID.String())
		return tx.Emit(ctx, Rendered{r.ID, About{r.AboutKind, r.AboutID}})
	})
}

// read returns a letter and, once it is frozen, its files.
func (s *Service) read(ctx context.Context, id uuid.UUID) (*row, bundle, error) {
	var found struct {
		row   `bun:",extend"`
		Files []byte
	}
	err := s.db.NewSelect().Model(&found).ColumnExpr("letter.*").ColumnExpr("bundle.files").
		Join("LEFT JOIN letters.bundle AS bundle ON bundle.digest = letter.bundle").Where("letter.id = ?", id).Scan(ctx)
	if err := db.NoRows(err, ErrNotFound, "read letter"); err != nil {
		return nil, nil, err
	}
	if found.Files == nil {
		return &found.row, nil, nil
	}
	files, err := openBundle(found.Files, found.Bundle)
	return &found.row, files, err
}

func (r *row) job(files bundle, now time.Time, isCopy bool) (Job, error) {
	page := sheet{Kind: r.Kind, Language: r.Language, Words: r.Data, Secrets: map[string]string{}, Copy: isCopy}
	if r.State == Released {
		page.Issued = &issued{*r.Number, r.Dated}
	}
	if len(r.Secrets) > 0 {
		if err := json.Unmarshal(r.Secrets, &page.Secrets); err != nil {
			return Job{}, fmt.Errorf("read letter %s: %w", r.ID, err)
		}
	}
	data, err := canonical(page)
	if err != nil {
		return Job{}, err
	}
	return Job{
		Main: string(r.Kind) + ".typ", Files: files, Data: data, Standard: StandardUA,
		CreatedAt: clock.Today(now).Time(clock.Berlin),
	}, nil
}

func replace(data []byte, characters string) []byte {
	pairs := make([]string, 0, 2*len(characters))
	for _, r := range characters {
		pairs = append(pairs, string(r), box)
	}
	return []byte(strings.NewReplacer(pairs...).Replace(string(data)))
}

var pageObject = regexp.MustCompile(`/Type\s*/Page[^s]`)

// pages counts the pages of a PDF whose page objects are not packed, as Typst writes it; 0 when it cannot tell.
func pages(pdf []byte) int { return len(pageObject.FindAll(pdf, -1)) }
