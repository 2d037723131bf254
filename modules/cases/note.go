package cases

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
)

const longestNote = 10_000

var channels = []string{"", "phone", "mail", "visit"}

// Note is the office's own note on a case; the applicant sees it only by inspecting the file (VwVfG §29).
type Note struct {
	bun.BaseModel `bun:"table:cases.note,alias:note"`

	ID      uuid.UUID `bun:",pk"`
	CaseID  uuid.UUID
	Author  uuid.UUID
	Channel string // of a contact: phone, mail, visit; "" is a note about none
	Text    string
	At      time.Time
}

// AddNote is a new note.
type AddNote struct {
	Case          uuid.UUID
	Text, Channel string
}

// AddNote writes a note. Notes stay as they were written.
func (s *Service) AddNote(ctx context.Context, in AddNote) error {
	text := strings.TrimSpace(in.Text)
	var f errs.Faults
	f.Need(text != "", "text", "required")
	f.Fits(text, longestNote, "text")
	f.Need(slices.Contains(channels, in.Channel), "channel", "unknown")
	if err := f.As(ErrInput); err != nil {
		return err
	}
	return s.Change(ctx, "cases.check", in.Case, AnyVersion, nil, func(ctx context.Context, tx *db.Tx, c *Case) (Deed, error) {
		n := Note{ID: ids.New(), CaseID: c.ID, Author: audit.ActorFrom(ctx).ID, Channel: in.Channel, Text: text, At: tx.Now}
		if _, err := tx.NewInsert().Model(&n).Exec(ctx); err != nil {
			return Deed{}, fmt.Errorf("write note: %w", err)
		}
		return Deed{"case.noted", audit.Details{"note": n.ID.String()}}, nil
	})
}
