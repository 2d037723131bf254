package audit

import (
	"context"
	"time"

	"github.com/ankunft/ankunft/platform/db"
)

// sameOpening is how long looking again counts as the same opening.
const sameOpening = 10 * time.Minute

// rememberedOpenings bounds what one process remembers; beyond it, openings are written once more than needed.
const rememberedOpenings = 20_000

type opening struct {
	actor  Actor
	rec    Record
	reason string
}

// Opened records that the actor opened a case or a paper, and why (a code: "work", "search", "approval"). Looking again within
// ten minutes is the same opening and costs no statement; another replica may record it a second time. Lists are not recorded.
func (s *Service) Opened(ctx context.Context, rec Record, reason string) error {
	key := opening{ActorFrom(ctx), rec, reason}
	now := s.db.Clock.Now()
	if s.stillOpen(key, now) {
		return nil
	}
	err := s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		return s.RecordTx(ctx, tx, rec, rec.Kind+".opened", Details{"reason": reason})
	})
	if err == nil {
		s.remember(key, now)
	}
	return err
}

func (s *Service) stillOpen(key opening, now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	at, ok := s.opened[key]
	return ok && now.Sub(at) < sameOpening
}

func (s *Service) remember(key opening, now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.opened) >= rememberedOpenings {
		for k, at := range s.opened {
			if now.Sub(at) >= sameOpening {
				delete(s.opened, k)
			}
		}
		if len(s.opened) >= rememberedOpenings {
			clear(s.opened)
		}
	}
	s.opened[key] = now
}
