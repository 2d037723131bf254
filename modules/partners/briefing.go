package partners

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
)

// Briefing is a text that everybody with one of its tasks must have read.
type Briefing struct {
	bun.BaseModel `bun:"table:partners.briefing,alias:b"`

	ID          uuid.UUID `bun:",pk"`
	Tasks       []string  `bun:",array"`
	Title       string
	Body        string
	DueOn       clock.Date // by when it is to be read
	Version     int
	PublishedBy uuid.UUID
	PublishedAt time.Time
	EndedAt     *time.Time

	Confirmed int      `bun:"-"` // who has read this version, of those who must
	Open      []Reader `bun:"-"` // who has not
}

// Reader is a member who must read a briefing.
type Reader struct {
	BriefingID   uuid.UUID
	MemberID     uuid.UUID
	Name         string
	Organisation string
	Email        string
	Language     string
	Read         bool
}

// OwnBriefing is a briefing as somebody who must read it has it.
type OwnBriefing struct {
	ID          uuid.UUID
	Title       string
	Body        string
	DueOn       clock.Date
	Version     int
	PublishedAt time.Time
	ConfirmedAt *time.Time
}

// PublishBriefing publishes a briefing, or a new version of one: then with its id and the version that was read.
type PublishBriefing struct {
	ID      *uuid.UUID
	Version *int
	Tasks   []string
	Title   string
	Body    string
	DueOn   clock.Date
}

// PublishBriefing publishes a text; each version is to be confirmed anew. Whom it concerns gets a mail.
func (s *Service) PublishBriefing(ctx context.Context, in PublishBriefing) (*Briefing, error) {
	var f Form
	b := &Briefing{ID: ids.New(), Version: 1, DueOn: in.DueOn, PublishedBy: actor(ctx)}
	b.Title, b.Body = f.Line(&in.Title, longestLine, "title", true), f.Text(&in.Body, longestBody, "body", true)
	for _, key := range in.Tasks {
		t, known := s.Rules.Task(key)
		f.Need(known && slices.Contains(t.Sees, Briefings), "tasks", "unknown")
		if !slices.Contains(b.Tasks, key) {
			b.Tasks = append(b.Tasks, key)
		}
	}
	f.Need(len(b.Tasks) > 0, "tasks", "required")
	f.Need(sensible(in.DueOn) && !in.DueOn.Before(s.today()), "dueOn", "past")
	if err := f.As(ErrInput); err != nil {
		return nil, err
	}
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		b.PublishedAt = tx.Now
		if err := b.writeTx(ctx, tx, in); err != nil {
			return err
		}
		_, err := tx.NewRaw(`INSERT INTO partners.briefing_version (briefing_id, version, title, body, published_by, published_at) VALUES (?, ?, ?, ?, ?, ?)`,
			b.ID, b.Version, b.Title, b.Body, b.PublishedBy, b.PublishedAt).Exec(ctx)
		if err != nil {
			return fmt.Errorf("keep version: %w", err)
		}
		list, err := s.readersOf(ctx, tx, &b.ID)
		if err != nil {
			return err
		}
		for _, r := range list {
			if err := s.remindTx(ctx, tx, b, r, "published"); err != nil {
				return err
			}
		}
		return s.record(ctx, tx, BriefingRecord(b.ID), "published", audit.Details{"version": strconv.Itoa(b.Version)})
	})
	if err != nil {
		return nil, err
	}
	return s.briefing(ctx, b.ID)
}

func (b *Briefing) writeTx(ctx context.Context, tx *db.Tx, in PublishBriefing) error {
	if in.ID == nil {
		if _, err := tx.NewInsert().Model(b).Exec(ctx); err != nil {
			return fmt.Errorf("publish briefing: %w", err)
		}
		return nil
	}
	old := new(Briefing)
	if err := lockTx(ctx, tx, old, *in.ID, in.Version, &old.Version); err != nil {
		return err
	}
	b.ID, b.Version = old.ID, old.Version+1
	if _, err := tx.NewUpdate().Model(b).WherePK().Exec(ctx); err != nil {
		return fmt.Errorf("publish briefing anew: %w", err)
	}
	return nil
}

// EndBriefing takes a briefing off the board; what was confirmed stays on record.
type EndBriefing struct{ Briefing uuid.UUID }

// EndBriefing ends a briefing; again is as before.
func (s *Service) EndBriefing(ctx context.Context, in EndBriefing) (*Briefing, error) {
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		res, err := tx.NewUpdate().Model((*Briefing)(nil)).Set("ended_at = coalesce(ended_at, ?)", tx.Now).Where("id = ?", in.Briefing).Exec(ctx)
		if err := db.One(res, err, ErrNone, "end briefing"); err != nil {
			return err
		}
		return s.record(ctx, tx, BriefingRecord(in.Briefing), "ended", nil)
	})
	if err != nil {
		return nil, err
	}
	return s.briefing(ctx, in.Briefing)
}

