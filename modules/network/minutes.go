package network

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/partners"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
)

// MeasureState is how far a measure is.
type MeasureState string

// The states.
const (
	MeasureOpen    MeasureState = "open"
	MeasureDone    MeasureState = "done"
	MeasureDropped MeasureState = "dropped"
)

// Measure is what somebody is to do by a day.
type Measure struct {
	bun.BaseModel `bun:"table:network.measure,alias:measure"`

	ID        uuid.UUID `bun:",pk"`
	MeetingID uuid.UUID
	Title     string
	MemberID  *uuid.UUID // whose it is, or
	StaffID   *uuid.UUID // the colleague's
	DueOn     clock.Date
	State     MeasureState
	Note      string
	Version   int
	ClosedAt  *time.Time

	Owner    string `bun:",scanonly"` // name
	Email    string `bun:",scanonly"`
	Language string `bun:",scanonly"`
}

func withOwner(q *bun.SelectQuery) *bun.SelectQuery {
	return q.ColumnExpr("measure.*, coalesce(pm.name, sa.name, '') AS owner, coalesce(pm.email, '') AS email, coalesce(pm.language, 'de') AS language").
		Join("LEFT JOIN partners.member_v1 AS pm ON pm.id = measure.member_id").Join("LEFT JOIN identity.account_v1 AS sa ON sa.id = measure.staff_id").
		OrderExpr("measure.state <> 'open', measure.due_on, measure.id")
}

// ProposeItem puts a point on the agenda.
type ProposeItem struct {
	Meeting uuid.UUID
	Title   string
}

// Propose puts a point on the agenda of a meeting that has not begun: a member where they are invited, staff anywhere.
func (s *Service) Propose(ctx context.Context, in ProposeItem) (*Meeting, error) {
	var f partners.Form
	title := f.Line(&in.Title, 200, "title", true)
	if err := f.As(ErrInput); err != nil {
		return nil, err
	}
	i := &Item{ID: ids.New(), MeetingID: in.Meeting, Title: title}
	staff := identity.ViewerFrom(ctx).Can("partners.keep")
	if !staff {
		_, me, err := s.mine(ctx, in.Meeting)
		if err != nil {
			return nil, err
		}
		i.MemberID = &me.ID
	}
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		m := new(Meeting)
		if err := lockTx(ctx, tx, m, in.Meeting); err != nil {
			return err
		}
		n, err := tx.NewSelect().Model((*Item)(nil)).Where("meeting_id = ?", m.ID).Count(ctx)
		if err != nil {
			return fmt.Errorf("count agenda: %w", err)
		}
		if m.PublishedAt != nil || m.CancelledAt != nil || !staff && !tx.Now.Before(m.StartsAt) || n >= mostItems {
			return ErrConflict
		}
		i.AddedAt = tx.Now
		if err := insert(ctx, tx, i, "put on agenda"); err != nil {
			return err
		}
		return s.record(ctx, tx, MeetingRecord(m.ID), "item_added", audit.Details{"item": i.ID.String()})
	})
	if err != nil {
		return nil, err
	}
	if staff {
		return s.Meeting(ctx, in.Meeting)
	}
	m, _, err := s.mine(ctx, in.Meeting)
	return m, err
}

// WriteMinutes writes what was said and decided; published, everybody who was invited reads it, and it stays. What is nil stays as it was.
type WriteMinutes struct {
	Meeting   uuid.UUID
	Version   int
	Minutes   *string
	Decisions []ItemDecision
	Published *bool
}

// ItemDecision is what was decided on a point of the agenda.
type ItemDecision struct {
	Item     uuid.UUID
	Decision string
}

// WriteMinutes writes minutes. ErrConflict where they are published, or somebody else was faster.
func (s *Service) WriteMinutes(ctx context.Context, in WriteMinutes) (*Meeting, error) {
	var f partners.Form
	minutes := f.Text(in.Minutes, 20000, "minutes", in.Minutes != nil && said(in.Published))
	f.Need(len(in.Decisions) <= mostItems, "decisions", "too_many")
	decided := map[uuid.UUID]string{}
	for n, d := range in.Decisions[:min(len(in.Decisions), mostItems)] {
		decided[d.Item] = f.Text(&d.Decision, 2000, "decisions["+strconv.Itoa(n)+"]", false)
	}
	if err := f.As(ErrInput); err != nil {
		return nil, err
	}
	return s.change(ctx, in.Meeting, in.Version, func(ctx context.Context, tx *db.Tx, m *Meeting) error {
		if m.PublishedAt != nil || m.CancelledAt != nil {
			return ErrConflict
		}
		if in.Minutes != nil {
			m.Minutes = minutes
		}
		if said(in.Published) && m.Minutes == "" {
			return ErrInput.With(field("minutes", "required"))
		}
		for id, text := range decided {
			res, err := tx.NewUpdate().Model((*Item)(nil)).Set("decision = ?", text).Where("id = ? AND meeting_id = ?", id, m.ID).Exec(ctx)
			if err := db.One(res, err, ErrNone, "write decision"); err != nil {
				return err
			}
		}
		if !said(in.Published) {
			return s.record(ctx, tx, MeetingRecord(m.ID), "minutes_written", nil)
		}
		if tx.Now.Before(m.StartsAt) {
			return ErrInput.With(field("published", "too_early"))
		}
		m.PublishedAt = &tx.Now
		if err := s.tellAllTx(ctx, tx, m, s.today(), messages.TemplatePartnerMinutes, "published"); err != nil {
			return err
		}
		return s.record(ctx, tx, MeetingRecord(m.ID), "minutes_published", nil)
	})
}

