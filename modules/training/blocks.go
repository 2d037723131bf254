package training

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Blocks says which of some trainings a requirement that counts, or will, asks for before somebody may do something: those want more than somebody's own word.
func (s *Service) Blocks(ctx context.Context, q bun.IDB, trainings ...uuid.UUID) (map[uuid.UUID]bool, error) {
	blocks, found := map[uuid.UUID]bool{}, []uuid.UUID{}
	if len(trainings) == 0 {
		return blocks, nil
	}
	err := q.NewRaw(`SELECT DISTINCT q.training_id FROM training.requirement q JOIN training.requirement_version v ON v.requirement_id = q.id
WHERE q.training_id IN (?) AND v.blocks <> '{}' AND (v.valid_until IS NULL OR v.valid_until > ? AND v.valid_until > v.valid_from)`, bun.List(trainings), s.today()).Scan(ctx, &found)
	if err != nil {
		return nil, fmt.Errorf("find trainings that block: %w", err)
	}
	for _, id := range found {
		blocks[id] = true
	}
	return blocks, nil
}