// readers are those who must read what is on the board: with one of its tasks today, of a partner who has not ended; and whether they have.
const readers = `SELECT DISTINCT b.id AS briefing_id, m.id AS member_id, m.name, o.name AS organisation, m.email, m.language,
 EXISTS (SELECT FROM partners.confirmation c WHERE c.briefing_id = b.id AND c.version = b.version AND c.member_id = m.id) AS read FROM partners.briefing b
JOIN partners.access a ON a.task = ANY(b.tasks) AND a.ended_at IS NULL AND a.from_on <= ?0 AND (a.until_on IS NULL OR a.until_on >= ?0)
JOIN partners.member m ON m.id = a.member_id JOIN partners.organisation o ON o.id = m.organisation_id AND NOT o.ended
WHERE b.ended_at IS NULL AND (?1::uuid IS NULL OR b.id = ?1) ORDER BY m.name, member_id LIMIT 20000`

// readersOf lists who must read one briefing, or any.
func (s *Service) readersOf(ctx context.Context, q bun.IDB, id *uuid.UUID) ([]Reader, error) {
	list := []Reader{}
	if err := q.NewRaw(readers, s.today(), id).Scan(ctx, &list); err != nil {
		return nil, fmt.Errorf("find readers: %w", err)
	}
	return list, nil
}

func (s *Service) briefing(ctx context.Context, id uuid.UUID) (*Briefing, error) {
	list, err := s.briefings(ctx, "b.id = ?", id)
	if err != nil || len(list) == 0 {
		return nil, orNone(err)
	}
	return list[0], nil
}

// Briefings lists what is to be read, the newest first, with who has not.
func (s *Service) Briefings(ctx context.Context) ([]*Briefing, error) {
	return s.briefings(ctx, "b.ended_at IS NULL")
}

func (s *Service) briefings(ctx context.Context, where string, args ...any) ([]*Briefing, error) {
	list := []*Briefing{}
	if err := s.DB.NewSelect().Model(&list).Where(where, args...).OrderExpr("b.published_at DESC, b.id").Limit(200).Scan(ctx); err != nil {
		return nil, fmt.Errorf("list briefings: %w", err)
	}
	all, err := s.readersOf(ctx, s.DB, nil)
	if err != nil {
		return nil, err
	}
	for _, b := range list {
		b.Open = []Reader{}
		for _, r := range all {
			switch {
			case r.BriefingID != b.ID:
			case r.Read:
				b.Confirmed++
			default:
				b.Open = append(b.Open, r)
			}
		}
	}
	return list, nil
}

// MyBriefings are those that the viewer must read, what is open first.
func (s *Service) MyBriefings(ctx context.Context) ([]OwnBriefing, error) {
	m, err := s.Own(ctx, Briefings)
	if err != nil {
		return nil, err
	}
	list := []OwnBriefing{}
	err = s.DB.NewRaw(`SELECT b.id, b.title, b.body, b.due_on, b.version, b.published_at, c.confirmed_at FROM partners.briefing b
LEFT JOIN partners.confirmation c ON c.briefing_id = b.id AND c.version = b.version AND c.member_id = ?0
WHERE b.ended_at IS NULL AND EXISTS (SELECT FROM partners.access a WHERE a.member_id = ?0 AND a.task = ANY(b.tasks) AND a.ended_at IS NULL AND a.from_on <= ?1
  AND (a.until_on IS NULL OR a.until_on >= ?1)) ORDER BY c.confirmed_at IS NOT NULL, b.due_on, b.id LIMIT 100`, m.ID, s.today()).Scan(ctx, &list)
	if err != nil {
		return nil, fmt.Errorf("list own briefings: %w", err)
	}
	return list, nil
}

// ConfirmBriefing says that the viewer has read a version.
type ConfirmBriefing struct {
	Briefing uuid.UUID
	Version  int
}

// ConfirmBriefing notes that the viewer has read what they were shown; ErrConflict when there is a newer version. Again is as before.
func (s *Service) ConfirmBriefing(ctx context.Context, in ConfirmBriefing) (*OwnBriefing, error) {
	m, err := s.Own(ctx, Briefings)
	if err != nil {
		return nil, err
	}
	list, err := s.MyBriefings(ctx)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(list, func(b OwnBriefing) bool { return b.ID == in.Briefing })
	if i < 0 {
		return nil, ErrNone
	}
	b := &list[i]
	if b.Version != in.Version {
		return nil, ErrConflict
	}
	if b.ConfirmedAt != nil {
		return b, nil
	}
	err = s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		res, err := tx.NewRaw(`INSERT INTO partners.confirmation (briefing_id, version, member_id, confirmed_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
			b.ID, b.Version, m.ID, tx.Now).Exec(ctx)
		if err != nil {
			return fmt.Errorf("confirm briefing: %w", err)
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return err
		}
		return s.record(ctx, tx, BriefingRecord(b.ID), "confirmed", audit.Details{"version": strconv.Itoa(b.Version), "member": m.ID.String()})
	})
	now := s.DB.Clock.Now()
	b.ConfirmedAt = &now
	return b, err
}

// remindTx mails somebody who has a briefing to read; each step once for a version.
func (s *Service) remindTx(ctx context.Context, tx *db.Tx, b *Briefing, r Reader, step string) error {
	if r.Email == "" {
		return nil
	}
	return s.Messages.NotifyTx(ctx, tx, messages.Notice{
		Key: fmt.Sprintf("briefing:%s:%d:%s:%s", b.ID, b.Version, r.MemberID, step), Template: messages.TemplatePartnerBriefing, About: BriefingRecord(b.ID),
		To: messages.Addressee{Email: r.Email, Language: r.Language}, Path: "/partner", Params: map[string]string{"title": b.Title, "date": b.DueOn.Written(r.Language)},
	})
}