// AgreeMeasure notes what somebody is to do: a member, or a colleague.
type AgreeMeasure struct {
	Meeting uuid.UUID
	Title   string
	Member  *uuid.UUID
	Staff   *uuid.UUID
	DueOn   clock.Date
}

// Agree notes a measure of a meeting; also after the minutes are published.
func (s *Service) Agree(ctx context.Context, in AgreeMeasure) (*Meeting, error) {
	var f partners.Form
	row := &Measure{ID: ids.New(), MeetingID: in.Meeting, Title: f.Line(&in.Title, 300, "title", true), MemberID: in.Member, StaffID: in.Staff, DueOn: in.DueOn, State: MeasureOpen, Version: 1}
	f.Need((in.Member == nil) != (in.Staff == nil), "owner", "required")
	f.Need(in.DueOn.Year >= 2000 && in.DueOn.Year <= 2200 && !in.DueOn.Before(s.today()), "dueOn", "past")
	if in.Staff != nil {
		names, err := s.Identity.Colleagues(ctx, []uuid.UUID{*in.Staff})
		if err != nil {
			return nil, err
		}
		f.Need(names[*in.Staff] != "", "owner", "unknown")
	}
	if err := f.As(ErrInput); err != nil {
		return nil, err
	}
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		m := new(Meeting)
		if err := lockTx(ctx, tx, m, in.Meeting); err != nil {
			return err
		}
		if in.Member != nil {
			is, err := tx.NewSelect().Model((*Guest)(nil)).Where("meeting_id = ? AND member_id = ?", m.ID, in.Member).Exists(ctx)
			if err != nil {
				return fmt.Errorf("find guest: %w", err)
			}
			if !is {
				return ErrInput.With(field("owner", "unknown"))
			}
		}
		if err := insert(ctx, tx, row, "agree on measure"); err != nil {
			return err
		}
		return s.record(ctx, tx, MeasureRecord(row.ID), "agreed", audit.Details{"meeting": m.ID.String()})
	})
	if err != nil {
		return nil, err
	}
	return s.Meeting(ctx, in.Meeting)
}

// SettleMeasure says that a measure is done, dropped, or open again.
type SettleMeasure struct {
	Measure uuid.UUID
	Version int
	State   MeasureState
	Note    *string
}

// Settle settles a measure: who keeps meetings any, a colleague their own, a member their own of a meeting whose minutes they read. ErrConflict when somebody else was faster.
func (s *Service) Settle(ctx context.Context, in SettleMeasure) (*Measure, error) {
	var f partners.Form
	note := f.Text(in.Note, 1000, "note", in.State == MeasureDropped)
	f.Need(in.State == MeasureOpen || in.State == MeasureDone || in.State == MeasureDropped, "state", "unknown")
	if err := f.As(ErrInput); err != nil {
		return nil, err
	}
	var me *partners.Member
	v := identity.ViewerFrom(ctx)
	keeps, colleague := v.Can("partners.keep"), v.Kind == identity.KindStaff && v.Can("partners.read")
	if !keeps && !colleague {
		var err error
		if me, err = s.member(ctx, partners.Meetings); err != nil {
			return nil, err
		}
	}
	row := new(Measure)
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		q := tx.NewSelect().Model(row).Where("measure.id = ?", in.Measure).For("UPDATE")
		if me != nil {
			q = q.Where("measure.member_id = ? AND EXISTS (SELECT FROM network.meeting mt WHERE mt.id = measure.meeting_id AND mt.published_at IS NOT NULL)", me.ID)
		}
		if !keeps && colleague {
			q = q.Where("measure.staff_id = ?", v.AccountID)
		}
		if err := db.NoRows(q.Scan(ctx), ErrNone, "read measure"); err != nil {
			return err
		}
		if row.Version != in.Version {
			return ErrConflict
		}
		row.State, row.Note, row.ClosedAt, row.Version = in.State, note, &tx.Now, row.Version+1
		if in.State == MeasureOpen {
			row.ClosedAt = nil
		}
		if err := update(ctx, tx, row, "settle measure"); err != nil {
			return err
		}
		return s.record(ctx, tx, MeasureRecord(row.ID), "settled", audit.Details{"state": string(row.State)})
	})
	if err != nil {
		return nil, err
	}
	return row, db.NoRows(withOwner(s.DB.NewSelect().Model(row)).Where("measure.id = ?", in.Measure).Scan(ctx), ErrNone, "read measure")
}

// Measures lists what is open of all meetings, the earliest first: what is over stands on top.
func (s *Service) Measures(ctx context.Context) ([]*Measure, error) {
	return s.openMeasures(ctx, func(q *bun.SelectQuery) *bun.SelectQuery { return q })
}

func (s *Service) openMeasures(ctx context.Context, narrow func(*bun.SelectQuery) *bun.SelectQuery) ([]*Measure, error) {
	list := []*Measure{}
	err := narrow(withOwner(s.DB.NewSelect().Model(&list)).Where("measure.state = 'open'")).Limit(500).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("list measures: %w", err)
	}
	return list, nil
}

// Overdue says whether the day of a measure is over.
func (s *Service) Overdue(m *Measure) bool {
	return m.State == MeasureOpen && m.DueOn.Before(s.today())
}
