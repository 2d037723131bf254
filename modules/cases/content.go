package cases

import (
	"context"

	"github.com/ankunft/ankunft/modules/applications"
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

// Seal is the signature under the application of a case, verified now.
func (s *Service) Seal(ctx context.Context, d *Detail) (*applications.Signed, error) {
	err := s.need(ctx, d.more, d.ID, WithApplication)
	return &d.more.application, err
}

// translations are the German of a case's free texts, by field.
func (s *Service) translations(ctx context.Context, c *Case) (found map[string]string, err error) {
	err = s.db.Pool().QueryRow(ctx, "SELECT jsonb_object_agg(field, text) FROM cases.translation WHERE case_id = $1", c.ID).Scan(&found)
	return found, err
}
