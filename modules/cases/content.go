package cases

import (
	"context"
	"encoding/hex"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/writing"
)

// Content is the whole application in German.
func (s *Service) Content(ctx context.Context, d *Detail) ([]writing.ContentStep, error) {
	if err := s.need(ctx, d.more, d.ID, WithApplication); err != nil {
		return nil, err
	}
	return d.Case.content(d.Offer, d.more), nil
}

// content puts the answers of a case into German. Handed in were only those that count, so that nothing hidden is among them.
func (c *Case) content(offer *catalogue.Offer, p *parts) []writing.ContentStep {
	return writing.Content(offer.LocalForm(catalogue.German, p.application.Who), p.application.Answers, c.Language, p.translated)
}

// CaseSeal is the signature under the application; Valid says that content, digest and trail agree.
type CaseSeal struct {
	Sha256   string
	SignedAt time.Time
	Trust    string
	Method   string
	Valid    bool
}

// Seal verifies the signature under the application of a case.
func (s *Service) Seal(ctx context.Context, d *Detail) (*CaseSeal, error) {
	if err := s.need(ctx, d.more, d.ID, WithApplication); err != nil {
		return nil, err
	}
	seal := d.more.application
	return &CaseSeal{
		Sha256: hex.EncodeToString(seal.SHA256), SignedAt: seal.SignedAt, Trust: string(seal.Trust), Method: seal.Method, Valid: seal.Valid,
	}, nil
}

func translations(ctx context.Context, q bun.IDB, c *Case) (map[string]string, error) {
	var rows []struct{ Field, Text string }
	if err := q.NewSelect().TableExpr("cases.translation").Column("field", "text").Where("case_id = ?", c.ID).Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("read translations: %w", err)
	}
	found := make(map[string]string, len(rows))
	for _, r := range rows {
		found[r.Field] = r.Text
	}
	return found, nil
}
