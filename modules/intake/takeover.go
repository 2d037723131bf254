package intake

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/ankunft/ankunft/modules/applications"
	"github.com/ankunft/ankunft/modules/clearing"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/db"
)

// TakeOver makes a draft of what somebody without a case left at the clearing desk: its answers, and its papers, which are theirs from then
// on. The link is used up by it; broken off, it goes on where it stopped when the same account tries again.
func (s *Service) TakeOver(ctx context.Context, v *identity.Viewer, token string) (*applications.Sitting, error) {
	visit, err := s.Clearing.ByToken(ctx, token)
	if err != nil {
		return nil, err
	}
	start := applications.StartSitting{Service: visit.Service, Language: visit.Language, IdempotencyKey: "visit:" + visit.ID.String()}
	sit, err := s.Applications.Start(ctx, v, start)
	if err != nil {
		return nil, err
	}
	if err := s.answer(ctx, v, sit.Applications[0], visit); err != nil {
		return nil, err
	}
	err = s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := keepExtrasTx(ctx, tx, visit.ID); err != nil {
			return err
		}
		return s.Clearing.TakeOverTx(ctx, tx, visit.ID, sit.Applications[0].Record(), v.AccountID)
	})
	if err != nil {
		return nil, err
	}
	return s.Applications.Sitting(ctx, v.AccountID, sit.ID)
}

// answer puts the answers given at the desk into the draft, unless it has some: a service may have changed since, so each goes alone, and
// what no longer fits is asked again.
func (s *Service) answer(ctx context.Context, v *identity.Viewer, a *applications.Application, visit *clearing.Visit) error {
	if string(a.Answers) != "{}" {
		return nil
	}
	version := a.Version
	for key, value := range visit.Answers {
		raw, err := json.Marshal(map[string]any{key: value})
		if err != nil {
			return fmt.Errorf("write answers of visit: %w", err)
		}
		saved, err := s.Applications.SaveAnswers(ctx, v.AccountID, applications.SaveAnswers{Application: a.ID, Version: version, Answers: raw})
		if err == nil {
			version = saved.Version
		}
	}
	return nil
}
