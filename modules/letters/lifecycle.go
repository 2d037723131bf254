package letters

import (
	"bytes"
	"context"
	"encoding/hex"
	"fmt"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

// ComposeTx keeps a draft.
func (s *Service) ComposeTx(ctx context.Context, tx *db.Tx, in In) (*Letter, error) {
	r, err := s.compose(in)
	if err != nil {
		return nil, err
	}
	if _, err := tx.NewInsert().Model(r).Exec(ctx); err != nil {
		return nil, fmt.Errorf("keep draft letter: %w", err)
	}
	return &r.Letter, s.record(ctx, tx, r.ID, "composed", audit.Details{"kind": string(r.Kind), "about": in.About.ID.String()})
}

// RewriteTx puts other words into a draft; ErrState when it is no draft any more.
func (s *Service) RewriteTx(ctx context.Context, tx *db.Tx, id uuid.UUID, in In) (*Letter, error) {
	old, err := s.lock(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	if old.AboutKind != in.About.Kind || old.AboutID != in.About.ID {
		return nil, ErrNotFound
	}
	if old.State != Draft {
		return nil, ErrState
	}
	r, err := s.compose(in)
	if err != nil {
		return nil, err
	}
	r.ID, r.CreatedAt, r.Version = old.ID, old.CreatedAt, old.Version+1
	if _, err := tx.NewUpdate().Model(r).WherePK().Exec(ctx); err != nil {
		return nil, fmt.Errorf("rewrite letter: %w", err)
	}
	return &r.Letter, s.record(ctx, tx, id, "rewritten", audit.Details{"version": fmt.Sprint(r.Version)})
}

// FreezeTx fixes words, template and texts under a digest; ErrOpen while a {{name}} is not filled in. A letter that is frozen already
// keeps its digest.
func (s *Service) FreezeTx(ctx context.Context, tx *db.Tx, id uuid.UUID) (*Letter, error) {
	r, err := s.lock(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	switch r.State {
	case Released:
		return nil, ErrState
	case Frozen:
		return &r.Letter, nil
	case Draft:
	}
	if open := placeholder.FindSubmatch(r.Data); open != nil {
		return nil, ErrOpen.With(errs.Field{Path: "content", Code: "open", Params: map[string]string{"name": string(open[1])}})
	}
	files, err := s.bundle(r.Language)
	if err != nil {
		return nil, err
	}
	if r.Bundle, err = files.keepTx(ctx, tx); err != nil {
		return nil, err
	}
	r.State, r.FrozenAt, r.Digest = Frozen, &tx.Now, r.digestOf()
	if _, err := tx.NewUpdate().Model(r).Column("state", "frozen_at", "digest", "bundle").WherePK().Exec(ctx); err != nil {
		return nil, fmt.Errorf("freeze letter: %w", err)
	}
	return &r.Letter, s.record(ctx, tx, id, "frozen", audit.Details{"digest": hex.EncodeToString(r.Digest)})
}

// DiscardTx throws a letter away that was never released: a decision was sent back, or withdrawn.
func (s *Service) DiscardTx(ctx context.Context, tx *db.Tx, id uuid.UUID) error {
	r, err := s.lock(ctx, tx, id)
	if err != nil {
		return err
	}
	if r.State == Released {
		return ErrState
	}
	if _, err := tx.NewDelete().Model((*Letter)(nil)).Where("id = ?", id).Exec(ctx); err != nil {
		return fmt.Errorf("discard letter: %w", err)
	}
	return s.record(ctx, tx, id, "discarded", nil)
}

// ReleaseTx gives a letter number and date and has its PDF set after the commit; a draft is frozen first. digest is what the
// decision carries: nil where nothing was decided on it. ErrDigest when the letter is another one. Releasing twice is ErrState.
func (s *Service) ReleaseTx(ctx context.Context, tx *db.Tx, id uuid.UUID, digest []byte) (*Letter, error) {
	if _, err := s.FreezeTx(ctx, tx, id); err != nil {
		return nil, err
	}
	r, err := s.lock(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	if !bytes.Equal(r.Digest, r.digestOf()) || (digest != nil && !bytes.Equal(digest, r.Digest)) {
		return nil, ErrDigest
	}
	var running int64
	if err := tx.NewRaw("SELECT nextval('letters.number')").Scan(ctx, &running); err != nil {
		return nil, fmt.Errorf("number letter: %w", err)
	}
	today := clock.Today(tx.Now)
	number := fmt.Sprintf("B-%04d-%06d", today.Year, running)
	r.State, r.ReleasedAt, r.Number, r.Dated = Released, &tx.Now, &number, today
	if r.Dispatch == ByPortal {
		r.ProvidedAt = &tx.Now
	}
	s.serve(r, tx)
	_, err = tx.NewUpdate().Model(r).Column("state", "released_at", "number", "dated", "provided_at", "served_on", "served_basis").
		WherePK().Exec(ctx)
	if err != nil {
		return nil, fmt.Errorf("release letter: %w", err)
	}
	if err := s.record(ctx, tx, id, "released", audit.Details{"number": number, "digest": hex.EncodeToString(r.Digest)}); err != nil {
		return nil, err
	}
	return &r.Letter, tx.Enqueue(ctx, renderArgs{ID: id}, nil)
}

// serve brings the day of service up to date with what has happened.
func (s *Service) serve(r *row, tx *db.Tx) {
	served := ServedOn(r.Regime, r.facts(), s.rules, s.holidays, tx.Now)
	r.ServedOn, r.ServedBasis = served.On, served.Basis
}

// RemedyEnd is the last day on which a remedy against the letter may be taken; zero while it is not served.
func (s *Service) RemedyEnd(l *Letter, months int, noticed bool) clock.Date {
	return RemedyEnd(l.ServedOn, months, noticed, s.holidays)
}
