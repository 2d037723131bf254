package decisions

import (
	"context"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/platform/clock"
)

// DecisionFrame is the room that law and the city's data leave for deciding a case today.
type DecisionFrame struct {
	LongestUntil clock.Date // longest lawful end of the title; zero: the data sets no limit
	LongestLaw   string     // what bounds it, "" without a limit
	Outcomes     []OutcomeFrame
}

// OutcomeFrame is what one outcome asks for.
type OutcomeFrame struct {
	Outcome     Outcome
	Law         string
	Title       bool     // a title with an end comes of it
	Hearing     bool     // the person is heard before (VwVfG §28)
	Reasons     bool     // reasons are compulsory (VwVfG §39)
	WrittenForm bool     // goes by post (AufenthG §77(1))
	FourEyes    bool     // needs a second pair of eyes
	Modules     []string // text modules that a draft starts with
}

// Frame tells what may be decided in a case that the viewer may see.
func (s *Service) Frame(ctx context.Context, id uuid.UUID) (*DecisionFrame, error) {
	c, err := s.cases.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	offer, err := s.catalogue.OfferVersion(ctx, c.Service, c.ServiceVersion)
	if err != nil {
		return nil, err
	}
	facts, err := factsOf(ctx, s.db, c)
	if err != nil {
		return nil, err
	}
	frame := &DecisionFrame{Outcomes: make([]OutcomeFrame, 0, len(offer.Decision.Outcomes))}
	if longest, bounded := offer.LongestDuration(facts, clock.Today(s.db.Clock.Now())); bounded {
		frame.LongestUntil, frame.LongestLaw = longest.Until, longest.Law
	}
	for _, out := range offer.Decision.Outcomes {
		frame.Outcomes = append(frame.Outcomes, OutcomeFrame{
			Outcome: Outcome(out.Key), Law: out.Law, Title: out.Title, Hearing: out.Hearing, Reasons: out.Reasons,
			WrittenForm: out.WrittenForm, FourEyes: len(offer.FourEyes(out.Key, facts)) > 0, Modules: append([]string{}, out.Modules...),
		})
	}
	return frame, nil
}
