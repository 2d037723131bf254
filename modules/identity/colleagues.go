package identity

import (
	"context"
	"fmt"
	"maps"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/messages"
)

// namesFor is how long names of colleagues are remembered; who marries is called by the old name for so long.
const namesFor = time.Minute

// colleagues are the names of all staff at a moment; never changed once they are shared.
type colleagues struct {
	at    time.Time
	names map[uuid.UUID]string
}

// Colleagues gives the names of the office's staff, for showing who did something: of all, remembered for a minute, and of those
// wanted as they are now if they are newer than that. Who is not of the staff has the name "".
func (s *Service) Colleagues(ctx context.Context, wanted []uuid.UUID) (map[uuid.UUID]string, error) {
	if len(wanted) == 0 {
		return nil, nil // nobody is asked for
	}
	known, now := s.colleagues.Load(), s.db.Clock.Now()
	fresh := known != nil && now.Sub(known.at) < namesFor
	if fresh && known.all(wanted) {
		return known.names, nil
	}
	rows, err := s.db.Pool().Query(ctx, "SELECT id, name FROM identity.account WHERE kind = 'staff'")
	if err != nil {
		return nil, fmt.Errorf("read names of staff: %w", err)
	}
	names := map[uuid.UUID]string{}
	if fresh {
		maps.Copy(names, known.names) // whom nobody knows is asked for once
	}
	var id uuid.UUID
	var name string
	if _, err := pgx.ForEachRow(rows, []any{&id, &name}, func() error {
		names[id] = name
		return nil
	}); err != nil {
		return nil, fmt.Errorf("read names of staff: %w", err)
	}
	for _, id := range wanted {
		if _, found := names[id]; !found {
			names[id] = ""
		}
	}
	s.colleagues.Store(&colleagues{now, names})
	return names, nil
}

func (c *colleagues) all(wanted []uuid.UUID) bool {
	for _, id := range wanted {
		if _, found := c.names[id]; !found {
			return false
		}
	}
	return true
}

// Addresses are where members of staff are mailed, in German. Who has no mailbox or is locked out has none.
func Addresses(ctx context.Context, q bun.IDB, accounts []uuid.UUID) (map[uuid.UUID]messages.Addressee, error) {
	of := map[uuid.UUID]messages.Addressee{}
	if len(accounts) == 0 {
		return of, nil
	}
	var rows []Account
	err := q.NewSelect().Model(&rows).Column("id", "email").Where("id IN ? AND kind = ? AND disabled_at IS NULL AND email <> ''", bun.Tuple(accounts), KindStaff).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("find whom of the staff to mail: %w", err)
	}
	for _, a := range rows {
		of[a.ID] = messages.Addressee{AccountID: a.ID, Email: a.Email, Language: "de"}
	}
	return of, nil
}
