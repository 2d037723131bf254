package cases

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/db"
)

// Neighbour is a module above that keeps things of its own beside cases: decisions, later appointments or fees. Cases know none of them by
// name. What a neighbour leaves nil it does not take part in.
type Neighbour struct {
	// Beside queues the neighbour's statements about one case into the batch by which the case is read: one round trip, whoever adjoins.
	// What it returns is filled when the batch is done; Find finds it again. Each statement must bear that there is no such case.
	Beside func(b *pgx.Batch, id uuid.UUID) Beside
	// BesideOwn reads what stands beside the cases of one applicant, in as many statements for many as for one.
	BesideOwn func(ctx context.Context, own []*Case) (map[uuid.UUID]BesideOwn, error)
	// Withdraw cleans up beside a case that its person takes back. An error forbids it.
	Withdraw func(ctx context.Context, tx *db.Tx, c *Case) error
	// Foreign are texts in the person's own words that the neighbour keeps, by the name under which Detail.German then gives the German.
	Foreign func(ctx context.Context, c *Case) (map[string]string, error)
}

// Beside is what a neighbour knows of a case, for those who work on it.
type Beside interface {
	// Permitted are the mutations of the neighbour that the viewer may do to the case as it stands.
	Permitted(v *identity.Viewer, d *Detail) []string
	// Colleagues are the ids of staff that stand in it: Detail.Colleague names them.
	Colleagues() []uuid.UUID
}

// BesideOwn is what a neighbour knows of a case, for its applicant.
type BesideOwn interface {
	// PermittedToOwner are the mutations of the neighbour that the applicant may do now.
	PermittedToOwner(c *Case) []string
}

// Adjoin registers a neighbour, once, while the office is wired.
func (s *Service) Adjoin(n Neighbour) { s.neighbours = append(s.neighbours, n) }

// Find is what the neighbour whose things are of type T laid beside a case; the zero value if it laid nothing.
func Find[T, B any](beside []B) (found T) {
	for _, b := range beside {
		if t, ok := any(b).(T); ok {
			return t
		}
	}
	return found
}

func (s *Service) queueBeside(b *pgx.Batch, d *Detail) {
	for _, n := range s.neighbours {
		if n.Beside != nil {
			d.Beside = append(d.Beside, n.Beside(b, d.ID))
		}
	}
}

func (s *Service) besideOwn(ctx context.Context, own []*Case) (map[uuid.UUID][]BesideOwn, error) {
	all := make(map[uuid.UUID][]BesideOwn, len(own))
	for _, n := range s.neighbours {
		if n.BesideOwn == nil {
			continue
		}
		found, err := n.BesideOwn(ctx, own)
		if err != nil {
			return nil, err
		}
		for id, b := range found {
			all[id] = append(all[id], b)
		}
	}
	return all, nil
}

func (s *Service) withdrawBeside(ctx context.Context, tx *db.Tx, c *Case) error {
	for _, n := range s.neighbours {
		if n.Withdraw == nil {
			continue
		}
		if err := n.Withdraw(ctx, tx, c); err != nil {
			return err
		}
	}
	return nil
}

// foreignBeside adds the neighbours' foreign texts that have no German yet.
func (s *Service) foreignBeside(ctx context.Context, c *Case, translated, texts map[string]string) error {
	for _, n := range s.neighbours {
		if n.Foreign == nil {
			continue
		}
		found, err := n.Foreign(ctx, c)
		if err != nil {
			return err
		}
		for field, text := range found {
			if _, known := translated[field]; !known {
				texts[field] = text
			}
		}
	}
	return nil
}
